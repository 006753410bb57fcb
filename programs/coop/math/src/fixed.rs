//! Multiply before dividing, in 128 bits, with the direction of rounding in the name.

/// All of something, in basis points.
pub const ALL_BPS: u64 = 10_000;

/// A 128-bit number in two words, so that what holds one can stand wherever a 64-bit number can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(C)]
pub struct Wide {
    low: u64,
    high: u64,
}

impl Wide {
    pub const ZERO: Self = Self { low: 0, high: 0 };

    pub const fn get(self) -> u128 {
        (self.high as u128) << 64 | self.low as u128
    }
}

impl From<u128> for Wide {
    fn from(number: u128) -> Self {
        Self { low: number as u64, high: (number >> 64) as u64 }
    }
}

/// ⌊a × b ÷ c⌋, or nothing if c = 0 or the result exceeds `u64`.
///
/// The product of two `u64` always fits `u128`. The result fits `u64` whenever b ≤ c.
pub const fn mul_div_floor(a: u64, b: u64, c: u64) -> Option<u64> {
    if c == 0 {
        return None;
    }
    if fits(a, b) {
        return Some(a.wrapping_mul(b) / c);
    }
    narrow(a as u128 * b as u128 / c as u128)
}

/// ⌈a × b ÷ c⌉, or nothing if c = 0 or the result exceeds `u64`.
pub const fn mul_div_ceil(a: u64, b: u64, c: u64) -> Option<u64> {
    if c == 0 {
        return None;
    }
    if fits(a, b) {
        return Some(a.wrapping_mul(b).div_ceil(c));
    }
    narrow((a as u128 * b as u128).div_ceil(c as u128))
}

/// Whether a × b surely fits 64 bits. On the chain a 64-bit product costs one instruction, a 128-bit one some forty,
/// and so does asking whether a product overflowed.
const fn fits(a: u64, b: u64) -> bool {
    (a | b) >> 32 == 0
}

/// Quotient, at most 2⁶⁴ − 1, and remainder of a division by a divisor that is not 0.
pub const fn div_rem(wide: u128, divisor: u64) -> (u64, u64) {
    if wide >> 64 == 0 {
        return (wide as u64 / divisor, wide as u64 % divisor);
    }
    let quotient = wide / divisor as u128;
    let rest = (wide - quotient * divisor as u128) as u64;
    (if quotient > u64::MAX as u128 { u64::MAX } else { quotient as u64 }, rest)
}

/// ⌊amount × bps ÷ 10 000⌋. A rate above 10 000 counts as 10 000, so the result never exceeds `amount`.
pub const fn bps_floor(amount: u64, bps: u16) -> u64 {
    if amount <= u64::MAX / ALL_BPS {
        return amount.wrapping_mul(cap(bps)) / ALL_BPS;
    }
    (amount as u128 * cap(bps) as u128 / ALL_BPS as u128) as u64
}

/// ⌈amount × bps ÷ 10 000⌉. A rate above 10 000 counts as 10 000, so the result never exceeds `amount`.
pub const fn bps_ceil(amount: u64, bps: u16) -> u64 {
    if amount <= u64::MAX / ALL_BPS {
        return amount.wrapping_mul(cap(bps)).div_ceil(ALL_BPS);
    }
    (amount as u128 * cap(bps) as u128).div_ceil(ALL_BPS as u128) as u64
}

/// ⌊per_unit × units⌋ of a Q64.64 number. Stops at 2⁶⁴ − 1.
pub const fn q64_floor(per_unit: u128, units: u64) -> u64 {
    let (whole, part) = (per_unit >> 64, per_unit as u64);
    let below = (part as u128 * units as u128) >> 64;
    let sum = (whole * units as u128).saturating_add(below);
    if sum > u64::MAX as u128 { u64::MAX } else { sum as u64 }
}

/// amount ÷ units as Q64.64, rounded down; 0 if there are no units.
pub const fn q64_ratio(amount: u64, units: u64) -> u128 {
    if units == 0 || amount == 0 {
        return 0;
    }
    let (whole, rest) = (amount / units, amount % units);
    // below 2³² the fraction needs two divisions of the machine instead of one of 128 bits
    let fraction = if units <= u32::MAX as u64 {
        let (high, rest) = ((rest << 32) / units, (rest << 32) % units);
        (high << 32) | ((rest << 32) / units)
    } else {
        (((rest as u128) << 64) / units as u128) as u64
    };
    ((whole as u128) << 64) | fraction as u128
}

