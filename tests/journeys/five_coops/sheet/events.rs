//! The events of a co-op on the spreadsheet.

use super::{
    ALL,
    Column::{self, *},
    Num, Person, Sheet,
};

impl Sheet {
    /// A member's line, for business of the open period.
    pub fn busy(&mut self, i: usize) -> &mut Person {
        let number = self.open.number;
        let who = &mut self.people[i];
        assert!(!who.has_business() || who.business_of == number, "settled first");
        who.business_of = number;
        who
    }

    fn income(&mut self, what: &'static str, amount: Num) {
        let made_good = amount.min(self.of(Loss));
        self.open.revenue += amount;
        self.post(what, &[(Loss, -made_good), (Fund, made_good), (Earnings, amount - made_good)]);
    }

    /// A sale or a fee: units of the members named; the rest is outside use.
    pub fn sold(&mut self, amount: Num, units: &[(usize, Num)]) {
        let mut outside = amount;
        for (i, units) in units {
            self.busy(*i).units += units;
            outside -= units;
        }
        self.open.outside_units += outside;
        self.income("sold", amount);
    }

    pub fn expense(&mut self, amount: Num) {
        let earned = amount.min(self.of(Earnings));
        self.open.expenses += amount;
        self.post("expense", &[(Earnings, -earned), (Fund, earned - amount), (Loss, amount - earned)]);
    }

    /// Pay for the work of a member, or of someone else.
    pub fn pay(&mut self, worker: Option<usize>, amount: Num) {
        self.expense(amount);
        match worker {
            Some(i) => {
                let who = self.busy(i);
                who.work += amount;
                who.hand += amount;
            }
            None => self.open.outside_work += amount,
        }
    }

    /// Counts money × seconds up to now.
    pub fn count(&mut self, now: i64) {
        let elapsed = (now - self.counted_until.min(now)) as Num;
        self.seconds[0] += self.of(Invested) * elapsed;
        self.seconds[1] += self.of(Agent) * elapsed;
        self.counted_until = self.counted_until.max(now);
    }

    /// To an asset: what is invested, or the agent. What is `ordinary` lowers the price of the period, and leaves what is
    /// asked for; what is not is carried out on the first day.
    pub fn invest(&mut self, to: Column, amount: Num, ordinary: bool, now: i64) {
        let ((part, of), asked) = (self.price(), self.asked());
        let kept = if asked == 0 || !ordinary { 0 } else { (asked * part + of - 1) / of + self.fresh() };
        assert!(amount <= self.of(Fund) - kept);
        self.count(now);
        *(if ordinary { &mut self.open.bought } else { &mut self.open.moved[0] }) += amount;
        self.post("to an asset", &[(Fund, -amount), (to, amount)]);
    }

    /// From an asset: what is sold, or comes home. Of what comes above it the reserve gets back what it covered; the rest
    /// is income, and outside use.
    pub fn back(&mut self, from: Column, amount: Num, now: i64) {
        self.count(now);
        let back = amount.min(self.of(from));
        self.open.moved[1] += back;
        let made_good = (amount - back).min(self.covered);
        self.covered -= made_good;
        self.post("from an asset", &[(from, -back), (Fund, back), (Reserve, made_good)]);
        self.open.outside_units += amount - back - made_good;
        self.income("above it", amount - back - made_good);
    }

    pub fn cover(&mut self, up_to: Num) {
        let covered = up_to.min(self.of(Loss)).min(self.of(Reserve) / 10);
        self.covered += covered;
        self.post("covered", &[(Reserve, -covered), (Fund, covered), (Loss, -covered)]);
    }

    pub fn subscribe(&mut self, i: usize, amount: Num) {
        self.post("paid in", &[(Fund, amount), (Shares, amount)]);
        let who = self.busy(i);
        who.hand -= amount;
        who.shares += amount;
        who.new += amount;
        who.fresh += amount;
    }

    /// What is pledged to a pool is no money of the co-op's yet.
    pub fn pledge(&mut self, i: usize, amount: Num) {
        self.people[i].hand -= amount;
        self.people[i].pledged += amount;
    }

    /// A pool that succeeded: in transit, until it is claimed.
    pub fn pool(&mut self) {
        let raised = self.people.iter().map(|who| who.pledged).sum();
        self.post("pooled", &[(Fund, raised), (Transit, raised)]);
        self.open.pooled += raised;
    }

    pub fn claim_shares(&mut self, i: usize) {
        let amount = std::mem::take(&mut self.people[i].pledged);
        self.post("claimed", &[(Transit, -amount), (Shares, amount)]);
        let fresh = amount.min(self.open.pooled);
        self.open.pooled -= fresh;
        let who = self.busy(i);
        who.shares += amount;
        who.new += amount;
        who.fresh += fresh;
    }

    /// The most that may be asked back, by one who left and by one who stays.
    pub fn askable(&self, i: usize) -> Num {
        let who = &self.people[i];
        let free = who.withdrawn + who.matured - who.matured_new;
        if who.staying {
            free.min(who.withdrawn + who.matured * self.terms.redemption_bps as Num / ALL)
        } else {
            free
        }
    }

    pub fn ask(&mut self, i: usize, amount: Num) {
        self.busy(i).asked = amount;
    }

    pub fn withdraw(&mut self, i: usize, amount: Num, now: i64) {
        self.draw(i);
        self.post("withdrawn", &[(Shares, -amount), (Retained, amount)]);
        let before_the_date = now < self.activated + self.terms.pioneer_start as i64;
        let who = self.busy(i);
        who.shares -= amount;
        who.withdrawn += amount;
        who.asked += amount;
        if before_the_date {
            who.founding = who.founding.min(who.shares);
        }
    }

    pub fn resign(&mut self, i: usize, ask: bool) {
        self.draw(i);
        let shares = self.people[i].shares;
        self.post("left", &[(Shares, -shares), (Retained, shares)]);
        let who = &mut self.people[i];
        who.matured = who.capital();
        (who.shares, who.withdrawn, who.staying) = (0, 0, false);
        who.vintages.clear();
        who.matured_new += std::mem::take(&mut who.new);
        (who.pioneer_units, who.founding) = (0, 0);
        let all = self.askable(i);
        if ask && all > 0 {
            self.ask(i, all);
        }
    }

    pub fn claim(&mut self, i: usize) -> Num {
        self.draw(i);
        let owed = std::mem::take(&mut self.people[i].owed);
        self.people[i].hand += owed;
        self.post("claimed in cash", &[(Dividends, -owed)]);
        owed
    }

    /// What is due has matured.
    pub fn mature(&mut self) {
        let before = self.open.number as i64 - self.terms.revolve_periods as i64;
        for who in &mut self.people {
            let later = who.vintages.split_off(&(before.max(0) as u32));
            who.matured += std::mem::replace(&mut who.vintages, later).values().sum::<Num>();
        }
    }
}
