//! Copies of formulas with one bug each. They must be found by the exhaustive check and by the comparison with the
//! solver's formulas: a check that finds none of them would be worthless.

use crate::formulas::{Formula, named, put};
use coop_math::fixed::{bps_floor, mul_div_ceil, q64_ratio};

/// A bug, and the formula it is in.
pub struct Bug {
    pub of: &'static str,
    pub formula: Formula,
}

fn bug(of: &'static str, name: &'static str, run: fn(&[u64], &mut Vec<u64>)) -> Bug {
    Bug { of, formula: Formula { name, run, ..named(of) } }
}

pub fn all() -> Vec<Bug> {
    vec![
        // ⌊ ⌋ where ⌈ ⌉ was meant
        bug("bps_ceil", "bps_ceil!floor", |i, o| o.push(bps_floor(i[0], i[1] as u16))),
        // and the other way round
        bug("mul_div_floor", "mul_div_floor!ceil", |i, o| put(o, mul_div_ceil(i[0], i[1], i[2]))),
        // a part rounded for the claimant
        bug("part_floor", "part_floor!ceil", |i, o| {
            o.push(if i[1] == 0 {
                0
            } else {
                mul_div_ceil(i[0], i[1], i[1].saturating_add(i[2])).unwrap_or(0)
            });
        }),
        // a unit of capital too little for what is paid
        bug("settle", "settle!retired", |i, o| {
            (named("settle").run)(i, o);
            o[1] = coop_math::fixed::mul_div_floor(i[12], i[2], i[0]).unwrap_or(0);
        }),
        // a ratio rounded up
        bug("q64_ratio", "q64_ratio!ceil", |i, o| {
            let ratio = q64_ratio(i[0], i[1]);
            let exact = i[1] == 0 || ((i[0] as u128) << 64).is_multiple_of(i[1] as u128);
            super::formulas::put_wide(o, ratio + !exact as u128);
        }),
        // a quorum that is met at less than its share
        bug("passes", "passes!quorum", |i, o| {
            let ballots = i[1] + i[2] + i[3];
            let met = ballots * 10_000 + 10_000 > i[4] * i[5];
            let enough = i[1] > i[2] && (i[0] == 0 || 3 * i[1] >= 2 * (i[1] + i[2]));
            o.push(if !met {
                1
            } else if enough {
                0
            } else {
                2
            });
        }),
    ]
}
