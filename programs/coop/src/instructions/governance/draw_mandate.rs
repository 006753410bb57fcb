use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MandateDrawn, emit},
    instructions::patronage::patron,
    state::{Coop, Mandate, Outlay},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// The holder of a mandate draws on it, to a token account of its own. The amount is booked as an expense.
///
/// - at most `per_period` in one period; the rest does not roll over;
/// - on an ordinary mandate, only as far as the budget has room;
/// - pay for work counts as patronage of the member who does it.
#[derive(Accounts)]
pub struct DrawMandate {
    #[account(constraint = same(holder.address(), &mandate.holder) @ CoopError::NotTheMandateHolder)]
    pub holder: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&mandate.coop, coop.address()) @ CoopError::MandateOfAnotherCoop)]
    pub mandate: Record<Mandate>,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = vault::is_owned_by(&destination, &mandate.holder) @ CoopError::DestinationNotThePayees)]
    pub destination: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
    /// The membership whose work is paid, if the mandate names one.
    #[account(mut)]
    pub worker: Option<UncheckedAccount>,
}

impl DrawMandate {
    pub fn handle(&mut self, amount: u64) -> Result<()> {
        let now = clock::now()?;
        let (coop, mandate) = (&mut self.coop, &mut self.mandate);
        coop.require_active()?;
        require!(amount > 0, CoopError::AmountZero);
        mandate.draw(coop, amount, now)?;
        coop.spend(amount, Outlay::Expense, mandate.special == 1, now)?;
        if mandate.work == 1 {
            let given = self.worker.as_ref().map(|worker| worker.account());
            let mut worker = patron(given, &mandate.worker, mandate.worker_number)?;
            coop.count_work(worker.as_mut(), amount, now)?;
            // drawing one's own pay counts as an act of the member
            if let Some(worker) = worker.as_mut().filter(|worker| same(&worker.wallet, &mandate.holder)) {
                worker.last_active_at = now.into();
            }
        }

        vault::pay_out(
            self.token_program.address(),
            coop,
            [*self.vault.account(), *self.mint.account(), *self.destination.account()],
            amount,
        );
        coop.invariant()?;
        emit(MandateDrawn {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            mandate: *mandate.address(),
            holder: mandate.holder,
            amount: amount.into(),
            drawn: mandate.drawn,
            operating: coop.operating().into(),
        });
        Ok(())
    }
}
