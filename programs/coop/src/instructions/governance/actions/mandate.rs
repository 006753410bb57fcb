//! Gives a mandate.

use super::{Weight, executed};
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    instructions::governance::propose::Propose,
    seeds,
    state::{Coop, Kind, Mandate, Proposal},
};
use anchor_lang::prelude::*;

/// Ordinary up to the capacity of the budget, above that weighty. The amount is at most the operating money, now and when
/// the period began, and the mandate lasts longer than the execution window.
pub fn check(
    new: &Propose,
    p: &mut Proposal,
    to: &Address,
    per_period: u64,
    until: i64,
    work: bool,
) -> Result<Weight> {
    require!(per_period > 0, CoopError::AmountZero);
    let operating = new.coop.operating().min(new.coop.period.operating_at_start.get());
    require!(per_period <= operating, CoopError::MoreThanOperating);
    (p.target, p.amount, p.until, p.flag) = (*to, per_period.into(), until.into(), work as u8);
    if work {
        (p.other, p.other_number) = new.worker(to)?;
    }
    Ok(Weight::weighty_if(new.is_above_budget(per_period)))
}

/// Gives the mandate that was resolved. Anyone can send it.
#[derive(Accounts)]
pub struct ExecuteMandate {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::MANDATE, coop.address().as_ref(), &coop.mandates.get().to_le_bytes()],
        bump
    )]
    pub mandate: Record<Mandate>,
    pub system_program: Program<System>,
}

impl ExecuteMandate {
    pub fn handle(&mut self, bumps: &ExecuteMandateBumps) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal, mandate) = (&mut self.coop, &mut self.proposal, &mut self.mandate);
        proposal.execute(Kind::Mandate, coop, now)?;

        mandate.coop = *coop.address();
        mandate.holder = proposal.target;
        mandate.rent_payer = *self.payer.address();
        mandate.per_period = proposal.amount;
        mandate.until = proposal.until;
        mandate.length = coop.charter.period_length;
        mandate.index = coop.mandates;
        mandate.special = proposal.special;
        mandate.work = proposal.flag;
        mandate.worker = proposal.other;
        mandate.worker_number = proposal.other_number;
        mandate.bump = bumps.mandate;
        coop.mandates += 1;
        coop.mandate_accounts += 1;

        executed(coop, proposal, now);
        Ok(())
    }
}
