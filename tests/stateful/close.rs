//! Closing a period in the model, and a member's part of it.

use crate::stateful::books::{
    Closed, Closing, Money, Part, YEARLY, at_rate, integral, ours_of, part, part_up, ratio,
};

impl Money {
    /// Closes a period: wear, the reserve's own, leavers, the surplus.
    pub fn close(&mut self, facts: &Closing) -> Closed {
        let mut c =
            Closed { cash_bps: if facts.last { 10_000 } else { facts.rates.cash }, ..Closed::default() };
        self.wear(facts, &mut c);
        if !facts.last {
            self.pay_leavers(&mut c);
            // what they gave up of assets that were sold is money of the reserve's
            self.pass_to_reserve();
        }
        (self.asked, self.fresh, self.moved_out, self.moved_back, self.bought) = (0, 0, 0, 0, 0);
        self.share_out(facts, &mut c);
        c
    }

    fn wear(&mut self, facts: &Closing, c: &mut Closed) {
        self.accrue(facts.now);
        let worn = |asset: u64, seconds: u128, left: u64| -> (u64, u64) {
            if seconds == 0 {
                return (0, if asset == 0 { 0 } else { left });
            }
            let exact = seconds * facts.rates.depreciation as u128 + left as u128;
            if exact / YEARLY >= asset as u128 {
                (asset, 0)
            } else {
                ((exact / YEARLY) as u64, (exact % YEARLY) as u64)
            }
        };
        let (invested, left) = worn(self.invested, self.invested_seconds, self.invested_remainder);
        self.invested_remainder = left;
        let (at_agent, left) = worn(self.at_agent, self.agent_seconds, self.agent_remainder);
        self.agent_remainder = left;
        (self.invested_seconds, self.agent_seconds) = (0, 0);
        // what wears first is the members'; once the assets are as much as the reserve is due, the reserve's
        let members = (self.invested + self.at_agent).saturating_sub(self.reserve_due);
        self.invested -= invested;
        self.at_agent -= at_agent;
        c.wear = invested + at_agent;
        let of_members = c.wear.min(members);
        let of_reserve = c.wear - of_members;
        let for_members = of_members.min(self.earnings);
        let for_reserve = of_reserve.min(self.earnings - for_members);
        self.earnings -= for_members + for_reserve;
        self.fund += for_members;
        c.loss = of_members - for_members;
        self.loss += c.loss;
        self.reserve += for_reserve;
        self.reserve_due -= of_reserve;
        self.pass_to_reserve();
    }

    fn pay_leavers(&mut self, c: &mut Closed) {
        let (backed, capital) = self.price();
        c.price_bps = self.solvency();
        let asked = self.all_asked();
        let full = part(asked, backed, capital);
        // newcomers' money pays nobody
        let reached = self.fund.saturating_sub(self.fresh);
        let paid = full.min(reached);
        if paid == 0 {
            return;
        }
        c.asked = asked;
        c.paid = paid;
        // what the fund does not reach stays its owners'
        c.retired = if full <= reached { asked } else { part_up(paid, capital, backed) };
        let of_forfeits = part(self.forfeited, c.retired, asked);
        c.retired_of_members = c.retired - of_forfeits;
        c.paid_to_members = part(self.asked, paid, asked);
        self.fund -= paid;
        self.dividends += c.paid_to_members;
        self.reserve += paid - c.paid_to_members;
        self.forfeited -= of_forfeits;
        self.retained_total -= c.retired;
        let haircut = c.retired - paid;
        // their part of it: those who stay keep theirs
        let off_loss = haircut.min(part_up(self.loss, c.retired, capital));
        self.loss -= off_loss;
        self.reserve_due += haircut - off_loss;
    }

