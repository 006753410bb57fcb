//! The tests of the program as built for the chain.

mod bootstrap;
mod charter;
mod generic;
mod journeys;
mod membership;
mod patronage;
