//! The capital and the promises of use that pools bring.

use super::{Coop, CoopStatus, TRANSITS};
use crate::{
    account::{Record, same},
    error::CoopError,
    events::{SharesClaimed, emit},
    state::{Member, Pledge, Pool, PoolStatus, Standing},
};
use anchor_lang::prelude::*;
use coop_math::bootstrap::promise::bond_ceil;

/// The pool that holds a member's pledge, and the pledge.
pub type Pledged<'a> = (&'a mut Record<Pool>, &'a mut Record<Pledge>);

impl Coop {
    /// Ends the part that a leaving member has in a pool. In an unsettled pool, the member no longer counts among the
    /// people, nor does its use; the money stays committed. A pledge to a pool that succeeded is claimed.
    pub fn leave_pool(
        &mut self,
        member: &mut Record<Member>,
        pledged: Option<Pledged>,
        now: i64,
    ) -> Result<()> {
        if member.pledged_in == 0 {
            return Ok(());
        }
        let (pool, pledge) = pledged.ok_or(CoopError::PledgeMissing)?;
        require!(same(&pool.coop, &member.coop), CoopError::PoolOfAnotherCoop);
        require!(same(&pledge.pool, pool.address()), CoopError::PledgeOfAnotherPool);
        require!(same(&pledge.member, member.address()), CoopError::PledgeOfAnotherMember);
        require!(pledge.amount != 0, CoopError::PledgeEmpty);
        match pool.status(now) {
            PoolStatus::Succeeded => self.claim(member, pool, pledge, now),
            PoolStatus::Failed => Ok(()),
            _ => {
                if member.pledge_counts == 1 {
                    let totals = pool.numbers().leave(&pool.totals(), &pledge.numbers(true));
                    pool.set_totals(&totals.map_err(CoopError::from)?);
                    member.pledge_counts = 0;
                    pool.invariant()?;
                }
                Ok(())
            }
        }
    }

    /// Puts the shares of a pool that succeeds in transit to its people. They earn from the next period on.
    pub fn begin_transit(&mut self, pool: &mut Pool) -> Result<()> {
        let number = self.period.number.get();
        let place = &mut self.transits[number as usize % TRANSITS];
        require!(place.pools == 0 || place.period == number, CoopError::ClaimOlderPoolsFirst);
        place.period = number.into();
        place.pools += 1;
        let earning = pool.settled().of_people_ceil(pool.people.get(), pool.people_raised.get());
        pool.earning_unclaimed = earning.into();
        self.shares_unclaimed += earning;
        Ok(())
    }

    /// Gives a pledger its shares and, on shares that are not `new` in the open period, the interest that they have
    /// earned until its start.
    fn claim_transit(&mut self, member: &mut Member, pool: &mut Pool, shares: u64, new: bool) {
        pool.earning_unclaimed -= shares;
        self.shares_unclaimed -= shares;
        if !new {
            self.draw_returns(member);
            let per_share = self.earned_since(pool);
            member.dividends += self.book(|books| books.draw_interest(per_share, shares));
        }
    }

    /// Ends the transit of a pool that is claimed completely: interest on shares that existed only because of
    /// rounding belongs to nobody, and they make no pioneer units.
    fn end_transit(&mut self, pool: &mut Pool) {
        let dust = pool.earning_unclaimed.get();
        pool.earning_unclaimed = PodU64::ZERO;
        self.shares_unclaimed -= dust;
        let per_share = self.earned_since(pool);
        self.transits[pool.settled_in.get() as usize % TRANSITS].pools -= 1;
        if pool.settled_in != self.period.number {
            self.period.shares_earning -= dust;
            self.book(|books| books.lapse_interest(per_share, dust));
        }
        if pool.founding == 1 {
            self.lapse_founding_shares(dust);
        }
    }

    /// The earnings of one share of a pool since the close of the period of its settlement, Q64.64.
    fn earned_since(&self, pool: &Pool) -> u128 {
        let place = &self.transits[pool.settled_in.get() as usize % TRANSITS];
        self.interest_per_share.get() - place.interest_per_share.get()
    }

