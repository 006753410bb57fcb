//! Trading with oneself never pays: lives with washes beside the same lives without, on the real functions.
//!
//! Three lives run in lockstep: of a coalition with its washes; without them; without them and without leaving before the
//! end. What a wash adds to capital is paid in as capital in the other two. The gain is what the first has more than the
//! better of the others, which leaves out the corner that decision 5 names: who leaves at a haircut, and so gives up assets that
//! later fetch more, can lose less by having washed, but staying beats both. Nobody asks at a price near 0.
//!
//! What is left of that corner is measured, not left out. The gain is at most the difference that washes made to what
//! haircuts took; where the fund did not reach all that was asked, or to the capital that closes retired; and, where the
//! reserve covers losses, to what it covered and did not get back.

use self_trading::{
    chance::Chance,
    climb::climb,
    faults::{self, Fault},
    search::{self, Kind},
};

const KINDS: [Kind; 3] = [
    Kind { sales: false, cover: false },
    Kind { sales: true, cover: false },
    Kind { sales: true, cover: true },
];

const LIVES: usize = 1_000_000;
const CLIMBS: usize = 150;
/// A gain under a broken rule that is no accident of rounding.
const CLEAR: i64 = 10_000;
/// Changes that a climb tries.
const CHANGES: usize = 2_000;

#[test]
fn self_trading_never_pays() {
    let mut chance = Chance(1);
    // lives of which every ask was reached at par; every ask was reached; not every one
    let (mut lives, mut gains, mut washed) = ([0; 3], [0; 3], 0);
    for n in 0..LIVES {
        let script = search::random(&mut chance, KINDS[n % KINDS.len()]);
        let gain = script.play(Fault::None);
        assert!(gain.excess(gain.corner()) <= 0, "{gain:?} {script:?}");
        let class = if gain.reached { !gain.at_par as usize } else { 2 };
        lives[class] += 1;
        gains[class] += (gain.money > gain.roundings + gain.covered) as usize;
        washed += (gain.washed > gain.roundings) as usize;
    }
    println!("{lives:?} lives, {washed} washed; beyond rounding {gains:?}");
    assert!(washed > LIVES / 2 && lives.iter().all(|lives| *lives > LIVES / 20));
    assert_eq!(gains[0], 0, "where all are paid at par nothing but rounding is gained");
    assert!(
        gains[1] < lives[1] / 5_000 && gains[2] < lives[2] / 500,
        "the corners are rare: {gains:?} of {lives:?}"
    );
}

#[test]
fn no_climb_finds_a_gain() {
    for (seed, kind) in KINDS.into_iter().enumerate() {
        let mut chance = Chance(7 + seed as u64);
        for _ in 0..CLIMBS {
            let (excess, script) = climb(&mut chance, kind, Fault::None, CHANGES, 0);
            assert!(excess <= 0, "{excess} {script:?} {:?}", script.play(Fault::None));
        }
    }
}

/// How many climbs it takes to find a gain under a broken rule.
fn climbs_to_find(fault: Fault) -> Option<(usize, i64)> {
    let mut chance = Chance(7);
    (0..20 * CLIMBS).find_map(|n| {
        let (excess, _) = climb(&mut chance, KINDS[n % KINDS.len()], fault, CHANGES, CLEAR);
        (excess > CLEAR).then_some((n + 1, excess))
    })
}

#[test]
fn a_rule_broken_on_purpose_is_found() {
    for fault in faults::ALL {
        let found = climbs_to_find(fault);
        println!("{fault:?}: {found:?}");
        assert!(found.is_some(), "{fault:?}");
    }
}
