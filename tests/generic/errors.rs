//! Every reason to refuse, reached on purpose: one bound or rule broken at a time.

use crate::{
    World,
    verb::{VERBS, wanted},
    world::{LAST_ERROR, code},
};
use coop::error::CoopError::{self, *};

/// Reasons that nothing can give yet.
const NOT_REACHED: &[(CoopError, &str)] = &[
    (PoolOverflow, "no mint has that many tokens; coop-math reaches it"),
    (InvariantBroken, "the program would have to contradict itself"),
];

#[test]
fn every_refusal_of_every_instruction_is_given_by_name() {
    for verb in wanted() {
        for (error, scene) in verb.refusals() {
            let refusal = scene(&mut World::new());
            let what = verb.name();
            assert!(refusal.is(*error), "{what}: {error:?} is {}, got {:?}", code(*error), refusal.error);
        }
    }
}

#[test]
fn every_error_code_is_reached() {
    let declared: Vec<u32> = include_str!("../../programs/coop/src/error.rs")
        .lines()
        .filter_map(|line| line.trim().strip_suffix(',')?.split_once(" = ")?.1.parse().ok())
        .collect();
    assert_eq!(declared.iter().max(), Some(&(LAST_ERROR as u32)));
    let scenes = VERBS.iter().flat_map(|verb| verb.refusals().iter().map(|scene| scene.0));
    let reached = scenes
        .chain(VERBS.iter().flat_map(|verb| verb.bounds()))
        .chain(NOT_REACHED.iter().map(|row| row.0))
        .map(|error| error as u32)
        .collect::<Vec<_>>();
    let missing: Vec<&u32> = declared.iter().filter(|code| !reached.contains(code)).collect();
    assert!(declared.len() > 100 && missing.is_empty(), "nothing reaches {missing:?}");
}
