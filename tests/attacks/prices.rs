//! Attacks on the price at which capital leaves, and on the solvency that a newcomer accepts: found by a second audit
//! (docs/decisions/0011).

use super::{nothing_wears, of_three, purse};
use crate::{
    Actor, DAY, UNIT, World,
    fixtures::{Founded, clear, close, newcomer, pass, sell, send_to_agent, spend, take_in},
    patronage::settle_everyone,
};
use coop::{
    error::CoopError::*,
    state::{Action, IncomeKind, Purpose},
};

/// A newcomer accepts a solvency of 100 % and no less. The same period has invested everything, so those who decided on it
/// leave at par with the newcomer's cash, and the newcomer's own price is 0 a close later.
#[test]
fn newcomers_money_pays_no_leaver() {
    let mut world = World::new();
    let mut g = of_three(&mut world);
    let i = newcomer(&mut world, &mut g.coop);
    let (site, who) = (g.coop.site, &g.coop.members[i]);
    nothing_wears(&mut world, &g);
    // weighty, at the turn of a period: everything, to the founder
    let action =
        Action::Spend { to: g.coop.founder.wallet(), amount: 900 * UNIT, purpose: Purpose::Investment };
    let index = pass(&mut world, &g.coop, action);
    world.accepts(site.execute_spend(index, &g.coop.founder.tokens), &[]);
    assert_eq!(world.coop(&site.coop).books.fund, 0);
    world.refuses(SolvencyTooLow, site.subscribe_at(who, 900 * UNIT, 10_000), &[who]);
    world.accepts(site.subscribe_at(who, 900 * UNIT, 0), &[who]);
    let old: Vec<_> = std::iter::once(&g.coop.founder).chain(&g.coop.members[..2]).collect();
    for leaver in &old {
        let number = world.coop(&site.coop).period.number.get();
        world.accepts(site.settle_patronage(&leaver.wallet(), number - 1), &[]);
        world.accepts(site.resign_asking(&leaver.wallet()), &[*leaver]);
    }
    let number = close(&mut world, &g.coop);
    let paid = world.period(&site.period(number)).result.paid.get();
    let books = world.coop(&site.coop).books;
    let solvency = world.coop(&site.coop).solvency_bps();
    assert_eq!(
        paid,
        0,
        "leavers got {paid} out of a newcomer's 900; fund {} invested {}, its solvency now {solvency} bps",
        books.fund.get(),
        books.invested.get()
    );
}

/// The same without anybody leaving: what `min_solvency_bps` accepted is another number a close later.
#[test]
fn the_solvency_a_newcomer_accepts_counts_no_investment_as_cash() {
    let mut world = World::new();
    let mut g = of_three(&mut world);
    let i = newcomer(&mut world, &mut g.coop);
    let (site, who) = (g.coop.site, &g.coop.members[i]);
    nothing_wears(&mut world, &g);
    close(&mut world, &g.coop);
    spend(&mut world, &site, 900 * UNIT, true);
    world.refuses(SolvencyTooLow, site.subscribe_at(who, 100 * UNIT, 1), &[who]);
    world.accepts(site.subscribe_at(who, 100 * UNIT, 0), &[who]);
    close(&mut world, &g.coop);
    assert_eq!(world.coop(&site.coop).solvency_bps(), 1_000, "its own 100 beside 900 of assets");
}

/// §9: what can still lower the price after an ask are ordinary expenses, which the bucket bounds, and wear.
#[test]
fn a_special_mandate_does_not_lower_the_price_of_a_member_who_has_asked() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, holder, leaver) = (g.coop.site, &g.coop.members[1], &g.coop.founder);
    nothing_wears(&mut world, &g);
    let until = world.now() + 365 * DAY;
    let action = Action::Mandate { to: holder.wallet(), per_period: 900 * UNIT, until, work: false };
    let index = pass(&mut world, &g.coop, action);
    world.accepts(site.execute_mandate(&leaver.wallet(), index, 0), &[leaver]);
    // months later nobody has drawn, and a member leaves at par or not at all
    for _ in 0..3 {
        let number = close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, number);
    }
    let all = world.member(&site.member(&leaver.wallet())).shares.get();
    let steps = [site.resign(&leaver.wallet()), site.ask_back(&leaver.wallet(), all, 10_000)];
    world.send(&steps, &[&leaver.key]).expect("it asks for all of it, at par");
    let ends = world.coop(&site.coop).period.ends();
    world.set_time(ends - 1);
    let draw = site.draw_mandate(&holder.wallet(), 0, &holder.tokens, 590 * UNIT);
    world.refuses(BudgetExceeded, draw.clone(), &[holder]);
    let number = close(&mut world, &g.coop);
    let result = world.period(&site.period(number)).result;
    assert!(
        result.price_bps >= 8_000,
        "asked at par, price {} bps, paid {} for {}",
        result.price_bps.get(),
        result.paid.get(),
        result.retired.get()
    );
    // behind a close nobody has asked, and it is no veto
    world.accepts(draw, &[holder]);
}

