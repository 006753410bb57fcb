//! The budget for ordinary spends.

use crate::{DAY, bucket::Bucket, fixed::bps_floor};

/// The shortest time in which the bucket of ordinary spends drains, in seconds.
pub const BUDGET_WINDOW: u32 = 30 * DAY as u32;

/// The budget for ordinary spends in max([`BUDGET_WINDOW`], period length): `budget_bps` of the operating money at
/// the start of the period or now, whichever is less, so that nobody can raise it with money that comes and goes.
pub const fn budget(at_start: u64, now: u64, budget_bps: u16, period_length: u32) -> Bucket {
    let base = if at_start < now { at_start } else { now };
    let window = if period_length > BUDGET_WINDOW { period_length } else { BUDGET_WINDOW };
    Bucket { capacity: bps_floor(base, budget_bps), window }
}
