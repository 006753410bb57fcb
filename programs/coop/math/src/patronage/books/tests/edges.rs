//! What happens exactly at an edge, and what is forgotten there.

use super::*;

const ALL_TO_MEMBERS: Rates = Rates {
    reserve_bps: 0,
    solidarity_bps: 0,
    remit_bps: 0,
    interest_cap_bps: 0,
    depreciation_bps: 10_000,
    work_bps: 0,
    cash_bps: 10_000,
    pioneer_bps: 0,
};

fn at(now: i64) -> Facts {
    Facts { rates: ALL_TO_MEMBERS, started_at: now - YEAR, now, ..Facts::default() }
}

#[test]
fn an_asset_that_was_sold_leaves_no_wear_to_the_next() {
    for to_agent in [false, true] {
        let mut books = Books { fund: 100, retained_total: 100, ..Books::default() };
        let out = |books: &mut Books, now| {
            let sent =
                if to_agent { books.send_to_agent(100, true, now) } else { books.invest(100, true, now) };
            sent.expect("the fund covers it");
        };
        let back = |books: &mut Books, now| {
            if to_agent { books.come_home(100, now) } else { books.sell(100, now) }
        };
        out(&mut books, 0);
        assert_eq!(back(&mut books, YEAR / 2), 0);
        // less than a unit of an earlier period
        (books.invested_remainder, books.agent_remainder) = (7, 7);
        assert_eq!(books.close(&at(YEAR)).wear, 0);
        let counts = [books.invested_seconds, books.agent_seconds].map(|seconds| seconds.get());
        assert_eq!((counts, books.invested_remainder, books.agent_remainder), ([0, 0], 0, 0));
        // nor does it where another asset is left
        let mut other = Books { fund: 0, retained_total: 0, ..books };
        let (own, rest) = if to_agent {
            (&mut other.at_agent, &mut other.invested_remainder)
        } else {
            (&mut other.invested, &mut other.agent_remainder)
        };
        (*own, *rest) = (9, 7);
        other.retained_total = 9;
        other.close(&at(YEAR));
        let kept = if to_agent { other.invested_remainder } else { other.agent_remainder };
        assert_eq!(kept, 0);
        // half a year, at a rate that wears all of it in a year
        out(&mut books, YEAR + YEAR / 2);
        assert_eq!(books.close(&at(2 * YEAR)).wear, 50);
    }
}

#[test]
fn time_that_runs_backwards_counts_no_wear_and_is_not_counted_twice() {
    let mut books = Books { fund: 100, retained_total: 100, ..Books::default() };
    books.invest(100, true, 1_000).expect("the fund covers it");
    books.accrue(400);
    assert_eq!((books.invested_seconds.get(), books.accrued_at), (0, 1_000));
    books.accrue(1_500);
    assert_eq!((books.invested_seconds.get(), books.accrued_at), (50_000, 1_500));
}

#[test]
fn what_is_the_reserves_without_any_asset_passes_at_the_last_close_too() {
    for last in [false, true] {
        let mut books = Books { fund: 10, reserve_due: 6, retained_total: 4, ..Books::default() };
        books.close(&Facts { last, ..at(YEAR) });
        assert_eq!((books.fund, books.reserve, books.reserve_due), (4, 6, 0), "last: {last}");
    }
}

#[test]
fn of_the_fund_what_is_the_reserves_is_in_no_price_and_passes_without_moving_one() {
    // 20 came home of assets that were due to the reserve for 5 more than are left
    let books = Books {
        fund: 30,
        at_agent: 2,
        reserve_due: 7,
        moved_out: 6,
        moved_back: 20,
        retained_total: 50,
        loss: 25,
        ..Books::default()
    };
    assert!(books.invariant());
    assert_eq!(books.reserves_own(), 5);
    // 30 − 5, less 9 of the 14 that came back
    let price = Price { numerator: 16, denominator: 50 };
    assert_eq!([books.price(), books.solvency()], [price; 2]);
    for (moved_out, left) in [(6, 15), (17, 17), (20, 20), (21, 20)] {
        let mut passed = Books { moved_out, ..books };
        passed.pass_reserves_own();
        assert_eq!((passed.fund, passed.reserve, passed.reserve_due, passed.moved_back), (25, 5, 2, left));
    }
    let short = Books { fund: 4, loss: 51, ..books };
    assert_eq!(short.reserves_own(), 4, "never more than there is");
}

