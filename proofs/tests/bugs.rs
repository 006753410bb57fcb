//! A bug in a copy of a formula is found by the exhaustive check, and by the comparison with the solver's formulas.

use proofs::{
    bugs,
    exhaustive::{self, Check},
    formulas::named,
};
use std::process::Command;

fn check_of(name: &str) -> Check {
    exhaustive::checks().into_iter().find(|check| check.name == name).expect("every formula has a check")
}

#[test]
fn the_exhaustive_check_finds_every_bug_and_none_without() {
    for bug in bugs::all() {
        let check = check_of(bug.of);
        assert!(exhaustive::run(&bug.formula, &check, true).violation.is_some(), "{}", bug.formula.name);
        assert_eq!(exhaustive::run(&named(bug.of), &check, true).violation, None);
    }
}

#[test]
fn the_comparison_with_the_solvers_formulas_finds_every_bug_and_none_without() {
    let compare = |name: &str| {
        let mut python = Command::new("python3");
        python
            .args(["-B", "stream.py", env!("CARGO_BIN_EXE_proofs"), "2000", name])
            .output()
            .expect("python3 is there")
    };
    for bug in bugs::all() {
        let found = compare(bug.formula.name);
        let said = String::from_utf8_lossy(&found.stdout);
        assert!(!found.status.success() && said.contains("Rust"), "{}: {said}", bug.formula.name);
        assert!(compare(bug.of).status.success(), "{}", bug.of);
    }
}

#[test]
fn a_check_that_is_not_there_would_be_noticed() {
    let narrow: Vec<&str> = proofs::narrow::run_all(true).iter().map(|one| one.name).collect();
    for formula in proofs::formulas::all() {
        let checked = exhaustive::checks().iter().any(|check| check.name == formula.name);
        assert!(checked || narrow.contains(&formula.name), "{} is checked nowhere", formula.name);
    }
}
