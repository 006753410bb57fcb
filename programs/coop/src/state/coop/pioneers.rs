//! Pioneers: the date from which they are paid, and the founding shares that they hold.

use super::*;
use crate::state::Member;

impl Coop {
    /// Adjusts the founding shares of a member that has fewer shares now: until the pioneers' date, founding shares
    /// that are no longer held make no units.
    #[inline(never)]
    pub fn forget_founding_shares(&mut self, member: &mut Member, now: i64) {
        if now < self.pioneer_date() {
            let held = member.founding_shares.get().min(member.shares.get());
            self.founding_shares -= member.founding_shares.get() - held;
            member.founding_shares = held.into();
        }
    }

    /// Books founding shares to the member that claims them. Those that are claimed after the pioneers' date come
    /// with the returns since that date.
    pub fn hold_founding_shares(&mut self, member: &mut Member, shares: u64) {
        self.draw_returns(member);
        self.draw_founding(member, shares);
        member.founding_shares += shares;
    }

    /// Books founding shares that are claimed after the dissolution began: they make no more units, and their returns
    /// until then are owed.
    pub fn pay_founding_shares(&mut self, member: &mut Member, shares: u64) {
        self.draw_founding(member, shares);
        self.founding_shares -= shares;
    }

    /// Ends founding shares that nobody holds and that were counted only because of rounding: they make no units, and
    /// their returns go to the reserve.
    pub fn lapse_founding_shares(&mut self, shares: u64) {
        let (per_unit, shares_bps) = (self.pioneer_per_unit.get(), self.charter.pioneer_shares_bps.get());
        self.founding_shares -= shares;
        self.book(|books| books.lapse_pioneers(per_unit, 0, shares, shares_bps));
    }

    /// The time from which pioneers are paid and no more units are made, unix seconds.
    pub fn pioneer_date(&self) -> i64 {
        self.activated_at.get() + self.charter.pioneer_start.get() as i64
    }

    fn draw_founding(&mut self, member: &mut Member, shares: u64) {
        let (per_unit, shares_bps) = (self.pioneer_per_unit.get(), self.charter.pioneer_shares_bps.get());
        member.dividends += self.book(|books| books.draw_pioneers(per_unit, 0, shares, shares_bps));
    }
}
