//! What several rules ask of a co-op in the model, or do to it.

use crate::DAY;
use crate::stateful::{
    deed::Who,
    model::{Coop, FORMING, Member, Period, Pool, Refused, Service, Standing, Verdict, demand},
    proposal::Ballot,
};
use coop::{error::CoopError::*, state::CharterTerms};

impl Member {
    pub fn is_suspended(&self) -> bool {
        self.gap[1] == i64::MAX
    }

    pub fn is_elector(&self) -> bool {
        self.standing == Standing::Member && self.elector_from != 0 && !self.is_suspended()
    }

    /// Since when it has been an elector without a break.
    pub fn elector_since(&self) -> i64 {
        self.elector_from.max(self.gap[1])
    }

    /// Takes a name, or none.
    pub fn take_name(&mut self, name: &str, now: i64) {
        self.name = name.into();
        if !name.is_empty() {
            self.named_at = now;
        }
    }

    /// For 180 days after the move to another wallet that gets nothing out of it, and the old one can undo it.
    pub fn is_quiet(&self, now: i64) -> bool {
        self.rehomed_at != 0 && now - self.rehomed_at < 180 * DAY
    }

    pub fn require_at_home(&self, now: i64) -> Verdict {
        demand(!self.is_quiet(now), RehomedRecently)
    }

    /// Whether it had a vote at the end of a second.
    pub fn was_elector_at(&self, second: i64) -> bool {
        let enrolled = self.elector_from != 0 && second >= self.elector_from;
        let there = self.left_at == 0 || second < self.left_at;
        enrolled && there && !(self.gap[0]..self.gap[1]).contains(&second)
    }
}

impl Coop {
    pub fn terms(&self) -> &CharterTerms {
        self.charter.as_ref().expect("founded")
    }

    pub fn is_active(&self) -> bool {
        self.books.activated_at != 0 && !self.is_dissolving()
    }

    pub fn is_dissolving(&self) -> bool {
        self.books.dissolving_at != 0
    }

    pub fn has_started(&self) -> bool {
        self.books.activated_at != 0
    }

    /// Claims stand until three years into the dissolution.
    pub fn require_claims(&self) -> Verdict {
        demand(self.books.swept_at == 0, ClaimsLapsed)
    }

    pub fn quota_period(&self) -> u32 {
        if self.has_started() { self.books.period } else { FORMING }
    }

    pub fn buckets(&self) -> u64 {
        self.books.money.cash()
    }

    /// The regular end of the open period.
    pub fn period_ends(&self) -> i64 {
        self.books.period_started_at + self.books.period_length as i64
    }

    /// While a period is overdue nothing leaves operating and nothing is asked back.
    pub fn require_not_overdue(&self, now: i64) -> Verdict {
        demand(now < self.period_ends(), ClosePeriodFirst)
    }

    /// Until then founding shares can be lost, and units are made; from then on pioneers are paid.
    pub fn pioneer_date(&self) -> i64 {
        self.books.activated_at + self.terms().pioneer_start as i64
    }

    /// What someone says of a proposal.
    pub fn ballot_of(&self, proposal: usize, who: Who) -> Option<&Ballot> {
        self.pages.get(&proposal)?.ballots.get(&self.members.get(&who)?.number)
    }

    /// Who acts for the membership that began with this wallet.
    pub fn wallet(&self, who: Who) -> Who {
        self.members.get(&who).map_or(who, |m| m.wallet)
    }

    /// Whether something stands where a membership of this wallet would be.
    pub fn is_taken(&self, wallet: Who) -> bool {
        self.members.contains_key(&wallet) || self.redirects.contains_key(&wallet)
    }

    pub fn member(&self, who: Who) -> Result<&Member, Refused> {
        self.members.get(&who).ok_or(Refused::Somehow)
    }

    pub fn edit_member(&mut self, who: Who) -> &mut Member {
        self.members.get_mut(&who).expect("checked before")
    }

    pub fn pool(&self, pool: usize) -> Result<&Pool, Refused> {
        self.pools.get(pool).filter(|p| p.exists).ok_or(Refused::Somehow)
    }

    pub fn service(&self, service: usize) -> Result<&Service, Refused> {
        self.services.get(service).and_then(|s| s.as_ref()).ok_or(Refused::Somehow)
    }

    /// A closed period whose account is there.
    pub fn period(&self, period: usize) -> Result<&Period, Refused> {
        self.periods.get(period).and_then(|p| p.as_ref()).ok_or(Refused::Somehow)
    }

    pub fn edit_service(&mut self, service: usize) -> &mut Service {
        self.services[service].as_mut().expect("checked before")
    }

    pub fn vouches_needed(&self) -> u8 {
        self.books.members.min(self.terms().vouches_required as u32) as u8
    }

    /// The settlement counted it as an elector, and its pledge is still to be claimed.
    pub fn counted_unclaimed(&self, member: &Member) -> bool {
        let there = member.standing == Standing::Member;
        self.has_started() && there && member.pledge_counts && member.pledged_in == self.books.founding_pool
    }

    /// How many electors there were at the end of the second before.
    pub fn electors_until(&self, now: i64) -> u32 {
        if self.books.electors_changed_at == now { self.books.electors_before } else { self.books.electors }
    }

    fn remember_electors(&mut self, now: i64) {
        let before = self.electors_until(now);
        (self.books.electors_before, self.books.electors_changed_at) = (before, now);
    }

    pub fn gain_electors(&mut self, count: u32, now: i64) {
        self.remember_electors(now);
        self.books.electors += count;
        self.books.electorless_since = 0;
    }

    pub fn lose_elector(&mut self, now: i64) {
        self.remember_electors(now);
        self.books.electors -= 1;
        if self.books.electors == 0 {
            self.books.electorless_since = now;
        }
    }

    pub fn standing(&self, who: Who) -> Option<Standing> {
        self.members.get(&who).map(|m| m.standing)
    }

    /// Whether someone has money in a pool.
    pub fn has_pledged(&self, pool: usize, who: Who) -> bool {
        self.pools.get(pool).and_then(|p| p.pledges.get(&who)).is_some_and(|pledge| pledge.amount > 0)
    }
}

impl Pool {
    pub fn closed(&self) -> bool {
        let (t, g) = (&self.terms, &self.gathered);
        g.raised < t.min_raise || g.people < t.min_members || g.use_pledged < t.min_use
    }
}

/// So much in a window of time, with one stored number.
#[derive(Clone, Copy, Debug)]
pub struct Bucket {
    pub capacity: u64,
    /// Seconds.
    pub window: u32,
}

impl Bucket {
    /// When it will be empty after a draw; nothing if there is no room: f' = max(f, now) + ⌈x × W ÷ X⌉ ≤ now + W.
    pub fn draw(&self, full: i64, amount: u64, now: i64) -> Option<i64> {
        if amount == 0 {
            return Some(full);
        }
        let seconds = (amount as u128 * self.window as u128).checked_add(self.capacity.max(1) as u128 - 1)?;
        let after = full.max(now) as i128 + (seconds / self.capacity.max(1) as u128) as i128;
        (amount <= self.capacity && after <= now as i128 + self.window as i128).then_some(after as i64)
    }

    /// What can be drawn now.
    pub fn room(&self, full: i64, now: i64) -> u64 {
        let taken = (full - now).clamp(0, self.window as i64) as u64;
        crate::stateful::books::part(self.capacity, self.window as u64 - taken, self.window as u64)
    }
}
