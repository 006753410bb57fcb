//! The arithmetic of a co-operative.
//!
//! Pure functions from facts to results. Nothing here sees an account or reads a clock: the program
//! gathers facts, calls one function of this crate, and writes what it returns. Every division is named
//! `_floor` or `_ceil`, and every rule that can be broken has a variant that says which.
//!
//! | module | word | holds |
//! |---|---|---|
//! | [`charter`] | charter | every term's bound, every ratchet |
//! | [`membership`] | membership | vouches needed, growth, seasoning, suspension |
//! | [`raise`] | bootstrap | pool terms, pledges, the three gates, pro-rata shares |
//! | [`books`] | patronage | what a co-op has, owes and owns; closing a period; a member's part of it |
//! | [`patronage`] | patronage | pioneer units, pots drawn from one by one |
//! | [`capital`] | patronage | what may be asked back, the bond behind pledged use |
//! | [`bucket`] | all | so much in a window of time, with one stored number |
//! | [`words`] | all | which characters a text may have |
//! | [`fixed`] | all | multiplication before division, in 128 bits |
#![no_std]

#[cfg(test)]
extern crate std;

pub mod books;
pub mod bucket;
pub mod capital;
pub mod charter;
pub mod fixed;
pub mod membership;
pub mod patronage;
pub mod raise;
pub mod voting;
pub mod words;

/// One day in seconds.
pub const DAY: i64 = 86_400;
/// One year in seconds, of 365 days: the year of every yearly rate.
pub const YEAR: i64 = 365 * DAY;
