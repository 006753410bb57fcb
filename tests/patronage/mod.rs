//! What members are owed, and capital that leaves.

mod claim_dividends;
mod redeem;
mod sync_vault;
