//! What the till needs of the co-op's program, from `idl/coop.json`: its address, the first bytes of its accounts and
//! instructions, the fields of a service, and which accounts the two payments take.

use crate::error::TillError;
use borsh::{BorshDeserialize, BorshSerialize};
use solana_program::{
    account_info::AccountInfo,
    entrypoint::ProgramResult,
    instruction::{AccountMeta, Instruction},
    program_error::ProgramError,
    pubkey,
    pubkey::Pubkey,
};

/// `address` in the IDL.
pub const ID: Pubkey = pubkey!("CGM9p2wtbENkofZW9mveE9VeuYdMhRjWwm3S2KLoAiqE");

/// Kinds of accounts that the till reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Coop,
    Service,
}

impl Kind {
    /// `accounts[].discriminator` in the IDL.
    const fn discriminator(self) -> [u8; 8] {
        match self {
            Self::Coop => [29, 141, 35, 29, 30, 123, 234, 186],
            Self::Service => [144, 62, 76, 129, 167, 36, 151, 250],
        }
    }
}

/// `instructions[].discriminator` in the IDL.
const PAY_SERVICE: [u8; 8] = [181, 29, 236, 80, 246, 226, 34, 174];
const PAY_COOP: [u8; 8] = [81, 147, 187, 6, 243, 129, 65, 246];

/// The fields of a service. Accounts of the co-op have no padding, so borsh reads them in their order.
#[derive(BorshDeserialize, Debug)]
pub struct Service {
    pub coop: Pubkey,
    pub owner: Pubkey,
    /// The membership that it belongs to; all zeros: none.
    pub provider: Pubkey,
    pub payout: Pubkey,
    pub rent_payer: Pubkey,
    pub name: [u8; 32],
    pub uri: [u8; 96],
    pub registered_at: i64,
    pub promised_until: i64,
    /// From when on the `next` terms hold; 0: nothing waits.
    pub next_from: i64,
    pub index: u32,
    pub provider_number: u32,
    pub take_rate_bps: u16,
    pub provider_bps: u16,
    pub next_take_rate_bps: u16,
    pub next_provider_bps: u16,
    pub bump: u8,
}

impl Service {
    /// What the co-op takes of a payment at `now`; basis points.
    pub fn take_rate_bps(&self, now: i64) -> u16 {
        let next = self.next_from != 0 && now >= self.next_from;
        if next { self.next_take_rate_bps } else { self.take_rate_bps }
    }
}

/// Refuses an account that is not of the co-op's program, or of another kind. Anyone can write the same bytes into an
/// account of another program, so the owner comes first.
pub fn require_record(account: &AccountInfo, kind: Kind) -> ProgramResult {
    if *account.owner != ID {
        return Err(TillError::NotOfTheCoopProgram.into());
    }
    if !account.data.borrow().starts_with(&kind.discriminator()) {
        return Err(TillError::AnotherKind.into());
    }
    Ok(())
}

/// What such an account keeps.
pub fn record<T: BorshDeserialize>(account: &AccountInfo, kind: Kind) -> Result<T, ProgramError> {
    require_record(account, kind)?;
    T::try_from_slice(&account.data.borrow()[8..]).map_err(|_| TillError::AnotherKind.into())
}

/// Whether an account of a payment is written to; the payer signs besides.
#[derive(Clone, Copy)]
enum Use {
    Signs,
    Written,
    Read,
    /// Written to, or the co-op's program in its place: left out.
    WrittenIfGiven,
}

/// A payment of the co-op's: which of its accounts stands where, as in the IDL.
pub struct Payment {
    discriminator: [u8; 8],
    accounts: &'static [Use],
}

impl Payment {
    /// payer, coop, service, buyer?, provider?, source, payout, vault, mint, token program. Arguments: amount, max_fee.
    pub const SERVICE: Self = Self {
        discriminator: PAY_SERVICE,
        accounts: &[
            Use::Signs,
            Use::Written,
            Use::Read,
            Use::WrittenIfGiven,
            Use::WrittenIfGiven,
            Use::Written,
            Use::Written,
            Use::Written,
            Use::Read,
            Use::Read,
        ],
    };
    /// payer, coop, buyer?, source, vault, mint, token program. Argument: amount.
    pub const COOP: Self = Self {
        discriminator: PAY_COOP,
        accounts: &[
            Use::Signs,
            Use::Written,
            Use::WrittenIfGiven,
            Use::Written,
            Use::Written,
            Use::Read,
            Use::Read,
        ],
    };

    /// The instruction, with the arguments as borsh.
    pub fn of(
        &self,
        accounts: &[AccountInfo],
        arguments: impl BorshSerialize,
    ) -> Result<Instruction, ProgramError> {
        if accounts.len() != self.accounts.len() {
            return Err(ProgramError::NotEnoughAccountKeys);
        }
        let meta = |(account, how): (&AccountInfo, &Use)| match how {
            Use::Signs => AccountMeta::new_readonly(*account.key, true),
            Use::Written => AccountMeta::new(*account.key, false),
            Use::WrittenIfGiven if *account.key != ID => AccountMeta::new(*account.key, false),
            Use::WrittenIfGiven | Use::Read => AccountMeta::new_readonly(*account.key, false),
        };
        let data = borsh::to_vec(&(self.discriminator, arguments))
            .map_err(|_| ProgramError::InvalidInstructionData)?;
        Ok(Instruction {
            program_id: ID,
            accounts: accounts.iter().zip(self.accounts).map(meta).collect(),
            data,
        })
    }
}
