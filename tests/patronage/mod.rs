//! Services, periods, what members are owed, and capital that leaves.

pub mod ask_back;
pub mod book_income;
pub mod claim_dividends;
pub mod close_period;
pub mod pay_coop;
pub mod pay_service;
pub mod reclaim_period;
pub mod register_service;
pub mod reprice_service;
pub mod retire_service;
pub mod settle_patronage;
pub mod settle_use;
pub mod sync_vault;
pub mod update_payout;
pub mod withdraw_shares;
