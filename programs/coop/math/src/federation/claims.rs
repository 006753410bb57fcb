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
