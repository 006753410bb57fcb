//! # A till without Anchor
//!
//! An example of a program that sells through a co-op, with `solana-program`, `spl-token` and `borsh` alone. It uses
//! none of this project's crates: everything that it needs of the co-op's program is in [`coop`], written from
//! `idl/coop.json`.
//!
//! Anyone may keep a till for a service of a co-op, or for goods that a co-op sells itself. At each sale to a customer
//! of a service the till first reads the service. It refuses to sell if the co-op takes more of a payment than the
//! limit that was given to the till, or does not promise its rate until the date that was given to it. Then it pays by
//! a call of `pay_service` or `pay_coop`.
//!
//! Its own errors have codes from 8000 on, those of the co-op are 6000 to 6999: a failed transaction contains one
//! number, whichever program refused.

pub mod coop;
pub mod error;
mod sell;
pub mod state;

use crate::{
    coop::{Kind, Service, record},
    error::TillError,
    state::{Paid, Till},
};
use borsh::{BorshDeserialize, BorshSerialize};
use solana_program::{
    account_info::{AccountInfo, next_account_info},
    clock::Clock,
    entrypoint::ProgramResult,
    program_error::ProgramError,
    pubkey::Pubkey,
    sysvar::Sysvar,
};

#[cfg(not(feature = "no-entrypoint"))]
solana_program::entrypoint!(process);

/// What the till can be asked to do, as borsh: a byte for which, then its arguments.
#[derive(BorshSerialize, BorshDeserialize, Debug, PartialEq, Eq)]
pub enum Order {
    /// Opens a till for a service. Accounts: the till, new, signs, writable; the service.
    OpenForService {
        price: u64,
        /// Sells only while the co-op takes at most so much of a payment; basis points.
        max_take_rate_bps: u16,
        /// Sells only while the rate is promised until this second or longer.
        promised_until: i64,
    },
    /// Opens a till for a co-op's own sales. Accounts: the till, new, signs, writable; the co-op.
    OpenForCoop { price: u64 },
    /// Sells `count` pieces through the service. Accounts: the till, writable; the co-op's program; then those of its
    /// `pay_service` in their order.
    SellThroughService { count: u64 },
    /// Sells `count` pieces of the co-op's own goods. Accounts: the till, writable; the co-op's program; then those of
    /// its `pay_coop` in their order.
    SellForCoop { count: u64 },
}

pub fn process(program: &Pubkey, accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    let order = Order::try_from_slice(data).map_err(|_| ProgramError::InvalidInstructionData)?;
    match order {
        Order::OpenForService { price, max_take_rate_bps, promised_until } => {
            let mut rest = accounts.iter();
            let (till, service) = (next_account_info(&mut rest)?, next_account_info(&mut rest)?);
            let promise: Service = record(service, Kind::Service)?;
            let paid = Paid::Service { service: *service.key, max_take_rate_bps, promised_until };
            let opened = Till { paid, coop: promise.coop, price, sold: 0 };
            opened.require_promise(&promise, Clock::get()?.unix_timestamp)?;
            open(program, till, &opened)
        }
        Order::OpenForCoop { price } => {
            let mut rest = accounts.iter();
            let (till, coop) = (next_account_info(&mut rest)?, next_account_info(&mut rest)?);
            coop::require_record(coop, Kind::Coop)?;
            open(program, till, &Till { paid: Paid::Coop, coop: *coop.key, price, sold: 0 })
        }
        Order::SellThroughService { count } => sell::through_service(program, accounts, count),
        Order::SellForCoop { count } => sell::for_coop(program, accounts, count),
    }
}

/// Writes a till into an account that was made for it, in the same transaction as a rule. Its key signs, so that nobody else
/// can open it first.
fn open(program: &Pubkey, account: &AccountInfo, till: &Till) -> ProgramResult {
    if !account.is_signer {
        return Err(ProgramError::MissingRequiredSignature);
    }
    if till.price == 0 {
        return Err(TillError::PriceZero.into());
    }
    if account.owner != program || account.data_len() != state::SIZE {
        return Err(TillError::NotATill.into());
    }
    if account.data.borrow().iter().any(|byte| *byte != 0) {
        return Err(TillError::AlreadyOpen.into());
    }
    till.write(account)
}
