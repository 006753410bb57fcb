//! What the solver found not to hold, and is mended: small inputs that went wrong.

use coop_math::patronage::books::{Books, Facts};

/// Where the fund did not reach all who asked, ⌊paid ÷ price⌋ was retired: rounded for whoever leaves. Here one unit is paid at
/// a price of two thirds.
#[test]
fn what_the_fund_does_not_reach_is_retired_rounded_up() {
    let mut books = Books { asked: 3, ..books(1, 1, 1) };
    books.moved_out = 1;
    let before = books.price();
    assert_eq!((before.numerator, before.denominator), (2, 3));
    let closed = books.close(&Facts::default());
    assert_eq!((closed.paid, closed.retired), (1, 2));
}

fn books(fund: u64, invested: u64, loss: u64) -> Books {
    Books { fund, invested, loss, retained_total: fund + invested + loss, ..Books::default() }
}

/// A period could begin with fewer assets than were due to the reserve, after one in which an asset was sold and somebody left:
/// what came back is in no price, so that who leaves gives it up. If a loss was made then, an investment raised the price: the
/// new asset served what was due, and counted for the members as money that moved. What leavers give up and no asset stands
/// for passes to the reserve at the close.
#[test]
fn an_investment_raises_no_price_after_an_asset_was_sold_and_somebody_left() {
    let mut books = Books::default();
    books.pay_in(40).unwrap();
    books.invest(20, true, 0).unwrap();
    books.close(&Facts::default());
    // the asset is sold at its value, and half of the capital leaves: at a half, as 20 came back
    books.sell(20, 0);
    withdraw(&mut books, 20);
    let closed = books.close(&Facts::default());
    assert_eq!((closed.paid, closed.retired), (10, 20));
    assert_eq!((books.fund, books.invested, books.reserve_due, books.reserve), (20, 0, 0, 10));
    books.expense(10).unwrap();
    withdraw(&mut books, 10);
    let without = {
        let mut books = books;
        books.close(&Facts::default())
    };
    books.invest(5, true, 0).unwrap();
    assert_eq!((books.price().numerator, books.price().denominator), (10, 20));
    let with = books.close(&Facts::default());
    assert_eq!((without.paid, with.paid), (5, 5));
}

/// A member withdraws shares, and asks for them.
fn withdraw(books: &mut Books, amount: u64) {
    books.shares_total -= amount;
    books.retained_total += amount;
    books.asked += amount;
}
