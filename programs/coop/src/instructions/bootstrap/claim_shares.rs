use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{SharesClaimed, emit},
    state::{Coop, CoopStatus, Member, Pledge, Pool, PoolStatus, Standing},
};
use anchor_lang::prelude::*;
use coop_math::capital::use_bond_ceil;

/// Books what a pledge to a successful pool became. By anyone; nothing is paid out here.
///
/// - share and refund together are exactly what was pledged ([`coop_math::raise::Settled::claim`]); the
///   refund is owed as dividends;
/// - a pledger of the founding pool is an elector since the settlement, which counted it, without seasoning;
/// - whose membership ended meanwhile gets matured capital instead, and no longer counts as an elector;
/// - `use_bond_bps` of the share answers for the promise of use.
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
        require!(pledge.amount > 0, CoopError::PledgeEmpty);
        coop.require_claims()?;
        let claim = pool.settled().claim(&pool.unclaimed(), pledge.amount.get());
        let bond = use_bond_ceil(claim.share, pledge.use_amount.get(), pool.terms.use_bond_bps.get());

        pool.shares_unclaimed = claim.unclaimed.shares.into();
        pool.refunds_unclaimed = claim.unclaimed.refunds.into();
        coop.books.dividends -= claim.moved;
        coop.books.fund += claim.moved;
        coop.books.shares_in_transit += claim.moved;
        coop.books.shares_in_transit -= claim.share;
        member.pledged -= pledge.amount.get();
        member.open_pledges -= 1;
        member.dividends += claim.refund;
        member.bonded += bond;
        pledge.amount = PodU64::ZERO;
        pledge.bond = bond.into();
        let fresh = pool.settled_in == coop.period.number;
        if fresh {
            coop.books.fresh += claim.moved;
        }
        if coop.status() == CoopStatus::Dissolving {
            coop.claims += claim.moved;
        }
        // what is moved was a refund until now: nothing was set aside for pioneers on it
        let founding = claim.share - claim.moved;
        let still = member.is(Standing::Member) && member.application == pledge.application;
        if still && coop.status() == CoopStatus::Active {
            coop.pay_in_shares(member, claim.share, fresh, now)?;
            coop.books.shares_total += claim.share;
            if pool.founding == 1 {
                member.elector_from = pool.settled_at;
                coop.hold_founding_shares(member, founding);
            }
        } else {
            coop.take_matured(member, claim.share, fresh)?;
            if coop.counts_by_pledge(member) {
                coop.lose_elector(now);
            }
            if pool.founding == 1 {
                coop.lapse_founding_shares(founding);
            }
        }
        if pool.founding == 1 {
            member.founding_pledge = PodU32::ZERO;
        }

        coop.invariant()?;
        pool.invariant()?;
        member.invariant()?;
        emit(SharesClaimed {
            coop: pledge.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: pledge.pool,
            member: pledge.member,
            share: claim.share.into(),
            refund: claim.refund.into(),
            shares_total: coop.books.shares_total,
            in_transit: coop.books.shares_in_transit,
        });
        Ok(())
    }
}
