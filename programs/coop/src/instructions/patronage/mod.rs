//! What members are owed, and capital that leaves.

pub mod claim_dividends;
pub mod redeem;
pub mod sync_vault;