/// The same with a special expense that waits in its window: whoever executes it picks the second.
#[test]
fn a_special_expense_does_not_lower_the_price_of_a_member_who_has_asked() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, leaver) = (g.coop.site, &g.coop.founder);
    nothing_wears(&mut world, &g);
    let to = &g.coop.members[1];
    let action = Action::Spend { to: to.wallet(), amount: 890 * UNIT, purpose: Purpose::Expense };
    let index = pass(&mut world, &g.coop, action);
    let number = world.coop(&site.coop).period.number.get();
    settle_everyone(&mut world, &g.coop, number - 1);
    let all = world.member(&site.member(&leaver.wallet())).shares.get();
    let steps = [site.resign(&leaver.wallet()), site.ask_back(&leaver.wallet(), all, 10_000)];
    world.send(&steps, &[&leaver.key]).expect("the turn is over, nothing was spent; it asks at par");
    let ends = world.coop(&site.coop).period.ends();
    let p = world.proposal(&site.proposal(index));
    let last = p.ends.get() + p.timelock.get() as i64 + p.execution_window.get() as i64 - 1;
    world.set_time(last.min(ends - 1));
    world.refuses(BudgetExceeded, site.execute_spend(index, &to.tokens), &[]);
    let number = close(&mut world, &g.coop);
    let result = world.period(&site.period(number)).result;
    assert!(
        result.price_bps >= 8_000,
        "asked at par, price {} bps, paid {} for {}",
        result.price_bps.get(),
        result.paid.get(),
        result.retired.get()
    );
}

/// 600 of 900 become assets, and a member with 300 leaves at a third: 200 of the assets become due to the reserve.
fn leaves_at_a_third(world: &mut World, coop: &Founded, leaver: &Actor) {
    let site = coop.site;
    spend(world, &site, 600 * UNIT, true);
    close(world, coop);
    world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
    let number = close(world, coop);
    settle_everyone(world, coop, number);
    assert_eq!(world.coop(&site.coop).books.reserve_due, 200 * UNIT);
}

/// What of the fund is the reserve's is in no price: the price that an ask or a subscription accepts.
#[test]
fn the_price_that_stands_counts_nothing_that_is_the_reserves() {
    let mut world = World::new();
    let mut g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    close(&mut world, &g.coop);
    let i = newcomer(&mut world, &mut g.coop);
    let (site, first, second) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
    leaves_at_a_third(&mut world, &g.coop, first);
    spend(&mut world, &site, 200 * UNIT, false);
    sell(&mut world, &site, 600 * UNIT);
    // 400 of 600 is what a member's capital is worth
    let stands = world.coop(&site.coop).solvency_bps();
    let who = &g.coop.members[i];
    world.refuses(SolvencyTooLow, site.subscribe_at(who, 100 * UNIT, 10_000), &[who]);
    let asks = [site.resign(&second.wallet()), site.ask_back(&second.wallet(), 300 * UNIT, 10_000)];
    assert!(world.send(&asks, &[&second.key]).expect_err("not at par").is(PriceTooLow));
    let number = close(&mut world, &g.coop);
    let result = world.period(&site.period(number)).result;
    assert_eq!(
        stands,
        result.price_bps.get(),
        "stood at {stands} bps, closed at {} bps",
        result.price_bps.get()
    );
}

