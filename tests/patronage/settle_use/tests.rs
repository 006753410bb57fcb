//! Tests of `settle_use` alone.

use crate::{
    DAY, UNIT, World,
    fixtures::{
        Trading, active, close, later_terms, open_to_all, pass, pledge, settle_everyone, settle_later,
        settled, spend, trading,
    },
    patronage::held,
};
use coop::{
    error::CoopError::*,
    state::{Action, Coop, Member},
};

/// Three members promised 200 of turnover each, which 20 of 200 shares answer for until 30 days after the settlement:
/// the founder has paid this much through a service, and the period is closed and settled to it.
fn after_the_stay(world: &mut World, paid: u64) -> Trading {
    let t = trading(world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    if paid > 0 {
        t.pay(world, who, paid);
    }
    if paid < 200 * UNIT {
        world.refuses(UseNotDue, site.settle_use(&who.wallet()), &[]);
    }
    let ends = held(world, &site, who).promise_ends.get();
    assert_eq!(ends, world.pool(&t.g.site.pool).settled_at.get() + 30 * DAY);
    let number = t.close(world);
    assert_eq!(world.now(), ends, "the first period is as long as capital stays");
    world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
    t
}

#[test]
fn a_kept_promise_is_over_as_soon_as_it_is_kept() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    let wallet = who.wallet();
    t.pay(&mut world, who, 200 * UNIT - 1);
    world.refuses(UseNotDue, site.settle_use(&wallet), &[]);
    t.pay(&mut world, who, 1);
    let before = world.coop(&site.coop).books;
    world.accepts(site.settle_use(&wallet), &[]);
    let member = held(&world, &site, who);
    assert_eq!((member.shares.get(), member.bonded.get(), member.promised.get()), (200 * UNIT, 0, 0));
    assert_eq!(member.resting_at(world.now()), 200 * UNIT, "the capital stays");
    assert_eq!(world.coop(&site.coop).books, before);
    world.changes_nothing(site.settle_use(&wallet));
}

#[test]
fn what_is_paid_to_the_coop_itself_and_for_work_counts_in_full() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 150 * UNIT), &[who]);
    assert_eq!(held(&world, &site, who).turnover, 150 * UNIT);
    let index = crate::fixtures::pass(
        &mut world,
        &t.g.coop,
        coop::state::Action::Spend {
            to: who.wallet(),
            amount: 50 * UNIT,
            purpose: coop::state::Purpose::Work,
        },
    );
    crate::fixtures::settle_everyone(&mut world, &t.g.coop);
    world.accepts(site.execute_spend_for(index, &who.tokens, Some(site.member(&who.wallet()))), &[]);
    assert_eq!(held(&world, &site, who).turnover, 200 * UNIT);
    world.accepts(site.settle_use(&who.wallet()), &[]);
}

#[test]
fn a_service_that_pays_the_coop_next_to_nothing_keeps_no_promise() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    assert_eq!(held(&world, &site, who).promise_rate_bps, 300);
    world.edit::<coop::state::Service>(&site.service(0), |s| s.take_rate_bps = 3.into());
    t.pay(&mut world, who, 200 * UNIT);
    assert_eq!(held(&world, &site, who).turnover, 2 * UNIT);
    // one that pays more than that counts no more than all
    world.edit::<coop::state::Service>(&site.service(0), |s| s.take_rate_bps = 1_000.into());
    t.pay(&mut world, who, 10 * UNIT);
    assert_eq!(held(&world, &site, who).turnover, 12 * UNIT);
}

