//! What a co-op has, what its members do with it, and what they get for it.

pub mod books;
pub mod capital;
pub mod pioneers;
