//! What holds for every instruction, from the list of them all.

mod accepted;
mod errors;
mod refused;
mod second;