#[test]
fn what_is_forfeited_is_asked_back_for_the_reserve_at_the_price_of_everyone() {
    let mut world = World::new();
    let t = after_the_stay(&mut world, 100 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    let before = world.coop(&site.coop);
    // what matured stays the member's as long as the test does not ask for it
    world.edit::<coop::state::Member>(&site.member(&who.wallet()), |m| assert_eq!(m.matured, 0));
    world.accepts(site.settle_use(&who.wallet()), &[]);
    let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
    assert_eq!((member.shares.get(), member.bonded.get()), (190 * UNIT, 0));
    assert_eq!((coop.equity(), coop.books.fund), (before.equity(), before.books.fund));
    assert_eq!((coop.books.forfeited.get(), coop.books.reserve), (10 * UNIT, before.books.reserve));
    assert_eq!(coop.period.shares_earning, 590 * UNIT);
    assert!(member.is_elector(), "190 are more than the member share");
    // half of all capital is lost, so half of the forfeit is paid to the reserve
    spend(&mut world, &site, coop.equity() / 2, false);
    let number = close(&mut world, &t.g.coop);
    let (after, result) = (world.coop(&site.coop), world.period(&site.period(number)).result);
    assert_eq!(result.price_bps, 5_000);
    assert_eq!((result.paid.get(), result.paid_to_members.get()), (5 * UNIT, 0));
    assert_eq!(after.books.reserve - coop.books.reserve.get(), 5 * UNIT);
    assert_eq!((after.equity(), after.books.forfeited.get()), (coop.equity() - 10 * UNIT, 0));
}

#[test]
fn a_forfeit_that_nothing_can_pay_waits_for_the_next_close() {
    let mut world = World::new();
    let t = after_the_stay(&mut world, 0);
    let (site, who) = (t.site(), &t.g.coop.founder);
    world.accepts(site.settle_use(&who.wallet()), &[]);
    let fund = world.coop(&site.coop).books.fund.get();
    spend(&mut world, &site, fund, false);
    t.close(&mut world);
    assert_eq!(world.coop(&site.coop).books.forfeited, 20 * UNIT);
    let stranger = world.actor("stranger", 10_000 * UNIT);
    world.accepts(site.book_income(&stranger, fund), &[&stranger]);
    t.close(&mut world);
    let books = world.coop(&site.coop).books;
    assert_eq!((books.forfeited.get(), books.reserve.get()), (0, 20 * UNIT));
}

#[test]
fn a_member_who_left_answers_with_what_its_shares_became_and_keeps_no_promise_by_what_it_does_after() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    let wallet = who.wallet();
    world.accepts(site.resign(&wallet), &[who]);
    t.pay(&mut world, who, 500 * UNIT);
    assert_eq!(held(&world, &site, who).turnover, 0);
    let ask = |amount| site.ask_back(&wallet, amount, 0);
    // until the stay is over all of it rests, and then what answers
    world.refuses(MoreThanCanBeAsked, ask(1), &[who]);
    let number = t.close(&mut world);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    world.refuses(MoreThanCanBeAsked, ask(180 * UNIT + 1), &[who]);
    world.accepts(ask(180 * UNIT), &[who]);
    world.accepts(site.settle_use(&wallet), &[]);
    let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
    assert_eq!((member.matured.get(), member.bonded.get()), (180 * UNIT, 0));
    assert_eq!((coop.books.asked.get(), coop.books.forfeited.get()), (180 * UNIT, 20 * UNIT));
    let reserve = coop.books.reserve.get();
    let number = t.close(&mut world);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    world.accepts(site.claim_dividends(&wallet, &who.tokens), &[who]);
    assert_eq!(world.coop(&site.coop).books.reserve.get() - reserve, 20 * UNIT);
    world.pass(300 * DAY);
    world.accepts(site.reclaim_member(&wallet, &wallet), &[]);
}

