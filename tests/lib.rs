// What the tests, the demo and the benchmarks stand on: a world with a chain, a mint and people in it, and of
// each instruction of the program a file with all that the tests know of it.
//
// The program under test is the ELF that `cargo xtask build` writes, run by LiteSVM together with the real
// token programs. Nothing is mocked; time is the only thing that is moved by hand.
//
// This is the crate that others use and, through `coop.rs`, the test of that name: hence no `//!` here.

#[cfg(test)]
mod attacks;
pub mod bootstrap;
pub mod charter;
pub mod federation;
#[cfg(test)]
mod generic;
pub mod governance;
#[cfg(test)]
mod journeys;
pub mod membership;
pub mod patronage;
pub mod support;
#[cfg(feature = "svm")]
pub mod verb;

pub use support::*;
