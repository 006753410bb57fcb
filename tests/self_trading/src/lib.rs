//! Lives of a co-op in which a coalition trades with itself, to be played beside the same lives in which it does not.
//!
//! A [`script::Script`] is made by chance or by a search, played on the functions of `coop_math`, and watched by whoever
//! wants to play it elsewhere too: `tests/functions.rs` looks for gains on the functions, `tests/on_chain` plays the same
//! lives on the program as built for the chain.

pub mod chance;
pub mod climb;
pub mod deed;
pub mod faults;
pub mod life;
pub mod member;
pub mod script;
pub mod search;
pub mod step;
