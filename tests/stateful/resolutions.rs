//! Resolutions in the model: what is proposed, what comes of it, and the end of a co-op.

use crate::{
    action::{Action, Purse, Resolution, Target, Who, agent},
    model::{
        Coop, DAY, Gathered, Life, Member, Model, Pool, Redirect, Refused, Standing, Verdict, YEAR,
        broken_pool_term, broken_term, demand, part, refuse,
    },
};
use anchor_lang::hash::sha256;
use coop::{
    error::CoopError as E,
    state::{CharterTerms, Choice, Kind},
};
use coop_tests::address;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    pub what: Resolution,
    pub proposer: Who,
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
    pub exits: u32,
    pub special: bool,
    /// What its account costs, with a call behind it.
    pub rent: u64,
    /// The slot that a panel was called for; 0: none was.
    pub panel_slot: u64,
    /// What the panel is drawn by, once it is seated.
    pub panel_seed: Option<[u8; 32]>,
    pub objections: u8,
    /// The wallet that it would have replaced objected.
    pub vetoed: bool,
    /// What the co-op was in when it resolved to leave; the heir when it resolved to dissolve.
    pub named: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mandate {
    pub holder: Who,
    pub rent_payer: Who,
    pub per_period: u64,
    pub drawn: u64,
    pub until: i64,
    pub drawn_in: u32,
    pub special: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ballot {
    /// Nothing, of one who only objects.
    pub said: Option<Choice>,
    pub objects: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Voting,
    Waiting,
    Executable,
    Over(E),
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
            return Status::Over(E::ProposalExecuted);
        }
        if self.vetoed {
            return Status::Over(E::OldWalletObjected);
        }
        if now >= self.ends {
            if (yes + no + abstain) * 10_000 < self.quorum as u64 * self.electors as u64 {
                return Status::Over(E::QuorumNotReached);
            }
            if yes <= no || (self.special && 3 * yes < 2 * (yes + no)) {
                return Status::Over(E::MajorityNotReached);
            }
        }
        if now >= self.expires() {
            return Status::Over(E::ExecutionWindowOver);
        }
        if self.version != c.books.charter_version {
            return Status::Over(E::ProposalStale);
        }
        let limit = c.terms().exodus_bps as u64 * self.electors as u64;
        if self.special && self.exits as u64 * 10_000 > limit {
            return Status::Over(E::TooManyLeft);
        }
        match now {
            _ if now < self.ends => Status::Voting,
            _ if now < self.opens() => Status::Waiting,
            _ => Status::Executable,
        }
    }

    fn require_waiting(&self, c: &Coop, now: i64) -> Verdict {
        match self.status(c, now) {
            Status::Waiting => Ok(()),
            Status::Voting => refuse(E::VotingNotOver),
            Status::Executable => refuse(E::VotingOver),
            Status::Over(why) => refuse(why),
        }
    }

    fn require_executable(&self, kind: Kind, c: &Coop, now: i64) -> Verdict {
        demand(c.is_active(), E::CoopNotActive)?;
        demand(self.what.kind() == kind, E::ActionMismatch)?;
        match self.status(c, now) {
            Status::Executable => Ok(()),
            Status::Voting => refuse(E::VotingNotOver),
            Status::Waiting => refuse(E::TimelockNotOver),
            Status::Over(why) => refuse(why),
        }
    }

    pub fn is_over(&self, c: &Coop, now: i64) -> bool {
        matches!(self.status(c, now), Status::Over(_))
    }

    /// Whom it pays.
    fn payee(&self) -> Option<Who> {
        match self.what {
            Resolution::Spend { to, .. } | Resolution::Grant { to, .. } | Resolution::Mandate { to, .. } => {
                Some(to)
            }
            _ => None,
        }
    }

    /// The member it is about.
    fn subject(&self) -> Option<Who> {
        match self.what {
            Resolution::Expel { member }
            | Resolution::Readmit { member }
            | Resolution::Rehome { member, .. } => Some(member),
            _ => None,
        }
    }
}

