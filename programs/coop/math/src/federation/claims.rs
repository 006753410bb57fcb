//! The end of a co-op: its members' claims, and the part of them that can be drawn in any order.

use crate::{fixed::mul_div_floor, patronage::books::Books};

/// The claims of the members of a dissolving co-op, and the paid part of them. Base units.
///
/// Each claim is paid claim × min(1, (operating + already paid) ÷ all claims), less the amount it has already drawn.
/// A payment moves money from operating to paid, so the order of payments changes nobody's part; money that comes
/// home later tops everyone up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// All capital of members at the dissolution: K. Forfeited capital belongs to nobody.
    pub all: u64,
    /// The part of it that has been paid so far.
    pub paid: u64,
}

impl Claims {
    /// The claims at the beginning of a dissolution.
    pub fn of(books: &Books) -> Self {
        Self { all: books.equity() - books.forfeited, paid: 0 }
    }

    /// The amount that a claim, of which `drawn` is paid, can draw now, rounded down.
    pub fn draw_floor(&self, books: &Books, claim: u64, drawn: u64) -> u64 {
        let part = if self.came(books) >= self.all as u128 {
            claim
        } else {
            mul_div_floor(claim, self.came(books) as u64, self.all).unwrap_or(0)
        };
        part.saturating_sub(drawn)
    }

    /// Pays a claim out of operating money.
    pub fn pay(&mut self, books: &mut Books, amount: u64) {
        self.paid += amount;
        let earned = amount.min(books.earnings);
        books.earnings -= earned;
        books.fund -= amount - earned;
    }

    /// The part of operating money to which there is no claim.
    pub fn unclaimed(&self, books: &Books) -> u64 {
        books.operating().saturating_sub(self.all.saturating_sub(self.paid))
    }

    fn came(&self, books: &Books) -> u128 {
        books.operating() as u128 + self.paid as u128
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_all_capital_but_what_was_forfeited() {
        let books = Books {
            shares_total: 60,
            shares_in_transit: 5,
            retained_total: 40,
            forfeited: 10,
            ..Books::default()
        };
        assert_eq!(Claims::of(&books), Claims { all: 95, paid: 0 });
    }

    #[test]
    fn a_claim_draws_its_part_of_what_came_and_no_more_than_itself() {
        let claims = Claims { all: 90, paid: 15 };
        // 45 of 90 came in all
        let half = Books { fund: 20, earnings: 10, ..Books::default() };
        let draw = |books: &Books, claim, drawn| claims.draw_floor(books, claim, drawn);
        assert_eq!(
            [draw(&half, 30, 0), draw(&half, 30, 10), draw(&half, 30, 15), draw(&half, 31, 0)],
            [15, 5, 0, 15]
        );
        // what was drawn when there was more is not taken back
        assert_eq!(draw(&half, 30, 20), 0);
        let all = Books { fund: 75, ..Books::default() };
        assert_eq!([draw(&all, 30, 15), draw(&Books { fund: 200, ..all }, 30, 15)], [15, 15]);
    }

    #[test]
    fn what_no_claim_is_to_is_unclaimed() {
        let claims = Claims { all: 90, paid: 30 };
        let unclaimed = |fund| claims.unclaimed(&Books { fund, ..Books::default() });
        assert_eq!([unclaimed(59), unclaimed(60), unclaimed(75)], [0, 0, 15]);
        assert_eq!(Claims { all: 90, paid: 95 }.unclaimed(&Books { fund: 7, ..Books::default() }), 7);
    }

    #[test]
    fn a_claim_is_paid_from_earnings_first() {
        let mut books = Books { fund: 20, earnings: 10, ..Books::default() };
        let mut claims = Claims { all: 90, paid: 0 };
        claims.pay(&mut books, 4);
        assert_eq!((books.fund, books.earnings, claims.paid), (20, 6, 4));
        claims.pay(&mut books, 10);
        assert_eq!((books.fund, books.earnings, claims.paid), (16, 0, 14));
    }
}
