//! The one pledge and the one promise of use of a member.

use super::*;
use coop_math::bootstrap::forfeit_floor;

impl Member {
    /// Its pledge is claimed or came back whole.
    pub fn end_pledge(&mut self) {
        self.pledged = PodU64::ZERO;
        self.pledged_in = PodU32::ZERO;
        self.pledge_counts = 0;
        self.unbound = 0;
    }

    /// Whether a promise of use is open.
    pub fn has_promised(&self) -> bool {
        self.promised != 0
    }

    /// Whether the time of its promise of use is over, kept or not.
    #[inline(always)]
    pub fn promise_is_over(&self, now: i64) -> bool {
        self.promise_ends != 0 && self.promise_ends <= now
    }

    /// What of its bond it loses if its promise of use is settled as it stands, rounded down.
    pub fn forfeits_floor(&self) -> u64 {
        forfeit_floor(self.bonded.get(), self.turnover.get(), self.promised.get())
    }

    /// Its promise of use is settled, or never began.
    pub fn end_promise(&mut self) {
        self.promised = PodU64::ZERO;
        self.turnover = PodU64::ZERO;
        self.promise_ends = PodI64::ZERO;
        self.promise_rate_bps = PodU16::ZERO;
        self.promise_stands = 0;
        self.bonded = PodU64::ZERO;
    }

    /// Counts what it paid or was paid through the co-op against its promise of use.
    #[inline(always)]
    pub fn turn_over(&mut self, amount: u64, now: i64) {
        // what comes after its end keeps no promise, whenever that is settled
        if self.promised != 0 && !self.promise_is_over(now) {
            self.turnover = self.turnover.get().saturating_add(amount).into();
        }
    }

    /// Counts a payment to a service, which it made or was paid: less if the service pays the co-op less than its pool was
    /// opened at.
    #[inline(always)]
    pub fn turn_over_service(&mut self, amount: u64, take_rate_bps: u16, now: i64) {
        if self.promised != 0 {
            self.turn_over(turnover_floor(amount, take_rate_bps, self.promise_rate_bps.get()), now);
        }
    }

    /// Nothing binds its capital any more: its promise ends, and what rested can be asked back.
    pub fn unbind(&mut self) {
        self.end_promise();
        self.free_capital();
    }

    /// Whether it was released from what bound it.
    pub fn is_released(&self) -> bool {
        self.returns_from != 0
    }
}
