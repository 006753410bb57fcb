//! The Rust side of the proofs about `coop-math`.
//!
//! [`formulas`] lists every formula as a function from words to words; [`exhaustive`] runs them over all small inputs
//! against properties written apart from them; [`stream`] gives random inputs with their outputs to the formulas of the
//! solver; [`narrow`] is the arithmetic itself at 8 bits; [`bugs`] are copies with a bug, which all of it must find.

pub mod bugs;
pub mod exhaustive;
pub mod formulas;
pub mod narrow;
pub mod stream;
