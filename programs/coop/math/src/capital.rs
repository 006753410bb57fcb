//! Capital that leaves: solvency, redemption without a run, the bond behind pledged use.
//!
//! Equity E is every unit of capital anyone holds: shares, shares in transit, vintages and matured
//! capital. Solvency ρ = min(1, operating ÷ E), and 1 if E = 0.

use crate::fixed::{bps_ceil, mul_div_floor};

/// What redeeming a claim of matured capital does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Redemption {
    /// Paid now, out of operating.
    pub paid: u64,
    /// What the claim loses because the co-op is short: the claim less what is paid.
    pub haircut: u64,
}

/// Redeems `claim` of `equity` at solvency: paid = ⌊claim × ρ⌋.
///
/// Run-proof: with operating = ρE, after paying ρC the others hold (ρE − ρC) ÷ (E − C) = ρ. Rounding down
/// leaves the dust with those who stay, so their solvency never falls. `claim` must be part of `equity`;
/// a larger one is treated as all of it.
pub fn redeem_floor(claim: u64, operating: u64, equity: u64) -> Redemption {
    let paid = if operating >= equity {
        claim.min(operating)
    } else {
        mul_div_floor(claim.min(equity), operating, equity).unwrap_or(0)
    };
    Redemption { paid, haircut: claim - paid }
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A claim that is part of an equity.
    fn claims() -> impl Strategy<Value = (u64, u64)> {
        any::<u64>().prop_flat_map(|equity| (0..=equity, Just(equity)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn a_claim_is_paid_at_most_at_par_and_at_most_what_is_there((claim, equity) in claims(), operating: u64) {
            let r = redeem_floor(claim, operating, equity);
            prop_assert!(r.paid <= claim && r.paid <= operating);
            prop_assert_eq!(r.paid + r.haircut, claim);
            prop_assert!(operating < equity || r.haircut == 0);
        }

        #[test]
        fn leaving_never_lowers_the_solvency_of_those_who_stay((claim, equity) in claims(), operating: u64) {
            let paid = redeem_floor(claim, operating, equity).paid;
            let (left, stay) = (operating - paid, equity - claim);
            // operating' / equity' ≥ min(1, operating / equity), by cross multiplication
            prop_assert!(left >= stay || left as u128 * equity as u128 >= operating as u128 * stay as u128);
        }

        #[test]
        fn leaving_raises_the_claims_of_those_who_stay_by_less_than_one_unit((claim, equity) in claims(), operating: u64) {
            let paid = redeem_floor(claim, operating, equity).paid;
            let (left, stay) = (operating - paid, equity - claim);
            if operating < equity {
                // left - ρ × stay < 1
                let gap = left as u128 * equity as u128 - operating as u128 * stay as u128;
                prop_assert!(gap < equity as u128);
            }
        }

        #[test]
        fn splitting_a_redemption_gains_nothing((claim, equity) in claims(), operating: u64, cut: u64) {
            let first = cut % (claim.max(1));
            let whole = redeem_floor(claim, operating, equity).paid;
            let a = redeem_floor(first, operating, equity).paid;
            let b = redeem_floor(claim - first, operating - a, equity - first).paid;
            prop_assert!(a + b <= whole + 1, "the second part may gain the dust of the first, one unit");
        }

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

    #[test]
    fn an_empty_coop_owes_nothing_and_a_penniless_one_pays_nothing() {
        assert_eq!(redeem_floor(0, 0, 0), Redemption { paid: 0, haircut: 0 });
        assert_eq!(redeem_floor(7, 0, 10), Redemption { paid: 0, haircut: 7 });
        assert_eq!(redeem_floor(u64::MAX, u64::MAX, u64::MAX), Redemption { paid: u64::MAX, haircut: 0 });
    }
}
