//! Members' business with the co-op and their earnings from it: the business of the open period, its close, its
//! settlement.

use super::{Coop, TRANSITS};
use crate::{
    account::Record,
    error::CoopError,
    state::{Member, Period, Standing},
};
use anchor_lang::prelude::*;
use coop_math::patronage::books::{self, Books, Business, Facts, Pioneers, Settlement};

/// Adds to a sum of the period. The same money can come in and go out many times: more than 64 bits are refused.
fn add_to(sum: &mut PodU64, amount: u64) -> Result<()> {
    *sum = sum.get().checked_add(amount).ok_or(CoopError::BooksOverflow)?.into();
    Ok(())
}

impl Coop {
    /// Refuses if the member has unsettled business of a closed period: that must be settled first.
    pub fn require_settled(&self, member: &Member) -> Result<()> {
        require!(!self.has_closed_business(member), CoopError::SettlePatronageFirst);
        Ok(())
    }

    /// Whether a member has unsettled business of a closed period.
    pub fn has_closed_business(&self, member: &Member) -> bool {
        member.is_unsettled() && member.unsettled_period != self.period.number
    }

    /// Begins business of a member in the open period. Business of an earlier period must be settled first.
    #[inline(never)]
    pub fn begin_business(&mut self, member: &mut Member) -> Result<()> {
        self.require_settled(member)?;
        if !member.is_unsettled() {
            member.unsettled_period = self.period.number;
            self.period.unsettled += 1;
        }
        Ok(())
    }

    /// Ends a member's business of the open period if it came to nothing.
    fn end_business(&mut self, member: &Member) {
        if !member.is_unsettled() {
            self.period.unsettled -= 1;
        }
    }

    /// Books shares that were paid in during the open period to a member; they earn from the start of the next one.
    /// The caller changes the totals, and what of them is fresh: a subscription adds to them, a claim moves within them.
    #[inline(never)]
    pub fn pay_in_shares(&mut self, member: &mut Member, amount: u64, now: i64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.begin_business(member)?;
        self.hold_shares(member, amount, now);
        member.shares_new += amount;
        Ok(())
    }

    /// Adds shares to a member. Interest on its earlier shares is settled first.
    pub fn hold_shares(&mut self, member: &mut Member, amount: u64, now: i64) {
        if member.shares < self.charter.member_share {
            member.share_paid_at = now.into();
        }
        member.shares += amount;
        if member.shares >= self.charter.member_share {
            member.short_since = PodI64::ZERO;
        }
    }

    /// Books units of the open period to a member.
    #[inline(never)]
    pub fn count_units(&mut self, member: &mut Member, units: u64) -> Result<()> {
        if units != 0 {
            self.begin_business(member)?;
            member.units += units;
            self.period.done.member_units += units;
        }
        Ok(())
    }

    /// Books pay for work in the open period: to the member who did it, or as outside work.
    #[inline(never)]
    pub fn count_work(&mut self, worker: Option<&mut Record<Member>>, pay: u64, now: i64) -> Result<()> {
        if let Some(worker) = worker {
            self.begin_business(worker)?;
            worker.work += pay;
            worker.turn_over(pay, now);
            self.period.done.member_work += pay;
        } else {
            self.period.done.outside_work += pay;
        }
        Ok(())
    }

    /// Counts income of the open period. Income bounds all units of the period, because every unit comes from income.
    pub fn count_revenue(&mut self, amount: u64) -> Result<()> {
        add_to(&mut self.period.revenue, amount)
    }

    /// Counts expenses of the open period. They bound all pay for work in it.
    pub fn count_expenses(&mut self, amount: u64) -> Result<()> {
        add_to(&mut self.period.expenses, amount)
    }

    /// Books income of the open period.
    #[inline(never)]
    pub fn earn(&mut self, amount: u64) -> Result<()> {
        self.count_revenue(amount)?;
        self.try_book(|books| {
            books.require_room(amount)?;
            books.income(amount);
            Ok(())
        })
    }

