//! The close of a period, what it settles, and spending within the budget.

use super::*;

impl Coop {
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
            if b.dissolving_at != 0 {
                b.money.reserve_due -= capital;
                b.claims -= capital;
            }
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
            federated: b.federation.is_some() && b.federation_since <= b.period_started_at,
            last,
        };
        let ends = self.period_ends();
        let came = self.money_as_it_stands().fresh;
        let b = &mut self.books;
        let stays = b.money.fresh + b.money.all_asked();
        let result = b.money.close(&facts);
        // what was paid out again is not there any more
        let new = came.min(stays - result.retired);
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
        self.start(self.books.period + 1, new + result.retained, now);
        let window = (30 * crate::DAY).max(self.books.period_length as i64);
        self.books.budget_full = self.books.budget_full.min(now + window);
        self.books.sales_full = self.books.sales_full.min(now + window);
    }

    /// Begins a period on the terms in force; `new`: capital of the one before, and what its close retained.
    pub fn start(&mut self, number: u32, new: u64, now: i64) {
        let t = *self.terms();
        let b = &mut self.books;
        let federated = b.federation.is_some() && b.federation_since <= now;
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
        // what came in just before is no measure yet
        b.rates_high = [b.take_rate, b.rates_high[0]];
        b.rates_low = [b.take_rate, b.rates_low[0]];
        b.operating_at_start = b.money.operating().saturating_sub(new);
        let before = if number == 0 { (0, 10_000) } else { (b.losses[0].min(b.money.loss), b.solvencies[0]) };
        let loss = b.money.loss;
        let solvency = self.solvency_now();
        let b = &mut self.books;
        b.losses = [loss, before.0];
        b.reserve_at_start = b.money.reserve;
        b.covered = 0;
        b.solvencies = [solvency, if number == 0 { solvency } else { before.1 }];
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
        // while anyone has asked, but for a special one on the first day, only what earnings pay is out of the bucket
        let on_the_first_day = special && now < self.books.period_started_at + crate::DAY;
        let bounded = match outlay {
            _ if !special => amount,
            Outlay::Expense if money.asked > 0 && !on_the_first_day => amount.saturating_sub(money.earnings),
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
            Outlay::Investment | Outlay::ToAgent => {
                demand(on_the_first_day || amount as u128 <= money.spare(), MoreThanFund)?;
                match outlay {
                    Outlay::Investment => money.invest(amount, special, now)?,
                    _ => money.to_agent(amount, special, now)?,
                }
            }
        }
        self.vault -= amount;
        self.books.solvencies[0] = self.books.solvencies[0].min(self.solvency_now());
        Ok(())
    }

    /// The take rate that is promised: the highest of this period and of the one before, at most the ceiling.
    pub fn lasting_take_rate(&self) -> u16 {
        let [high, before] = self.books.rates_high;
        let ceiling = self.charter.as_ref().map_or(0, |terms| terms.take_rate_ceiling_bps);
        self.books.take_rate.max(high).max(before).min(ceiling)
    }

    /// What services without a promise have to accept.
    pub fn least_take_rate(&self) -> u16 {
        let [low, before] = self.books.rates_low;
        self.books.take_rate.min(low).min(before)
    }
}
