use super::{Charter, Coop, LINK, StoredPoolTerms, WHY};
use crate::error::CoopError;
use anchor_lang::prelude::*;
use coop_math::governance::{Class, Status, Tally, Timeline, Vote};

/// A proposal to the electors, with their tally.
///
/// Seeds: `["proposal", coop, proposer's member number (u32 le), its count (u32 le)]`, so no two proposals have the
/// same address. The whole action is stored here; `kind` determines which of the fields are used. Amounts are base
/// units, times are unix seconds. The parts of variable size come after these fields: for a call, the number of
/// accounts (u8), for each its address and a byte of flags (1: signs, 2: written), and the data; for a pool, its
/// purpose; for a description, the text; for an amendment that restates the statutes, their hash and URI.
#[account]
pub struct Proposal {
    pub coop: Address,
    /// The member that proposed it.
    pub proposer: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    /// The number of this proposal among the co-op's, in the order in which they were made.
    pub index: PodU32,
    /// The proposer's member number: a seed of the address.
    pub proposer_number: PodU32,
    /// The number of the proposer's earlier proposals: a seed of the address.
    pub count: PodU32,
    /// The SHA-256 of a document with more about the proposal; if its URI is all zeros: none.
    pub document_hash: [u8; 32],
    /// A link to that document: visible ASCII, at most 96 bytes, padded with zeros.
    pub document_uri: [u8; LINK],
    /// The reasons: UTF-8, at most 400 bytes, padded with zeros; may be empty.
    pub why: [u8; WHY],
    /// Payee, member, co-op, mandate or program; zeros: none.
    pub target: Address,
    /// The new wallet, the heir, the SHA-256 of a pinned program's code, or the account of the member whose work is paid; zeros:
    /// none.
    pub other: Address,
    /// The seed by which the review panel is drawn, once it is seated.
    pub panel_seed: [u8; 32],
    /// An amount of money; for a pinned `invoke`, the number of bytes of the program's code without trailing zeros.
    pub amount: PodU64,
    /// The last second of a mandate.
    pub until: PodI64,
    pub created_at: PodI64,
    /// The first second in which no more ballots are taken.
    pub ends: PodI64,
    /// The time of the execution; 0: not executed.
    pub executed_at: PodI64,
    /// The first slot whose hash may draw the panel; 0: no panel was called.
    pub panel_slot: PodU64,
    /// The time from the end of the vote to the first second of execution.
    pub timelock: PodU32,
    pub execution_window: PodU32,
    /// The number of electors in the second before it was made.
    pub electors: PodU32,
    /// The version of the charter under which it was made; it cannot be executed under another.
    pub charter_version: PodU32,
    pub yes: PodU32,
    pub no: PodU32,
    pub abstain: PodU32,
    /// The number of protests that are counted: electors of the snapshot that left in protest or were expelled since.
    pub protests: PodU32,
    /// The member number of the member whose work is paid; for an expulsion, that of the member plus one, and 0 if it
    /// had none yet.
    pub other_number: PodU32,
    pub quorum_bps: PodU16,
    /// The new take rate; for a pool, the highest rate at which it may open.
    pub rate_bps: PodU16,
    /// The whole charter as amended.
    pub charter: Charter,
    /// The terms of a pool.
    pub terms: StoredPoolTerms,
    pub kind: PodKind,
    /// 1: a special resolution.
    pub special: u8,
    /// 1: a weighty resolution, which waits for the turn of a period, after the close that pays everyone who left in
    /// time.
    pub weighty: u8,
    /// For a spend: 0 expense, 1 investment, 2 pay for work, 3 to the agent. For a mandate, 1 if it pays for work. For an `invoke`, 1 if the program is
    /// pinned by the hash of its code, 2 if nobody can change it. For leaving a federation, 1 if it only takes back
    /// the request to join. For an amendment, 1 if it restates the statutes.
    pub flag: u8,
    /// 1: the payee is an address without a key, so it is paid only to its associated token account or, for a co-op,
    /// to its vault.
    pub keyless: u8,
    /// 1: the member whose membership it would move objected.
    pub vetoed: u8,
    /// How often the panel was called.
    pub panel_calls: u8,
    /// 1: the panel is seated, and `panel_seed` is set.
    pub panel_seated: u8,
    /// The number of the panel's objections; with the third the timelock doubles, once.
    pub objections: u8,
    pub bump: u8,
}

/// The kind of an action, and the fields of a [`Proposal`] that it uses.
#[pod_wrapper]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Pays `amount` of operating money to a token account of `target`; `flag`: the purpose.
    Spend = 1,
    /// `target` may draw `amount` in each period until `until`; `flag`: whether it is pay for work.
    Mandate = 2,
    /// The mandate `target` ends.
    RevokeMandate = 3,
    /// Pays `amount` of solidarity to a token account of `target`.
    Grant = 4,
    /// A pool opens on `terms`, while the take rate is at most `rate_bps`.
    OpenPool = 5,
    /// The take rate becomes `rate_bps`.
    SetTakeRate = 6,
    /// The member `target` is expelled.
    Expel = 7,
    /// The expelled member `target` may apply again.
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
    /// The agent signs a call of the program `target`. If the program is pinned by its code, that code has `amount`
    /// bytes and the hash `other`.
    Invoke = 15,
    /// The co-op ends.
    Dissolve = 16,
    /// The agent acts as a member of the co-op `target`.
    Represent = 17,
    /// `amount` of the agent's money comes into the vault.
    Collect = 18,
    /// Invested assets of `amount` may be sold.
    Sell = 19,
    /// The co-op's description changes.
    Describe = 20,
}

impl Kind {
    /// All of them, in the order of their numbers from 1 on: the IDL uses it to name the byte in a proposal.
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

/// The values of the flag of a spend.
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

    /// The status of the proposal at `now`; `coop` is its co-op.
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
            stale: self.charter_version != coop.charter_version || self.is_outdated_end(coop),
            vetoed: self.vetoed == 1,
            executed: self.executed_at != 0,
            closed_until: (self.weighty == 1).then_some(coop.closed_until.get()),
        };
        vote.status(now)
    }

    /// Whether it is to dissolve the co-op, and a pool has succeeded since it was proposed, or in that second: who had a vote was
    /// fixed a second before. The pool's people did not come to share the losses of those who resolve that. If it is proposed
    /// again, they have a vote as electors, or can leave and be released, as they pledged before it.
    fn is_outdated_end(&self, coop: &Coop) -> bool {
        self.is(Kind::Dissolve) && coop.pool_succeeded_at >= self.created_at
    }

    /// Whether it is a resolution to dissolve the co-op that has passed and can still be executed, now or later.
    pub fn is_to_end(&self, coop: &Coop, now: i64) -> bool {
        self.is(Kind::Dissolve)
            && matches!(self.status(coop, now), Status::Waiting | Status::AwaitingTurn | Status::Executable)
    }

    /// Refuses, with the reason, if the proposal has another status than `wanted`.
    pub fn require(&self, wanted: Status, coop: &Coop, now: i64) -> Result<()> {
        let status = self.status(coop, now);
        if status == wanted { Ok(()) } else { Err(CoopError::from(status).into()) }
    }

    /// Marks the resolution as executed, which is possible only once.
    #[inline(never)]
    pub fn execute(&mut self, kind: Kind, coop: &Coop, now: i64) -> Result<()> {
        coop.require_active()?;
        require!(self.is(kind), CoopError::ActionMismatch);
        self.require(Status::Executable, coop, now)?;
        self.executed_at = now.into();
        Ok(())
    }
}