/// Principle 1: a sale and an investment of the same amount, in one transaction, leave the price as it is.
#[test]
fn a_sale_and_an_investment_in_one_transaction_move_no_price() {
    let end = |washes: bool| {
        let mut world = World::new();
        let g = of_three(&mut world);
        nothing_wears(&mut world, &g);
        close(&mut world, &g.coop);
        spend(&mut world, &g.coop.site, 450 * UNIT, true);
        close(&mut world, &g.coop);
        let (site, own) = (g.coop.site, &g.coop.founder);
        let amount = world.coop(&site.coop).budget().capacity;
        let sells = pass(&mut world, &g.coop, Action::Sell { amount });
        world.accepts(site.execute_sell(sells), &[]);
        clear(&mut world, &g.coop, sells);
        let action = Action::Spend { to: own.wallet(), amount, purpose: Purpose::Investment };
        let index = pass(&mut world, &g.coop, action);
        close(&mut world, &g.coop);
        let before = (purse(&world, own), world.coop(&site.coop).books.numbers());
        if washes {
            let steps = [site.book(own, amount, IncomeKind::Sale), site.execute_spend(index, &own.tokens)];
            world.send(&steps, &[&own.key]).expect("in and out");
            let after = (purse(&world, own), world.coop(&site.coop).books.numbers());
            assert_eq!(
                (before.0, before.1.fund, before.1.invested),
                (after.0, after.1.fund, after.1.invested)
            );
        }
        for who in [own, &g.coop.members[0]] {
            let number = world.member(&site.member(&who.wallet())).unsettled_period.get();
            world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
            world.accepts(site.resign_asking(&who.wallet()), &[who]);
        }
        let number = close(&mut world, &g.coop);
        let result = world.period(&site.period(number)).result;
        (result.price_bps.get(), result.paid.get(), world.coop(&site.coop).books.fund.get(), amount)
    };
    let (without, with) = (end(false), end(true));
    assert_eq!(
        without, with,
        "(price, paid to the two, fund left to the third, amount that went in and out)"
    );
}

/// Principle 1: while a period is overdue nothing moves the price of those who asked in it.
#[test]
fn nothing_moves_the_price_of_a_period_that_is_over() {
    let paid = |collects: bool| {
        let mut world = World::new();
        let g = of_three(&mut world);
        nothing_wears(&mut world, &g);
        close(&mut world, &g.coop);
        let tokens = send_to_agent(&mut world, &g.coop.site, 450 * UNIT);
        close(&mut world, &g.coop);
        let (site, leaver) = (g.coop.site, &g.coop.members[0]);
        world.pass(15 * DAY);
        let index = pass(&mut world, &g.coop, Action::Collect { amount: 450 * UNIT });
        assert!(world.now() < world.coop(&site.coop).period.ends());
        world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
        world.set_time(world.coop(&site.coop).period.ends());
        if collects {
            world.accepts(site.execute_collect(Some(index), &tokens), &[]);
        }
        let number = close(&mut world, &g.coop);
        world.period(&site.period(number)).result.paid.get()
    };
    let (before, after) = (paid(true), paid(false));
    assert_eq!(before, after, "paid if the agent's money is collected before the close, and after it");
}

/// §8: no investment of the period lowers the price: not in whatever order money goes out and comes back.
#[test]
fn money_out_and_money_back_move_the_price_alike_in_every_order() {
    use coop_math::patronage::books::{Books, Facts};
    let before = || {
        let mut books = Books::default();
        books.pay_in(900).unwrap();
        books.close(&Facts::default());
        books.invest(450, true, 0).unwrap();
        books.close(&Facts::default());
        books
    };
    let price = |books: Books| books.price().numerator;
    let (mut nothing, mut sold) = (before(), before());
    sold.sell(90, 0);
    let mut sold_then_invested = sold;
    sold_then_invested.invest(90, true, 0).unwrap();
    let mut invested_then_sold = before();
    invested_then_sold.invest(90, true, 0).unwrap();
    invested_then_sold.sell(90, 0);
    nothing.accrue(0);
    let all = [price(nothing), price(sold), price(sold_then_invested), price(invested_then_sold)];
    assert_eq!(all, [450; 4], "of 900: nothing, sold, sold then invested, invested then sold");
}

/// §9: an ask is refused if the price as it stands is 0, also with a resignation. Where it was not, ten base units of a
/// friend took all of the leaver's capital.
#[test]
fn nobody_who_resigns_asks_at_a_price_of_nothing() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, leaver) = (g.coop.site, &g.coop.founder);
    nothing_wears(&mut world, &g);
    spend(&mut world, &site, 900 * UNIT, false);
    let all = 300 * UNIT;
    let asks = [site.resign(&leaver.wallet()), site.ask_back(&leaver.wallet(), all, 0)];
    let refusal = world.send(&asks, &[&leaver.key]).expect_err("there is nothing to be paid");
    assert!(refusal.is(PriceTooLow));
    world.refuses(PriceTooLow, site.resign_asking(&leaver.wallet()), &[leaver]);
    // leaving itself is never refused
    world.accepts(site.resign(&leaver.wallet()), &[leaver]);
}

