use super::{Charter, Coop, LINK, StoredPoolTerms, WHY};
use crate::error::CoopError;
use anchor_lang::prelude::*;
use coop_math::governance::{Class, Status, Tally, Timeline, Vote};

/// What is proposed to the electors, and what they say.
///
/// Seeds: `["proposal", coop, proposer's member number (u32 le), its count (u32 le)]`: nobody's proposal takes another's
/// address. The action stands here in full; which fields it uses is said at [`Kind`]. Amounts are base units, times unix
/// seconds. Behind these fields stands what has no fixed size: of a call the number of accounts (u8), for each its address and
/// a byte of flags (1: signs, 2: written), then the data; of a pool its purpose; of a description the text; of an amendment
/// that restates the statutes their hash and URI.
#[account]
pub struct Proposal {
    pub coop: Address,
    /// The member that proposed it.
    pub proposer: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// The co-op's number of it, in the order in which they were made.
    pub index: PodU32,
    /// The proposer's member number, and how many it had made before: the address.
    pub proposer_number: PodU32,
    pub count: PodU32,
    /// SHA-256 of a document that says more; with its URI all zeros: none.
    pub document_hash: [u8; 32],
    /// Where it is: visible ASCII, at most 96 bytes, padded with zeros.
    pub document_uri: [u8; LINK],
    /// Why: UTF-8, at most 400 bytes, padded with zeros; may be empty.
    pub why: [u8; WHY],
    /// Payee, member, co-op, mandate or program; zeros: none.
    pub target: Address,
    /// The new wallet, the heir, the SHA-256 of a pinned program's code, or the account of the member whose work is paid; zeros:
    /// none.
    pub other: Address,
    /// What the review panel is drawn by, once it is seated.
    pub panel_seed: [u8; 32],
    /// Money; of a pinned `invoke` the bytes of the program's code, without trailing zeros.
    pub amount: PodU64,
    /// The last second of a mandate.
    pub until: PodI64,
    pub created_at: PodI64,
    /// Ballots are taken before.
    pub ends: PodI64,
    /// 0: not executed.
    pub executed_at: PodI64,
    /// The first slot whose hash may draw the panel; 0: not called.
    pub panel_slot: PodU64,
    /// From the end of the vote to the first second of execution.
    pub timelock: PodU32,
    pub execution_window: PodU32,
    /// Electors when it was made.
    pub electors: PodU32,
    /// The charter it was made under; no other can execute it.
    pub charter_version: PodU32,
    pub yes: PodU32,
    pub no: PodU32,
    pub abstain: PodU32,
    /// Electors of then who left in protest since, or were expelled, as far as they are counted.
    pub protests: PodU32,
    /// The member number of whose work is paid; of who must leave, plus one, 0: it had none yet.
    pub other_number: PodU32,
    pub quorum_bps: PodU16,
    /// A take rate.
    pub rate_bps: PodU16,
    /// The whole charter as amended.
    pub charter: Charter,
    /// The terms of a pool.
    pub terms: StoredPoolTerms,
    pub kind: PodKind,
    /// 1: a special resolution.
    pub special: u8,
    /// 1: it waits for the turn of a period, after the close that pays whoever left in time.
    pub weighty: u8,
    /// Of a spend one of [`flag`]; of a mandate 1 if it pays for work; of an `invoke` 1 if the program is pinned by the hash of
    /// its code, 2 if nobody can change it; of leaving a federation 1 if only the request to join is taken back; of an amendment
    /// 1 if it restates the statutes.
    pub flag: u8,
    /// 1: nobody can sign for the payee but a program, so that it is paid only where that looks.
    pub keyless: u8,
    /// 1: the member it would move to another wallet objected.
    pub vetoed: u8,
    /// How often the panel was called.
    pub panel_calls: u8,
    /// 1: `panel_seed` is drawn.
    pub panel_seated: u8,
    /// Objections of the panel; with the third the timelock doubles, once.
    pub objections: u8,
    pub bump: u8,
}

