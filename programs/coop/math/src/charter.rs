//! The charter: the terms that a co-operative promises, each with its bound, some as ratchets.
//!
//! [`Charter::validate`] holds for every charter that ever exists. [`Charter::amended_by`] holds between a charter
//! and its successor: a *ratchet* is a term that can move only in the direction that is better for members. The
//! weight of a vote is always one, so it is not a term.

use crate::DAY;

/// The numeric terms of a co-operative. Money is in base units of its one mint, rates are basis points (10 000 =
/// all), durations are seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(C)]
pub struct Charter {
    /// Paid-in capital that makes a member eligible to vote. At least 1. Ratchet: down only.
    pub member_share: u64,
    /// The most paid-in capital of one member. At least `member_share`.
    pub max_shares: u64,
    /// Vouches that a candidate needs, or one from each member if there are fewer members. 1 to 16.
    pub vouches_required: u8,
    /// Vouches that one member may give in a period, or in total while the co-op is forming. 1 to 32.
    pub vouches_per_period: u8,
    /// Admissions in 30 days, as a share of the members. 1 to 10 000.
    pub growth_bps: u16,
    /// Admissions in 30 days that are always allowed. At least 1.
    pub growth_floor: u32,
    /// Time from the payment of the member share to the vote. At most 90 days.
    pub seasoning: u32,
    /// Ballots that a vote needs, as a share of the electors. 100 to 5 000.
    pub quorum_bps: u16,
    /// How long electors can vote. 3 to 30 days.
    pub voting_period: u32,
    /// Time between the end of a vote and the execution. 1 to 90 days. Ratchet: up only.
    pub timelock: u32,
    /// How long a passed proposal can be executed. 3 to 30 days.
    pub execution_window: u32,
    /// A weighty resolution dies if more than this share of its electors, and at least two, leave in protest. 500 to
    /// 5 000. Ratchet: down only.
    pub exodus_bps: u16,
    /// The minimum length of a period. 7 to 92 days. Applies from the next period on. Ratchet: down only.
    pub period_length: u32,
    /// The most that ordinary resolutions may spend in max(30 days, `period_length`), as a share of the operating
    /// money at the start of the period or now, whichever is less. At most 2 500.
    pub budget_bps: u16,
    /// The fee on payments to a service. At most `take_rate_ceiling_bps`.
    pub take_rate_bps: u16,
    /// The highest fee that is ever possible. At most 5 000. Ratchet: down only.
    pub take_rate_ceiling_bps: u16,
    /// The part of a fee's units that goes to the member that provides the service; the buyer gets the rest. At most
    /// 10 000. Each service keeps the value of its registration until it is repriced.
    pub provider_bps: u16,
    /// How long a service's rate and split are promised from its registration. At most 3 650 days. Ratchet: up only.
    pub commitment: u32,
    /// The part of every surplus that goes to the indivisible reserve. 500 to 5 000. Ratchet: up only.
    pub reserve_bps: u16,
    /// The part of every surplus that goes to solidarity. At most 4 000.
    pub solidarity_bps: u16,
    /// The part of solidarity that is due to the federation, if there is one. At most 10 000.
    pub remit_bps: u16,
    /// The highest yearly return on paid-in capital. At most 1 500. Ratchet: down only.
    pub interest_cap_bps: u16,
    /// The part of invested money that is written off in a year. 500 to 10 000. Ratchet: up only.
    pub depreciation_bps: u16,
    /// The part of the pot that goes to work before use; never more than the pay for work. At most 10 000.
    pub work_bps: u16,
    /// The part of a patronage dividend that is paid in cash; the rest is retained as capital. 2 000 to 10 000.
    pub cash_bps: u16,
    /// The number of periods after which a retained vintage matures. 1 to 8. Ratchet: down only.
    pub revolve_periods: u8,
    /// The part of its own matured capital that a staying member may ask back in a period. 500 to 10 000. Ratchet: up
    /// only.
    pub redemption_bps: u16,
    /// The part of the patronage pot that goes to pioneer units. At most 2 000. Fixed.
    pub pioneer_bps: u16,
    /// The lifetime surplus from which on no more pioneer units are made; 0: none are ever made. At most 2⁶². Fixed.
    pub pioneer_threshold: u64,
    /// Pioneer units for each share of the founding pool that is still held at `pioneer_start`. At most 10 000.
    /// Fixed.
    pub pioneer_shares_bps: u16,
    /// Time from the activation to the date from which pioneers are paid and no more units are made. 180 days to 5
    /// years. Fixed.
    pub pioneer_start: u32,
    /// The most that a pioneer unit can ever return. At most `reserve_bps`. Fixed.
    pub pioneer_cap_bps: u16,
    /// Seats of a review panel drawn by lot. 9 to 32.
    pub panel_size: u8,
    /// A spend above this share of operating money can be reviewed. At most 10 000.
    pub review_bps: u16,
}

/// A term outside its bound. The variant names the term; its bound is documented at the field of [`Charter`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CharterRule {
    MemberShare,
    MaxShares,
    VouchesRequired,
    VouchesPerPeriod,
    GrowthBps,
    GrowthFloor,
    Seasoning,
    Quorum,
    VotingPeriod,
    Timelock,
    ExecutionWindow,
    Exodus,
    PeriodLength,
    Budget,
    TakeRateCeiling,
    TakeRate,
    Provider,
    Commitment,
    Reserve,
    Solidarity,
    Remit,
    InterestCap,
    Depreciation,
    Work,
    Cash,
    RevolvePeriods,
    Redemption,
    PioneerShare,
    PioneerThreshold,
    PioneerShares,
    PioneerStart,
    PioneerCap,
    PanelSize,
    Review,
}

