//! The two identities, and the extremes.

use super::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

    #[test]
    fn balance_identity_and_earnings_or_loss_hold_after_any_events_in_any_order(events in events(), facts in facts()) {
        let mut world = World::new();
        for event in events {
            let before = world.books;
            let closed = world.happen(event, &facts);
            let b = &world.books;
            prop_assert!(b.invariant(), "{:?}: {:?} from {:?}", event, b, before);
            prop_assert!(b.cash() <= u64::MAX - world.left, "no money comes from nowhere");
            prop_assert!(b.asked_in_all() <= b.equity() && b.fresh <= b.equity());
            let assets = b.fund + b.invested + b.at_agent;
            prop_assert!(b.reserve_due <= assets && b.loss <= b.equity(), "what is due to the reserve is there: {:?}", b);
            let price = b.price();
            prop_assert!(price.numerator <= price.denominator);
            if let Some(closed) = closed {
                prop_assert_eq!((b.earnings, b.fresh, b.moved_out, b.moved_back, b.bought, b.asked), (0, 0, 0, 0, 0, 0));
                prop_assert!(b.forfeited <= before.forfeited && closed.retired <= before.asked_in_all());
                // what left operating is what was decided
                let out = closed.paid + closed.surplus - closed.retained;
                prop_assert!(before.operating() - b.operating() >= out);
                prop_assert_eq!(b.reserves_own(), 0, "a period begins with assets that cover what is due to the reserve");
                prop_assert_eq!(before.cash(), b.cash(), "a close moves money, and pays nobody");
            }
        }
    }

    #[test]
    fn income_and_expense_of_the_same_amount_change_nothing_but_where_it_stands(
        fund: u32, earnings: u32, loss: u32, x: u32, in_loss: bool,
    ) {
        let (earnings, loss) = if in_loss { (0, loss as u64) } else { (earnings as u64, 0) };
        let books = Books { fund: fund as u64, earnings, loss, shares_total: fund as u64 + loss, ..Books::default() };
        let mut after = books;
        after.income(x as u64);
        prop_assert!(after.invariant());
        prop_assert_eq!(after.operating(), books.operating() + x as u64);
        after.expense(x as u64).expect("it just came in");
        prop_assert_eq!(after, books);
    }

    #[test]
    fn a_close_at_any_extreme_panics_at_nothing(
        facts in facts(),
        (fund, earnings, loss, invested, at_agent) in (amount(), amount(), amount(), amount(), amount()),
        (due, fresh, moved, asked, forfeited) in (amount(), amount(), amount(), amount(), amount()),
        (seconds, remainder) in (any::<u64>(), 0u64..10_000 * YEAR as u64),
    ) {
        // assets and capital fit 64 bits, all cash too: what the events keep
        let mut room = u64::MAX;
        let mut take = |x: u64| { let x = at_most(x, room); room -= x; x };
        let (fund, invested, at_agent) = (take(fund), take(invested), take(at_agent));
        let (earnings, loss) = if loss % 2 == 0 { (take(earnings), 0) } else { (0, take(loss)) };
        let assets = fund + invested + at_agent + loss;
        let reserve_due = due.min(assets - loss);
        let equity = assets - reserve_due;
        let forfeited = forfeited.min(equity);
        let mut books = Books {
            fund, earnings, loss, invested, at_agent, reserve_due,
            retained_total: equity, forfeited, asked: asked.min(equity - forfeited),
            fresh: fresh.min(equity), moved_out: moved, moved_back: moved / 2,
            invested_seconds: (seconds as u128 * (seconds >> 2) as u128).into(), agent_seconds: (seconds as u128).into(),
            invested_remainder: remainder, agent_remainder: remainder, interest_remainder: remainder,
            ..Books::default()
        };
        let before = books;
        let closed = books.close(&facts);
        prop_assert!(books.invariant());
        prop_assert_eq!(books.cash(), before.cash());
        prop_assert!(closed.wear <= invested + at_agent);
    }
}

