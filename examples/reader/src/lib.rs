//! # Reading a co-op with the crates alone
//!
//! An example of a reader that has nothing of this project but `idl/coop.json`: [`Idl`] walks over the types that stand
//! there and reads each field with borsh, since accounts, events and arguments of the co-op's program are packed. What a node
//! answers is JSON over HTTP ([`node`]). [`report`] says it in lines.
//!
//! `reader URL COOP [EVENTS]` prints the co-op's name, its members, its books and its last events, one line each.

mod idl;
mod log;
pub mod node;
mod report;

pub use {idl::Idl, log::logged, report::report};
