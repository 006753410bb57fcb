//! One price, at the close, whoever is paid.

use super::*;
use crate::federation::claims::Claims;

/// Nothing is earned and nothing wears.
fn quiet() -> Facts {
    Facts { rates: Rates { reserve_bps: 500, cash_bps: 10_000, ..Rates::default() }, ..Facts::default() }
}

prop_compose! {
    /// Books in which something was moved, something is fresh, and something was lost.
    fn standing()(
        (fund, invested, at_agent) in (0u64..1 << 40, 0u64..1 << 40, 0u64..1 << 40),
        (loss, due) in (prop_oneof![Just(0u64), 0u64..1 << 40], prop_oneof![Just(0u64), 0u64..1 << 40]),
        bought in prop_oneof![Just(0u64), 0u64..1 << 40],
        (fresh, moved_out, moved_back) in (0u64..1 << 40, 0u64..1 << 41, prop_oneof![Just(0u64), 0u64..1 << 41]),
    ) -> Books {
        let reserve_due = due.min(invested + at_agent);
        let equity = fund + invested + at_agent + loss - reserve_due;
        let fresh = fresh.min(equity).min(fund);
        Books {
            fund, invested, at_agent, loss, reserve_due, shares_total: fresh, retained_total: equity - fresh,
            fresh, moved_out, moved_back: moved_back.min(fund),
            bought: bought.min(invested + at_agent), ..Books::default()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

    #[test]
    fn everyone_is_paid_at_one_price_however_many_leave(books in standing(), (a, b) in any::<(u64, u64)>()) {
        let most = books.equity() - books.fresh;
        let close = |asked: u64| {
            let mut books = Books { asked, ..books };
            let closed = books.close(&quiet());
            (closed, books)
        };
        let (few, _) = close(at_most(a, most));
        let (many, after) = close(at_most(b, most));
        prop_assert_eq!(few.price_bps, many.price_bps);
        let price = books.price();
        for closed in [few, many] {
            prop_assert!(closed.paid <= closed.retired && closed.retired <= most);
            // paid ÷ retired is the price, to less than a unit of either, and never above it
            if closed.paid > 0 {
                let exact = closed.retired as u128 * price.numerator as u128;
                let paid = closed.paid as u128 * price.denominator as u128;
                prop_assert!(exact < paid + price.denominator as u128 && paid <= exact);
            }
        }
        // what the fund did not reach stays its owners'
        prop_assert_eq!(after.equity(), books.equity() - many.retired);
        prop_assert!(after.invariant());
    }

    #[test]
    fn a_leaver_gets_no_less_because_others_leave(
        equity in 2u64..1 << 40, fund: u64, (mine, others) in any::<(u64, u64)>(),
    ) {
        // nothing moved: the fund reaches whatever is asked
        let fund = at_most(fund, equity);
        let mine = at_most(mine, equity);
        let others = at_most(others, equity - mine);
        let paid = |asked| {
            let mut books = Books { fund, loss: equity - fund, retained_total: equity, asked, ..Books::default() };
            let closed = books.close(&quiet());
            let part = closed.settle(&Business { asked: mine, ..Business::default() });
            (part.paid, books.price())
        };
        let (alone, after) = paid(mine);
        let (together, _) = paid(mine + others);
        prop_assert!(alone.abs_diff(together) <= 1);
        // nor are those who stay worse off
        if after.denominator > 0 {
            prop_assert!(after.numerator as u128 * equity as u128 >= fund as u128 * after.denominator as u128);
        }
    }

    #[test]
    fn no_investment_of_the_period_lowers_the_price(books in standing(), x: u64, asked: u64, to_agent: bool) {
        let books = Books { asked: at_most(asked, books.equity() - books.fresh), bought: 0, ..books };
        let mut after = books;
        let x = at_most(x, after.spare());
        let outcome = if to_agent { after.send_to_agent(x, true, 0) } else { after.invest(x, true, 0) };
        outcome.expect("the fund covers it");
        prop_assert_eq!(after.price(), books.price());
        // nor what comes back of it
        let mut back = after;
        if to_agent { back.come_home(x, 0) } else { back.sell(x, 0) };
        prop_assert_eq!(back.price(), books.price());
        // whoever had asked is paid all the same
        let (mut with, mut without) = (after, books);
        let (with, without) = (with.close(&quiet()), without.close(&quiet()));
        if books.moved_out == 0 || without.paid <= after.fund {
            prop_assert_eq!((with.paid, with.retired), (without.paid, without.retired));
        }
    }

    #[test]
    fn what_is_bought_within_the_budget_lowers_the_price_for_everyone_until_it_is_sold(
        books in standing(), x: u64,
    ) {
        let before = books.price();
        let mut after = books;
        let x = at_most(x, after.spare());
        after.invest(x, false, 0).expect("the fund covers it");
        let lower = after.price();
        prop_assert_eq!(lower.denominator, before.denominator);
        prop_assert!(lower.numerator <= before.numerator && before.numerator - lower.numerator <= x);
        // out and in again, once what weighty ones moved out is back
        after.sell(x, 0);
        let again = after.price();
        prop_assert!(lower.numerator <= again.numerator && again.numerator <= before.numerator);
        if books.moved_out <= books.moved_back {
            prop_assert_eq!(again, before);
        }
    }

    /// Money that goes to the agent, or to an asset, and comes home at its value leaves a purchase as it was in the price.
    #[test]
    fn what_weighty_ones_move_out_and_bring_back_makes_no_purchase_undone(
        books in standing(), x: u64, bought: u64, to_agent: bool, first: bool,
    ) {
        let bought = at_most(bought, books.fund);
        let x = at_most(x, books.fund - bought);
        let mut plain = books;
        plain.invest(bought, false, 0).expect("the fund covers it");
        let mut after = if first { books } else { plain };
        if to_agent {
            after.send_to_agent(x, true, 0).expect("the fund covers it");
            after.come_home(x, 0);
        } else {
            after.invest(x, true, 0).expect("the fund covers it");
            after.sell(x, 0);
        }
        if first {
            after.invest(bought, false, 0).expect("the fund covers it");
        }
        prop_assert_eq!(after.price(), plain.price());
    }

    /// Whatever a period moves out and back, by resolutions of both kinds: the order changes nothing.
    #[test]
    fn money_out_and_money_back_move_the_price_alike_in_every_order(
        books in standing(), parts in [0u64..1 << 36, 0u64..1 << 36, 0u64..1 << 36, 0u64..1 << 36, 0u64..1 << 36, 0u64..1 << 36],
        order in Just([0, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        // none is refused, and none is a gain
        let books = Books {
            fund: books.fund + (1 << 40), invested: books.invested + (1 << 40), at_agent: books.at_agent + (1 << 40),
            retained_total: books.retained_total + (3 << 40), ..books
        };
        let play = |order: [usize; 6]| {
            let mut books = books;
            for step in order {
                let x = parts[step];
                match step {
                    0 => books.invest(x, true, 0).expect("the fund covers it"),
                    1 => books.invest(x, false, 0).expect("the fund covers it"),
                    2 => books.send_to_agent(x, true, 0).expect("the fund covers it"),
                    3 => books.send_to_agent(x, false, 0).expect("the fund covers it"),
                    4 => drop(books.sell(x, 0)),
                    _ => drop(books.come_home(x, 0)),
                }
            }
            books
        };
        let (one, other) = (play([0, 1, 2, 3, 4, 5]), play(order));
        prop_assert_eq!(one, other);
        // none raises it above what it was before the period
        let gone = books.bought.saturating_sub(books.moved_back.saturating_sub(books.moved_out));
        prop_assert!(one.price().numerator <= books.price().numerator + gone);
    }

    #[test]
    fn fresh_capital_moves_no_price(books in standing(), x in 0u64..1 << 60, by_pool: bool) {
        let mut after = books;
        let outcome = if by_pool { after.pay_in_by_pool(x) } else { after.pay_in(x) };
        outcome.expect("it fits");
        prop_assert_eq!(after.price(), books.price());
    }

    #[test]
    fn of_a_haircut_the_leavers_part_of_the_loss_is_made_good_and_the_rest_is_due_to_the_reserve(books in standing(), asked: u64) {
        let mut after = Books { asked: at_most(asked, books.equity() - books.fresh), ..books };
        let mut none = books;
        none.close(&quiet());
        let closed = after.close(&quiet());
        let haircut = closed.retired - closed.paid;
        let capital = (books.equity() - books.fresh) as u128;
        let of_loss = (none.loss as u128 * closed.retired as u128).div_ceil(capital.max(1)) as u64;
        let off_loss = haircut.min(of_loss);
        prop_assert_eq!(none.loss - after.loss, off_loss);
        // what no asset stands for any more is money
        let (due, passed) = (after.reserve_due - none.reserve_due, after.reserve - none.reserve);
        prop_assert_eq!(due + passed, haircut - off_loss);
        // nobody who stays has less of a loss to bear than before, but for a unit
        let stays = capital - closed.retired as u128;
        prop_assert!(capital == 0 || (after.loss as u128 + 1) * capital > none.loss as u128 * stays);
        prop_assert!(passed == 0 || after.reserve_due == after.invested + after.at_agent);
    }

    #[test]
    fn forfeited_capital_is_paid_to_the_reserve_at_the_price_of_all(
        (fund, loss) in (1u64..1 << 40, 0u64..1 << 40), (forfeited, asked) in any::<(u64, u64)>(),
    ) {
        let equity = fund + loss;
        let forfeited = at_most(forfeited, equity);
        let asked = at_most(asked, equity - forfeited);
        let mut books = Books { fund, loss, retained_total: equity, asked, forfeited, ..Books::default() };
        let closed = books.close(&quiet());
        let to_reserve = closed.paid - closed.paid_to_members;
        prop_assert_eq!((books.reserve, books.dividends), (to_reserve, closed.paid_to_members));
        if closed.paid > 0 {
            let exact = forfeited as u128 * fund as u128 / equity as u128;
            prop_assert!((to_reserve as u128).abs_diff(exact) <= 1);
            prop_assert!(to_reserve as u128 >= exact.saturating_sub(1));
        }
    }

    #[test]
    fn claims_on_a_dissolved_co_op_are_order_free_and_late_money_tops_everyone_up(
        claims in vec(0u64..1 << 40, 1..8), (fund, late) in (0u64..1 << 42, 0u64..1 << 42),
        order in vec((any::<prop::sample::Index>(), any::<bool>()), 0..30), when in 0usize..30,
    ) {
        let all: u64 = claims.iter().sum();
        let mut books = Books { fund, ..Books::default() };
        let mut ledger = Claims { all, paid: 0 };
        let mut drawn = std::vec![0u64; claims.len()];
        let mut came = fund;
        let last = (0..claims.len()).map(|i| (i, false));
        let steps: Vec<(usize, bool)> = order.iter().map(|(i, _)| (i.index(claims.len()), true)).chain(last).collect();
        for (n, (who, _)) in steps.iter().enumerate() {
            if n == when.min(steps.len() - claims.len()) {
                books.income(late);
                came += late;
            }
            let draw = ledger.draw_floor(&books, claims[*who], drawn[*who]);
            ledger.pay(&mut books, draw);
            drawn[*who] += draw;
            prop_assert_eq!(books.operating() + ledger.paid, came);
            prop_assert!(ledger.paid <= all.min(came));
            prop_assert!(books.operating() >= ledger.unclaimed(&books));
        }
        for (claim, drawn) in claims.iter().zip(&drawn) {
            let part = if came >= all { *claim } else { (*claim as u128 * came as u128 / all as u128) as u64 };
            prop_assert_eq!(*drawn, part, "whoever draws first, everyone ends with its part");
        }
    }
}

#[test]
fn nobody_is_paid_where_there_is_no_price() {
    // no fund; no capital but fresh capital; a fund smaller than what is fresh
    for books in [
        Books { loss: 10, shares_total: 10, asked: 10, ..Books::default() },
        Books { fund: 10, shares_total: 10, fresh: 10, ..Books::default() },
        Books { fund: 5, loss: 15, shares_total: 20, fresh: 6, asked: 10, ..Books::default() },
    ] {
        assert!(books.invariant() && !books.price().pays());
        let mut after = books;
        let closed = after.close(&quiet());
        assert_eq!((closed.asked, closed.paid, closed.retired), (0, 0, 0));
        assert_eq!(after.equity(), books.equity(), "capital stays its owners'");
    }
    assert_eq!(Books::default().price().solvency_bps_floor(), 10_000);
}

#[test]
fn at_the_last_close_asks_lapse_into_claims() {
    let mut books = Books { fund: 10, shares_total: 10, asked: 10, ..Books::default() };
    let closed = books.close(&Facts { last: true, ..quiet() });
    assert_eq!((closed.paid, books.fund, books.asked), (0, 10, 0));
}

#[test]
fn leavers_are_paid_after_the_wear() {
    let mut books = Books { fund: 200, retained_total: 200, ..Books::default() };
    books.invest(100, true, 0).expect("the fund covers it");
    books.asked = 100;
    let rates = Rates { depreciation_bps: 10_000, ..quiet().rates };
    let closed = books.close(&Facts { rates, now: YEAR, ..quiet() });
    assert_eq!(
        (closed.wear, closed.price_bps, closed.paid),
        (100, 5_000, 50),
        "before the wear it would be 100"
    );
}