#[test]
fn a_member_who_falls_below_the_member_share_votes_for_ninety_days_more_and_again_once_it_is_paid() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who, stranger) = (t.site(), &t.g.coop.founder, &t.owner);
    let (wallet, suspend) = (who.wallet(), site.suspend(&who.wallet()));
    let set = |c: &mut coop::state::Coop| c.charter.member_share = (201 * UNIT).into();
    world.edit::<coop::state::Coop>(&site.coop, set);
    t.close(&mut world);
    world.accepts(site.settle_patronage(&wallet, 0), &[]);
    // a sign of life, and the whole share
    world.accepts(site.subscribe(who, UNIT), &[who]);
    let number = t.close(&mut world);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    let member = held(&world, &site, who);
    assert_eq!((member.shares.get(), member.short_since.get()), (201 * UNIT, 0));
    world.set_time(member.elector_from.get() + 300 * DAY);
    t.close(&mut world);
    world.accepts(site.settle_use(&wallet), &[]);
    let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
    assert_eq!((member.shares.get(), member.is_elector(), coop.electors.get()), (181 * UNIT, true, 3));
    assert_eq!(member.short_since, world.now());
    world.pass(90 * DAY);
    world.refuses(ElectorNotSuspendable, suspend.clone(), &[]);
    world.pass(1);
    world.accepts(suspend.clone(), &[]);
    assert_eq!(world.coop(&site.coop).electors, 2);
    // it comes back as soon as it has paid, by its own signature
    world.refuses(MemberShareNotPaid, site.enrol(&wallet, &wallet), &[who]);
    world.accepts(site.subscribe(who, 20 * UNIT - 1), &[who]);
    assert_eq!(held(&world, &site, who).short_since, member.short_since);
    world.accepts(site.subscribe(who, 1), &[who]);
    assert_eq!(held(&world, &site, who).short_since, 0);
    world.refuses(SuspendedMemberMustSign, site.enrol(&stranger.wallet(), &wallet), &[stranger]);
    world.accepts(site.enrol(&wallet, &wallet), &[who]);
    assert_eq!(world.coop(&site.coop).electors, 3);
    world.pass(91 * DAY);
    world.refuses(ElectorNotSuspendable, suspend, &[]);
}

/// Who promises a little, trades as ever, and promises a lot in the last second, has not kept the lot.
#[test]
fn what_went_through_before_keeps_no_more_than_was_promised_then() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    world.edit::<coop::state::Member>(&site.member(&who.wallet()), coop::state::Member::end_promise);
    let terms = later_terms(&world);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    world.accepts(site.execute_open_pool(&who.wallet(), index, 1), &[who]);
    world.set_time(terms.opens);
    settle_everyone(&mut world, &g.coop);
    let pool = site.pool(1);
    pledge(&mut world, &pool, who, 100 * UNIT, UNIT);
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 500 * UNIT), &[who]);
    pledge(&mut world, &pool, who, 0, 499 * UNIT);
    let member = held(&world, &site, who);
    assert_eq!((member.promised.get(), member.turnover.get()), (500 * UNIT, UNIT));
}

/// A promise is not kept after its end, whenever it is settled.
#[test]
fn what_comes_after_the_end_keeps_no_promise() {
    let mut world = World::new();
    let t = after_the_stay(&mut world, 100 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.founder);
    t.pay(&mut world, who, 100 * UNIT);
    assert_eq!(held(&world, &site, who).turnover, 100 * UNIT);
    world.accepts(site.settle_use(&who.wallet()), &[]);
    assert_eq!(world.coop(&site.coop).books.forfeited, 10 * UNIT);
}

#[test]
fn what_has_matured_is_taken_before_shares() {
    let mut world = World::new();
    let t = after_the_stay(&mut world, 0);
    let (site, who) = (t.site(), &t.g.coop.founder);
    world.edit::<coop::state::Member>(&site.member(&who.wallet()), |m| m.matured = (5 * UNIT).into());
    world.edit::<coop::state::Coop>(&site.coop, |c| {
        c.books.retained_total += 5 * UNIT;
        c.books.fund += 5 * UNIT;
    });
    world.accepts(site.settle_use(&who.wallet()), &[]);
    let member = held(&world, &site, who);
    assert_eq!((member.matured.get(), member.shares.get()), (0, 185 * UNIT));
}

