//! The money of a co-op, its members' business, and their earnings from it.

pub mod books;
pub mod capital;
pub mod pioneers;
