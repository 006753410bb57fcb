//! The bounds of a charter's terms as the model knows them, and random terms. [`super::bounds`] breaks them one by one.

use crate::{DAY, stateful::generate::Generator};
use coop::{
    error::CoopError::{self, *},
    state::CharterTerms,
};

/// The first term of a charter outside its bound.
pub fn broken_term(c: &CharterTerms) -> Option<CoopError> {
    let within = |v: u64, low: u64, high: u64| v >= low && v <= high;
    let days = |v: u32, low: u64, high: u64| within(v as u64, low * DAY as u64, high * DAY as u64);
    let bps = |v: u16, low: u64, high: u64| within(v as u64, low, high);
    let bounds = [
        (c.member_share >= 1, MemberShareOutOfBounds),
        (c.max_shares >= c.member_share, MaxSharesOutOfBounds),
        (within(c.vouches_required as u64, 1, 16), VouchesRequiredOutOfBounds),
        (within(c.vouches_per_period as u64, 1, 32), VouchesPerPeriodOutOfBounds),
        (bps(c.growth_bps, 1, 10_000), GrowthBpsOutOfBounds),
        (c.growth_floor >= 1, GrowthFloorOutOfBounds),
        (days(c.seasoning, 0, 90), SeasoningOutOfBounds),
        (bps(c.quorum_bps, 100, 5_000), QuorumOutOfBounds),
        (days(c.voting_period, 3, 30), VotingPeriodOutOfBounds),
        (days(c.timelock, 1, 90), TimelockOutOfBounds),
        (days(c.execution_window, 3, 30), ExecutionWindowOutOfBounds),
        (bps(c.exodus_bps, 500, 5_000), ExodusOutOfBounds),
        (days(c.period_length, 7, 92), PeriodLengthOutOfBounds),
        (bps(c.budget_bps, 0, 2_500), BudgetOutOfBounds),
        (c.take_rate_ceiling_bps <= 5_000, TakeRateCeilingOutOfBounds),
        (c.take_rate_bps <= c.take_rate_ceiling_bps, TakeRateOutOfBounds),
        (c.provider_bps <= 10_000, ProviderOutOfBounds),
        (days(c.commitment, 0, 3_650), CommitmentOutOfBounds),
        (bps(c.reserve_bps, 500, 5_000), ReserveOutOfBounds),
        (c.solidarity_bps <= 4_000, SolidarityOutOfBounds),
        (c.remit_bps <= 10_000, RemitOutOfBounds),
        (c.interest_cap_bps <= 1_500, InterestCapOutOfBounds),
        (bps(c.depreciation_bps, 500, 10_000), DepreciationOutOfBounds),
        (c.work_bps <= 10_000, WorkOutOfBounds),
        (bps(c.cash_bps, 2_000, 10_000), CashOutOfBounds),
        (within(c.revolve_periods as u64, 1, 8), RevolvePeriodsOutOfBounds),
        (bps(c.redemption_bps, 500, 10_000), RedemptionOutOfBounds),
        (c.pioneer_bps <= 2_000, PioneerShareOutOfBounds),
        (c.pioneer_threshold <= 1 << 62, PioneerThresholdOutOfBounds),
        (c.pioneer_shares_bps <= 10_000, PioneerSharesOutOfBounds),
        (days(c.pioneer_start, 180, 5 * 365), PioneerStartOutOfBounds),
        (c.pioneer_cap_bps <= c.reserve_bps, PioneerCapOutOfBounds),
        (within(c.panel_size as u64, 9, 32), PanelSizeOutOfBounds),
        (c.review_bps <= 10_000, ReviewOutOfBounds),
    ];
    bounds.into_iter().find(|(holds, _)| !holds).map(|(_, error)| error)
}

impl Generator {
    /// A charter within its bounds, or with one term outside.
    pub fn charter(&mut self) -> CharterTerms {
        let rng = &mut self.rng;
        let member_share = rng.pick(&[1, 7, 100, 1_000_003, 1 << 40]);
        let mut c = CharterTerms {
            member_share,
            max_shares: rng.pick(&[member_share, member_share * 4, member_share * 1_000, u64::MAX]),
            vouches_required: rng.pick(&[1, 1, 2, 3, 16]),
            vouches_per_period: rng.pick(&[1, 2, 4, 32]),
            growth_bps: rng.pick(&[1, 2_000, 10_000]),
            growth_floor: rng.pick(&[1, 2, 5]),
            seasoning: rng.pick(&[0, 1, 30 * DAY as u32, 90 * DAY as u32]),
            redemption_bps: rng.pick(&[500, 5_000, 10_000]),
            period_length: rng.pick(&[7, 7, 30, 92]) * DAY as u32,
            voting_period: rng.pick(&[3, 7, 30]) * DAY as u32,
            timelock: rng.pick(&[1, 3, 3]) * DAY as u32,
            take_rate_bps: rng.pick(&[0, 1, 300, 300, 1_000]),
            take_rate_ceiling_bps: rng.pick(&[1_000, 5_000]),
            commitment: rng.pick(&[0, DAY as u32, 60 * DAY as u32, 3_650 * DAY as u32]),
            reserve_bps: rng.pick(&[500, 2_000, 5_000]),
            solidarity_bps: rng.pick(&[0, 500, 4_000]),
            interest_cap_bps: rng.pick(&[0, 500, 1_500]),
            depreciation_bps: rng.pick(&[500, 2_000, 10_000]),
            cash_bps: rng.pick(&[2_000, 5_000, 10_000]),
            revolve_periods: rng.pick(&[1, 2, 4, 8]),
            pioneer_bps: rng.pick(&[0, 1_000, 2_000]),
            pioneer_threshold: rng.pick(&[0, 1, 1_000, 1_000, 1_000_000_000, 1 << 62]),
            pioneer_cap_bps: rng.pick(&[0, 100, 500]),
            pioneer_shares_bps: rng.pick(&[0, 1_000, 3_333, 10_000]),
            pioneer_start: rng.pick(&[180, 180, 365]) * DAY as u32,
            provider_bps: rng.pick(&[0, 3_000, 10_000]),
            remit_bps: rng.pick(&[0, 3_000, 10_000]),
            work_bps: rng.pick(&[0, 5_000, 10_000]),
            budget_bps: rng.pick(&[0, 1_000, 2_500]),
            ..crate::charter()
        };
        if rng.percent(10) {
            match rng.below(16) {
                0 => c.member_share = 0,
                1 => c.max_shares = c.member_share - 1,
                2 => c.vouches_required = rng.pick(&[0, 17]),
                3 => c.vouches_per_period = rng.pick(&[0, 33]),
                4 => c.growth_bps = rng.pick(&[0, 10_001]),
                5 => c.growth_floor = 0,
                6 => c.seasoning = 90 * DAY as u32 + 1,
                7 => c.quorum_bps = rng.pick(&[99, 5_001]),
                8 => c.voting_period = rng.pick(&[DAY as u32 - 1, u32::MAX]),
                9 => c.timelock = rng.pick(&[0, 90 * DAY as u32 + 1]),
                10 => c.execution_window = 0,
                11 => c.exodus_bps = rng.pick(&[499, 5_001]),
                12 => c.period_length = rng.pick(&[7 * DAY as u32 - 1, 92 * DAY as u32 + 1]),
                13 => c.redemption_bps = rng.pick(&[499, 10_001]),
                14 => c.budget_bps = 2_501,
                _ => c.panel_size = rng.pick(&[8, 33]),
            }
        }
        c
    }
}
