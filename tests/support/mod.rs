//! The test chain, and helpers that every test uses.

pub mod actor;
pub mod address;
pub mod call;
#[cfg(feature = "svm")]
pub mod fixtures;
pub mod lives;
pub mod mints;
#[cfg(feature = "svm")]
pub mod program;
#[cfg(feature = "reach")]
mod reach;
#[cfg(feature = "svm")]
pub mod scenes;
#[cfg(feature = "svm")]
pub mod world;

#[cfg(feature = "svm")]
pub use world::{Receipt, Refusal, World};
pub use {
    actor::Actor,
    call::{Call, CoopSite, PoolSite},
};

/// A charter in the middle of every bound, for co-ops in tests. Money has 6 decimals.
pub fn charter() -> coop::state::CharterTerms {
    coop::state::CharterTerms {
        member_share: 100 * UNIT,
        max_shares: 1_000_000 * UNIT,
        vouches_required: 2,
        vouches_per_period: 8,
        growth_bps: 2_000,
        growth_floor: 5,
        seasoning: 30 * DAY as u32,
        quorum_bps: 2_000,
        voting_period: 7 * DAY as u32,
        timelock: 3 * DAY as u32,
        execution_window: 14 * DAY as u32,
        exodus_bps: 2_000,
        period_length: 30 * DAY as u32,
        budget_bps: 1_000,
        take_rate_bps: 300,
        take_rate_ceiling_bps: 1_000,
        provider_bps: 0,
        commitment: 730 * DAY as u32,
        reserve_bps: 2_000,
        solidarity_bps: 500,
        remit_bps: 5_000,
        interest_cap_bps: 500,
        depreciation_bps: 2_000,
        work_bps: 5_000,
        cash_bps: 5_000,
        revolve_periods: 4,
        redemption_bps: 2_000,
        pioneer_bps: 1_000,
        pioneer_threshold: 1_000_000 * UNIT,
        pioneer_shares_bps: 1_000,
        pioneer_start: 365 * DAY as u32,
        pioneer_cap_bps: 1_000,
        panel_size: 12,
        review_bps: 2_000,
    }
}

/// Terms of a founding pool that opens at `now`: 3 members, 300 to 1 000 units, use of 50.
pub fn pool_terms(now: i64) -> coop::state::PoolTerms {
    coop::state::PoolTerms {
        min_raise: 300 * UNIT,
        max_raise: 1_000 * UNIT,
        min_members: 3,
        min_use: 50 * UNIT,
        max_pledge: 500 * UNIT,
        max_use: 1_000 * UNIT,
        opens: now,
        withdraw_until: now + 20 * DAY,
        deadline: now + 30 * DAY,
        stay: 30 * DAY as u32,
        use_bond_bps: 1_000,
        min_solvency_bps: 0,
        purpose: "An oven".into(),
    }
}

/// One token in base units: the mints of the tests have 6 decimals.
pub const UNIT: u64 = 1_000_000;
/// One day in seconds.
pub const DAY: i64 = 86_400;
