// The derive of `Accounts` binds `number` once more than it uses it.
#![cfg_attr(feature = "idl-build", allow(unused_variables))]

use crate::{
    account::{self, Record},
    clock,
    error::CoopError,
    events::{PeriodClosed, emit},
    seeds,
    state::{Coop, Period},
};
use anchor_lang::prelude::*;

/// Closes the open period: pays those who asked for capital, and allocates the surplus
/// ([`coop_math::patronage::books`]). Anyone can send it once the length with which the period began is over; a long
/// gap is one close. The next period starts now.
///
/// Nothing is paid out here, and no member's account is read: each is settled later, at its own time. Closing a
/// closed period succeeds and changes nothing, so that two senders at the same time both succeed.
#[derive(Accounts)]
#[cfg_attr(feature = "idl-build", instruction(number: u32))]
pub struct ClosePeriod {
    /// Pays the rent of the account that stores the result.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    /// Created here.
    #[cfg_attr(
        feature = "idl-build",
        account(mut, seeds = [seeds::PERIOD, coop.address().as_ref(), &number.to_le_bytes()], bump)
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub period: UncheckedAccount,
    pub system_program: Program<System>,
}

impl ClosePeriod {
    pub fn handle(&mut self, number: u32) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        if number < coop.period.number.get() {
            return Ok(());
        }
        coop.require_active()?;
        require!(coop.period.number == number, CoopError::PeriodNotOver);
        require!(now >= coop.period.ends(), CoopError::PeriodNotOver);

        let address = *coop.address();
        let seeds = [seeds::PERIOD, address.as_ref(), &number.to_le_bytes()];
        let (mut period, bump) = account::make::<Period>(&self.period, &self.payer, &seeds, 0)?;
        period.coop = address;
        coop.close_period(&mut period, self.payer.address(), bump, false, now);

        coop.invariant()?;
        emit(PeriodClosed {
            coop: address,
            seq: coop.next_seq(),
            at: now.into(),
            period: *period.address(),
            number: period.number,
            revenue: period.revenue,
            expenses: period.expenses,
            wear: period.result.wear,
            surplus: period.result.surplus,
            to_reserve: period.result.reserve + period.result.outside,
            to_solidarity: period.result.solidarity + period.result.federation,
            to_interest: period.result.interest,
            to_pioneers: period.result.pioneers,
            to_work: period.result.work,
            to_members: period.result.members,
            asked: period.result.asked,
            paid: period.result.paid,
            price_bps: period.result.price_bps,
            fund: coop.books.fund,
            reserve: coop.books.reserve,
            loss: coop.books.loss,
        });
        Ok(())
    }
}
