//! What holds for every instruction, from the list of them all.

mod accepted;
mod claims;
mod ends;
mod errors;
mod paid;
mod places;
mod records;
mod refused;
mod second;
