//! The end of a period on the spreadsheet, and each member's part of it.

use super::{ALL, Column::*, Num, ONE, Open, Sheet};
use coop::state::CharterTerms;

const YEARLY: Num = ALL * 365 * 86_400;

/// What a close decided, and what of it is not settled yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Closed {
    asked: Num,
    pub paid: Num,
    retired: Num,
    pub surplus: Num,
    pub members: Num,
    pub pioneers: Num,
    unit_rate: Num,
    work_rate: Num,
    /// The accumulators after it.
    pub per_share: Num,
    pub per_unit: Num,
    /// Pioneer units that the whole surplus would make.
    made: Num,
    cash_bps: Num,
    pub unpaid: Num,
    pub unretained: Num,
    /// Capital that it retired and that members still hold.
    pub to_retire: Num,
    pub units_left: Num,
}

fn part(amount: Num, ours: Num, others: Num) -> Num {
    if ours == 0 { 0 } else { amount * ours / (ours + others) }
}

fn rate(amount: Num, of: Num) -> Num {
    if of == 0 { 0 } else { amount * ONE / of }
}

fn up(amount: Num, by: Num) -> Num {
    (amount + by - 1) / by
}

impl Sheet {
    pub fn close(&mut self, now: i64) -> Closed {
        let terms = self.open.terms;
        let mut c = Closed { cash_bps: terms.cash_bps as Num, ..Closed::default() };
        self.wear(&terms, now);
        self.pay_leavers(&mut c);
        c.surplus = self.of(Earnings);
        if c.surplus > 0 {
            self.share_out(&terms, now, &mut c);
        } else {
            self.interest_carried = 0;
        }
        self.lifetime += c.surplus;
        (c.per_share, c.per_unit) = (self.per_share, self.per_unit);
        self.closed.insert(self.open.number, c);
        self.open = Open::starting(self.open.number + 1, now, self.terms);
        self.open.federated = self.federated;
        self.mature();
        c
    }

    fn wear(&mut self, terms: &CharterTerms, now: i64) {
        self.count(now);
        let mut worn = [0; 2];
        for (k, asset) in [self.of(Invested), self.of(Agent)].into_iter().enumerate() {
            let seconds = std::mem::take(&mut self.seconds[k]);
            let exact = seconds * terms.depreciation_bps as Num + self.wear_carried[k];
            worn[k] = (exact / YEARLY).min(asset);
            self.wear_carried[k] = if worn[k] == asset { 0 } else { exact % YEARLY };
        }
        let wear = worn[0] + worn[1];
        let members = (self.of(Invested) + self.of(Agent) - self.of(ReserveDue)).max(0).min(wear);
        let paid = wear.min(self.of(Earnings));
        let to_fund = paid.min(members);
        self.post(
            "worn",
            &[
                (Invested, -worn[0]),
                (Agent, -worn[1]),
                (Earnings, -paid),
                (Fund, to_fund),
                (Loss, members - to_fund),
                (Reserve, paid - to_fund),
                (ReserveDue, members - wear),
            ],
        );
        self.pass_to_reserve();
    }

    /// What is due to the reserve and no asset stands for is money of the reserve's.
    fn pass_to_reserve(&mut self) {
        let gone = self.of(ReserveDue) - self.of(Invested) - self.of(Agent);
        let home = gone.max(0).min(self.of(Fund));
        self.post("the reserve's own", &[(Fund, -home), (ReserveDue, -home), (Reserve, home)]);
    }

    fn pay_leavers(&mut self, c: &mut Closed) {
        let ((part, of), asked) = (self.price(), self.asked());
        if asked == 0 || part == 0 {
            return;
        }
        let full = asked * part / of;
        let paid = full.min((self.of(Fund) - self.fresh()).max(0));
        if paid == 0 {
            return;
        }
        let retired = if paid == full { asked } else { up(paid * of, part) };
        (c.asked, c.paid, c.retired, c.to_retire, c.unpaid) = (asked, paid, retired, retired, paid);
        let haircut = retired - paid;
        let off_loss = haircut.min(up(self.of(Loss) * retired, of));
        self.post(
            "paid for capital",
            &[
                (Fund, -paid),
                (Dividends, paid),
                (Retained, -retired),
                (Loss, -off_loss),
                (ReserveDue, haircut - off_loss),
            ],
        );
        self.pass_to_reserve();
    }

