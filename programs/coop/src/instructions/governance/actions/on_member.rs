//! Executions that change a member.

use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Kind, Member, Pledge, Pledged, Pool, Proposal},
};
use anchor_lang::prelude::*;

/// The effect of a resolution on a member, which may have a pledge in a pool, at the given time.
type Effect = fn(&mut Record<Coop>, &Proposal, &mut Record<Member>, Option<Pledged>, i64) -> Result<()>;

/// Executes a resolution about a member. Anyone can send it.
#[derive(Accounts)]
pub struct ExecuteOnMember {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(mut, constraint = same(member.address(), &proposal.target) @ CoopError::SubjectMismatch)]
    pub member: Record<Member>,
    /// The pool that holds the pledge of a member that is expelled, if there is one, and the pledge.
    #[account(mut)]
    pub pool: Option<Record<Pool>>,
    #[account(mut)]
    pub pledge: Option<Record<Pledge>>,
}

impl ExecuteOnMember {
    /// Marks the resolution as executed, and executes it.
    #[inline(never)]
    pub(super) fn resolve(&mut self, kind: Kind, effect: Effect) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal, member) = (&mut self.coop, &mut self.proposal, &mut self.member);
        proposal.execute(kind, coop, now)?;
        effect(coop, proposal, member, self.pool.as_mut().zip(self.pledge.as_mut()), now)?;
        coop.invariant()?;
        member.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
