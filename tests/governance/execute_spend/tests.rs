//! Tests of `execute_spend` alone.

use crate::{
    DAY, UNIT, World,
    fixtures::{Gathering, active, clear, close, pass, propose, vote},
    patronage::{held, seasoned, settle_everyone},
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Purpose},
};

/// A spend to the second member.
fn to_member(g: &Gathering, amount: u64, purpose: Purpose) -> Action {
    Action::Spend { to: g.coop.members[1].wallet(), amount, purpose }
}

#[test]
fn an_expense_is_paid_out_of_earnings_and_then_of_the_fund() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, who, to) = (g.coop.site, &g.coop.founder, g.coop.members[1].tokens);
    let index = pass(&mut world, &g.coop, to_member(&g, 50 * UNIT, Purpose::Expense));
    world.accepts(site.pay_coop(who, None, 20 * UNIT), &[who]);
    let before = world.balance(&to);
    world.accepts(site.execute_spend(index, &to), &[]);
    let coop = world.coop(&site.coop);
    assert_eq!(world.balance(&to) - before, 50 * UNIT);
    assert_eq!((coop.books.earnings.get(), coop.books.fund.get()), (0, 570 * UNIT));
    assert_eq!((coop.books.loss.get(), coop.period.expenses.get()), (30 * UNIT, 50 * UNIT));
    assert_eq!(world.balance(&site.vault), coop.cash());
    world.refuses(ProposalExecuted, site.execute_spend(index, &to), &[]);
}

#[test]
fn an_investment_is_an_asset_and_never_takes_what_is_asked_back() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, g.coop.members[1].tokens);
    let index = pass(&mut world, &g.coop, to_member(&g, 60 * UNIT, Purpose::Investment));
    // two leave: 360 are asked back of 600
    for who in [&g.coop.founder, &g.coop.members[0]] {
        world.accepts(site.resign_asking(&who.wallet()), &[who]);
    }
    let set = |asked: u64| move |c: &mut coop::state::Coop| c.books.asked = asked.into();
    world.edit(&site.coop, set(540 * UNIT + 1));
    world.refuses(MoreThanFund, site.execute_spend(index, &to), &[]);
    world.edit(&site.coop, set(540 * UNIT));
    world.accepts(site.execute_spend(index, &to), &[]);
    let books = world.coop(&site.coop).books;
    assert_eq!((books.invested.get(), books.bought.get(), books.moved_out.get()), (60 * UNIT, 60 * UNIT, 0));
    assert_eq!((books.fund.get(), books.loss.get()), (540 * UNIT, 0));
}

#[test]
fn ordinary_spends_fill_a_bucket_of_the_smaller_of_then_and_now() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, to, rich) = (g.coop.site, g.coop.members[1].tokens, &g.coop.members[0]);
    // what comes in during the period is no base
    world.accepts(site.subscribe(rich, 10_000 * UNIT), &[rich]);
    assert_eq!(world.coop(&site.coop).budget().capacity, 60 * UNIT);
    let first = pass(&mut world, &g.coop, to_member(&g, 40 * UNIT, Purpose::Expense));
    world.accepts(site.execute_spend(first, &to), &[]);
    clear(&mut world, &g.coop, first);
    let drawn = world.now();
    // ⌈40 × 30 ÷ 60⌉ days until it is empty
    assert_eq!(world.coop(&site.coop).budget_full, drawn + 20 * DAY);
    let second = pass(&mut world, &g.coop, to_member(&g, 40 * UNIT, Purpose::Expense));
    assert_eq!(world.now() - drawn, 10 * DAY + 1);
    world.accepts(site.execute_spend(second, &to), &[]);
    assert_eq!(world.coop(&site.coop).budget_full, drawn + 40 * DAY);
    clear(&mut world, &g.coop, second);
    let third = pass(&mut world, &g.coop, to_member(&g, 40 * UNIT, Purpose::Expense));
    close(&mut world, &g.coop);
    // nor is what came in during the one before
    assert_eq!(world.coop(&site.coop).budget().capacity, 52 * UNIT);
    world.refuses(BudgetExceeded, site.execute_spend(third, &to), &[]);
    settle_everyone(&mut world, &g.coop, 1);
    close(&mut world, &g.coop);
    // then it is all the co-op's: 10 520 of operating money
    assert_eq!(world.coop(&site.coop).budget().capacity, 1_052 * UNIT);
}

#[test]
fn what_there_is_no_room_for_waits_to_the_second() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, g.coop.members[1].tokens);
    let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Expense));
    let now = world.now();
    // 30 of 60 are half of the window
    let set = |full: i64| move |c: &mut coop::state::Coop| c.budget_full = full.into();
    world.edit(&site.coop, set(now + 15 * DAY + 1));
    world.refuses(BudgetExceeded, site.execute_spend(index, &to), &[]);
    world.pass(1);
    world.accepts(site.execute_spend(index, &to), &[]);
}

