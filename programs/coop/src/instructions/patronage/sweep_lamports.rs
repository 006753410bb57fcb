use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{StrayLamportsSwept, emit},
    state::{Coop, Pool},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Returns lamports above the rent to the payer of that rent, from a co-op's account and its vault, or from a pool's
/// account and its escrow: SOL that strangers sent by mistake. Anyone can send it.
///
/// In a vault or escrow of wrapped SOL, lamports are money and stay there.
#[derive(Accounts)]
pub struct SweepLamports {
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The pool that is swept; none: the co-op itself.
    #[account(mut)]
    pub pool: Option<Record<Pool>>,
    /// The pool's escrow; without a pool the co-op's vault.
    #[account(mut)]
    pub tokens: UncheckedAccount,
    /// Gets the lamports.
    #[account(mut)]
    pub rent_payer: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl SweepLamports {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        let tokens = &self.tokens;
        let (holder, rent_payer) = match &self.pool {
            None => {
                require!(same(tokens.address(), &coop.vault), CoopError::VaultMismatch);
                (*coop.account(), coop.rent_payer)
            }
            Some(pool) => {
                require!(same(&pool.coop, coop.address()), CoopError::PoolOfAnotherCoop);
                require!(same(tokens.address(), &pool.escrow), CoopError::EscrowMismatch);
                (*pool.account(), pool.rent_payer)
            }
        };
        require!(same(self.rent_payer.address(), &rent_payer), CoopError::RentPayerMismatch);
        let to = *self.rent_payer.account();
        let before = to.lamports();
        if !vault::is_native(tokens) && above_rent(tokens.account())? > 0 {
            let accounts = [*tokens.account(), to, holder];
            let program = self.token_program.address();
            if let Some(pool) = &self.pool {
                let (index, bump) = (pool.index.get().to_le_bytes(), [pool.bump]);
                let seeds = pool.signer_seeds(&index, &bump).map(vault::Seed::from);
                vault::withdraw_excess_lamports(program, accounts, &seeds);
            } else {
                let (id, bump) = (coop.id.get().to_le_bytes(), [coop.bump]);
                let seeds = coop.signer_seeds(&id, &bump).map(vault::Seed::from);
                vault::withdraw_excess_lamports(program, accounts, &seeds);
            }
        }
        // after the call, in which the lamports must balance
        give(holder, to, above_rent(&holder)?);
        let lamports = to.lamports() - before;
        require!(lamports > 0, CoopError::NothingToSweep);

        emit(StrayLamportsSwept {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            account: *holder.address(),
            to: *to.address(),
            lamports: lamports.into(),
        });
        Ok(())
    }
}

/// Lamports that an account holds above its rent.
fn above_rent(account: &AccountView) -> Result<u64> {
    Ok(account.lamports().saturating_sub(anchor_lang::cpi::rent_exempt_lamports(account.data_len())?))
}

fn give(mut from: AccountView, mut to: AccountView, lamports: u64) {
    from.set_lamports(from.lamports() - lamports);
    to.set_lamports(to.lamports() + lamports);
}
