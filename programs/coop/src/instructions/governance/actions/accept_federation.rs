//! Accepts a co-op into this federation.

use super::{Weight, executed};
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{FederationJoined, emit},
    instructions::governance::propose::Propose,
    state::{Coop, CoopStatus, Kind, Proposal},
};
use anchor_lang::prelude::*;
use coop_math::membership::SOUGHT;

/// Ordinary. The joining co-op is active, has the same mint, and resolved to join at most 90 days ago.
pub fn check(new: &Propose, p: &mut Proposal, joining: &Address, now: i64) -> Result<Weight> {
    let other = new.subject_coop(joining)?;
    new.require_federable(&other)?;
    require_sought(&other, new.coop.address(), now)?;
    p.target = *joining;
    Ok(Weight::Ordinary)
}

fn require_sought(joining: &Coop, federation: &Address, now: i64) -> Result<()> {
    let stands = now.saturating_sub(joining.federation_sought_at.get()) < SOUGHT;
    require!(stands && same(&joining.federation_sought, federation), CoopError::FederationNotSought);
    Ok(())
}

/// Accepts a co-op, which has resolved to join, into this federation, as resolved. Anyone can send it. Both co-ops
/// log an event.
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
        require_sought(joining, coop.address(), now)?;

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
