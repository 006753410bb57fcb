//! The returns of pioneers for founding a co-op, and shared pots from which holders draw one by one.

use crate::fixed::{ALL_BPS, bps_ceil, div_floor, mul_div_floor, q64_times};

/// B(x) = ⌊x(2T − x) ÷ 2T⌋: pioneer units made by the first x of lifetime surplus, x ≤ T ≤ 2⁶².
///
/// The integral of the bonus 1 − x/T from 0 to x: whole at the first unit of surplus, nothing at the
/// threshold, T/2 in all.
const fn pioneer_integral(surplus: u64, threshold: u64) -> u64 {
    if surplus == 0 {
        return 0;
    }
    match mul_div_floor(surplus, 2 * threshold - surplus, 2 * threshold) {
        Some(units) => units,
        None => 0,
    }
}

/// Pioneer units that a surplus makes when the lifetime surplus before it was `lifetime`: B(min(R + S, T)) − B(min(R,
/// T)).
///
/// The sums telescope, so that two periods make as many units as one with both surpluses; never more units than
/// surplus. With a threshold of 0, no units are ever made.
pub const fn pioneer_units(lifetime: u64, surplus: u64, threshold: u64) -> u64 {
    if lifetime >= threshold {
        return 0;
    }
    let after = lifetime.saturating_add(surplus);
    let after = if after < threshold { after } else { threshold };
    pioneer_integral(after, threshold) - pioneer_integral(lifetime, threshold)
}

/// A member's part, by its `dividend`, of the pioneer units that a surplus made, rounded down: together never more than
/// were made. Whoever has resigned has no part.
pub const fn pioneer_part_floor(made: u64, dividend: u64, surplus: u64, staying: bool) -> u64 {
    if made == 0 || !staying {
        return 0;
    }
    match mul_div_floor(made, dividend, surplus) {
        Some(units) => units,
        None => 0,
    }
}

/// The total weight of pioneer units, rounded up: the units, and `shares_bps` of a unit for each founding share.
pub const fn pioneer_weight_ceil(units: u64, founding_shares: u64, shares_bps: u16) -> u64 {
    units.saturating_add(bps_ceil(founding_shares, shares_bps))
}

/// The exact amount owed to a holder of `units` and of `founding` shares at `per_unit`, Q64.64 and at most 2⁶³ a
/// unit, rounded down. Together the holders are never owed more than the total weight of [`pioneer_weight_ceil`].
pub const fn weighted(per_unit: u128, units: u64, founding: u64, shares_bps: u16) -> u128 {
    let of_units = q64_times(per_unit, units);
    if founding == 0 || shares_bps == 0 {
        return of_units;
    }
    of_units + q64_times(div_floor(q64_times(per_unit, founding), ALL_BPS), shares_bps as u64)
}

/// Money set aside for holders of equal units, who each draw it at their own time.
///
/// `owed` is the exact amount owed to them, Q64.64; the money always covers it: money ≥ ⌈owed⌉.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pot {
    /// Base units.
    pub money: u64,
    /// Q64.64.
    pub owed: u128,
}

/// The result of a draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draw {
    /// Paid to the holder: rounded down.
    pub paid: u64,
    /// No longer owed to anyone: the fractions that rounding kept from holders.
    pub dust: u64,
    pub pot: Pot,
}

impl Pot {
    /// Sets `money` aside for holders who are together owed `owed` more (Q64.64, rounded down).
    #[must_use]
    pub const fn fill(self, money: u64, owed: u128) -> Self {
        Self { money: self.money + money, owed: self.owed + owed }
    }

    /// Pays a holder the exact amount owed to it (Q64.64), rounded down, and frees whole units of dust.
    ///
    /// The caller makes sure that all holders together are owed at most [`owed`](Self::owed).
    pub const fn draw(self, exact: u128) -> Draw {
        let paid = (exact >> 64) as u64;
        let owed = self.owed - exact;
        let covering = ceil(owed);
        let left = self.money - paid;
        Draw { paid, dust: left - covering, pot: Pot { money: covering, owed } }
    }
}

