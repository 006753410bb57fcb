//! The arithmetic of a co-operative.
//!
//! Pure functions from facts to results. Nothing here sees an account or reads a clock: the program
//! gathers facts, calls one function of this crate, and writes what it returns. Every division is named
//! `_floor` or `_ceil`, and every rule that can be broken has a variant of its own.
//!
//! | module | holds |
//! |---|---|
//! | [`charter`] | the bound of every term, every ratchet |
//! | [`membership`] | vouches needed, growth, seasoning, suspension |
//! | [`bootstrap`] | pool terms, pledges, the three gates, pro-rata shares |
//! | [`patronage::books`] | the money that a co-op has and owes; the close of a period; a member's part of it |
//! | [`patronage::pioneers`] | pioneer units, pots from which holders draw one by one |
//! | [`patronage::capital`] | the capital that may be asked back |
//! | [`governance`] | the result of a tally, timelocks, windows, the review panel |
//! | [`federation`] | claims on a co-op that ends |
//! | [`bucket`] | a limit on an amount in a window of time, with one stored number |
//! | [`words`] | which characters a text may have |
//! | [`fixed`] | multiplication before division, in 128 bits |
#![no_std]

#[cfg(test)]
extern crate std;

pub mod bootstrap;
pub mod bucket;
pub mod charter;
pub mod federation;
pub mod fixed;
pub mod governance;
pub mod membership;
pub mod patronage;
pub mod words;

/// One day in seconds.
pub const DAY: i64 = 86_400;
/// One year in seconds, of 365 days: the year of every yearly rate.
pub const YEAR: i64 = 365 * DAY;
