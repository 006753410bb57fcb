//! Founding a co-op, and closing one that never started.

mod found;
mod reclaim_coop;
