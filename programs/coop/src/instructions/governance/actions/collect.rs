//! Moves money from the agent to the vault.

use super::{Weight, executed};
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{IncomeBooked, emit},
    seeds,
    state::{Coop, IncomeKind, Kind, Proposal},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Ordinary.
pub fn check(p: &mut Proposal, amount: u64) -> Result<Weight> {
    require!(amount > 0, CoopError::AmountZero);
    p.amount = amount.into();
    Ok(Weight::Ordinary)
}

/// Moves money that the co-op's agent holds to the vault. Anyone can send it.
///
/// - for an active co-op, the amount that was resolved: nobody can take away money that the agent is to spend
///   elsewhere. Money that was sent to the agent returns to the fund; anything above that is income from outside use;
/// - for a dissolving co-op, all the money, without a resolution: it becomes operating money for the members' claims,
///   and for the heir once those have lapsed.
#[derive(Accounts)]
pub struct ExecuteCollect {
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The resolution; none if the co-op is dissolving.
    #[account(mut)]
    pub proposal: Option<Record<Proposal>>,
    #[account(seeds = [seeds::AGENT, coop.address().as_ref()], bump)]
    pub agent: UncheckedAccount,
    /// The account that is collected from: while the co-op is active, the agent's associated token account.
    #[account(mut, constraint = vault::is_owned_by(&source, agent.address()) @ CoopError::SourceNotTheAgents)]
    pub source: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl ExecuteCollect {
    pub fn handle(&mut self, bumps: &ExecuteCollectBumps) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        let address = *coop.address();
        let amount = if let Some(proposal) = &mut self.proposal {
            require!(same(&proposal.coop, &address), CoopError::ProposalOfAnotherCoop);
            let token_program = self.token_program.address();
            vault::require_canonical_account(&self.source, self.agent.address(), &self.mint, token_program)?;
            proposal.execute(Kind::Collect, coop, now)?;
            let amount = proposal.amount.get();
            coop.try_book(|books| books.require_room(amount))?;
            let above = coop.book(|books| books.come_home(amount, now));
            coop.count_revenue(above)?;
            coop.period.done.outside_units += above;
            amount
        } else {
            coop.require_dissolving()?;
            let held = vault::balance(&self.source)?;
            require!(held > 0, CoopError::AmountZero);
            coop.book(|books| {
                books.come_home(held, now);
                books.pass_reserves_own();
            });
            held
        };

        vault::transfer(
            self.token_program.address(),
            [*self.source.account(), *self.mint.account(), *self.vault.account(), *self.agent.account()],
            amount,
            coop.decimals,
            &[seeds::AGENT, address.as_ref(), &[bumps.agent]].map(vault::Seed::from),
        );
        coop.invariant()?;
        if let Some(proposal) = &self.proposal {
            executed(coop, proposal, now);
        } else {
            emit(IncomeBooked {
                coop: address,
                seq: coop.next_seq(),
                at: now.into(),
                payer: *self.agent.address(),
                amount: amount.into(),
                kind: IncomeKind::Income as u8,
                earned: PodU64::ZERO,
                fund: coop.books.fund,
                earnings: coop.books.earnings,
                solidarity: coop.books.solidarity,
                invested: coop.books.invested,
            });
        }
        Ok(())
    }
}
