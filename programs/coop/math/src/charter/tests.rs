//! Properties of charters, and the bounds one by one.

use super::*;
use proptest::prelude::*;

/// Any charter that keeps every bound.
pub fn valid() -> impl Strategy<Value = Charter> {
    let people = (1u8..=16, 1u8..=32, 1u16..=10_000, 1u32.., 0..=days(90));
    let votes = (
        100u16..=5_000,
        days(3)..=days(30),
        days(1)..=days(90),
        days(3)..=days(30),
        500u16..=5_000,
        days(7)..=days(92),
        0u16..=2_500,
    );
    let part = || 0u16..=10_000;
    let fees = (0u16..=5_000, any::<u16>(), part(), 0..=days(3_650), 500u16..=5_000, 0u16..=4_000, part());
    let capital = (0u16..=1_500, 500u16..=10_000, part(), 2_000u16..=10_000, 1u8..=8, 500u16..=10_000);
    let start = days(180)..=days(5 * 365);
    let pioneers = (0u16..=2_000, 0u64..=1 << 62, part(), start, any::<u16>(), 9u8..=32, part());
    ((1u64.., any::<u64>()), people, votes, fees, capital, pioneers).prop_map(
        |((share, more), p, v, f, c, r)| Charter {
            member_share: share,
            max_shares: share.saturating_add(more),
            vouches_required: p.0,
            vouches_per_period: p.1,
            growth_bps: p.2,
            growth_floor: p.3,
            seasoning: p.4,
            quorum_bps: v.0,
            voting_period: v.1,
            timelock: v.2,
            execution_window: v.3,
            exodus_bps: v.4,
            period_length: v.5,
            budget_bps: v.6,
            take_rate_ceiling_bps: f.0,
            take_rate_bps: f.1 % (f.0 + 1),
            provider_bps: f.2,
            commitment: f.3,
            reserve_bps: f.4,
            solidarity_bps: f.5,
            remit_bps: f.6,
            interest_cap_bps: c.0,
            depreciation_bps: c.1,
            work_bps: c.2,
            cash_bps: c.3,
            revolve_periods: c.4,
            redemption_bps: c.5,
            pioneer_bps: r.0,
            pioneer_threshold: r.1,
            pioneer_shares_bps: r.2,
            pioneer_start: r.3,
            pioneer_cap_bps: r.4 % (f.4 + 1),
            panel_size: r.5,
            review_bps: r.6,
        },
    )
}

type Break = (CharterRule, fn(&mut Charter));

/// Each bound broken by one, at each of its ends.
pub const BREAKS: &[Break] = &[
    (CharterRule::MemberShare, |c| c.member_share = 0),
    (CharterRule::MaxShares, |c| c.max_shares = c.member_share - 1),
    (CharterRule::VouchesRequired, |c| c.vouches_required = 0),
    (CharterRule::VouchesRequired, |c| c.vouches_required = 17),
    (CharterRule::VouchesPerPeriod, |c| c.vouches_per_period = 0),
    (CharterRule::VouchesPerPeriod, |c| c.vouches_per_period = 33),
    (CharterRule::GrowthBps, |c| c.growth_bps = 0),
    (CharterRule::GrowthBps, |c| c.growth_bps = 10_001),
    (CharterRule::GrowthFloor, |c| c.growth_floor = 0),
    (CharterRule::Seasoning, |c| c.seasoning = days(90) + 1),
    (CharterRule::Quorum, |c| c.quorum_bps = 99),
    (CharterRule::Quorum, |c| c.quorum_bps = 5_001),
    (CharterRule::VotingPeriod, |c| c.voting_period = days(3) - 1),
    (CharterRule::VotingPeriod, |c| c.voting_period = days(30) + 1),
    (CharterRule::Timelock, |c| c.timelock = days(1) - 1),
    (CharterRule::Timelock, |c| c.timelock = days(90) + 1),
    (CharterRule::ExecutionWindow, |c| c.execution_window = days(3) - 1),
    (CharterRule::ExecutionWindow, |c| c.execution_window = days(30) + 1),
    (CharterRule::Exodus, |c| c.exodus_bps = 499),
    (CharterRule::Exodus, |c| c.exodus_bps = 5_001),
    (CharterRule::PeriodLength, |c| c.period_length = days(7) - 1),
    (CharterRule::PeriodLength, |c| c.period_length = days(92) + 1),
    (CharterRule::Budget, |c| c.budget_bps = 2_501),
    (CharterRule::TakeRateCeiling, |c| c.take_rate_ceiling_bps = 5_001),
    (CharterRule::TakeRate, |c| c.take_rate_bps = c.take_rate_ceiling_bps + 1),
    (CharterRule::Provider, |c| c.provider_bps = 10_001),
    (CharterRule::Commitment, |c| c.commitment = days(3_650) + 1),
    (CharterRule::Reserve, |c| c.reserve_bps = 499),
    (CharterRule::Reserve, |c| c.reserve_bps = 5_001),
    (CharterRule::Solidarity, |c| c.solidarity_bps = 4_001),
    (CharterRule::Remit, |c| c.remit_bps = 10_001),
    (CharterRule::InterestCap, |c| c.interest_cap_bps = 1_501),
    (CharterRule::Depreciation, |c| c.depreciation_bps = 499),
    (CharterRule::Depreciation, |c| c.depreciation_bps = 10_001),
    (CharterRule::Work, |c| c.work_bps = 10_001),
    (CharterRule::Cash, |c| c.cash_bps = 1_999),
    (CharterRule::Cash, |c| c.cash_bps = 10_001),
    (CharterRule::RevolvePeriods, |c| c.revolve_periods = 0),
    (CharterRule::RevolvePeriods, |c| c.revolve_periods = 9),
    (CharterRule::Redemption, |c| c.redemption_bps = 499),
    (CharterRule::Redemption, |c| c.redemption_bps = 10_001),
    (CharterRule::PioneerShare, |c| c.pioneer_bps = 2_001),
    (CharterRule::PioneerThreshold, |c| c.pioneer_threshold = (1 << 62) + 1),
    (CharterRule::PioneerShares, |c| c.pioneer_shares_bps = 10_001),
    (CharterRule::PioneerStart, |c| c.pioneer_start = days(180) - 1),
    (CharterRule::PioneerStart, |c| c.pioneer_start = days(1_825) + 1),
    (CharterRule::PioneerCap, |c| c.pioneer_cap_bps = c.reserve_bps + 1),
    (CharterRule::PanelSize, |c| c.panel_size = 8),
    (CharterRule::PanelSize, |c| c.panel_size = 33),
    (CharterRule::Review, |c| c.review_bps = 10_001),
];

