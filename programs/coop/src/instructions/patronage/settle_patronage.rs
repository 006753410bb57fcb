use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PatronageSettled, emit},
    state::{Coop, Member, Period},
};
use anchor_lang::prelude::*;
use coop_math::patronage::dividend_floor;

/// Settles a member's part of a closed period. By anyone; nothing is paid out here.
///
/// - dividend = ⌊units × the period's rate⌋: `cash_bps` of it is owed in cash, the rest is retained as a
///   vintage, of one who left as matured capital;
/// - interest and pioneer returns until the last close are owed too, and shares paid in during the period
///   earn from its end;
/// - when the last member of a period is settled, what rounding left over goes to the reserve.
#[derive(Accounts)]
pub struct SettlePatronage {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(&period.coop, coop.address()) @ CoopError::PeriodOfAnotherCoop)]
    pub period: Record<Period>,
}

impl SettlePatronage {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        let period = &mut self.period;
        coop.require_claims()?;
        let of_this_period = member.is_unsettled() && member.unsettled_period == period.number;
        require!(of_this_period, CoopError::NothingToSettle);
        let units = member.units;
        let dividend = dividend_floor(period.member_rate.get(), units.get(), period.cash_bps.get());

        coop.draw_returns(member);
        if member.shares_new != 0 {
            // of one who left the checkpoint stands where it did then
            let earned = member.interest_checkpoint.get() - period.interest_per_share.get();
            let shares = member.shares_new.get();
            coop.draw_interest(member, earned, shares);
            member.shares_new = PodU64::ZERO;
        }
        if units != 0 {
            member.dividends += dividend.cash;
            member.retain(period.number.get(), dividend.retained);
            member.units = PodU64::ZERO;
            coop.dividends -= dividend.retained;
            coop.operating += dividend.retained;
            coop.retained_total += dividend.retained;
            period.unpaid -= dividend.cash + dividend.retained;
        }
        period.unsettled -= 1;
        if period.unsettled == 0 {
            coop.dividends -= period.unpaid;
            coop.reserve += period.unpaid;
            period.unpaid = PodU64::ZERO;
        }

        coop.invariant()?;
        member.invariant()?;
        emit(PatronageSettled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            number: period.number,
            units,
            cash: dividend.cash.into(),
            retained: dividend.retained.into(),
            owed: member.dividends,
            dividends: coop.dividends,
            retained_total: coop.retained_total,
            unsettled: period.unsettled,
        });
        Ok(())
    }
}