#[test]
fn every_rule_is_named() {
    let mut books = Books { fund: 10, earnings: 5, shares_total: 10, asked: 4, ..Books::default() };
    assert_eq!(books.expense(16), Err(BooksRule::MoreThanOperating));
    assert_eq!(books.invest(11, true, 0), Err(BooksRule::MoreThanFund));
    assert_eq!(books.send_to_agent(11, true, 0), Err(BooksRule::MoreThanFund));
    assert_eq!(books.grant(1), Err(BooksRule::MoreThanSolidarity));
    assert_eq!((books.gift(1), books.gift(u64::MAX)), (Ok(()), Err(BooksRule::Overflow)));
    assert_eq!(books.pay_in(u64::MAX - 9), Err(BooksRule::Overflow));
    assert_eq!(books.pay_in_by_pool(u64::MAX - 9), Err(BooksRule::Overflow));
    assert_eq!(books.invest(6, true, 0), Ok(()));
    assert_eq!(books.pay_in(u64::MAX - 15), Ok(()), "all capital there can be");
}

#[test]
fn an_expense_takes_nothing_of_what_is_due_to_the_reserve() {
    // an asset of 10 that was due to the reserve was sold, and its price is in the fund
    let mut books = Books { fund: 30, earnings: 5, reserve_due: 10, shares_total: 20, ..Books::default() };
    assert_eq!((books.operating(), books.reserves_own()), (25, 10));
    assert_eq!(books.expense(26), Err(BooksRule::MoreThanOperating));
    assert_eq!(books.expense(25), Ok(()));
    assert_eq!((books.fund, books.loss), (10, 20));
    // a new asset may take its place
    assert_eq!(books.invest(10, true, 0), Ok(()));
    assert_eq!((books.operating(), books.reserves_own()), (0, 0));
}

#[test]
fn capital_beside_what_is_due_to_the_reserve_never_exceeds_what_assets_can_be() {
    // all but four units are invested and given up at a price of next to nothing
    let mut books = Books::default();
    books.pay_in(u64::MAX).expect("it fits");
    books.fresh = 0;
    books.invest(u64::MAX - 4, true, 0).expect("the fund covers it");
    (books.moved_out, books.shares_total, books.retained_total) = (0, 0, u64::MAX);
    books.asked = u64::MAX - 1;
    let facts = Facts { rates: Rates { reserve_bps: 500, ..Rates::default() }, ..Facts::default() };
    assert_eq!(books.close(&facts).paid, 3);
    assert_eq!((books.equity(), books.reserve_due), (1, u64::MAX - 4));
    // as much again, sent to the agent, would make assets that the next close cannot add up
    assert_eq!(books.pay_in(u64::MAX - 1), Err(BooksRule::Overflow));
    assert_eq!(books.pay_in_by_pool(4), Err(BooksRule::Overflow));
    assert_eq!(books.pay_in(3), Ok(()));
    books.close(&facts);
    assert!(books.invariant());
}

#[test]
fn wear_that_the_reserve_covered_goes_back_to_it_when_the_money_comes_home() {
    let mut books = Books { fund: 900, shares_total: 900, reserve: 1_000, ..Books::default() };
    books.send_to_agent(900, true, 0).expect("the fund covers it");
    let year = Facts {
        now: 365 * 86_400,
        rates: Rates { depreciation_bps: 2_000, ..Rates::default() },
        ..Facts::default()
    };
    books.close(&year);
    assert_eq!((books.at_agent, books.loss), (720, 180));
    assert_eq!(books.cover_loss(u64::MAX), 100);
    // of 180 above its value in the books 80 makes the rest of the loss good, none of it is earned
    assert_eq!(books.come_home(900, 365 * 86_400), 80);
    assert_eq!((books.reserve, books.earnings, books.loss, books.fund), (1_000, 0, 0, 900));
    assert!(books.invariant());
}
