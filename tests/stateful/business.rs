//! What members do with the co-op in the model and what they get for it: business of the open period, its settlement,
//! capital asked back and forfeited.

mod close;

use crate::stateful::{
    books::{Closing, Founders, Money, Rates, part},
    coop::Bucket,
    deed::Who,
    model::{Coop, Member, Period, Refused, Service, Standing, Verdict, demand, refuse},
};
use coop::error::CoopError::*;

impl Member {
    pub fn is_unsettled(&self) -> bool {
        [self.units, self.work, self.shares_new, self.matured_new, self.asked] != [0; 5]
    }

    pub fn founders(&self, bps: u16) -> Founders {
        Founders { units: self.pioneer_units, shares: self.founding_shares, bps }
    }

    /// Moves vintages that are due: `revolve` periods after the one that followed theirs began.
    pub fn mature(&mut self, open: u32, revolve: u8) {
        for (period, retained) in &mut self.vintages {
            if open > *period + revolve as u32 {
                self.matured += std::mem::take(retained);
            }
        }
    }

    /// What pools brought and have not let go yet.
    pub fn resting(&self, now: i64) -> u64 {
        self.rests.iter().filter(|(until, ..)| now < *until).map(|(_, capital, _)| capital).sum()
    }

    /// What answers for a promise; or what a pool brought and has not let go, and what was subscribed in this period. Once the promise is over,
    /// no pool's capital answers for it.
    pub fn bound(&self, now: i64) -> u64 {
        let by_pools = if self.standing == Standing::Member && self.claimed_new > 0 {
            // what does not earn yet is not withdrawn, though its stay may be over
            let open = self.unsettled_period + 1;
            let of = |counts: &dyn Fn(i64, u32) -> bool| -> u64 {
                let rests = self.rests.iter().filter(|(until, _, fresh)| counts(*until, *fresh));
                rests.map(|(_, capital, _)| capital).sum()
            };
            of(&|until, fresh| fresh != open && now < until)
                + of(&|_, fresh| fresh == open).max(self.claimed_new)
        } else {
            self.resting(now)
        };
        let answers = if now < self.promise_ends { self.bonded } else { self.bonded + by_pools };
        answers.max(by_pools + self.shares_new + self.matured_new - self.claimed_new)
    }

    /// The most that may be asked back.
    pub fn askable(&self, redemption_bps: u16, now: i64) -> u64 {
        let held = self.withdrawn + self.matured;
        let free = (held + self.shares).saturating_sub(self.bound(now)).min(held);
        let capped = self.withdrawn + part(self.matured, redemption_bps as u64, 10_000);
        if self.standing == Standing::Member { free.min(capped) } else { free }
    }

    /// The part of a request that only capital of the open period covers.
    pub fn fresh_part(&self, amount: u64) -> u64 {
        let fresh = self.fresh.min(self.matured_new);
        (amount + fresh).saturating_sub(self.withdrawn + self.matured).min(fresh)
    }

    /// Its capital rests no more.
    pub fn unbind(&mut self) {
        (self.rests, self.rests_until) = Default::default();
        self.unbound = self.pledged_in > 0;
        self.claimed_new = self.shares_new + self.matured_new;
    }

    pub fn end_promise(&mut self) {
        (self.promised, self.turnover, self.promise_ends, self.promise_rate, self.bonded) = (0, 0, 0, 0, 0);
        self.promise_stands = false;
    }

    pub fn end_pledge(&mut self) {
        (self.pledged, self.pledged_in, self.pledge_counts, self.unbound) = (0, 0, false, false);
    }
}

impl Coop {
    /// What waits of an earlier period must be settled before more is added.
    pub fn require_settled(&self, member: &Member) -> Verdict {
        let settled = !member.is_unsettled() || member.unsettled_period == self.books.period;
        demand(settled, SettlePatronageFirst)
    }

    /// Something of the open period waits for its settlement from now on.
    pub fn begin(&mut self, who: Who) {
        let period = self.books.period;
        let m = self.edit_member(who);
        if !m.is_unsettled() {
            m.unsettled_period = period;
            self.books.unsettled += 1;
        }
    }

    /// Nothing waits any more, if so.
    fn end(&mut self, who: Who) {
        self.books.unsettled -= !self.members[&who].is_unsettled() as u32;
    }

    pub fn count_units(&mut self, who: Who, units: u64) {
        if units > 0 {
            self.begin(who);
            self.edit_member(who).units += units;
            self.books.done.units += units;
        }
    }

    /// What counts against a promise of use.
    pub fn turn_over(&mut self, who: Who, amount: u64, now: i64) {
        let m = self.edit_member(who);
        if m.promised > 0 && now < m.promise_ends {
            m.turnover = m.turnover.saturating_add(amount);
        }
    }

