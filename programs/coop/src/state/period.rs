use super::{PeriodResult, Use};
use anchor_lang::prelude::*;

/// A closed period: its result, which never changes, and what of it is not settled to members yet.
///
/// Seeds: `["period", coop, number (u32 le)]`. Amounts are base units, times unix seconds, `…_per_…` and
/// rates of units Q64.64.
#[account]
pub struct Period {
    pub coop: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    pub started_at: PodI64,
    pub closed_at: PodI64,
    /// Fees and other income.
    pub revenue: PodU64,
    /// Spends that were no investment.
    pub expenses: PodU64,
    /// What was done in it.
    pub done: Use,
    /// What the close decided.
    pub result: PeriodResult,
    /// The co-op's accumulator after the close: shares paid in during the period earn from here.
    pub interest_per_share: PodU128,
    /// The co-op's accumulator after the close: pioneer units made by the period are paid from here.
    pub pioneer_per_unit: PodU128,
    /// Cash owed by the close and not settled yet; what is left when the last member is settled goes to the reserve.
    pub unpaid: PodU64,
    /// Capital retained by the close and not settled yet; what is left in the end is nobody's.
    pub unretained: PodU64,
    /// Capital of members that settlements retired so far.
    pub retired: PodU64,
    /// Pioneer units that the close counted and no settlement has given out yet.
    pub pioneer_units_left: PodU64,
    /// Members, and some who left, whose business of the period is not settled yet.
    pub unsettled: PodU32,
    pub number: PodU32,
    pub bump: u8,
}
