//! Claims on a dissolving co-op: whoever comes first gets what the last gets, and nothing is left stuck.

use crate::{
    DAY, UNIT, World,
    fixtures::{
        Founded, active, clear, close, dissolve, inheriting, later_terms, long_without_electors, pass,
        pledge, send_to_agent, settle_everyone, settle_later, settled, spend,
    },
};
use anchor_lang::prelude::Address;
use coop::{error::CoopError::*, state::Action};

/// A dissolving co-op whose members hold different capital, with a loss, and with money at its agent that comes home
/// later: its account.
fn poor(world: &mut World) -> (Founded, Address) {
    let (small, large) = inheriting(world);
    settle_everyone(world, &small);
    for (who, amount) in small.everyone().zip([UNIT + 1, 33 * UNIT + 7, 170 * UNIT + 13]) {
        world.accepts(small.site.subscribe(who, amount), &[who]);
    }
    spend(world, &small.site, 123 * UNIT + 11, false);
    let source = send_to_agent(world, &small.site, 301 * UNIT + 3);
    dissolve(world, &small, large.site.coop);
    settle_everyone(world, &small);
    (small, source)
}

/// Everyone's draws in this order; the agent's money comes home before the draw of this number, and then all draw again.
fn drawn(order: [usize; 3], home_before: usize) -> [u64; 3] {
    let mut world = World::new();
    let (coop, source) = poor(&mut world);
    let site = coop.site;
    let people: Vec<_> = coop.everyone().collect();
    let before: Vec<u64> = people.iter().map(|who| world.balance(&who.tokens)).collect();
    for (i, who) in order.iter().map(|who| people[*who]).enumerate() {
        if i == home_before {
            world.accepts(site.execute_collect(None::<u32>, &source), &[]);
        }
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        world.pass(1);
        world.changes_nothing(site.draw_capital(&who.wallet(), &who.tokens));
    }
    if home_before >= 3 {
        world.accepts(site.execute_collect(None::<u32>, &source), &[]);
    }
    for who in order.iter().rev().map(|who| people[*who]) {
        world.attempt(site.draw_capital(&who.wallet(), &who.tokens), &[]).ok();
    }
    let books = world.coop(&site.coop);
    assert!(books.operating() < 3, "a unit of rounding each at most");
    let all = books.claims.get() as u128;
    let came = (books.operating() + books.claims_paid.get()) as u128;
    let got: [u64; 3] = std::array::from_fn(|i| world.balance(&people[i].tokens) - before[i]);
    for (who, got) in people.iter().zip(got) {
        let claim = world.member(&site.member(&who.wallet())).matured.get();
        assert_eq!(got as u128, claim as u128 * came / all);
    }
    got
}

#[test]
fn every_order_of_draws_pays_everyone_the_same_to_the_unit_and_late_money_tops_everyone_up() {
    let expected = drawn([0, 1, 2], 0);
    assert!(expected.iter().all(|got| *got > 0));
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0], [0, 1, 2]] {
        for home_before in 0..=3 {
            assert_eq!(drawn(order, home_before), expected, "{order:?}, home before {home_before}");
        }
    }
}

#[test]
fn anyone_draws_for_anyone_to_an_account_of_the_claimants_wallet_only() {
    let mut world = World::new();
    let (coop, _) = poor(&mut world);
    let (site, who) = (coop.site, &coop.members[0]);
    let thief = world.actor("thief", 0);
    world.refuses(DestinationNotTheMembers, site.draw_capital(&who.wallet(), &thief.tokens), &[]);
    let another = world.token_account(&who.wallet(), 0);
    world.accepts(site.draw_capital(&who.wallet(), &another), &[]);
    assert!(world.balance(&another) > 0);
    // it is a member no more, and its vote is gone
    let member = world.member(&site.member(&who.wallet()));
    assert!(member.is(coop::state::Standing::Left) && !member.is_elector());
}

