//! Capital that matures, that is bound, and that may be asked back.

use crate::fixed::bps_floor;

/// A retained vintage of `period` has matured when `open` is the open period: `revolve_periods` have passed
/// since the one that followed it began.
pub const fn is_mature(period: u32, open: u32, revolve_periods: u8) -> bool {
    open as u64 > period as u64 + revolve_periods as u64
}

/// The facts about a member's capital that decide how much it may ask back. Base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capital {
    pub shares: u64,
    /// Withdrawn shares: they can be asked back without a cap.
    pub withdrawn: u64,
    /// Matured capital: a staying member can ask back at most `redemption_bps` of it in a period.
    pub matured: u64,
    /// Capital that answers for a promise of use.
    pub bonded: u64,
    /// Capital that came with a pool and still rests.
    pub resting: u64,
    /// Capital that rests until the open period is closed: a part of a member's shares or, after it left, of its
    /// matured capital.
    pub fresh: u64,
    pub staying: bool,
}

impl Capital {
    /// Capital that cannot be asked back. The same capital may rest and answer for a promise.
    #[inline(always)]
    fn bound(&self) -> u64 {
        self.bonded.max(self.resting.wrapping_add(self.fresh)) // parts of all capital, which fits
    }

    /// The most that may be asked back at the next close. Bound capital stays, among the shares or among the capital
    /// counted here.
    #[inline(always)]
    pub fn askable(&self, redemption_bps: u16) -> u64 {
        let held = self.withdrawn.wrapping_add(self.matured);
        if self.staying {
            let free = held.saturating_sub(self.bound().saturating_sub(self.shares));
            free.min(self.withdrawn + bps_floor(self.matured, redemption_bps))
        } else {
            held.saturating_sub(self.bound())
        }
    }

    /// The most shares that a staying member may withdraw: the rest must be at least the member share, and include
    /// all bound capital.
    pub fn withdrawable(&self, member_share: u64) -> u64 {
        self.shares.saturating_sub(member_share.max(self.bound()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

        #[test]
        fn a_vintage_matures_once_and_before_its_slot_comes_round_again(period in 0u32..u32::MAX - 9, revolve in 1u8..=8) {
            prop_assert!(!is_mature(period, period + revolve as u32, revolve));
            prop_assert!(is_mature(period, period + revolve as u32 + 1, revolve));
            // period + 8 overwrites the slot, at the earliest when period + 9 is open
            prop_assert!(is_mature(period, period + 9, revolve));
        }
    }
}
