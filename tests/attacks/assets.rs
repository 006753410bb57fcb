//! Attacks 5, 6 and 23: neither an investment nor money at the agent takes what belongs to others.

use super::{give_reserve, nothing_wears, of_three};
use crate::{
    DAY, UNIT, World,
    fixtures::{clear, close, pass, propose, spend, vote},
    patronage::settle_everyone,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Purpose},
};

#[test]
fn investments_take_no_dividends_whenever_capital_comes_in() {
    let mut outcomes = Vec::new();
    for subscribed in ["never", "before", "after"] {
        let mut world = World::new();
        let g = of_three(&mut world);
        nothing_wears(&mut world, &g);
        let number = close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, number);
        let (site, buyer, rich) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        world.accepts(site.pay_coop(buyer, Some(site.member(&buyer.wallet())), 600 * UNIT), &[buyer]);
        // all that can be invested: the fund. What was earned is out of reach
        world.edit::<Coop>(&site.coop, |c| {
            let now = c.books.accrued_at.get();
            assert!(c.books.change(|books| books.invest(900 * UNIT + 1, true, now)).is_err());
        });
        spend(&mut world, &site, 900 * UNIT, true);
        let ends = world.coop(&site.coop).period.ends();
        world.set_time(ends - 1);
        if subscribed == "before" {
            world.accepts(site.subscribe(rich, 600 * UNIT), &[rich]);
        }
        let number = close(&mut world, &g.coop);
        if subscribed == "after" {
            world.accepts(site.subscribe(rich, 600 * UNIT), &[rich]);
        }
        settle_everyone(&mut world, &g.coop, number);
        let result = world.period(&site.period(number)).result;
        let member = world.member(&site.member(&buyer.wallet()));
        outcomes.push((result, member.dividends.get(), member.vintages_total()));
    }
    // 450 less interest, half in cash. Before: 431.5 before, 0 after
    assert!(outcomes[0].1 > 215 * UNIT, "{}", outcomes[0].1);
    assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
}

#[test]
fn what_was_invested_a_second_before_the_close_is_worn_by_a_second() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let site = g.coop.site;
    // so late that it can still be executed at the end of the next period
    world.pass(15 * DAY);
    let (to, tokens) = (g.coop.members[0].wallet(), g.coop.members[0].tokens);
    let action = Action::Spend { to, amount: 900 * UNIT, purpose: Purpose::Investment };
    let index = pass(&mut world, &g.coop, action);
    let ends = world.coop(&site.coop).period.ends();
    world.set_time(ends - 1);
    world.accepts(site.execute_spend(index, &tokens), &[]);
    let number = close(&mut world, &g.coop);
    // ⌊900 × 20 % ÷ 365 days⌋. Before: of the whole period, 14.8 units of money
    assert_eq!(world.period(&site.period(number)).result.wear, 5);
    assert_eq!(world.coop(&site.coop).books.invested, 900 * UNIT - 5);
    // and what is below a base unit is carried, however often it is closed
    let mut worn = 5;
    for _ in 0..3 {
        let number = close(&mut world, &g.coop);
        worn += world.period(&site.period(number)).result.wear.get();
    }
    let share = (900 * UNIT as u128 * 2_000 * 90 / (10_000 * 365)) as u64;
    assert!(worn <= share + 6 && worn > share * 97 / 100, "{worn} of {share}");
}

#[test]
fn money_to_the_own_agent_is_no_loss_that_the_reserve_could_cover() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let site = g.coop.site;
    give_reserve(&mut world, &g, 1_000 * UNIT);
    nothing_wears(&mut world, &g);
    close(&mut world, &g.coop);
    let source = world.token_account(&site.agent(), 0);
    let action = Action::Spend { to: site.agent(), amount: 90 * UNIT, purpose: Purpose::Expense };
    let index = pass(&mut world, &g.coop, action);
    world.accepts(site.execute_spend(index, &source), &[]);
    clear(&mut world, &g.coop, index);
    let books = world.coop(&site.coop).books;
    assert_eq!((books.at_agent.get(), books.loss.get()), (90 * UNIT, 0));
    // was: a loss of 90, of which the reserve gave 90, and then 90 came home as surplus
    let index = pass(&mut world, &g.coop, Action::CoverLoss { up_to: 90 * UNIT });
    world.refuses(NothingToCover, site.execute_cover_loss(index), &[]);
    world.pass(60 * DAY);
    clear(&mut world, &g.coop, index);
    close(&mut world, &g.coop);
    let index = pass(&mut world, &g.coop, Action::Collect { amount: 90 * UNIT });
    world.accepts(site.execute_collect(Some(index), &source), &[]);
    let books = world.coop(&site.coop).books;
    assert_eq!((books.reserve.get(), books.earnings.get()), (1_000 * UNIT, 0));
    assert_eq!((books.fund.get(), books.at_agent.get()), (900 * UNIT, 0));
}

