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
    /// Operating money at the start, less the capital that came in during the period before, other than that of the
    /// founding pool: a bound of the budget.
    pub operating_at_start: PodU64,
    /// The number of members, and of some former ones, whose business of this period waits for `settle_patronage`.
    pub unsettled: PodU32,
}

impl OpenPeriod {
    /// Whether this is its first day.
    pub fn has_just_begun(&self, now: i64) -> bool {
        now.saturating_sub(self.started_at.get()) < DAY
    }

    /// Its regular end, unix seconds: it closes then or later, never earlier.
    pub fn ends(&self) -> i64 {
        self.started_at.get().wrapping_add(self.length.get() as i64) // a time of the cluster, and 92 days at most
    }
}