type Loosening = (Ratchet, fn(&mut Charter));

/// Each ratchet moved one step the wrong way.
const LOOSENINGS: &[Loosening] = &[
    (Ratchet::MemberShareRaised, |c| c.member_share = c.member_share.saturating_add(1)),
    (Ratchet::TimelockShortened, |c| c.timelock -= 1),
    (Ratchet::ExodusRaised, |c| c.exodus_bps += 1),
    (Ratchet::PeriodLengthened, |c| c.period_length += 1),
    (Ratchet::TakeRateCeilingRaised, |c| c.take_rate_ceiling_bps += 1),
    (Ratchet::CommitmentShortened, |c| c.commitment = c.commitment.wrapping_sub(1)),
    (Ratchet::ReserveLowered, |c| c.reserve_bps -= 1),
    (Ratchet::InterestCapRaised, |c| c.interest_cap_bps += 1),
    (Ratchet::DepreciationLowered, |c| c.depreciation_bps -= 1),
    (Ratchet::RevolvingLengthened, |c| c.revolve_periods += 1),
    (Ratchet::RedemptionLowered, |c| c.redemption_bps -= 1),
    (Ratchet::PioneerTermsChanged, |c| c.pioneer_bps += 1),
    (Ratchet::PioneerTermsChanged, |c| c.pioneer_shares_bps += 1),
    (Ratchet::PioneerTermsChanged, |c| c.pioneer_start += 1),
    (Ratchet::PioneerTermsChanged, |c| c.pioneer_threshold += 1),
    (Ratchet::PioneerTermsChanged, |c| c.pioneer_cap_bps += 1),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

    #[test]
    fn charters_within_bounds_are_valid(charter in valid()) {
        prop_assert_eq!(charter.validate(), Ok(()));
        prop_assert_eq!(charter.amended_by(&charter), Ok(()));
    }

    #[test]
    fn one_broken_bound_is_named(charter in valid(), which in 0..BREAKS.len()) {
        let (rule, spoil) = BREAKS[which];
        let mut broken = charter;
        spoil(&mut broken);
        prop_assert_eq!(broken.validate(), Err(rule));
    }

    #[test]
    fn one_loosened_ratchet_is_named(charter in valid(), which in 0..LOOSENINGS.len()) {
        let mut charter = charter;
        charter.commitment = charter.commitment.max(1);
        charter.member_share = charter.member_share.min(u64::MAX - 1);
        let (ratchet, loosen) = LOOSENINGS[which];
        let mut next = charter;
        loosen(&mut next);
        prop_assert_eq!(charter.amended_by(&next), Err(ratchet));
        // Fixed terms may not move back either; every other step back is a tightening.
        prop_assert_eq!(next.amended_by(&charter).is_ok(), ratchet != Ratchet::PioneerTermsChanged);
    }

    #[test]
    fn ratchets_hold_over_any_number_of_amendments(a in valid(), b in valid(), c in valid()) {
        if a.amended_by(&b).is_ok() && b.amended_by(&c).is_ok() {
            prop_assert_eq!(a.amended_by(&c), Ok(()));
        }
    }
}
