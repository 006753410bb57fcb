//! A search that makes a life more and more gainful.

use crate::{
    chance::Chance,
    faults::Fault,
    script::Script,
    search::{Kind, LONGEST, maker, random, terms},
};

/// The same life with one thing changed.
fn vary(script: &Script, chance: &mut Chance, kind: Kind) -> Script {
    let mut next = script.clone();
    let steps = &mut next.steps;
    match chance.below(100) {
        0..25 if !steps.is_empty() => {
            let i = chance.below(steps.len());
            let (fresh, factor) = (chance.part(), chance.of(&[0.5, 0.8, 1.2, 2.0]));
            if let Some(part) = steps[i].part_mut() {
                *part = chance.of(&[1.0, fresh, *part * factor, 0.0]);
            }
        }
        25..40 if !steps.is_empty() => {
            steps.remove(chance.below(steps.len()));
        }
        40..62 if steps.len() < LONGEST => {
            let at = chance.below(steps.len() + 1);
            let step = maker(chance, kind, &script.ours).any_step();
            steps.insert(at, step);
        }
        62..72 if steps.len() > 1 => {
            let i = chance.below(steps.len() - 1);
            steps.swap(i, i + 1);
        }
        72..85 => {
            let who = chance.below(next.start.len());
            let amount = next.start[who] as f64 * chance.of(&[0.1, 0.5, 2.0, 10.0]);
            next.start[who] = (amount as u64).clamp(1, 10u64.pow(10));
        }
        _ => {
            let other = terms(chance, script.start.iter().sum());
            let (to, from) = (&mut next.terms, &other);
            match chance.below(13) {
                0 => to.rates.reserve_bps = from.rates.reserve_bps,
                1 => to.rates.solidarity_bps = from.rates.solidarity_bps,
                2 => to.rates.interest_cap_bps = from.rates.interest_cap_bps,
                3 => to.rates.depreciation_bps = from.rates.depreciation_bps,
                4 => to.rates.work_bps = from.rates.work_bps,
                5 => to.rates.cash_bps = from.rates.cash_bps,
                6 => to.rates.pioneer_bps = from.rates.pioneer_bps,
                7 => to.provider_bps = from.provider_bps,
                8 => to.redemption_bps = from.redemption_bps,
                9 => to.pioneer_threshold = from.pioneer_threshold,
                10 => to.pioneer_cap_bps = to.rates.reserve_bps,
                11 => to.pioneer_shares_bps = from.pioneer_shares_bps,
                _ => (to.length, to.pioneer_start) = (from.length, from.pioneer_start),
            }
            to.pioneer_cap_bps = to.pioneer_cap_bps.min(to.rates.reserve_bps);
        }
    }
    next
}

/// Climbs from a random life to one that gains more of each unit washed, until there is a gain of more than
/// `enough` that neither rounding nor a corner of the real rules explains, or there were enough changes: that excess, and the life.
pub fn climb(chance: &mut Chance, kind: Kind, fault: Fault, changes: usize, enough: i64) -> (i64, Script) {
    let measure = |script: &Script| {
        let gain = script.play(fault);
        let corner = if fault == Fault::None {
            gain.corner()
        } else {
            let unreached = if gain.reached { 0 } else { gain.retired };
            script.play(Fault::None).corner().max(unreached)
        };
        (gain.per_unit(corner), gain.excess(corner))
    };
    let mut script = random(chance, kind);
    let (mut best, mut excess) = measure(&script);
    for _ in 0..changes {
        if excess > enough {
            break;
        }
        let next = vary(&script, chance, kind);
        let (per_unit, more) = measure(&next);
        if per_unit >= best {
            (best, excess, script) = (per_unit, more, next);
        }
    }
    (excess, script)
}
