//! What was done in each of the lives that a script compares, and when.

use coop_math::patronage::books::Books;
use self_trading::{
    deed::Deed,
    life::Life,
    script::{LIVES, Witness},
};

#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Seconds since the beginning of the life.
    pub at: i64,
    pub deed: Deed,
    /// The books after it.
    pub books: Books,
}

#[derive(Default)]
pub struct Record(pub [Vec<Entry>; LIVES]);

impl Witness for Record {
    fn sees(&mut self, life: usize, deed: Deed, after: &Life) {
        self.0[life].push(Entry { at: after.now, deed, books: after.books });
    }
}