/// A ratchet that an amendment would loosen. The variant names the term that would move the wrong way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratchet {
    MemberShareRaised,
    TimelockShortened,
    ExodusRaised,
    PeriodLengthened,
    TakeRateCeilingRaised,
    CommitmentShortened,
    ReserveLowered,
    InterestCapRaised,
    DepreciationLowered,
    RevolvingLengthened,
    RedemptionLowered,
    PioneerTermsChanged,
}

/// `n` days in seconds, as terms hold them.
const fn days(n: u32) -> u32 {
    n * DAY as u32
}

/// The smallest timelock of a special resolution, in seconds: 7 days, whatever the charter says.
pub const SPECIAL_TIMELOCK: u32 = days(7);

impl Charter {
    /// Checks every bound, in the order of the fields, and returns the first that is broken.
    pub fn validate(&self) -> Result<(), CharterRule> {
        use CharterRule::*;
        let bounds = [
            (self.member_share >= 1, MemberShare),
            (self.max_shares >= self.member_share, MaxShares),
            ((1..=16).contains(&self.vouches_required), VouchesRequired),
            ((1..=32).contains(&self.vouches_per_period), VouchesPerPeriod),
            ((1..=10_000).contains(&self.growth_bps), GrowthBps),
            (self.growth_floor >= 1, GrowthFloor),
            (self.seasoning <= days(90), Seasoning),
            ((100..=5_000).contains(&self.quorum_bps), Quorum),
            ((days(3)..=days(30)).contains(&self.voting_period), VotingPeriod),
            ((days(1)..=days(90)).contains(&self.timelock), Timelock),
            ((days(3)..=days(30)).contains(&self.execution_window), ExecutionWindow),
            ((500..=5_000).contains(&self.exodus_bps), Exodus),
            ((days(7)..=days(92)).contains(&self.period_length), PeriodLength),
            (self.budget_bps <= 2_500, Budget),
            (self.take_rate_ceiling_bps <= 5_000, TakeRateCeiling),
            (self.take_rate_bps <= self.take_rate_ceiling_bps, TakeRate),
            (self.provider_bps <= 10_000, Provider),
            (self.commitment <= days(3_650), Commitment),
            ((500..=5_000).contains(&self.reserve_bps), Reserve),
            (self.solidarity_bps <= 4_000, Solidarity),
            (self.remit_bps <= 10_000, Remit),
            (self.interest_cap_bps <= 1_500, InterestCap),
            ((500..=10_000).contains(&self.depreciation_bps), Depreciation),
            (self.work_bps <= 10_000, Work),
            ((2_000..=10_000).contains(&self.cash_bps), Cash),
            ((1..=8).contains(&self.revolve_periods), RevolvePeriods),
            ((500..=10_000).contains(&self.redemption_bps), Redemption),
            (self.pioneer_bps <= 2_000, PioneerShare),
            (self.pioneer_threshold <= 1 << 62, PioneerThreshold),
            (self.pioneer_shares_bps <= 10_000, PioneerShares),
            ((days(180)..=days(5 * 365)).contains(&self.pioneer_start), PioneerStart),
            (self.pioneer_cap_bps <= self.reserve_bps, PioneerCap),
            ((9..=32).contains(&self.panel_size), PanelSize),
            (self.review_bps <= 10_000, Review),
        ];
        match bounds.iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(*rule),
            None => Ok(()),
        }
    }

    /// Checks that `next` loosens no ratchet of this charter, and returns the first that it would.
    /// [`Charter::validate`] checks separately that `next` keeps the bounds.
    pub fn amended_by(&self, next: &Charter) -> Result<(), Ratchet> {
        use Ratchet::*;
        let ratchets = [
            (next.member_share <= self.member_share, MemberShareRaised),
            (next.timelock >= self.timelock, TimelockShortened),
            (next.exodus_bps <= self.exodus_bps, ExodusRaised),
            (next.period_length <= self.period_length, PeriodLengthened),
            (next.take_rate_ceiling_bps <= self.take_rate_ceiling_bps, TakeRateCeilingRaised),
            (next.commitment >= self.commitment, CommitmentShortened),
            (next.reserve_bps >= self.reserve_bps, ReserveLowered),
            (next.interest_cap_bps <= self.interest_cap_bps, InterestCapRaised),
            (next.depreciation_bps >= self.depreciation_bps, DepreciationLowered),
            (next.revolve_periods <= self.revolve_periods, RevolvingLengthened),
            (next.redemption_bps >= self.redemption_bps, RedemptionLowered),
            (
                (next.pioneer_bps, next.pioneer_threshold, next.pioneer_cap_bps)
                    == (self.pioneer_bps, self.pioneer_threshold, self.pioneer_cap_bps)
                    && (next.pioneer_shares_bps, next.pioneer_start)
                        == (self.pioneer_shares_bps, self.pioneer_start),
                PioneerTermsChanged,
            ),
        ];
        match ratchets.iter().find(|(holds, _)| !holds) {
            Some((_, ratchet)) => Err(*ratchet),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
