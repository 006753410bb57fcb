//! `claim_shares`: Books what a pledge to a successful pool became.

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
            let fresh = p.gathered.settled_in == self.books.period;
            let holds = stays && self.is_active();
            // shares, and capital that rests, are business of the open period
            if share > 0 && fresh && self.is_active() {
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
                *place = (until, share, if fresh { settled_in + 1 } else { 0 });
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
                if !fresh {
                    self.draw_returns(who);
                    let interest = self.books.money.draw_interest(earned, share);
                    self.edit_member(who).dividends += interest;
                }
            }
            if holds && fresh {
                self.pay_in(who, share, now);
                self.edit_member(who).claimed_new += share;
                self.books.money.shares_total += share;
            } else if holds {
                self.hold(who, share, now);
                self.books.money.shares_total += share;
            } else {
                self.books.shares_earning -= if earns && !fresh { share } else { 0 };
                self.take_matured(who, share, fresh);
                if counted {
                    self.lose_elector(now);
                }
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
                if !fresh {
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
        fn take_matured(&mut self, who: Who, amount: u64, fresh: bool) {
            self.books.money.retained_total += amount;
            let rests = fresh && amount > 0 && self.is_active();
            if rests {
                self.begin(who);
            }
            let m = self.edit_member(who);
            m.matured += amount;
            if rests {
                m.matured_new += amount;
                m.claimed_new += amount;
                m.fresh += amount;
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
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{active, close, gather, later_terms, pass, pledge, pledged, settle_everyone, settled},
    };
    use coop::{error::CoopError::*, state::Action};

    #[test]
    fn a_claim_by_anyone_makes_an_elector_and_moves_no_money() {
        let mut world = World::new();
        let g = settled(&mut world, 3, 200 * UNIT);
        world.pass(1_000);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let settled_at = world.pool(&g.site.pool).settled_at.get();
        let vault = world.balance(&site.vault);
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
        let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        assert_eq!((member.shares.get(), member.shares_new.get()), (200 * UNIT, 200 * UNIT));
        assert_eq!((member.pledged.get(), member.pledged_in.get()), (0, 0));
        assert_eq!((member.bonded.get(), member.dividends.get()), (20 * UNIT, 0));
        let until = settled_at + 30 * DAY;
        assert_eq!((member.resting_at(until - 1), member.resting_at(until)), (200 * UNIT, 0));
        assert_eq!((member.promised.get(), member.promise_ends.get()), (200 * UNIT, until));
        assert_eq!((member.elector_from.get(), member.share_paid_at.get()), (settled_at, world.now()));
        assert_eq!(
            (coop.books.shares_total.get(), coop.books.shares_in_transit.get()),
            (200 * UNIT, 400 * UNIT)
        );
        assert_eq!((coop.electors.get(), coop.operating()), (3, 600 * UNIT));
        assert_eq!(world.balance(&site.vault), vault);
        assert_eq!(world.pool(&g.site.pool).shares_unclaimed, 400 * UNIT);
        world.changes_nothing(g.site.claim_shares(&who.wallet()));
    }

    #[test]
    fn nothing_is_claimed_before_the_settlement() {
        let mut world = World::new();
        let g = pledged(&mut world, 3, 200 * UNIT);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
        world.refuses(PoolNotSucceeded, g.site.claim_shares(&g.coop.founder.wallet()), &[]);
    }

    #[test]
    fn without_a_promise_of_use_nothing_is_bonded_and_a_bond_is_rounded_up() {
        let mut world = World::new();
        let g = gather(&mut world, 3);
        let (none, odd) = (&g.coop.founder, &g.coop.members[0]);
        pledge(&mut world, &g.site, none, 100 * UNIT, 0);
        pledge(&mut world, &g.site, odd, 100 * UNIT + 1, 50 * UNIT + 1);
        pledge(&mut world, &g.site, &g.coop.members[1], 100 * UNIT, 0);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
        world.accepts(g.site.settle_pool(), &[]);
        for (who, bond) in [(none, 0), (odd, 5 * UNIT + 1)] {
            world.refuses(PledgeStillNeeded, g.site.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
            world.accepts(g.site.claim_shares(&who.wallet()), &[]);
            assert_eq!(world.member(&g.coop.site.member(&who.wallet())).bonded, bond);
            world.accepts(g.site.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
        }
    }

    #[test]
    fn capital_of_a_pool_is_fresh_until_the_period_it_came_in_closes_and_in_no_price() {
        let mut world = World::new();
        let g = settled(&mut world, 3, 200 * UNIT);
        let (site, people) = (g.coop.site, g.coop.everyone().collect::<Vec<_>>());
        let pool = world.pool(&g.site.pool);
        assert_eq!((pool.settled_in.get(), world.coop(&site.coop).books.fresh.get()), (0, 600 * UNIT));
        assert!(!world.coop(&site.coop).books.numbers().price().pays());
        world.accepts(g.site.claim_shares(&people[0].wallet()), &[]);
        let early = world.member(&site.member(&people[0].wallet()));
        assert_eq!((early.shares_new.get(), early.fresh.get()), (200 * UNIT, 200 * UNIT));
        assert_eq!(world.coop(&site.coop).books.fresh, 600 * UNIT, "it moved within what is fresh");
        close(&mut world, &g.coop);
        world.accepts(g.site.claim_shares(&people[1].wallet()), &[]);
        let late = world.member(&site.member(&people[1].wallet()));
        assert_eq!((late.shares.get(), late.shares_new.get(), late.fresh.get()), (200 * UNIT, 0, 0));
        let books = world.coop(&site.coop).books;
        assert_eq!((books.fresh.get(), books.shares_in_transit.get()), (0, 200 * UNIT));
        assert_eq!(books.numbers().price().solvency_bps_floor(), 10_000);
    }

    /// Four whose shares are claimed at once, after one period, after two, and as it leaves: all of them have earned the same.
    #[test]
    fn shares_earn_from_the_period_after_the_settlement_whenever_they_are_claimed() {
        let mut world = World::new();
        let g = settled(&mut world, 4, 200 * UNIT);
        let (site, people) = (g.coop.site, g.coop.everyone().collect::<Vec<_>>());
        let claim =
            |world: &mut World, i: usize| world.accepts(g.site.claim_shares(&people[i].wallet()), &[]);
        let earning = |world: &World| world.coop(&site.coop).period.shares_earning.get();
        claim(&mut world, 0);
        assert_eq!(earning(&world), 0, "what came during a period earns from the next one on");
        let close = |world: &mut World| {
            world.accepts(site.book_income(people[3], 100 * UNIT), &[people[3]]);
            close(world, &g.coop)
        };
        close(&mut world);
        assert_eq!(earning(&world), 800 * UNIT);
        assert_eq!(world.coop(&site.coop).interest_per_share, 0);
        claim(&mut world, 1);
        close(&mut world);
        claim(&mut world, 2);
        close(&mut world);
        assert_eq!(earning(&world), 800 * UNIT);
        let leave = site.resign_with(&people[3].wallet(), None, Some(0), false, false);
        world.accepts(leave, &[people[3]]);
        assert_eq!(earning(&world), 600 * UNIT);
        for who in &people[..3] {
            world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        }
        let paid = |who: &&crate::Actor| {
            let held = world.balance(&who.tokens);
            world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
            world.balance(&who.tokens) - held
        };
        let owed: Vec<u64> = people.iter().map(paid).collect();
        assert!(owed[0] > 1_000 && owed.iter().all(|one| one.abs_diff(owed[0]) <= 1), "{owed:?}");
        let coop = world.coop(&site.coop);
        assert!(coop.books.interest <= 4 && coop.shares_unclaimed == 0 && coop.transits[0].pools == 0);
    }

    /// Who left before the settlement holds no shares: nobody's interest depends on when somebody claims for it.
    #[test]
    fn what_a_leaver_has_in_transit_earns_nothing_whoever_claims_it_when() {
        let result = |early: bool| {
            let mut world = World::new();
            let g = pledged(&mut world, 4, 250 * UNIT);
            let (site, people) = (g.coop.site, g.coop.everyone().collect::<Vec<_>>());
            pledge(&mut world, &g.site, people[0], 17 * UNIT, 0); // too much: everyone is cut
            let leaver = people[3];
            let leave = site.resign_with(&leaver.wallet(), None, Some(0), false, false);
            world.accepts(leave, &[leaver]);
            world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
            world.accepts(g.site.settle_pool(), &[]);
            let claim = g.site.claim_shares(&leaver.wallet());
            if early {
                world.accepts(claim.clone(), &[]);
            }
            for _ in 0..2 {
                world.accepts(site.book_income(people[0], 100 * UNIT), &[people[0]]);
                close(&mut world, &g.coop);
            }
            for who in &people[..3] {
                world.accepts(g.site.claim_shares(&who.wallet()), &[]);
            }
            if !early {
                world.accepts(claim, &[]);
            }
            let (coop, pool) = (world.coop(&site.coop), world.pool(&g.site.pool));
            assert_eq!((coop.shares_unclaimed.get(), pool.earning_unclaimed.get()), (0, 0));
            assert_eq!(coop.period.shares_earning, coop.books.shares_total);
            let founding =
                people.iter().map(|who| world.member(&site.member(&who.wallet())).founding_shares.get());
            assert_eq!(coop.founding_shares.get(), founding.sum::<u64>());
            let owed = |who: &&crate::Actor| world.member(&site.member(&who.wallet())).dividends.get();
            people.iter().map(owed).collect::<Vec<_>>()
        };
        assert_eq!(result(true), result(false));
        assert!(result(true)[0] > 1_000);
    }

    #[test]
    fn founding_shares_are_counted_at_the_settlement_and_those_of_who_left_lapse() {
        let mut world = World::new();
        let g = settled(&mut world, 4, 200 * UNIT);
        let (site, people) = (g.coop.site, g.coop.everyone().collect::<Vec<_>>());
        let counted = |world: &World| world.coop(&site.coop).founding_shares.get();
        assert_eq!(counted(&world), 800 * UNIT);
        world.accepts(g.site.claim_shares(&people[0].wallet()), &[]);
        assert_eq!(world.member(&site.member(&people[0].wallet())).founding_shares, 200 * UNIT);
        assert_eq!(counted(&world), 800 * UNIT);
        // left before its claim, and after
        world.accepts(site.resign_with(&people[1].wallet(), None, Some(0), false, false), &[people[1]]);
        assert_eq!(counted(&world), 600 * UNIT);
        world.accepts(site.resign(&people[0].wallet()), &[people[0]]);
        assert_eq!(counted(&world), 400 * UNIT);
    }

    #[test]
    fn a_later_pools_shares_are_fresh_in_the_period_of_its_settlement_and_make_no_pioneers() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop);
        let terms = later_terms(&world);
        let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
        let founder = &g.coop.founder;
        world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
        world.set_time(terms.opens);
        let pool = site.pool(1);
        for member in g.coop.everyone() {
            pledge(&mut world, &pool, member, 200 * UNIT, 0);
        }
        world.set_time(terms.deadline + 1);
        world.accepts(pool.settle_pool(), &[]);
        let (stored, coop) = (world.pool(&pool.pool), world.coop(&site.coop));
        let open = coop.period.number.get();
        assert_eq!(stored.settled_in, open);
        assert_eq!((coop.books.fresh.get(), coop.founding_shares.get()), (600 * UNIT, 600 * UNIT));
        world.accepts(pool.claim_shares(&who.wallet()), &[]);
        let member = world.member(&site.member(&who.wallet()));
        assert_eq!((member.fresh.get(), member.founding_shares.get()), (200 * UNIT, 200 * UNIT));
        assert_eq!(member.shares, 400 * UNIT);
        assert_eq!(world.coop(&site.coop).founding_shares, 600 * UNIT);
    }

    /// Two pools of different stay: each brought what rests as long as it said, whatever else was pledged since.
    #[test]
    fn capital_of_each_pool_rests_as_long_as_that_pool_says() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let member = |world: &World| world.member(&site.member(&who.wallet()));
        let first = world.pool(&g.site.pool).stays_until();
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop);
        let mut terms = later_terms(&world);
        (terms.withdraw_until, terms.deadline, terms.stay) = (terms.opens, terms.opens + 1, 366 * DAY as u32);
        (terms.min_raise, terms.max_raise, terms.min_members) = (1, 50 * UNIT, 1);
        let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
        let founder = &g.coop.founder;
        world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
        world.set_time(terms.opens);
        let pool = site.pool(1);
        pledge(&mut world, &pool, who, 50 * UNIT, 0);
        // a unit too much: it becomes no share, and takes a unit off the other
        let other = &g.coop.members[1];
        pledge(&mut world, &pool, other, 1, 0);
        world.set_time(terms.deadline + 1);
        world.accepts(pool.settle_pool(), &[]);
        // as if the founding pool were of a stay that is not over
        let first = first + 60 * DAY;
        world.edit::<coop::state::Member>(&site.member(&who.wallet()), |m| {
            (m.rests[0].until, m.rests_until) = (first.into(), first.into());
        });
        settle_everyone(&mut world, &g.coop);
        world.accepts(pool.claim_shares(&who.wallet()), &[]);
        let second = world.pool(&pool.pool).stays_until();
        let rests = |at: i64| member(&world).resting_at(at);
        assert!(world.now() < first && first < second);
        let both = [first - 1, first, second - 1, second].map(rests);
        assert_eq!(both, [250 * UNIT - 1, 50 * UNIT - 1, 50 * UNIT - 1, 0]);
        assert_eq!(member(&world).rests_until, second);
        // what became no share takes no place
        let places = |world: &World| world.member(&site.member(&other.wallet())).rests;
        let before = places(&world);
        world.accepts(pool.claim_shares(&other.wallet()), &[]);
        assert_eq!(places(&world), before);
    }

    #[test]
    fn capital_that_was_freed_rests_no_more_when_other_capital_does() {
        let mut member: coop::state::Member = bytemuck::Zeroable::zeroed();
        for i in 1..=4 {
            member.require_room_to_rest(0).expect("room");
            member.rest(1, 100 * i, 0, 0).expect("a place");
        }
        assert_eq!([0, 99, 100, 399, 400].map(|at| member.resting_at(at)), [4, 4, 3, 1, 0]);
        assert!(member.require_room_to_rest(99).is_err() && member.require_room_to_rest(100).is_ok());
        member.free_capital();
        assert_eq!(member.resting_at(0), 0);
        member.rest(5, 50, 0, 0).expect("a place");
        assert_eq!([0, 49, 50].map(|at| member.resting_at(at)), [5, 5, 0]);
    }

    /// A period can be longer than a stay: what was claimed in it rests on until it earns, beside what rests from before.
    #[test]
    fn shares_that_do_not_earn_yet_rest_beside_those_of_an_older_pool_though_their_stay_is_over() {
        let mut member: coop::state::Member = bytemuck::Zeroable::zeroed();
        member.standing = coop::state::Standing::Member.into();
        (member.shares, member.shares_new, member.claimed_new) = (150.into(), 50.into(), 50.into());
        member.unsettled_period = 3.into();
        member.rest(100, 1_000, 0, 0).expect("a place");
        member.rest(50, 10, 4, 0).expect("a place");
        let withdrawable = |m: &coop::state::Member, at: i64| m.capital(at).withdrawable(1);
        assert_eq!([5, 20].map(|at| withdrawable(&member, at)), [0, 0]);
        // who leaves waits no longer than the pools say
        let mut gone = member;
        gone.standing = coop::state::Standing::Left.into();
        assert_eq!([5, 20].map(|at| gone.capital(at).resting), [150, 100]);
        // the period is closed and settled
        (member.shares_new, member.claimed_new) = (0.into(), 0.into());
        assert_eq!(withdrawable(&member, 20), 50);
        assert_eq!(withdrawable(&member, 1_000), 149);
    }
}