/// What an action is, and which fields of a [`Proposal`] say the rest.
#[pod_wrapper]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// `amount` of operating to a token account of `target`; `flag`: for what.
    Spend = 1,
    /// `target` may draw `amount` a period until `until`; `flag`: as pay for work.
    Mandate = 2,
    /// The mandate `target` ends.
    RevokeMandate = 3,
    /// `amount` of solidarity to a token account of `target`.
    Grant = 4,
    /// A pool on `terms`.
    OpenPool = 5,
    /// The take rate becomes `rate_bps`.
    SetTakeRate = 6,
    /// The member `target` must leave.
    Expel = 7,
    /// The expelled member `target` may apply anew.
    Readmit = 8,
    /// The wallet of the member `target` becomes `other`.
    Rehome = 9,
    /// The charter becomes `charter`, the heir `other`.
    Amend = 10,
    /// Up to `amount` of the reserve covers a loss.
    CoverLoss = 11,
    /// The co-op seeks to join the federation `target`.
    JoinFederation = 12,
    /// The co-op `target` is accepted into this federation.
    AcceptFederation = 13,
    /// The co-op leaves its federation `target`, or takes back its request to join it.
    LeaveFederation = 14,
    /// The agent signs a call of the program `target`, whose first `amount` bytes of code have the hash `other` if it is
    /// pinned.
    Invoke = 15,
    /// The co-op ends.
    Dissolve = 16,
    /// The agent acts as a member of the co-op `target`.
    Represent = 17,
    /// `amount` of the agent's money becomes the co-op's.
    Collect = 18,
    /// `amount` of what is invested may be sold.
    Sell = 19,
    /// The co-op says anew what it is about.
    Describe = 20,
}

impl Kind {
    /// All of them, by their numbers from 1 on: what the IDL says of a proposal's byte.
    pub const ALL: [Self; 20] = [
        Self::Spend,
        Self::Mandate,
        Self::RevokeMandate,
        Self::Grant,
        Self::OpenPool,
        Self::SetTakeRate,
        Self::Expel,
        Self::Readmit,
        Self::Rehome,
        Self::Amend,
        Self::CoverLoss,
        Self::JoinFederation,
        Self::AcceptFederation,
        Self::LeaveFederation,
        Self::Invoke,
        Self::Dissolve,
        Self::Represent,
        Self::Collect,
        Self::Sell,
        Self::Describe,
    ];
}

/// What the flag of a spend says.
pub mod flag {
    pub const EXPENSE: u8 = 0;
    pub const INVESTMENT: u8 = 1;
    pub const WORK: u8 = 2;
    /// To the co-op's own agent.
    pub const TO_AGENT: u8 = 3;
}

impl Proposal {
    pub fn is(&self, kind: Kind) -> bool {
        self.kind.0 == kind as u8
    }

    pub fn is_special(&self) -> bool {
        self.special == 1
    }

    pub fn tally(&self) -> Tally {
        Tally { yes: self.yes.get(), no: self.no.get(), abstain: self.abstain.get() }
    }

    pub fn set_tally(&mut self, tally: &Tally) {
        self.yes = tally.yes.into();
        self.no = tally.no.into();
        self.abstain = tally.abstain.into();
    }

    pub fn timeline(&self) -> Timeline {
        Timeline {
            ends: self.ends.get(),
            timelock: self.timelock.get(),
            execution_window: self.execution_window.get(),
        }
    }

    /// Where the proposal is in its life at `now`, `coop` being its co-op.
    #[inline(never)]
    pub fn status(&self, coop: &Coop, now: i64) -> Status {
        let vote = Vote {
            class: if self.is_special() { Class::Special } else { Class::Ordinary },
            tally: self.tally(),
            electors: self.electors.get(),
            quorum_bps: self.quorum_bps.get(),
            timeline: self.timeline(),
            protests: self.protests.get(),
            exodus_bps: coop.charter.exodus_bps.get(),
            stale: self.charter_version != coop.charter_version,
            vetoed: self.vetoed == 1,
            executed: self.executed_at != 0,
            closed_until: (self.weighty == 1).then_some(coop.closed_until.get()),
        };
        vote.status(now)
    }

    /// Refuses, with the reason, what does not happen in the status of `now`.
    pub fn require(&self, wanted: Status, coop: &Coop, now: i64) -> Result<()> {
        let status = self.status(coop, now);
        if status == wanted { Ok(()) } else { Err(CoopError::from(status).into()) }
    }

    /// Takes the right to do, once, what was resolved.
    #[inline(never)]
    pub fn execute(&mut self, kind: Kind, coop: &Coop, now: i64) -> Result<()> {
        coop.require_active()?;
        require!(self.is(kind), CoopError::ActionMismatch);
        self.require(Status::Executable, coop, now)?;
        self.executed_at = now.into();
        Ok(())
    }
}
