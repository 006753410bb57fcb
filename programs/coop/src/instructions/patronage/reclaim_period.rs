use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PeriodReclaimed, emit},
    state::{Coop, Period},
};
use anchor_lang::prelude::*;
use coop_math::YEAR;

/// Closes the account of a period that is settled to every member, one year after the close: until then its result
/// can be read there. Anyone can send it.
#[derive(Accounts)]
pub struct ReclaimPeriod {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&period.coop, coop.address()) @ CoopError::PeriodOfAnotherCoop,
    )]
    pub period: Record<Period>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &period.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimPeriod {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, period) = (&mut self.coop, &self.period);
        let read = now.saturating_sub(period.closed_at.get()) >= YEAR;
        let settled = period.unsettled == 0 || coop.swept_at != 0;
        require!(read && settled, CoopError::PeriodStillNeeded);

        coop.period_accounts -= 1;

        emit(PeriodReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            period: *period.address(),
            number: period.number,
        });
        Ok(())
    }
}
