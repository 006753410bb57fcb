//! Where the surplus goes, computed by hand.

use crate::{
    DAY, UNIT, World, charter,
    fixtures::{close, spend, traded, trading},
    patronage::{held, settle_everyone},
};
use coop::state::{Coop, Member};

#[test]
fn the_parts_are_as_computed_by_hand() {
    let mut world = World::new();
    let t = traded(&mut world);
    let site = t.site();
    // fees 30 and 15 of members, 15 of a stranger; 20 % and 5 %; no shares earn yet; a quarter is outside use
    let p = world.period(&site.period(0));
    let r = p.result;
    assert_eq!((p.revenue.get(), r.surplus.get()), (60 * UNIT, 60 * UNIT));
    assert_eq!((r.reserve.get(), r.solidarity.get(), r.interest.get()), (12 * UNIT, 3 * UNIT, 0));
    assert_eq!((r.outside.get(), r.pioneers.get(), r.work.get()), (11_250_000, 0, 0));
    assert_eq!((r.members.get(), r.retained.get(), p.unpaid.get()), (33_750_000, 16_875_000, 16_875_000));
    assert_eq!((p.done.member_units.get(), p.done.outside_units.get()), (45 * UNIT, 15 * UNIT));
    assert_eq!(p.unsettled, 3);
    let coop = world.coop(&site.coop);
    // what is retained is capital at once: it backs itself; but it is no measure of the next period's budget
    assert_eq!((coop.operating(), coop.books.reserve.get()), (616_875_000, 23_250_000));
    assert_eq!((coop.books.dividends.get(), coop.books.solidarity.get()), (16_875_000, 3 * UNIT));
    assert_eq!((coop.equity(), coop.period.shares_earning.get()), (616_875_000, 600 * UNIT));
    assert_eq!(coop.period.operating_at_start, 600 * UNIT);
    assert_eq!(world.balance(&site.vault), coop.cash());
}

#[test]
fn a_federations_part_of_solidarity_is_set_apart() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let site = t.site();
    world.edit::<Coop>(&site.coop, |c| {
        c.federation = [7; 32].into();
        c.period.rates.remit_bps = c.charter.remit_bps; // the period began in it
    });
    t.pay(&mut world, &t.g.coop.founder, 1_000 * UNIT);
    t.close(&mut world);
    let (books, r) = (world.coop(&site.coop).books, world.period(&site.period(0)).result);
    assert_eq!((r.solidarity.get(), r.federation.get()), (750_000, 750_000));
    assert_eq!((books.solidarity.get(), books.federation_due.get()), (750_000, 750_000));
}

#[test]
fn capital_earns_from_the_period_after_it_was_paid_in() {
    let mut world = World::new();
    let t = traded(&mut world);
    let (site, g) = (t.site(), &t.g);
    let (early, late) = (&g.coop.founder, &g.coop.members[1]);
    settle_everyone(&mut world, &g.coop, 0);
    t.pay(&mut world, early, 4_000 * UNIT);
    world.pass(charter().period_length as i64 - 1);
    // a second before the close
    world.accepts(site.subscribe(late, 10_000 * UNIT), &[late]);
    t.close(&mut world);
    // 600 × 5 % × 30 ÷ 365, not limited by half of what is left of 120
    let interest = 600 * UNIT * 5 * 30 / (100 * 365);
    assert_eq!(world.period(&site.period(1)).result.interest, interest);
    world.accepts(site.settle_patronage(&late.wallet(), 1), &[]);
    assert_eq!(held(&world, &site, late).dividends, interest / 3, "for its first 200, not for the 10 000");
    // a period later they earn
    t.pay(&mut world, late, 100_000 * UNIT);
    t.close(&mut world);
    world.accepts(site.settle_patronage(&late.wallet(), 2), &[]);
    let second = 10_600 * UNIT as u128 * 5 * 30 / (100 * 365);
    let r = world.period(&site.period(2)).result;
    assert!(r.interest.get().abs_diff(second as u64) <= 1);
    let cash = held(&world, &site, late).dividends.get();
    let share = (second * 10_200 / 10_600) as u64 + r.members.get() / 2;
    assert!(cash.abs_diff(interest / 3 + share) <= 3, "{cash}");
}

#[test]
fn losses_are_carried_and_made_good_first() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, g) = (t.site(), &t.g);
    t.pay(&mut world, &g.coop.founder, 1_000 * UNIT);
    for number in 0..3 {
        spend(&mut world, &site, 40 * UNIT, false);
        t.close(&mut world);
        let r = world.period(&site.period(number)).result;
        assert_eq!((r.surplus.get(), r.members.get(), r.reserve.get()), (0, 0, 0));
        let loss = 10 + 40 * number as u64;
        assert_eq!(world.coop(&site.coop).books.loss, loss * UNIT);
    }
    settle_everyone(&mut world, &g.coop, 0);
    t.pay(&mut world, &g.coop.founder, 4_000 * UNIT);
    t.close(&mut world);
    let (books, r) = (world.coop(&site.coop).books, world.period(&site.period(3)).result);
    assert_eq!((r.surplus.get(), books.loss.get()), (30 * UNIT, 0));
    assert_eq!(books.fund, 600 * UNIT + r.retained.get());
    assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
}

