//! The actions of resolutions, one in each file: who must agree, what is checked at the proposal, and what the
//! execution does. Shared code stands here; the accounts of executions that need the same ones are in [`on_coop`],
//! [`on_member`], [`payment`] and [`call`].

use super::propose::Propose;
use crate::{
    account::{Record, same},
    error::CoopError,
    events::{ResolutionExecuted, emit},
    seeds,
    state::{Action, Coop, CoopStatus, InvokeMeta, Kind, Member, PodStanding, Proposal, Standing},
};
use alloc::vec::Vec;
use anchor_lang::{find_program_address, prelude::*};
use coop_math::governance::Phase;

pub mod accept_federation;
pub mod amend;
pub mod call;
pub mod collect;
pub mod cover_loss;
pub mod describe;
pub mod dissolve;
pub mod expel;
pub mod grant;
pub mod invoke;
pub mod join_federation;
pub mod leave_federation;
pub mod mandate;
pub mod on_coop;
pub mod on_member;
pub mod open_pool;
pub mod payment;
pub mod readmit;
pub mod rehome;
pub mod represent;
pub mod revoke_mandate;
pub mod sell;
pub mod set_take_rate;
pub mod spend;

/// Who must agree to a resolution, and when it can be executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// More yes than no votes.
    Ordinary,
    /// Two thirds of the yes and no votes.
    Special,
    /// Two thirds of the yes and no votes. The resolution also waits for the turn of a period, dies if too many
    /// members leave in protest, and releases those who leave over it.
    Weighty,
}

impl Weight {
    pub fn weighty_if(weighty: bool) -> Self {
        if weighty { Self::Weighty } else { Self::Ordinary }
    }
}

/// The kind of an action, and who must agree to it.
pub struct Resolution {
    pub kind: Kind,
    pub weight: Weight,
}

/// The facts about a member that a proposal names.
struct Named {
    standing: PodStanding,
    wallet: Address,
    /// The member number plus one; 0: the member has none yet.
    number: PodU32,
}

impl From<&Member> for Named {
    fn from(member: &Member) -> Self {
        let number = if member.numbered == 1 { member.number.get() + 1 } else { 0 };
        Self { standing: member.standing, wallet: member.wallet, number: number.into() }
    }
}

impl Propose {
    /// Checks an action, and stores it in the proposal.
    #[inline(always)]
    pub(super) fn check(&self, p: &mut Proposal, action: &Action, now: i64) -> Result<Resolution> {
        let (kind, weight) = match *action {
            Action::Spend { ref to, amount, purpose } => {
                (Kind::Spend, spend::check(self, p, to, amount, purpose)?)
            }
            Action::Mandate { ref to, per_period, until, work } => {
                (Kind::Mandate, mandate::check(self, p, to, per_period, until, work)?)
            }
            Action::RevokeMandate { ref mandate } => {
                (Kind::RevokeMandate, revoke_mandate::check(self, p, mandate)?)
            }
            Action::Grant { ref to, amount } => (Kind::Grant, grant::check(self, p, to, amount)?),
            Action::OpenPool { ref terms } => (Kind::OpenPool, open_pool::check(self, p, terms)?),
            Action::SetTakeRate { bps } => (Kind::SetTakeRate, set_take_rate::check(self, p, bps)?),
            Action::Expel { ref member } => (Kind::Expel, expel::check(self, p, member)?),
            Action::Readmit { ref member } => (Kind::Readmit, readmit::check(self, p, member)?),
            Action::Rehome { ref member, ref wallet } => {
                (Kind::Rehome, rehome::check(self, p, member, wallet)?)
            }
            Action::Amend { ref charter, ref heir, ref statutes } => {
                (Kind::Amend, amend::check(self, p, charter, heir, statutes, now)?)
            }
            Action::CoverLoss { up_to } => (Kind::CoverLoss, cover_loss::check(self, p, up_to, now)?),
            Action::JoinFederation { ref federation } => {
                (Kind::JoinFederation, join_federation::check(self, p, federation)?)
            }
            Action::AcceptFederation { ref joining } => {
                (Kind::AcceptFederation, accept_federation::check(self, p, joining, now)?)
            }
            Action::LeaveFederation => (Kind::LeaveFederation, leave_federation::check(self, p)?),
            Action::Invoke { ref program, ref accounts, pinned, .. } => {
                (Kind::Invoke, invoke::check(self, p, program, accounts, pinned)?)
            }
            Action::Dissolve => (Kind::Dissolve, dissolve::check(self, p, now)?),
            Action::Represent { ref coop, ref accounts, ref data } => {
                (Kind::Represent, represent::check(self, p, coop, accounts, data)?)
            }
            Action::Collect { amount } => (Kind::Collect, collect::check(p, amount)?),
            Action::Sell { amount } => (Kind::Sell, sell::check(self, p, amount)?),
            Action::Describe { ref about } => (Kind::Describe, describe::check(about)?),
        };
        Ok(Resolution { kind, weight })
    }

