use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Does what was resolved and touches nothing but the co-op's own books. By anyone.
///
/// - `execute_set_take_rate`: for services registered or repriced from now on; at most the ceiling;
/// - `execute_cover_loss`: from the reserve to operating, at most a tenth of it, once in 365 days;
/// - `execute_join_federation`: the federation may accept from now on;
/// - `execute_leave_federation`: also withdraws what was sought and not accepted.
#[derive(Accounts)]
pub struct ExecuteOnCoop {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
}

impl ExecuteOnCoop {
    pub fn set_take_rate(&mut self) -> Result<()> {
        self.apply(Kind::SetTakeRate)
    }

    pub fn cover_loss(&mut self) -> Result<()> {
        self.apply(Kind::CoverLoss)
    }

    pub fn join_federation(&mut self) -> Result<()> {
        self.apply(Kind::JoinFederation)
    }

    pub fn leave_federation(&mut self) -> Result<()> {
        self.apply(Kind::LeaveFederation)
    }

    #[inline(never)]
    fn apply(&mut self, kind: Kind) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(kind, coop, now)?;
        match kind {
            Kind::SetTakeRate => coop.charter.take_rate_bps = proposal.rate_bps,
            Kind::CoverLoss => {
                let amount = proposal.amount.get();
                coop.require_coverable(amount, now)?;
                coop.reserve -= amount;
                coop.operating += amount;
                coop.loss_carried -= amount;
                coop.loss_covered_at = now.into();
            }
            Kind::JoinFederation => {
                require!(coop.federation == Address::default(), CoopError::InAFederation);
                coop.federation_sought = proposal.target;
            }
            _ => {
                require!(same(&coop.federation, &proposal.target), CoopError::InNoFederation);
                coop.federation = Address::default();
                coop.federation_sought = Address::default();
            }
        }
        coop.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
