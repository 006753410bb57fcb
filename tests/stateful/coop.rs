//! What several rules ask of a co-op in the model, or do to it.

use crate::stateful::{
    deed::Who,
    model::{Coop, FORMING, Member, Pool, Refused, Service, Standing, Verdict, demand},
};
use coop::{error::CoopError::*, state::CharterTerms};

/// ⌊a × b ÷ c⌋
pub fn part(a: u64, b: u64, c: u64) -> u64 {
    (a as u128 * b as u128 / c as u128) as u64
}

/// What holders of some units are paid of a pot, and what of it nobody is owed any more.
pub fn draw(money: &mut u64, owed: &mut u128, per_unit: u128, units: u64) -> (u64, u64) {
    if per_unit == 0 || units == 0 {
        return (0, 0);
    }
    let due = per_unit * units as u128;
    let paid = (due >> 64) as u64;
    *owed -= due;
    let needed = owed.div_ceil(1 << 64) as u64;
    let dust = *money - paid - needed;
    *money = needed;
    (paid, dust)
}

/// ⌊a × 2⁶⁴ ÷ b⌋, 0 if b is.
pub fn ratio(a: u64, b: u64) -> u128 {
    ((a as u128) << 64).checked_div(b as u128).unwrap_or(0)
}

impl Member {
    pub fn is_unsettled(&self) -> bool {
        self.units > 0 || self.shares_new > 0
    }
}

impl Coop {
    pub fn owe(&mut self, who: Who, (paid, dust): (u64, u64)) {
        self.books.dividends += paid;
        self.books.reserve += dust;
        self.edit_member(who).dividends += paid;
    }

    /// What shares and pioneer units brought a member since it drew last.
    pub fn draw_returns(&mut self, who: Who) {
        let m = self.members[&who].clone();
        if m.standing != Standing::Member {
            return;
        }
        let b = &mut self.books;
        let per_share = b.interest_per_share - m.interest_checkpoint;
        let interest = draw(&mut b.interest, &mut b.interest_owed, per_share, m.shares - m.shares_new);
        let per_unit = b.pioneer_per_unit - m.pioneer_checkpoint;
        let bonus = draw(&mut b.pioneers, &mut b.pioneers_owed, per_unit, m.pioneer_units);
        let checkpoints = (b.interest_per_share, b.pioneer_per_unit);
        self.owe(who, interest);
        self.owe(who, bonus);
        let m = self.edit_member(who);
        (m.interest_checkpoint, m.pioneer_checkpoint) = checkpoints;
    }

    /// Something of the open period waits for its settlement from now on.
    pub fn count(&mut self, who: Who) {
        let period = self.books.period;
        let m = self.edit_member(who);
        if !m.is_unsettled() {
            m.unsettled_period = period;
            self.books.unsettled += 1;
        }
    }

    /// Matured capital as it would be if due vintages were moved now.
    pub fn matured(&self, m: &Member) -> u64 {
        let revolve = self.terms().revolve_periods as u32;
        let due = m.vintages.iter().filter(|(period, ..)| self.books.period > period + revolve);
        m.matured + due.map(|(_, retained, _)| retained).sum::<u64>()
    }

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

    pub fn equity(&self) -> u64 {
        self.books.shares_total + self.books.shares_in_transit + self.books.retained_total
    }

    pub fn buckets(&self) -> u64 {
        let b = &self.books;
        b.operating + b.reserve + b.solidarity + b.dividends + b.interest + b.pioneers
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

    pub fn edit_service(&mut self, service: usize) -> &mut Service {
        self.services[service].as_mut().expect("checked before")
    }

    pub fn vouches_needed(&self) -> u8 {
        self.books.members.min(self.terms().vouches_required as u32) as u8
    }

    /// The settlement counted it as an elector, and its pledge is still to be claimed.
    pub fn counted_unclaimed(&self, member: &Member) -> bool {
        self.has_started() && member.founding_pledge == self.books.founding_pool
    }

    pub fn lose_elector(&mut self, now: i64) {
        self.books.electors -= 1;
        if self.books.electors == 0 {
            self.books.electorless_since = now;
        }
    }

    /// What waits of an earlier period must be settled before more is added.
    pub fn require_settled(&self, member: &Member) -> Verdict {
        let settled = !member.is_unsettled() || member.unsettled_period == self.books.period;
        demand(settled, SettlePatronageFirst)
    }

    pub fn pay_in(&mut self, who: Who, amount: u64, now: i64) {
        if amount == 0 {
            return;
        }
        self.count(who);
        let share = self.terms().member_share;
        let member = self.edit_member(who);
        if member.shares < share {
            member.share_paid_at = now;
        }
        member.shares += amount;
        member.shares_new += amount;
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
        g.raised < t.min_raise || g.pledgers < t.min_members || g.use_pledged < t.min_use
    }
}