    /// Whether an amount needs a special resolution.
    #[inline(never)]
    fn is_above_budget(&self, amount: u64) -> bool {
        amount > self.coop.budget().capacity
    }

    /// Stores the payee and the amount, and whether the payee is the co-op's own agent. An address with a key is not.
    #[inline(never)]
    fn pays_agent(&self, p: &mut Proposal, to: &Address, amount: u64) -> bool {
        (p.target, p.amount) = (*to, amount.into());
        if to.is_on_curve() {
            return false;
        }
        p.keyless = 1;
        same(to, &agent_of(self.coop.address()))
    }

    /// The membership of the wallet whose work is paid, and its number; zeros if the wallet is not a member now. The
    /// account at the wallet's member address must be given, or the membership that was moved to the wallet.
    fn worker(&self, wallet: &Address) -> Result<(Address, PodU32)> {
        let subject = self.subject.as_ref().ok_or(CoopError::PatronMissing)?;
        if same(subject.address(), self.member.address()) {
            require!(same(&self.member.wallet, wallet), CoopError::PatronMismatch);
            return Ok((*subject.address(), self.member.number));
        }
        if let Ok(member) = Record::<Member>::load(*subject.account()) {
            require!(same(&member.coop, self.coop.address()), CoopError::MemberOfAnotherCoop);
            require!(same(&member.wallet, wallet), CoopError::PatronMismatch);
            let works = member.is(Standing::Member);
            return Ok(if works { (*subject.address(), member.number) } else { Default::default() });
        }
        let place = place_of(self.coop.address(), wallet);
        let none = same(subject.address(), &place) && !subject.account().owned_by(&crate::ID);
        require!(none, CoopError::PatronMismatch);
        Ok((Address::default(), PodU32::ZERO))
    }

    #[inline(never)]
    fn subject_account(&self, named: &Address) -> Result<&UncheckedAccount> {
        let subject = self.subject.as_ref().ok_or(CoopError::SubjectMismatch)?;
        require!(same(subject.address(), named), CoopError::SubjectMismatch);
        Ok(subject)
    }

    #[inline(never)]
    fn subject<T>(&self, named: &Address) -> Result<Record<T>>
    where
        T: bytemuck::Pod + anchor_lang::Owner + anchor_lang::Discriminator,
    {
        Record::load(*self.subject_account(named)?.account())
    }

    /// The co-op that the action names, which must not be this one.
    #[inline(never)]
    fn subject_coop(&self, named: &Address) -> Result<Record<Coop>> {
        require!(!same(named, self.coop.address()), CoopError::NotFederable);
        self.subject(named)
    }

    /// A member of the co-op; it may be the proposer.
    #[inline(never)]
    fn named_member(&self, named: &Address) -> Result<Named> {
        let subject = self.subject_account(named)?;
        if same(subject.address(), self.member.address()) {
            return Ok(Named::from(&*self.member));
        }
        let member: Record<Member> = Record::load(*subject.account())?;
        require!(same(&member.coop, self.coop.address()), CoopError::MemberOfAnotherCoop);
        Ok(Named::from(&*member))
    }

