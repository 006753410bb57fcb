use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{FederationJoined, emit},
    instructions::governance::executed,
    state::{Coop, CoopStatus, Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Accepts a co-op that has resolved to join into this federation, as was resolved. By anyone. Both tell it.
#[derive(Accounts)]
pub struct ExecuteAcceptFederation {
    /// The federation.
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(mut, constraint = same(joining.address(), &proposal.target) @ CoopError::SubjectMismatch)]
    pub joining: Record<Coop>,
}

impl ExecuteAcceptFederation {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal, joining) = (&mut self.coop, &mut self.proposal, &mut self.joining);
        proposal.execute(Kind::AcceptFederation, coop, now)?;
        require!(joining.status() == CoopStatus::Active, CoopError::NotFederable);
        require!(same(&joining.federation_sought, coop.address()), CoopError::FederationNotSought);

        joining.federation = *coop.address();
        joining.federation_sought = Address::default();

        executed(coop, proposal, now);
        emit(FederationJoined {
            coop: *joining.address(),
            seq: joining.next_seq(),
            at: now.into(),
            federation: *coop.address(),
        });
        Ok(())
    }
}
