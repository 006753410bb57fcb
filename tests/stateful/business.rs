//! What members do with the co-op in the model and what they get for it: business of the open period, its settlement,
//! capital asked back and forfeited.

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

    /// What answers for a promise; or what a pool brought and has not let go, and what was subscribed in this period.
    pub fn bound(&self, now: i64) -> u64 {
        let by_pools = if self.standing == Standing::Member && self.claimed_new > 0 {
            // what does not earn yet is not withdrawn, though its stay may be over
            let open = self.unsettled_period + 1;
            let rests = self.rests.iter().filter(|(until, _, fresh)| now < *until || *fresh == open);
            rests.map(|(_, capital, _)| capital).sum::<u64>().max(self.claimed_new)
        } else {
            self.resting(now)
        };
        self.bonded.max(by_pools + self.shares_new + self.matured_new - self.claimed_new)
    }

    /// The most that may be asked back.
    pub fn askable(&self, redemption_bps: u16, now: i64) -> u64 {
        let held = self.withdrawn + self.matured;
        let free = (held + self.shares).saturating_sub(self.bound(now)).min(held);
        let capped = self.withdrawn + part(self.matured, redemption_bps as u64, 10_000);
        if self.standing == Standing::Member { free.min(capped) } else { free }
    }

    /// Nothing binds it any more.
    pub fn unbind(&mut self) {
        (self.rests, self.rests_until) = Default::default();
        self.unbound = self.pledged_in > 0;
        self.end_promise();
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
        member.fresh += amount;
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
            let member = self.members.get(&who).filter(|m| m.number == number);
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
        let stands = now - self.books.federation_sought_at < 90 * crate::DAY;
        demand(stands && self.books.federation_sought == Some(federation), FederationNotSought)
    }

    /// Who acts for a service, and the membership that must be given for it.
    pub fn acting_for(&self, service: usize, who: Who) -> (Who, Option<Who>) {
        let Ok(s) = self.service(service) else { return (who, None) };
        let member =
            s.provider.and_then(|(who, number)| self.members.get(&who).filter(|m| m.number == number));
        (member.map_or(s.owner, |m| m.wallet), s.provider.map(|(who, _)| who))
    }

    /// What shares and pioneer units brought a member since it drew last.
    pub fn draw_returns(&mut self, who: Who) {
        let m = self.members[&who].clone();
        if m.standing != Standing::Member {
            return;
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
    }

    /// Refuses to ask at a price of nothing, or below what is accepted.
    pub fn require_price(&self, least: u16) -> Verdict {
        let money = self.money_as_it_stands();
        demand(money.price().0 > 0 && money.solvency() >= least, PriceTooLow)
    }

    /// The money as if no capital of the open period were asked back.
    pub fn money_as_it_stands(&self) -> Money {
        Money { fresh: self.books.money.fresh + self.books.fresh_asked, ..self.books.money }
    }

    pub fn set_ask(&mut self, who: Who, amount: u64) {
        let before = self.members[&who].asked;
        if amount == 0 && before == 0 {
            return;
        }
        self.begin(who);
        let m = self.edit_member(who);
        let (fresh, old) = (m.fresh.min(m.matured_new), m.asked_fresh);
        m.asked_fresh = (amount + fresh).saturating_sub(m.withdrawn + m.matured);
        let asked_fresh = m.asked_fresh;
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
        m.shares -= from_shares;
        m.shares_new -= from_new;
        m.matured -= amount - from_shares;
        m.matured_new = m.matured_new.min(m.matured);
        m.fresh = m.fresh.min(m.shares_new + m.matured_new);
        m.claimed_new = m.claimed_new.min(m.shares_new + m.matured_new);
        let fresh = fresh - m.fresh;
        if m.elector_from != 0 && m.shares < share && (had_it || m.short_since == 0) {
            m.short_since = now;
        }
        let money = &mut self.books.money;
        money.shares_total -= from_shares;
        money.retained_total += from_shares;
        money.fresh -= fresh;
        money.forfeited += amount;
        self.books.shares_earning -= from_shares - from_new;
        if was {
            self.end(who);
        }
        self.forget_founding_shares(who, now);
    }

    /// Books a member's part of a closed period.
    pub fn settle(&mut self, who: Who, period: usize) {
        self.draw_returns(who);
        let p = self.periods[period].clone().expect("checked before");
        let m = self.members[&who].clone();
        let stays = m.standing == Standing::Member;
        let one = p.result.part_of(m.units, m.work, m.asked, stays);
        let b = &mut self.books;
        let mut owed = one.paid + one.cash;
        let since = b.pioneer_per_unit - p.pioneer_per_unit;
        if stays {
            owed += b.money.draw_interest(b.interest_per_share - p.interest_per_share, m.shares_new);
        }
        if one.units > 0 {
            owed += b.money.draw_pioneers(since, Founders { units: one.units, ..Founders::default() });
        }
        let m = self.edit_member(who);
        m.dividends += owed;
        m.pioneer_units += one.units;
        let withdrawn = one.retired.min(m.withdrawn);
        m.withdrawn -= withdrawn;
        m.matured -= one.retired - withdrawn;
        let slot = &mut m.vintages[period % 8];
        m.matured += slot.1;
        *slot = (period as u32, if stays { one.retained } else { 0 });
        m.matured += if stays { 0 } else { one.retained };
        (m.units, m.work, m.asked) = (0, 0, 0);
        (m.shares_new, m.matured_new, m.fresh, m.claimed_new, m.asked_fresh) = (0, 0, 0, 0, 0);
        let p = self.periods[period].as_mut().expect("checked before");
        p.unpaid -= one.paid + one.cash;
        p.unretained -= one.retained;
        p.retired += one.retired;
        p.units_left -= one.units;
        p.unsettled -= 1;
        if p.unsettled == 0 {
            let capital = p.unretained + p.retired - p.result.retired_of_members;
            let (cash, units) = (p.unpaid, p.units_left);
            (p.unpaid, p.unretained, p.units_left) = (0, 0, 0);
            let b = &mut self.books;
            b.money.sweep(cash, capital);
            b.money.lapse_pioneers(since, Founders { units, ..Founders::default() });
            b.pioneer_units -= units;
        }
    }

    /// Closes the open period and begins the next.
    pub fn close(&mut self, payer: Who, last: bool, now: i64) {
        let (b, t) = (&self.books, *self.terms());
        let facts = Closing {
            rates: b.rates,
            done: b.done,
            founders: Founders {
                units: b.pioneer_units,
                shares: b.founding_shares,
                bps: t.pioneer_shares_bps,
            },
            pioneer_per_unit: b.pioneer_per_unit,
            threshold: t.pioneer_threshold,
            cap_bps: t.pioneer_cap_bps,
            due: self.period_ends().min(now) >= self.pioneer_date(),
            shares_earning: b.shares_earning,
            lifetime: b.lifetime_surplus,
            seconds: now - b.period_started_at,
            now,
            federated: b.federation.is_some(),
            last,
        };
        let ends = self.period_ends();
        let b = &mut self.books;
        let result = b.money.close(&facts);
        b.interest_per_share += result.interest_per_share;
        let (number, after) = (b.period, b.interest_per_share);
        b.transits.iter_mut().filter(|t| t.1 == number).for_each(|t| t.0 = after);
        b.pioneer_per_unit += result.pioneer_per_unit;
        b.pioneer_units += result.units_of_members;
        b.lifetime_surplus = b.lifetime_surplus.saturating_add(result.surplus);
        b.closed_until = ends;
        b.fresh_asked = 0;
        b.period_accounts += 1;
        self.periods.push(Some(Period {
            rent_payer: payer,
            started_at: b.period_started_at,
            closed_at: now,
            revenue: b.revenue,
            expenses: b.expenses,
            done: b.done,
            result,
            interest_per_share: b.interest_per_share,
            pioneer_per_unit: b.pioneer_per_unit,
            unpaid: result.unpaid(),
            unretained: result.retained,
            retired: 0,
            units_left: result.units_of_members,
            unsettled: b.unsettled,
            number: b.period,
        }));
        self.start(self.books.period + 1, now);
        let window = (30 * crate::DAY).max(self.books.period_length as i64);
        self.books.budget_full = self.books.budget_full.min(now + window);
        self.books.sales_full = self.books.sales_full.min(now + window);
    }

    /// Begins a period on the terms in force.
    pub fn start(&mut self, number: u32, now: i64) {
        let t = *self.terms();
        let b = &mut self.books;
        let federated = b.federation.is_some();
        b.period = number;
        b.period_started_at = now;
        b.period_length = t.period_length;
        b.rates = Rates {
            reserve: t.reserve_bps,
            solidarity: t.solidarity_bps,
            remit: if federated { t.remit_bps } else { 0 },
            interest_cap: t.interest_cap_bps,
            depreciation: t.depreciation_bps,
            work: t.work_bps,
            cash: t.cash_bps,
            pioneer: t.pioneer_bps,
        };
        (b.revenue, b.expenses, b.unsettled) = (0, 0, 0);
        b.done = Default::default();
        b.shares_earning = b.money.shares_total + b.shares_unclaimed;
        b.operating_at_start = b.money.operating();
    }

    /// What ordinary resolutions and mandates draw from.
    pub fn budget(&self) -> Bucket {
        let base = self.books.operating_at_start.min(self.books.money.operating());
        Bucket {
            capacity: part(base, self.terms().budget_bps as u64, 10_000),
            window: self.books.period_length.max(30 * 86_400),
        }
    }

    /// Takes a spend out of operating money.
    pub fn spend(&mut self, amount: u64, outlay: Outlay, special: bool, now: i64) -> Verdict {
        self.require_not_overdue(now)?;
        let money = &self.books.money;
        // while anyone has asked, but on the first day, only what earnings pay is out of the bucket
        let bounded = match outlay {
            _ if !special => amount,
            Outlay::Expense if money.asked > 0 && now >= self.books.period_started_at + crate::DAY => {
                amount.saturating_sub(money.earnings)
            }
            _ => 0,
        };
        if bounded > 0 {
            let full = self.budget().draw(self.books.budget_full, bounded, now);
            self.books.budget_full = full.map_or_else(|| refuse(BudgetExceeded), Ok)?;
        }
        let money = &mut self.books.money;
        match outlay {
            Outlay::Expense => {
                money.expense(amount)?;
                self.books.expenses += amount;
            }
            Outlay::Investment => money.invest(amount, now)?,
            Outlay::ToAgent => money.to_agent(amount, now)?,
        }
        self.vault -= amount;
        Ok(())
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
