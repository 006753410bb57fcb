//! `fixed.rs` and `patronage.rs`. The parts that need words of 64 bits are in [`narrow`](crate::narrow).

use super::{Check, Property, is_ceil, is_floor};

const fn check(name: &'static str, bits: (u32, u32), holds: Property) -> Check {
    Check { name, bits, only: &[], holds }
}

const W: i128 = 1 << 64;

/// B(x) = ⌊x(2T − x) ÷ 2T⌋.
fn integral(x: i128, t: i128) -> i128 {
    x * (2 * t - x) / (2 * t)
}

pub const CHECKS: &[Check] = &[
    check("quotient", (8, 5), |i, o| is_floor(o[0], i[0] * W + i[1], i[2])),
    check("mul_div_floor", (8, 5), |i, o| {
        if i[2] == 0 { o[0] == 0 } else { o[0] == 1 && is_floor(o[1], i[0] * i[1], i[2]) }
    }),
    check("mul_div_ceil", (8, 5), |i, o| {
        if i[2] == 0 { o[0] == 0 } else { o[0] == 1 && is_ceil(o[1], i[0] * i[1], i[2]) }
    }),
    check("product", (8, 6), |i, o| o[0] + W * o[1] == i[0] * i[1]),
    check("q64_times", (8, 5), |i, o| o[0] + W * o[1] == (i[0] + W * i[1]) * i[2]),
    check("div_floor", (8, 5), |i, o| is_floor(o[0] + W * o[1], i[0] + W * i[1], i[2])),
    check("div_rem", (8, 5), |i, o| {
        let exact = i[0] + W * i[1];
        o[0] == (exact / i[2]).min(W - 1) && o[1] == exact % i[2]
    }),
    check("bps_floor", (8, 6), |i, o| is_floor(o[0], i[0] * i[1].min(10_000), 10_000)),
    check("bps_ceil", (8, 6), |i, o| is_ceil(o[0], i[0] * i[1].min(10_000), 10_000)),
    check("q64_floor", (8, 5), |i, o| {
        o[0] == ((i[0] * i[2]) / W + i[1] * i[2]) && is_floor(o[0], (i[0] + W * i[1]) * i[2], W)
    }),
    check("q64_ratio", (8, 6), |i, o| {
        let ratio = o[0] + W * o[1];
        if i[1] == 0 { ratio == 0 } else { is_floor(ratio, i[0] * W, i[1]) }
    }),
    check("pioneer_units", (8, 5), |i, o| {
        let [lifetime, surplus, t] = [i[0], i[1], i[2]];
        let made =
            if lifetime >= t { 0 } else { integral(t.min(lifetime + surplus), t) - integral(lifetime, t) };
        o[0] == made && o[0] <= surplus && 2 * o[0] <= t + 1
    }),
    check("pioneer_weight_ceil", (8, 5), |i, o| is_ceil(o[0] - i[0], i[1] * i[2].min(10_000), 10_000)),
    check("weighted", (6, 4), |i, o| {
        let owed = o[0] + W * o[1];
        let weight = i[1] + (i[2] * i[3].min(10_000) + 9_999) / 10_000;
        owed == i[0] * i[1] + (i[0] * i[2] / 10_000) * i[3].min(10_000) && owed <= i[0] * weight
    }),
    check("pot_draw", (4, 2), |i, o| {
        let [owed, exact, left] = [i[1] + W * i[2], i[3] + W * i[4], o[3] + W * o[4]];
        let whole = o[0] + o[1] + o[2] == i[0] && o.iter().all(|part| *part >= 0);
        whole && is_floor(o[0], exact, W) && left == owed - exact && is_ceil(o[2], left, W)
    }),
];
