//! The tests of the program as built for the chain.

mod generic;
mod journeys;
mod stateful;
