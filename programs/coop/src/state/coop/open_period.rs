//! The open period.

use super::*;

/// The counts of the open period. Its close writes the result to an account of its own and starts the next period
/// here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct OpenPeriod {
    /// Counts from 0, without gaps.
    pub number: PodU32,
    /// Unix seconds.
    pub started_at: PodI64,
    /// Its length in seconds: the charter's `period_length` when it began.
    pub length: PodU32,
    /// The charter's rates when it began.
    pub rates: PeriodRates,
    /// Fees and other income, base units.
    pub revenue: PodU64,
    /// Spends that are not investments, base units.
    pub expenses: PodU64,
    /// The business in it so far.
    pub done: Use,
    /// Shares that earn interest: paid in before the period and still there, claimed or not.
    pub shares_earning: PodU64,
    /// Operating money at the start, less the capital that came in during the period before: a bound of the budget.
    pub operating_at_start: PodU64,
    /// The least loss in this period, its start included.
    pub loss_low: PodU64,
    /// The least loss in the period before.
    pub loss_low_before: PodU64,
    /// The reserve at the start: a loss that is covered takes at most a tenth of it.
    pub reserve_at_start: PodU64,
    /// What the reserve covered of a loss in this period.
    pub covered: PodU64,
    /// The lowest solvency in this period, its start included, in basis points.
    pub solvency_low: PodU16,
    /// The lowest solvency in the period before, in basis points.
    pub solvency_low_before: PodU16,
    /// The co-op's highest take rate in this period, its start included, in basis points.
    pub take_rate_high: PodU16,
    /// The highest take rate in the period before, in basis points.
    pub take_rate_high_before: PodU16,
    /// The lowest take rate in this period, its start included, in basis points.
    pub take_rate_low: PodU16,
    /// The lowest take rate in the period before, in basis points.
    pub take_rate_low_before: PodU16,
    /// The number of members, and of some former ones, whose business of this period waits for `settle_patronage`.
    pub unsettled: PodU32,
}

impl OpenPeriod {
    /// Whether this is its first day.
    pub fn has_just_begun(&self, now: i64) -> bool {
        now.saturating_sub(self.started_at.get()) < DAY
    }

    /// The loss that has lasted for at least a period: the smallest of the present loss and of those of the open period
    /// and of the one before. Money that leaves for a moment makes no loss in this sense.
    pub fn lasting_loss(&self, now: u64) -> u64 {
        now.min(self.loss_low.get()).min(self.loss_low_before.get())
    }

    /// The solvency that has lasted for a period at least. Money that is there for a moment raises none, however often it
    /// comes. Before the first period it is what it is now.
    pub fn lasting_solvency_bps(&self, now: u16) -> u16 {
        if self.length == 0 {
            return now;
        }
        now.min(self.solvency_low.get()).min(self.solvency_low_before.get())
    }

    /// Begins with this take rate, after the period before.
    pub fn begin_take_rate(&mut self, rate: PodU16, before: &Self) {
        (self.take_rate_high, self.take_rate_low) = (rate, rate);
        (self.take_rate_high_before, self.take_rate_low_before) =
            (before.take_rate_high, before.take_rate_low);
    }

    /// Its regular end, unix seconds: it closes then or later, never earlier.
    pub fn ends(&self) -> i64 {
        self.started_at.get().wrapping_add(self.length.get() as i64) // a time of the cluster, and 92 days at most
    }
}

impl Coop {
    /// Refuses while a period is overdue: until it is closed, nothing leaves operating money and nothing is asked
    /// back.
    pub fn require_not_overdue(&self, now: i64) -> Result<()> {
        require!(now < self.period.ends(), CoopError::ClosePeriodFirst);
        Ok(())
    }

    /// The take rate that is promised now: the highest of this period and of the one before, at most the ceiling. A
    /// lowered rate is promised to everyone alike once it has stood for a period, and to nobody before.
    pub fn lasting_take_rate(&self) -> PodU16 {
        let highest = self.charter.take_rate_bps.max(self.period.take_rate_high);
        highest.max(self.period.take_rate_high_before).min(self.charter.take_rate_ceiling_bps)
    }

    /// The take rate that services without a promise have to accept: the lowest of this period and of the one before.
    pub fn least_take_rate(&self) -> PodU16 {
        let lowest = self.charter.take_rate_bps.min(self.period.take_rate_low);
        lowest.min(self.period.take_rate_low_before)
    }

    /// The take rate was set, and may be the highest or the lowest of the period.
    pub fn mark_take_rate(&mut self) {
        let (period, rate) = (&mut self.period, self.charter.take_rate_bps);
        period.take_rate_high = period.take_rate_high.max(rate);
        period.take_rate_low = period.take_rate_low.min(rate);
    }

    /// What a spend has left may be the lowest solvency of the period.
    #[inline(never)]
    pub fn mark_solvency(&mut self) {
        self.period.solvency_low = self.period.solvency_low.min(self.solvency_bps().into());
    }

    /// The solvency that gates go by: what it is now, if it has lasted for a period.
    pub fn lasting_solvency_bps(&self) -> u16 {
        self.period.lasting_solvency_bps(self.solvency_bps())
    }
}
