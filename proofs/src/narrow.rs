//! `fixed.rs` and `patronage/pioneers.rs` at words of 8 bits (halves of 4, quarters of 2), made from their source by `build.rs`:
//! here the functions run over all their inputs, with every edge of a word among them. "All" basis points are 10.

use crate::exhaustive::Outcome;

mod fixed {
    // what is generated casts where the widths were others
    #![allow(dead_code, clippy::unnecessary_cast)]
    include!(concat!(env!("OUT_DIR"), "/fixed.rs"));
}

mod patronage {
    // what is generated casts where the widths were others
    #![allow(dead_code, clippy::unnecessary_cast)]
    include!(concat!(env!("OUT_DIR"), "/patronage.rs"));
}

use fixed::*;
use patronage::{Pot, pioneer_units, pioneer_weight_ceil, weighted};

/// All values of a byte, in a full or quick check every one or some of them, the edges among them.
fn bytes(step: usize) -> impl Iterator<Item = u8> + Clone {
    (0..=255u8)
        .filter(move |byte| (*byte as usize).is_multiple_of(step) || [1, 15, 16, 17, 127, 255].contains(byte))
}

/// Runs over all triples in a domain and finds the first that does not hold.
fn triples(name: &'static str, step: usize, holds: impl Fn(u8, u8, u8) -> Option<bool>) -> Outcome {
    let (mut inputs, mut violation) = (0, None);
    'all: for a in bytes(step) {
        for b in bytes(step) {
            for c in bytes(step) {
                match holds(a, b, c) {
                    None => {}
                    Some(true) => inputs += 1,
                    Some(false) => {
                        violation = Some(format!("{name} of {:?}", (a, b, c)));
                        break 'all;
                    }
                }
            }
        }
    }
    let domain = if step == 1 { "all of 8 bits, as words" } else { "8 bits, as words, some of them" };
    Outcome { name, domain: domain.into(), inputs, violation }
}

fn n(byte: u8) -> u32 {
    byte as u32
}

/// A number of 8 bits if it is one.
fn fits(number: u32) -> Option<u8> {
    u8::try_from(number).ok()
}

pub fn run_all(quick: bool) -> Vec<Outcome> {
    let step = if quick { 9 } else { 1 };
    vec![
        triples("mul_high", 1, |a, b, c| (c == 0).then(|| n(mul_high(a, b)) == (n(a) * n(b)) >> 8)),
        triples("digit", step, |rest, next, d| {
            let there = d >= 128 && rest < d && next < 16;
            there.then(|| n(digit(rest, next, d)) == (n(rest) * 16 + n(next)) / n(d))
        }),
        triples("quotient", step, |high, low, d| {
            (high < d).then(|| n(quotient(high, low, d)) == (n(high) * 256 + n(low)) / n(d))
        }),
        triples("mul_div_floor", step, |a, b, c| {
            Some(mul_div_floor(a, b, c) == (n(a) * n(b)).checked_div(n(c)).and_then(fits))
        }),
        triples("mul_div_ceil", step, |a, b, c| {
            let exact = if c == 0 { None } else { fits((n(a) * n(b)).div_ceil(n(c))) };
            Some(mul_div_ceil(a, b, c) == exact)
        }),
        triples("product", 1, |a, b, c| (c == 0).then(|| product(a, b) as u32 == n(a) * n(b))),
        triples("q64_times", step, |low, high, units| {
            let exact = (n(high) * 256 + n(low)) * n(units);
            // the domain: above and what is carried into it fit a word
            let whole = n(high) * n(units) + ((n(low) * n(units)) >> 8);
            (whole < 256).then(|| q64_times(u16::from_be_bytes([high, low]), units) as u32 == exact)
        }),
        triples("div_floor", step, |low, high, d| {
            let number = u16::from_be_bytes([high, low]);
            (d > 0).then(|| div_floor(number, d) == number / d as u16)
        }),
        triples("div_rem", step, |low, high, d| {
            let number = n(high) * 256 + n(low);
            (d > 0).then(|| {
                let (quotient, rest) = div_rem(number as u16, d);
                n(quotient) == (number / n(d)).min(255) && n(rest) == number % n(d)
            })
        }),
        triples("bps_floor", 1, |amount, bps, c| {
            (c == 0).then(|| n(bps_floor(amount, bps)) == n(amount) * n(bps).min(10) / 10)
        }),
        triples("bps_ceil", 1, |amount, bps, c| {
            (c == 0).then(|| n(bps_ceil(amount, bps)) == (n(amount) * n(bps).min(10)).div_ceil(10))
        }),
        triples("q64_floor", step, |low, high, units| {
            let exact = ((n(high) * 256 + n(low)) * n(units)) >> 8;
            Some(n(q64_floor(u16::from_be_bytes([high, low]), units)) == exact.min(255))
        }),
        triples("q64_ratio", 1, |amount, units, c| {
            let exact = (n(amount) * 256).checked_div(n(units)).unwrap_or(0);
            (c == 0).then(|| q64_ratio(amount, units) as u32 == exact)
        }),
        triples("pioneer_units", step, |lifetime, surplus, t| {
            let integral = |x: u32| x * (2 * n(t) - x) / (2 * n(t));
            let end = (n(lifetime) + n(surplus)).min(255).min(n(t));
            let made = if lifetime >= t { 0 } else { integral(end) - integral(n(lifetime)) };
            // T ≤ 2⁶², a quarter of what a word holds
            (t <= 64).then(|| n(pioneer_units(lifetime, surplus, t)) == made && made <= n(surplus))
        }),
        triples("pioneer_weight_ceil", step, |units, founding, bps| {
            let exact = n(units) + (n(founding) * n(bps).min(10)).div_ceil(10);
            Some(n(pioneer_weight_ceil(units, founding, bps)) == exact.min(255))
        }),
        triples("weighted", step, |per_unit, units, founding| {
            // at most one half of a unit
            (per_unit <= 128).then(|| {
                (0..=10).all(|bps| {
                    let owed = weighted(per_unit as u16, units, founding, bps) as u32;
                    let weight = n(units) + (n(founding) * n(bps)).div_ceil(10);
                    owed == n(per_unit) * n(units) + n(per_unit) * n(founding) / 10 * n(bps)
                        && owed <= n(per_unit) * weight
                })
            })
        }),
        triples("pot_draw", if quick { 31 } else { 1 }, |money, whole, part| {
            // whole units owed and drawn, of every fraction's edges
            let mut held = true;
            for (owed_part, drawn_part) in
                [(0, 0), (1, 0), (1, 1), (255, 254), (255, 255), (0, 1), (128, 255)]
            {
                let (owed, exact) = (n(whole) * 256 + owed_part, n(part) * 256 + drawn_part);
                if exact > owed || owed.div_ceil(256) > n(money) {
                    continue;
                }
                let draw = Pot { money, owed: owed as u16 }.draw(exact as u16);
                let left = (owed - exact).div_ceil(256);
                held &= n(draw.paid) == exact / 256
                    && n(draw.pot.money) == left
                    && n(draw.dust) == n(money) - exact / 256 - left
                    && draw.pot.owed as u32 == owed - exact;
            }
            Some(held)
        }),
    ]
}
