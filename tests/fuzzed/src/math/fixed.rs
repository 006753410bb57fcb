//! Fixed-point arithmetic against integers without a width.

use super::Amount;
use arbitrary::{Arbitrary, Unstructured};
use coop_math::{
    fixed::{
        bps_ceil, bps_floor, div_floor, div_rem, mul_div_ceil, mul_div_floor, product, q64_floor, q64_ratio,
        q64_times,
    },
    patronage::pioneers::{Pot, pioneer_units, pioneer_weight_ceil, weighted},
};
use num_bigint::BigUint;

#[derive(Arbitrary, Debug)]
struct Numbers {
    a: Amount,
    b: Amount,
    c: Amount,
    high: Amount,
    bps: u16,
    /// How far `a` is from a multiple of `c`: quotients are wrong at their edges first.
    near: i8,
}

fn big(number: impl Into<BigUint>) -> BigUint {
    number.into()
}

/// As it is if it fits a word, or the largest word.
fn capped(number: BigUint) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// Every function of `fixed.rs`, and what the pioneers add to it, on these bytes.
pub fn check(data: &[u8]) {
    let Ok(Numbers { a, b, c, high, bps, near }) = Numbers::arbitrary(&mut Unstructured::new(data)) else {
        return;
    };
    let (b, c) = (b.0, c.0);
    // half of the inputs are just at a multiple of the divisor
    let at_multiple = (a.0 / c.max(1)).wrapping_mul(c).wrapping_add_signed(near.into());
    for a in [a.0, at_multiple] {
        words(a, b, c, bps);
        wide((high.0 as u128) << 64 | a as u128, b, c);
    }
    pioneers(a.0, b, c, bps);
}

fn words(a: u64, b: u64, c: u64, bps: u16) {
    let exact = big(a) * b;
    assert_eq!(big(product(a, b)), exact, "{a} × {b}");
    let floor = (c != 0).then(|| u64::try_from(&exact / c).ok()).flatten();
    assert_eq!(mul_div_floor(a, b, c), floor, "⌊{a} × {b} ÷ {c}⌋");
    let ceil = (c != 0).then(|| u64::try_from((&exact + c - 1u8) / c).ok()).flatten();
    assert_eq!(mul_div_ceil(a, b, c), ceil, "⌈{a} × {b} ÷ {c}⌉");
    let part = big(a) * bps.min(10_000);
    assert_eq!(big(bps_floor(a, bps)), &part / 10_000u16, "⌊{a} × {bps}⌋");
    assert_eq!(big(bps_ceil(a, bps)), (part + 9_999u16) / 10_000u16, "⌈{a} × {bps}⌉");
    let ratio = if b == 0 { big(0u8) } else { (big(a) << 64) / b };
    assert_eq!(big(q64_ratio(a, b)), ratio, "{a} ÷ {b}");
    assert!(q64_floor(q64_ratio(a, b), b) <= a, "a ratio pays more than it was made of");
}

fn wide(number: u128, units: u64, divisor: u64) {
    let exact = big(number) * units;
    if let Ok(product) = u128::try_from(&exact) {
        assert_eq!(q64_times(number, units), product, "{number} × {units}");
    }
    assert_eq!(q64_floor(number, units), capped(exact >> 64), "⌊{number} × {units} ÷ 2⁶⁴⌋");
    if divisor != 0 {
        assert_eq!(div_floor(number, divisor), number / divisor as u128, "⌊{number} ÷ {divisor}⌋");
        let rest = (number % divisor as u128) as u64;
        let quotient = capped(big(number) / divisor);
        assert_eq!(div_rem(number, divisor), (quotient, rest), "{number} ÷ {divisor}");
    }
}

/// B(x) = ⌊x(2T − x) ÷ 2T⌋.
fn integral(x: u64, t: u64) -> BigUint {
    big(x) * (big(2u8) * t - x) / (big(2u8) * t)
}

fn pioneers(lifetime: u64, surplus: u64, t: u64, bps: u16) {
    let (t, bps) = (t >> 2, bps.min(10_000));
    let made = pioneer_units(lifetime, surplus, t);
    let after = lifetime.saturating_add(surplus).min(t);
    let exact = if lifetime >= t { big(0u8) } else { integral(after, t) - integral(lifetime, t) };
    assert_eq!(big(made), exact, "units of {surplus} after {lifetime} below {t}");
    assert!(made <= surplus);
    // of a unit at most half of itself comes back, so that no product exceeds 128 bits
    let (units, founding, per_unit) = (surplus >> 2, lifetime >> 2, (t as u128) << 1);
    let owed = weighted(per_unit, units, founding, bps);
    let exact = big(per_unit) * units + big(per_unit) * founding / 10_000u16 * bps;
    assert_eq!(big(owed), exact);
    let weight = pioneer_weight_ceil(units, founding, bps);
    assert!(exact <= big(per_unit) * weight, "a holder is owed more than all together");
    // a pot that is filled for all of the weight pays one holder no more than it has
    let filled = q64_times(per_unit, weight);
    let money = u64::try_from((filled >> 64) + (filled as u64 != 0) as u128).expect("it was kept small");
    let draw = Pot::default().fill(money, filled).draw(owed);
    assert_eq!(draw.paid as u128, owed >> 64);
    assert_eq!(draw.paid + draw.dust + draw.pot.money, money);
    assert!((draw.pot.money as u128) << 64 >= draw.pot.owed, "the money does not cover what is owed");
}
