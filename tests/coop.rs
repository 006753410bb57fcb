//! The tests of the program as built for the chain: those of this crate, as one test.

include!("lib.rs");