/// ⌈x⌉ of a Q64.64 number below 2⁶⁴ − 1.
const fn ceil(x: u128) -> u64 {
    (x >> 64) as u64 + (x as u64 != 0) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::q64_ratio;
    use proptest::{collection::vec, prelude::*};

    const MOST: u64 = 1 << 62;

    /// Small and large thresholds alike.
    fn thresholds() -> impl Strategy<Value = u64> {
        prop_oneof![1u64..1_000, 1u64..=MOST, Just(MOST)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

        #[test]
        fn pioneer_units_never_exceed_the_fee_nor_half_the_threshold(lifetime: u64, fee: u64, t in thresholds()) {
            let units = pioneer_units(lifetime, fee, t);
            prop_assert!(units <= fee);
            prop_assert!(units <= t / 2 + t % 2);
            prop_assert!(lifetime < t || units == 0);
        }

        #[test]
        fn splitting_a_payment_makes_as_many_pioneer_units(
            lifetime in 0..MOST, fees in vec(0u64..1 << 58, 1..8), t in thresholds(),
        ) {
            let (mut so_far, mut apart) = (lifetime, 0);
            for fee in &fees {
                apart += pioneer_units(so_far, *fee, t);
                so_far += fee;
            }
            prop_assert_eq!(apart, pioneer_units(lifetime, fees.iter().sum(), t));
        }

        #[test]
        fn the_parts_of_members_are_no_more_units_than_were_made(
            dividends in vec(0u64..1 << 58, 1..8), resigned: u8, made: u64,
        ) {
            let surplus: u64 = dividends.iter().sum();
            prop_assume!(surplus > 0);
            let made = made % (surplus + 1);
            let mut parts = 0;
            for (i, dividend) in dividends.iter().enumerate() {
                let staying = resigned >> i & 1 == 0;
                let part = pioneer_part_floor(made, *dividend, surplus, staying);
                prop_assert!(part <= *dividend && (staying || part == 0));
                parts += part;
            }
            prop_assert!(parts <= made);
            prop_assert!(resigned != 0 || made - parts < dividends.len() as u64);
        }

        #[test]
        fn an_earlier_fee_makes_no_fewer_pioneer_units(a: u64, b: u64, fee: u64, t in thresholds()) {
            let (early, late) = (a.min(b), a.max(b));
            // rounding of the integral's ends can cost one unit
            prop_assert!(pioneer_units(early, fee, t) + 1 >= pioneer_units(late, fee, t));
        }

        #[test]
        fn a_pot_pays_no_more_than_it_took_in_and_frees_the_rest_as_dust(
            holders in vec(1u64..1 << 40, 1..10),
            fills in vec(any::<u32>(), 1..6),
            order in vec((any::<prop::sample::Index>(), any::<bool>()), 0..30),
        ) {
            // holders draw in any order, in between fillings or at the end
            let units: u64 = holders.iter().sum();
            let (mut pot, mut per_unit) = (Pot::default(), 0u128);
            let mut drawn = std::vec![0u128; holders.len()];
            let (mut taken_in, mut paid, mut dust) = (0u64, 0u64, 0u64);
            let mut fills = fills.into_iter();
            let mut last: std::vec::Vec<usize> = (0..holders.len()).collect();
            let mut steps: std::vec::Vec<(usize, bool)> =
                order.iter().map(|(who, fill)| (who.index(holders.len()), *fill)).collect();
            steps.extend(last.drain(..).map(|who| (who, false)));
            let mut put = |pot: &mut Pot, per_unit: &mut u128| if let Some(money) = fills.next() {
                let more = q64_ratio(money as u64, units);
                *pot = pot.fill(money as u64, more * units as u128);
                *per_unit += more;
                taken_in += money as u64;
            };
            put(&mut pot, &mut per_unit);
            for (who, fill) in steps {
                if fill {
                    put(&mut pot, &mut per_unit);
                }
                let draw = pot.draw((per_unit - drawn[who]) * holders[who] as u128);
                drawn[who] = per_unit;
                pot = draw.pot;
                paid += draw.paid;
                dust += draw.dust;
                prop_assert!(pot.money as u128 >= pot.owed >> 64);
            }
            prop_assert_eq!(pot.money as u128 + paid as u128 + dust as u128, taken_in as u128);
            if drawn.iter().all(|d| *d == per_unit) {
                prop_assert_eq!(pot, Pot::default(), "all is drawn: nothing stays behind");
            }
        }
    }

    #[test]
    fn the_bonus_fades_from_all_to_nothing() {
        // T = 1 000: the first 100 make 95, the last 100 make 5, all of it 500
        assert_eq!(pioneer_units(0, 100, 1_000), 95);
        assert_eq!(pioneer_units(900, 100, 1_000), 5);
        assert_eq!(pioneer_units(0, u64::MAX, 1_000), 500);
        assert_eq!(pioneer_units(1_000, 100, 1_000), 0);
        assert_eq!(pioneer_units(0, 100, 0), 0);
        assert_eq!(pioneer_units(0, u64::MAX, MOST), MOST / 2);
    }
}
