//! What a till keeps.

use crate::{coop::Service, error::TillError};
use borsh::{BorshDeserialize, BorshSerialize};
use solana_program::{
    account_info::AccountInfo, entrypoint::ProgramResult, program_error::ProgramError, pubkey::Pubkey,
};

/// Bytes of the account: a till of a co-op uses fewer, the rest is zero.
pub const SIZE: usize = 8 + 1 + 32 + 2 + 8 + 32 + 8 + 8;
/// The first bytes of a till.
const TILL: [u8; 8] = *b"the till";

/// One thing at one price.
#[derive(BorshSerialize, BorshDeserialize, Debug, PartialEq, Eq)]
pub struct Till {
    pub paid: Paid,
    /// The co-op that is paid, or that the service belongs to.
    pub coop: Pubkey,
    /// Of one piece; base units of the co-op's mint.
    pub price: u64,
    /// Pieces sold so far.
    pub sold: u64,
}

/// Who is paid.
#[derive(BorshSerialize, BorshDeserialize, Debug, PartialEq, Eq)]
pub enum Paid {
    Coop,
    Service { service: Pubkey, max_take_rate_bps: u16, promised_until: i64 },
}

impl Till {
    /// Refuses where the co-op takes or promises otherwise than the till was told.
    pub fn require_promise(&self, service: &Service, now: i64) -> ProgramResult {
        let Paid::Service { max_take_rate_bps, promised_until, .. } = self.paid else {
            return Err(TillError::AnotherTill.into());
        };
        if service.take_rate_bps(now) > max_take_rate_bps {
            return Err(TillError::RateAbovePromise.into());
        }
        if service.promised_until <= now || service.promised_until < promised_until {
            return Err(TillError::PromiseTooShort.into());
        }
        Ok(())
    }

    /// The till in an account of this program.
    pub fn read(program: &Pubkey, account: &AccountInfo) -> Result<Self, ProgramError> {
        let data = account.data.borrow();
        match data.strip_prefix(&TILL) {
            Some(mut body) if account.owner == program => {
                Self::deserialize(&mut body).map_err(|_| TillError::NotATill.into())
            }
            _ => Err(TillError::NotATill.into()),
        }
    }

    pub fn write(&self, account: &AccountInfo) -> ProgramResult {
        let mut data = account.try_borrow_mut_data()?;
        let mut room = &mut data[..];
        (TILL, self).serialize(&mut room).map_err(|_| ProgramError::AccountDataTooSmall)
    }
}
