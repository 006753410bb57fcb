//! The one pledge and the one promise of use of a member.

use super::*;
use coop_math::bootstrap::promise::forfeit_floor;

impl Member {
    /// Ends its pledge, which was claimed, or was withdrawn or refunded as a whole.
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

    /// Whether the time of its promise of use is over, kept or not; only of a member that has promised something.
    #[inline(always)]
    pub fn promise_is_over(&self, now: i64) -> bool {
        self.promise_ends <= now
    }

    /// The part of its bond that it forfeits if its promise of use is settled now, rounded down.
    pub fn forfeits_floor(&self) -> u64 {
        forfeit_floor(self.bonded.get(), self.turnover.get(), self.promised.get())
    }

    /// Ends its promise of use, which is settled or never began.
    pub fn end_promise(&mut self) {
        self.promised = PodU64::ZERO;
        self.turnover = PodU64::ZERO;
        self.promise_ends = PodI64::ZERO;
        self.promise_rate_bps = PodU16::ZERO;
        self.promise_stands = 0;
        self.bonded = PodU64::ZERO;
    }

    /// Counts turnover through the co-op against its promise of use.
    #[inline(always)]
    pub fn turn_over(&mut self, amount: u64, now: i64) {
        // turnover after its end does not count, whenever the promise is settled
        if self.promised != 0 && !self.promise_is_over(now) {
            self.turnover = self.turnover.get().saturating_add(amount).into();
        }
    }

    /// Counts a payment to a service, made or received. It counts for less if the take rate of the service is below
    /// the co-op's rate when the pool was opened.
    #[inline(always)]
    pub fn turn_over_service(&mut self, amount: u64, take_rate_bps: u16, now: i64) {
        if self.promised != 0 {
            self.turn_over(turnover_floor(amount, take_rate_bps, self.promise_rate_bps.get()), now);
        }
    }

    /// Frees its capital: what rests can be asked back.
    pub fn unbind(&mut self) {
        self.free_capital();
        self.free_new_capital();
    }

    /// Whether it was released.
    pub fn is_released(&self) -> bool {
        self.returns_from != 0
    }
}
