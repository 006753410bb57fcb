//! What the documents claim of the tree itself: each sentence has a check here.

use crate::{stateful::invariants::INVARIANTS, verb::VERBS};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
};

fn root() -> PathBuf {
    PathBuf::from("..")
}

/// Every file of a folder and its folders, by its path in the workspace.
fn files(folder: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if let Ok(text) = fs::read_to_string(&entry) {
                let path = entry.strip_prefix(root()).expect("in the workspace");
                found.insert(path.to_str().expect("UTF-8").to_owned(), text);
            }
        }
    }
    found
}

/// The part of a Rust file before its tests, line by line, without comments of whole lines.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// ARCHITECTURE.md: "one instruction in each file", and everything that the tests contain about it in one file of the
/// folder of the same name.
/// `execute_spend` is `actions/spend.rs`.
#[test]
fn one_instruction_is_one_file_and_so_are_its_tests() {
    let (program, tests) = (files("programs/coop/src/instructions"), files("tests"));
    for verb in VERBS {
        let name = verb.name();
        // `dissolve` is the one action that is not called `execute_dissolve`
        let action = if name == "dissolve" { Some(name) } else { name.strip_prefix("execute_") };
        let own = |path: &&String| match action {
            Some(action) => path.ends_with(&format!("/actions/{action}.rs")),
            None => path.ends_with(&format!("/{name}.rs")) && !path.contains("/actions/"),
        };
        let rules: Vec<&String> = program.keys().filter(own).collect();
        let tested: Vec<&String> = tests
            .keys()
            .filter(|path| path.rsplit('/').next() == Some(&format!("{name}.rs")))
            .filter(|path| tests[*path].contains("impl Verb for"))
            .collect();
        assert_eq!((rules.len(), tested.len()), (1, 1), "{name}: {rules:?} {tested:?}");
        let word = rules[0].split('/').nth(4).expect("a word");
        // actions are voted on, whatever the word of what they do
        assert!(
            tested[0].starts_with(&format!("tests/{word}/")) || rules[0].contains("/actions/"),
            "{name}: {} and {}",
            rules[0],
            tested[0]
        );
    }
}

/// docs/INVARIANTS.md: each row is a function of its name that runs after every random step, but for the tests of their
/// own that it names; and each such function has a row.
#[test]
fn every_row_of_the_invariants_is_a_function_and_every_function_a_row() {
    let page = fs::read_to_string(root().join("docs/INVARIANTS.md")).expect("INVARIANTS.md");
    let rows: BTreeSet<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split(" | ").next())
        .filter(|name| name.contains('_') && !name.contains(' '))
        .collect();
    let apart: BTreeSet<&str> = page
        .split_once("tests of their own\n(")
        .and_then(|(_, rest)| rest.split_once(')'))
        .expect("the tests of their own")
        .0
        .split(", ")
        .map(|name| name.trim_matches('`'))
        .collect();
    let asked: BTreeSet<&str> = INVARIANTS.iter().map(|(name, _)| *name).collect();
    assert_eq!(asked.union(&apart).copied().collect::<BTreeSet<_>>(), rows);
    let tests = files("tests");
    for name in &apart {
        assert!(tests.values().any(|text| text.contains(&format!("fn {name}()"))), "{name} is no test");
    }
    // and each name is that of its function
    let list = &tests["tests/stateful/invariants/mod.rs"];
    for name in asked {
        let named = |prefix: &str| list.contains(&format!("(\"{name}\", {prefix}{name})"));
        assert!(
            ["", "money::", "capital::", "people::"].into_iter().any(named),
            "{name} names another function"
        );
    }
    assert!(rows.len() > 40 && apart.len() == 3);
}

/// `coop_math`: "A function that divides is named `_floor` or `_ceil`, or a comment gives the rounding": beside the
/// division or before its function.
#[test]
fn every_division_says_how_it_rounds() {
    let mut divisions = 0;
    for (path, text) in files("programs/coop/math/src").into_iter().chain(files("programs/coop/src")) {
        if !path.ends_with(".rs") || path.contains("/tests") || path.ends_with("/tests.rs") {
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        let (mut within, mut begins) = ("", 0);
        for (at, line) in code(&text) {
            if let Some(name) =
                line.trim_start().split("fn ").nth(1).and_then(|rest| rest.split(['(', '<']).next())
            {
                (within, begins) = (name, at);
            }
            let bare = line.split(" // ").next().unwrap_or(line);
            if !bare.contains(" / ") && !bare.contains("checked_div(") {
                continue;
            }
            divisions += 1;
            // beside it, or in what stands before the function
            let header =
                lines[..begins].iter().rev().take_while(|line| line.trim_start().starts_with(['/', '#']));
            let beside = lines[at.saturating_sub(4)..=at].iter().chain(header).any(|line| {
                line.contains("//") && ["⌊", "⌈", "rounded", "exact"].iter().any(|word| line.contains(word))
            });
            assert!(
                within.ends_with("_floor") || within.ends_with("_ceil") || beside,
                "{path}:{}: how does it round? {line}",
                at + 1
            );
        }
    }
    assert!(divisions > 10);
}

/// No hand-written source file is longer than 400 lines, except the two lists that Anchor needs in one place each.
#[test]
fn no_file_is_longer_than_one_reads_at_once() {
    const LISTS: [&str; 2] = ["programs/coop/src/lib.rs", "programs/coop/src/error.rs"];
    let folders = [
        "programs",
        "tests",
        "bench",
        "demo",
        "examples",
        "tools",
        "xtask",
        "migrations",
        "app/src",
        "app/test",
        "app/math",
    ];
    let mut seen = 0;
    for (path, text) in folders.into_iter().flat_map(files) {
        let written = [".rs", ".ts", ".tsx", ".mjs", ".css", ".py"].iter().any(|kind| path.ends_with(kind));
        let apart = ["generated/", "/target/", "node_modules/"].iter().any(|folder| path.contains(folder));
        if !written || apart || LISTS.contains(&path.as_str()) {
            continue;
        }
        seen += 1;
        assert!(text.lines().count() <= 400, "{path} has {} lines", text.lines().count());
    }
    assert!(seen > 500, "{seen}");
}
