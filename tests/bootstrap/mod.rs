//! Gathering: a pool of pledges that starts the co-op, or gives every unit back.

mod claim_shares;
mod make_pledge;
mod open_pool;
mod reclaim_pledge;
mod reclaim_pool;
mod refund_pledge;
mod settle_pool;
mod withdraw_pledge;
