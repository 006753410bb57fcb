use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    events::{ProposalMade, emit},
    instruction, seeds,
    state::{Action, Coop, CoopStatus, InvokeMeta, Kind, Mandate, Member, Proposal, Purpose, Standing, flag},
};
use alloc::vec::Vec;
use anchor_lang::{find_program_address, prelude::*};
use coop_math::{charter::SPECIAL_TIMELOCK, voting::Phase};

/// Accounts that one call can have.
pub const CALL_ACCOUNTS: usize = 16;
/// Bytes that the account of a proposal can have.
const PROPOSAL_BYTES: usize = 1_024;
/// Quorum of a dissolution, at least: half the electors.
const DISSOLUTION_QUORUM: u16 = 5_000;
/// What keeps programs that can be deployed anew.
const UPGRADEABLE_LOADER: Address = Address::from_str_const("BPFLoaderUpgradeab1e11111111111111111111111");

/// An elector proposes a resolution. Who was an elector in the second before has a vote; end, timelock, window and quorum
/// are copied from now, and no other charter can execute it.
///
/// - one proposal of a member at a time;
/// - whatever can be checked now is: what passes can be executed, unless something else changes first;
/// - an amendment loosens no ratchet ([`coop_math::charter::Charter::amended_by`]);
/// - a spend, sale or mandate above the capacity of the budget is a special resolution;
/// - amending, dissolving, invoking, covering a loss, and special spends, sales, mandates and representations are weighty:
///   they wait for the turn of a period, after the close that pays whoever left in time.
#[derive(Accounts)]
pub struct Propose {
    /// Pays the rent.
    #[account(mut, constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
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
    /// Made here, the co-op's next.
    #[cfg_attr(
        feature = "idl-build",
        account(mut, seeds = [seeds::PROPOSAL, coop.address().as_ref(), &coop.proposals.get().to_le_bytes()], bump)
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub proposal: UncheckedAccount,
    /// The member, mandate, co-op or heir that the action names; of pay for work where the payee's membership is, or would
    /// be; of a pinned call the program's data.
    #[account(unsafe(dup))]
    pub subject: Option<UncheckedAccount>,
    /// Where a membership of the wallet is, or would be, to which one is to move.
    #[account(unsafe(dup))]
    pub place: Option<UncheckedAccount>,
    pub system_program: Program<System>,
}