/// The same across a close: what wore off at the agent is a loss, the reserve covers it, and then the money that was there
/// all along comes home.
#[test]
fn what_wears_off_at_the_agent_and_comes_home_is_nothing_that_the_reserve_gives() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let site = g.coop.site;
    give_reserve(&mut world, &g, 1_000 * UNIT);
    let source = world.token_account(&site.agent(), 0);
    // all that there is, by special resolution; nobody is paid anything
    let action = Action::Spend { to: site.agent(), amount: 900 * UNIT, purpose: Purpose::Expense };
    let index = pass(&mut world, &g.coop, action);
    world.accepts(site.execute_spend(index, &source), &[]);
    clear(&mut world, &g.coop, index);
    close(&mut world, &g.coop);
    let up_to = world.coop(&site.coop).books.loss.get();
    let index = pass(&mut world, &g.coop, Action::CoverLoss { up_to });
    world.accepts(site.execute_cover_loss(index), &[]);
    clear(&mut world, &g.coop, index);
    let index = pass(&mut world, &g.coop, Action::Collect { amount: 900 * UNIT });
    let number = world.coop(&site.coop).period.number.get();
    settle_everyone(&mut world, &g.coop, number - 1);
    world.accepts(site.execute_collect(Some(index), &source), &[]);
    let books = world.coop(&site.coop).books;
    // every unit is home that was ever there, and so the reserve has what it had
    assert_eq!(books.at_agent, 0);
    assert_eq!(books.reserve, 1_000 * UNIT, "{} of it became surplus", books.earnings.get());
}

/// Two of three resolve to invest most of what there is. The third, who has most of the capital, asks for it in the transaction
/// of every close and takes that back before the next one. Before: it stopped every large investment, without a vote, and left
/// nothing behind.
#[test]
fn an_ask_for_a_moment_stops_no_investment_at_its_turn() {
    for to_agent in [false, true] {
        let mut world = World::new();
        let g = of_three(&mut world);
        nothing_wears(&mut world, &g);
        let (site, whale) = (g.coop.site, &g.coop.members[1]);
        let wallet = whale.wallet();
        world.accepts(site.subscribe(whale, 1_000 * UNIT), &[whale]);
        let number = close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, number);
        let (to, tokens) = if to_agent {
            (site.agent(), world.token_account(&site.agent(), 0))
        } else {
            (g.coop.members[0].wallet(), g.coop.members[0].tokens)
        };
        let action = Action::Spend { to, amount: 1_500 * UNIT, purpose: Purpose::Investment };
        let index = propose(&mut world, &g.coop, action);
        vote(&mut world, &g.coop, index, Choice::Yes);
        let p = world.proposal(&site.proposal(index));
        world.set_time(p.ends.get() + p.timelock.get() as i64);
        while world.coop(&site.coop).period.ends() < world.now() {
            close(&mut world, &g.coop);
        }
        let period = world.coop(&site.coop).period;
        world.set_time(period.ends());
        let steps = [
            site.close_period(&wallet, period.number.get()),
            site.withdraw_shares(&wallet, 1_000 * UNIT, 10_000),
        ];
        world.send(&steps, &[&whale.key]).expect("it asks");
        let execute = site.execute_spend(index, &tokens);
        world.pass(DAY);
        world.refuses(MoreThanFund, execute.clone(), &[]);
        world.pass(-1);
        world.accepts(execute, &[]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.fund.get(), coop.books.asked.get()), (400 * UNIT, 1_000 * UNIT));
        // what the fund does not reach stays its owner's: nothing is lost, and the others' is not touched
        let number = close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, number);
        let (member, result) =
            (world.member(&site.member(&wallet)), world.period(&site.period(number)).result);
        assert_eq!((member.dividends.get(), member.withdrawn.get()), (400 * UNIT, 600 * UNIT));
        assert_eq!((result.price_bps.get(), result.retired.get()), (10_000, 400 * UNIT));
    }
}
