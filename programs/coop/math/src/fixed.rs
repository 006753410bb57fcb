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

/// Digits of the arithmetic below: halves of a word.
const HALF: u32 = 32;
const LOW: u64 = u32::MAX as u64;
/// And quarters, where the divisor leaves room for one.
const QUARTER: u32 = 16;

/// ⌊a × b ÷ c⌋, or nothing if c = 0 or the result exceeds `u64`.
///
/// The product of two `u64` always fits `u128`. The result fits `u64` whenever b ≤ c.
pub const fn mul_div_floor(a: u64, b: u64, c: u64) -> Option<u64> {
    if fits(a, b) {
        return a.wrapping_mul(b).checked_div(c);
    }
    let high = mul_high(a, b);
    if high >= c { None } else { Some(quotient(high, a.wrapping_mul(b), c)) }
}

/// ⌈a × b ÷ c⌉, or nothing if c = 0 or the result exceeds `u64`.
pub const fn mul_div_ceil(a: u64, b: u64, c: u64) -> Option<u64> {
    match mul_div_floor(a, b, c) {
        Some(floor) if floor.wrapping_mul(c) != a.wrapping_mul(b) => floor.checked_add(1),
        exact => exact,
    }
}

/// Whether a × b certainly fits 64 bits. On the chain a 64-bit product costs one instruction, a 128-bit one some
/// twenty, and a product with a check for overflow some forty.
const fn fits(a: u64, b: u64) -> bool {
    (a | b) >> HALF == 0
}

/// a × b.
pub const fn product(a: u64, b: u64) -> u128 {
    wide(if fits(a, b) { 0 } else { mul_high(a, b) }, a.wrapping_mul(b))
}

/// `per_unit` × units, exactly: of a Q64.64 number it is one again.
pub const fn q64_times(per_unit: u128, units: u64) -> u128 {
    let (whole, part) = ((per_unit >> 64) as u64, per_unit as u64);
    let above = if whole == 0 { 0 } else { whole * units };
    wide(above + mul_high(part, units), part.wrapping_mul(units))
}

/// ⌊number ÷ divisor⌋ by a divisor that is not 0.
pub const fn div_floor(number: u128, divisor: u64) -> u128 {
    let (high, low) = ((number >> 64) as u64, number as u64);
    wide(high / divisor, quotient(high % divisor, low, divisor))
}

/// Quotient, at most 2⁶⁴ − 1, and remainder of a division by a divisor that is not 0.
pub const fn div_rem(number: u128, divisor: u64) -> (u64, u64) {
    let (high, low) = ((number >> 64) as u64, number as u64);
    let last = quotient(high % divisor, low, divisor);
    let rest = low.wrapping_sub(last.wrapping_mul(divisor));
    (if high >= divisor { u64::MAX } else { last }, rest)
}

/// ⌊amount × bps ÷ 10 000⌋. A rate above 10 000 counts as 10 000, so the result never exceeds `amount`.
pub const fn bps_floor(amount: u64, bps: u16) -> u64 {
    // tens of thousands have no remainder, so only what is below one is divided; at most `amount`
    let (whole, rest) = (amount / ALL_BPS, amount % ALL_BPS);
    whole.wrapping_mul(cap(bps)).wrapping_add(rest.wrapping_mul(cap(bps)) / ALL_BPS)
}

/// ⌈amount × bps ÷ 10 000⌉. A rate above 10 000 counts as 10 000, so the result never exceeds `amount`.
pub const fn bps_ceil(amount: u64, bps: u16) -> u64 {
    let (whole, rest) = (amount / ALL_BPS, amount % ALL_BPS);
    whole.wrapping_mul(cap(bps)).wrapping_add(rest.wrapping_mul(cap(bps)).div_ceil(ALL_BPS))
}

/// ⌊`per_unit` × units⌋ of a Q64.64 number. Stops at 2⁶⁴ − 1.
pub const fn q64_floor(per_unit: u128, units: u64) -> u64 {
    let (whole, part) = ((per_unit >> 64) as u64, per_unit as u64);
    let below = mul_high(part, units);
    if whole == 0 {
        return below;
    }
    whole.saturating_mul(units).saturating_add(below)
}

/// amount ÷ units as Q64.64, rounded down; 0 if there are no units.
pub const fn q64_ratio(amount: u64, units: u64) -> u128 {
    if units == 0 || amount == 0 {
        return 0;
    }
    // ⌊amount ÷ units⌋, and the rest's part
    wide(amount / units, quotient(amount % units, 0, units))
}

const fn cap(bps: u16) -> u64 {
    if bps as u64 > ALL_BPS { ALL_BPS } else { bps as u64 }
}

const fn wide(high: u64, low: u64) -> u128 {
    (high as u128) << 64 | low as u128
}