    /// A payment to a service counts as far as the service pays the co-op what the pool was opened at.
    pub fn turn_over_service(&mut self, who: Who, amount: u64, rate: u16, now: i64) {
        let least = self.members[&who].promise_rate;
        let counts = if least == 0 { amount } else { part(amount, rate.min(least) as u64, least as u64) };
        self.turn_over(who, counts, now);
    }

    /// Pay for work of a member, or of others.
    pub fn count_work(&mut self, worker: Option<Who>, pay: u64, now: i64) {
        match worker {
            Some(who) => {
                self.begin(who);
                self.edit_member(who).work += pay;
                self.turn_over(who, pay, now);
                self.books.done.work += pay;
            }
            None => self.books.done.outside_work += pay,
        }
    }

    /// All income of a period is counted in 64 bits, and all money.
    pub fn require_room_to_earn(&self, amount: u64) -> Verdict {
        demand(self.books.revenue.checked_add(amount).is_some(), BooksOverflow)?;
        self.books.money.require_room(amount)
    }

    pub fn earn(&mut self, amount: u64) {
        self.books.revenue += amount;
        self.books.money.income(amount);
    }

    pub fn pay_in(&mut self, who: Who, amount: u64, now: i64) {
        if amount == 0 {
            return;
        }
        self.begin(who);
        self.hold(who, amount, now);
        let member = self.edit_member(who);
        member.shares_new += amount;
    }

    /// More shares.
    pub fn hold(&mut self, who: Who, amount: u64, now: i64) {
        let share = self.terms().member_share;
        let member = self.edit_member(who);
        if member.shares < share {
            member.share_paid_at = now;
        }
        member.shares += amount;
        if member.shares >= share {
            member.short_since = 0;
        }
    }

    /// The membership that is named as provider or worker, which must be given; nothing if it is no member any more.
    pub fn patron(&self, given: Option<Who>, named: Option<(Who, u32)>) -> Result<Option<Who>, Refused> {
        let Some(given) = given else {
            return if named.is_none() { Ok(None) } else { refuse(PatronMissing) };
        };
        let Some((who, number)) = named.filter(|(who, _)| *who == given) else {
            return refuse(PatronMismatch);
        };
        let member = self.members.get(&who).filter(|m| m.standing == Standing::Member && m.number == number);
        Ok(member.map(|_| who))
    }

    /// Refuses whoever does not act for a service: the wallet of its membership, or its owner if it has none any more.
    pub fn require_acts_for(
        &self,
        service: &Service,
        caller: Who,
        given: Option<Who>,
    ) -> Result<Option<Who>, Refused> {
        let mut acting = service.owner;
        let mut membership = None;
        if let Some((who, number)) = service.provider {
            demand(given.is_some(), PatronMissing)?;
            demand(given == Some(who), PatronMismatch)?;
            let member = self.members.get(&who).filter(|m| m.numbered && m.number == number);
            acting = member.map_or(acting, |m| m.wallet);
            membership = member.map(|_| who);
        }
        demand(caller == acting, NotTheServiceOwner)?;
        Ok(membership)
    }

    /// A membership did something of its own, if one did.
    pub fn acted(&mut self, membership: Option<Who>, now: i64) {
        if let Some(who) = membership {
            self.edit_member(who).last_active_at = now;
        }
    }

    /// Refuses to accept a co-op that has not resolved to join the federation less than 90 days ago.
    pub fn require_sought(&self, federation: usize, now: i64) -> Verdict {
        let stands = now - self.books.federation_since < 90 * crate::DAY;
        demand(stands && self.books.federation_sought == Some(federation), FederationNotSought)
    }

    /// Who acts for a service, and the membership that must be given for it.
    pub fn acting_for(&self, service: usize, who: Who) -> (Who, Option<Who>) {
        let Ok(s) = self.service(service) else { return (who, None) };
        let member = s
            .provider
            .and_then(|(who, number)| self.members.get(&who).filter(|m| m.numbered && m.number == number));
        (member.map_or(s.owner, |m| m.wallet), s.provider.map(|(who, _)| who))
    }

    /// What shares and pioneer units brought a member since it drew last: whether there is anything, be it a fraction.
    pub fn draw_returns(&mut self, who: Who) -> bool {
        let m = self.members[&who].clone();
        if m.standing != Standing::Member {
            return false;
        }
        let bps = self.terms().pioneer_shares_bps;
        let b = &mut self.books;
        let per_share = b.interest_per_share - m.interest_checkpoint;
        let per_unit = b.pioneer_per_unit - m.pioneer_checkpoint;
        let owed = b.money.draw_interest(per_share, m.shares - m.shares_new)
            + b.money.draw_pioneers(per_unit, m.founders(bps));
        let checkpoints = (b.interest_per_share, b.pioneer_per_unit);
        let m = self.edit_member(who);
        m.dividends += owed;
        (m.interest_checkpoint, m.pioneer_checkpoint) = checkpoints;
        per_share != 0 || per_unit != 0
    }

