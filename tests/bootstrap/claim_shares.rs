//! `claim_shares`: Turns a pledge to a successful pool into shares, and books what comes back as dividends.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn claim_shares(&self, wallet: &Address) -> Instruction {
        build(
            accounts::ClaimShares {
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
            },
            instruction::ClaimShares {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{pledged, settled},
        stateful::{
            books::Founders,
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Pool, Refused, Standing, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "claim_shares"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = settled(world, 3, 200 * UNIT);
            Call::new(g.site.claim_shares(&g.coop.founder.wallet()), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            14
        }

        fn fits(&self, coop: &Coop, pool: usize, who: Who) -> bool {
            coop.has_pledged(pool, who)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, _g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, pool, who, .. } = aim;
            ClaimShares { slot, pool, who }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolNotSucceeded, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            w.send(&[g.site.claim_shares(&g.coop.founder.wallet())], &[]).expect_err("refused")
        }),
        (PoolOfAnotherCoop, |w| {
            let (one, other) = (settled(w, 3, 200 * UNIT), settled(w, 3, 200 * UNIT));
            let mut call = one.site.claim_shares(&one.coop.founder.wallet());
            call.accounts[0].pubkey = other.coop.site.coop;
            w.send(&[call], &[]).expect_err("refused")
        }),
        (PledgeOfAnotherPool, |w| {
            let (one, other) = (settled(w, 3, 200 * UNIT), settled(w, 3, 200 * UNIT));
            let mut call = one.site.claim_shares(&one.coop.founder.wallet());
            call.accounts[3].pubkey = other.site.pledge(&other.coop.founder.wallet());
            w.send(&[call], &[]).expect_err("refused")
        }),
        (PledgeOfAnotherMember, |w| {
            let g = settled(w, 3, 200 * UNIT);
            let mut call = g.site.claim_shares(&g.coop.founder.wallet());
            call.accounts[3].pubkey = g.site.pledge(&g.coop.members[0].wallet());
            w.send(&[call], &[]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ClaimShares {
        pub slot: usize,
        pub pool: usize,
        pub who: Who,
    }

    impl Act for ClaimShares {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, who, .. } = *self;
            Touched::pooled(pool, &[who])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, who } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            (at(pool).claim_shares(&w(who)), vec![0, 1, 2, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, who } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.pool(pool)?;
            c.member(who)?;
            let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?.clone();
            demand(p.gathered.succeeded == 1, PoolNotSucceeded)?;
            if pledge.amount == 0 {
                return Ok(());
            }
            let mut next = c.clone();
            next.claim(who, pool, now)?;
            *model.edit(slot) = next;
            Ok(())
        }
    }

    impl Coop {
        /// What became of a pledge to a pool that succeeded.
        pub fn claim(&mut self, who: Who, pool: usize, now: i64) -> Verdict {
            if self.books.swept_at != 0 {
                let kept = self.pools[pool].pledges.get_mut(&who).expect("checked before");
                (kept.amount, kept.use_amount) = (0, 0);
                self.edit_member(who).end_pledge();
                self.books.seq += 1;
                return Ok(());
            }
            let (p, m) = (&self.pools[pool], self.members[&who].clone());
            let mut pledge = p.pledges[&who].clone();
            pledge.use_amount = if m.promised > 0 { pledge.use_amount } else { 0 };
            let earns = m.pledge_counts;
            let stays = m.standing == Standing::Member && earns;
            let share = p.share_of(pledge.amount);
            let new = p.gathered.settled_in == self.books.period;
            // the founding pool's capital is what the first period begins with
            let fresh = new && !p.founding;
            let holds = stays && self.is_active();
            // shares, and capital that rests, are business of the open period
            if share > 0 && new && self.is_active() {
                self.require_settled(&m)?;
            }
            let refund = pledge.amount - share;
            let moved = share.saturating_sub(p.gathered.shares_unclaimed);
            let answers = (pledge.use_amount as u128 * p.terms.use_bond_bps as u128).div_ceil(10_000);
            let bond = answers.min(share as u128) as u64;
            let (settled_at, settled_in) = (p.gathered.settled_at, p.gathered.settled_in);
            let until = settled_at + p.terms.stay as i64;
            let founding = p.founding;
            let counted = founding && self.counted_unclaimed(&m);
            let active = self.is_active();
            let free = !active || m.unbound;

            let p = &mut self.pools[pool];
            p.gathered.shares_unclaimed = p.gathered.shares_unclaimed + moved - share;
            p.gathered.refunds_unclaimed = p.gathered.refunds_unclaimed - moved - refund;
            let kept = p.pledges.get_mut(&who).expect("checked before");
            (kept.amount, kept.use_amount) = (0, 0);
            self.books.claims += if self.is_dissolving() { moved } else { 0 };
            let money = &mut self.books.money;
            money.fund += moved;
            money.dividends -= moved;
            money.fresh += if fresh { moved } else { 0 };
            money.shares_in_transit = money.shares_in_transit + moved - share;
            let m = self.edit_member(who);
            m.end_pledge();
            m.dividends += refund;
            if !free && share > 0 {
                let place =
                    m.rests.iter_mut().find(|(until, ..)| now >= *until).expect("it pledged with one free");
                *place = (until, share, if new { settled_in + 1 } else { 0 });
                m.rests_until = m.rests_until.max(until);
            }
            if pledge.use_amount > 0 && active {
                (m.bonded, m.promise_ends, m.promise_stands) = (bond, until, true);
            } else if pledge.use_amount > 0 {
                m.end_promise();
            }
            let place = self.pools[pool].gathered.settled_in as usize % 4;
            let earned = self.books.interest_per_share - self.books.transits[place].0;
            if earns {
                self.pools[pool].gathered.earning_unclaimed -= share;
                self.books.shares_unclaimed -= share;
                if !new {
                    self.draw_returns(who);
                    let interest = self.books.money.draw_interest(earned, share);
                    self.edit_member(who).dividends += interest;
                }
            }
            if holds && new {
                self.pay_in(who, share, now);
                self.edit_member(who).claimed_new += share;
                self.books.money.shares_total += share;
            } else if holds {
                self.hold(who, share, now);
                self.books.money.shares_total += share;
            } else {
                self.books.shares_earning -= if earns && !new { share } else { 0 };
                self.take_matured(who, share, new);
                if counted {
                    self.lose_elector(now);
                }
            }
            if fresh {
                self.edit_member(who).fresh += share;
            }
            if founding && earns {
                self.founding_shares_claimed(who, share, holds);
            }
            if founding && holds {
                self.edit_member(who).elector_from = settled_at;
            }
            let g = &mut self.pools[pool].gathered;
            if (g.shares_unclaimed, g.refunds_unclaimed) == (0, 0) {
                // what rounding left to nobody
                let dust = std::mem::take(&mut g.earning_unclaimed);
                self.books.shares_unclaimed -= dust;
                self.books.transits[place].2 -= 1;
                if !new {
                    self.books.shares_earning -= dust;
                    self.books.money.lapse_interest(earned, dust);
                }
                if founding {
                    let of = Founders { units: 0, shares: dust, bps: self.terms().pioneer_shares_bps };
                    self.books.founding_shares -= dust;
                    self.books.money.lapse_pioneers(self.books.pioneer_per_unit, of);
                }
            }
            self.books.seq += 1;
            Ok(())
        }

        /// What one who is about to leave has in a pool.
        pub fn leave_pool(&mut self, who: Who, given: Option<usize>, now: i64) -> Verdict {
            let m = &self.members[&who];
            if m.pledged_in == 0 {
                return Ok(());
            }
            demand(given.is_some(), PledgeMissing)?;
            let pool = m.pledged_in as usize - 1;
            let counts = m.pledge_counts;
            let p = &mut self.pools[pool];
            if p.gathered.succeeded == 1 {
                return self.claim(who, pool, now);
            }
            if p.gathered.settled_at == 0 && counts {
                p.gathered.people -= 1;
                p.gathered.people_raised -= p.pledges[&who].amount;
                p.gathered.use_pledged -= p.pledges[&who].use_amount;
                self.edit_member(who).pledge_counts = false;
            }
            Ok(())
        }

        /// Capital of one who is no member, or of a co-op that takes in none any more.
        fn take_matured(&mut self, who: Who, amount: u64, new: bool) {
            self.books.money.retained_total += amount;
            let rests = new && amount > 0 && self.is_active();
            if rests {
                self.begin(who);
            }
            let m = self.edit_member(who);
            m.matured += amount;
            if rests {
                m.matured_new += amount;
                m.claimed_new += amount;
            }
        }

        /// Shares of the founding pool make pioneer units of whoever holds them, with what they were paid since the date;
        /// once the co-op dissolves only what they were paid is left.
        fn founding_shares_claimed(&mut self, who: Who, share: u64, holds: bool) {
            let of = Founders { units: 0, shares: share, bps: self.terms().pioneer_shares_bps };
            if holds {
                self.draw_returns(who);
            }
            let owed = self.books.money.draw_pioneers(self.books.pioneer_per_unit, of);
            self.books.founding_shares -= if holds { 0 } else { share };
            let m = self.edit_member(who);
            m.dividends += owed;
            m.founding_shares += if holds { share } else { 0 };
        }
    }

    impl Pool {
        /// What a claim of `amount` becomes: the shares. The rest is refunded.
        pub fn share_of(&self, amount: u64) -> u64 {
            let (raised, accepted) = (self.gathered.raised as u128, self.gathered.accepted as u128);
            let base = self.gathered.pledgers as u128 * self.floor as u128;
            let above = amount as u128 - self.floor as u128;
            let share = if raised == base { 0 } else { above * (accepted - base) / (raised - base) };
            (self.floor as u128 + share) as u64
        }
    }
}

#[cfg(test)]
mod late;
#[cfg(test)]
mod tests;
