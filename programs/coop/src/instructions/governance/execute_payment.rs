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

/// Pays what was resolved, to a token account that the payee owns. By anyone.
///
/// - `execute_spend`: from operating; an ordinary resolution within what is left of the period's budget;
/// - `execute_grant`: from solidarity.
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
}

impl ExecutePayment {
    pub fn spend(&mut self) -> Result<()> {
        self.pay(Kind::Spend)
    }

    pub fn grant(&mut self) -> Result<()> {
        self.pay(Kind::Grant)
    }

    #[inline(never)]
    fn pay(&mut self, kind: Kind) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(kind, coop, now)?;
        let amount = proposal.amount.get();

        if kind == Kind::Spend {
            coop.spend(amount, proposal.flag == 1, proposal.is_special())?;
        } else {
            require!(amount <= coop.solidarity.get(), CoopError::MoreThanSolidarity);
            coop.solidarity -= amount;
        }

        vault::pay_out(
            self.token_program.address(),
            coop,
            self.vault.try_cpi_handle_mut()?,
            self.mint.cpi_handle(),
            self.destination.try_cpi_handle_mut()?,
            amount,
        );
        coop.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
