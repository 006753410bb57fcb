use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{StrayTokensSwept, emit},
    seeds,
    state::Coop,
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Moves tokens to the vault as a donation to the indivisible reserve, from the addresses to which wallets and
/// exchanges send by default: the associated token account of the co-op's address, or that of its vault's address.
/// Anyone can send it.
///
/// It moves only tokens of the co-op's mint, and never those of the co-op's agent, which has another address.
#[derive(Accounts)]
pub struct Sweep {
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The token account to which the tokens were sent.
    #[account(mut)]
    pub stray: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl Sweep {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        let address = *coop.address();
        let program = self.token_program.address();
        let of_coop = vault::is_owned_by(&self.stray, &address);
        let owner = if of_coop { &address } else { self.vault.address() };
        require!(of_coop || vault::is_owned_by(&self.stray, owner), CoopError::NotAStrayAccount);
        require!(vault::is_associated(&self.stray, owner, &self.mint, program), CoopError::NotAStrayAccount);
        let donated = vault::balance(&self.stray)?;
        require!(donated > 0, CoopError::NothingToSweep);

        coop.books.reserve += donated;

        let [from, mint, to] = [&self.stray, &self.mint, &self.vault].map(|account| *account.account());
        if of_coop {
            vault::pay_out(program, coop, [from, mint, to], donated);
        } else {
            let bump = [coop.vault_bump];
            let seeds = [seeds::VAULT, address.as_ref(), &bump].map(vault::Seed::from);
            vault::transfer(program, [from, mint, to, to], donated, coop.decimals, &seeds);
        }
        coop.invariant()?;
        emit(StrayTokensSwept {
            coop: address,
            seq: coop.next_seq(),
            at: now.into(),
            account: *self.stray.address(),
            donated: donated.into(),
            reserve: coop.books.reserve,
        });
        Ok(())
    }
}
