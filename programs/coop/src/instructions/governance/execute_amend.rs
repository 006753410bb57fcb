use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Puts the charter and the heir that were resolved in the place of those in force. By anyone.
///
/// Every bound and every ratchet is asked again; every other open proposal is stale from now on, and pledges
/// to open pools can be withdrawn.
#[derive(Accounts)]
pub struct ExecuteAmend {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// The heir that the proposal names.
    pub heir: Option<Record<Coop>>,
}

impl ExecuteAmend {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(Kind::Amend, coop, now)?;
        coop.require_amendable(&proposal.charter.numbers())?;
        if proposal.other != Address::default() {
            let heir = self.heir.as_ref().ok_or(CoopError::HeirMissing)?;
            require!(same(heir.address(), &proposal.other), CoopError::SubjectMismatch);
            coop.require_heir(coop.address(), heir, now)?;
        }

        coop.charter = proposal.charter;
        coop.heir = proposal.other;
        coop.charter_version += 1;

        coop.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