impl Propose {
    pub fn handle(&mut self, action: &Action, memo_hash: [u8; 32]) -> Result<()> {
        let now = clock::now()?;
        self.coop.require_active()?;
        require!(self.member.is_elector(), CoopError::ElectorsOnly);
        require!(self.member.open_proposal == 0, CoopError::ProposalOpen);
        let call = encoded(action)?;

        let index = self.coop.proposals.get().to_le_bytes();
        let (mut proposal, bump) = {
            let seeds = [seeds::PROPOSAL, self.coop.address().as_ref(), index.as_ref()];
            account::make::<Proposal>(&self.proposal, &self.wallet, &seeds, call.len())?
        };
        proposal.coop = *self.coop.address();
        proposal.proposer = *self.member.address();
        proposal.rent_payer = *self.wallet.address();
        proposal.memo_hash = memo_hash;
        proposal.created_at = now.into();
        proposal.ends = now.saturating_add(self.coop.charter.voting_period.get() as i64).into();
        proposal.timelock = self.coop.charter.timelock;
        proposal.execution_window = self.coop.charter.execution_window;
        proposal.quorum_bps = self.coop.charter.quorum_bps;
        proposal.electors = self.coop.electors_until(now);
        proposal.charter_version = self.coop.charter_version;
        proposal.index = self.coop.proposals;
        proposal.bump = bump;
        self.look_for_agent(action);
        self.record(&mut proposal, action, now)?;
        write_behind(&proposal, &call)?;

        self.coop.proposals += 1;
        self.coop.proposal_accounts += 1;
        self.member.open_proposal = self.coop.proposals;
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

    /// Checks an action and writes it down.
    #[inline(never)]
    fn record(&self, p: &mut Proposal, action: &Action, now: i64) -> Result<()> {
        let coop = &self.coop;
        let (kind, special) = match *action {
            Action::Spend { to, amount, purpose } => {
                require!(amount > 0, CoopError::AmountZero);
                require!(amount <= coop.operating(), CoopError::MoreThanOperating);
                require!(!same(&to, coop.address()), CoopError::PaysItself);
                (p.target, p.amount) = (to, amount.into());
                p.flag = match purpose {
                    _ if self.is_agent(&to) => flag::TO_AGENT,
                    Purpose::Expense => flag::EXPENSE,
                    Purpose::Investment => flag::INVESTMENT,
                    Purpose::Work => flag::WORK,
                };
                if p.flag == flag::WORK {
                    (p.other, p.other_number) = self.worker(&to)?;
                }
                (Kind::Spend, self.is_above_budget(amount))
            }
            Action::Mandate { to, per_period, until, work } => {
                require!(per_period > 0, CoopError::AmountZero);
                require!(per_period <= coop.operating(), CoopError::MoreThanOperating);
                (p.target, p.amount, p.until, p.flag) = (to, per_period.into(), until.into(), work as u8);
                if work {
                    (p.other, p.other_number) = self.worker(&to)?;
                }
                (Kind::Mandate, self.is_above_budget(per_period))
            }
            Action::Sell { amount } => {
                require!(amount > 0, CoopError::AmountZero);
                p.amount = amount.into();
                (Kind::Sell, self.is_above_budget(amount))
            }
            Action::RevokeMandate { mandate } => {
                p.target = mandate;
                let mandate: Record<Mandate> = self.subject(&mandate)?;
                require!(same(&mandate.coop, coop.address()), CoopError::MandateOfAnotherCoop);
                (Kind::RevokeMandate, false)
            }
            Action::Grant { to, amount } => {
                require!(amount > 0, CoopError::AmountZero);
                require!(amount <= coop.books.solidarity.get(), CoopError::MoreThanSolidarity);
                let home = same(&to, coop.address()) || self.is_agent(&to);
                require!(!home, CoopError::PaysItself);
                (p.target, p.amount) = (to, amount.into());
                (Kind::Grant, false)
            }
            Action::OpenPool { ref terms } => {
                p.terms.set_numbers(&terms.numbers(0));
                p.other = Address::new_from_array(terms.purpose);
                (Kind::OpenPool, false)
            }
            Action::SetTakeRate { bps } => {
                require!(bps <= coop.charter.take_rate_ceiling_bps.get(), CoopError::TakeRateOutOfBounds);
                p.rate_bps = bps.into();
                (Kind::SetTakeRate, false)
            }
            Action::Expel { member } => {
                p.target = member;
                let (expelled, _) = self.named_member(&member)?;
                require!(!expelled, CoopError::AlreadyExpelled);
                (Kind::Expel, true)
            }
            Action::Readmit { member } => {
                p.target = member;
                let (expelled, _) = self.named_member(&member)?;
                require!(expelled, CoopError::NotExpelled);
                (Kind::Readmit, false)
            }
            Action::Rehome { member, wallet } => {
                (p.target, p.other) = (member, wallet);
                let (_, now_at) = self.named_member(&member)?;
                require!(!same(&now_at, &wallet) && wallet != Address::default(), CoopError::WalletUnchanged);
                self.require_no_member_at(&wallet)?;
                (Kind::Rehome, true)
            }
            Action::Amend { ref charter, heir } => {
                coop.require_amendable(charter.numbers())?;
                if heir != Address::default() {
                    coop.require_heir(coop.address(), &self.subject_coop(&heir)?, now)?;
                }
                p.charter.set_numbers(charter.numbers());
                p.other = heir;
                (Kind::Amend, true)
            }
            Action::CoverLoss { up_to } => {
                require!(up_to > 0, CoopError::AmountZero);
                coop.require_coverable(now)?;
                p.amount = up_to.into();
                (Kind::CoverLoss, true)
            }
            Action::JoinFederation { federation } => {
                require!(coop.federation == Address::default(), CoopError::InAFederation);
                self.require_federable(&self.subject_coop(&federation)?)?;
                p.target = federation;
                (Kind::JoinFederation, true)
            }
            Action::AcceptFederation { joining } => {
                let other = self.subject_coop(&joining)?;
                self.require_federable(&other)?;
                require!(same(&other.federation_sought, coop.address()), CoopError::FederationNotSought);
                p.target = joining;
                (Kind::AcceptFederation, false)
            }
            Action::LeaveFederation => {
                require!(coop.federation != Address::default(), CoopError::InNoFederation);
                p.target = coop.federation;
                (Kind::LeaveFederation, true)
            }
            Action::Invoke { program, ref accounts, pinned, .. } => {
                require!(!same(&program, &crate::ID), CoopError::CallsThisProgram);
                self.require_callable(accounts)?;
                p.target = program;
                if pinned {
                    (p.flag, p.amount) = (1, self.deployed_in(&program)?.into());
                }
                (Kind::Invoke, true)
            }
            Action::Dissolve => {
                let heir = self.heir()?;
                coop.require_heir(coop.address(), &heir, now)?;
                p.target = coop.heir;
                p.quorum_bps = p.quorum_bps.get().max(DISSOLUTION_QUORUM).into();
                (Kind::Dissolve, true)
            }
            Action::Represent { coop: other, ref accounts, ref data } => {
                require!(!same(&other, coop.address()), CoopError::ActsElsewhere);
                self.subject::<Coop>(&other)?;
                let written = accounts.iter().any(|meta| meta.is_writable && same(&meta.address, &other));
                require!(written, CoopError::ActsElsewhere);
                self.require_callable(accounts)?;
                p.target = other;
                (Kind::Represent, moves_money(data)?)
            }
            Action::Collect { amount } => {
                require!(amount > 0, CoopError::AmountZero);
                p.amount = amount.into();
                (Kind::Collect, false)
            }
        };
        p.kind = kind.into();
        p.special = special as u8;
        if special {
            p.timelock = p.timelock.get().max(SPECIAL_TIMELOCK).into();
            let weighty = matches!(
                kind,
                Kind::Amend
                    | Kind::Dissolve
                    | Kind::Invoke
                    | Kind::CoverLoss
                    | Kind::Spend
                    | Kind::Sell
                    | Kind::Mandate
                    | Kind::Represent
            );
            if weighty {
                p.weighty = 1;
                p.execution_window += coop.period.length;
            }
        }
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

    /// Whether so much takes a special resolution.
    #[inline(never)]
    fn is_above_budget(&self, amount: u64) -> bool {
        amount > self.coop.budget().capacity
    }

    /// Whether an address is the co-op's agent, which was looked for.
    #[inline(never)]
    fn is_agent(&self, address: &Address) -> bool {
        let bump = [self.coop.agent_bump];
        let seeds: [&[u8]; 3] = [seeds::AGENT, self.coop.address().as_ref(), &bump];
        same(address, &Address::derive_address(&seeds, None, &crate::ID))
    }

    /// Keeps the bump of the agent's address, if it matters and nobody has looked for it yet: money to the agent is no
    /// expense.
    fn look_for_agent(&mut self, action: &Action) {
        let matters = matches!(action, Action::Spend { .. } | Action::Grant { .. });
        if matters && self.coop.agent_bump == 0 {
            self.coop.agent_bump =
                find_program_address(&[seeds::AGENT, self.coop.address().as_ref()], &crate::ID).1;
        }
    }

    /// The membership of a wallet whose work is paid, and its number; zeros if it is no member now. It must be given: the
    /// account where the wallet's membership would be says so, or the membership that was moved to the wallet.
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
        let seeds = [seeds::MEMBER, self.coop.address().as_ref(), wallet.as_ref()];
        let (place, _) = find_program_address(&seeds, &crate::ID);
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

    /// Another co-op.
    #[inline(never)]
    fn subject_coop(&self, named: &Address) -> Result<Record<Coop>> {
        require!(!same(named, self.coop.address()), CoopError::NotFederable);
        self.subject(named)
    }

    fn heir(&self) -> Result<Record<Coop>> {
        require!(self.coop.heir != Address::default(), CoopError::HeirMissing);
        self.subject(&self.coop.heir)
    }

    /// Whether a member of the co-op, who may be the proposer, is expelled; and its wallet.
    #[inline(never)]
    fn named_member(&self, named: &Address) -> Result<(bool, Address)> {
        let subject = self.subject_account(named)?;
        if same(subject.address(), self.member.address()) {
            return Ok((self.member.is(Standing::Expelled), self.member.wallet));
        }
        let member: Record<Member> = Record::load(*subject.account())?;
        require!(same(&member.coop, self.coop.address()), CoopError::MemberOfAnotherCoop);
        Ok((member.is(Standing::Expelled), member.wallet))
    }

    /// Refuses a wallet that has a membership here, of whatever standing.
    #[inline(never)]
    fn require_no_member_at(&self, wallet: &Address) -> Result<()> {
        let seeds = [seeds::MEMBER, self.coop.address().as_ref(), wallet.as_ref()];
        let (at, _) = find_program_address(&seeds, &crate::ID);
        let place = self.place.as_ref().ok_or(CoopError::WalletIsAMember)?;
        let free = same(place.address(), &at) && !place.account().owned_by(&crate::ID);
        require!(free, CoopError::WalletIsAMember);
        Ok(())
    }

    #[inline(never)]
    fn require_federable(&self, other: &Record<Coop>) -> Result<()> {
        let fits = other.status() == CoopStatus::Active && same(&other.mint, &self.coop.mint);
        require!(fits, CoopError::NotFederable);
        Ok(())
    }

    /// What of a call can be checked before it is made: the rest is checked when it is. The co-op and the
    /// proposal will be written to then, so the call cannot even read them.
    fn require_callable(&self, accounts: &[InvokeMeta]) -> Result<()> {
        let coop = &self.coop;
        if accounts.iter().any(|meta| meta.is_signer) {
            let (agent, _) = find_program_address(&[seeds::AGENT, coop.address().as_ref()], &crate::ID);
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

    /// The slot in which a program was deployed last, as its data says, which must be given.
    fn deployed_in(&self, program: &Address) -> Result<u64> {
        let subject = self.subject.as_ref().ok_or(CoopError::ProgramChanged)?;
        let (data, _) = find_program_address(&[program.as_ref()], &UPGRADEABLE_LOADER);
        require!(same(subject.address(), &data), CoopError::ProgramChanged);
        deployed_in(subject)
    }
}

/// What a member's wallet signs and an agent may, and whether it moves money of its own.
const ACTS: [(&[u8], bool); 20] = [
    (instruction::Apply::DISCRIMINATOR, false),
    (instruction::Reapply::DISCRIMINATOR, false),
    (instruction::WithdrawApplication::DISCRIMINATOR, false),
    (instruction::VouchFor::DISCRIMINATOR, false),
    (instruction::WithdrawVouch::DISCRIMINATOR, false),
    (instruction::Propose::DISCRIMINATOR, false),
    (instruction::CastVote::DISCRIMINATOR, false),
    (instruction::CancelProposal::DISCRIMINATOR, false),
    (instruction::Object::DISCRIMINATOR, false),
    (instruction::VetoRehome::DISCRIMINATOR, false),
    (instruction::Enrol::DISCRIMINATOR, false),
    (instruction::ClaimDividends::DISCRIMINATOR, false),
    (instruction::MakePledge::DISCRIMINATOR, true),
    (instruction::WithdrawPledge::DISCRIMINATOR, true),
    (instruction::Subscribe::DISCRIMINATOR, true),
    (instruction::PayService::DISCRIMINATOR, true),
    (instruction::PayCoop::DISCRIMINATOR, true),
    (instruction::AskBack::DISCRIMINATOR, true),
    (instruction::WithdrawShares::DISCRIMINATOR, true),
    (instruction::Resign::DISCRIMINATOR, true),
];

/// Whether what the agent would do as a member moves money of its own. Resigning does: capital leaves.
fn moves_money(data: &[u8]) -> Result<bool> {
    let act = ACTS.iter().find(|(discriminator, _)| data.starts_with(discriminator));
    act.map(|(_, moves)| *moves).ok_or(CoopError::NotAMembersAct.into())
}

/// The slot that the data of a program says it was deployed in.
pub fn deployed_in(program_data: &UncheckedAccount) -> Result<u64> {
    const PROGRAM_DATA: [u8; 4] = 3u32.to_le_bytes();
    require!(program_data.account().owned_by(&UPGRADEABLE_LOADER), CoopError::ProgramChanged);
    // SAFETY: nothing writes to the account while its bytes are read.
    let data = unsafe { program_data.account().borrow_unchecked() };
    require!(data.first_chunk() == Some(&PROGRAM_DATA), CoopError::ProgramChanged);
    let slot = data.get(4..12).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes);
    slot.ok_or(CoopError::ProgramChanged.into())
}

/// The data account that a program account names.
pub fn program_data_of(program: &UncheckedAccount) -> Result<Address> {
    require!(program.account().owned_by(&UPGRADEABLE_LOADER), CoopError::ProgramChanged);
    // SAFETY: nothing writes to the account while its bytes are read.
    let data = unsafe { program.account().borrow_unchecked() };
    let bytes = data.get(4..36).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    bytes.map(Address::new_from_array).ok_or(CoopError::ProgramChanged.into())
}

/// A call as it is kept behind the fields of its proposal; nothing of other actions.
fn encoded(action: &Action) -> Result<Vec<u8>> {
    let (Action::Invoke { accounts, data, .. } | Action::Represent { accounts, data, .. }) = action else {
        return Ok(Vec::new());
    };
    let size = 1 + accounts.len() * 33 + data.len();
    let room = PROPOSAL_BYTES - 8 - size_of::<Proposal>();
    require!(accounts.len() <= CALL_ACCOUNTS && size <= room, CoopError::CallTooLarge);
    let mut bytes = Vec::with_capacity(size);
    bytes.push(accounts.len() as u8);
    for meta in accounts {
        bytes.extend_from_slice(meta.address.as_ref());
        bytes.push(meta.is_signer as u8 | (meta.is_writable as u8) << 1);
    }
    bytes.extend_from_slice(data);
    Ok(bytes)
}

fn write_behind(proposal: &Record<Proposal>, bytes: &[u8]) -> Result<()> {
    const BEHIND: usize = 8 + size_of::<Proposal>();
    let mut view = *proposal.account();
    // SAFETY: the bytes behind the fields are no part of what the record refers to.
    let data = unsafe { view.borrow_unchecked_mut() };
    let room = data.get_mut(BEHIND..BEHIND + bytes.len()).ok_or(ProgramError::AccountDataTooSmall)?;
    room.copy_from_slice(bytes);
    Ok(())
}
