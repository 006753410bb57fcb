//! What the solver found not to hold, by small inputs. If one of these fails because the program was mended, the
//! obligation in `lemmas_books.py` is to be expected as proved.

use coop_math::patronage::books::{Books, Facts};

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

/// An investment raises the price, where a period begins with fewer assets than are due to the reserve and a loss is made.
/// It begins so after a period in which an asset was sold and somebody left: what came back is in no price, so that who
/// leaves gives it up, and it is due to the reserve although no asset stands for it any more.
#[test]
fn an_investment_raises_the_price_where_no_asset_stands_for_what_is_due_to_the_reserve() {
    let mut books = Books::default();
    books.pay_in(40).unwrap();
    books.invest(20, 0).unwrap();
    books.close(&Facts::default());
    // the asset is sold at its value, and half of the capital leaves: at a half, as 20 came back
    books.sell(20, 0);
    withdraw(&mut books, 20);
    let closed = books.close(&Facts::default());
    assert_eq!((closed.paid, closed.retired), (10, 20));
    assert_eq!((books.fund, books.invested, books.reserve_due, books.equity()), (30, 0, 10, 20));
    // an expense that the fund pays: 10 of 20 in the fund are the reserve's
    books.expense(10).unwrap();
    withdraw(&mut books, 10);
    let without = {
        let mut books = books;
        books.close(&Facts::default())
    };
    assert_eq!((books.price().numerator, books.price().denominator), (10, 20));
    books.invest(10, 0).unwrap();
    assert!(books.invariant());
    assert_eq!(
        (books.price().numerator, books.price().denominator),
        (20, 20),
        "the price was to stay at a half"
    );
    // it is paid so at the close: whoever stays has no money and an asset that is the reserve's behind its 10
    let with = books.close(&Facts::default());
    assert_eq!((without.paid, with.paid), (5, 10));
    assert_eq!((books.fund, books.invested, books.reserve_due, books.equity()), (0, 10, 10, 10));
}

/// A member withdraws shares, and asks for them.
fn withdraw(books: &mut Books, amount: u64) {
    books.shares_total -= amount;
    books.retained_total += amount;
    books.asked += amount;
}
