use crate::{
    account::Record,
    clock,
    error::CoopError,
    events::{PeriodClosed, emit},
    seeds,
    state::{Coop, OpenPeriod, Period},
};
use anchor_lang::prelude::*;
use coop_math::waterfall::{self, Facts, Rates};

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
        let open = coop.period;
        let elapsed = now - open.started_at.get();
        require!(elapsed >= coop.charter.period_length.get() as i64, CoopError::PeriodNotOver);
        let a = waterfall::close(&facts(coop, elapsed), &rates(coop));

        coop.invested -= a.depreciation;
        coop.loss_carried = (coop.loss_carried.get() - a.loss_covered + a.loss).into();
        coop.operating -= a.surplus;
        coop.reserve += a.reserve + a.outside;
        coop.solidarity += a.solidarity;
        coop.dividends += a.members;
        coop.fill_pots(&a);

        period.coop = *coop.address();
        period.rent_payer = *self.payer.address();
        period.started_at = open.started_at;
        period.closed_at = now.into();
        period.revenue = open.revenue;
        period.expenses = open.expenses + a.depreciation;
        period.member_units = open.member_units;
        period.outside_units = open.outside_units;
        period.interest_per_share = coop.interest_per_share;
        period.pioneer_per_unit = coop.pioneer_per_unit;
        period.unsettled = open.unsettled;
        period.number = open.number;
        period.cash_bps = coop.charter.cash_bps;
        period.bump = bumps.period;
        period.record(&a);

        coop.period_accounts += 1;
        coop.shares_earning = coop.shares_total;
        coop.period = OpenPeriod::starting(open.number.get() + 1, coop, now);

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

fn facts(coop: &Coop, elapsed: i64) -> Facts {
    Facts {
        elapsed,
        revenue: coop.period.revenue.get(),
        expenses: coop.period.expenses.get(),
        operating: coop.operating.get(),
        invested: coop.invested.get(),
        loss_carried: coop.loss_carried.get(),
        member_units: coop.period.member_units.get(),
        outside_units: coop.period.outside_units.get(),
        shares_earning: coop.shares_earning.get(),
        pioneer_units: coop.pioneer_units.get(),
        pioneer_per_unit: coop.pioneer_per_unit.get(),
        pioneers_due: coop.lifetime_revenue >= coop.charter.pioneer_threshold,
    }
}

fn rates(coop: &Coop) -> Rates {
    Rates {
        reserve_bps: coop.charter.reserve_bps.get(),
        solidarity_bps: coop.charter.solidarity_bps.get(),
        interest_cap_bps: coop.charter.interest_cap_bps.get(),
        depreciation_bps: coop.charter.depreciation_bps.get(),
        pioneer_bps: coop.charter.pioneer_bps.get(),
        pioneer_cap_bps: coop.charter.pioneer_cap_bps.get(),
    }
}
