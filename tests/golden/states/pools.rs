//! States of pools, of what is pledged to them, and of what it became.

use coop::state::{Action, Choice, Coop, Member, PoolTerms};
use coop_tests::{
    CoopSite, DAY, PoolSite, UNIT, World,
    fixtures::{
        Gathering, active, close, later_terms, long_without_electors, pass, pledge, pledged, settle_everyone,
        settle_later, signed_before, spend, take_in, vouched_for,
    },
    scenes::amendment,
};

/// Of one who was released, of one who was moved to another wallet, and of all once the charter has changed.
pub fn pledges_that_come_back(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let g = pledged(world, 4, 200 * UNIT);
    let site = g.coop.site;
    let now = world.now();
    world.edit::<Member>(&site.member(&g.coop.members[0].wallet()), |m| {
        m.rehomed_at = (now - 170 * DAY).into();
    });
    world.edit::<Member>(&site.member(&g.coop.members[1].wallet()), |m| {
        m.returns_from = (now + 90 * DAY).into();
    });
    look(world);
    world.pass(20 * DAY + 1);
    look(world);
    world.edit::<Coop>(&site.coop, |coop| coop.charter_version += 1);
    look(world);
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    look(world);
}

/// Candidates with all their vouches: the sixth in a month, for whom there is no room, and one who signed other statutes.
pub fn candidates_who_wait(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let mut g = active(world, 3, 200 * UNIT);
    take_in(world, &mut g.coop, 5);
    vouched_for(world, &g.coop);
    look(world);
    world.pass(6 * DAY - 1);
    look(world);
    world.pass(1);
    look(world);
    signed_before(world);
    look(world);
}

/// A member with capital of three pools: of one that rests, of one whose stay is over already, and of one that took its place,
/// the last two claimed in the open period.
pub fn capital_of_three_pools(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let g = active(world, 3, 400 * UNIT);
    let site = g.coop.site;
    let number = close(world, &g.coop);
    settle_everyone(world, &g.coop);
    let (now, who) = (world.now(), &g.coop.members[0]);
    world.edit::<Member>(&site.member(&who.wallet()), |m| {
        m.unsettled_period = (number + 1).into();
        (m.shares_new, m.claimed_new) = ((120 * UNIT).into(), (120 * UNIT).into());
        m.bonded = 0.into();
        m.rests = Default::default();
        for (rest, until, capital, new_in) in [(0, 200 * DAY, 100, 0), (1, 100 * DAY, 70, number + 2)] {
            m.rests[rest].until = (now + until).into();
            m.rests[rest].capital = (capital * UNIT).into();
            m.rests[rest].new_in = new_in.into();
        }
        m.rests_until = (now + 200 * DAY).into();
    });
    look(world);
    world.pass(20 * DAY);
    look(world);
}