#[test]
fn whoever_asked_is_retired_rounded_up_and_not_at_all_if_nobody_was_paid() {
    let asked = |asked, closed: Closed| {
        let part = closed.settle(&Business { asked, ..Business::default() });
        (part.paid, part.retired)
    };
    let some = Closed { asked: 3, paid: 1, retired: 2, ..Closed::default() };
    assert_eq!(
        [asked(0, some), asked(1, some), asked(2, some), asked(3, some)],
        [(0, 0), (0, 1), (0, 2), (1, 2)]
    );
    assert_eq!(asked(3, Closed::default()), (0, 0));
}

#[test]
fn leavers_are_paid_neither_by_the_reserves_part_of_the_fund_nor_by_newcomers() {
    // 3 of the 8 that are paid at this price are at the agent, and of the fund 2 are the reserve's
    let mut books = Books {
        fund: 7,
        at_agent: 3,
        moved_out: 3,
        loss: 5,
        reserve_due: 5,
        retained_total: 10,
        asked: 10,
        ..Books::default()
    };
    assert!(books.invariant());
    let quiet = Facts { rates: Rates { depreciation_bps: 0, ..ALL_TO_MEMBERS }, ..Facts::default() };
    let closed = books.close(&quiet);
    assert_eq!((closed.paid, closed.retired), (5, 7));

    // all old money was invested in the period: only the newcomer's 5 are there
    let moved = Books {
        fund: 5,
        invested: 10,
        moved_out: 10,
        fresh: 5,
        shares_total: 5,
        retained_total: 10,
        asked: 10,
        ..Books::default()
    };
    assert!(moved.invariant());
    for (fund, loss) in [(5, 0), (3, 2)] {
        // of the newcomer's money 2 may be spent too
        let mut books = Books { fund, loss, ..moved };
        let closed = books.close(&quiet);
        assert_eq!((closed.paid, books.fund, books.retained_total), (0, fund, 10));
    }
}

#[test]
fn nothing_is_spare_while_the_fund_is_short_of_what_was_asked() {
    let books = Books { fund: 3, loss: 8, fresh: 5, shares_total: 5, retained_total: 6, ..Books::default() };
    assert!(books.invariant());
    let asked = Books { asked: 6, ..books };
    assert_eq!((books.kept(), books.spare()), (0, 3));
    assert_eq!((asked.kept(), asked.spare()), (5, 0));
    // three at two thirds: 2, and two at two thirds: 1 1/3, for which 2 are kept
    let two_thirds = Books { fund: 2, loss: 1, retained_total: 3, ..Books::default() };
    let kept = |asked| Books { asked, ..two_thirds }.kept();
    assert_eq!([kept(3), kept(2), kept(1)], [2, 2, 1]);
}

#[test]
fn what_is_paid_for_forfeited_capital_is_rounded_up_for_the_reserve() {
    let mut books = Books { fund: 2, loss: 1, retained_total: 3, asked: 2, forfeited: 1, ..Books::default() };
    let closed = books.close(&Facts { rates: ALL_TO_MEMBERS, ..Facts::default() });
    // of 2 units a third is the reserve's
    assert_eq!((closed.paid, closed.paid_to_members, books.reserve), (2, 1, 1));
    assert_eq!((closed.retired, closed.retired_of_members, books.forfeited), (3, 2, 0));
}

