//! Which functions of `coop-math` the proofs name, and which they leave to its own tests.

use std::{collections::BTreeSet, fs, path::Path};

/// Public functions that no formula of the proofs names, and why that is enough.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("text, not numbers: tried character by character", &["is_hidden", "is_shown", "is_visible_ascii"]),
    ("comparisons of terms: every bound and ratchet has its test", &["amended_by", "validate"]),
    (
        "conditions: their tests stand at both sides of each second and amount",
        &[
            "closed_gate",
            "expires",
            "has_stood",
            "is_over",
            "may_settle",
            "pays_at_least",
            "require_room",
            "status",
        ],
    ),
    (
        "one amount moves from bucket to bucket: property tests of the books, and every identity after each step of the random lives",
        &[
            "come_home",
            "gift",
            "give_back",
            "grant",
            "invest",
            "pass_reserves_own",
            "pay_in",
            "pay_in_by_pool",
            "send_to_agent",
            "spare",
            "sweep_dust",
            "withdraw",
        ],
    ),
    (
        "a pot that pays, by `pot_draw` and `pot_fill`, which are proved",
        &["draw_interest", "draw_pioneers", "fill", "lapse_interest", "lapse_pioneers"],
    ),
    (
        "sums and parts of what `close` computes, which is proved",
        &["asked_in_all", "owed_in_cash", "pioneer_cap", "pioneer_part_floor"],
    ),
    ("a difference, not below 0: a property test of those who come and go", &["place_left"]),
    ("other names of `bps_ceil` and `bps_floor`, which are proved", &["fee_ceil", "provided_floor"]),
    ("it is the statement itself", &["invariant"]),
];

/// Everything in a folder that ends so, as one text without what is for tests alone.
fn text(folder: &Path, ends: &[&str]) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let name = entry.file_name().and_then(|name| name.to_str()).expect("a name");
        if entry.is_dir() && name != "tests" && name != "target" {
            all += &text(&entry, ends);
        } else if ends.iter().any(|end| name.ends_with(end)) && name != "tests.rs" {
            let file = fs::read_to_string(&entry).expect("text");
            all += file.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        }
    }
    all
}

/// The words after `pub fn` and `pub const fn`.
fn public(rust: &str) -> BTreeSet<String> {
    let starts = ["pub fn ", "pub const fn "];
    let heads =
        rust.lines().filter_map(|line| starts.iter().find_map(|start| line.trim().strip_prefix(start)));
    heads.map(|head| head.split(['(', '<']).next().unwrap_or_default().to_string()).collect()
}

#[test]
fn every_public_function_of_the_arithmetic_is_in_the_proofs_or_said_to_be_checked_elsewhere() {
    let functions = public(&text(Path::new("../programs/coop/math/src"), &[".rs"]));
    let here = text(Path::new("src"), &[".rs"]) + &text(Path::new("."), &[".py"]);
    let words: BTreeSet<&str> = here.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
    let elsewhere: BTreeSet<&str> = ELSEWHERE.iter().flat_map(|(_, names)| names.iter().copied()).collect();
    let absent: BTreeSet<&str> =
        functions.iter().map(String::as_str).filter(|name| !words.contains(name)).collect();
    assert!(functions.len() > 80, "{functions:?}");
    assert_eq!(absent, elsewhere, "what the proofs do not name, and what is said to be checked elsewhere");
}