    /// Refuses to ask at a price of nothing, or below what is accepted.
    /// `fresh`: the part of the request that only capital of the open period covers.
    pub fn require_price(&self, least: u16, fresh: u64) -> Verdict {
        let mut money = self.money_as_it_stands();
        // where older capital has no price, what is asked back has one of its own
        if money.price().0 == 0 {
            money.fresh -= fresh.min(money.fresh);
        }
        demand(money.price().0 > 0 && money.solvency() >= least, PriceTooLow)
    }

    /// The money as if no capital of the open period were asked back.
    pub fn money_as_it_stands(&self) -> Money {
        Money { fresh: self.books.money.fresh + self.books.fresh_asked, ..self.books.money }
    }

    /// What newcomers are shown: no more than at the last two starts of a period.
    pub fn solvency_of_newcomers(&self) -> u16 {
        self.books.solvencies.into_iter().fold(self.solvency_now(), u16::min)
    }

    /// What newcomers' money would stand beside.
    pub fn solvency_now(&self) -> u16 {
        let mut money = self.money_as_it_stands();
        if money.fresh == money.equity() {
            // there is no other capital: it is measured by all there is
            money.fresh = 0;
        }
        money.solvency_of_newcomers()
    }

    pub fn set_ask(&mut self, who: Who, amount: u64) {
        let before = self.members[&who].asked;
        if amount == 0 && before == 0 {
            return;
        }
        self.begin(who);
        let m = self.edit_member(who);
        let (asked_fresh, old) = (m.fresh_part(amount), m.asked_fresh);
        m.asked_fresh = asked_fresh;
        m.asked = amount;
        let money = &mut self.books.money;
        money.fresh = money.fresh + old - asked_fresh;
        self.books.fresh_asked = self.books.fresh_asked + asked_fresh - old;
        money.asked = money.asked - before + amount;
        self.end(who);
    }

    /// Founding shares that are not held any more, until their date.
    pub fn forget_founding_shares(&mut self, who: Who, now: i64) {
        if now < self.pioneer_date() {
            let m = self.edit_member(who);
            let lost = m.founding_shares - m.founding_shares.min(m.shares);
            m.founding_shares -= lost;
            self.books.founding_shares -= lost;
        }
    }

    /// Takes capital off a member for the reserve.
    pub fn forfeit(&mut self, who: Who, amount: u64, from_shares: u64, now: i64) {
        self.draw_returns(who);
        let share = self.terms().member_share;
        let m = self.edit_member(who);
        let (was, fresh) = (m.is_unsettled(), m.fresh);
        // those that earn go first
        let from_new = from_shares.saturating_sub(m.shares.saturating_sub(m.shares_new));
        let had_it = m.shares >= share;
        let new = m.shares_new + m.matured_new;
        m.shares -= from_shares;
        m.shares_new -= from_new;
        m.matured -= amount - from_shares;
        m.matured_new = m.matured_new.min(m.matured);
        m.fresh = m.fresh.min(m.shares_new + m.matured_new);
        m.claimed_new = m.claimed_new.saturating_sub(new - m.shares_new - m.matured_new);
        let fresh = fresh - m.fresh;
        // it asks for what is left, as if it did so now
        let asked_fresh = m.fresh_part(m.asked);
        let more = asked_fresh - std::mem::replace(&mut m.asked_fresh, asked_fresh);
        if m.elector_from != 0 && m.shares < share && (had_it || m.short_since == 0) {
            m.short_since = now;
        }
        let money = &mut self.books.money;
        money.shares_total -= from_shares;
        money.retained_total += from_shares;
        money.fresh -= fresh + more;
        money.forfeited += amount;
        self.books.fresh_asked += more;
        self.books.shares_earning -= from_shares - from_new;
        if was {
            self.end(who);
        }
        self.forget_founding_shares(who, now);
    }
}

impl Service {
    /// Its take rate and the provider's part of now.
    pub fn split(&self, now: i64) -> (u16, u16) {
        let (from, rate, provider) = self.next;
        if from != 0 && now >= from { (rate, provider) } else { (self.take_rate, self.provider_bps) }
    }
}

/// What a spend is to the books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlay {
    Expense,
    Investment,
    ToAgent,
}