#[test]
fn without_use_of_members_the_pot_goes_to_the_reserve() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, stranger) = (t.site(), world.actor("stranger", 1_000 * UNIT));
    world.accepts(t.payment(&stranger, false, 1_000 * UNIT), &[&stranger]);
    t.close(&mut world);
    let (books, r) = (world.coop(&site.coop).books, world.period(&site.period(0)).result);
    assert_eq!((r.members.get(), r.member_rate.get()), (0, 0));
    assert_eq!((books.reserve.get(), books.solidarity.get()), (28_500_000, 1_500_000));
    // and a period in which nothing happened closes too
    t.close(&mut world);
    assert_eq!(world.period(&site.period(1)).result.surplus, 0);
}

#[test]
fn the_part_of_outside_work_is_the_reserves() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, worker) = (t.site(), &t.g.coop.members[0]);
    t.pay(&mut world, &t.g.coop.founder, 2_000 * UNIT);
    spend(&mut world, &site, 10 * UNIT, false);
    world.edit::<Coop>(&site.coop, |c| {
        c.period.done.member_work = (4 * UNIT).into();
        c.period.done.outside_work = (6 * UNIT).into();
    });
    world.edit::<Member>(&site.member(&worker.wallet()), |m| m.work = (4 * UNIT).into());
    t.close(&mut world);
    let r = world.period(&site.period(0)).result;
    assert_eq!((r.work.get(), r.outside.get(), r.members.get()), (4 * UNIT, 6 * UNIT, 27_500_000));
}

#[test]
fn a_co_op_without_members_pays_no_interest_and_works() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, g) = (t.site(), &t.g);
    for who in g.coop.everyone() {
        world.accepts(site.resign(&who.wallet()), &[who]);
    }
    let coop = world.coop(&site.coop);
    assert_eq!((coop.books.shares_total.get(), coop.period.shares_earning.get()), (0, 0));
    let stranger = world.actor("stranger", 1_000 * UNIT);
    world.accepts(t.payment(&stranger, false, 1_000 * UNIT), &[&stranger]);
    let number = close(&mut world, &g.coop);
    assert_eq!(world.period(&site.period(number)).result.interest, 0);
    settle_everyone(&mut world, &g.coop, number);
    assert_eq!(world.period(&site.period(number)).unsettled, 0);
}

#[test]
fn pioneers_are_paid_from_their_date_on_and_never_beyond_their_cap() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, pioneer, late) = (t.site(), &t.g.coop.founder, &t.g.coop.members[0]);
    // without the founding shares' own units, whose number would not be round
    world.edit::<Coop>(&site.coop, |c| {
        c.charter.pioneer_threshold = (60 * UNIT).into();
        c.charter.pioneer_shares_bps = 0.into();
    });
    t.pay(&mut world, pioneer, 1_000 * UNIT);
    t.close(&mut world);
    // B(30) of T = 60: 30 × (120 − 30) ÷ 120 = 22.5, for 22.5 of dividends of 30
    assert_eq!(world.coop(&site.coop).pioneer_units, 16_875_000);
    settle_everyone(&mut world, &t.g.coop, 0);
    assert_eq!(held(&world, &site, pioneer).pioneer_units, 16_875_000);
    // no surplus hastens the date, whatever the threshold
    t.pay(&mut world, late, 10_000 * UNIT);
    let number = t.close(&mut world);
    settle_everyone(&mut world, &t.g.coop, number);
    assert_eq!(world.period(&site.period(number)).result.pioneers, 0);
    let date = world.coop(&site.coop).pioneer_date();
    let made = world.coop(&site.coop).pioneer_units;
    while world.coop(&site.coop).period.ends() < date {
        let number = t.close(&mut world);
        assert_eq!(world.period(&site.period(number)).result.pioneers, 0);
    }
    let mut all = 0;
    for _ in 0..4 {
        t.pay(&mut world, late, 1_000 * UNIT);
        let number = t.close(&mut world);
        settle_everyone(&mut world, &t.g.coop, number);
        let r = world.period(&site.period(number)).result;
        all += r.pioneers.get();
        assert_eq!(r.pioneer_units_made, 0, "no more units are made");
    }
    let coop = world.coop(&site.coop);
    assert_eq!(coop.pioneer_units, made);
    let cap = made.get() / 10;
    assert!(cap - 4 <= all && all <= cap, "{all} of {cap}");
    assert!(world.now() > date && date - coop.activated_at.get() == 365 * DAY);
}

#[test]
fn founding_shares_still_held_at_the_date_make_their_part_of_a_unit() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, gone) = (t.site(), &t.g.coop.members[0]);
    assert_eq!(world.coop(&site.coop).founding_shares, 600 * UNIT);
    world.accepts(site.resign(&gone.wallet()), &[gone]);
    assert_eq!(world.coop(&site.coop).founding_shares, 400 * UNIT);
    while world.coop(&site.coop).period.ends() < world.coop(&site.coop).pioneer_date() {
        t.close(&mut world);
    }
    settle_everyone(&mut world, &t.g.coop, 0);
    t.pay(&mut world, &t.g.coop.founder, 1_000_000 * UNIT / 2);
    let number = t.close(&mut world);
    // a tenth of a unit a share, a tenth of a unit at most: 4 for 400
    let r = world.period(&site.period(number)).result;
    assert!(r.pioneers.get().abs_diff(4 * UNIT) <= 1, "{}", r.pioneers.get());
    settle_everyone(&mut world, &t.g.coop, number);
    let who = &t.g.coop.members[1];
    world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
}