#[test]
fn what_was_asked_back_is_a_claim_like_all_other() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    let (site, asks) = (small.site, &small.members[0]);
    settle_everyone(&mut world, &small);
    // half of the capital is lost
    spend(&mut world, &site, 300 * UNIT, false);
    let index = crate::fixtures::pass_with(&mut world, &small, Action::Dissolve, Some(large.site.coop));
    settle_everyone(&mut world, &small);
    world.accepts(site.resign_asking(&asks.wallet()), &[asks]);
    assert_eq!(world.member(&site.member(&asks.wallet())).asked, 180 * UNIT);
    let number = world.coop(&site.coop).period.number.get();
    let founder = &small.founder;
    let heir = Some(large.site.coop);
    world.accepts(site.dissolve(&founder.wallet(), Some(index), heir, number), &[founder]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.books.asked.get(), coop.claims.get()), (0, 600 * UNIT));
    world.refuses(SettlePatronageFirst, site.draw_capital(&asks.wallet(), &asks.tokens), &[]);
    settle_everyone(&mut world, &small);
    for who in small.everyone() {
        let held = world.balance(&who.tokens);
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        assert_eq!(world.balance(&who.tokens) - held, 100 * UNIT);
    }
}

#[test]
fn shares_in_transit_and_fresh_capital_claim_as_all_other_does() {
    let mut world = World::new();
    let g = settled(&mut world, 4, 200 * UNIT);
    let site = g.coop.site;
    // two claim their shares, two do not; one pays in more
    let people: Vec<_> = g.coop.everyone().collect();
    for who in &people[..2] {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    world.accepts(site.subscribe(people[0], 50 * UNIT), &[people[0]]);
    spend(&mut world, &site, 85 * UNIT, false);
    // all members but those who have not claimed yet leave; nobody votes any more
    for who in &people[..2] {
        world.accepts(site.resign(&who.wallet()), &[who]);
    }
    world.edit::<coop::state::Coop>(&site.coop, |c| c.electors = 0.into());
    long_without_electors(&mut world, &site);
    world.accepts(site.dissolve(&people[0].wallet(), None::<u32>, None, 0), &[people[0]]);
    world.edit::<coop::state::Coop>(&site.coop, |c| c.electors = 2.into());
    assert_eq!(world.coop(&site.coop).claims, 850 * UNIT);
    settle_everyone(&mut world, &g.coop);
    for who in &people[2..] {
        // nothing is theirs yet but what is in transit; the draw ends their membership, and the claim is theirs all the same
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        assert_eq!(world.member(&site.member(&who.wallet())).drawn, 0);
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    for (who, expected) in people.iter().zip([225, 180, 180, 180]) {
        let held = world.balance(&who.tokens);
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        assert_eq!(world.balance(&who.tokens) - held, expected * UNIT);
    }
    assert_eq!(world.coop(&site.coop).operating(), 0);
}

#[test]
fn a_member_who_draws_before_it_claims_its_shares_gets_as_much_as_one_who_claims_first() {
    let got = |claim_first: bool| {
        let mut world = World::new();
        let (small, large) = inheriting(&mut world);
        let (site, who) = (small.site, &small.members[0]);
        settle_everyone(&mut world, &small);
        // a later pool that is settled, with a share of it unclaimed
        let terms = later_terms(&world);
        let index = pass(&mut world, &small, Action::OpenPool { terms: terms.clone() });
        let founder = &small.founder;
        world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
        clear(&mut world, &small, index);
        world.set_time(terms.opens);
        let pool = site.pool(1);
        for member in small.everyone() {
            pledge(&mut world, &pool, member, 200 * UNIT, 0);
        }
        world.set_time(terms.deadline + 1);
        settle_later(&mut world, &small, &pool);
        close(&mut world, &small);
        spend(&mut world, &site, 400 * UNIT, false);
        dissolve(&mut world, &small, large.site.coop);
        let held = world.balance(&who.tokens);
        if claim_first {
            world.accepts(pool.claim_shares(&who.wallet()), &[]);
        }
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        if !claim_first {
            world.accepts(pool.claim_shares(&who.wallet()), &[]);
            world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        }
        world.balance(&who.tokens) - held
    };
    assert_eq!(got(true), got(false));
}

#[test]
fn a_promise_that_was_not_kept_costs_the_same_whether_it_is_settled_before_or_after_the_draw() {
    let got = |settle_first: bool| {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        // both periods of the promise are over, and nobody bought anything
        close(&mut world, &g.coop);
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop);
        for who in g.coop.everyone() {
            world.accepts(site.resign(&who.wallet()), &[who]);
        }
        long_without_electors(&mut world, &site);
        let who = &g.coop.founder;
        world.accepts(site.dissolve(&who.wallet(), None::<u32>, None, 2), &[who]);
        let held = world.balance(&who.tokens);
        if settle_first {
            world.accepts(site.settle_use(&who.wallet()), &[]);
        }
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        if !settle_first {
            world.accepts(site.settle_use(&who.wallet()), &[]);
        }
        world.balance(&who.tokens) - held
    };
    assert_eq!(got(true), got(false));
}

#[test]
fn what_a_broken_promise_forfeited_is_nobodys_claim_and_the_heir_gets_it_at_last() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    let (site, heir) = (small.site, Some(large.site.coop));
    settle_everyone(&mut world, &small);
    while world.coop(&site.coop).period.number.get() < 2 {
        close(&mut world, &small);
    }
    let who = &small.members[0];
    world.accepts(site.settle_use(&who.wallet()), &[]);
    assert_eq!(world.coop(&site.coop).books.forfeited, 20 * UNIT);
    // in the same period: no close has paid the reserve its forfeit yet
    let number = world.coop(&site.coop).period.number.get();
    long_without_electors(&mut world, &site);
    let crank = &large.founder;
    world.accepts(site.dissolve(&crank.wallet(), None::<u32>, None, number), &[crank]);
    settle_everyone(&mut world, &small);
    let mut paid = 0;
    for who in small.everyone() {
        let held = world.balance(&who.tokens);
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        paid += world.balance(&who.tokens) - held;
    }
    assert_eq!(paid, 580 * UNIT);
    world.pass(3 * 365 * DAY);
    world.accepts(site.finish_dissolution(heir, heir), &[]);
    assert_eq!(world.coop(&large.site.coop).books.reserve, 20 * UNIT);
    assert_eq!(world.balance(&site.vault), 0);
}

