//! Founding a co-op, and closing one that never started.

#[cfg(feature = "svm")]
pub mod bounds;
pub mod describe;
pub mod found;
pub mod reclaim_coop;
#[cfg(feature = "svm")]
pub mod terms;
