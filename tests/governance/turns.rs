//! Weighty resolutions: they come at the turn of a period, after the close that has paid everyone who left in time.

use crate::{
    DAY, UNIT, World, charter,
    fixtures::{Founded, active, close, propose, settle_everyone, spend, vote},
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Purpose},
};

/// From the proposal of a special resolution to the first second after its timelock.
const UNTIL_OPEN: i64 = (7 + 7) * DAY;

/// A co-op in which an amendment is proposed, and its timelock ends `after` seconds from the regular end of the period.
fn amending(world: &mut World, after: i64) -> (Founded, u32, i64) {
    let coop = active(world, 5, 200 * UNIT).coop;
    let ends = world.coop(&coop.site.coop).period.ends();
    // a second passes before the proposal is made
    world.set_time(ends + after - UNTIL_OPEN - 1);
    let index = propose(world, &coop, amendment(|c| c.cash_bps = 2_000));
    vote(world, &coop, index, Choice::Yes);
    let p = world.proposal(&coop.site.proposal(index));
    assert_eq!(p.ends.get() + p.timelock.get() as i64, ends + after);
    (coop, index, ends)
}

#[test]
fn the_close_of_a_period_that_ends_with_the_timelock_is_the_turn() {
    let mut world = World::new();
    let (coop, index, ends) = amending(&mut world, 0);
    let execute = coop.site.execute_amend(index, None);
    world.set_time(ends - 1);
    world.refuses(TimelockNotOver, execute.clone(), &[]);
    world.set_time(ends);
    world.refuses(AwaitsPeriodTurn, execute.clone(), &[]);
    close(&mut world, &coop);
    assert_eq!(world.coop(&coop.site.coop).closed_until, ends);
    world.accepts(execute, &[]);
}

#[test]
fn a_period_that_ended_a_second_before_the_timelock_is_not_however_late_it_is_closed() {
    let mut world = World::new();
    let (coop, index, ends) = amending(&mut world, 1);
    let execute = coop.site.execute_amend(index, None);
    world.set_time(ends + DAY);
    let late = close(&mut world, &coop);
    let books = world.coop(&coop.site.coop);
    assert_eq!((books.closed_until.get(), books.period.started_at.get()), (ends, ends + DAY));
    world.refuses(AwaitsPeriodTurn, execute.clone(), &[]);
    // the window is longer by the length of the period: the next turn is within it
    let next = close(&mut world, &coop);
    assert_eq!(next, late + 1);
    world.accepts(execute, &[]);
}

#[test]
fn the_window_is_longer_by_a_period_and_no_more() {
    let mut world = World::new();
    let (coop, index, ends) = amending(&mut world, 1);
    let c = charter();
    let p = world.proposal(&coop.site.proposal(index));
    assert_eq!(p.execution_window, c.execution_window + c.period_length);
    let last = ends + 1 + (c.execution_window + c.period_length) as i64 - 1;
    close(&mut world, &coop);
    close(&mut world, &coop);
    world.set_time(last + 1);
    world.refuses(ExecutionWindowOver, coop.site.execute_amend(index, None), &[]);
    world.set_time(last);
    world.accepts(coop.site.execute_amend(index, None), &[]);
}

#[test]
fn a_member_who_leaves_in_time_is_paid_at_par_before_a_weighty_spend_happens() {
    let mut world = World::new();
    let coop = active(&mut world, 5, 200 * UNIT).coop;
    let (site, leaver, payee) = (coop.site, &coop.members[0], &coop.members[1]);
    let started = close(&mut world, &coop);
    settle_everyone(&mut world, &coop);
    let amount = 700 * UNIT;
    let spending = Action::Spend { to: payee.wallet(), amount, purpose: Purpose::Expense };
    let index = propose(&mut world, &coop, spending);
    vote(&mut world, &coop, index, Choice::Yes);
    // a day before the timelock is over it reads about it, and goes
    world.set_time(world.proposal(&site.proposal(index)).ends.get() + 6 * DAY);
    world.accepts(site.resign_with(&leaver.wallet(), None, None, true, true), &[leaver]);
    let execute = site.execute_spend(index, &payee.tokens);
    world.set_time(world.coop(&site.coop).period.ends() - 1);
    world.refuses(AwaitsPeriodTurn, execute.clone(), &[]);
    let number = close(&mut world, &coop);
    assert_eq!(number, started + 1);
    world.accepts(execute, &[]);
    world.accepts(site.settle_patronage(&leaver.wallet(), number), &[]);
    let held = world.balance(&leaver.tokens);
    world.accepts(site.claim_dividends(&leaver.wallet(), &leaver.tokens), &[leaver]);
    assert_eq!(world.balance(&leaver.tokens) - held, 180 * UNIT, "what did not answer for pledged use");
}

#[test]
fn an_ordinary_spend_in_the_period_lowers_the_price_of_all_who_ask_alike() {
    let mut world = World::new();
    let coop = active(&mut world, 4, 200 * UNIT).coop;
    let site = coop.site;
    close(&mut world, &coop);
    settle_everyone(&mut world, &coop);
    let (first, last) = (&coop.members[0], &coop.members[1]);
    world.accepts(site.ask_back(&first.wallet(), 0, 0), &[first]);
    world.accepts(site.resign_asking(&first.wallet()), &[first]);
    spend(&mut world, &site, 80 * UNIT, false);
    world.accepts(site.resign_asking(&last.wallet()), &[last]);
    let number = close(&mut world, &coop);
    // 720 of 800
    assert_eq!(world.period(&site.period(number)).result.price_bps, 9_000);
    for who in [first, last] {
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        assert_eq!(world.member(&site.member(&who.wallet())).dividends, 162 * UNIT);
    }
}
