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
/// - `execute_cover_loss`: from the reserve to the fund, min(so much, the loss, a tenth of the reserve), once in 365 days;
/// - `execute_sell`: so much more of what is invested may be sold (`book_income`);
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

    pub fn sell(&mut self) -> Result<()> {
        self.apply(Kind::Sell)
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
                coop.require_coverable(now)?;
                let up_to = proposal.amount.get();
                require!(coop.book(|books| books.cover_loss(up_to)) > 0, CoopError::NothingToCover);
                coop.loss_covered_at = now.into();
            }
            Kind::Sell => coop.for_sale = coop.for_sale.get().saturating_add(proposal.amount.get()).into(),
            Kind::JoinFederation => {
                require!(coop.federation == Address::default(), CoopError::InAFederation);
                coop.federation_sought = proposal.target;
            }
            _ => {
                require!(same(&coop.federation, &proposal.target), CoopError::InNoFederation);
                require!(coop.books.federation_due == 0, CoopError::RemitFirst);
                coop.federation = Address::default();
                coop.federation_sought = Address::default();
            }
        }
        coop.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
