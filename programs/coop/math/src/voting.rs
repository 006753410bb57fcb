//! One member, one vote: when a proposal passes, when it may be executed, when it dies.
//!
//! ```text
//! created_at          ends          ends + timelock        + execution_window
//!     │    voting      │   timelock       │   executable         │  expired
//! ────┼────────────────┼──────────────────┼──────────────────────┼──────────►
//!     │ last ballot at ends − 1           │ first second         │ last second is one before
//! ```

use crate::{
    DAY,
    bucket::Bucket,
    fixed::{ALL_BPS, bps_floor},
};

/// Ballots so far. An elector has one, and may change it until the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub yes: u32,
    pub no: u32,
    pub abstain: u32,
}

/// What a ballot says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Yes,
    No,
    Abstain,
}

/// How much a resolution decides, and so how many must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// More yes than no.
    Ordinary,
    /// Two thirds of those who say yes or no.
    Special,
}

/// Quorum of a special resolution, at least, in basis points of the electors.
pub const SPECIAL_QUORUM: u16 = 2_000;

/// Quorum of a dissolution and of moving a membership to another wallet, at least: half the electors.
pub const HALF: u16 = 5_000;

/// Why a proposal did not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Fewer ballots than the quorum.
    Quorum,
    /// Not more yes than no, or, special, less than two thirds.
    Majority,
}

impl Tally {
    /// All ballots; abstentions count for the quorum only.
    pub const fn ballots(&self) -> u64 {
        self.yes as u64 + self.no as u64 + self.abstain as u64
    }

    /// The tally with one ballot more, `before` being what the same elector had said.
    pub const fn with(mut self, before: Option<Choice>, now: Choice) -> Self {
        if let Some(before) = before {
            *self.count(before) -= 1;
        }
        *self.count(now) += 1;
        self
    }

    const fn count(&mut self, choice: Choice) -> &mut u32 {
        match choice {
            Choice::Yes => &mut self.yes,
            Choice::No => &mut self.no,
            Choice::Abstain => &mut self.abstain,
        }
    }

    /// Whether it passes: ballots × 10 000 ≥ `quorum_bps` × electors, yes > no, and, special, 3 yes ≥ 2 (yes + no).
    pub const fn passes(&self, class: Class, electors: u32, quorum_bps: u16) -> Result<(), Rejection> {
        if self.ballots() * ALL_BPS < electors as u64 * quorum_bps as u64 {
            return Err(Rejection::Quorum);
        }
        let (yes, no) = (self.yes as u64, self.no as u64);
        let enough = match class {
            Class::Ordinary => yes > no,
            Class::Special => yes > no && 3 * yes >= 2 * (yes + no),
        };
        if enough { Ok(()) } else { Err(Rejection::Majority) }
    }
}

/// Fewest protests that a weighty resolution dies of: one alone stops nothing.
pub const LEAST_PROTESTS: u32 = 2;

/// Whether so many left in protest that a weighty resolution dies: [`LEAST_PROTESTS`] or more, and protests × 10 000 >
/// `exodus_bps` × electors.
pub const fn is_exodus(protests: u32, electors: u32, exodus_bps: u16) -> bool {
    protests >= LEAST_PROTESTS && protests as u64 * ALL_BPS > electors as u64 * exodus_bps as u64
}

/// Times of a proposal, fixed when it is made; unix seconds and durations in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Ballots are taken before.
    pub ends: i64,
    pub timelock: u32,
    pub execution_window: u32,
}

/// Where a proposal is in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    Voting,
    Timelock,
    Executable,
    Expired,
}

impl Timeline {
    /// The first second of execution.
    pub const fn opens(&self) -> i64 {
        self.ends.saturating_add(self.timelock as i64)
    }

    pub const fn phase(&self, now: i64) -> Phase {
        let opens = self.opens();
        if now < self.ends {
            Phase::Voting
        } else if now < opens {
            Phase::Timelock
        } else if now < opens.saturating_add(self.execution_window as i64) {
            Phase::Executable
        } else {
            Phase::Expired
        }
    }
}

/// All that decides what becomes of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    pub class: Class,
    pub tally: Tally,
    /// Electors when it was made.
    pub electors: u32,
    pub quorum_bps: u16,
    pub timeline: Timeline,
    /// Electors of then who left in protest since, or were expelled.
    pub protests: u32,
    /// Dies if more than this share of the electors do; weighty resolutions only.
    pub exodus_bps: u16,
    /// The charter has changed since.
    pub stale: bool,
    /// Whoever it would have replaced objected.
    pub vetoed: bool,
    pub executed: bool,
    /// The regular end of the last period closed, if the resolution is weighty: it waits for the turn of a period.
    pub closed_until: Option<i64>,
}