const fn cap(bps: u16) -> u64 {
    if bps as u64 > ALL_BPS { ALL_BPS } else { bps as u64 }
}

const fn narrow(wide: u128) -> Option<u64> {
    if wide > u64::MAX as u128 { None } else { Some(wide as u64) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn floor_is_the_largest_that_fits(a: u64, b: u64, c in 1u64..) {
            let exact = a as u128 * b as u128;
            match mul_div_floor(a, b, c) {
                Some(q) => {
                    prop_assert!(q as u128 * c as u128 <= exact);
                    prop_assert!(exact - q as u128 * (c as u128) < c as u128);
                }
                None => prop_assert!(exact / c as u128 > u64::MAX as u128),
            }
        }

        #[test]
        fn ceil_is_floor_or_one_more(a: u64, b: u64, c in 1u64..) {
            let exact = a as u128 * b as u128;
            let remainder = !exact.is_multiple_of(c as u128);
            if let Some(up) = mul_div_ceil(a, b, c) {
                prop_assert_eq!(mul_div_floor(a, b, c), Some(up - remainder as u64));
            } else {
                prop_assert!(exact / c as u128 + remainder as u128 > u64::MAX as u128);
            }
        }

        #[test]
        fn a_part_and_its_complement_make_the_whole(amount: u64, bps in 0u16..=10_000) {
            prop_assert_eq!(bps_floor(amount, bps) + bps_ceil(amount, 10_000 - bps), amount);
        }

        #[test]
        fn a_ratio_is_the_largest_that_fits(amount: u64, units in prop_oneof![1u64..1 << 33, 1u64..]) {
            prop_assert_eq!(q64_ratio(amount, units), ((amount as u128) << 64) / units as u128);
        }

        #[test]
        fn units_at_their_ratio_never_exceed_the_amount(amount: u64, units: u64, part: u64) {
            let (ratio, part) = (q64_ratio(amount, units), part.min(units));
            let paid = q64_floor(ratio, part);
            prop_assert!(paid <= amount);
            if let Some(exact) = mul_div_floor(amount, part, units) {
                prop_assert!(paid == exact || paid + 1 == exact);
            }
        }

        #[test]
        fn a_q64_product_is_exact_or_stops_at_the_top(per_unit: u128, units: u64) {
            // schoolbook in 32-bit digits
            let mut product = [0u64; 7];
            for (i, a) in digits(per_unit).into_iter().enumerate() {
                let mut carry = 0;
                for (j, b) in [units & 0xffff_ffff, units >> 32].into_iter().enumerate() {
                    let sum = a as u128 * b as u128 + product[i + j] as u128 + carry;
                    product[i + j] = sum as u64 & 0xffff_ffff;
                    carry = sum >> 32;
                }
                product[i + 2] += carry as u64;
            }
            let exact = product[2] | product[3] << 32;
            let expected = if product[4..].iter().any(|digit| *digit > 0) { u64::MAX } else { exact };
            prop_assert_eq!(q64_floor(per_unit, units), expected);
        }

        #[test]
        fn bps_never_exceed_the_amount_and_rise_with_it(amount: u64, more: u64, bps: u16) {
            prop_assert!(bps_floor(amount, bps) <= bps_ceil(amount, bps));
            prop_assert!(bps_ceil(amount, bps) <= amount);
            let larger = amount.saturating_add(more);
            prop_assert!(bps_floor(amount, bps) <= bps_floor(larger, bps));
            prop_assert!(bps_ceil(amount, bps) <= bps_ceil(larger, bps));
        }
    }

    fn digits(number: u128) -> [u64; 4] {
        [0, 32, 64, 96].map(|shift| (number >> shift) as u64 & 0xffff_ffff)
    }

    #[test]
    fn division_by_zero_gives_nothing() {
        assert_eq!(mul_div_floor(1, 1, 0), None);
        assert_eq!(mul_div_ceil(1, 1, 0), None);
    }

    #[test]
    fn the_largest_operands_do_not_overflow() {
        assert_eq!(mul_div_floor(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX));
        assert_eq!(mul_div_ceil(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX));
        assert_eq!(mul_div_ceil(u64::MAX, u64::MAX, 1), None);
        assert_eq!(bps_ceil(u64::MAX, u16::MAX), u64::MAX);
    }
}
