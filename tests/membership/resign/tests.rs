//! Tests of `resign` alone.

use crate::{
    DAY, UNIT, World,
    fixtures::{active, pledged, traded},
    patronage::seasoned,
};
use coop::{error::CoopError::*, state::Standing};

#[test]
fn shares_become_matured_capital_and_nobody_elses_solvency_changes() {
    let mut world = World::new();
    let g = active(&mut world, 3, 500 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let (before, held) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    world.accepts(site.resign(&who.wallet()), &[who]);
    let (after, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    assert!(member.is(Standing::Left) && !member.is_elector());
    // what came in during the open period still rests
    assert_eq!((member.shares.get(), member.matured), (0, held.shares));
    assert_eq!((member.matured_new, member.asked.get()), (held.shares, 0));
    assert_eq!(member.shares_new, 0);
    assert_eq!((member.dividends, member.bonded), (held.dividends, held.bonded));
    assert_eq!(member.left_at, world.now());
    assert_eq!((after.members.get(), after.electors.get()), (2, 2));
    assert_eq!((after.equity(), after.operating()), (before.equity(), before.operating()));
    assert_eq!(after.books.retained_total, held.shares);
    world.refuses(NotAMember, site.resign(&who.wallet()), &[who]);
}

#[test]
fn the_last_one_out_leaves_a_co_op_without_electors() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    world.pass(DAY);
    for who in g.coop.everyone() {
        world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
    }
    let books = world.coop(&g.coop.site.coop);
    assert_eq!((books.members.get(), books.electors.get()), (0, 0));
    assert_eq!(books.electorless_since, world.now());
    assert_eq!((books.books.shares_total.get(), books.books.retained_total.get()), (0, 600 * UNIT));
}

#[test]
fn a_suspended_member_leaves_without_a_second_vote_being_lost() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let who = &g.coop.founder;
    world.pass(366 * DAY);
    // whatever is overdue
    world.accepts(g.coop.site.suspend(&who.wallet()), &[]);
    world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
    assert_eq!(world.coop(&g.coop.site.coop).electors, 2);
    assert!(!world.member(&g.coop.site.member(&who.wallet())).is_elector());
}

#[test]
fn a_pledge_stays_where_it_is_and_counts_for_its_money_only() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    let who = &g.coop.members[0];
    world.refuses(PledgeMissing, g.coop.site.resign(&who.wallet()), &[who]);
    world.accepts(g.coop.site.resign_with(&who.wallet(), None, Some(0), false, false), &[who]);
    let pool = world.pool(&g.site.pool);
    assert_eq!((pool.raised.get(), pool.pledgers.get()), (600 * UNIT, 3));
    // neither it nor what it promised counts any more
    assert_eq!((pool.people.get(), pool.use_pledged.get()), (2, 400 * UNIT));
    assert_eq!(world.member(&g.coop.site.member(&who.wallet())).pledged, 200 * UNIT);
}

#[test]
fn whoever_leaves_asks_for_all_that_does_not_rest_or_waits() {
    for asks in [true, false] {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        world.accepts(site.subscribe(who, 50 * UNIT), &[who]);
        let before = world.coop(&site.coop);
        let call = if asks { site.resign_asking(&who.wallet()) } else { site.resign(&who.wallet()) };
        world.accepts(call, &[who]);
        let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        // 50 rest; they cover the bond of 20 too
        let asked = if asks { 200 * UNIT } else { 0 };
        assert_eq!((member.asked.get(), coop.books.asked.get()), (asked, asked));
        assert_eq!(member.matured, 250 * UNIT);
        assert_eq!((coop.equity(), coop.books.fund), (before.equity(), before.books.fund));
        assert_eq!(coop.books.numbers().price(), before.books.numbers().price());
    }
}

#[test]
fn one_with_business_of_a_closed_period_brings_its_account() {
    let mut world = World::new();
    let t = traded(&mut world);
    let (site, who) = (t.site(), &t.g.coop.founder);
    world.refuses(SettlePatronageFirst, site.resign(&who.wallet()), &[who]);
    t.close(&mut world);
    // another period's does not help
    world.refuses(SettlePatronageFirst, site.resign_with(&who.wallet(), Some(1), None, true, false), &[who]);
    world.accepts(site.resign_with(&who.wallet(), Some(0), None, true, false), &[who]);
    let member = world.member(&site.member(&who.wallet()));
    // settled while it was a member: half in cash, half a vintage, which matured as it left
    assert_eq!((member.dividends.get(), member.matured.get()), (11_250_000, 211_250_000));
    assert_eq!(member.asked, 191_250_000);
    assert_eq!(world.period(&site.period(0)).unsettled, 2);
    let other = traded(&mut world);
    let call = site.resign_with(&t.g.coop.members[0].wallet(), Some(0), None, false, false);
    let mut foreign = call.clone();
    foreign.accounts[3].pubkey = other.site().period(0);
    world.refuses(PeriodOfAnotherCoop, foreign, &[&t.g.coop.members[0]]);
    world.accepts(call, &[&t.g.coop.members[0]]);
}

#[test]
fn while_a_period_is_overdue_one_leaves_without_asking() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    world.set_time(world.coop(&site.coop).period.ends());
    world.refuses(ClosePeriodFirst, site.resign_asking(&who.wallet()), &[who]);
    let other = &g.coop.members[1];
    world.accepts(site.resign(&who.wallet()), &[who]);
    assert_eq!(world.member(&site.member(&who.wallet())).asked, 0);
    // with the close before it, in the same transaction
    let calls = [site.close_period(&other.wallet(), 1), site.resign_asking(&other.wallet())];
    world.send(&calls, &[&other.key]).expect("closed first");
    assert_eq!(world.member(&site.member(&other.wallet())).asked, 180 * UNIT);
}

#[test]
fn interest_of_the_open_period_and_pioneer_units_lapse_and_what_was_earned_is_owed() {
    let mut world = World::new();
    let t = traded(&mut world);
    let (site, who) = (t.site(), &t.g.coop.founder);
    crate::patronage::settle_everyone(&mut world, &t.g.coop, 0);
    t.pay(&mut world, &t.g.coop.members[0], 1_000 * UNIT);
    t.close(&mut world);
    let interest = world.period(&site.period(1)).result.interest.get() / 3;
    let before = world.coop(&site.coop);
    assert!(interest > 0 && world.member(&site.member(&who.wallet())).pioneer_units.get() > 0);
    world.accepts(site.resign(&who.wallet()), &[who]);
    let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    assert_eq!((member.dividends.get(), member.pioneer_units.get()), (11_250_000 + interest, 0));
    assert!(coop.pioneer_units.get() < before.pioneer_units.get());
    assert_eq!((coop.period.shares_earning.get(), coop.founding_shares.get()), (400 * UNIT, 400 * UNIT));
    assert_eq!((coop.operating(), coop.equity()), (before.operating(), before.equity()));
}

/// Before the start there is no capital, and no period whose close would pay it.
#[test]
fn a_member_who_leaves_a_forming_co_op_asks_for_nothing_whatever_it_says() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    world.accepts(site.resign_with(&who.wallet(), None, Some(0), true, false), &[who]);
    let member = world.member(&site.member(&who.wallet()));
    assert!(member.is(Standing::Left));
    assert_eq!((member.asked.get(), world.coop(&site.coop).books.asked.get()), (0, 0));
}
