use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Member, Pledge, Pool, PoolStatus},
};
use anchor_lang::prelude::*;

/// Books what a pledge to a successful pool became. By anyone; nothing is paid out here. Claiming it again does nothing.
///
/// - share and refund together are exactly what was pledged ([`coop_math::bootstrap::Settled::claim`]); the
///   refund is owed as dividends;
/// - a pledger of the founding pool is an elector since the settlement, which counted it, without seasoning;
/// - shares that are claimed later than in the period of the settlement come with what they have earned since, so that it
///   makes no difference when that is;
/// - the capital cannot be asked back before the pool's `stay` is over, nor what of it answers for a promise of use before
///   that is settled;
/// - who has left since it pledged gets matured capital instead; of who was released or expelled nothing is bound.
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