    fn share_out(&mut self, facts: &Closing, c: &mut Closed) {
        let (rates, done) = (&facts.rates, &facts.done);
        let s = std::mem::take(&mut self.earnings);
        c.surplus = s;
        if s == 0 {
            self.interest_remainder = 0;
            return;
        }
        c.reserve = part_up(s, rates.reserve as u64, 10_000);
        let solidarity = part(s, rates.solidarity as u64, 10_000).min(s - c.reserve);
        c.federation = if facts.federated { part(solidarity, rates.remit as u64, 10_000) } else { 0 };
        c.solidarity = solidarity - c.federation;
        let left = s - c.reserve - solidarity;
        c.interest = self.interest_of(facts, left / 2);
        let pot = left - c.interest;

        let all_work = done.work as u128 + done.outside_work as u128;
        let for_work = (part(pot, rates.work as u64, 10_000) as u128).min(all_work) as u64;
        c.work = ours_of(for_work, done.work, done.outside_work);
        let for_members = ours_of(pot - for_work, done.units, done.outside_units);
        let founders = &facts.founders;
        let weight = founders.units + part_up(founders.shares, founders.bps as u64, 10_000);
        if facts.due && weight > 0 {
            let cap = ((facts.cap_bps as u128) << 64) / 10_000;
            let room = at_rate(cap.saturating_sub(facts.pioneer_per_unit), weight);
            c.pioneers = part(for_members, rates.pioneer as u64, 10_000).min(room);
        }
        c.members = for_members - c.pioneers;
        c.outside = pot - c.work - for_members;

        let staying = ours_of(c.members, done.units - done.leaving_units, done.leaving_units)
            + ours_of(c.work, done.work - done.leaving_work, done.leaving_work);
        c.retained = part(staying, 10_000 - c.cash_bps as u64, 10_000);
        c.member_rate = ratio(c.members, done.units);
        c.work_rate = ratio(c.work, done.work);
        c.interest_per_share = ratio(c.interest, facts.shares_earning);
        c.pioneer_per_unit = ratio(c.pioneers, weight);
        if !facts.due {
            let t = facts.threshold;
            let after = facts.lifetime as u128 + s as u128;
            c.units_made = integral(after.min(t as u128) as u64, t) - integral(facts.lifetime, t);
            c.units_of_members = part(c.units_made, staying, s);
        }

        self.reserve += c.reserve + c.outside;
        self.solidarity += c.solidarity;
        self.federation_due += c.federation;
        self.dividends += c.members + c.work - c.retained;
        self.fund += c.retained;
        self.retained_total += c.retained;
        self.interest += c.interest;
        self.interest_owed += c.interest_per_share * facts.shares_earning as u128;
        self.pioneers += c.pioneers;
        self.pioneers_owed += c.pioneer_per_unit * weight as u128;
    }

    /// A year's rate on earning shares for the time of the period; what is below a unit waits for the next.
    fn interest_of(&mut self, facts: &Closing, half: u64) -> u64 {
        let kept = std::mem::take(&mut self.interest_remainder);
        if facts.shares_earning == 0 || facts.rates.interest_cap == 0 {
            return 0;
        }
        let rate = facts.seconds as u128 * facts.rates.interest_cap as u128;
        let exact = facts.shares_earning as u128 * rate + kept as u128;
        let most = exact / YEARLY;
        if most > half as u128 {
            return half;
        }
        self.interest_remainder = (exact % YEARLY) as u64;
        most as u64
    }
}

impl Closed {
    /// What is owed in cash and waits for settlements.
    pub fn unpaid(&self) -> u64 {
        self.members + self.work - self.retained + self.paid_to_members
    }

    /// A member's part, every part of it rounded down and what it gives up rounded up.
    pub fn part_of(&self, units: u64, work: u64, asked: u64, staying: bool) -> Part {
        let dividend = at_rate(self.member_rate, units) + at_rate(self.work_rate, work);
        let cash_bps = if staying { self.cash_bps as u64 } else { 10_000 };
        Part {
            paid: part(asked, self.paid, self.asked),
            retired: part_up(asked, self.retired, self.asked),
            cash: part(dividend, cash_bps, 10_000),
            retained: part(dividend, 10_000 - cash_bps, 10_000),
            units: if staying { part(self.units_made, dividend, self.surplus) } else { 0 },
        }
    }
}
