//! The committed inputs, without libFuzzer: each is one that once reached something new, or that once failed.

use coop_tests::verb::VERBS;
use fuzzed::{ARITHMETIC, program};
use std::{fs, path::Path};

/// Bytes of all committed inputs, at most.
const MOST: u64 = 500_000;

fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new("../../fuzz/corpus").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let paths = files.map(|file| file.expect("an entry").path());
    let mut inputs: Vec<_> =
        paths.map(|path| (path.display().to_string(), fs::read(&path).expect("a file"))).collect();
    inputs.sort();
    assert!(inputs.len() >= 10, "{target}: only {} inputs", inputs.len());
    inputs
}

#[test]
fn every_committed_input_of_the_arithmetic_keeps_its_properties() {
    for (target, check) in ARITHMETIC {
        for (path, input) in corpus(target) {
            println!("{path}");
            check(&input);
        }
    }
}

#[test]
fn every_committed_input_of_instructions_keeps_its_properties() {
    let stage = program::Stage::on(litesvm::LiteSVM::new);
    let mut all = program::Outcome::default();
    for (path, input) in corpus("instructions") {
        println!("{path}");
        let outcome = program::check_on(&stage, &input);
        all.accepted += outcome.accepted;
        all.refused += outcome.refused;
    }
    // not only refusals are looked at
    assert!(all.accepted >= 50 && all.refused >= 50, "{all:?}");
}

/// The file of an instruction's name is its call as its fixture makes it, from where every search begins.
#[test]
fn every_instruction_is_accepted_by_the_input_of_its_name() {
    let stage = program::Stage::on(litesvm::LiteSVM::new);
    let folder = Path::new("../../fuzz/corpus/instructions");
    for (place, verb) in VERBS.iter().enumerate() {
        let input = fs::read(folder.join(verb.name())).expect("an input of its name");
        assert_eq!(input, [place as u8, 0, 0, 0], "{}", verb.name());
        let outcome = program::check_on(&stage, &input);
        assert_eq!((outcome.accepted, outcome.refused, outcome.unsent), (1, 0, 0), "{}", verb.name());
    }
}

/// Each is a file of its own, and `cargo xtask fuzz` lists the files.
#[test]
fn every_target_of_the_arithmetic_has_a_fuzzer() {
    let files =
        fs::read_dir("../../fuzz/targets").expect("a folder").map(|file| file.expect("an entry").file_name());
    let mut files: Vec<_> = files.map(|name| name.to_string_lossy().into_owned()).collect();
    files.sort();
    assert_eq!(files, ARITHMETIC.map(|(target, _)| format!("{target}.rs")));
}

#[test]
fn the_committed_inputs_are_small() {
    let targets = ARITHMETIC.iter().map(|(target, _)| *target).chain(["instructions"]);
    let bytes: u64 = targets.flat_map(corpus).map(|(_, input)| input.len() as u64).sum();
    assert!(bytes < MOST, "{bytes} bytes");
}

/// The list of invariants that are not asked names only what there is.
#[test]
fn what_is_not_asked_of_a_transaction_is_an_invariant() {
    let known =
        |name: &str| coop_tests::stateful::invariants::INVARIANTS.iter().any(|(known, _)| *known == name);
    assert!(program::rules::APART.iter().all(|name| known(name)));
}