/// An asset is sold in the period in which a member leaves, so that no asset covers what became due to the reserve. A loss
/// follows, and an investment. The investment was counted twice, as the members' money that moved and as an asset of the
/// reserve's: the next leaver was paid at 75 % instead of 50 %, at the reserve's cost.
#[test]
fn an_investment_raises_no_price_where_an_asset_of_the_reserves_was_sold() {
    let end = |invests: bool| {
        let mut world = World::new();
        let g = of_three(&mut world);
        nothing_wears(&mut world, &g);
        let (site, [first, second]) = (g.coop.site, [&g.coop.founder, &g.coop.members[0]]);
        close(&mut world, &g.coop);
        // of 900, 450 are an asset; it is sold in the period in which a member leaves with a third of the capital
        spend(&mut world, &site, 450 * UNIT, true);
        close(&mut world, &g.coop);
        sell(&mut world, &site, 450 * UNIT);
        world.accepts(site.resign_asking(&second.wallet()), &[second]);
        let number = close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, number);
        // it left at a half: the other half of its capital is the reserve's, as money
        let books = world.coop(&site.coop).books;
        assert_eq!((books.reserve.get(), books.reserve_due.get()), (150 * UNIT, 0));
        assert_eq!((books.fund.get(), books.invested.get(), books.loss.get()), (600 * UNIT, 0, 0));
        // half is lost, and somebody asks
        spend(&mut world, &site, 300 * UNIT, false);
        world.accepts(site.resign_asking(&first.wallet()), &[first]);
        if invests {
            spend(&mut world, &site, 150 * UNIT, true);
        }
        let number = close(&mut world, &g.coop);
        let result = world.period(&site.period(number)).result;
        (result.price_bps.get(), result.paid.get(), world.coop(&site.coop).books.reserve.get())
    };
    assert_eq!(end(false), (5_000, 150 * UNIT, 150 * UNIT));
    assert_eq!(end(true), end(false), "(price, paid to who left, the reserve)");
}

/// The price of a sold asset that was due to the reserve stays in the fund until the close, and nobody can spend it: an expense
/// takes the members' money alone. Otherwise a majority could sell those assets and spend the indivisible reserve.
#[test]
fn no_expense_takes_what_of_the_fund_is_the_reserves() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let (site, second) = (g.coop.site, &g.coop.members[0]);
    close(&mut world, &g.coop);
    leaves_at_a_third(&mut world, &g.coop, second);
    let to = &g.coop.members[1];
    let everything = |amount| Action::Spend { to: to.wallet(), amount, purpose: Purpose::Expense };
    let (all, members) = (800 * UNIT, 600 * UNIT);
    // 200 in the fund, and 600 for the assets: 200 of that is the reserve's
    sell(&mut world, &site, 600 * UNIT);
    assert_eq!(
        (world.coop(&site.coop).books.fund, world.coop(&site.coop).operating()),
        (all.into(), members)
    );
    let propose = |index| site.propose(&g.coop.founder.wallet(), index, everything(all));
    let index = crate::fixtures::next_of(&world, &g.coop, &g.coop.founder).count;
    world.refuses(MoreThanOperating, propose(index), &[&g.coop.founder]);
    let index = pass(&mut world, &g.coop, everything(members));
    world.accepts(site.execute_spend(index, &to.tokens), &[]);
    let number = close(&mut world, &g.coop);
    let books = world.coop(&site.coop).books;
    assert_eq!(world.period(&site.period(number)).result.price_bps, 0);
    assert_eq!((books.reserve.get(), books.reserve_due.get(), books.fund.get()), (200 * UNIT, 0, 0));
}

/// Everyone with capital has left, and the first newcomer's money is spent in the period in which it came. Before: the second one was
/// told that all of its money would stand against as much, because there was no capital but fresh capital.
#[test]
fn a_newcomer_sees_what_was_lost_of_the_newcomers_before_it() {
    let mut world = World::new();
    let mut g = of_three(&mut world);
    take_in(&mut world, &mut g.coop, 2);
    let site = g.coop.site;
    let [first, second] = [&g.coop.members[2], &g.coop.members[3]];
    for who in g.coop.everyone().take(3) {
        world.accepts(site.resign_asking(&who.wallet()), &[who]);
    }
    let number = close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop, number);
    assert_eq!(world.coop(&site.coop).equity(), 0);
    world.accepts(site.subscribe_at(first, 1_000 * UNIT, 10_000), &[first]);
    spend(&mut world, &site, 500 * UNIT, false);
    world.refuses(SolvencyTooLow, site.subscribe_at(second, 1_000 * UNIT, 5_001), &[second]);
    world.accepts(site.subscribe_at(second, 1_000 * UNIT, 5_000), &[second]);
}