    fn share_out(&mut self, terms: &CharterTerms, now: i64, c: &mut Closed) {
        let bps = |amount: Num, bps: u16| amount * bps as Num / ALL;
        let s = c.surplus;
        let reserve = up(s * terms.reserve_bps as Num, ALL);
        let solidarity = bps(s, terms.solidarity_bps).min(s - reserve);
        let federation =
            if self.federated && self.open.federated { bps(solidarity, terms.remit_bps) } else { 0 };
        let left = s - reserve - solidarity;

        let exact = self.earning() * terms.interest_cap_bps as Num * (now - self.open.started) as Num;
        let exact = if exact == 0 { 0 } else { exact + self.interest_carried };
        let interest = (exact / YEARLY).min(left / 2);
        self.interest_carried = if exact / YEARLY <= left / 2 { exact % YEARLY } else { 0 };
        let pot = left - interest;

        let (units, leaving) = (self.member_units(), self.leaving_units());
        let (work, leaving_work) = (self.member_work(), self.leaving_work());
        let for_work = bps(pot, terms.work_bps).min(work + self.open.outside_work);
        let worked = part(for_work, work, self.open.outside_work);
        let used = part(pot - for_work, units, self.open.outside_units);

        let due = self.open.ends() >= self.activated + self.terms.pioneer_start as i64;
        let weight = self.pioneer_units() + up(self.founding() * terms.pioneer_shares_bps as Num, ALL);
        if due && weight > 0 {
            let cap = self.terms.pioneer_cap_bps as Num * ONE / ALL;
            let room = (cap - self.per_unit).max(0) * weight / ONE;
            c.pioneers = bps(used, terms.pioneer_bps).min(room);
        }
        c.members = used - c.pioneers;
        let outside = pot - worked - used;

        // whoever resigned is paid wholly in cash
        let staying =
            part(c.members, units - leaving, leaving) + part(worked, work - leaving_work, leaving_work);
        c.unretained = staying * (ALL - c.cash_bps) / ALL;
        c.unpaid += c.members + worked - c.unretained;
        (c.unit_rate, c.work_rate) = (rate(c.members, units), rate(worked, work));
        if !due {
            c.made = self.bonus(self.lifetime + s) - self.bonus(self.lifetime);
            c.units_left = c.made * staying / s;
        }
        self.per_share += rate(interest, self.earning());
        let per_unit = rate(c.pioneers, weight);
        self.per_unit += per_unit;
        self.pioneers_owed += per_unit * weight;
        self.post(
            "shared out",
            &[
                (Earnings, -s),
                (Reserve, reserve + outside),
                (Solidarity, solidarity - federation),
                (Federation, federation),
                (Interest, interest),
                (Pioneers, c.pioneers),
                (Dividends, c.members + worked - c.unretained),
                (Fund, c.unretained),
                (Retained, c.unretained),
            ],
        );
    }

    /// Pioneer units that the first `x` of lifetime surplus make.
    fn bonus(&self, x: Num) -> Num {
        let t = self.terms.pioneer_threshold as Num;
        let x = x.min(t);
        if t == 0 { 0 } else { x * (2 * t - x) / (2 * t) }
    }

    /// Owed to shares exactly: from the last draw on, or from the end of the period they came in.
    pub fn interest_owed(&self) -> Num {
        let owed = |who: &super::Person| {
            let since = self.closed.get(&who.business_of).filter(|_| who.new > 0);
            let new = since.map_or(0, |c| (self.per_share - c.per_share) * who.new);
            (self.per_share - who.seen_interest) * (who.shares - who.new) + new
        };
        self.people.iter().map(owed).sum()
    }

    /// What a member would draw of interest, and as a pioneer.
    pub fn returns_of(&self, i: usize) -> Num {
        let who = &self.people[i];
        let interest = (self.per_share - who.seen_interest) * (who.shares - who.new) / ONE;
        interest + self.bonus_of(i) / ONE
    }

    /// Owed to a pioneer exactly.
    fn bonus_of(&self, i: usize) -> Num {
        let (who, since) = (&self.people[i], self.per_unit - self.people[i].seen_pioneers);
        since * who.pioneer_units + since * who.founding / ALL * self.terms.pioneer_shares_bps as Num
    }

