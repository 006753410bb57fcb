//! Tests of `claim_shares` alone.

use crate::{
    DAY, UNIT, World,
    fixtures::{
        active, clear, close, close_overdue, gather, later_terms, open_later, pass, pledge, pledged,
        settle_everyone, settle_later, settled,
    },
};
use coop::{
    error::CoopError::*,
    state::{Action, Coop, PoolTerms},
};

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
    assert_eq!((coop.books.shares_total.get(), coop.books.shares_in_transit.get()), (200 * UNIT, 400 * UNIT));
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
fn capital_of_the_founding_pool_is_in_the_price_from_the_start_and_earns_from_the_next_period() {
    let mut world = World::new();
    let g = settled(&mut world, 3, 200 * UNIT);
    let (site, people) = (g.coop.site, g.coop.everyone().collect::<Vec<_>>());
    let pool = world.pool(&g.site.pool);
    assert_eq!((pool.settled_in.get(), world.coop(&site.coop).books.fresh.get()), (0, 0));
    assert!(world.coop(&site.coop).books.numbers().price().pays());
    world.accepts(g.site.claim_shares(&people[0].wallet()), &[]);
    let early = world.member(&site.member(&people[0].wallet()));
    assert_eq!((early.shares_new.get(), early.fresh.get()), (200 * UNIT, 0));
    assert_eq!(world.coop(&site.coop).books.fresh, 0);
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
    let claim = |world: &mut World, i: usize| world.accepts(g.site.claim_shares(&people[i].wallet()), &[]);
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
fn founding_shares_are_counted_at_the_settlement_and_those_of_members_who_left_lapse() {
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
    open_later(&mut world, &g.coop, &terms);
    let pool = site.pool(1);
    for member in g.coop.everyone() {
        pledge(&mut world, &pool, member, 200 * UNIT, 0);
    }
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &g.coop, &pool);
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

/// Shares of an oversubscribed pool are rounded down: what proves to be shares with a claim is fresh too.
#[test]
fn all_that_a_later_pool_brings_is_fresh_to_the_last_unit() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let terms = PoolTerms { min_raise: 1, max_raise: 100 * UNIT, ..later_terms(&world) };
    open_later(&mut world, &g.coop, &terms);
    let pool = site.pool(1);
    for (member, amount) in g.coop.everyone().zip([100, 50, 50]) {
        pledge(&mut world, &pool, member, amount * UNIT, 0);
    }
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &g.coop, &pool);
    assert_eq!(world.coop(&site.coop).books.fresh, 100 * UNIT - 2);
    for member in g.coop.everyone() {
        world.accepts(pool.claim_shares(&member.wallet()), &[]);
    }
    let fresh = g.coop.everyone().map(|who| world.member(&site.member(&who.wallet())).fresh.get());
    assert_eq!((fresh.sum(), world.coop(&site.coop).books.fresh.get()), (100 * UNIT, 100 * UNIT));
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
    open_later(&mut world, &g.coop, &terms);
    let pool = site.pool(1);
    pledge(&mut world, &pool, who, 50 * UNIT, 0);
    // a unit too much: it becomes no share, and takes a unit off the other
    let other = &g.coop.members[1];
    pledge(&mut world, &pool, other, 1, 0);
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &g.coop, &pool);
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

/// What two pools bring that are settled in one period earns from the same close on.
#[test]
fn pools_of_one_period_are_claimed_side_by_side() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, people) = (g.coop.site, g.coop.everyone().collect::<Vec<_>>());
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    for number in [1, 2] {
        let terms = PoolTerms { min_raise: 1, min_members: 1, ..later_terms(&world) };
        let index = pass(&mut world, &g.coop, Action::OpenPool { terms });
        world.accepts(site.execute_open_pool(&people[0].wallet(), index, number), &[people[0]]);
        clear(&mut world, &g.coop, index);
    }
    world.set_time(world.pool(&site.pool(2).pool).terms.opens.get());
    for (who, number) in [(1, 1), (2, 2)] {
        pledge(&mut world, &site.pool(number), people[who], 50 * UNIT, 0);
    }
    let last = |number| world.pool(&site.pool(number).pool).terms.deadline.get();
    let over = last(1).max(last(2)) + 1;
    world.set_time(over);
    close_overdue(&mut world, &g.coop);
    for number in [1, 2] {
        world.accepts(site.pool(number).settle_pool(), &[]);
    }
    let coop = world.coop(&site.coop);
    let place = |coop: &Coop| coop.transits[coop.period.number.get() as usize % coop.transits.len()];
    assert_eq!(
        (place(&coop).period, place(&coop).pools, coop.shares_unclaimed.get()),
        (coop.period.number, 2.into(), 100 * UNIT)
    );
    for (who, number, left) in [(1, 1, 1), (2, 2, 0)] {
        world.accepts(site.pool(number).claim_shares(&people[who].wallet()), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!((place(&coop).pools.get(), coop.shares_unclaimed.get()), (left, left as u64 * 50 * UNIT));
        assert_eq!(world.member(&site.member(&people[who].wallet())).shares, 250 * UNIT);
    }
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
