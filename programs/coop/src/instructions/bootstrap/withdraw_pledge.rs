use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PledgeWithdrawn, emit},
    state::{Coop, Member, Pledge, Pool, PoolStatus},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// A member withdraws money that it has pledged, without a fee.
///
/// - **until `withdraw_until`, that second included**; or, while the pool is unsettled, at any time if the charter
///   has changed since the pledge, or if the member was released ([`Release`](super::release::Release));
/// - the remaining pledge is 0, or at least the member share in a founding pool and enough for the bond behind its
///   promise of use. At 0 the pledger and its use no longer count, and the promise ends;
/// - a pledger that has left in the meantime can withdraw too.
#[derive(Accounts)]
pub struct WithdrawPledge {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
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

impl WithdrawPledge {
    pub fn handle(&mut self, amount: u64) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &mut self.pool);
        let (member, pledge) = (&mut self.member, &mut self.pledge);
        pool.require_unsettled()?;
        // in that case the pool is settled: it fails, and pays back to the unit
        coop.require_not_dissolving()?;
        member.require_at_home(now)?;
        let in_time = pool.status(now) == PoolStatus::Open;
        let charter_changed = pledge.charter_version != coop.charter_version;
        require!(in_time || charter_changed || member.is_released(), CoopError::WithdrawalOver);
        let counts = member.pledge_counts == 1;
        pledge.forget_ended_promise(member);
        let promised = pledge.use_amount != 0;
        let (totals, after) = pool
            .numbers()
            .withdraw(&pool.totals(), &pledge.numbers(counts), amount)
            .map_err(CoopError::from)?;

        pledge.set_numbers(&after);
        pool.set_totals(&totals);
        member.pledged -= amount;
        if pledge.amount == 0 {
            member.end_pledge();
            if promised {
                member.end_promise();
            }
        }
        member.last_active_at = now.into();

        vault::pay_from_escrow(
            self.token_program.address(),
            pool,
            [*self.escrow.account(), *self.mint.account(), *self.destination.account()],
            amount,
            coop.decimals,
        );
        pool.invariant()?;
        member.invariant()?;
        emit(PledgeWithdrawn {
            coop: pledge.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: pledge.pool,
            member: pledge.member,
            amount: amount.into(),
            pledged: pledge.amount,
            raised: pool.raised,
            pledgers: pool.pledgers,
            people: pool.people,
            use_pledged: pool.use_pledged,
        });
        Ok(())
    }
}
