//! Returns on capital and of pioneers: what accrues, is drawn, or lapses.

use super::*;

impl Money {
    /// Money × seconds.
    pub fn accrue(&mut self, now: i64) {
        let seconds = (now - self.accrued_at).max(0) as u128;
        self.invested_seconds += self.invested as u128 * seconds;
        self.agent_seconds += self.at_agent as u128 * seconds;
        self.accrued_at = self.accrued_at.max(now);
    }

    /// Pays holders what they are owed exactly, rounded down; whole units that nobody is owed any more go to the reserve.
    fn draw(money: &mut u64, owed: &mut u128, reserve: &mut u64, exact: u128) -> u64 {
        let paid = (exact >> 64) as u64;
        *owed -= exact;
        let needed = owed.div_ceil(1 << 64) as u64;
        *reserve += *money - paid - needed;
        *money = needed;
        paid
    }

    /// Owes the interest of shares.
    pub fn draw_interest(&mut self, per_share: u128, shares: u64) -> u64 {
        if per_share == 0 || shares == 0 {
            return 0;
        }
        let paid = self.take_interest(per_share, shares);
        self.dividends += paid;
        paid
    }

    /// Shares that nobody holds: what they earned is the reserve's.
    pub fn lapse_interest(&mut self, per_share: u128, shares: u64) {
        if per_share > 0 && shares > 0 {
            let lapsed = self.take_interest(per_share, shares);
            self.reserve += lapsed;
        }
    }

    fn take_interest(&mut self, per_share: u128, shares: u64) -> u64 {
        let exact = per_share * shares as u128;
        Self::draw(&mut self.interest, &mut self.interest_owed, &mut self.reserve, exact)
    }

    fn take_pioneers(&mut self, per_unit: u128, of: Founders) -> u64 {
        if per_unit == 0 {
            return 0;
        }
        let of_shares = per_unit * of.shares as u128 / 10_000 * of.bps as u128;
        let exact = per_unit * of.units as u128 + of_shares;
        Self::draw(&mut self.pioneers, &mut self.pioneers_owed, &mut self.reserve, exact)
    }

    /// Owes what pioneer units brought.
    pub fn draw_pioneers(&mut self, per_unit: u128, of: Founders) -> u64 {
        let paid = self.take_pioneers(per_unit, of);
        self.dividends += paid;
        paid
    }

    /// Units that nobody holds any more: their part is the reserve's.
    pub fn lapse_pioneers(&mut self, per_unit: u128, of: Founders) {
        let lapsed = self.take_pioneers(per_unit, of);
        self.reserve += lapsed;
    }
}
