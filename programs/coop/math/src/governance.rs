//! One member, one vote: when a proposal passes, when it may be executed, when it dies.
//!
//! ```text
//! created_at          ends          ends + timelock        + execution_window
//!     │    voting      │   timelock       │   executable         │  expired
//! ────┼────────────────┼──────────────────┼──────────────────────┼──────────►
//!     │ last ballot at ends − 1           │ first second         │ last second is one before
//! ```

pub mod budget;

use crate::fixed::ALL_BPS;

/// The ballots so far. An elector has one, and may change it until the end of the vote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub yes: u32,
    pub no: u32,
    pub abstain: u32,
}

/// The choice of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Yes,
    No,
    Abstain,
}

/// The class of a resolution, which decides how many must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// More yes than no votes.
    Ordinary,
    /// Two thirds of the yes and no votes.
    Special,
}

/// The least quorum of a special resolution, in basis points of the electors.
pub const SPECIAL_QUORUM: u16 = 2_000;

/// The least quorum of a dissolution, and of a move of a membership to another wallet: half the electors.
pub const HALF: u16 = 5_000;

/// The reasons for which a proposal did not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// Fewer ballots than the quorum.
    Quorum,
    /// Not more yes than no votes or, for a special resolution, less than two thirds.
    Majority,
}

impl Tally {
    /// All ballots; abstentions count for the quorum only.
    pub const fn ballots(&self) -> u64 {
        self.yes as u64 + self.no as u64 + self.abstain as u64
    }

    /// The tally with one more ballot; `before` is the earlier choice of the same elector.
    #[must_use]
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

/// The fewest protests that stop a weighty resolution: a single one stops nothing.
pub const LEAST_PROTESTS: u32 = 2;

/// Whether enough members left in protest to stop a weighty resolution: [`LEAST_PROTESTS`] or more, and
/// protests × 10 000 > `exodus_bps` × electors.
pub const fn is_exodus(protests: u32, electors: u32, exodus_bps: u16) -> bool {
    protests >= LEAST_PROTESTS && protests as u64 * ALL_BPS > electors as u64 * exodus_bps as u64
}

/// Times of a proposal, fixed when it is made; unix seconds and durations in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The first second in which no more ballots are taken.
    pub ends: i64,
    pub timelock: u32,
    pub execution_window: u32,
}

/// The phase of a proposal.
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

    /// The first second in which it can no longer be executed.
    pub const fn expires(&self) -> i64 {
        self.opens().saturating_add(self.execution_window as i64)
    }

    pub const fn phase(&self, now: i64) -> Phase {
        if now < self.ends {
            Phase::Voting
        } else if now < self.opens() {
            Phase::Timelock
        } else if now < self.expires() {
            Phase::Executable
        } else {
            Phase::Expired
        }
    }
}

/// All the facts that decide the status of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Vote {
    pub class: Class,
    pub tally: Tally,
    /// The number of electors in the second before it was made.
    pub electors: u32,
    pub quorum_bps: u16,
    pub timeline: Timeline,
    /// The number of those electors that left in protest or were expelled since.
    pub protests: u32,
    /// The exit threshold: the resolution dies if more than this share of the electors protest; for weighty
    /// resolutions only.
    pub exodus_bps: u16,
    /// Whether the charter has been amended since; or, of a resolution to dissolve, whether a pool has succeeded since
    /// it was proposed.
    pub stale: bool,
    /// The member whose membership it would have moved objected.
    pub vetoed: bool,
    pub executed: bool,
    /// For a weighty resolution, the regular end of the last closed period: the resolution waits for the turn of a
    /// period.
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
    /// Passed; members who disagree can leave before it is executed.
    Waiting,
    /// Passed, weighty, and its timelock is over: it waits for the close of a period whose regular end is not before
    /// the end of the timelock, so that everyone who left in time is paid first.
    AwaitingTurn,
    /// Anyone may execute it, once.
    Executable,
    Executed,
    Rejected(Rejection),
    /// Nobody executed it in time.
    Expired,
    /// The charter under which it was made is no longer in force; or, of a resolution to dissolve, a pool has
    /// succeeded since it was proposed.
    Stale,
    /// The member whose membership it would have moved objected.
    Vetoed,
    /// Too many members left in protest.
    Abandoned,
}

impl Vote {
    /// The status at `now`. A proposal that is over stays over.
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
    /// Whether the proposal is over: it can no longer be executed.
    pub const fn is_over(self) -> bool {
        !matches!(self, Self::Voting | Self::Waiting | Self::AwaitingTurn | Self::Executable)
    }
}

/// Whether an elector is drawn for a panel: `draw` × electors < `panel_size` × 2⁶⁴, where `draw` is the high 64 bits
/// of a hash of seed, proposal and elector. Anyone can check one elector without listing the others.
pub const fn is_drawn(draw: u64, electors: u32, panel_size: u8) -> bool {
    draw as u128 * (electors as u128) < (panel_size as u128) << 64
}

#[cfg(test)]
mod tests;
