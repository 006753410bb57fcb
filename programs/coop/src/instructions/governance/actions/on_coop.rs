//! Executions that change only the co-op's own books.

use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Executes a resolution that changes only the co-op's own books. Anyone can send it.
#[derive(Accounts)]
pub struct ExecuteOnCoop {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
}

impl ExecuteOnCoop {
    /// Marks the resolution as executed, and executes it.
    #[inline(never)]
    pub(super) fn resolve(
        &mut self,
        kind: Kind,
        effect: fn(&mut Coop, &Record<Proposal>, i64) -> Result<()>,
    ) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(kind, coop, now)?;
        effect(coop, proposal, now)?;
        coop.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
