//! `fixed.rs` and `patronage.rs`.

use super::{
    Formula,
    Kind::{Bps, Word},
    any, at_most, put, put_wide, wide,
};
use coop_math::{fixed::*, patronage::pioneers::*};

pub const FORMULAS: &[Formula] = &[
    Formula {
        name: "mul_high",
        ins: &[Word, Word],
        shape: any,
        // per_unit < 1: all of it is mul_high
        run: |i, o| o.push(q64_floor(i[0] as u128, i[1])),
    },
    Formula {
        name: "digit",
        ins: &[Word, Word, Word],
        shape: |i| {
            i[2] |= 1 << 63;
            i[0] %= i[2];
            i[1] &= u32::MAX as u64;
        },
        // the upper digit of a quotient by a divisor that needs no shift
        run: |i, o| o.push((div_floor(wide(i[1] << 32, i[0]), i[2]) as u64) >> 32),
    },
    Formula {
        name: "quotient",
        ins: &[Word, Word, Word],
        shape: |i| {
            i[2] = i[2].max(1);
            i[0] %= i[2];
        },
        // high < divisor: all of it is quotient
        run: |i, o| o.push(div_floor(wide(i[1], i[0]), i[2]) as u64),
    },
    Formula {
        name: "mul_div_floor",
        ins: &[Word, Word, Word],
        shape: any,
        run: |i, o| put(o, mul_div_floor(i[0], i[1], i[2])),
    },
    Formula {
        name: "mul_div_ceil",
        ins: &[Word, Word, Word],
        shape: any,
        run: |i, o| put(o, mul_div_ceil(i[0], i[1], i[2])),
    },
    Formula { name: "product", ins: &[Word, Word], shape: any, run: |i, o| put_wide(o, product(i[0], i[1])) },
    Formula {
        name: "q64_times",
        ins: &[Word, Word, Word],
        // the product fits 128 bits
        shape: |i| {
            if i[2] > 1 {
                i[1] = at_most(i[1], u64::MAX / i[2] - 1);
            }
        },
        run: |i, o| put_wide(o, q64_times(wide(i[0], i[1]), i[2])),
    },
    Formula {
        name: "div_floor",
        ins: &[Word, Word, Word],
        shape: |i| i[2] = i[2].max(1),
        run: |i, o| put_wide(o, div_floor(wide(i[0], i[1]), i[2])),
    },
    Formula {
        name: "div_rem",
        ins: &[Word, Word, Word],
        shape: |i| i[2] = i[2].max(1),
        run: |i, o| {
            let (quotient, rest) = div_rem(wide(i[0], i[1]), i[2]);
            o.extend([quotient, rest]);
        },
    },
    Formula {
        name: "bps_floor",
        ins: &[Word, Bps],
        shape: any,
        run: |i, o| o.push(bps_floor(i[0], i[1] as u16)),
    },
    Formula {
        name: "bps_ceil",
        ins: &[Word, Bps],
        shape: any,
        run: |i, o| o.push(bps_ceil(i[0], i[1] as u16)),
    },
    Formula {
        name: "q64_floor",
        ins: &[Word, Word, Word],
        shape: any,
        run: |i, o| o.push(q64_floor(wide(i[0], i[1]), i[2])),
    },
    Formula {
        name: "q64_ratio",
        ins: &[Word, Word],
        shape: any,
        run: |i, o| put_wide(o, q64_ratio(i[0], i[1])),
    },
    Formula {
        name: "pioneer_units",
        ins: &[Word, Word, Word],
        shape: |i| i[2] = at_most(i[2], 1 << 62),
        run: |i, o| o.push(pioneer_units(i[0], i[1], i[2])),
    },
    Formula {
        name: "pioneer_weight_ceil",
        ins: &[Word, Word, Bps],
        shape: any,
        run: |i, o| o.push(pioneer_weight_ceil(i[0], i[1], i[2] as u16)),
    },
    Formula {
        name: "weighted",
        ins: &[Word, Word, Word, Bps],
        // Q64.64, at most one half
        shape: |i| {
            i[0] = at_most(i[0], 1 << 63);
            i[3] = at_most(i[3], 10_000);
        },
        run: |i, o| put_wide(o, weighted(i[0] as u128, i[1], i[2], i[3] as u16)),
    },
    Formula {
        name: "pot_draw",
        ins: &[Word, Word, Word, Word, Word],
        // the money covers what is owed, and that covers what is drawn
        shape: |i| {
            i[0] = at_most(i[0], u64::MAX >> 1);
            i[2] = at_most(i[2], i[0].saturating_sub(1));
            if i[0] == 0 {
                i[1] = 0;
            }
            i[4] = at_most(i[4], i[2]);
            if i[4] == i[2] {
                i[3] = at_most(i[3], i[1]);
            }
        },
        run: |i, o| {
            let draw = Pot { money: i[0], owed: wide(i[1], i[2]) }.draw(wide(i[3], i[4]));
            o.extend([draw.paid, draw.dust, draw.pot.money]);
            put_wide(o, draw.pot.owed);
        },
    },
];