#[test]
fn a_special_spend_is_bounded_by_operating_and_waits_for_the_turn() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, g.coop.members[1].tokens);
    let index = propose(&mut world, &g.coop, to_member(&g, 61 * UNIT, Purpose::Expense));
    let p = world.proposal(&site.proposal(index));
    assert!(p.is_special() && p.weighty == 1);
    vote(&mut world, &g.coop, index, Choice::Yes);
    world.set_time(p.ends.get() + p.timelock.get() as i64);
    assert!(world.now() < world.coop(&site.coop).period.ends());
    world.refuses(AwaitsPeriodTurn, site.execute_spend(index, &to), &[]);
    // whoever leaves before the close is paid by it
    let leaver = &g.coop.members[0];
    world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
    close(&mut world, &g.coop);
    world.accepts(site.execute_spend(index, &to), &[]);
    assert_eq!(world.coop(&site.coop).budget_full, 0, "no draw on the bucket");
    world.accepts(site.settle_patronage(&leaver.wallet(), 1), &[]);
    assert_eq!(held(&world, &site, leaver).dividends, 180 * UNIT);
}

#[test]
fn pay_for_work_is_patronage_of_the_member_whose_account_must_be_given() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, worker) = (g.coop.site, &g.coop.members[1]);
    let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Work));
    let member = site.member(&worker.wallet());
    let pay = |given| site.execute_spend_for(index, &worker.tokens, given);
    world.refuses(PatronMissing, pay(None), &[]);
    world.refuses(PatronMismatch, pay(Some(site.member(&g.coop.founder.wallet()))), &[]);
    world.accepts(pay(Some(member)), &[]);
    let done = world.coop(&site.coop).period.done;
    assert_eq!((done.member_work.get(), done.outside_work.get()), (30 * UNIT, 0));
    assert_eq!(held(&world, &site, worker).work, 30 * UNIT);
}

#[test]
fn work_of_one_who_left_meanwhile_or_never_was_a_member_is_outside_work() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, worker) = (g.coop.site, &g.coop.members[1]);
    let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Work));
    world.accepts(site.resign(&worker.wallet()), &[worker]);
    let given = Some(site.member(&worker.wallet()));
    world.accepts(site.execute_spend_for(index, &worker.tokens, given), &[]);
    let done = world.coop(&site.coop).period.done;
    assert_eq!((done.member_work.get(), done.outside_work.get()), (0, 30 * UNIT));
    clear(&mut world, &g.coop, index);
    let stranger = world.actor("plumber", 0);
    close(&mut world, &g.coop);
    let pay = Action::Spend { to: stranger.wallet(), amount: 20 * UNIT, purpose: Purpose::Work };
    let index = pass(&mut world, &g.coop, pay);
    world.accepts(site.execute_spend(index, &stranger.tokens), &[]);
    assert_eq!(world.coop(&site.coop).period.done.outside_work, 20 * UNIT);
}

#[test]
fn a_worker_with_business_of_an_older_period_is_settled_first() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, worker) = (g.coop.site, &g.coop.members[1]);
    world.pass(15 * DAY);
    let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Work));
    close(&mut world, &g.coop);
    let pay = site.execute_spend_for(index, &worker.tokens, Some(site.member(&worker.wallet())));
    world.refuses(SettlePatronageFirst, pay.clone(), &[]);
    world.send(&[site.settle_patronage(&worker.wallet(), 0), pay], &[]).expect("settled first");
}

#[test]
fn while_a_period_is_overdue_nothing_is_spent() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, to) = (g.coop.site, g.coop.members[1].tokens);
    world.pass(15 * DAY);
    let index = pass(&mut world, &g.coop, to_member(&g, 10 * UNIT, Purpose::Expense));
    let ends = world.coop(&site.coop).period.ends();
    world.set_time(ends);
    world.refuses(ClosePeriodFirst, site.execute_spend(index, &to), &[]);
    let close = site.close_period(&g.coop.founder.wallet(), 1);
    let calls = [close, site.execute_spend(index, &to)];
    world.send(&calls, &[&g.coop.founder.key]).expect("closed in the same transaction");
    assert_eq!(world.coop(&site.coop).period.expenses, 10 * UNIT);
}

#[test]
fn money_to_the_own_agent_is_no_expense_and_comes_home() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let source = world.token_account(&site.agent(), 0);
    let action = Action::Spend { to: site.agent(), amount: 60 * UNIT, purpose: Purpose::Expense };
    let index = pass(&mut world, &g.coop, action);
    world.accepts(site.execute_spend(index, &source), &[]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.books.at_agent.get(), coop.books.loss.get()), (60 * UNIT, 0));
    assert_eq!((coop.books.bought.get(), coop.period.expenses.get()), (60 * UNIT, 0));
}
