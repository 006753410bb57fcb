//! Every formula over all small inputs, against properties that are written apart from it, in 128 bits.

mod books;
mod fixed;
mod rules;

use crate::formulas::{Formula, Kind, named};
use std::panic::{self, AssertUnwindSafe};

/// A property of a formula: inputs and outputs, as numbers without a width.
pub type Property = fn(&[i128], &[i128]) -> bool;

/// What is tried, and what must hold.
#[derive(Clone, Copy)]
pub struct Check {
    pub name: &'static str,
    /// Bits of an amount in the whole check, and in the quick one.
    pub bits: (u32, u32),
    /// Values of single inputs where all of them would be too many; an empty list: all.
    pub only: &'static [&'static [u64]],
    pub holds: Property,
}

#[derive(Debug)]
pub struct Outcome {
    pub name: &'static str,
    pub domain: String,
    pub inputs: u64,
    /// The first inputs for which it does not hold.
    pub violation: Option<String>,
}

pub fn checks() -> Vec<Check> {
    [fixed::CHECKS, rules::CHECKS, books::CHECKS].concat()
}

pub fn run_all(quick: bool) -> Vec<Outcome> {
    panic::set_hook(Box::new(|_| {}));
    let done = checks().iter().map(|check| run(&named(check.name), check, quick)).collect();
    drop(panic::take_hook());
    done
}

/// Runs a check over all its inputs. What panics does not hold.
pub fn run(formula: &Formula, check: &Check, quick: bool) -> Outcome {
    let bits = if quick { check.bits.1 } else { check.bits.0 };
    let many = formula.ins.len() > 2;
    let only = |place: usize| check.only.get(place).filter(|values| !values.is_empty());
    let domains: Vec<Vec<u64>> = (formula.ins.iter().enumerate())
        .map(|(place, kind)| only(place).map_or_else(|| domain(*kind, bits, many), |values| values.to_vec()))
        .collect();
    let mut at = vec![0usize; domains.len()];
    let mut ins = vec![0u64; domains.len()];
    let (mut outs, mut inputs, mut violation) = (Vec::new(), 0, None);
    let (mut wide_ins, mut wide_outs) = (Vec::new(), Vec::new());
    'all: loop {
        for (word, (place, values)) in ins.iter_mut().zip(at.iter().zip(&domains)) {
            *word = values[*place];
        }
        let told = ins.clone();
        (formula.shape)(&mut ins);
        // what the shape changes is another input of the domain, which has its own turn
        if ins == told || formula.ins.len() > 9 {
            inputs += 1;
            outs.clear();
            let ran = panic::catch_unwind(AssertUnwindSafe(|| (formula.run)(&ins, &mut outs)));
            wide_ins.clear();
            wide_ins.extend(ins.iter().map(|word| *word as i128));
            wide_outs.clear();
            wide_outs.extend(outs.iter().map(|word| *word as i128));
            if ran.is_err() || !(check.holds)(&wide_ins, &wide_outs) {
                let what = if ran.is_err() { "panics".into() } else { format!("gives {outs:?}") };
                violation = Some(format!("{} of {ins:?} {what}", formula.name));
                break;
            }
        }
        for place in 0..at.len() {
            at[place] += 1;
            if at[place] < domains[place].len() {
                continue 'all;
            }
            at[place] = 0;
        }
        break;
    }
    let all_given = (0..formula.ins.len()).all(|place| only(place).is_some());
    let domain = match check.only {
        [] => format!("all of {bits} bits"),
        _ if all_given => "edges of its spans".into(),
        _ => format!("{bits} bits, some inputs fixed"),
    };
    Outcome { name: formula.name, domain, inputs, violation }
}

/// All values of so many bits; rates in as many steps from nothing to all, and one above. Where amount and rate are all
/// there is, every basis point.
fn domain(kind: Kind, bits: u32, many: bool) -> Vec<u64> {
    let most = (1u64 << bits) - 1;
    match kind {
        Kind::Flag => vec![0, 1],
        Kind::Rate => (0..=most).map(|step| step * 10_000 / most).collect(),
        Kind::Bps if bits == 8 && !many => (0..=10_001).collect(),
        Kind::Bps => (0..=most).map(|step| step * 10_000 / most).chain([65_535]).collect(),
        Kind::Word | Kind::Int | Kind::Small | Kind::Time => (0..=most).collect(),
    }
}

/// ⌊a ÷ b⌋ and ⌈a ÷ b⌉ as one learns them: the number whose multiple is next.
pub fn is_floor(q: i128, a: i128, b: i128) -> bool {
    q * b <= a && a < (q + 1) * b
}

pub fn is_ceil(q: i128, a: i128, b: i128) -> bool {
    (q - 1) * b < a && a <= q * b
}
