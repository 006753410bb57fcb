//! The tests of the program as built for the chain.

mod bootstrap;
mod charter;
mod federation;
mod generic;
mod governance;
mod journeys;
mod membership;
mod patronage;
