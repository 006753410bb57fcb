use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PoolOpened, emit},
    seeds,
    state::{Coop, Kind, Pool, Proposal},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use coop_math::raise::Terms;

/// Opens the pool that was resolved, with an escrow of its own. By anyone.
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
        Terms::from(&proposal.terms).validate(now).map_err(CoopError::from)?;

        vault::open(
            self.token_program.address(),
            self.payer.account(),
            &self.escrow,
            self.mint.cpi_handle(),
            pool.address(),
            &[seeds::ESCROW, pool.address().as_ref(), &[bumps.escrow]],
        )?;
        pool.coop = *coop.address();
        pool.escrow = *self.escrow.address();
        pool.rent_payer = *self.payer.address();
        pool.purpose = proposal.other.to_bytes();
        pool.terms = proposal.terms;
        pool.index = coop.pools;
        pool.bump = bumps.pool;
        pool.escrow_bump = bumps.escrow;
        coop.pools += 1;
        coop.pool_accounts += 1;

        coop.invariant()?;
        pool.invariant()?;
        emit(PoolOpened {
            coop: pool.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: *pool.address(),
            index: pool.index,
            min_raise: pool.terms.min_raise,
            max_raise: pool.terms.max_raise,
            deadline: pool.terms.deadline,
        });
        Ok(())
    }
}
