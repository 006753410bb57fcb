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

/// Bytes that may stand behind the fields of a proposal.
const BEHIND: usize = 600;

/// An elector proposes a resolution. Who was an elector in the second before has a vote; end, timelock, window and quorum
/// are copied from now, and no other charter can execute it.
///
/// - one proposal of a member at a time;
/// - it says why, and which document says more, here or, if that does not fit, with [`explain`](super::explain);
/// - whatever can be checked now is: what passes can be executed, unless something else changes first. What an action asks
///   for, its class and its execution are a file each of [`actions`];
/// - a special resolution needs a fifth of the electors and a timelock of seven days, at least;
/// - what is weighty waits for the turn of a period, after the close that pays whoever left in time. Its window is longer by
///   the length of the open period.
#[derive(Accounts)]
pub struct Propose {
    /// Pays the rent; may be the wallet itself: signers hold no data that two names could disturb.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    #[account(unsafe(dup), constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The proposer; may be the subject as well, which is read under this name then.
    #[account(
        mut,
        unsafe(dup),
        constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop,
    )]
    pub member: Record<Member>,
    /// Made here, the proposer's next.
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
    /// The member, mandate, co-op or heir that the action names; of pay for work where the payee's membership is, or would
    /// be; of a pinned call the program's data, or the program if nobody can change it.
    #[account(unsafe(dup))]
    pub subject: Option<UncheckedAccount>,
    /// Where a membership of the wallet is, or would be, to which one is to move.
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

    /// Writes down what is to be resolved, and of which class it is.
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

/// What tells the proposals of a co-op apart in their addresses: the proposer's member number, and its count.
pub fn address_of(number: u32, count: u32) -> [u8; 8] {
    (number as u64 | (count as u64) << 32).to_le_bytes()
}

/// Keeps why a proposal is made, and the document that says more.
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