/// Where a proposal is in its life.
///
/// ```text
///             ┌────────────► Stale, Vetoed, Abandoned   (from any of the three, at any time)
///             │
///   Voting ───┼──► Waiting ──► (AwaitingTurn ──►) Executable ──► Executed
///             │                                      │
///             └──► Rejected                          └───────► Expired
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Ballots are taken.
    Voting,
    /// Passed; who disagrees can leave before it is executed.
    Waiting,
    /// Passed, weighty, and its timelock is over: it waits until a period is closed whose regular end is not before the
    /// end of the timelock, so that whoever left in time is paid first.
    AwaitingTurn,
    /// Anyone may execute it, once.
    Executable,
    Executed,
    Rejected(Rejection),
    /// Nobody executed it in time.
    Expired,
    /// The charter it was made under is no longer in force.
    Stale,
    /// Whoever it would have replaced objected.
    Vetoed,
    /// Too many left in protest.
    Abandoned,
}

impl Vote {
    /// The status at `now`. What is over stays over.
    pub const fn status(&self, now: i64) -> Status {
        if self.executed {
            return Status::Executed;
        }
        if self.vetoed {
            return Status::Vetoed;
        }
        let phase = self.timeline.phase(now);
        let over = !matches!(phase, Phase::Voting);
        if over && let Err(rejection) = self.tally.passes(self.class, self.electors, self.quorum_bps) {
            return Status::Rejected(rejection);
        }
        if matches!(phase, Phase::Expired) {
            return Status::Expired;
        }
        if self.stale {
            return Status::Stale;
        }
        let weighty = self.closed_until.is_some();
        if weighty && is_exodus(self.protests, self.electors, self.exodus_bps) {
            return Status::Abandoned;
        }
        match phase {
            Phase::Voting => Status::Voting,
            Phase::Timelock => Status::Waiting,
            Phase::Executable | Phase::Expired => match self.closed_until {
                Some(until) if until < self.timeline.opens() => Status::AwaitingTurn,
                _ => Status::Executable,
            },
        }
    }
}

impl Status {
    /// Whether nothing can become of it any more.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Voting | Self::Waiting | Self::AwaitingTurn | Self::Executable)
    }
}

/// How long the bucket of ordinary spends takes to drain, at least, in seconds.
pub const BUDGET_WINDOW: u32 = 30 * DAY as u32;

/// Ordinary spends in max([`BUDGET_WINDOW`], period length): `budget_bps` of what was operating when the period began or
/// is now, whichever is less, so that nobody can lift it by money that comes and goes.
pub const fn budget(at_start: u64, now: u64, budget_bps: u16, period_length: u32) -> Bucket {
    let base = if at_start < now { at_start } else { now };
    let window = if period_length > BUDGET_WINDOW { period_length } else { BUDGET_WINDOW };
    Bucket { capacity: bps_floor(base, budget_bps), window }
}

