//! What of `coop-math` the page and the command line call: the tables below are all there is to edit.
//!
//! `cargo xtask client` compiles them to WebAssembly and writes `app/src/generated/math`. Numbers of up to 32 bits are
//! TypeScript's `number`, wider ones `bigint`; names become camelCase. A function that panics throws.
#![cfg_attr(target_family = "wasm", no_std)]

mod wire;

#[cfg(not(target_family = "wasm"))]
pub mod host;

use coop_math::{
    DAY, YEAR,
    charter::{self, Charter, CharterRule, Ratchet},
    fixed,
};

constants! {
    DAY: i64 = DAY;
    YEAR: i64 = YEAR;
    SPECIAL_TIMELOCK: u32 = charter::SPECIAL_TIMELOCK;
}

functions! {
    /// ⌊amount × bps ÷ 10 000⌋.
    bps_floor(amount: u64, bps: u16) -> u64 = fixed::bps_floor(amount, bps);
    /// ⌈amount × bps ÷ 10 000⌉.
    bps_ceil(amount: u64, bps: u16) -> u64 = fixed::bps_ceil(amount, bps);
    /// ⌊a × b ÷ c⌋, or nothing if c = 0 or it exceeds 64 bits.
    mul_div_floor(a: u64, b: u64, c: u64) -> Option<u64> = fixed::mul_div_floor(a, b, c);
    /// amount ÷ units as Q64.64, rounded down; 0 if there are no units.
    q64_ratio(amount: u64, units: u64) -> u128 = fixed::q64_ratio(amount, units);
    /// ⌊per_unit × units⌋ of a Q64.64 number. Stops at 2⁶⁴ − 1.
    q64_floor(per_unit: u128, units: u64) -> u64 = fixed::q64_floor(per_unit, units);
    /// The first bound that the charter breaks.
    broken_bound(charter: Charter) -> Option<CharterRule> = charter.validate().err();
    /// The first ratchet that going from one charter to the next would loosen.
    loosened_ratchet(charter: Charter, next: Charter) -> Option<Ratchet> = charter.amended_by(&next).err();
}

record! {
    Charter, like SOUND {
        member_share: u64,
        max_shares: u64,
        vouches_required: u8,
        vouches_per_period: u8,
        growth_bps: u16,
        growth_floor: u32,
        seasoning: u32,
        quorum_bps: u16,
        voting_period: u32,
        timelock: u32,
        execution_window: u32,
        exodus_bps: u16,
        period_length: u32,
        budget_bps: u16,
        take_rate_bps: u16,
        take_rate_ceiling_bps: u16,
        provider_bps: u16,
        commitment: u32,
        reserve_bps: u16,
        solidarity_bps: u16,
        remit_bps: u16,
        interest_cap_bps: u16,
        depreciation_bps: u16,
        work_bps: u16,
        cash_bps: u16,
        revolve_periods: u8,
        redemption_bps: u16,
        pioneer_bps: u16,
        pioneer_threshold: u64,
        pioneer_shares_bps: u16,
        pioneer_start: u32,
        pioneer_cap_bps: u16,
        panel_size: u8,
        review_bps: u16,
    }
}

choice! {
    CharterRule {
        MemberShare, MaxShares, VouchesRequired, VouchesPerPeriod, GrowthBps, GrowthFloor, Seasoning,
        Quorum, VotingPeriod, Timelock, ExecutionWindow, Exodus, PeriodLength, Budget, TakeRateCeiling,
        TakeRate, Provider, Commitment, Reserve, Solidarity, Remit, InterestCap, Depreciation, Work, Cash,
        RevolvePeriods, Redemption, PioneerShare, PioneerThreshold, PioneerShares, PioneerStart,
        PioneerCap, PanelSize, Review,
    }
}

choice! {
    Ratchet {
        MemberShareRaised, TimelockShortened, ExodusRaised, PeriodLengthened, TakeRateCeilingRaised,
        CommitmentShortened, ReserveLowered, InterestCapRaised, DepreciationLowered, RevolvingLengthened,
        RedemptionLowered, PioneerTermsChanged,
    }
}

/// A charter that keeps every bound: the cases vary it, since one of random terms would break the first.
#[cfg(not(target_family = "wasm"))]
const SOUND: Charter = Charter {
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
