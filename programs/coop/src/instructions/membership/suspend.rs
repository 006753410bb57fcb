use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ElectorSuspended, emit},
    state::{Coop, Member},
};
use anchor_lang::prelude::*;
use coop_math::membership::is_silent;

/// Suspends the vote of an elector without an act of its own for more than 365 days, so that dead wallets
/// cannot deadlock a quorum. By anyone. It keeps its shares and everything it is owed.
#[derive(Accounts)]
pub struct Suspend {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl Suspend {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        require!(member.is_elector(), CoopError::NotAnElector);
        coop.require_claims()?;
        require!(is_silent(member.last_active_at.get(), now), CoopError::ElectorNotSilent);

        member.suspended_at = now.into();
        member.elector_since = PodI64::ZERO;
        coop.lose_elector(now);

        coop.invariant()?;
        member.invariant()?;
        emit(ElectorSuspended {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            electors: coop.electors,
        });
        Ok(())
    }
}
