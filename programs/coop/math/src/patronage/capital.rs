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
    /// Capital that answers for a promise of use. Of a promise that is over, with what rests: that is not capital of its pool any more.
    pub bonded: u64,
    /// Capital that came with a pool and still rests.
    pub resting: u64,
    /// Capital that rests until the open period is closed: a part of a member's shares or, after it left, of its
    /// matured capital.
    pub fresh: u64,
    pub staying: bool,
}

impl Capital {
    /// Capital that cannot be asked back. The same capital may rest and answer for a promise that runs.
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

    #[test]
    fn a_staying_member_asks_back_what_it_withdrew_and_a_part_of_what_matured() {
        let capital = Capital { shares: 10, withdrawn: 3, matured: 21, staying: true, ..Capital::default() };
        assert_eq!([0, 5_000, 10_000].map(|bps| capital.askable(bps)), [3, 13, 24]);
        // bound capital stays, among the shares as far as they reach
        let bound = |bonded| Capital { bonded, ..capital }.askable(5_000);
        assert_eq!([10, 21, 22, 34, 35].map(bound), [13, 13, 12, 0, 0]);
        let resting = Capital { resting: 12, fresh: 11, bonded: 20, ..capital };
        assert_eq!(resting.askable(5_000), 11);
    }

    #[test]
    fn whoever_left_asks_back_all_that_is_not_bound() {
        let left =
            |bonded| Capital { withdrawn: 3, matured: 21, bonded, ..Capital::default() }.askable(5_000);
        assert_eq!([0, 20, 24, 25].map(left), [24, 4, 0, 0]);
    }

    #[test]
    fn the_member_share_and_bound_shares_are_not_withdrawn() {
        let shares = |shares, bonded| Capital { shares, bonded, ..Capital::default() }.withdrawable(5);
        assert_eq!([shares(8, 0), shares(5, 0), shares(3, 0), shares(8, 7), shares(8, 9)], [3, 0, 0, 1, 0]);
    }
}