    /// Sets the amount that a member asks back at the next close. It must have no unsettled business of an earlier
    /// period ([`require_settled`](Self::require_settled)).
    #[inline(never)]
    pub fn set_ask(&mut self, member: &mut Member, amount: u64) {
        let waited = member.is_unsettled();
        if member.matured_new != 0 {
            self.ask_fresh(member, amount);
        }
        self.books.asked =
            self.books.asked.get().wrapping_sub(member.asked.get()).wrapping_add(amount).into(); // a part of all capital
        member.asked = amount.into();
        if waited {
            self.end_business(member);
        } else if amount != 0 {
            member.unsettled_period = self.period.number;
            self.period.unsettled = self.period.unsettled.get().wrapping_add(1).into(); // of as many as there are members
        }
    }

    /// The part of a request that only fresh capital covers is no longer fresh: it is paid at everyone's price.
    #[cold]
    #[inline(never)]
    fn ask_fresh(&mut self, member: &mut Member, amount: u64) {
        let asked_fresh = member.fresh_part(amount);
        self.books.fresh += member.asked_fresh.get();
        self.books.fresh -= asked_fresh;
        self.fresh_asked += asked_fresh;
        self.fresh_asked -= member.asked_fresh.get();
        member.asked_fresh = asked_fresh.into();
    }

    /// Answers a question from the books as if no fresh capital were asked back. Whoever asks for it can take that
    /// back, so it must not change the price that others are promised, nor the solvency that a newcomer sees.
    #[inline(always)]
    fn ask_as_it_stands<R>(&self, question: impl Fn(&books::Books) -> R) -> R {
        if self.fresh_asked == 0 {
            return self.books.ask(question);
        }
        let mut books = self.books.numbers();
        books.fresh += self.fresh_asked.get();
        question(&books)
    }

    /// Whether capital can be asked back: the price is above 0, and not below the member's minimum. If older capital has no
    /// price, because there is none or it is all lost, it is the price with `fresh`, the fresh part of the request itself:
    /// a member that was released or expelled can leave with that, and is paid so at the close.
    #[inline(never)]
    pub fn pays_at_least(&self, min_price_bps: u16, fresh: u64) -> bool {
        self.ask_as_it_stands(|books| {
            let mut price = books.price();
            if !price.pays() {
                let fresh = books.fresh.saturating_sub(fresh);
                price = books::Books { fresh, ..*books }.price();
            }
            price.pays_at_least(min_price_bps)
        })
    }

    /// The solvency that a newcomer's money would join, in basis points, rounded down; 10 000 without other capital. Fresh
    /// capital is other capital if there is nothing else.
    #[inline(never)]
    pub fn solvency_bps(&self) -> u16 {
        self.ask_as_it_stands(|books| {
            let other = if books.fresh == books.equity() { 0 } else { books.fresh };
            books::Books { fresh: other, ..*books }.solvency().solvency_bps_floor()
        })
    }

    /// Books the interest and pioneer returns since the member's last settlement: whether there were any, be it fractions, which go to
    /// the reserve. Shares that were paid in during a period that is not settled to the member wait for it.
    #[inline(never)]
    pub fn draw_returns(&mut self, member: &mut Member) -> bool {
        if !member.is(Standing::Member) {
            return false;
        }
        let per_share = self.interest_per_share.get() - member.interest_checkpoint.get();
        if per_share != 0 {
            let shares = member.shares.get() - member.shares_new.get();
            member.dividends += self.book(|books| books.draw_interest(per_share, shares));
            member.interest_checkpoint = self.interest_per_share;
        }
        let per_unit = self.pioneer_per_unit.get() - member.pioneer_checkpoint.get();
        if per_unit != 0 {
            let (units, founding) = (member.pioneer_units.get(), member.founding_shares.get());
            let shares_bps = self.charter.pioneer_shares_bps.get();
            member.dividends += self.book(|books| books.draw_pioneers(per_unit, units, founding, shares_bps));
            member.pioneer_checkpoint = self.pioneer_per_unit;
        }
        per_share != 0 || per_unit != 0
    }

