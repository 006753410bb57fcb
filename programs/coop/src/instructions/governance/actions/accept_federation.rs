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

/// Ordinary. The joining co-op is active, has the same mint, and resolved to join less than 90 days before the proposal.
pub fn check(new: &Propose, p: &mut Proposal, joining: &Address, now: i64) -> Result<Weight> {
    let other = new.subject_coop(joining)?;
    new.require_federable(&other)?;
    let recent = now.saturating_sub(other.federation_since.get()) < SOUGHT;
    require!(recent && seeks(&other, new.coop.address()), CoopError::FederationNotSought);
    p.target = *joining;
    Ok(Weight::Ordinary)
}

fn seeks(joining: &Coop, federation: &Address) -> bool {
    same(&joining.federation_sought, federation)
}

/// Accepts a co-op, which has resolved to join, into this federation, as resolved. Anyone can send it. The federation has a part
/// in the periods that begin once the time to execute the resolution has ended. Both co-ops log an event.
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
        // however long vote and timelock were
        require!(seeks(joining, coop.address()), CoopError::FederationNotSought);

        joining.federation = *coop.address();
        joining.federation_sought = Address::default();
        // nobody chooses, by the second in which this is sent, the first period in which the federation has a part
        joining.federation_since = proposal.timeline().expires().into();

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
