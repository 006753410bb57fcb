//! Lives of co-ops, told in tests.

mod endings;
mod five_coops;
mod five_years;
mod real_coops;

use crate::{
    DAY, UNIT, World,
    fixtures::{active, close, donate, failed, gather, pledge, pledged, settled},
};
use coop::{
    error::CoopError,
    state::{PoolStatus, Standing},
};

/// Money of every kind against the token accounts, to the unit.
fn books_match(world: &World, coop: &crate::CoopSite) {
    let books = world.coop(&coop.coop);
    assert_eq!(world.balance(&coop.vault), books.cash());
}

#[test]
fn a_pool_that_passes_every_gate_starts_the_co_op() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let coop = world.coop(&g.coop.site.coop);
    assert_eq!((coop.members.get(), coop.electors.get()), (3, 3));
    assert_eq!(coop.books.shares_total, 600 * UNIT);
    assert_eq!(coop.books.shares_in_transit, 0);
    assert_eq!(world.pool(&g.site.pool).status(world.now()), PoolStatus::Succeeded);
    for who in g.coop.everyone() {
        let member = world.member(&g.coop.site.member(&who.wallet()));
        assert_eq!(member.elector_from, world.pool(&g.site.pool).settled_at);
        assert_eq!(member.bonded, 20 * UNIT, "a tenth of the shares answers for the pledged use");
    }
    books_match(&world, &g.coop.site);
}

#[test]
fn a_pool_that_misses_a_gate_gives_everyone_every_unit_back() {
    let mut world = World::new();
    let g = failed(&mut world);
    for who in [&g.coop.founder, &g.coop.members[0]] {
        world.send(&[g.site.refund_pledge(&who.wallet(), &who.tokens)], &[]).unwrap();
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT);
        world.pass(1);
        world.changes_nothing(g.site.refund_pledge(&who.wallet(), &who.tokens));
    }
    assert_eq!(world.balance(&g.site.escrow), 0);
    let claim = world.send(&[g.site.claim_shares(&g.coop.founder.wallet())], &[]).unwrap_err();
    assert!(claim.is(CoopError::PoolNotSucceeded));
}

#[test]
fn an_oversubscribed_pool_splits_to_the_unit_in_any_order() {
    let mut world = World::new();
    let g = gather(&mut world, 7);
    let amounts =
        [250_000_001u64, 175_333_333, 333_000_007, 120_000_000, 101_000_003, 499_999_999, 150_000_011];
    for (who, amount) in g.coop.everyone().zip(amounts) {
        pledge(&mut world, &g.site, who, amount, 10 * UNIT);
    }
    world.pass(31 * DAY);
    world.send(&[g.site.settle_pool()], &[]).unwrap();
    books_match(&world, &g.coop.site);
    let people: Vec<_> = g.coop.everyone().zip(amounts).collect();
    let mut shares = 0;
    for i in [3, 0, 6, 2, 5, 1, 4] {
        let (who, amount) = people[i];
        world.send(&[g.site.claim_shares(&who.wallet())], &[]).unwrap();
        let member = world.member(&g.coop.site.member(&who.wallet()));
        assert_eq!(member.shares.get() + member.dividends.get(), amount);
        assert!(member.shares.get() >= 100 * UNIT);
        shares += member.shares.get();
        books_match(&world, &g.coop.site);
    }
    assert!(shares <= 1_000 * UNIT && shares > 1_000 * UNIT - 7);
    let pool = world.pool(&g.site.pool);
    assert_eq!((pool.shares_unclaimed.get(), pool.refunds_unclaimed.get()), (0, 0));
    for (who, amount) in people {
        world.send(&[g.coop.site.claim_dividends(&who.wallet(), &who.tokens)], &[&who.key]).unwrap();
        let member = world.member(&g.coop.site.member(&who.wallet()));
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - member.shares.get());
        assert!(amount >= member.shares.get());
    }
    assert_eq!(world.coop(&g.coop.site.coop).books.dividends, 0);
    books_match(&world, &g.coop.site);
}

#[test]
fn a_pledge_can_be_withdrawn_until_the_last_second_and_not_one_later() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    let last = world.pool(&g.site.pool).terms.withdraw_until.get();
    let (one, other) = (&g.coop.members[0], &g.coop.members[1]);
    world.set_time(last);
    world.send(&[g.site.withdraw_pledge(&one.wallet(), &one.tokens, 200 * UNIT)], &[&one.key]).unwrap();
    assert_eq!(world.balance(&one.tokens), 1_000_000 * UNIT);
    assert_eq!(world.pool(&g.site.pool).pledgers, 2);
    world.set_time(last + 1);
    let late = g.site.withdraw_pledge(&other.wallet(), &other.tokens, 200 * UNIT);
    assert!(world.send(&[late], &[&other.key]).unwrap_err().is(CoopError::WithdrawalOver));
    assert_eq!(world.balance(&g.site.escrow), 400 * UNIT);
}

#[test]
fn a_pool_settles_one_second_after_its_deadline_by_anyone() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    let deadline = world.pool(&g.site.pool).terms.deadline.get();
    world.set_time(deadline);
    assert!(world.send(&[g.site.settle_pool()], &[]).unwrap_err().is(CoopError::TooEarlyToSettle));
    world.set_time(deadline + 1);
    world.send(&[g.site.settle_pool()], &[]).unwrap();
    world.pass(1);
    world.changes_nothing(g.site.settle_pool());
}