    /// Withdraws shares of a member: they are asked back, and no longer earn.
    pub fn withdraw_shares(&mut self, member: &mut Member, amount: u64, now: i64) {
        self.draw_returns(member);
        self.books.shares_total -= amount;
        self.books.retained_total += amount;
        self.period.shares_earning -= amount;
        member.shares -= amount;
        member.withdrawn += amount;
        self.forget_founding_shares(member, now);
        self.set_ask(member, member.asked.get() + amount);
    }

    /// Forfeits a member's capital to the reserve: `from_shares` of its shares, first those that earn, and the rest
    /// from matured capital. It is asked back at the close, like everyone's.
    pub fn forfeit(&mut self, member: &mut Member, amount: u64, from_shares: u64, now: i64) -> Result<()> {
        self.require_settled(member)?;
        self.draw_returns(member);
        let from_new = from_shares.saturating_sub(member.shares.get() - member.shares_new.get());
        let (fresh, unsettled) = (member.fresh.get(), member.is_unsettled());
        let new = member.shares_new + member.matured_new;
        let had_it = member.shares >= self.charter.member_share;
        member.shares -= from_shares;
        member.shares_new -= from_new;
        member.matured -= amount - from_shares;
        member.matured_new = member.matured_new.min(member.matured);
        member.fresh = member.fresh.min(member.shares_new + member.matured_new);
        // what was forfeited had come with a pool: it frees nothing that was subscribed
        let lost = new - (member.shares_new + member.matured_new);
        member.claimed_new = member.claimed_new.get().saturating_sub(lost.get()).into();
        let fresh = fresh - member.fresh.get();
        self.book(|books| books.forfeit(amount, from_shares, fresh));
        if member.matured_new != 0 {
            // as if it had asked afterwards: less capital that is not fresh is left for what it asked
            self.ask_fresh(member, member.asked.get());
        }
        self.period.shares_earning -= from_shares - from_new;
        if unsettled {
            self.end_business(member);
        }
        self.forget_founding_shares(member, now);
        // an amendment may have ended an earlier shortfall
        let short = member.shares < self.charter.member_share;
        if member.elector_from != 0 && short && (had_it || member.short_since == 0) {
            member.short_since = now.into();
        }
        Ok(())
    }

    /// Closes the open period at `now`, writes the result to its account, and starts the next one. `last`: the co-op
    /// dissolves, and capital that is asked back becomes a claim.
    #[inline(never)]
    pub fn close_period(
        &mut self,
        period: &mut Record<Period>,
        payer: &Address,
        bump: u8,
        last: bool,
        now: i64,
    ) {
        let open = self.period;
        let facts = Facts {
            rates: (&open.rates).into(),
            done: (&open.done).into(),
            pioneers: Pioneers {
                units: self.pioneer_units.get(),
                founding_shares: self.founding_shares.get(),
                per_unit: self.pioneer_per_unit.get(),
                threshold: self.charter.pioneer_threshold.get(),
                cap_bps: self.charter.pioneer_cap_bps.get(),
                shares_bps: self.charter.pioneer_shares_bps.get(),
                due: open.ends().min(now) >= self.pioneer_date(),
            },
            shares_earning: open.shares_earning.get(),
            lifetime_surplus: self.lifetime_surplus.get(),
            started_at: open.started_at.get(),
            now,
            federated: self.federation != Address::default() && self.federation_since <= open.started_at,
            last,
        };
        let (fresh, asked) = (self.books.fresh.get(), self.books.ask(Books::asked_in_all));
        let came = fresh + self.fresh_asked.get();
        let closed = self.book(|books| books.close(&facts));
        let new = came.min(fresh + (asked - closed.retired)); // what was paid out again is not there any more
        self.fresh_asked = PodU64::ZERO;
        self.interest_per_share += closed.interest_per_share;
        self.transits[open.number.get() as usize % TRANSITS].close(open.number, self.interest_per_share);
        self.pioneer_per_unit += closed.pioneer_per_unit;
        self.pioneer_units += closed.pioneer_units;
        self.lifetime_surplus = self.lifetime_surplus.get().saturating_add(closed.surplus).into();
        self.closed_until = open.ends().into();

        period.rent_payer = *payer;
        period.started_at = open.started_at;
        period.closed_at = now.into();
        period.revenue = open.revenue;
        period.expenses = open.expenses;
        period.done = open.done;
        period.result = closed.into();
        period.interest_per_share = self.interest_per_share;
        period.pioneer_per_unit = self.pioneer_per_unit;
        period.unpaid = closed.owed_in_cash().into();
        period.unretained = closed.retained.into();
        period.pioneer_units_left = closed.pioneer_units.into();
        period.unsettled = open.unsettled;
        period.number = open.number;
        period.bump = bump;
        self.period_accounts += 1;
        self.start_period(open.number.get() + 1, new + closed.retained, now);
        // a shorter period can have a shorter window; the wait never exceeds that
        let longest = now.saturating_add(self.budget().window as i64);
        self.budget_full = self.budget_full.get().min(longest).into();
        self.sales_full = self.sales_full.get().min(longest).into();
    }

