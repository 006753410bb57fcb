//! The end of a co-op: what its members claim, and what of it they can draw in any order.

use crate::{fixed::mul_div_floor, patronage::books::Books};

/// What members of a dissolving co-op claim, and what was paid of it. Base units.
///
/// A claim is paid claim × min(1, (operating + already paid) ÷ all claims), less what it already drew. Paying
/// somebody moves money from operating to what is paid, so the order changes nobody's part; money that comes home
/// later tops everyone up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// All capital of members at the dissolution: K. What was forfeited is nobody's.
    pub all: u64,
    /// Paid of it so far.
    pub paid: u64,
}

impl Claims {
    /// As a dissolution begins.
    pub fn of(books: &Books) -> Self {
        Self { all: books.equity() - books.forfeited, paid: 0 }
    }

    /// What a claim of which `drawn` was paid can draw now, rounded down.
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

    /// What of operating money no claim is to.
    pub fn unclaimed(&self, books: &Books) -> u64 {
        books.operating().saturating_sub(self.all.saturating_sub(self.paid))
    }

    fn came(&self, books: &Books) -> u128 {
        books.operating() as u128 + self.paid as u128
    }
}
