//! The capital of a member: vintages that mature, and the resting capital of pools.

use super::*;

impl Member {
    /// Stores the retained dividend of a period in its slot of the ring. The earlier content of the slot is eight
    /// periods older, and has matured.
    #[inline(never)]
    pub fn retain(&mut self, period: u32, retained: u64) {
        let slot = &mut self.vintages[period as usize % VINTAGES];
        self.matured += slot.retained;
        *slot = Vintage { period: period.into(), retained: retained.into() };
    }

    /// Moves vintages that are due to matured capital.
    #[inline(never)]
    pub fn mature(&mut self, open_period: u32, revolve_periods: u8) {
        for vintage in &mut self.vintages {
            if vintage.retained != 0 && is_mature(vintage.period.get(), open_period, revolve_periods) {
                self.matured += vintage.retained;
                vintage.retained = PodU64::ZERO;
            }
        }
    }

    /// Capital in retained vintages.
    #[inline(never)]
    pub fn vintages_total(&self) -> u64 {
        self.vintages.iter().map(|v| v.retained.get()).sum()
    }

    /// Removes retired capital: first from withdrawn shares, then from matured capital.
    pub fn retire(&mut self, capital: u64) {
        let withdrawn = capital.min(self.withdrawn.get());
        self.withdrawn -= withdrawn;
        self.matured -= capital - withdrawn;
    }

    /// The facts about its capital that decide how much it may ask back. Only the fields that are needed are read.
    #[inline(always)]
    pub fn capital(&self, now: i64) -> Capital {
        let resting = if self.claimed_new != 0 && self.is(Standing::Member) {
            self.resting_or_new(now)
        } else {
            self.resting_at(now)
        };
        // the capital of a promise that is over rests no longer, and what rests is that of other pools
        let others = if self.promise_ends <= now { resting } else { 0 };
        Capital {
            shares: self.shares.get(),
            withdrawn: self.withdrawn.get(),
            matured: self.matured.get(),
            bonded: self.bonded.get().saturating_add(others),
            resting,
            fresh: self.rests_until_close(),
            staying: self.is(Standing::Member),
        }
    }

    /// Capital that came in during `unsettled_period` and rests until that closes.
    #[inline(always)]
    pub fn rests_until_close(&self) -> u64 {
        (self.shares_new.get() + self.matured_new.get()).wrapping_sub(self.claimed_new.get())
    }

    /// Frees that capital, which can then be asked back at once.
    pub fn free_new_capital(&mut self) {
        self.claimed_new = self.shares_new + self.matured_new;
    }

    /// Frees the resting capital of pools, which can then be asked back; capital that is still pledged will not rest.
    pub fn free_capital(&mut self) {
        self.rests = bytemuck::Zeroable::zeroed();
        self.rests_until = PodI64::ZERO;
        self.unbound = (self.pledged_in != 0) as u8;
    }

    /// The part of a request for `amount` of its capital that only capital of the open period covers.
    pub fn fresh_part(&self, amount: u64) -> u64 {
        let fresh = self.fresh.get().min(self.matured_new.get());
        amount.saturating_sub(self.withdrawn.get() + self.matured.get() - fresh).min(fresh)
    }

    /// The capital of pools that still rests.
    #[inline(always)]
    pub fn resting_at(&self, now: i64) -> u64 {
        // for most members nothing rests
        if self.rests_until > now { self.sum_of_rests(now) } else { 0 }
    }

    /// Refuses a pledge while all places for resting capital are taken, so that a claim always finds one.
    #[inline(always)]
    pub fn require_room_to_rest(&self, now: i64) -> Result<()> {
        if self.rests_until > now { self.require_free_rest(now) } else { Ok(()) }
    }

    /// Stores capital of a pool in a free place, to rest until a time.
    pub fn rest(&mut self, capital: u64, until: i64, new_in: u32, now: i64) -> Result<()> {
        let place = self.rests.iter_mut().find(|rest| rest.until <= now).ok_or(CoopError::TooMuchRests)?;
        *place = Rest { until: until.into(), capital: capital.into(), new_in: new_in.into() };
        self.rests_until = self.rests_until.get().max(until).into();
        Ok(())
    }
}
