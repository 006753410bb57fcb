//! What the solver found not to hold, by small inputs. If one of these fails because the program was mended, the
//! obligation in `lemmas_books.py` is to be expected as proved.

use coop_math::books::{Books, Facts};

/// Where the fund does not reach all who ask, ⌊paid ÷ price⌋ is retired: rounded for whoever leaves, by less than a
/// unit of capital. Here one unit is paid for one unit, at a price of two thirds, and who stays falls to a half.
#[test]
fn what_the_fund_does_not_reach_is_retired_by_up_to_a_unit_too_little() {
    let mut books = Books { asked: 3, ..books(1, 1, 1) };
    books.moved_out = 1;
    let before = books.price();
    assert_eq!((before.numerator, before.denominator), (2, 3));
    let closed = books.close(&Facts::default());
    assert_eq!((closed.paid, closed.retired), (1, 1), "⌈1 × 3 ÷ 2⌉ would be 2");
}

fn books(fund: u64, invested: u64, loss: u64) -> Books {
    Books { fund, invested, loss, retained_total: fund + invested + loss, ..Books::default() }
}

/// Where less assets are there than are due to the reserve, and a period began so, an investment raises the price: the
/// asset serves what is due and, as money moved, the members too. It begins so if the fund was spent, what came home
/// of the reserve's included, when the period before was closed.
#[test]
fn an_investment_raises_the_price_where_the_reserve_was_not_paid_what_is_its_own() {
    let year = |now| Facts { now, ..Facts::default() };
    let mut books = Books::default();
    // capital of 20, half of it invested; who leaves gives up 10, which become due to the reserve
    books.pay_in(20).unwrap();
    books.invest(10, 0).unwrap();
    books.close(&year(1));
    withdraw(&mut books, 20);
    let closed = books.close(&year(2));
    assert_eq!((closed.paid, closed.retired, books.reserve_due, books.fund), (10, 20, 10, 0));
    // newcomers bring 10; the asset is sold at its value; everything is spent
    books.pay_in(10).unwrap();
    books.sell(10, 2);
    books.expense(20).unwrap();
    books.close(&year(3));
    assert!(books.invariant());
    assert_eq!((books.fund, books.invested, books.reserve_due, books.loss), (0, 0, 10, 20));
    // income makes some of it good
    books.income(15);
    let before = books.price();
    assert_eq!((before.numerator, before.denominator), (5, 10));
    books.invest(5, 3).unwrap();
    let after = books.price();
    assert_eq!((after.numerator, after.denominator), (10, 10), "the price was to stay at a half");
    // and is paid at the close
    withdraw(&mut books, 5);
    let closed = books.close(&year(4));
    assert_eq!((closed.paid, closed.retired, books.fund), (5, 5, 0), "2 without the investment");
}

/// A member withdraws shares, and asks for them.
fn withdraw(books: &mut Books, amount: u64) {
    books.shares_total -= amount;
    books.retained_total += amount;
    books.asked += amount;
}
