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
        fixtures::{active, pledged, settled},
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;

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
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolNotSucceeded, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            w.send(&[g.site.claim_shares(&g.coop.founder.wallet())], &[]).expect_err("refused")
        }),
        (PledgeEmpty, |w| {
            let g = active(w, 3, 200 * UNIT);
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
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{active, close, gather, later_terms, pass, pledge, pledged, settle_everyone, settled},
    };
    use coop::{error::CoopError::*, state::Action};

    #[test]
    fn a_claim_by_anyone_makes_an_elector_and_moves_no_money() {
        let mut world = World::new();
        let g = settled(&mut world, 3, 200 * UNIT);
        world.pass(1_000);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let settled_at = world.pool(&g.site.pool).settled_at;
        let vault = world.balance(&site.vault);
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
        let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        assert_eq!((member.shares.get(), member.shares_new.get()), (200 * UNIT, 200 * UNIT));
        assert_eq!((member.pledged.get(), member.open_pledges.get()), (0, 0));
        assert_eq!((member.bonded.get(), member.dividends.get()), (20 * UNIT, 0));
        assert_eq!((member.elector_since, member.share_paid_at.get()), (settled_at, world.now()));
        assert_eq!(
            (coop.books.shares_total.get(), coop.books.shares_in_transit.get()),
            (200 * UNIT, 400 * UNIT)
        );
        assert_eq!((coop.electors.get(), coop.operating()), (3, 600 * UNIT));
        assert_eq!(world.balance(&site.vault), vault);
        assert_eq!(world.pool(&g.site.pool).shares_unclaimed, 400 * UNIT);
        world.refuses(PledgeEmpty, g.site.claim_shares(&who.wallet()), &[]);
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
        pledge(&mut world, &g.site, odd, 100 * UNIT + 1, 50 * UNIT);
        pledge(&mut world, &g.site, &g.coop.members[1], 100 * UNIT, 0);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
        world.accepts(g.site.settle_pool(), &[]);
        for (who, bond) in [(none, 0), (odd, 10 * UNIT + 1)] {
            world.accepts(g.site.claim_shares(&who.wallet()), &[]);
            assert_eq!(world.member(&g.coop.site.member(&who.wallet())).bonded, bond);
            assert_eq!(world.pledge(&g.site.pledge(&who.wallet())).bond, bond);
        }
        world.accepts(g.site.reclaim_pledge(&none.wallet(), &none.wallet()), &[]);
        world.refuses(PledgeStillNeeded, g.site.reclaim_pledge(&odd.wallet(), &odd.wallet()), &[]);
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
        assert_eq!((late.shares_new.get(), late.fresh.get()), (200 * UNIT, 0));
        let books = world.coop(&site.coop).books;
        assert_eq!((books.fresh.get(), books.shares_in_transit.get()), (0, 200 * UNIT));
        assert_eq!(books.numbers().price().solvency_bps_floor(), 10_000);
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
        world.accepts(site.resign(&people[1].wallet()), &[people[1]]);
        assert_eq!(counted(&world), 800 * UNIT);
        world.accepts(g.site.claim_shares(&people[1].wallet()), &[]);
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
        let index = pass(&mut world, &g.coop, Action::OpenPool { terms });
        let founder = &g.coop.founder;
        world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
        world.set_time(terms.opens);
        let pool = site.pool(1);
        for member in g.coop.everyone() {
            pledge(&mut world, &pool, member, 200 * UNIT, 30 * UNIT);
        }
        world.set_time(terms.deadline + 1);
        world.accepts(pool.settle_pool(), &[]);
        let (stored, coop) = (world.pool(&pool.pool), world.coop(&site.coop));
        let open = coop.period.number.get();
        assert_eq!((stored.settled_in.get(), stored.use_from.get()), (open, open + 1));
        assert_eq!((coop.books.fresh.get(), coop.founding_shares.get()), (600 * UNIT, 600 * UNIT));
        world.accepts(pool.claim_shares(&who.wallet()), &[]);
        let member = world.member(&site.member(&who.wallet()));
        assert_eq!((member.fresh.get(), member.founding_shares.get()), (200 * UNIT, 200 * UNIT));
        assert_eq!(member.shares, 400 * UNIT);
        assert_eq!(world.coop(&site.coop).founding_shares, 600 * UNIT);
    }
}