/// Whether an elector is drawn for a panel: `draw` × electors < `panel_size` × 2⁶⁴, where `draw` is the high 64 bits of
/// a hash of seed, proposal and elector. Anyone can check one; nobody has to enumerate them.
pub const fn is_drawn(draw: u64, electors: u32, panel_size: u8) -> bool {
    draw as u128 * (electors as u128) < (panel_size as u128) << 64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        /// A tally of some of the electors.
        fn votes()(electors in 1u32.., cuts in any::<[u32; 3]>()) -> (Tally, u32) {
            let cut = |n: u32, most: u64| (n as u64 % (most + 1)) as u32;
            let yes = cut(cuts[0], electors as u64);
            let no = cut(cuts[1], (electors - yes) as u64);
            let abstain = cut(cuts[2], (electors - yes - no) as u64);
            (Tally { yes, no, abstain }, electors)
        }
    }

    fn choices() -> impl Strategy<Value = Choice> {
        prop_oneof![Just(Choice::Yes), Just(Choice::No), Just(Choice::Abstain)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn a_special_resolution_that_passes_would_pass_as_an_ordinary_one(
            (tally, electors) in votes(), quorum in 100u16..=5_000,
        ) {
            if tally.passes(Class::Special, electors, quorum).is_ok() {
                prop_assert!(tally.passes(Class::Ordinary, electors, quorum).is_ok());
            }
        }

        #[test]
        fn a_yes_never_hurts_a_proposal_and_a_no_never_helps_one_that_has_its_quorum(
            (tally, electors) in votes(), quorum in 100u16..=5_000, special: bool,
        ) {
            let class = if special { Class::Special } else { Class::Ordinary };
            let passes = |t: Tally| t.passes(class, electors, quorum).is_ok();
            prop_assume!(tally.ballots() < electors as u64);
            prop_assert!(!passes(tally) || passes(tally.with(None, Choice::Yes)));
            let quorate = tally.passes(class, electors, quorum) != Err(Rejection::Quorum);
            prop_assert!(!quorate || passes(tally) || !passes(tally.with(None, Choice::No)));
        }

        #[test]
        fn the_quorum_is_met_exactly_at_its_edge(electors in 1u32.., quorum in 100u16..=5_000) {
            let needed = (electors as u64 * quorum as u64).div_ceil(10_000) as u32;
            let yes = |yes| Tally { yes, ..Tally::default() }.passes(Class::Special, electors, quorum);
            prop_assert_eq!(yes(needed), Ok(()));
            prop_assert_eq!(yes(needed - 1), Err(Rejection::Quorum));
        }

        #[test]
        fn two_thirds_are_met_exactly_at_their_edge(no in 1u32..1 << 30) {
            let passes = |yes| Tally { yes, no, abstain: 0 }.passes(Class::Special, 1, 100).is_ok();
            prop_assert!(passes(2 * no) && !passes(2 * no - 1));
        }

        #[test]
        fn a_changed_ballot_counts_once(first in choices(), then in choices(), (tally, _) in votes()) {
            prop_assume!(tally.ballots() < u32::MAX as u64);
            prop_assert_eq!(tally.with(None, first).with(Some(first), then), tally.with(None, then));
        }

        #[test]
        fn exodus_needs_more_than_its_share(electors in 1u32.., bps in 500u16..=5_000) {
            let most = (electors as u64 * bps as u64 / 10_000) as u32;
            prop_assert!(!is_exodus(most, electors, bps));
            prop_assert_eq!(is_exodus(most + 1, electors, bps), most + 1 >= LEAST_PROTESTS);
        }

        #[test]
        fn phases_follow_each_other(ends in 0i64..1 << 40, timelock: u32, window in 1u32.., now in 0i64..1 << 41) {
            let t = Timeline { ends, timelock, execution_window: window };
            let opens = ends + timelock as i64;
            prop_assert_eq!(t.phase(now) == Phase::Voting, now < ends);
            prop_assert_eq!(t.phase(now) == Phase::Executable, opens <= now && now < opens + window as i64);
            prop_assert_eq!(t.phase(now) == Phase::Expired, now >= opens + window as i64);
        }

        #[test]
        fn a_panel_draws_its_share_of_the_electors(electors in 1u32.., size in 9u8..=32) {
            // of all draws, panel_size ÷ electors are in
            let limit = (((size as u128) << 64) / electors as u128).min(u64::MAX as u128) as u64;
            prop_assert!(is_drawn(limit.saturating_sub(1), electors, size));
            prop_assert!(electors <= size as u32 || !is_drawn(limit + 1, electors, size));
        }
    }

    #[test]
    fn without_ballots_nothing_passes() {
        assert_eq!(Tally::default().passes(Class::Ordinary, 1, 100), Err(Rejection::Quorum));
        assert_eq!(Tally::default().passes(Class::Ordinary, 0, 100), Err(Rejection::Majority));
    }

    fn weighty(closed_until: Option<i64>) -> Vote {
        Vote {
            class: Class::Special,
            tally: Tally { yes: 2, no: 1, abstain: 0 },
            electors: 3,
            quorum_bps: 5_000,
            timeline: Timeline { ends: 100, timelock: 50, execution_window: 10 },
            protests: 0,
            exodus_bps: 500,
            stale: false,
            vetoed: false,
            executed: false,
            closed_until,
        }
    }

    #[test]
    fn what_is_weighty_waits_for_a_period_that_ended_after_its_timelock() {
        assert_eq!(weighty(Some(149)).status(149), Status::Waiting);
        assert_eq!(weighty(Some(149)).status(150), Status::AwaitingTurn);
        assert_eq!(weighty(Some(150)).status(150), Status::Executable);
        assert_eq!(weighty(None).status(150), Status::Executable, "what is not weighty waits for no turn");
        assert_eq!(weighty(Some(0)).status(159), Status::AwaitingTurn);
        assert_eq!(weighty(Some(0)).status(160), Status::Expired, "waiting does not lengthen the window");
        assert!(!Status::AwaitingTurn.is_over());
        // what kills a proposal kills one that awaits its turn
        assert_eq!(Vote { stale: true, ..weighty(Some(0)) }.status(150), Status::Stale);
        assert_eq!(Vote { protests: 2, ..weighty(Some(0)) }.status(150), Status::Abandoned);
        assert_eq!(
            Vote { protests: 1, ..weighty(Some(0)) }.status(150),
            Status::AwaitingTurn,
            "one alone stops nothing"
        );
        assert_eq!(
            Vote { protests: 3, ..weighty(None) }.status(150),
            Status::Executable,
            "only what is weighty dies of them"
        );
    }

    #[test]
    fn the_budget_is_of_the_smaller_of_then_and_now_over_thirty_days_at_least() {
        let week = 7 * DAY as u32;
        assert_eq!(budget(10_000, 20_000, 1_000, week), Bucket { capacity: 1_000, window: BUDGET_WINDOW });
        assert_eq!(budget(20_000, 10_000, 1_000, week), Bucket { capacity: 1_000, window: BUDGET_WINDOW });
        let quarter = 92 * DAY as u32;
        assert_eq!(budget(9_999, 9_999, 1, quarter), Bucket { capacity: 0, window: quarter });
        // half of it is back after half of the window, whatever the periods
        let bucket = budget(10_000, 10_000, 1_000, week);
        let full = bucket.draw(0, 1_000, 0).expect("it is empty");
        assert_eq!(bucket.room_floor(full, 0), 0);
        assert_eq!(bucket.room_floor(full, 15 * DAY), 500);
        assert_eq!(bucket.draw(full, 501, 15 * DAY), None);
        assert!(bucket.draw(full, 500, 15 * DAY).is_some());
    }
}
