//! Founding a co-op, and closing one that never started.

pub mod describe;
pub mod found;
pub mod mint;
pub mod reclaim_coop;