#[test]
fn what_was_bought_within_the_budget_comes_back_into_the_price_as_it_is_sold() {
    let mut books = Books { fund: 20, retained_total: 20, ..Books::default() };
    books.invest(10, false, 0).expect("the fund covers it");
    let state = |b: &Books| (b.price().numerator, b.bought, b.moved_out, b.moved_back, b.invested);
    assert_eq!(state(&books), (10, 10, 0, 0, 10));
    assert_eq!((books.sell(4, 0), state(&books)), (0, (14, 10, 0, 4, 6)));
    assert_eq!((books.sell(8, 0), state(&books)), (2, (20, 10, 0, 10, 0)));
    // an older asset that is sold counts from the next close on, and what it brought can be invested again
    let mut books = Books { fund: 10, invested: 10, retained_total: 20, ..Books::default() };
    assert_eq!((books.sell(6, 0), state(&books)), (0, (10, 0, 0, 6, 4)));
    books.invest(8, false, 0).expect("the fund covers it");
    assert_eq!(state(&books), (8, 8, 0, 6, 12));
    books.close(&Facts { rates: ALL_TO_MEMBERS, ..Facts::default() });
    assert_eq!((books.bought, books.moved_out, books.moved_back), (0, 0, 0));
}

#[test]
fn a_gain_gives_the_reserve_back_only_what_it_covered() {
    let mut books = Books { covered: 10, ..Books::default() };
    assert_eq!((books.sell(6, 0), books.covered, books.reserve), (0, 4, 6));
    assert_eq!((books.sell(6, 0), books.covered, books.reserve, books.earnings), (2, 0, 10, 2));
}

#[test]
fn the_end_gives_the_reserve_back_no_more_than_is_covered_still_and_than_the_fund_has() {
    let end = |covered, fund, of_the_period| {
        let mut books = Books { fund, covered, ..Books::default() };
        books.give_back(of_the_period);
        (books.covered, books.fund, books.reserve)
    };
    // what it covered in earlier periods stays
    assert_eq!(end(10, 20, 4), (6, 16, 4));
    // gains gave it some of this back already
    assert_eq!(end(3, 20, 4), (0, 17, 3));
    // the fund was spent
    assert_eq!(end(10, 2, 4), (8, 0, 2));
}

#[test]
fn forfeited_shares_are_fresh_no_more() {
    let mut books = Books { fund: 10, shares_total: 10, fresh: 4, ..Books::default() };
    books.forfeit(5, 5, 3);
    assert_eq!((books.shares_total, books.retained_total, books.fresh, books.forfeited), (5, 5, 1, 5));
}

#[test]
fn what_lapses_goes_to_the_reserve_and_what_is_drawn_to_dividends() {
    let (two, owed) = (2u128 << 64, (20u128 << 64).into());
    let mut books = Books { interest: 20, interest_owed: owed, ..Books::default() };
    assert_eq!(books.draw_interest(two, 4), 8);
    books.lapse_interest(two, 3);
    assert_eq!((books.interest, books.dividends, books.reserve), (6, 8, 6));
    let mut books = Books { pioneers: 20, pioneers_owed: owed, ..Books::default() };
    assert_eq!(books.draw_pioneers(two, 4, 0, 5_000), 8);
    books.lapse_pioneers(two, 3, 0, 5_000);
    assert_eq!((books.pioneers, books.dividends, books.reserve), (6, 8, 6));
}

#[test]
fn whoever_is_owed_nothing_changes_nothing() {
    // a unit and a half of dust wait for the next who draws
    let owed = (7u128 << 63).into();
    let books =
        Books { interest: 5, interest_owed: owed, pioneers: 5, pioneers_owed: owed, ..Books::default() };
    let mut after = books;
    let drawn = [after.draw_interest(0, 9), after.draw_interest(1 << 64, 0), after.draw_pioneers(0, 9, 9, 9)];
    assert_eq!((drawn, after), ([0; 3], books));
    assert_eq!((after.draw_interest(1 << 64, 1), after.reserve), (1, 1));
}

