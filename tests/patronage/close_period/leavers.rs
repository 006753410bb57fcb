//! What whoever leaves is paid: everyone at one price, at most at par.

use crate::{
    DAY, UNIT, World,
    fixtures::{Gathering, active, close, sell, spend},
    patronage::{held, seasoned, settle_everyone},
};
use coop::state::{Coop, Outlay};

/// The first two of five members of 200 each have left without a bond.
fn leaving(world: &mut World) -> Gathering {
    let g = seasoned(world, 5, 200 * UNIT);
    for who in &g.coop.members[..2] {
        let address = g.coop.site.member(&who.wallet());
        world.edit::<coop::state::Member>(&address, |m| m.bonded = 0.into());
        world.accepts(g.coop.site.resign_asking(&who.wallet()), &[who]);
    }
    g
}

fn paid(world: &mut World, g: &Gathering) -> (u64, u64) {
    let number = close(world, &g.coop);
    settle_everyone(world, &g.coop, number);
    let of = |i: usize| held(world, &g.coop.site, &g.coop.members[i]).dividends.get();
    (of(0), of(1))
}

#[test]
fn without_a_loss_at_par() {
    let mut world = World::new();
    let g = leaving(&mut world);
    assert_eq!(paid(&mut world, &g), (200 * UNIT, 200 * UNIT));
    let books = world.coop(&g.coop.site.coop).books;
    assert_eq!((books.fund.get(), books.reserve_due.get()), (600 * UNIT, 0));
    assert_eq!(world.balance(&g.coop.site.vault), world.coop(&g.coop.site.coop).cash());
}

#[test]
fn at_a_loss_at_the_same_price_for_everyone_and_the_loss_is_theirs() {
    let mut world = World::new();
    let g = leaving(&mut world);
    spend(&mut world, &g.coop.site, 100 * UNIT, false);
    assert_eq!(paid(&mut world, &g), (180 * UNIT, 180 * UNIT));
    // 40 of a loss of 100 went with them: those who stay lose no more than before
    let coop = world.coop(&g.coop.site.coop);
    assert_eq!((coop.books.loss.get(), coop.books.fund.get()), (60 * UNIT, 540 * UNIT));
    assert_eq!((coop.equity(), coop.books.reserve_due.get()), (600 * UNIT, 0));
}

#[test]
fn an_earlier_investment_is_a_haircut_that_becomes_the_reserves() {
    let mut world = World::new();
    let g = active(&mut world, 5, 200 * UNIT);
    let site = g.coop.site;
    // it wears nothing, so that numbers are round
    world.edit::<Coop>(&site.coop, |c| c.charter.depreciation_bps = 0.into());
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop, 0);
    spend(&mut world, &site, 500 * UNIT, true);
    close(&mut world, &g.coop);
    let who = &g.coop.members[0];
    world.accepts(site.resign_asking(&who.wallet()), &[who]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
    // 180 without the bond, at 500 of 1 000
    assert_eq!(held(&world, &site, who).dividends, 90 * UNIT);
    let books = world.coop(&site.coop).books;
    assert_eq!((books.reserve_due.get(), books.invested.get()), (90 * UNIT, 500 * UNIT));
    // and when it is sold, the reserve has it
    sell(&mut world, &site, 500 * UNIT);
    close(&mut world, &g.coop);
    let books = world.coop(&site.coop).books;
    assert_eq!((books.reserve.get(), books.reserve_due.get()), (90 * UNIT, 0));
    assert_eq!((books.fund.get(), world.coop(&site.coop).equity()), (820 * UNIT, 820 * UNIT));
}

#[test]
fn no_investment_of_the_period_lowers_the_price_nor_takes_what_is_asked_for() {
    let mut world = World::new();
    let g = leaving(&mut world);
    let site = g.coop.site;
    // all but what is asked back
    spend(&mut world, &site, 600 * UNIT, true);
    world.edit::<Coop>(&site.coop, |c| {
        c.budget_full = 0.into();
        let (before, begins) = (*c, c.period.started_at.get());
        let mut takes = |outlay, special, now| {
            let done = c.spend(1, outlay, special, now).is_ok();
            *c = before;
            done
        };
        for outlay in [Outlay::Investment, Outlay::ToAgent] {
            // what is asked for, but by a special resolution on the first day
            assert!(takes(outlay, true, begins + DAY - 1));
            assert!(!takes(outlay, true, begins + DAY));
            assert!(!takes(outlay, false, begins + DAY - 1));
        }
    });
    // a month's wear of 20 % is 9.86: those who leave pay their part of that, and of nothing else
    let (one, two) = paid(&mut world, &g);
    assert_eq!(one, two);
    assert!((198 * UNIT..199 * UNIT).contains(&one), "{one}");
}

#[test]
fn fresh_capital_is_in_no_price_and_neither_pays_nor_saves_anyone() {
    let mut outcomes = Vec::new();
    for fresh in [0, 1, 600 * UNIT, 500_000 * UNIT] {
        let mut world = World::new();
        let g = leaving(&mut world);
        spend(&mut world, &g.coop.site, 100 * UNIT, false);
        if fresh > 0 {
            let who = &g.coop.founder;
            world.accepts(g.coop.site.subscribe(who, fresh), &[who]);
        }
        outcomes.push(paid(&mut world, &g));
    }
    assert!(outcomes.iter().all(|outcome| *outcome == (180 * UNIT, 180 * UNIT)), "{outcomes:?}");
}

#[test]
fn the_first_period_has_a_price_though_nobody_asks_in_it() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    spend(&mut world, &g.coop.site, 60 * UNIT, false);
    let price = world.coop(&g.coop.site.coop).books.numbers().price();
    assert_eq!((price.pays(), price.solvency_bps_floor()), (true, 9_000));
    let number = close(&mut world, &g.coop);
    let result = world.period(&g.coop.site.period(number)).result;
    assert_eq!((result.asked.get(), result.paid.get(), result.price_bps.get()), (0, 0, 9_000));
}

#[test]
fn a_member_who_asks_at_any_second_of_the_period_gets_the_same() {
    let mut prices = Vec::new();
    for late in [false, true] {
        let mut world = World::new();
        let g = seasoned(&mut world, 5, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let ends = world.coop(&site.coop).period.ends();
        if !late {
            world.accepts(site.resign_asking(&who.wallet()), &[who]);
        }
        spend(&mut world, &site, 137_777_777, false);
        if late {
            world.set_time(ends - 1);
            world.accepts(site.resign_asking(&who.wallet()), &[who]);
        }
        let number = close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        prices.push(held(&world, &site, who).dividends.get());
    }
    assert_eq!(prices[0], prices[1]);
}
