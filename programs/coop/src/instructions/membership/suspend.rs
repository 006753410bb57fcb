use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ElectorSuspended, emit},
    state::{Coop, Member, OPEN_GAP},
};
use anchor_lang::prelude::*;
use coop_math::membership::is_suspendable;

/// Suspends an elector that has not acted for more than 365 days, so that dead wallets cannot deadlock a quorum; or
/// one whose shares have been below the member share for more than 90 days. Anyone can send it, but not within 365
/// days after it became an elector.
///
/// The member keeps its shares, everything that it is owed, and its vote and protest on earlier proposals.
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
        let is_short = member.shares < coop.charter.member_share;
        let short_since = if is_short { member.short_since.get() } else { 0 };
        let may_be = is_suspendable(member.elector_since(), member.last_active_at.get(), short_since, now);
        require!(may_be, CoopError::ElectorNotSuspendable);

        member.gap_from = now.into();
        member.gap_to = OPEN_GAP.into();
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
