//! # Reading a co-op with published crates alone
//!
//! An example of a reader that uses nothing of this project except `idl/coop.json`: [`Idl`] walks over the types in
//! that file and reads each field with borsh, since accounts, events and arguments of the co-op's program are packed.
//! The answers of a node are JSON over HTTP ([`node`]). [`report`] prints them as lines.
//!
//! `reader URL COOP [EVENTS]` prints the co-op's name, its members, its books and its last events, one line each.

mod idl;
mod log;
pub mod node;
mod report;

pub use {idl::Idl, log::logged, report::report};
