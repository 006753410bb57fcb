//! Gathering: a pool of pledges that starts the co-op, or gives every unit back.

pub mod cancel_pool;
pub mod claim_shares;
pub mod make_pledge;
pub mod open_pool;
#[cfg(test)]
mod orders;
pub mod reclaim_pledge;
pub mod reclaim_pool;
pub mod refund_pledge;
pub mod release;
pub mod settle_pool;
pub mod withdraw_pledge;
