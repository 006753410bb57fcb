use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{UseSettled, emit},
    state::{Coop, CoopStatus, Member},
};
use anchor_lang::prelude::*;

/// Compares the turnover that was promised with a pledge with what the member paid, was paid as a provider, and for work,
/// through the co-op since. As soon as the promise is kept, or when the pool's `stay` is over; by anyone. Settling what is
/// settled does nothing.
///
/// - forfeited = ⌊bond × missing ÷ promised⌋ of the bonded capital: it is asked back for the reserve at the next close,
///   at the price of everyone; the rest of the bond is free;
/// - it is taken from what has matured and is not asked back, then from shares;
/// - a member whose shares fall below the member share can be suspended 90 days later, if it has not paid it again;
/// - a co-op that dissolves frees the promise.
#[derive(Accounts)]
pub struct SettleUse {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl SettleUse {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        let (promised, turnover) = (member.promised.get(), member.turnover.get());
        if promised == 0 {
            return Ok(());
        }
        coop.require_claims()?;
        require!(member.promise_stands == 1, CoopError::ClaimSharesFirst);
        let dissolving = coop.status() == CoopStatus::Dissolving;
        let over = turnover >= promised || member.promise_is_over(now);
        require!(over || dissolving, CoopError::UseNotDue);
        let bond = member.bonded.get();
        let forfeited = if dissolving { 0 } else { member.forfeits_floor() };

        if forfeited > 0 {
            // it is asked back for the reserve, and would take its part of what a period that is over pays
            coop.require_not_overdue(now)?;
            coop.require_settled(member)?;
            member.mature(coop.period.number.get(), coop.charter.revolve_periods);
            // what is asked back is not there any more
            let free = member.matured.get() + member.withdrawn.get() - member.asked.get();
            let from_matured = forfeited.min(member.matured.get()).min(free);
            coop.forfeit(member, forfeited, forfeited - from_matured, now)?;
        }
        member.end_promise();

        coop.invariant()?;
        member.invariant()?;
        emit(UseSettled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            promised: promised.into(),
            turnover: turnover.into(),
            bond: bond.into(),
            forfeited: forfeited.into(),
        });
        Ok(())
    }
}