/// The first ratchet that an amendment would loosen.
fn loosened(old: &CharterTerms, new: &CharterTerms) -> Option<E> {
    let pioneers = |c: &CharterTerms| (c.pioneer_bps, c.pioneer_threshold, c.pioneer_cap_bps);
    let held = [
        (new.member_share <= old.member_share, E::MemberShareRaised),
        (new.timelock >= old.timelock, E::TimelockShortened),
        (new.exodus_bps <= old.exodus_bps, E::ExodusRaised),
        (new.period_length <= old.period_length, E::PeriodLengthened),
        (new.take_rate_ceiling_bps <= old.take_rate_ceiling_bps, E::TakeRateCeilingRaised),
        (new.commitment >= old.commitment, E::CommitmentShortened),
        (new.reserve_bps >= old.reserve_bps, E::ReserveLowered),
        (new.interest_cap_bps <= old.interest_cap_bps, E::InterestCapRaised),
        (new.depreciation_bps >= old.depreciation_bps, E::DepreciationLowered),
        (new.revolve_periods <= old.revolve_periods, E::RevolvingLengthened),
        (new.redemption_bps >= old.redemption_bps, E::RedemptionLowered),
        (pioneers(new) == pioneers(old), E::PioneerTermsChanged),
    ];
    held.into_iter().find(|(holds, _)| !holds).map(|(_, error)| error)
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

    /// Whether one who leaves counts among the exits of a resolution.
    pub fn leaves_over(&self, over: usize, m: &Member, now: i64) -> bool {
        let p = self.proposal(over).expect("checked before");
        let counted = self.counted_unclaimed(m);
        let since = if counted { self.books.activated_at } else { m.elector_since };
        p.special && !p.is_over(self, now) && since != 0 && since < p.created_at
    }

    pub fn budget_left(&self) -> u64 {
        let all = part(self.books.operating_at_start, self.terms().budget_bps as u64, 10_000);
        all.saturating_sub(self.books.budget_spent)
    }

    fn may_spend(&self, amount: u64, special: bool) -> Verdict {
        demand(amount <= self.books.operating, E::MoreThanOperating)?;
        demand(special || amount <= self.budget_left(), E::BudgetExceeded)
    }

    fn spend(&mut self, amount: u64, investment: bool, special: bool) {
        let b = &mut self.books;
        b.operating -= amount;
        if investment {
            b.invested += amount;
        } else {
            b.expenses += amount;
        }
        b.budget_spent += if special { 0 } else { amount };
        self.vault -= amount;
    }

    fn may_cover(&self, amount: u64, now: i64) -> Verdict {
        let b = &self.books;
        let most = b.loss_carried.min(b.reserve / 10);
        demand(amount >= 1 && amount <= most, E::LossCoverOutOfBounds)?;
        demand(b.loss_covered_at == 0 || now - b.loss_covered_at >= YEAR, E::LossCoveredRecently)
    }
}

impl Model {
    fn other(&self, slot: usize, other: usize) -> Result<&Coop, Refused> {
        // the same account in two places
        if slot == other { Err(Refused::Somehow) } else { self.alive(other) }
    }

    fn may_inherit(&self, heir: &Coop) -> Verdict {
        demand(heir.is_active(), E::HeirNotActive)?;
        demand(self.now - heir.books.founded_at >= YEAR, E::HeirTooYoung)
    }

    /// What is done in another co-op by executing this, if it is that.
    pub fn act(&self, action: &Action) -> Option<&Action> {
        let Action::Execute { slot, proposal, kind: Kind::Represent, .. } = *action else { return None };
        match &self.coops[slot].proposal(proposal).ok()?.what {
            Resolution::Represent { act } => Some(act),
            _ => None,
        }
    }