    /// Turns a pledge to a pool that succeeded into capital, and into cash for the excess. A pledger that has not
    /// left since gets shares, which stay and answer for its promise; another gets matured capital, which rests and
    /// answers likewise unless nothing binds it any more.
    #[inline(never)]
    pub fn claim(
        &mut self,
        member: &mut Record<Member>,
        pool: &mut Record<Pool>,
        pledge: &mut Record<Pledge>,
        now: i64,
    ) -> Result<()> {
        if self.swept_at != 0 {
            // nothing is owed to anyone any more; the accounts only have to be closed
            pledge.end();
            member.end_pledge();
            emit(SharesClaimed {
                coop: pledge.coop,
                seq: self.next_seq(),
                at: now.into(),
                pool: pledge.pool,
                member: pledge.member,
                ..bytemuck::Zeroable::zeroed()
            });
            return Ok(());
        }
        let claim = pool.settled().claim(&pool.unclaimed(), pledge.amount.get());
        let unbound = member.unbound == 1;
        pledge.forget_ended_promise(member);
        let promised = pledge.use_amount.get();
        // only a dissolution can have ended its membership between the settlement and this claim
        let earns = member.pledge_counts == 1;
        let stays = earns && member.is(Standing::Member);
        let was_counted = self.counts_by_pledge(member);

        pool.shares_unclaimed = claim.unclaimed.shares.into();
        pool.refunds_unclaimed = claim.unclaimed.refunds.into();
        self.books.dividends -= claim.moved;
        self.books.fund += claim.moved;
        self.books.shares_in_transit += claim.moved;
        self.books.shares_in_transit -= claim.share;
        member.end_pledge();
        member.dividends += claim.refund;
        pledge.end();
        let new = pool.settled_in == self.period.number;
        // period 0 begins with the capital of the founding pool, which is in its prices
        let fresh = new && pool.founding == 0;
        if fresh {
            self.books.fresh += claim.moved;
        }
        let active = self.status() == CoopStatus::Active;
        if !active {
            self.claims += claim.moved;
        }
        let until = pool.stays_until();
        let rests = active && !unbound && claim.share != 0;
        if rests {
            let new_in = if new { pool.settled_in.get() + 1 } else { 0 };
            member.rest(claim.share, until, new_in, now)?;
        }
        if promised != 0 && active {
            // a release does not end a promise that was already over. If a pro-rata cut left the member with less
            // than the bond, all of its share is the bond
            member.bonded = bond_ceil(promised, pool.terms.use_bond_bps.get()).min(claim.share).into();
            member.promise_ends = until.into();
            member.promise_stands = 1;
        } else if promised != 0 {
            member.end_promise();
        }
        if earns {
            self.claim_transit(member, pool, claim.share, new);
        }
        if stays && active {
            if new {
                self.pay_in_shares(member, claim.share, now)?;
            } else {
                self.hold_shares(member, claim.share, now);
            }
            self.books.shares_total += claim.share;
            if pool.founding == 1 {
                member.elector_from = pool.settled_at;
                self.hold_founding_shares(member, claim.share);
            }
        } else {
            if earns && !new {
                self.period.shares_earning -= claim.share;
            }
            self.take_matured(member, claim.share, new)?;
            if was_counted {
                self.lose_elector(now);
            }
            if earns && pool.founding == 1 {
                self.pay_founding_shares(member, claim.share);
            }
        }
        if new {
            member.claimed_new += claim.share;
        }
        if fresh {
            member.fresh += claim.share;
        }
        if claim.unclaimed.shares == 0 && claim.unclaimed.refunds == 0 {
            self.end_transit(pool);
        }

        pool.invariant()?;
        let seq = self.next_seq();
        emit(SharesClaimed {
            coop: pledge.coop,
            seq,
            at: now.into(),
            pool: pledge.pool,
            member: pledge.member,
            share: claim.share.into(),
            refund: claim.refund.into(),
            stays_until: if rests { until.into() } else { PodI64::ZERO },
            shares_total: self.books.shares_total,
            in_transit: self.books.shares_in_transit,
        });
        Ok(())
    }
}
