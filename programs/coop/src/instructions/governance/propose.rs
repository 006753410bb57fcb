use super::actions::{self, Resolution};
use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    events::{ProposalMade, emit},
    seeds,
    state::{Action, Coop, Document, Member, Proposal, write_text, write_uri},
};
use anchor_lang::prelude::*;
use coop_math::governance::SPECIAL_QUORUM;

/// The most bytes that may be stored after the fields of a proposal.
const BEHIND: usize = 600;

/// An elector proposes a resolution. Everyone who was an elector in the second before has a vote. The end, the
/// timelock, the window and the quorum are copied now, and the resolution cannot be executed under another charter.
///
/// - a member has one proposal at a time;
/// - the reasons, and a document with more about it, are given here or, if they do not fit, with
///   [`explain`](super::explain);
/// - everything that can be checked now is checked: a resolution that passes can be executed, unless something else
///   changes first. The requirements, the class and the execution of each action are one file of [`actions`];
/// - a special resolution needs a fifth of the electors and a timelock of seven days, at least;
/// - a weighty resolution waits for the turn of a period, after the close that pays everyone who left in time. Its
///   window is longer by the length of the open period.
#[derive(Accounts)]
pub struct Propose {
    /// Pays the rent. It may be the wallet itself: a signer holds no data, so it may be named twice.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    #[account(unsafe(dup), constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The proposer. It may be the subject as well, which is then read under this name.
    #[account(
        mut,
        unsafe(dup),
        constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop,
    )]
    pub member: Record<Member>,
    /// Created here: the proposer's next proposal.
    #[cfg_attr(
        feature = "idl-build",
        account(
            mut,
            seeds = [
                seeds::PROPOSAL,
                coop.address().as_ref(),
                &member.number.get().to_le_bytes(),
                &member.proposals.get().to_le_bytes()
            ],
            bump
        )
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub proposal: UncheckedAccount,
    /// The member, mandate, co-op or heir that the action names. For pay for work, the payee's member address,
    /// whether an account exists there or not; for a pinned call, the program's data account, or the program if
    /// nobody can change it.
    #[account(unsafe(dup))]
    pub subject: Option<UncheckedAccount>,
    /// When a membership is to be moved: the member address of the new wallet, whether an account exists there or
    /// not.
    #[account(unsafe(dup))]
    pub place: Option<UncheckedAccount>,
    pub system_program: Program<System>,
}

impl Propose {
    pub fn handle(&mut self, action: &Action, why: &str, document: &Option<Document>) -> Result<()> {
        let now = clock::now()?;
        self.coop.require_active()?;
        require!(self.member.is_elector(), CoopError::ElectorsOnly);
        require!(self.member.open_proposal == 0, CoopError::ProposalOpen);
        let behind = actions::behind(action);
        require!(behind.len() <= BEHIND, CoopError::CallTooLarge);

        let (number, count) = (self.member.number, self.member.proposals);
        let which = address_of(number.get(), count.get());
        let (mut proposal, bump) = {
            let seeds = [seeds::PROPOSAL, self.coop.address().as_ref(), which.as_ref()];
            account::make::<Proposal>(&self.proposal, &self.payer, &seeds, behind.len())?
        };
        proposal.coop = *self.coop.address();
        proposal.proposer = *self.member.address();
        proposal.rent_payer = *self.payer.address();
        proposal.created_at = now.into();
        proposal.ends = now.saturating_add(self.coop.charter.voting_period.get() as i64).into();
        proposal.timelock = self.coop.charter.timelock;
        proposal.execution_window = self.coop.charter.execution_window;
        proposal.quorum_bps = self.coop.charter.quorum_bps;
        proposal.electors = self.coop.electors_until(now);
        proposal.charter_version = self.coop.charter_version;
        proposal.index = self.coop.proposals;
        proposal.proposer_number = number;
        proposal.count = count;
        proposal.bump = bump;
        set_reasons(&mut proposal, why, document)?;
        self.record(&mut proposal, action, now)?;
        account::write_behind(&proposal, &behind);

        self.coop.proposals += 1;
        self.coop.proposal_accounts += 1;
        self.member.proposals += 1;
        self.member.open_proposal = 1;
        self.member.last_active_at = now.into();

        self.member.invariant()?;
        emit(ProposalMade {
            coop: proposal.coop,
            seq: self.coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            index: proposal.index,
            proposer: proposal.proposer,
            kind: proposal.kind.0,
            special: proposal.special,
            electors: proposal.electors,
            ends: proposal.ends,
        });
        Ok(())
    }

    /// Stores the action, and its class.
    #[inline(never)]
    fn record(&self, p: &mut Proposal, action: &Action, now: i64) -> Result<()> {
        let Resolution { kind, weight } = self.check(p, action, now)?;
        p.kind = kind.into();
        if weight != actions::Weight::Ordinary {
            p.special = 1;
            p.quorum_bps = p.quorum_bps.get().max(SPECIAL_QUORUM).into();
            p.timelock = p.timelock.get().max(coop_math::charter::SPECIAL_TIMELOCK).into();
        }
        if weight == actions::Weight::Weighty {
            p.weighty = 1;
            p.execution_window += self.coop.period.length;
        }
        actions::require_in_time(p, kind)
    }
}

/// The part of the seeds that distinguishes the proposals of a co-op: the proposer's member number, and its count.
pub fn address_of(number: u32, count: u32) -> [u8; 8] {
    (number as u64 | (count as u64) << 32).to_le_bytes()
}

/// Stores the reasons of a proposal, and the document with more about it.
#[inline(never)]
pub fn set_reasons(proposal: &mut Proposal, why: &str, document: &Option<Document>) -> Result<()> {
    if !why.is_empty() {
        write_text(why, &mut proposal.why)?;
    }
    if let Some(document) = document {
        require!(!document.uri.is_empty(), CoopError::UriInvalid);
        write_uri(&document.uri, &mut proposal.document_uri)?;
        proposal.document_hash = document.hash;
    }
    Ok(())
}
