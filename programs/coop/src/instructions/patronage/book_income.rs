use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{IncomeBooked, emit},
    state::{Coop, IncomeKind},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Takes in money that is neither a fee nor a sale of goods. Anyone can send it.
///
/// - *income* is earned and counts as outside use: its part of the surplus goes to the reserve;
/// - a *sale* repays invested money, as far as a resolution permits the sale (`sell`); what exceeds the value in
///   the books first repays the reserve for losses that it covered, and the rest is income;
/// - a *gift* goes to solidarity.
#[derive(Accounts)]
pub struct BookIncome {
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The token account that pays. The token program checks its mint, and that the payer may draw on it.
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl BookIncome {
    pub fn handle(&mut self, amount: u64, kind: IncomeKind) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        coop.require_active()?;
        require!(amount > 0, CoopError::AmountZero);

        let earned = match kind {
            IncomeKind::Income => {
                coop.earn(amount)?;
                amount
            }
            IncomeKind::Sale => {
                require!(amount <= coop.for_sale.get(), CoopError::MoreThanForSale);
                coop.for_sale -= amount;
                coop.try_book(|books| books.require_room(amount))?;
                let above = coop.book(|books| books.sell(amount, now));
                coop.count_revenue(above)?;
                above
            }
            IncomeKind::Gift => {
                coop.try_book(|books| books.gift(amount))?;
                0
            }
        };
        coop.period.done.outside_units += earned;

        vault::transfer(
            self.token_program.address(),
            [*self.source.account(), *self.mint.account(), *self.vault.account(), *self.payer.account()],
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
            kind: kind as u8,
            amount: amount.into(),
            earned: earned.into(),
            fund: coop.books.fund,
            earnings: coop.books.earnings,
            solidarity: coop.books.solidarity,
            invested: coop.books.invested,
        });
        Ok(())
    }
}
