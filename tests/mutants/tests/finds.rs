//! What is found in a file, and what is not.

use mutants::{
    find::{Form, Mutant, find},
    sources::{Names, Source},
};

fn found(path: &str, text: &str) -> Vec<Mutant> {
    let source = Source { path: path.into(), text: text.into(), tree: syn::parse_file(text).unwrap() };
    let sources = [source];
    find(&sources[0], &Names::of(&sources)).mutants
}

fn told(path: &str, text: &str) -> Vec<String> {
    let tell = |mutant: &Mutant| {
        let operator = mutant.id.split(' ').nth(2).unwrap();
        format!("{operator}: {} → {}", mutant.from, mutant.to)
    };
    found(path, text).iter().map(tell).collect()
}

const PROGRAM: &str = "programs/coop/src/state/pool.rs";

#[test]
fn a_condition_is_made_true_and_false_and_of_several_parts_each_is_left_out() {
    assert_eq!(
        told(PROGRAM, "fn f() { if a == b { g(); } if c && d(e) { } }"),
        [
            "condition: a == b → true",
            "condition: a == b → false",
            "deleted: g(); → ",
            "condition: c && d(e) → false",
            "operand: c → true",
            "operand: d(e) → true",
        ]
    );
}

#[test]
fn boundaries_move_by_one_and_what_stands_beside_them_stays() {
    assert_eq!(
        told(PROGRAM, "const MOST: u64 = 7; fn f() -> bool { a <= MOST }"),
        ["boundary: a <= MOST → a < MOST", "comparison: a <= MOST → true"]
    );
    assert_eq!(
        told(PROGRAM, "const MOST: u64 = 7; fn f() { g(MOST, 5) }")[1..],
        ["constant: MOST → MOST + 1", "literal: 5 → 6"]
    );
}

#[test]
fn sums_limits_and_roundings_are_turned_round() {
    assert_eq!(
        told(PROGRAM, "fn share_floor() -> u64 { a + b.min(c) } fn share_ceil() -> u64 { share_floor() }"),
        [
            "sign: a + b.min(c) → a - b.min(c)",
            "part: a + b.min(c) → a",
            "limit: b.min(c) → b",
            "limit: b.min(c) → c",
            "rounding: share_floor() → share_ceil()",
        ]
    );
    // of another crate: by its whole name
    let math = "pub fn part_floor() {} pub fn part_ceil() {} fn f() -> u64 { part_ceil() }";
    assert_eq!(
        told("programs/coop/math/src/a/b.rs", math),
        ["rounding: part_ceil() → crate::a::b::part_floor()"]
    );
}

#[test]
fn the_accounts_of_an_instruction_are_rules_too() {
    let accounts = "struct A { #[account(mut, constraint = same(a, b) @ E::X)] pub a: B }";
    assert_eq!(told(PROGRAM, accounts), ["condition: same(a, b) → true"]);
    assert_eq!(found(PROGRAM, accounts)[0].id, format!("{PROGRAM} A condition 1"));
}

#[test]
fn what_no_input_breaks_what_is_for_tests_and_what_an_event_tells_is_left_alone() {
    for text in [
        "fn f() { require!(a, E::InvariantBroken); }",
        "fn invariant() -> bool { a == b }",
        "fn f() { a.invariant()?; }",
        "#[cfg(test)] mod tests { fn f() { a = 7; } }",
        "const A: u64 = 3 + 4;",
    ] {
        assert_eq!(told(PROGRAM, text), [""; 0], "{text}");
    }
    assert_eq!(told(PROGRAM, "fn f() { emit(E { a: b + 7 }); }"), ["deleted: emit(E { a: b + 7 }); → "]);
}

#[test]
fn a_table_and_a_function_that_a_constant_needs_are_built_alone() {
    assert!(found(PROGRAM, "acts! { A: 2, true; }").iter().all(|mutant| mutant.alone));
    assert_eq!(told(PROGRAM, "acts! { A: 2, true; }"), ["literal: 2 → 3", "literal: true → false"]);
    let text = "const A: u64 = f(); const fn f() -> u64 { g() } const fn g() -> u64 { a + b } const fn h() { c = d; }";
    let alone: Vec<bool> = found(PROGRAM, text).iter().map(|mutant| mutant.alone).collect();
    assert_eq!(alone, [true, true, false]);
}

#[test]
fn an_item_that_is_formatted_otherwise_is_the_same_and_one_that_does_otherwise_is_not() {
    let hash = |text: &str| found(PROGRAM, text)[0].hash.clone();
    assert_eq!(hash("fn f() { a = b; }"), hash("fn f() {\n    // why\n    a = b;\n}"));
    assert_ne!(hash("fn f() { a = b; }"), hash("fn f() { a = c; }"));
    let found = found(PROGRAM, "impl A { fn f() { a = b; a = c; } }");
    assert_eq!(found[1].id, format!("{PROGRAM} A::f deleted 2"));
    assert_eq!(found[1].form, Form::Statement);
}
