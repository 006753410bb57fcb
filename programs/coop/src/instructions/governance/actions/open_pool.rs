//! Opens a pool.

use super::Weight;
use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    instructions::{bootstrap::open_pool::open, governance::propose::Propose},
    seeds,
    state::{ABOUT, Coop, Kind, Pool, PoolTerms, Proposal, fill, require_text},
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Ordinary. The terms are checked as far as possible before the pool opens; its purpose has at most 280 bytes of
/// visible characters.
pub fn check(new: &Propose, p: &mut Proposal, terms: &PoolTerms) -> Result<Weight> {
    require_text(&terms.purpose, ABOUT)?;
    p.terms.set_numbers(&terms.numbers(0));
    p.rate_bps = new.coop.lasting_take_rate();
    Ok(Weight::Ordinary)
}

/// Opens the pool that was resolved, with an escrow of its own. It is refused if the take rate is above that of the
/// proposal. Anyone can send it.
#[derive(Accounts)]
pub struct ExecuteOpenPool {
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
        seeds = [seeds::POOL, coop.address().as_ref(), &coop.pools.get().to_le_bytes()],
        bump
    )]
    pub pool: Record<Pool>,
    /// Made here, of the co-op's mint, with the pool as its authority.
    #[account(mut, seeds = [seeds::ESCROW, pool.address().as_ref()], bump)]
    pub escrow: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
    pub system_program: Program<System>,
}

impl ExecuteOpenPool {
    pub fn handle(&mut self, bumps: &ExecuteOpenPoolBumps) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal, pool) = (&mut self.coop, &mut self.proposal, &mut self.pool);
        proposal.execute(Kind::OpenPool, coop, now)?;
        proposal.terms.numbers().validate(now).map_err(CoopError::from)?;
        // promises of use are measured by it
        require!(coop.lasting_take_rate() <= proposal.rate_bps, CoopError::TakeRateChanged);

        pool.terms = proposal.terms;
        fill(&mut pool.purpose, account::behind(proposal));
        pool.bump = bumps.pool;
        pool.escrow_bump = bumps.escrow;
        let accounts = [*self.payer.account(), *self.escrow.account(), *self.mint.account()];
        open(coop, pool, accounts, self.token_program.address(), now)
    }
}
