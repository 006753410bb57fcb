use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{UseSettled, emit},
    state::{Coop, CoopStatus, Member},
};
use anchor_lang::prelude::*;

/// Compares a promise of use with the member's turnover since its pledge: the money that it paid, and was paid as a
/// provider and for work, through the co-op. Anyone can send it as soon as the promise is kept, when the pool's
/// `stay` is over, or while the co-op dissolves. Settling twice changes nothing.
///
/// - forfeited = ⌊bond × missing ÷ promised⌋ of the bonded capital: it is asked back for the reserve at the next
///   close, at the same price as everyone's; the rest of the bond is free;
/// - it is taken first from matured capital that is not asked back, then from shares;
/// - a member whose shares fall below the member share can be suspended 90 days later, if it has not paid it again;
/// - in a co-op that dissolves, nothing is forfeited.
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
            // the forfeit is asked back for the reserve, and would take part in the close of the overdue period
            coop.require_not_overdue(now)?;
            coop.require_settled(member)?;
            member.mature(coop.period.number.get(), coop.charter.revolve_periods);
            // without the capital that is asked back
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
