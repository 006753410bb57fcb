use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PatronageSettled, emit},
    state::{Coop, Member, Period},
};
use anchor_lang::prelude::*;

/// Settles a member's part of a closed period exactly as the close decided. Anyone can send it. Nothing is paid out
/// here, and the order in which members are settled makes no difference.
///
/// - for its use and its work, `cash_bps` is owed in cash, and the rest is kept as a vintage of capital; a member
///   that resigned in the period is owed all of it in cash;
/// - for capital that it asked back, it is owed the price of the close;
/// - it is owed interest and pioneer returns until the last close, and shares paid in during the period earn from the
///   period's end;
/// - the last settlement of a period leaves dust, which goes to the reserve;
/// - settling twice succeeds and changes nothing; it is refused if the member has unsettled business of an earlier
///   period than the one given.
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