    /// Refuses a co-op that is not active, or whose token is another.
    #[inline(never)]
    fn require_federable(&self, other: &Record<Coop>) -> Result<()> {
        let fits = other.status() == CoopStatus::Active && same(&other.mint, &self.coop.mint);
        require!(fits, CoopError::NotFederable);
        Ok(())
    }

    /// Checks everything about a call that can be checked before it is made; the rest is checked at the call. The
    /// execution writes to the co-op and the proposal, so the call cannot even read those.
    fn require_callable(&self, accounts: &[InvokeMeta]) -> Result<()> {
        let coop = &self.coop;
        require!(accounts.len() <= call::CALL_ACCOUNTS, CoopError::CallTooLarge);
        if accounts.iter().any(|meta| meta.is_signer) {
            let agent = agent_of(coop.address());
            let signers = accounts.iter().filter(|meta| meta.is_signer);
            for meta in signers {
                require!(same(&meta.address, &agent), CoopError::SignerNotTheAgent);
            }
        }
        for meta in accounts {
            let is = |ours: &Address| same(ours, &meta.address);
            let written_anyway = is(coop.address()) || is(self.proposal.address());
            let written_to = meta.is_writable && (is(&coop.vault) || is(self.member.address()));
            require!(!written_anyway && !written_to, CoopError::WritesToOurs);
        }
        Ok(())
    }
}

/// The part of an action that is stored after the fields of its proposal.
pub fn behind(action: &Action) -> Vec<u8> {
    match action {
        Action::Invoke { accounts, data, .. } | Action::Represent { accounts, data, .. } => {
            call::encoded(accounts, data)
        }
        Action::OpenPool { terms } => terms.purpose.as_bytes().to_vec(),
        Action::Describe { about } => about.as_bytes().to_vec(),
        Action::Amend { statutes: Some(statutes), .. } => {
            let mut bytes = statutes.hash.to_vec();
            bytes.extend_from_slice(statutes.uri.as_bytes());
            bytes
        }
        _ => Vec::new(),
    }
}

/// Refuses a pool that would open, or a mandate that would end, before the execution window is over.
#[inline(never)]
pub fn require_in_time(p: &Proposal, kind: Kind) -> Result<()> {
    let first = p.ends.get() + p.timelock.get() as i64;
    let over = first + p.execution_window.get() as i64;
    debug_assert!(p.timeline().phase(over) == Phase::Expired);
    match kind {
        Kind::OpenPool => {
            require!(p.terms.opens.get() >= over, CoopError::OpensBeforeExecution);
            p.terms.numbers().validate(first).map_err(CoopError::from)?;
        }
        Kind::Mandate => {
            require!(p.until.get() >= over, CoopError::MandateTooShort);
        }
        _ => {}
    }
    Ok(())
}

/// The address that signs for a co-op in other programs and co-ops.
fn agent_of(coop: &Address) -> Address {
    find_program_address(&[seeds::AGENT, coop.as_ref()], &crate::ID).0
}

/// The member address of a wallet, whether an account exists there or not.
fn place_of(coop: &Address, wallet: &Address) -> Address {
    find_program_address(&[seeds::MEMBER, coop.as_ref(), wallet.as_ref()], &crate::ID).0
}

/// Logs that a resolution was executed.
#[inline(never)]
fn executed(coop: &mut Record<Coop>, proposal: &Record<Proposal>, now: i64) {
    emit(ResolutionExecuted {
        coop: *coop.address(),
        seq: coop.next_seq(),
        at: now.into(),
        proposal: *proposal.address(),
        index: proposal.index,
        kind: proposal.kind.0,
        target: proposal.target,
        amount: proposal.amount,
        operating: coop.operating().into(),
        reserve: coop.books.reserve,
        solidarity: coop.books.solidarity,
        members: coop.members,
        electors: coop.electors,
        charter_version: coop.charter_version,
        take_rate_bps: coop.charter.take_rate_bps,
    });
}
