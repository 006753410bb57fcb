use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{UseSettled, emit},
    state::{Coop, CoopStatus, Member, Pledge, Pool, Standing},
};
use anchor_lang::prelude::*;
use coop_math::capital::forfeit_floor;

/// Compares the use that was pledged with what the member did, as a buyer, a provider or a worker, in the two periods that
/// opened after the pool's settlement, once both have closed. By anyone.
///
/// - forfeited = ⌊bond × missing ÷ promised⌋ of the bonded capital: it is asked back for the reserve at the next close,
///   at the price of everyone; the rest of the bond is free;
/// - it is taken from the shares of the membership that pledged, or, if that has ended, from what they became;
/// - a member whose shares fall below the member share is no elector until it has paid it again;
/// - a co-op that dissolves frees the promise;
/// - where eight later periods have overwritten the record, the promise counts as kept.
#[derive(Accounts)]
pub struct SettleUse {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
    pub pool: Record<Pool>,
    #[account(mut)]
    pub member: Record<Member>,
    #[account(
        mut,
        constraint = same(&pledge.pool, pool.address()) @ CoopError::PledgeOfAnotherPool,
        constraint = same(&pledge.member, member.address()) @ CoopError::PledgeOfAnotherMember,
    )]
    pub pledge: Record<Pledge>,
}

impl SettleUse {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &self.pool);
        let (member, pledge) = (&mut self.member, &mut self.pledge);
        let (bond, promised) = (pledge.bond.get(), pledge.use_amount.get());
        require!(bond > 0, CoopError::NoBond);
        coop.require_claims()?;
        let from = pool.use_from.get();
        let due = coop.period.number.get() > from + 1;
        let dissolving = coop.status() == CoopStatus::Dissolving;
        require!(due || dissolving, CoopError::UseNotDue);
        let done = match (member.done_in(from), member.done_in(from + 1)) {
            (Some(first), Some(second)) if !dissolving => first.saturating_add(second),
            _ => promised,
        };
        let forfeited = forfeit_floor(bond, done, promised);

        let pledged_now = member.is(Standing::Member) && member.application == pledge.application;
        let from_shares = if pledged_now {
            forfeited.min(member.shares.get())
        } else {
            // what is asked back is not there any more
            let free = member.matured.get() + member.withdrawn.get() - member.asked.get();
            forfeited - forfeited.min(member.matured.get()).min(free)
        };
        if forfeited > 0 {
            // it is asked back for the reserve, and would take its part of what a period that is over pays
            if !dissolving {
                coop.require_not_overdue(now)?;
            }
            coop.forfeit(member, forfeited, from_shares, now)?;
        }
        member.bonded -= bond;
        pledge.bond = PodU64::ZERO;
        pledge.use_amount = PodU64::ZERO;

        coop.invariant()?;
        member.invariant()?;
        emit(UseSettled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            pool: *pool.address(),
            member: *member.address(),
            promised: promised.into(),
            done: done.into(),
            bond: bond.into(),
            forfeited: forfeited.into(),
            electors: coop.electors,
        });
        Ok(())
    }
}
