use crate::{
    account::Record,
    clock,
    error::CoopError,
    events::{PeriodClosed, emit},
    seeds,
    state::{Coop, Period},
};
use anchor_lang::prelude::*;

/// Closes the open period and allocates its surplus by the waterfall ([`coop_math::waterfall`]). By anyone,
/// once it has lasted `period_length`; a long gap is one closing. The next period starts now.
///
/// Nothing is paid out here and no member is looked at: each is settled later, at its own time.
#[derive(Accounts)]
pub struct ClosePeriod {
    /// Pays the rent of the account that keeps the result.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::PERIOD, coop.address().as_ref(), &coop.period.number.get().to_le_bytes()],
        bump
    )]
    pub period: Record<Period>,
    pub system_program: Program<System>,
}

impl ClosePeriod {
    pub fn handle(&mut self, bumps: &ClosePeriodBumps) -> Result<()> {
        let now = clock::now()?;
        let (coop, period) = (&mut self.coop, &mut self.period);
        coop.require_active()?;
        let elapsed = now - coop.period.started_at.get();
        require!(elapsed >= coop.charter.period_length.get() as i64, CoopError::PeriodNotOver);

        let address = *coop.address();
        coop.close_period(period, &address, self.payer.address(), bumps.period, now);

        coop.invariant()?;
        emit(PeriodClosed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            period: *period.address(),
            number: period.number,
            revenue: period.revenue,
            expenses: period.expenses,
            surplus: period.surplus,
            loss: period.loss,
            to_reserve: period.to_reserve + period.to_reserve_for_outside,
            to_solidarity: period.to_solidarity,
            to_interest: period.to_interest,
            to_pioneers: period.to_pioneers,
            to_members: period.to_members,
            operating: coop.operating,
            reserve: coop.reserve,
            loss_carried: coop.loss_carried,
        });
        Ok(())
    }
}