/// An active co-op of three with a later pool that is open, of terms that are changed.
fn later_pool(world: &mut World, change: fn(&mut PoolTerms)) -> (Gathering, PoolSite) {
    let g = active(world, 3, 200 * UNIT);
    for _ in 0..2 {
        // from the second on it is interest
        world.accepts(g.coop.site.book_income(&g.coop.founder, 100 * UNIT), &[&g.coop.founder]);
        close(world, &g.coop);
        settle_everyone(world, &g.coop);
    }
    let mut terms = later_terms(world);
    change(&mut terms);
    let index = pass(world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(g.coop.site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    world.set_time(terms.opens);
    let pool = g.coop.site.pool(1);
    (g, pool)
}

/// A later pool that is full before its deadline, and one that fails below its least solvency; amended beside, and at the end.
pub fn pools_beside_others(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let (g, pool) = later_pool(world, |terms| {
        (terms.min_solvency_bps, terms.max_raise, terms.min_members) = (9_000, 600 * UNIT, 2);
    });
    let site = g.coop.site;
    for who in g.coop.everyone() {
        look(world);
        beside_an_older(world, &site, look);
        pledge(world, &pool, who, 200 * UNIT, 0);
    }
    look(world);
    beside_an_older(world, &site, look);
    // exactly at its least solvency
    let reached = |world: &World| world.coop(&site.coop).solvency_bps() <= 9_000;
    while !reached(world) {
        spend(world, &site, UNIT / 2, false);
    }
    assert_eq!(world.coop(&site.coop).solvency_bps(), 9_000);
    look(world);
    let saved = world.save();
    // as if pioneers had been paid
    world.edit::<Coop>(&site.coop, |coop| coop.pioneer_per_unit = (1 << 60).into());
    for who in g.coop.everyone() {
        world.edit::<Member>(&site.member(&who.wallet()), |m| m.pioneer_checkpoint = (1 << 60).into());
    }
    world.accepts(
        site.resign_with(&g.coop.members[0].wallet(), None, Some(1), false, false),
        &[&g.coop.members[0]],
    );
    world.set_time(world.pool(&pool.pool).terms.deadline.get() + 1);
    settle_later(world, &g.coop, &pool);
    look(world);
    world.restore(&saved);
    spend(world, &site, UNIT, false);
    look(world);
    let now = world.now();
    world.edit::<Coop>(&site.coop, |coop| coop.amended_at = (now + 16 * DAY).into());
    world.set_time(now + 21 * DAY);
    look(world);
    long_without_electors(world, &site);
    close(world, &g.coop);
    settle_everyone(world, &g.coop);
    let period = world.coop(&site.coop).period.number.get();
    let by = &g.coop.founder;
    world.accepts(site.dissolve(&by.wallet(), None::<u32>, None, period), &[by]);
    look(world);
}

/// The place of the open period holds what an older one's pools brought, and what its own did.
fn beside_an_older(world: &mut World, site: &CoopSite, look: &mut dyn FnMut(&mut World)) {
    let saved = world.save();
    for older in [4, 0] {
        world.edit::<Coop>(&site.coop, |coop| {
            let number = coop.period.number.get();
            let place = &mut coop.transits[number as usize % 4];
            (place.pools, place.period) = (1.into(), (number + older).into());
        });
        look(world);
    }
    world.restore(&saved);
}

/// One who has a pledge in a pool that failed, beside capital of another, leaves over a resolution.
pub fn pledges_of_failed_pools(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let (g, pool) = later_pool(world, |terms| terms.min_raise = 900 * UNIT);
    let site = g.coop.site;
    let who = &g.coop.members[1];
    pledge(world, &pool, who, 200 * UNIT, 0);
    world.set_time(world.pool(&pool.pool).terms.deadline.get() + 1);
    let proposer = &g.coop.members[0];
    world.accepts(site.propose(&proposer.wallet(), (1, 0), amendment(|c| c.cash_bps = 2_000)), &[proposer]);
    for voter in [&g.coop.founder, proposer] {
        world.accepts(site.cast_vote(&voter.wallet(), (1, 0), Choice::Yes), &[voter]);
    }
    world.set_time(world.proposal(&site.proposal((1, 0))).ends.get());
    look(world);
    settle_later(world, &g.coop, &pool);
    look(world);
}

/// Shares that nobody has claimed earn, and those of the founding pool are pioneers; then claims lapse.
pub fn claims_that_have_earned(world: &mut World, look: &mut dyn FnMut(&mut World)) {
    let g = pledged(world, 5, 200 * UNIT);
    let site = g.coop.site;
    let (founder, late, leaver) = (&g.coop.founder, &g.coop.members[0], &g.coop.members[3]);
    world.accepts(site.resign_with(&leaver.wallet(), None, Some(0), false, false), &[leaver]);
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    for who in [founder, late] {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    let owner = world.actor("service", 0);
    let (wallet, payout) = (owner.wallet(), owner.tokens);
    world.accepts(site.register_service(&wallet, &wallet, 0, &payout, "Oven rental", 300), &[&owner]);
    // this one's first period is never settled to it
    world.accepts(site.pay_service(late, true, 0, &payout, 5_000 * UNIT, u64::MAX), &[late]);
    for round in 0..5 {
        look(world);
        world.accepts(site.pay_service(founder, true, 0, &payout, 10_000 * UNIT, u64::MAX), &[founder]);
        let number = close(world, &g.coop);
        world.accepts(site.settle_patronage(&founder.wallet(), number), &[]);
        if round == 2 {
            // as of a co-op that is a year old: from here on pioneers are paid
            world.edit::<Coop>(&site.coop, |coop| coop.charter.pioneer_start = 0.into());
        }
    }
    look(world);
    long_without_electors(world, &site);
    let period = world.coop(&site.coop).period.number.get();
    world.accepts(site.dissolve(&founder.wallet(), None::<u32>, None, period), &[founder]);
    look(world);
    world.pass(3 * 365 * DAY);
    world.accepts(site.finish_dissolution(None, None), &[]);
    look(world);
}
