//! Resolutions in the model, from the proposal to what executes it.

use crate::call::Nth;
use crate::stateful::{
    deed::Who,
    model::{Coop, Model, Refused, Verdict, YEAR, demand, refuse},
    resolution::{Resolve, What},
};
use coop::{
    error::CoopError::{self, *},
    state::{Choice, Kind},
};
use std::collections::BTreeMap;

/// What an act that is resolved keeps of the co-op that it is done in, as it was when it was proposed.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// How many proposals had ever been made: those that come later have addresses it does not name.
    pub proposals: usize,
    /// The hash of the statutes that it signs, if it signs any.
    pub statutes: [u8; 32],
}

#[derive(Clone, Debug)]
pub struct Proposal {
    pub what: What,
    pub proposer: Who,
    /// Which of its proposer's: its address.
    pub nth: Nth,
    pub why: &'static str,
    pub rent_payer: Who,
    pub created_at: i64,
    pub ends: i64,
    pub executed_at: i64,
    pub timelock: u32,
    pub window: u32,
    pub quorum: u16,
    pub electors: u32,
    pub version: u32,
    /// Yes, no, abstain.
    pub tally: [u32; 3],
    pub protests: u32,
    pub special: bool,
    /// It waits for the turn of a period.
    pub weighty: bool,
    /// The membership whose work it pays, with its number.
    pub worker: Option<(Who, u32)>,
    /// What its account costs, with a call behind it.
    pub rent: u64,
    /// The slot that a panel was called for; 0: none was.
    pub panel_slot: u64,
    pub panel_calls: u8,
    /// The number plus one of whom it expels; 0: it had none.
    pub expels: u32,
    /// What the panel is drawn by, once it is seated.
    pub panel_seed: Option<[u8; 32]>,
    pub objections: u8,
    /// The wallet that it would have replaced objected.
    pub vetoed: bool,
    /// Of a representation, what its act was made with.
    pub knows: Known,
    /// What the co-op was in when it resolved to leave; the heir when it resolved to dissolve.
    pub named: Option<usize>,
    /// The take rate when it was made.
    pub rate: u16,
    /// By how much a panel delayed it, and with it what is to begin or to end at a time.
    pub delay: i64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    pub holder: Who,
    pub rent_payer: Who,
    pub per_period: u64,
    pub drawn: u64,
    pub until: i64,
    pub drawn_since: i64,
    pub length: u32,
    pub special: bool,
    pub work: bool,
    pub worker: Option<(Who, u32)>,
}

/// The first 128 ballots on a proposal, by number of the member: nobody's number here is beyond.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub rent_payer: Who,
    pub ballots: BTreeMap<u32, Ballot>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// Nothing, of one who only objects.
    pub said: Option<Choice>,
    pub objects: bool,
    /// It left in protest.
    pub protests: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Voting,
    Waiting,
    /// Whoever left in time is paid first.
    AwaitingTurn,
    Executable,
    Over(CoopError),
}

impl Mandate {
    /// Whether what was drawn no longer counts: a period began that is one of the mandate's length later.
    pub fn renewed(&self, c: &Coop) -> bool {
        c.books.period_started_at >= self.drawn_since + self.length as i64
    }
}

impl Proposal {
    pub fn opens(&self) -> i64 {
        self.ends + self.timelock as i64
    }

    pub fn expires(&self) -> i64 {
        self.opens() + self.window as i64
    }

