use super::{PeriodResult, Use};
use anchor_lang::prelude::*;

/// A closed period: its result, which never changes, and the part of it that is not settled to members yet.
///
/// Seeds: `["period", coop, number (u32 le)]`. Amounts are base units, times are unix seconds; `…_per_…` and rates of
/// units are Q64.64.
#[account]
pub struct Period {
    pub coop: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    pub started_at: PodI64,
    pub closed_at: PodI64,
    /// Fees and other income.
    pub revenue: PodU64,
    /// Spends that were not investments.
    pub expenses: PodU64,
    /// The business of the period.
    pub done: Use,
    /// The result of the close.
    pub result: PeriodResult,
    /// The co-op's accumulator after the close: shares paid in during the period earn from here.
    pub interest_per_share: PodU128,
    /// The co-op's accumulator after the close: pioneer units made by the period are paid from here.
    pub pioneer_per_unit: PodU128,
    /// Cash that the close owes and that is not settled yet; the remainder after the last settlement goes to the
    /// reserve.
    pub unpaid: PodU64,
    /// Capital that the close retained and that is not settled yet; the remainder after the last settlement belongs
    /// to nobody.
    pub unretained: PodU64,
    /// The capital of members that settlements have retired so far.
    pub retired: PodU64,
    /// Pioneer units that the close counted and that no settlement has given out yet.
    pub pioneer_units_left: PodU64,
    /// The number of members, and of some former ones, whose business of the period is not settled yet.
    pub unsettled: PodU32,
    pub number: PodU32,
    pub bump: u8,
}
