//! The table as JSON, one row a line, and as a page for people.

use crate::{
    floor,
    growth::{JOINERS, SIZES},
    measure::{Measured, SAMPLES, Spread},
};
use std::fmt::Write;

/// What the project wants to cost at most, in compute units.
const AIMS: &[(&str, u64)] = &[
    ("found", 9_000),
    ("apply", 3_500),
    ("vouch_for", 3_500),
    ("admit", 1_000),
    ("make_pledge", 4_900),
    ("make_pledge again", 3_000),
    ("withdraw_pledge", 2_800),
    ("settle_pool", 2_600),
    ("claim_shares", 1_600),
    ("refund_pledge", 2_700),
    ("close_period", 4_000),
    ("settle_use", 1_500),
    ("propose", 4_300),
    ("cast_vote", 4_200),
    ("cast_vote on a page", 1_450),
    ("cast_vote again", 1_400),
    ("count_protest on a page", 1_300),
    ("execute_spend", 2_800),
    ("execute_amend", 2_200),
    ("execute_expel", 4_000),
];

/// What the ELF should be at most, in bytes.
const ELF_AIM: u64 = 200_000;

/// The largest transaction that the network carries, in bytes.
const PACKET: u64 = 1_232;

pub fn json(measured: &Measured) -> String {
    let instructions = measured.instructions.iter().map(|(name, cost)| {
        let Spread { p50, p99 } = cost.units;
        format!(
            r#""{name}": {{ "p50": {p50}, "p99": {p99}, "accounts": {}, "bytes": {} }}"#,
            cost.accounts, cost.bytes
        )
    });
    let members = measured.growth.iter().map(|(name, growth)| {
        let sizes: Vec<String> = SIZES
            .iter()
            .zip(growth)
            .map(|(size, Spread { p50, p99 })| format!(r#""{size}": {{ "p50": {p50}, "p99": {p99} }}"#))
            .collect();
        format!(r#""{name}": {{ {} }}"#, sizes.join(", "))
    });
    let accounts = measured.accounts.iter().map(|(name, stored)| {
        format!(r#""{name}": {{ "bytes": {}, "lamports": {} }}"#, stored.bytes, stored.lamports)
    });
    format!(
        "{{\n  \"instructions\": {},\n  \"members\": {},\n  \"elf_bytes\": {},\n  \"accounts\": {}\n}}\n",
        lines(instructions),
        lines(members),
        measured.elf_bytes,
        lines(accounts)
    )
}

fn lines(rows: impl Iterator<Item = String>) -> String {
    format!("{{\n    {}\n  }}", rows.collect::<Vec<_>>().join(",\n    "))
}

pub fn markdown(measured: &Measured) -> String {
    let mut page = String::new();
    let largest = measured.instructions.iter().map(|(_, cost)| cost.bytes).max().unwrap_or(0);
    write!(
        page,
        "# Benchmarks

Written by `cargo xtask bench` from what `bench/compute-units.json` holds; `cargo xtask test` measures again and
refuses what moved by more than 2 %. Compute units are what the program consumed, what it calls included, in
{SAMPLES} runs of each row with keys of their own: creating an account searches for its address, which takes
longer for some keys. `bytes` is the transaction as it goes over the wire, its first signer paying the fee. ✗
marks what is above its aim.

| | now | aim |
|---|--:|--:|
| ELF, bytes | {}{} | {} |
| largest transaction, bytes | {}{} | {} |

## Instructions

| instruction | p50 | p99 | aim | accounts | bytes |
|---|--:|--:|--:|--:|--:|
",
        grouped(measured.elf_bytes),
        mark(measured.elf_bytes, Some(ELF_AIM)),
        grouped(ELF_AIM),
        grouped(largest),
        mark(largest, Some(PACKET)),
        grouped(PACKET),
    )
    .expect("a string takes all");
    for (name, cost) in &measured.instructions {
        let aim = AIMS.iter().find(|(of, _)| of == name).map(|(_, aim)| *aim);
        let Spread { p50, p99 } = cost.units;
        writeln!(
            page,
            "| `{name}` | {}{} | {}{} | {} | {} | {} |",
            grouped(p50),
            mark(p50, aim),
            grouped(p99),
            mark(p99, aim),
            aim.map(grouped).unwrap_or_default(),
            cost.accounts,
            grouped(cost.bytes),
        )
        .expect("a string takes all");
    }
    floors(&mut page, measured);
    growth(&mut page, measured);
    page.push_str(
        "\n## Accounts\n\n\
         Rent at 6 960 lamports for each byte and for 128 more, as local networks ask; mainnet asks less (5 080 in November 2026), and\n\
         `solana rent BYTES` says what it is.\n\n\
         | account | bytes | rent, lamports |\n|---|--:|--:|\n",
    );
    for (name, stored) in &measured.accounts {
        writeln!(page, "| {name} | {} | {} |", grouped(stored.bytes), grouped(stored.lamports))
            .expect("a string takes all");
    }
    page
}

/// The floors, and which rows are further above theirs than is aimed at.
fn floors(page: &mut String, measured: &Measured) {
    let above = |cost: &crate::measure::Cost| cost.floor.percent(cost.units.p50) > floor::AT_MOST;
    let far = measured.instructions.iter().filter(|(_, cost)| above(cost)).count();
    let within = measured.instructions.len() - far;
    write!(
        page,
        "
## Floors

What any program would spend at least on the same accounts, checks, calls and events. *Charged* is what the runtime
takes for calls, system variables, log entries and searches for addresses, at its own prices, and what the called programs spend.
*Counted* is a count by hand of the instructions that are left (`bench/src/floor`, which has the price of each check and the rules
of each instruction): the shortest code that we know of, with everything in registers. A floor above the measured
cost stops the command. {within} of {} rows are within {} % of their floor; ✗ marks the {far} that are not.
[Decision 19](decisions/0019-what-an-instruction-must-cost.md) has the reasons.

| instruction | charged | counted | floor | p50 | of the floor |
|---|--:|--:|--:|--:|--:|
",
        measured.instructions.len(),
        floor::AT_MOST,
    )
    .expect("a string takes all");
    for (name, cost) in &measured.instructions {
        let percent = cost.floor.percent(cost.units.p50);
        writeln!(
            page,
            "| `{name}` | {} | {} | {} | {} | {percent} %{} |",
            grouped(cost.floor.charged),
            grouped(cost.floor.counted),
            grouped(cost.floor.units()),
            grouped(cost.units.p50),
            mark(percent, Some(floor::AT_MOST)),
        )
        .expect("a string takes all");
    }
}

fn growth(page: &mut String, measured: &Measured) {
    let [few, many] = SIZES.map(|size| grouped(size as u64));
    write!(
        page,
        "
## The size of the co-op

The same founder, the same first members and the same {JOINERS} people who join, in a co-op of {few} and in one of
{many}; everyone pledges, so the pool that is settled has as many pledgers. A difference can only come from the
size.

| instruction | p50 at {few} | p50 at {many} | p99 at {few} | p99 at {many} |
|---|--:|--:|--:|--:|
"
    )
    .expect("a string takes all");
    for (name, [small, large]) in &measured.growth {
        writeln!(
            page,
            "| `{name}` | {} | {} | {} | {} |",
            grouped(small.p50),
            grouped(large.p50),
            grouped(small.p99),
            grouped(large.p99)
        )
        .expect("a string takes all");
    }
}

fn mark(value: u64, aim: Option<u64>) -> &'static str {
    if aim.is_some_and(|aim| value > aim) { " ✗" } else { "" }
}

/// A number as people read it: 12 345.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
    groups.join(" ")
}