/// What a pledge earned before the end is its pledger's, whether its shares are claimed before its claim is drawn or after.
#[test]
fn a_member_who_draws_before_its_shares_are_claimed_loses_nothing_of_what_they_earned() {
    let result = |draws_first: bool| {
        let mut world = World::new();
        let g = settled(&mut world, 4, 250 * UNIT);
        let (site, founder, who) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
        for _ in 0..2 {
            world.accepts(site.book_income(founder, 100 * UNIT), &[founder]);
            close(&mut world, &g.coop);
        }
        long_without_electors(&mut world, &site);
        let number = world.coop(&site.coop).period.number.get();
        world.accepts(site.dissolve(&founder.wallet(), None::<u32>, None, number), &[founder]);
        let draw = site.draw_capital(&who.wallet(), &who.tokens);
        if draws_first {
            world.accepts(draw.clone(), &[]);
        }
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
        world.pass(1);
        world.accepts(draw, &[]);
        world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
        let (coop, pool) = (world.coop(&site.coop), world.pool(&g.site.pool));
        assert_eq!(pool.earning_unclaimed, 750 * UNIT);
        (
            world.balance(&who.tokens),
            coop.books.interest.get(),
            coop.founding_shares.get(),
            coop.pioneer_units.get(),
        )
    };
    let one = result(false);
    assert!(one.1 > 0, "the others are owed interest yet");
    assert_eq!(result(true), one);
}
