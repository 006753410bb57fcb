use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{IncomeBooked, emit},
    state::Coop,
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Takes in money that is no fee. By anyone. It first repays what is invested, which is no revenue; the rest
/// is revenue, and counts as use of others: its part of the pot goes to the reserve.
#[derive(Accounts)]
pub struct BookIncome {
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    /// What is paid from; the token program checks that it is of the mint and that the payer may draw on it.
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl BookIncome {
    pub fn handle(&mut self, amount: u64) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        coop.require_active()?;
        require!(amount > 0, CoopError::AmountZero);

        let repaid = coop.take_in(amount);

        vault::transfer(
            self.token_program.address(),
            self.source.try_cpi_handle_mut()?,
            self.mint.cpi_handle(),
            self.vault.try_cpi_handle_mut()?,
            self.payer.cpi_handle(),
            amount,
            coop.decimals,
            &[],
        );
        coop.invariant()?;
        emit(IncomeBooked {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            payer: *self.payer.address(),
            amount: amount.into(),
            repaid: repaid.into(),
            revenue: coop.period.revenue,
            operating: coop.operating,
        });
        Ok(())
    }
}
