//! Capital that answers for a promise, that matures, and that may be asked back.

use crate::fixed::{bps_ceil, bps_floor, mul_div_floor};

/// The part of accepted shares that is bonded to a promise of use: ⌈shares × bps⌉, 0 without a promise.
pub fn use_bond_ceil(shares: u64, use_amount: u64, use_bond_bps: u16) -> u64 {
    if use_amount == 0 { 0 } else { bps_ceil(shares, use_bond_bps) }
}

/// What of a bond is lost when less use than promised was paid for: ⌊bond × missing ÷ promised⌋.
pub fn forfeit_floor(bond: u64, fees: u64, promised: u64) -> u64 {
    mul_div_floor(bond, promised.saturating_sub(fees), promised).unwrap_or(0)
}

/// A retained vintage of `period` has matured when `open` is the open period: `revolve_periods` have passed
/// since the one that followed it began.
pub const fn is_mature(period: u32, open: u32, revolve_periods: u8) -> bool {
    open as u64 > period as u64 + revolve_periods as u64
}

/// Capital of a member, as far as it matters to what it may ask back. Base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capital {
    pub shares: u64,
    /// Shares withdrawn from: asked back without a cap.
    pub withdrawn: u64,
    /// Matured capital: of a staying member at most `redemption_bps` of it a period.
    pub matured: u64,
    /// Answers for a promise of use.
    pub bonded: u64,
    /// The part of `shares` that rests until the open period is closed.
    pub shares_resting: u64,
    /// The part of `matured` that does.
    pub matured_resting: u64,
    pub staying: bool,
}

impl Capital {
    /// The most that may be asked back at the next close. What remains covers the bond, unless shares do; of one who
    /// left what rests stays behind too.
    #[inline(always)]
    pub fn askable(&self, redemption_bps: u16) -> u64 {
        let held = self.withdrawn.wrapping_add(self.matured); // parts of all capital, which fits
        if self.staying {
            let uncovered = self.bonded.saturating_sub(self.shares);
            let free = held.saturating_sub(uncovered.max(self.matured_resting));
            free.min(self.withdrawn + bps_floor(self.matured, redemption_bps))
        } else {
            held.saturating_sub(self.bonded.max(self.matured_resting))
        }
    }

    /// The most shares that a staying member may withdraw: what remains is the member share at least, covers the
    /// bond, and rests if it must.
    pub fn withdrawable(&self, member_share: u64) -> u64 {
        self.shares.saturating_sub(member_share.max(self.bonded).max(self.shares_resting))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn a_forfeit_is_part_of_the_bond_and_nothing_if_the_promise_was_kept(bond: u64, fees: u64, promised: u64) {
            let lost = forfeit_floor(bond, fees, promised);
            prop_assert!(lost <= bond);
            prop_assert!(fees < promised || lost == 0);
            prop_assert!(fees > 0 || promised == 0 || lost == bond);
            prop_assert!(lost <= forfeit_floor(bond, fees.saturating_sub(1), promised));
        }

        #[test]
        fn a_vintage_matures_once_and_before_its_slot_comes_round_again(period in 0u32..u32::MAX - 9, revolve in 1u8..=8) {
            prop_assert!(!is_mature(period, period + revolve as u32, revolve));
            prop_assert!(is_mature(period, period + revolve as u32 + 1, revolve));
            // period + 8 overwrites the slot, at the earliest when period + 9 is open
            prop_assert!(is_mature(period, period + 9, revolve));
        }

        #[test]
        fn the_bond_is_part_of_the_shares(shares: u64, used: u64, bps: u16) {
            let bond = use_bond_ceil(shares, used, bps);
            prop_assert!(bond <= shares);
            prop_assert!(used > 0 || bond == 0);
        }
    }
}
