//! The part that resolutions that pay money share.

use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Kind, Proposal},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Pays the amount that was resolved, to a token account that the payee owns. A payee without a key is paid to the
/// canonical account: its associated token account, or the vault of a co-op. Anyone
/// can send it.
#[derive(Accounts)]
pub struct ExecutePayment {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = vault::is_owned_by(&destination, &proposal.target) @ CoopError::DestinationNotThePayees)]
    pub destination: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
    /// The membership whose work is paid, if the proposal names one.
    #[account(mut)]
    pub worker: Option<UncheckedAccount>,
}

impl ExecutePayment {
    /// Takes the amount out of the books by means of `booked`, and pays it.
    #[inline(always)]
    pub(super) fn pay(
        &mut self,
        kind: Kind,
        booked: impl FnOnce(&mut Coop, &Proposal, Option<&AccountView>, u64, i64) -> Result<()>,
    ) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        if proposal.keyless == 1 {
            let token_program = self.token_program.address();
            vault::require_canonical_account(&self.destination, &proposal.target, &self.mint, token_program)?;
        }
        proposal.execute(kind, coop, now)?;
        let amount = proposal.amount.get();
        let given = self.worker.as_ref().map(|worker| worker.account());
        booked(coop, proposal, given, amount, now)?;
        self.send(amount, now)
    }

    #[inline(never)]
    fn send(&mut self, amount: u64, now: i64) -> Result<()> {
        let (coop, proposal) = (&mut self.coop, &self.proposal);
        vault::pay_out(
            self.token_program.address(),
            coop,
            [*self.vault.account(), *self.mint.account(), *self.destination.account()],
            amount,
        );
        coop.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
