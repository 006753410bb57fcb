use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Member, Pledge, Pool, PoolStatus},
};
use anchor_lang::prelude::*;

/// Turns a pledge to a successful pool into shares. Anyone can send it. Nothing is paid out here, and claiming twice
/// changes nothing.
///
/// - share and refund together are exactly the pledge ([`coop_math::bootstrap::Settled::claim`]); the refund is owed
///   as dividends;
/// - a pledger of the founding pool became an elector at the settlement, which counted it, without seasoning;
/// - shares that are claimed after the period of the settlement come with the interest that they have earned since,
///   so the time of the claim makes no difference;
/// - the capital cannot be asked back before the pool's `stay` is over, and the part of it that answers for a promise
///   of use not before that promise is settled;
/// - a pledger that has left since gets matured capital instead of shares; none of it is bound if the pledger was
///   freed by a release or an expulsion.
#[derive(Accounts)]
pub struct ClaimShares {
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
}

impl ClaimShares {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &mut self.pool);
        let (member, pledge) = (&mut self.member, &mut self.pledge);
        require!(pool.status(now) == PoolStatus::Succeeded, CoopError::PoolNotSucceeded);
        if pledge.amount == 0 {
            return Ok(());
        }
        coop.claim(member, pool, pledge, now)?;

        coop.invariant()?;
        member.invariant()?;
        Ok(())
    }
}
