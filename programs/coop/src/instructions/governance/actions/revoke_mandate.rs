//! Ends a mandate.

use super::{Weight, executed};
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Coop, Kind, Mandate, Proposal},
};
use anchor_lang::prelude::*;

/// Ordinary.
pub fn check(new: &Propose, p: &mut Proposal, mandate: &Address) -> Result<Weight> {
    p.target = *mandate;
    let mandate: Record<Mandate> = new.subject(mandate)?;
    require!(same(&mandate.coop, new.coop.address()), CoopError::MandateOfAnotherCoop);
    Ok(Weight::Ordinary)
}

/// Ends the mandate that the resolution names, and closes its account. Anyone can send it.
#[derive(Accounts)]
pub struct ExecuteRevokeMandate {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(mandate.address(), &proposal.target) @ CoopError::SubjectMismatch,
        constraint = same(&mandate.coop, coop.address()) @ CoopError::MandateOfAnotherCoop,
    )]
    pub mandate: Record<Mandate>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &mandate.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ExecuteRevokeMandate {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(Kind::RevokeMandate, coop, now)?;

        coop.mandate_accounts -= 1;

        executed(coop, proposal, now);
        Ok(())
    }
}
