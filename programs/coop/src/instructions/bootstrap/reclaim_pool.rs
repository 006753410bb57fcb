use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PoolReclaimed, emit},
    state::{Coop, Pool},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Closes a settled pool and its escrow once every pledge account is closed. Anyone can send it. Money that was
/// donated to the escrow goes to the co-op's reserve.
#[derive(Accounts)]
pub struct ReclaimPool {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop,
    )]
    pub pool: Record<Pool>,
    #[account(mut, constraint = same(escrow.address(), &pool.escrow) @ CoopError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &pool.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl ReclaimPool {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &self.pool);
        require!(pool.settled_at != 0 && pool.pledge_accounts == 0, CoopError::PoolStillNeeded);
        let donated = vault::balance(&self.escrow)?;

        coop.books.reserve += donated;
        coop.pool_accounts -= 1;

        let token_program = self.token_program.address();
        if donated > 0 {
            vault::pay_from_escrow(
                token_program,
                pool,
                [*self.escrow.account(), *self.mint.account(), *self.vault.account()],
                donated,
                coop.decimals,
            );
        }
        // to the pool, which is closed next: its payer may be an account that a token program cannot credit
        vault::close_escrow(token_program, pool, *self.escrow.account());
        coop.invariant()?;
        emit(PoolReclaimed {
            coop: pool.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: *pool.address(),
            donated: donated.into(),
            reserve: coop.books.reserve,
        });
        Ok(())
    }
}
