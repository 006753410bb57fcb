//! The arithmetic of a co-operative.
//!
//! Pure functions from facts to results. Nothing here sees an account or reads a clock: the program
//! gathers facts, calls functions of this crate, and writes what they return. A function that divides is named
//! `_floor` or `_ceil`, or a comment gives the rounding. Every rule that can be broken has a variant of its own.
//!
//! | module | holds |
//! |---|---|
//! | [`charter`] | the bound of every term, every ratchet |
//! | [`membership`] | vouches needed, growth, seasoning, suspension |
//! | [`bootstrap`] | pool terms, pledges, the three gates, pro-rata shares |
//! | [`bootstrap::promise`] | promises of turnover and their bond |
//! | [`patronage::books`] | the money that a co-op has and owes; the close of a period; a member's part of it |
//! | [`patronage::pioneers`] | pioneer units, pots from which holders draw one by one |
//! | [`patronage::capital`] | the capital that may be asked back |
//! | [`governance`] | the result of a tally, timelocks, windows, the review panel |
//! | [`governance::budget`] | the budget for ordinary spends |
//! | [`federation::claims`] | claims on a co-op that ends |
//! | [`bucket`] | a limit on an amount in a window of time, with one stored number |
//! | [`words`] | which characters a text may have |
//! | [`fixed`] | multiplication before division, in 128 bits |
#![no_std]

#[cfg(test)]
extern crate std;

/// The number of random inputs of a property: `most`, or `COOP_CASES` if that is less.
#[cfg(test)]
fn cases(most: u32) -> u32 {
    let limit = std::env::var("COOP_CASES").ok().and_then(|limit| limit.parse().ok());
    limit.map_or(most, |limit: u32| most.min(limit))
}

pub mod bootstrap;
pub mod bucket;
pub mod charter;
pub mod federation {
    //! Co-ops of co-ops, and the end.

    pub mod claims;
}
pub mod fixed;
pub mod governance;
pub mod membership;
pub mod patronage;
pub mod words;

/// One day in seconds.
pub const DAY: i64 = 86_400;
/// One year in seconds, of 365 days: the year of every yearly rate.
pub const YEAR: i64 = 365 * DAY;