    /// Settles a member's business of a closed period, exactly as the close decided. The last settlement of a period
    /// leaves dust, which goes to the reserve.
    #[inline(never)]
    pub fn settle(&mut self, member: &mut Member, period: &mut Period) -> Settlement {
        self.draw_returns(member);
        let staying = member.is(Standing::Member);
        let business = Business {
            units: member.units.get(),
            work: member.work.get(),
            asked: member.asked.get(),
            staying,
        };
        let settlement = books::Closed::from(&period.result).settle(&business);
        let mut owed = settlement.cash + settlement.paid;
        if staying && member.shares_new != 0 {
            let per_share = self.interest_per_share.get() - period.interest_per_share.get();
            let shares = member.shares_new.get();
            member.dividends += self.book(|books| books.draw_interest(per_share, shares));
        }
        if settlement.pioneer_units != 0 {
            let units = settlement.pioneer_units;
            let per_unit = self.pioneer_per_unit.get() - period.pioneer_per_unit.get();
            owed += self.book(|books| books.draw_pioneers(per_unit, units, 0, 0));
            member.pioneer_units += units;
            period.pioneer_units_left -= units;
        }
        member.dividends += owed;
        member.retire(settlement.retired);
        member.retain(period.number.get(), settlement.retained);
        member.units = PodU64::ZERO;
        member.work = PodU64::ZERO;
        member.asked = PodU64::ZERO;
        member.shares_new = PodU64::ZERO;
        member.matured_new = PodU64::ZERO;
        member.fresh = PodU64::ZERO;
        member.claimed_new = PodU64::ZERO;
        member.asked_fresh = PodU64::ZERO;
        period.unpaid -= settlement.cash + settlement.paid;
        period.unretained -= settlement.retained;
        period.retired += settlement.retired;
        period.unsettled -= 1;
        if period.unsettled == 0 {
            self.sweep_dust(period);
        }
        settlement
    }

    /// Money that is left when nobody has to be settled any more goes to the reserve.
    #[inline(never)]
    fn sweep_dust(&mut self, period: &mut Period) {
        let cash = period.unpaid.get();
        let capital = period.unretained.get() + period.retired.get() - period.result.retired_of_members.get();
        let units = period.pioneer_units_left.get();
        let per_unit = self.pioneer_per_unit.get() - period.pioneer_per_unit.get();
        self.book(|books| {
            books.sweep_dust(cash, capital);
            books.lapse_pioneers(per_unit, units, 0, 0);
        });
        // nobody claims it, and it makes no other claim smaller
        if self.dissolving_at != 0 {
            self.claims -= capital;
            self.books.reserve_due -= capital;
        }
        self.pioneer_units -= units;
        period.unpaid = PodU64::ZERO;
        period.unretained = PodU64::ZERO;
        period.pioneer_units_left = PodU64::ZERO;
    }
}
