use crate::{
    clock,
    error::CoopError,
    events::{PoolReclaimed, emit},
    state::{Coop, Pool},
    vault,
};
use anchor_lang::{address_eq, prelude::*};
use anchor_spl::token_interface::{TokenAccount, TokenInterface};

/// Closes a settled pool and its escrow once every pledge account is closed. By anyone. What was donated
/// to the escrow goes to the co-op's reserve.
#[derive(Accounts)]
pub struct ReclaimPool {
    #[account(mut)]
    pub coop: Account<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = address_eq(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop,
    )]
    pub pool: Account<Pool>,
    #[account(mut, address = pool.escrow @ CoopError::EscrowMismatch)]
    pub escrow: InterfaceAccount<TokenAccount>,
    #[account(mut, address = coop.vault @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(address = coop.mint @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    /// Gets the rent back.
    #[account(mut, address = pool.rent_payer @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl ReclaimPool {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &self.pool);
        require!(pool.settled_at != 0 && pool.pledge_accounts == 0, CoopError::PoolStillNeeded);
        let donated = self.escrow.amount();

        coop.reserve += donated;
        coop.pool_accounts -= 1;

        let token_program = self.token_program.address();
        if donated > 0 {
            vault::pay_from_escrow(
                token_program,
                pool,
                self.escrow.cpi_handle_mut(),
                self.mint.cpi_handle(),
                self.vault.cpi_handle_mut(),
                donated,
                coop.decimals,
            );
        }
        vault::close_escrow(
            token_program,
            pool,
            self.escrow.cpi_handle_mut(),
            self.rent_payer.cpi_handle_mut(),
        );
        coop.invariant()?;
        emit(PoolReclaimed {
            coop: pool.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: *pool.address(),
            donated: donated.into(),
            reserve: coop.reserve,
        });
        Ok(())
    }
}
