//! Records that hold together: the cases of the tests vary them, since random ones would break the first rule.

use coop_math::{
    DAY,
    charter::Charter,
    fixed::Wide,
    patronage::books::{Books, Facts, Pioneers, Rates, Use},
};

/// Books that balance, with something everywhere: the cases vary them.
pub const AT_WORK: Books = Books {
    fund: 800_000,
    earnings: 120_000,
    reserve: 90_000,
    solidarity: 4_000,
    federation_due: 300,
    dividends: 12_000,
    interest: 2_000,
    pioneers: 1_000,
    invested: 150_000,
    at_agent: 60_000,
    loss: 0,
    reserve_due: 10_000,
    covered: 1_000,
    shares_total: 700_000,
    shares_in_transit: 50_000,
    retained_total: 250_000,
    fresh: 40_000,
    moved_out: 30_000,
    moved_back: 10_000,
    bought: 5_000,
    asked: 20_000,
    forfeited: 1_000,
    interest_owed: Wide::ZERO,
    pioneers_owed: Wide::ZERO,
    invested_seconds: Wide::ZERO,
    agent_seconds: Wide::ZERO,
    accrued_at: 1_800_000_000,
    invested_remainder: 7,
    agent_remainder: 8,
    interest_remainder: 9,
};

pub const A_MONTH: Facts = Facts {
    rates: RATES,
    done: DONE,
    pioneers: PIONEERS,
    shares_earning: 600_000,
    lifetime_surplus: 500_000,
    started_at: 1_800_000_000 - 30 * DAY,
    now: 1_800_000_000,
    federated: true,
    last: false,
};

pub const RATES: Rates = Rates {
    reserve_bps: 2_000,
    solidarity_bps: 500,
    remit_bps: 5_000,
    interest_cap_bps: 500,
    depreciation_bps: 2_000,
    work_bps: 3_000,
    cash_bps: 5_000,
    pioneer_bps: 1_000,
};

pub const DONE: Use = Use {
    member_units: 90_000,
    outside_units: 30_000,
    leaving_units: 5_000,
    member_work: 20_000,
    outside_work: 10_000,
    leaving_work: 1_000,
};

pub const PIONEERS: Pioneers = Pioneers {
    units: 40_000,
    founding_shares: 500_000,
    per_unit: 1 << 58,
    threshold: 1_000_000,
    cap_bps: 1_000,
    shares_bps: 1_000,
    due: true,
};

/// A charter that keeps every bound: the cases vary it, since one of random terms would break the first.
pub const SOUND: Charter = Charter {
    member_share: 100,
    max_shares: 10_000,
    vouches_required: 2,
    vouches_per_period: 8,
    growth_bps: 2_000,
    growth_floor: 10,
    seasoning: 7 * DAY as u32,
    quorum_bps: 2_000,
    voting_period: 7 * DAY as u32,
    timelock: 7 * DAY as u32,
    execution_window: 7 * DAY as u32,
    exodus_bps: 1_000,
    period_length: 90 * DAY as u32,
    budget_bps: 1_000,
    take_rate_bps: 200,
    take_rate_ceiling_bps: 500,
    provider_bps: 500,
    commitment: 365 * DAY as u32,
    reserve_bps: 2_000,
    solidarity_bps: 500,
    remit_bps: 500,
    interest_cap_bps: 500,
    depreciation_bps: 2_000,
    work_bps: 2_000,
    cash_bps: 3_000,
    revolve_periods: 4,
    redemption_bps: 2_000,
    pioneer_bps: 1_000,
    pioneer_threshold: 1 << 40,
    pioneer_shares_bps: 500,
    pioneer_start: 365 * DAY as u32,
    pioneer_cap_bps: 2_000,
    panel_size: 12,
    review_bps: 500,
};