    pub fn govern(&mut self, action: &Action) -> Verdict {
        let now = self.now;
        match *action {
            Action::Propose { slot, who, ref what } => self.propose(slot, who, what),
            Action::CastVote { slot, proposal, who, choice } => {
                let c = self.alive(slot)?;
                let (m, p) = (c.member(who)?, c.proposal(proposal)?);
                match p.status(c, now) {
                    Status::Voting => {}
                    Status::Over(why) => return refuse(why),
                    _ => return refuse(E::VotingOver),
                }
                if m.elector_since == 0 {
                    demand(!c.counted_unclaimed(m), E::ClaimSharesFirst)?;
                    return refuse(E::ElectorsOnly);
                }
                demand(m.elector_since < p.created_at, E::NotInSnapshot)?;
                let before = c.ballots.get(&(proposal, who)).and_then(|ballot| ballot.said);
                demand(before != Some(choice), E::BallotUnchanged)?;
                self.ballot(slot, proposal, who).said = Some(choice);
                let c = self.edit(slot);
                let p = c.edit_proposal(proposal);
                p.tally[choice as usize] += 1;
                if let Some(before) = before {
                    p.tally[before as usize] -= 1;
                }
                c.edit_member(who).last_active_at = now;
                c.books.seq += 1;
                Ok(())
            }
            Action::CallPanel { slot, proposal } => {
                let slots = self.slot;
                let c = self.alive(slot)?;
                let p = c.proposal(proposal)?;
                p.require_waiting(c, now)?;
                let large = match p.what {
                    Resolution::Spend { amount, .. } => {
                        amount > part(c.books.operating, c.terms().review_bps as u64, 10_000)
                    }
                    _ => false,
                };
                let enough = p.electors >= c.terms().panel_size as u32;
                let reviewable = (p.special || large) && enough && p.panel_seed.is_none();
                demand(reviewable, E::NotReviewable)?;
                demand(p.panel_slot == 0 || slots > p.panel_slot + REMEMBERED, E::PanelCalled)?;
                let c = self.edit(slot);
                c.edit_proposal(proposal).panel_slot = slots + 64;
                c.books.seq += 1;
                Ok(())
            }
            Action::SeatPanel { slot, proposal } => {
                let slots = self.slot;
                let c = self.alive(slot)?;
                let p = c.proposal(proposal)?;
                let called = p.panel_slot;
                let known = called <= slots && called + REMEMBERED > slots;
                let open = called != 0 && p.panel_seed.is_none();
                demand(open && known, E::PanelSlotNotThere)?;
                let c = self.edit(slot);
                c.edit_proposal(proposal).panel_seed = Some(hash_of(called));
                c.books.seq += 1;
                Ok(())
            }
            Action::Object { slot, proposal, who } => {
                let c = self.alive(slot)?;
                let (m, p) = (c.member(who)?, c.proposal(proposal)?);
                p.require_waiting(c, now)?;
                demand(m.elector_since != 0, E::ElectorsOnly)?;
                demand(m.elector_since < p.created_at, E::NotInSnapshot)?;
                demand(self.sits(slot, proposal, who), E::NotOnThePanel)?;
                let objects = c.ballots.get(&(proposal, who)).is_some_and(|ballot| ballot.objects);
                demand(!objects, E::NotOnThePanel)?;
                self.ballot(slot, proposal, who).objects = true;
                let c = self.edit(slot);
                let p = c.edit_proposal(proposal);
                p.objections += 1;
                if p.objections == 3 {
                    p.timelock *= 2;
                }
                c.edit_member(who).last_active_at = now;
                c.books.seq += 1;
                Ok(())
            }
            Action::VetoRehome { slot, proposal, who } => {
                let c = self.alive(slot)?;
                c.member(who)?;
                let p = c.proposal(proposal)?;
                demand(p.subject() == Some(who), E::SubjectMismatch)?;
                demand(p.what.kind() == Kind::Rehome, E::ActionMismatch)?;
                if let Status::Over(why) = p.status(c, now) {
                    return refuse(why);
                }
                let c = self.edit(slot);
                c.edit_proposal(proposal).vetoed = true;
                c.edit_member(who).last_active_at = now;
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimRedirect { slot, wallet, member, to } => {
                let c = self.alive(slot)?;
                let r = c.redirects.get(&wallet).ok_or(Refused::Somehow)?;
                // one account in two places
                if wallet == member {
                    return Err(Refused::Somehow);
                }
                demand(r.member == member, E::SubjectMismatch)?;
                demand(r.rent_payer == to, E::RentPayerMismatch)?;
                let needed = c.members.get(&member).is_some_and(|m| m.wallet == wallet);
                demand(!needed, E::RedirectStillNeeded)?;
                self.lamports[to] += self.rents.redirect;
                let c = self.edit(slot);
                c.redirects.remove(&wallet);
                c.books.redirect_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::CancelProposal { slot, proposal, who, to } => {
                let c = self.alive(slot)?;
                c.member(who)?;
                let p = c.proposal(proposal)?;
                demand(p.proposer == who, E::NotTheProposer)?;
                demand(p.rent_payer == to, E::RentPayerMismatch)?;
                demand(p.tally == [0; 3], E::BallotsCast)?;
                self.lamports[to] += p.rent;
                let c = self.edit(slot);
                c.proposals[proposal] = None;
                let m = c.edit_member(who);
                m.open_proposal = 0;
                m.last_active_at = now;
                c.books.proposal_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::Execute { slot, proposal, kind, payer, to, who, mandate, other } => {
                self.execute(slot, proposal, kind, payer, to, who, mandate, other)
            }
            Action::DrawMandate { slot, mandate, who, to, amount } => {
                let c = self.alive(slot)?;
                let m = c.mandate(mandate)?;
                demand(m.holder == who, E::NotTheMandateHolder)?;
                demand(to.0 == who, E::DestinationNotThePayees)?;
                demand(c.is_active(), E::CoopNotActive)?;
                demand(amount > 0, E::AmountZero)?;
                demand(now <= m.until, E::MandateOver)?;
                let drawn = if m.drawn_in == c.books.period { m.drawn } else { 0 };
                demand(amount <= m.per_period - drawn, E::MoreThanTheMandate)?;
                let special = m.special;
                c.may_spend(amount, special)?;
                self.pay_to(slot, to, amount);
                let c = self.edit(slot);
                c.spend(amount, false, special);
                let period = c.books.period;
                let m = c.mandates[mandate].as_mut().expect("checked before");
                (m.drawn, m.drawn_in) = (drawn + amount, period);
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimProposal { slot, proposal, caller, to } => {
                let c = self.alive(slot)?;
                let p = c.proposal(proposal)?;
                demand(p.rent_payer == to, E::RentPayerMismatch)?;
                let may = caller == c.wallet(p.proposer) || now >= p.expires() + 30 * DAY;
                demand(may && p.is_over(c, now), E::ProposalStillNeeded)?;
                let proposer = p.proposer;
                self.lamports[to] += p.rent;
                let c = self.edit(slot);
                c.proposals[proposal] = None;
                c.edit_member(proposer).open_proposal = 0;
                c.books.proposal_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimBallot { slot, proposal, who } => {
                let c = self.alive(slot)?;
                c.member(who)?;
                c.ballots.get(&(proposal, who)).ok_or(Refused::Somehow)?;
                if let Ok(p) = c.proposal(proposal) {
                    demand(p.is_over(c, now), E::BallotStillNeeded)?;
                }
                let wallet = c.wallet(who);
                self.lamports[wallet] += self.rents.ballot;
                let c = self.edit(slot);
                c.ballots.remove(&(proposal, who));
                c.edit_member(who).ballots -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimMandate { slot, mandate, to } => {
                let c = self.alive(slot)?;
                let m = c.mandate(mandate)?;
                demand(m.rent_payer == to, E::RentPayerMismatch)?;
                demand(now > m.until || c.is_dissolving(), E::MandateStillRuns)?;
                self.lamports[to] += self.rents.mandate;
                let c = self.edit(slot);
                c.mandates[mandate] = None;
                c.books.mandate_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::RemitSolidarity { slot, federation } => {
                let c = self.alive(slot)?;
                let f = self.other(slot, federation)?;
                demand(c.books.federation == Some(federation), E::InNoFederation)?;
                demand(c.is_active(), E::CoopNotActive)?;
                demand(f.is_active(), E::NotFederable)?;
                let amount = c.books.solidarity;
                demand(amount > 0, E::NothingToPass)?;
                self.edit(slot).books.solidarity = 0;
                self.pass(slot, federation, amount);
                Ok(())
            }
            Action::Dissolve { slot, proposal, heir, payer } => self.dissolve(slot, proposal, heir, payer),
            Action::FinishDissolution { slot, heir, federation, successor } => {
                self.finish(slot, heir, federation, successor)
            }
            Action::Collect { slot, proposal, from } => self.collect(slot, proposal, from),
            _ => unreachable!("no resolution"),
        }
    }

    /// Someone's ballot, which it pays for if there is none yet.
    fn ballot(&mut self, slot: usize, proposal: usize, who: Who) -> &mut Ballot {
        let is_new = !self.coops[slot].ballots.contains_key(&(proposal, who));
        let wallet = self.coops[slot].wallet(who);
        self.lamports[wallet] -= if is_new { self.rents.ballot } else { 0 };
        let c = self.edit(slot);
        c.edit_member(who).ballots += is_new as u32;
        c.ballots.entry((proposal, who)).or_default()
    }

    /// Whether an elector of the snapshot is drawn for the panel: the first 64 bits of SHA-256 (hash ‖ proposal ‖
    /// member) × electors < `panel_size` × 2⁶⁴.
    pub fn sits(&self, slot: usize, proposal: usize, who: Who) -> bool {
        let c = &self.coops[slot];
        let Ok(p) = c.proposal(proposal) else { return false };
        let (Some(seed), Some(wallet)) = (p.panel_seed, self.wallets.get(who)) else { return false };
        let coop = &self.places[slot];
        let (proposal, member) = (address::proposal(coop, proposal as u32), address::member(coop, wallet));
        let hash = sha256(&[&seed[..], proposal.as_ref(), member.as_ref()].concat());
        let draw = u64::from_le_bytes(hash[..8].try_into().expect("8 bytes"));
        (draw as u128 * p.electors as u128) < (c.terms().panel_size as u128) << 64
    }

    /// The agent's money comes home: so much as was resolved as income, or at the end all of it for claims.
    fn collect(&mut self, slot: usize, proposal: Option<usize>, from: Purse) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let resolved = proposal.map(|proposal| c.proposal(proposal)).transpose()?;
        demand(from.0 == agent(slot), E::SourceNotTheAgents)?;
        let held = self.tokens[from.0][from.1];
        let amount = match resolved {
            Some(p) => {
                p.require_executable(Kind::Collect, c, now)?;
                let Resolution::Collect { amount } = p.what else { unreachable!("just asked") };
                if held < amount {
                    return Err(Refused::Somehow);
                }
                amount
            }
            None => {
                demand(c.is_dissolving(), E::CoopNotDissolving)?;
                demand(held > 0, E::AmountZero)?;
                held
            }
        };
        self.pay_from(slot, from, amount);
        let c = self.edit(slot);
        c.vault += amount;
        match proposal {
            Some(proposal) => {
                c.take_in(amount);
                c.edit_proposal(proposal).executed_at = now;
            }
            None => c.books.operating += amount,
        }
        c.books.seq += 1;
        Ok(())
    }

    /// Whether there is an account of the program's, or one that it keeps money in.
    fn is_ours(&self, target: Target) -> bool {
        let alive = |slot: usize| self.alive(slot).ok();
        match target {
            Target::Purse(_) => false,
            Target::Vault(slot) => alive(slot).is_some(),
            Target::Escrow(slot, pool) => {
                alive(slot).and_then(|c| c.pools.get(pool)).is_some_and(|pool| pool.exists)
            }
            Target::Member(slot, who) => alive(slot).is_some_and(|c| c.is_taken(who)),
        }
    }

    /// Money goes from one co-op to the reserve of another; both tell it.
    fn pass(&mut self, from: usize, to: usize, amount: u64) {
        let c = self.edit(from);
        c.vault -= amount;
        c.books.seq += 1;
        let c = self.edit(to);
        c.vault += amount;
        c.books.reserve += amount;
        c.books.seq += 1;
        // it comes from people, by way of another co-op
        c.paid.entry(usize::MAX).or_default().0 += amount as u128;
    }

    fn propose(&mut self, slot: usize, who: Who, what: &Resolution) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let m = c.member(who)?;
        // one account in two places
        let named = match *what {
            Resolution::JoinFederation { federation: other }
            | Resolution::AcceptFederation { joining: other } => Some(other),
            Resolution::Amend { heir, .. } | Resolution::Dissolve { heir } => heir,
            Resolution::Represent { ref act } => act.slot(),
            _ => None,
        };
        if named == Some(slot) {
            return Err(Refused::Somehow);
        }
        demand(c.is_active(), E::CoopNotActive)?;
        demand(m.elector_since != 0, E::ElectorsOnly)?;
        demand(m.open_proposal == 0, E::ProposalOpen)?;
        let t = c.terms();
        let mut special = false;
        let mut named = None;
        match *what {
            Resolution::Spend { amount, .. } => {
                demand(amount > 0, E::AmountZero)?;
                demand(amount <= c.books.operating, E::MoreThanOperating)?;
                special = amount > c.budget_left();
            }
            Resolution::Mandate { per_period, .. } => {
                demand(per_period > 0, E::AmountZero)?;
                special = per_period > c.budget_left();
            }
            Resolution::RevokeMandate { mandate } => {
                c.mandate(mandate)?;
            }
            Resolution::Grant { amount, .. } => {
                demand(amount > 0, E::AmountZero)?;
                demand(amount <= c.books.solidarity, E::MoreThanSolidarity)?;
            }
            Resolution::OpenPool { .. } => {}
            Resolution::SetTakeRate { bps } => {
                demand(bps <= t.take_rate_ceiling_bps, E::TakeRateOutOfBounds)?
            }
            Resolution::Expel { member } => {
                demand(c.member(member)?.standing != Standing::Expelled, E::AlreadyExpelled)?;
                special = true;
            }
            Resolution::Readmit { member } => {
                demand(c.member(member)?.standing == Standing::Expelled, E::NotExpelled)?
            }
            Resolution::Amend { ref charter, heir } => {
                if let Some(error) = broken_term(charter) {
                    return refuse(error);
                }
                if let Some(error) = loosened(t, charter) {
                    return refuse(error);
                }
                if let Some(heir) = heir {
                    self.may_inherit(self.other(slot, heir)?)?;
                }
                special = true;
            }
            Resolution::CoverLoss { amount } => {
                c.may_cover(amount, now)?;
                special = true;
            }
            Resolution::JoinFederation { federation } => {
                demand(c.books.federation.is_none(), E::InAFederation)?;
                demand(self.other(slot, federation)?.is_active(), E::NotFederable)?;
                special = true;
            }
            Resolution::AcceptFederation { joining } => {
                let other = self.other(slot, joining)?;
                demand(other.is_active(), E::NotFederable)?;
                demand(other.books.federation_sought == Some(slot), E::FederationNotSought)?;
            }
            Resolution::LeaveFederation => {
                demand(c.books.federation.is_some(), E::InNoFederation)?;
                named = c.books.federation;
                special = true;
            }
            Resolution::Invoke { to, signer, .. } => {
                let ours = to == Target::Vault(slot) || to == Target::Member(slot, who);
                demand(signer == agent(slot), E::SignerNotTheAgent)?;
                demand(!ours, E::WritesToOurs)?;
                special = true;
            }
            Resolution::Rehome { member, wallet } => {
                demand(c.member(member)?.wallet != wallet, E::WalletUnchanged)?;
                demand(!c.is_taken(wallet), E::WalletIsAMember)?;
                special = true;
            }
            Resolution::Represent { ref act } => {
                named = act.slot();
                self.alive(named.expect("an instruction is about a co-op"))?;
                demand(signs_alone(act, agent(slot)), E::SignerNotTheAgent)?;
                special = moves_money(act)?;
            }
            Resolution::Collect { amount } => demand(amount > 0, E::AmountZero)?,
            Resolution::Dissolve { heir } => {
                demand(c.books.heir.is_some(), E::HeirMissing)?;
                demand(heir == c.books.heir, E::SubjectMismatch)?;
                self.may_inherit(self.other(slot, heir.expect("just asked"))?)?;
                named = heir;
                special = true;
            }
        }
        let week = 7 * DAY as u32;
        let p = Proposal {
            what: what.clone(),
            proposer: who,
            rent_payer: m.wallet,
            created_at: now,
            ends: now + t.voting_period as i64,
            executed_at: 0,
            timelock: if special { t.timelock.max(week) } else { t.timelock },
            window: t.execution_window,
            quorum: if what.kind() == Kind::Dissolve { t.quorum_bps.max(5_000) } else { t.quorum_bps },
            electors: c.books.electors,
            version: c.books.charter_version,
            tally: [0; 3],
            exits: 0,
            special,
            panel_slot: 0,
            panel_seed: None,
            objections: 0,
            vetoed: false,
            rent: self.rents.proposal + self.rents.byte * bytes_of_call(what),
            named,
        };
        match *what {
            Resolution::Mandate { until, .. } => demand(until >= p.expires(), E::MandateTooShort)?,
            Resolution::OpenPool { ref terms } => {
                demand(terms.opens >= p.expires(), E::OpensBeforeExecution)?;
                if let Some(error) = broken_pool_term(terms, 0, p.opens()) {
                    return refuse(error);
                }
            }
            _ => {}
        }
        self.lamports[p.rent_payer] -= p.rent;
        let c = self.edit(slot);
        c.proposals.push(Some(p));
        c.books.proposals += 1;
        c.books.proposal_accounts += 1;
        let number = c.books.proposals;
        let m = c.edit_member(who);
        m.open_proposal = number;
        m.last_active_at = now;
        c.books.seq += 1;
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "what the instructions name")]
    fn execute(
        &mut self,
        slot: usize,
        proposal: usize,
        kind: Kind,
        payer: Who,
        to: Purse,
        who: Who,
        mandate: usize,
        other: Option<usize>,
    ) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let p = c.proposal(proposal)?.clone();
        // what the accounts say before anything is asked
        match kind {
            Kind::Spend | Kind::Grant => demand(p.payee() == Some(to.0), E::DestinationNotThePayees)?,
            Kind::Expel | Kind::Readmit => {
                c.member(who)?;
                demand(p.subject() == Some(who), E::SubjectMismatch)?;
            }
            Kind::RevokeMandate => {
                let m = c.mandate(mandate)?;
                demand(p.what == Resolution::RevokeMandate { mandate }, E::SubjectMismatch)?;
                demand(m.rent_payer == who, E::RentPayerMismatch)?;
            }
            Kind::Rehome => {
                c.member(who)?;
                // the redirect is made first, at a place of its own
                let Resolution::Rehome { wallet, .. } = p.what else { return Err(Refused::Somehow) };
                if wallet != to.0 || who == wallet || c.is_taken(wallet) {
                    return Err(Refused::Somehow);
                }
                demand(p.subject() == Some(who), E::SubjectMismatch)?;
            }
            Kind::Amend => {
                if let Some(heir) = other {
                    self.other(slot, heir)?;
                }
            }
            Kind::AcceptFederation => {
                let joining = other.ok_or(Refused::Somehow)?;
                self.other(slot, joining)?;
                let named = match p.what {
                    Resolution::AcceptFederation { joining } => Some(joining),
                    Resolution::JoinFederation { federation } => Some(federation),
                    _ => p.named,
                };
                demand(named == Some(joining), E::SubjectMismatch)?;
            }
            _ => {}
        }
        p.require_executable(kind, c, now)?;
        match p.what {
            Resolution::Spend { amount, investment, .. } => {
                c.may_spend(amount, p.special)?;
                self.pay_to(slot, to, amount);
                self.edit(slot).spend(amount, investment, p.special);
            }
            Resolution::Grant { amount, .. } => {
                demand(amount <= c.books.solidarity, E::MoreThanSolidarity)?;
                self.pay_to(slot, to, amount);
                let c = self.edit(slot);
                c.books.solidarity -= amount;
                c.vault -= amount;
            }
            Resolution::Mandate { to: holder, per_period, until } => {
                self.lamports[payer] -= self.rents.mandate;
                let c = self.edit(slot);
                c.mandates.push(Some(Mandate {
                    holder,
                    rent_payer: payer,
                    per_period,
                    drawn: 0,
                    until,
                    drawn_in: 0,
                    special: p.special,
                }));
                c.books.mandates += 1;
                c.books.mandate_accounts += 1;
            }
            Resolution::RevokeMandate { mandate } => {
                self.lamports[who] += self.rents.mandate;
                let c = self.edit(slot);
                c.mandates[mandate] = None;
                c.books.mandate_accounts -= 1;
            }
            Resolution::OpenPool { terms } => {
                self.lamports[payer] -= self.rents.pool + self.rents.tokens;
                let c = self.edit(slot);
                c.pools.push(Pool {
                    exists: true,
                    founding: false,
                    rent_payer: payer,
                    terms,
                    floor: 0,
                    gathered: Gathered::default(),
                    escrow: 0,
                    pledges: BTreeMap::new(),
                });
                c.books.pools += 1;
                c.books.pool_accounts += 1;
            }
            Resolution::SetTakeRate { bps } => self.edit(slot).books.take_rate = bps,
            Resolution::Expel { member } => {
                let standing = c.member(member)?.standing;
                demand(standing != Standing::Expelled, E::AlreadyExpelled)?;
                let c = self.edit(slot);
                if standing == Standing::Member {
                    c.dismiss(member, Standing::Expelled, now);
                } else {
                    let m = c.edit_member(member);
                    m.left_at = now;
                    m.standing = Standing::Expelled;
                }
            }
            Resolution::Readmit { member } => {
                demand(c.member(member)?.standing == Standing::Expelled, E::NotExpelled)?;
                self.edit(slot).edit_member(member).standing = Standing::Left;
            }
            Resolution::Amend { charter, heir } => {
                let mut old = *c.terms();
                old.take_rate_bps = c.books.take_rate;
                if let Some(error) = loosened(&old, &charter) {
                    return refuse(error);
                }
                if let Some(heir) = heir {
                    demand(other.is_some(), E::HeirMissing)?;
                    demand(other == Some(heir), E::SubjectMismatch)?;
                    self.may_inherit(self.other(slot, heir)?)?;
                }
                let c = self.edit(slot);
                c.charter = Some(charter);
                c.books.take_rate = charter.take_rate_bps;
                c.books.heir = heir;
                c.books.charter_version += 1;
            }
            Resolution::CoverLoss { amount } => {
                c.may_cover(amount, now)?;
                let b = &mut self.edit(slot).books;
                b.reserve -= amount;
                b.operating += amount;
                b.loss_carried -= amount;
                b.loss_covered_at = now;
            }
            Resolution::JoinFederation { federation } => {
                demand(c.books.federation.is_none(), E::InAFederation)?;
                self.edit(slot).books.federation_sought = Some(federation);
            }
            Resolution::AcceptFederation { joining } => {
                let them = self.other(slot, joining)?;
                demand(them.is_active(), E::NotFederable)?;
                demand(them.books.federation_sought == Some(slot), E::FederationNotSought)?;
                let them = &mut self.edit(joining).books;
                (them.federation, them.federation_sought) = (Some(slot), None);
                them.seq += 1;
            }
            Resolution::LeaveFederation => {
                demand(c.books.federation == p.named, E::InNoFederation)?;
                let b = &mut self.edit(slot).books;
                (b.federation, b.federation_sought) = (None, None);
            }
            Resolution::Invoke { from, to, amount, .. } => {
                demand(!self.is_ours(to), E::WritesToOurs)?;
                let Target::Purse(to) = to else { return Err(Refused::Somehow) };
                if from.0 != agent(slot) || self.tokens[from.0][from.1] < amount {
                    return Err(Refused::Somehow);
                }
                self.tokens[from.0][from.1] -= amount;
                self.tokens[to.0][to.1] += amount;
            }
            Resolution::Rehome { member, wallet } => {
                let old = c.wallet(member);
                let ballots = c.members[&member].ballots as i64 * self.rents.ballot as i64;
                self.passed[old] += ballots;
                self.passed[wallet] -= ballots;
                self.lamports[payer] -= self.rents.redirect;
                let c = self.edit(slot);
                c.redirects.insert(wallet, Redirect { wallet, member, rent_payer: payer });
                c.books.redirect_accounts += 1;
                c.edit_member(member).wallet = wallet;
            }
            Resolution::Represent { ref act } => self.step(act)?,
            Resolution::Dissolve { .. } | Resolution::Collect { .. } => {
                unreachable!("has an instruction of its own")
            }
        }
        let c = self.edit(slot);
        c.edit_proposal(proposal).executed_at = now;
        c.books.seq += 1;
        Ok(())
    }

    fn dissolve(&mut self, slot: usize, proposal: Option<usize>, heir: Option<usize>, payer: Who) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let given = heir.map(|heir| self.other(slot, heir)).transpose()?;
        if let Some(proposal) = proposal {
            let p = c.proposal(proposal)?;
            p.require_executable(Kind::Dissolve, c, now)?;
            demand(heir.is_some() && heir == c.books.heir && heir == p.named, E::HeirMissing)?;
            self.may_inherit(given.expect("just asked"))?;
        } else {
            demand(c.is_active(), E::CoopNotActive)?;
            let since = c.books.electorless_since;
            demand(since != 0 && now - since >= 90 * DAY, E::ElectorsRemain)?;
        }
        self.lamports[payer] -= self.rents.period;
        let c = self.edit(slot);
        if let Some(proposal) = proposal {
            c.edit_proposal(proposal).executed_at = now;
        }
        c.close(payer, now);
        c.books.dissolving_at = now;
        c.books.charter_version += 1;
        c.books.seq += 1;
        Ok(())
    }

    fn finish(
        &mut self,
        slot: usize,
        heir: Option<usize>,
        federation: Option<usize>,
        successor: Option<usize>,
    ) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let b = &c.books;
        // one account in two places
        let same = |a: Option<usize>, b: Option<usize>| a.is_some() && a == b;
        if [heir, federation, successor].contains(&Some(slot)) || same(heir, federation) {
            return Err(Refused::Somehow);
        }
        demand(heir == b.heir, E::NotTheSuccessor)?;
        demand(b.federation == b.heir || federation == b.federation, E::NotTheSuccessor)?;
        let federation = if b.federation == b.heir { None } else { b.federation };
        let inherits = |slot: &usize| {
            let coop = &self.coops[*slot];
            coop.life == Life::Alive && coop.is_active()
        };
        let next = [b.heir, federation].into_iter().flatten().find(inherits);
        demand(c.is_dissolving(), E::CoopNotDissolving)?;
        let since = now - b.dissolving_at;
        demand(since >= 180 * DAY, E::TooEarlyToFinish)?;
        let last = since >= 3 * YEAR;
        let above = b.operating.saturating_sub(c.equity());
        let amount = if last {
            demand(b.shares_in_transit == 0, E::ClaimSharesFirst)?;
            c.buckets()
        } else {
            b.reserve + b.solidarity + above
        };
        let sweeps = last && (b.swept_at == 0 || b.swept_at == now);
        demand(amount > 0 || sweeps, E::NothingToPass)?;
        if let Some(next) = next {
            demand(successor.is_some(), E::NotTheSuccessor)?;
            demand(successor == Some(next), E::VaultMismatch)?;
        }
        let c = self.edit(slot);
        let b = &mut c.books;
        (b.reserve, b.solidarity) = (0, 0);
        if last {
            (b.operating, b.dividends, b.interest, b.pioneers) = (0, 0, 0, 0);
            (b.shares_total, b.retained_total, b.shares_earning, b.pioneer_units) = (0, 0, 0, 0);
            (b.interest_owed, b.pioneers_owed) = (0, 0);
            (b.members, b.electors) = (0, 0);
            if b.swept_at == 0 {
                b.swept_at = now;
            }
        } else {
            b.operating -= above;
        }
        match next {
            Some(next) => self.pass(slot, next, amount),
            None => {
                let c = self.edit(slot);
                c.vault -= amount;
                c.books.seq += 1;
            }
        }
        Ok(())
    }
}

/// Bytes of a call behind the fields of its proposal: a count, 33 of every account, the data.
fn bytes_of_call(what: &Resolution) -> u64 {
    match what {
        Resolution::Invoke { .. } => 1 + 3 * 33 + 9,
        Resolution::Represent { act } => {
            let (accounts, data) = match **act {
                Action::Apply { .. } => (5, 0),
                Action::Reapply { .. } | Action::WithdrawApplication { .. } | Action::Enrol { .. } => (3, 0),
                Action::VouchFor { .. } => (7, 0),
                Action::CastVote { .. } => (6, 1),
                Action::Subscribe { .. } => (7, 8),
                Action::ClaimDividends { .. } => (7, 0),
                Action::Redeem { .. } => (7, 16),
                Action::Resign { .. } => (4, 0),
                Action::MakePledge { .. } => (11, 16),
                Action::WithdrawPledge { .. } => (9, 8),
                _ => unreachable!("no agent is made to do it"),
            };
            1 + 33 * accounts + 8 + data
        }
        _ => 0,
    }
}

/// Whether nobody but the agent signs an act.
fn signs_alone(act: &Action, agent: Who) -> bool {
    match *act {
        Action::Apply { payer, .. } | Action::VouchFor { payer, .. } | Action::MakePledge { payer, .. } => {
            payer == agent
        }
        Action::Enrol { caller, .. } => caller == agent,
        _ => true,
    }
}

/// Whether a member's act moves money of its own; what is no member's act is none of an agent's either.
fn moves_money(act: &Action) -> Result<bool, Refused> {
    match act {
        Action::Apply { .. }
        | Action::Reapply { .. }
        | Action::WithdrawApplication { .. }
        | Action::VouchFor { .. }
        | Action::CastVote { .. }
        | Action::ClaimDividends { .. } => Ok(false),
        Action::Subscribe { .. }
        | Action::Redeem { .. }
        | Action::Resign { .. }
        | Action::MakePledge { .. }
        | Action::WithdrawPledge { .. } => Ok(true),
        _ => refuse(E::NotAMembersAct),
    }
}

/// A choice by its number.
pub fn choice(number: u8) -> Option<Choice> {
    [None, Some(Choice::Yes), Some(Choice::No), Some(Choice::Abstain)][number as usize]
}

/// Slots of which the cluster remembers the hash.
const REMEMBERED: u64 = 512;

/// The hash of a slot of [`World::pass_slots`](coop_tests::World::pass_slots).
fn hash_of(slot: u64) -> [u8; 32] {
    std::array::from_fn(|i| slot.to_le_bytes()[i % 8])
}
