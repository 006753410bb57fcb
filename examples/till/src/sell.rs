//! A sale: what was promised is read, then the co-op is called.

use crate::{
    coop::{self, Kind, Payment, Service, record},
    error::TillError,
    state::{Paid, Till},
};
use solana_program::{
    account_info::AccountInfo, clock::Clock, entrypoint::ProgramResult, program::invoke,
    program_error::ProgramError, pubkey::Pubkey, sysvar::Sysvar,
};
use spl_token::{solana_program::program_pack::Pack, state::Account};

/// The customer pays the service, and the service's co-op takes its promised rate. The co-op itself checks that payout, vault,
/// mint, provider and member belong to it and to the service.
pub fn through_service(program: &Pubkey, accounts: &[AccountInfo], count: u64) -> ProgramResult {
    let [account, coop_program, payment @ ..] = accounts else {
        return Err(ProgramError::NotEnoughAccountKeys);
    };
    let [_payer, coop, service, _buyer, _provider, source, _payout, _vault, _mint, token_program] = payment
    else {
        return Err(ProgramError::NotEnoughAccountKeys);
    };
    let mut till = Till::read(program, account)?;
    let Paid::Service { service: promised, max_take_rate_bps, .. } = till.paid else {
        return Err(TillError::AnotherTill.into());
    };
    require(*service.key == promised, TillError::AnotherService)?;
    require_programs(coop_program, token_program)?;
    require(*coop.key == till.coop, TillError::AnotherCoop)?;
    let promise: Service = record(service, Kind::Service)?;
    till.require_promise(&promise, Clock::get()?.unix_timestamp)?;

    let price = till.ring_up(account, count)?;
    require(tokens(source)? >= price, TillError::TooLittleMoney)?;
    // what the co-op may take at most; it refuses to take more
    let most = fee(price, max_take_rate_bps);
    invoke(&Payment::SERVICE.of(payment, (price, most))?, accounts)
}

/// The customer pays the co-op for what it sells itself.
pub fn for_coop(program: &Pubkey, accounts: &[AccountInfo], count: u64) -> ProgramResult {
    let [account, coop_program, payment @ ..] = accounts else {
        return Err(ProgramError::NotEnoughAccountKeys);
    };
    let [_payer, coop, _buyer, source, _vault, _mint, token_program] = payment else {
        return Err(ProgramError::NotEnoughAccountKeys);
    };
    let mut till = Till::read(program, account)?;
    require(till.paid == Paid::Coop, TillError::AnotherTill)?;
    require_programs(coop_program, token_program)?;
    require(*coop.key == till.coop, TillError::AnotherCoop)?;
    coop::require_record(coop, Kind::Coop)?;

    let price = till.ring_up(account, count)?;
    require(tokens(source)? >= price, TillError::TooLittleMoney)?;
    invoke(&Payment::COOP.of(payment, price)?, accounts)
}

impl Till {
    /// Counts what is sold. What it costs.
    fn ring_up(&mut self, account: &AccountInfo, count: u64) -> Result<u64, ProgramError> {
        let price = self.price.checked_mul(count).ok_or(TillError::TooMany)?;
        self.sold = self.sold.checked_add(count).ok_or(TillError::TooMany)?;
        self.write(account)?;
        Ok(price)
    }
}

/// ⌈price × rate⌉, as the co-op rounds.
fn fee(price: u64, rate_bps: u16) -> u64 {
    let rate = u128::from(rate_bps.min(10_000));
    (u128::from(price) * rate).div_ceil(10_000) as u64
}

/// What a token account holds.
fn tokens(account: &AccountInfo) -> Result<u64, ProgramError> {
    spl_token::check_program_account(account.owner)?;
    Ok(Account::unpack(&account.data.borrow())?.amount)
}

fn require_programs(coop_program: &AccountInfo, token_program: &AccountInfo) -> ProgramResult {
    require(*coop_program.key == coop::ID, TillError::AnotherProgram)?;
    require(*token_program.key == spl_token::ID, TillError::AnotherTokenProgram)
}

fn require(holds: bool, error: TillError) -> ProgramResult {
    if holds { Ok(()) } else { Err(error.into()) }
}
