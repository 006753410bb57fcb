//! What holds for every instruction, from one table of them all.

mod accepted;
mod errors;
mod errors_of_governance;
mod refused;
