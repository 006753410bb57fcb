//! The journal against the rules as they stand: nothing is run.

use mutants::{
    build::Rules,
    journal::{Explained, Journal, Line, Verdict, compare, explanations},
};
use std::{io::Write, path::PathBuf};

/// So many changes may be untried: none, unless a rule has changed since and there was no time to try them.
const UNTRIED: usize = 0;

fn root() -> PathBuf {
    PathBuf::from("../..")
}

/// What has not been tried since a rule changed is counted and named, as trying it takes longer than all other tests; it
/// may not be more than `UNTRIED`. What was tried has to have been noticed, or to be explained.
#[test]
fn what_no_test_notices_is_explained_and_every_explanation_is_needed() {
    let rules = Rules::read(&root()).unwrap();
    let state = compare(&rules.mutants, &Journal::read(&root()).unwrap(), &explanations(&root()).unwrap());
    let (all, missing) = (rules.mutants.len(), state.missing.len());
    // whoever reads the end of a test run sees it, also where everything passes
    let tried = all - missing;
    writeln!(
        std::io::stderr(),
        "{tried} of {all} changes to rules are tried; `cargo xtask mutants` tries the rest"
    )
    .unwrap();
    assert!(
        missing.saturating_sub(UNTRIED) == 0,
        "{missing} changes are untried: try them, `cargo xtask mutants --soon`"
    );
    state.missing.iter().for_each(|id| println!("  {id}"));
    println!("{} lines are of changes that are gone: {:#?}", state.stale.len(), state.stale);
    assert!(all > 3_000, "only {all} changes are found: the rules must have moved");
    assert_eq!(state.unexplained, [""; 0], "write a test, or explain it in tests/mutants/explained.toml");
    assert_eq!(
        state.idle, [""; 0],
        "explained, but gone or noticed: take it out of tests/mutants/explained.toml"
    );
}

/// Two changes with one name would share a line.
#[test]
fn every_change_has_a_name_of_its_own() {
    let rules = Rules::read(&root()).unwrap();
    let mut ids: Vec<&str> = rules.mutants.iter().map(|mutant| &*mutant.id).collect();
    ids.sort_unstable();
    let twice: Vec<_> = ids.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

#[test]
fn a_rule_that_changed_is_tried_again_and_a_survivor_needs_a_reason() {
    let rules = Rules::read(&root()).unwrap();
    let mut journal = Journal::read(&root()).unwrap();
    let mutants = &rules.mutants[..3];
    journal.lines.clear();
    let mut enter = |at: usize, verdict| {
        let line = Line::new(&mutants[at], verdict, "");
        journal.lines.insert(line.id.clone(), line);
    };
    enter(0, Verdict::Noticed);
    enter(1, Verdict::Survived);
    enter(2, Verdict::Survived);
    let explained = |at: usize| {
        let change = Line::new(&mutants[at], Verdict::Survived, "").change;
        Explained { id: mutants[at].id.clone(), change, why: String::new() }
    };
    let state = compare(mutants, &journal, &[explained(1)]);
    assert_eq!((state.missing.len(), state.unexplained.len(), state.idle.len()), (0, 1, 0));
    // noticed, or gone
    let state = compare(&mutants[..2], &journal, &[explained(0), explained(2)]);
    assert_eq!((state.unexplained.len(), state.idle.len(), state.stale.len()), (1, 2, 1));
    // the number in its id is another change's by now
    let other = Explained { change: "a → b".into(), ..explained(1) };
    let state = compare(mutants, &journal, &[other, explained(2)]);
    assert_eq!((state.unexplained.len(), &state.idle), (1, &vec![mutants[1].id.clone()]));
    journal.lines.get_mut(&mutants[1].id).unwrap().hash = "another".into();
    let state = compare(mutants, &journal, &[explained(1), explained(2)]);
    assert_eq!((state.missing, state.unexplained.len()), (vec![mutants[1].id.clone()], 0));
}