#[test]
fn shares_of_an_older_period_are_settled_before_they_are_taken() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    t.close(&mut world);
    let wallet = t.g.coop.founder.wallet();
    world.refuses(SettlePatronageFirst, t.site().settle_use(&wallet), &[]);
    world.accepts(t.site().settle_patronage(&wallet, 0), &[]);
    world.accepts(t.site().settle_use(&wallet), &[]);
}

#[test]
fn a_promise_is_measured_from_when_it_was_made_and_one_is_open_at_a_time() {
    let mut world = World::new();
    let g = settled(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    // between the settlement and the claim it counts already
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 200 * UNIT), &[who]);
    world.refuses(ClaimSharesFirst, site.settle_use(&who.wallet()), &[]);
    world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    world.accepts(site.settle_use(&who.wallet()), &[]);
    assert_eq!(held(&world, &site, who).shares, 200 * UNIT);
}

/// What is forfeited comes from matured capital that is not asked back, vintages that are due included, and then from shares.
#[test]
fn a_forfeit_takes_matured_capital_that_is_free_and_then_shares() {
    // matured, withdrawn and asked back before, in units, a vintage that is due, and what shares lose of 20
    for (matured, withdrawn, asked, due, of_shares) in [
        (15, 10, 12, 0, 7),
        (15, 10, 0, 0, 5),
        (30, 0, 0, 0, 0),
        (5, 30, 0, 0, 15),
        (5, 0, 0, 9, 6),
        (10, 0, 10, 0, 20),
    ] {
        let mut world = World::new();
        let t = after_the_stay(&mut world, 0);
        let (site, who) = (t.site(), &t.g.coop.founder);
        let period = world.coop(&site.coop).period.number;
        world.edit::<Coop>(&site.coop, |c| {
            c.books.change(|b| {
                b.retained_total += (matured + withdrawn + due) * UNIT;
                b.fund += (matured + withdrawn + due) * UNIT;
                b.asked += asked * UNIT;
            });
            c.period.unsettled += (asked != 0) as u32;
            c.charter.revolve_periods = 0;
        });
        world.edit::<Member>(&site.member(&who.wallet()), |m| {
            (m.matured, m.withdrawn) = ((matured * UNIT).into(), (withdrawn * UNIT).into());
            m.asked = (asked * UNIT).into();
            m.vintages[0].retained = (due * UNIT).into();
            m.unsettled_period = period;
        });
        world.accepts(site.settle_use(&who.wallet()), &[]);
        let m = held(&world, &site, who);
        assert_eq!(m.shares, (200 - of_shares) * UNIT, "{matured} {withdrawn} {asked} {due}");
        assert_eq!(m.matured, (matured + due - (20 - of_shares)) * UNIT);
        assert_eq!(m.asked, asked * UNIT);
    }
}

/// What is bought between the pledge and the claim counts: a promise runs from the moment in which it is made.
#[test]
fn what_is_paid_before_the_shares_are_claimed_counts() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who, pool) = (t.site(), &t.g.coop.founder, t.site().pool(1));
    t.pay(&mut world, who, 200 * UNIT);
    world.accepts(site.settle_use(&who.wallet()), &[]);
    let (terms, _) = open_to_all(&mut world, &t.g.coop);
    pledge(&mut world, &pool, who, 100 * UNIT, 80 * UNIT);
    t.pay(&mut world, who, 50 * UNIT);
    assert_eq!(held(&world, &site, who).turnover, 50 * UNIT);
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &t.g.coop, &pool);
    t.pay(&mut world, who, 29 * UNIT);
    world.accepts(pool.claim_shares(&who.wallet()), &[]);
    world.refuses(UseNotDue, site.settle_use(&who.wallet()), &[]);
    t.pay(&mut world, who, UNIT);
    world.accepts(site.settle_use(&who.wallet()), &[]);
}