/// The interest of a period and what is kept below a unit of it, at a yearly cap of a thousandth; 5 were kept before.
fn interest(shares_earning: u64, elapsed: i64, surplus: u64) -> (u64, u64) {
    let rates = Rates { interest_cap_bps: 10, ..ALL_TO_MEMBERS };
    let facts = Facts { rates, shares_earning, started_at: 0, now: elapsed, ..Facts::default() };
    let mut books = Books { earnings: surplus, interest_remainder: 5, ..Books::default() };
    (books.close(&facts).interest, books.interest_remainder)
}

#[test]
fn interest_below_a_unit_is_kept_until_it_is_refused() {
    let yearly = 10_000 * YEAR as u64;
    // 1 000 shares earn exactly 1 in a year, 1 500 earn 1.5
    assert_eq!(interest(1_000, YEAR, 100), (1, 5));
    assert_eq!(interest(1_500, YEAR, 100), (1, yearly / 2 + 5));
    // exactly half of the surplus is there for it
    assert_eq!(interest(1_500, YEAR, 2), (1, yearly / 2 + 5));
    assert_eq!(interest(2_500, YEAR, 2), (1, 0), "what exceeds half lapses");
    assert_eq!(interest(1_000, YEAR, 0), (0, 0), "and all does without a surplus");
    assert_eq!(interest(0, YEAR, 100), (0, 0), "nobody is left to whom it would go");
    let mut none = Books { earnings: 100, interest_remainder: 5, ..Books::default() };
    none.close(&Facts { shares_earning: 9, ..at(YEAR) });
    assert_eq!(none.interest_remainder, 0, "nor if the charter grants none any more");
}

#[test]
fn interest_stops_at_the_longest_time_and_never_runs_backwards() {
    let longest = 1 << 40;
    let most = interest(1_000, longest, 1 << 40).0;
    assert_eq!(most, (longest / YEAR) as u64);
    assert_eq!(interest(1 << 32, longest + YEAR, u64::MAX), interest(1 << 32, longest, u64::MAX));
    assert_eq!(interest(1_000, -YEAR, 100), (0, 5));
    let rates = Rates { interest_cap_bps: 10, ..ALL_TO_MEMBERS };
    let ages =
        Facts { rates, shares_earning: 1_000, started_at: i64::MIN, now: i64::MAX, ..Facts::default() };
    assert_eq!(Books { earnings: 1 << 40, ..Books::default() }.close(&ages).interest, most);
}

#[test]
fn an_asset_that_wears_away_leaves_no_remainder() {
    // a quarter a year, for four years and a second
    let mut books = Books { invested: 3, retained_total: 3, ..Books::default() };
    let rates = Rates { depreciation_bps: 2_500, ..ALL_TO_MEMBERS };
    let closed = books.close(&Facts { rates, now: 4 * YEAR + 1, ..Facts::default() });
    assert_eq!((closed.wear, books.invested, books.invested_remainder), (3, 0, 0));
    // without any time what is below a unit stays
    let mut still = Books { invested: 3, retained_total: 3, invested_remainder: 9, ..Books::default() };
    assert_eq!(still.close(&Facts { rates: ALL_TO_MEMBERS, ..Facts::default() }).wear, 0);
    assert_eq!(still.invested_remainder, 9);
}

#[test]
fn the_federation_and_work_have_no_part_of_a_unit() {
    let rates = Rates { solidarity_bps: 1_000, remit_bps: 5_000, work_bps: 5_000, ..ALL_TO_MEMBERS };
    let done = Use { member_units: 1, member_work: 100, ..Use::default() };
    let facts = Facts { rates, done, federated: true, ..Facts::default() };
    let closed = Books { earnings: 57, ..Books::default() }.close(&facts);
    assert_eq!((closed.solidarity, closed.federation), (3, 2));
    // of 52 interest could have half, and has nothing
    assert_eq!((closed.work, closed.members), (26, 26));
    let closed = Books { earnings: 56, ..Books::default() }.close(&facts);
    assert_eq!((closed.work, closed.members), (25, 26));
}