    /// What rounding keeps from holders goes to the reserve: the bucket holds what is owed, rounded up.
    fn pay_interest(&mut self, i: usize, exact: Num) {
        let paid = exact / ONE;
        self.people[i].owed += paid;
        let dust = self.of(Interest) - paid - up(self.interest_owed(), ONE);
        self.post("interest", &[(Interest, -paid - dust), (Dividends, paid), (Reserve, dust)]);
    }

    /// To a pioneer; to nobody, and so to the reserve.
    fn pay_pioneer(&mut self, i: Option<usize>, exact: Num) {
        let paid = exact / ONE;
        self.pioneers_owed -= exact;
        let dust = self.of(Pioneers) - paid - up(self.pioneers_owed, ONE);
        let to = if i.is_some() { Dividends } else { Reserve };
        if let Some(i) = i {
            self.people[i].owed += paid;
        }
        self.post("pioneer", &[(Pioneers, -paid - dust), (to, paid), (Reserve, dust)]);
    }

    /// What a member's shares and pioneer units brought since it drew last.
    pub fn draw(&mut self, i: usize) {
        let (per_share, per_unit) = (self.per_share, self.per_unit);
        let who = &mut self.people[i];
        if !who.staying {
            return;
        }
        let more = per_share - std::mem::replace(&mut who.seen_interest, per_share);
        let shares = who.shares - who.new;
        if more * shares > 0 {
            self.pay_interest(i, more * shares);
        }
        let bonus = self.bonus_of(i);
        if std::mem::replace(&mut self.people[i].seen_pioneers, per_unit) != per_unit {
            self.pay_pioneer(Some(i), bonus);
        }
    }

    /// A member's part of the closed period it has business of.
    pub fn settle(&mut self, i: usize) {
        let number = self.people[i].business_of;
        let c = self.closed[&number];
        self.draw(i);
        let new = std::mem::take(&mut self.people[i].new);
        let since = (self.per_share - c.per_share) * new;
        if since > 0 {
            self.pay_interest(i, since);
        }
        let who = &mut self.people[i];
        let (mut paid, mut retired) = (0, 0);
        if c.asked > 0 {
            paid = who.asked * c.paid / c.asked;
            retired = up(who.asked * c.retired, c.asked);
        }
        let dividend = who.units * c.unit_rate / ONE + who.work * c.work_rate / ONE;
        let (mut cash, mut kept, mut made) = (dividend, 0, 0);
        if who.staying {
            cash = dividend * c.cash_bps / ALL;
            kept = dividend * (ALL - c.cash_bps) / ALL;
            made = if c.made > 0 { c.made * dividend / c.surplus } else { 0 };
        }
        who.owed += cash + paid;
        who.pioneer_units += made;
        let of_shares = retired.min(who.withdrawn);
        who.withdrawn -= of_shares;
        who.matured -= retired - of_shares;
        if kept > 0 {
            who.vintages.insert(number, kept);
        }
        (who.units, who.work, who.asked, who.matured_new, who.fresh) = (0, 0, 0, 0, 0);
        let since = self.per_unit - c.per_unit;
        if made > 0 && since > 0 {
            self.pay_pioneer(Some(i), since * made);
        }
        let left = self.closed.get_mut(&number).unwrap();
        left.unpaid -= cash + paid;
        left.unretained -= kept;
        left.to_retire -= retired;
        left.units_left -= made;
        self.mature();
        if self.waiting(number) == 0 {
            self.sweep(number);
        }
    }

    /// What the last settlement of a period leaves.
    fn sweep(&mut self, number: u32) {
        let left = self.closed.get_mut(&number).unwrap();
        let (cash, capital) = (left.unpaid, left.unretained - left.to_retire);
        let (units, since) = (left.units_left, self.per_unit - left.per_unit);
        (left.unpaid, left.unretained, left.to_retire, left.units_left) = (0, 0, 0, 0);
        self.post(
            "dust",
            &[(Dividends, -cash), (Reserve, cash), (Retained, -capital), (ReserveDue, capital)],
        );
        if since > 0 {
            self.pay_pioneer(None, since * units);
        }
    }
}