    pub fn status(&self, c: &Coop, now: i64) -> Status {
        let [yes, no, abstain] = self.tally.map(|n| n as u64);
        if self.executed_at != 0 {
            return Status::Over(ProposalExecuted);
        }
        if self.vetoed {
            return Status::Over(OldWalletObjected);
        }
        if now >= self.ends {
            if (yes + no + abstain) * 10_000 < self.quorum as u64 * self.electors as u64 {
                return Status::Over(QuorumNotReached);
            }
            if yes <= no || (self.special && 3 * yes < 2 * (yes + no)) {
                return Status::Over(MajorityNotReached);
            }
        }
        if now >= self.expires() {
            return Status::Over(ExecutionWindowOver);
        }
        let joined = self.what.kind() == Kind::Dissolve && c.books.pool_succeeded_at >= self.created_at;
        if self.version != c.books.charter_version || joined {
            return Status::Over(ProposalStale);
        }
        let limit = c.terms().exodus_bps as u64 * self.electors as u64;
        if self.weighty && self.protests >= 2 && self.protests as u64 * 10_000 > limit {
            return Status::Over(TooManyLeft);
        }
        match now {
            _ if now < self.ends => Status::Voting,
            _ if now < self.opens() => Status::Waiting,
            _ if self.weighty && c.books.closed_until < self.opens() => Status::AwaitingTurn,
            _ => Status::Executable,
        }
    }

    pub fn require_waiting(&self, c: &Coop, now: i64) -> Verdict {
        match self.status(c, now) {
            Status::Waiting => Ok(()),
            Status::Voting => refuse(VotingNotOver),
            Status::AwaitingTurn => refuse(AwaitsPeriodTurn),
            Status::Executable => refuse(VotingOver),
            Status::Over(why) => refuse(why),
        }
    }

    pub fn require_executable(&self, kind: Kind, c: &Coop, now: i64) -> Verdict {
        demand(c.is_active(), CoopNotActive)?;
        demand(self.what.kind() == kind, ActionMismatch)?;
        match self.status(c, now) {
            Status::Executable => Ok(()),
            Status::Voting => refuse(VotingNotOver),
            Status::Waiting => refuse(TimelockNotOver),
            Status::AwaitingTurn => refuse(AwaitsPeriodTurn),
            Status::Over(why) => refuse(why),
        }
    }

    /// Whether it has passed and can still be executed, now or later.
    pub fn has_passed(&self, c: &Coop, now: i64) -> bool {
        matches!(self.status(c, now), Status::Waiting | Status::AwaitingTurn | Status::Executable)
    }

    pub fn is_over(&self, c: &Coop, now: i64) -> bool {
        matches!(self.status(c, now), Status::Over(_))
    }

    /// Whom it pays.
    pub fn payee(&self) -> Option<Who> {
        self.what.payee()
    }

    /// The member it is about.
    pub fn subject(&self) -> Option<Who> {
        self.what.subject()
    }

    /// What is resolved, of the kind that it was asked to be.
    pub fn resolved<T: Resolve>(&self) -> &T {
        self.what.of().expect("just asked")
    }
}

impl Coop {
    pub fn proposal(&self, proposal: usize) -> Result<&Proposal, Refused> {
        self.proposals.get(proposal).and_then(|p| p.as_ref()).ok_or(Refused::Somehow)
    }

    pub fn edit_proposal(&mut self, proposal: usize) -> &mut Proposal {
        self.proposals[proposal].as_mut().expect("checked before")
    }

    pub fn mandate(&self, mandate: usize) -> Result<&Mandate, Refused> {
        self.mandates.get(mandate).and_then(|m| m.as_ref()).ok_or(Refused::Somehow)
    }
}

impl Model {
    pub fn other(&self, slot: usize, other: usize) -> Result<&Coop, Refused> {
        // the same account in two places
        if slot == other { Err(Refused::Somehow) } else { self.alive(other) }
    }

    pub fn may_inherit(&self, heir: &Coop) -> Verdict {
        demand(heir.is_active(), HeirNotActive)?;
        demand(self.now - heir.books.founded_at >= YEAR, HeirTooYoung)
    }

    /// What all executions end with.
    pub fn executed(&mut self, slot: usize, proposal: usize) -> Verdict {
        let now = self.now;
        let c = self.edit(slot);
        c.edit_proposal(proposal).executed_at = now;
        c.books.seq += 1;
        Ok(())
    }
}

/// A choice by its number.
pub fn choice(number: u8) -> Option<Choice> {
    [None, Some(Choice::Yes), Some(Choice::No), Some(Choice::Abstain)][number as usize]
}