#[test]
fn a_full_pool_settles_as_soon_as_nobody_can_withdraw() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 400 * UNIT);
    let last = world.pool(&g.site.pool).terms.withdraw_until.get();
    world.set_time(last);
    assert!(world.send(&[g.site.settle_pool()], &[]).unwrap_err().is(CoopError::TooEarlyToSettle));
    world.set_time(last + 1);
    world.send(&[g.site.settle_pool()], &[]).unwrap();
}

#[test]
fn a_donation_changes_no_books_until_it_is_booked_to_the_reserve() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    donate(&mut world, &g.coop.site.vault, 7 * UNIT);
    assert_eq!(world.coop(&g.coop.site.coop).cash(), 600 * UNIT);
    world.send(&[g.coop.site.sync_vault()], &[]).unwrap();
    assert_eq!(world.coop(&g.coop.site.coop).books.reserve, 7 * UNIT);
    assert!(world.send(&[g.coop.site.sync_vault()], &[]).unwrap_err().is(CoopError::NothingToSync));
}

#[test]
fn a_member_who_leaves_before_its_shares_are_claimed_claims_them_as_it_leaves_and_has_no_vote() {
    let mut world = World::new();
    let g = settled(&mut world, 4, 200 * UNIT);
    let (site, leaver) = (g.coop.site, &g.coop.members[0]);
    let wallet = leaver.wallet();
    world.refuses(CoopError::PledgeMissing, site.resign(&wallet), &[leaver]);
    world.accepts(site.resign_with(&wallet, None, Some(0), true, false), &[leaver]);
    let member = world.member(&site.member(&wallet));
    assert!(member.is(Standing::Left) && !member.is_elector());
    assert_eq!((member.shares.get(), member.matured.get()), (0, 200 * UNIT));
    let coop = world.coop(&site.coop);
    assert_eq!((coop.members.get(), coop.electors.get()), (3, 3));
    // it rests as long as the pool said, although the co-op is left
    let ask = |amount| site.ask_back(&wallet, amount, 10_000);
    world.refuses(CoopError::MoreThanCanBeAsked, ask(1), &[leaver]);
    let number = close(&mut world, &g.coop);
    world.refuses(CoopError::SettlePatronageFirst, ask(1), &[leaver]);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    // what answers for promised use stays; the rest is paid at par at the next close
    world.refuses(CoopError::MoreThanCanBeAsked, ask(180 * UNIT + 1), &[leaver]);
    world.accepts(ask(180 * UNIT), &[leaver]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    let member = world.member(&site.member(&wallet));
    assert_eq!((member.dividends.get(), member.matured.get()), (180 * UNIT, 20 * UNIT));
    books_match(&world, &site);
}

#[test]
fn a_refund_goes_only_to_an_account_that_the_pledger_owns() {
    let mut world = World::new();
    let g = failed(&mut world);
    let thief = world.actor("thief", 0);
    let founder = g.coop.founder.wallet();
    let stolen = g.site.refund_pledge(&founder, &thief.tokens);
    assert!(world.send(&[stolen], &[&thief.key]).unwrap_err().is(CoopError::DestinationNotTheMembers));
}

#[test]
fn a_thousand_pledgers_start_a_co_op() {
    const PEOPLE: usize = 1_000;
    let mut world = World::new();
    let mut coop = crate::fixtures::found(&mut world, &Default::default());
    crate::fixtures::take_in(&mut world, &mut coop, PEOPLE - 1);
    let mut terms = crate::pool_terms(world.now());
    terms.max_raise = PEOPLE as u64 * 150 * UNIT;
    terms.min_members = PEOPLE as u32;
    world.send(&[coop.site.open_pool(0, terms.clone())], &[&coop.founder.key]).unwrap();
    let site = coop.site.pool(0);
    for (i, who) in coop.everyone().enumerate() {
        pledge(&mut world, &site, who, (100 + i as u64 % 300) * UNIT + i as u64, UNIT);
    }
    world.pass(31 * DAY);
    world.send(&[site.settle_pool()], &[]).unwrap();
    let mut shares = 0;
    for who in coop.everyone() {
        world.send(&[site.claim_shares(&who.wallet())], &[]).unwrap();
        shares += world.member(&coop.site.member(&who.wallet())).shares.get();
    }
    let books = world.coop(&coop.site.coop);
    assert_eq!(books.electors, PEOPLE as u32);
    assert_eq!((books.books.shares_total.get(), books.books.shares_in_transit.get()), (shares, 0));
    books_match(&world, &coop.site);
}

#[test]
fn a_pledger_of_the_founding_pool_becomes_an_elector_by_its_claim_and_is_counted_once() {
    let mut world = World::new();
    let g = settled(&mut world, 3, 200 * UNIT);
    let early = &g.coop.members[0];
    let wallet = early.wallet();
    world.accepts(g.coop.site.subscribe(early, 100 * UNIT), &[early]);
    world.pass(30 * DAY);
    world.refuses(CoopError::ClaimSharesFirst, g.coop.site.enrol(&wallet, &wallet), &[early]);
    for who in g.coop.everyone() {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
        assert_eq!(world.coop(&g.coop.site.coop).electors, 3);
    }
    let member = world.member(&g.coop.site.member(&wallet));
    assert_eq!(member.elector_from, world.pool(&g.site.pool).settled_at);
    assert_eq!(member.shares, 300 * UNIT);
}
