use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PatronageSettled, emit},
    state::{Coop, Member, Period},
};
use anchor_lang::prelude::*;

/// Settles a member's part of a closed period: what the close decided, and nothing else. By anyone; nothing is paid out
/// here, and in whatever order members are settled, all end alike.
///
/// - for its use and its work: `cash_bps` is owed in cash, the rest is kept as a vintage of capital; who resigned in the
///   period is owed all of it in cash;
/// - for capital it asked back: the price of the close;
/// - interest and pioneer returns until the last close are owed too, and shares paid in during the period earn from its
///   end;
/// - the last settlement of a period leaves dust, which goes to the reserve;
/// - to settle what is settled succeeds and changes nothing; business of an earlier period than the one given is refused.
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
        if !member.is_unsettled() || member.unsettled_period > period.number {
            return Ok(());
        }
        require!(member.unsettled_period == period.number, CoopError::EarlierPeriodFirst);
        let (units, work, asked) = (member.units, member.work, member.asked);

        let settlement = coop.settle(member, period);

        coop.invariant()?;
        member.invariant()?;
        emit(PatronageSettled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            number: period.number,
            units,
            work,
            asked,
            paid: settlement.paid.into(),
            retired: settlement.retired.into(),
            cash: settlement.cash.into(),
            retained: settlement.retained.into(),
            pioneer_units: settlement.pioneer_units.into(),
            owed: member.dividends,
            dividends: coop.books.dividends,
            retained_total: coop.books.retained_total,
            unsettled: period.unsettled,
        });
        Ok(())
    }
}