/// ⌊a × b ÷ 2⁶⁴⌋: by halves of words, none of whose sums exceeds a word.
#[inline(never)]
const fn mul_high(a: u64, b: u64) -> u64 {
    let (a1, a0, b1, b0) = (a >> HALF, a & LOW, b >> HALF, b & LOW);
    let first = a1.wrapping_mul(b0).wrapping_add(a0.wrapping_mul(b0) >> HALF);
    let second = a0.wrapping_mul(b1).wrapping_add(first & LOW);
    a1.wrapping_mul(b1).wrapping_add(first >> HALF).wrapping_add(second >> HALF)
}

/// ⌊(high × 2⁶⁴ + low) ÷ divisor⌋ where high < divisor: then it fits a word. Division by halves of words, as one learns
/// it at school (Knuth, The Art of Computer Programming, volume 2, 4.3.1, algorithm D): on the chain a third of what
/// the division of two 128-bit numbers costs.
#[inline(never)]
const fn quotient(high: u64, low: u64, divisor: u64) -> u64 {
    if high == 0 {
        return low / divisor;
    }
    if divisor <= LOW {
        let upper = (high << HALF) | (low >> HALF);
        let lower = ((upper % divisor) << HALF) | (low & LOW);
        return ((upper / divisor) << HALF) | (lower / divisor);
    }
    if divisor >> (64 - QUARTER) == 0 {
        // as most money is: no digit has to be guessed
        let (mut rest, mut result, mut below) = (high, 0, 64);
        while below > 0 {
            below -= QUARTER;
            let part = (rest << QUARTER) | ((low >> below) & ((1 << QUARTER) - 1));
            result = (result << QUARTER) | (part / divisor);
            rest = part % divisor;
        }
        return result;
    }
    // the top bit of the divisor is made 1, and the number grows with it: its top still is below the divisor
    let shift = divisor.leading_zeros();
    let divisor = divisor << shift;
    let (upper, lower) = (high << shift | (low >> 1) >> (63 - shift), low << shift);
    let first = digit(upper, lower >> HALF, divisor);
    let rest = ((upper << HALF) | (lower >> HALF)).wrapping_sub(first.wrapping_mul(divisor));
    first << HALF | digit(rest, lower & LOW, divisor)
}

/// The next digit, ⌊(rest × 2³² + next) ÷ divisor⌋, where rest < divisor, next < 2³² and divisor ≥ 2⁶³. Guessed by the
/// upper half of the divisor, the digit is at most two too large. So it is at most 2³² + 1, and its product with the lower half
/// fits a word.
#[inline(always)]
const fn digit(rest: u64, next: u64, divisor: u64) -> u64 {
    let (upper, lower) = (divisor >> HALF, divisor & LOW);
    let (mut digit, mut left) = (rest / upper, rest % upper);
    while left <= LOW && digit.wrapping_mul(lower) > (left << HALF | next) {
        digit = digit.wrapping_sub(1);
        left = left.wrapping_add(upper);
    }
    digit
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

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
        fn a_quotient_is_exact_whatever_the_length_of_its_divisor(high: u64, low: u64, c in 1u64.., cut in 0u32..64) {
            let divisor = (c >> cut).max(1);
            let high = high % divisor;
            let exact = wide(high, low);
            prop_assert_eq!(quotient(high, low, divisor) as u128, exact / divisor as u128);
            for bits in [32, 47, 48, 49] {
                let edge = (1u64 << bits) - (c & 1);
                let high = high % edge;
                prop_assert_eq!(quotient(high, low, edge) as u128, wide(high, low) / edge as u128);
            }
        }

        #[test]
        fn a_product_divides_into_its_factors(factor: u64, divisor in 1u64.., cut in 0u32..64, rest: u64) {
            let divisor = (divisor >> cut).max(1);
            for factor in [factor, factor & LOW, factor & !LOW] {
                for rest in [0, rest % divisor] {
                    let number = product(factor, divisor) + rest as u128;
                    let (high, low) = ((number >> 64) as u64, number as u64);
                    prop_assert_eq!(quotient(high, low, divisor), factor);
                }
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
        assert_eq!(mul_div_floor(1 << 40, 1, 0), None);
        assert_eq!([q64_ratio(5, 0), q64_ratio(0, 5)], [0, 0]);
    }

    #[test]
    fn what_exceeds_a_word_by_one_is_refused_or_stops_at_the_top() {
        // 2⁶⁵ ÷ 2
        assert_eq!(mul_div_floor(1 << 63, 4, 2), None);
        assert_eq!(mul_div_floor(1 << 63, 4, 3), Some(((1u128 << 65) / 3) as u64));
        assert_eq!(div_rem(wide(2, 1), 2), (u64::MAX, 1));
        assert_eq!(div_rem(wide(3, 0), 2).0, u64::MAX);
        assert_eq!(div_rem(wide(1, 1), 2), (1 << 63, 1));
    }

    #[test]
    fn the_largest_operands_do_not_overflow() {
        assert_eq!(mul_div_floor(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX));
        assert_eq!(mul_div_ceil(u64::MAX, u64::MAX, u64::MAX), Some(u64::MAX));
        assert_eq!(mul_div_ceil(u64::MAX, u64::MAX, 1), None);
        assert_eq!(bps_ceil(u64::MAX, u16::MAX), u64::MAX);
    }
}
