use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    instructions::patronage::patron,
    state::{Coop, Kind, Outlay, Proposal, flag},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Pays what was resolved, to a token account that the payee owns. By anyone.
///
/// - `execute_spend`: from operating money; an ordinary resolution as far as the budget has room. Pay for work counts as
///   patronage of the member who does it; money to the co-op's own agent is no expense;
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
    /// The membership whose work is paid, if the proposal names one.
    #[account(mut)]
    pub worker: Option<UncheckedAccount>,
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
            let outlay = match proposal.flag {
                flag::INVESTMENT => Outlay::Investment,
                flag::TO_AGENT => Outlay::ToAgent,
                _ => Outlay::Expense,
            };
            coop.spend(amount, outlay, proposal.is_special(), now)?;
            if proposal.flag == flag::WORK {
                let given = self.worker.as_ref().map(|worker| worker.account());
                let mut worker = patron(given, &proposal.other, proposal.other_number)?;
                coop.count_work(worker.as_mut(), amount)?;
            }
        } else {
            coop.try_book(|books| books.grant(amount))?;
        }

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
