use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PledgeRefunded, emit},
    state::{Coop, Member, Pledge, Pool, PoolStatus},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Pays back a pledge to a failed pool, to the unit. The pledger, or anyone for it, can send this; the money goes to
/// a token account that the pledger's own wallet owns. A second refund changes nothing.
#[derive(Accounts)]
pub struct RefundPledge {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
    pub pool: Record<Pool>,
    #[account(mut)]
    pub member: Record<Member>,
    #[account(
        mut,
        constraint = same(&pledge.pool, pool.address()) @ CoopError::PledgeOfAnotherPool,
        constraint = same(&pledge.member, member.address()) @ CoopError::PledgeOfAnotherMember,
    )]
    pub pledge: Record<Pledge>,
    #[account(mut, constraint = same(escrow.address(), &pool.escrow) @ CoopError::EscrowMismatch)]
    pub escrow: UncheckedAccount,
    #[account(mut, constraint = vault::is_owned_by(&destination, &member.wallet) @ CoopError::DestinationNotTheMembers)]
    pub destination: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl RefundPledge {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &self.pool);
        let (member, pledge) = (&mut self.member, &mut self.pledge);
        let token_program = self.token_program.address();
        vault::require_members_canonical_account(&self.destination, member, &self.mint, token_program)?;
        require!(pool.status(now) == PoolStatus::Failed, CoopError::PoolNotFailed);
        let amount = pledge.amount.get();
        if amount == 0 {
            return Ok(());
        }
        member.require_at_home(now)?;

        if pledge.use_amount != 0 {
            member.end_promise();
        }
        pledge.end();
        member.end_pledge();

        vault::pay_from_escrow(
            self.token_program.address(),
            pool,
            [*self.escrow.account(), *self.mint.account(), *self.destination.account()],
            amount,
            coop.decimals,
        );
        member.invariant()?;
        emit(PledgeRefunded {
            coop: pledge.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: pledge.pool,
            member: pledge.member,
            amount: amount.into(),
        });
        Ok(())
    }
}
