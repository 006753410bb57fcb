//! Compares the measured costs with the committed ones.

use crate::{
    growth::SIZES,
    measure::{Cost, Measured, Spread, Stored},
    report,
};
use serde_json::Value;

/// How far compute units and the ELF may drift from the committed table, in percent, either way.
const TOLERANCE: u64 = 2;

/// Every number that is not what the committed table says, as a sentence.
pub fn against(measured: &Measured, committed: &str) -> Vec<String> {
    let Ok(table) = serde_json::from_str::<Value>(committed) else {
        return vec!["bench/compute-units.json is missing or not JSON".into()];
    };
    let mut wrong = Vec::new();
    for (name, cost) in &measured.instructions {
        let row = &table["instructions"][name.as_str()];
        near(&mut wrong, &format!("{name}, p50"), cost.units.p50, &row["p50"]);
        near(&mut wrong, &format!("{name}, p99"), cost.units.p99, &row["p99"]);
        equal(&mut wrong, &format!("{name}, accounts"), cost.accounts, &row["accounts"]);
        equal(&mut wrong, &format!("{name}, bytes"), cost.bytes, &row["bytes"]);
    }
    for (name, growth) in &measured.growth {
        for (size, spread) in SIZES.iter().zip(growth) {
            let row = &table["members"][*name][size.to_string()];
            near(&mut wrong, &format!("{name} at {size} members, p50"), spread.p50, &row["p50"]);
            near(&mut wrong, &format!("{name} at {size} members, p99"), spread.p99, &row["p99"]);
        }
    }
    for (name, stored) in &measured.accounts {
        let row = &table["accounts"][*name];
        equal(&mut wrong, &format!("{name}, bytes"), stored.bytes, &row["bytes"]);
        equal(&mut wrong, &format!("{name}, lamports"), stored.lamports, &row["lamports"]);
    }
    near(&mut wrong, "elf_bytes", measured.elf_bytes, &table["elf_bytes"]);
    gone(&mut wrong, &table["instructions"], measured.instructions.iter().map(|(name, _)| name.as_str()));
    gone(&mut wrong, &table["members"], measured.growth.iter().map(|(name, _)| *name));
    gone(&mut wrong, &table["accounts"], measured.accounts.iter().map(|(name, _)| *name));
    wrong
}

/// The page that tells the committed table, which has every row that was measured.
pub fn page(measured: &Measured, committed: &str) -> String {
    let table: Value = serde_json::from_str(committed).expect("compared before");
    let number = |value: &Value| value.as_u64().expect("compared before");
    let spread = |row: &Value| Spread { p50: number(&row["p50"]), p99: number(&row["p99"]) };
    report::markdown(&Measured {
        instructions: measured
            .instructions
            .iter()
            .map(|(name, cost)| {
                (name.clone(), Cost { units: spread(&table["instructions"][name.as_str()]), ..*cost })
            })
            .collect(),
        growth: measured
            .growth
            .iter()
            .map(|(name, _)| (*name, SIZES.map(|size| spread(&table["members"][*name][size.to_string()]))))
            .collect(),
        accounts: measured.accounts.iter().map(|(name, stored)| (*name, Stored { ..*stored })).collect(),
        elf_bytes: number(&table["elf_bytes"]),
    })
}

fn near(wrong: &mut Vec<String>, what: &str, now: u64, committed: &Value) {
    match committed.as_u64() {
        None => wrong.push(format!("{what}: {now}, and nothing is committed")),
        Some(was) if now.abs_diff(was) * 100 > was * TOLERANCE => {
            wrong.push(format!("{what}: {now}, committed {was}, more than {TOLERANCE} % apart"));
        }
        Some(_) => {}
    }
}

fn equal(wrong: &mut Vec<String>, what: &str, now: u64, committed: &Value) {
    match committed.as_u64() {
        None => wrong.push(format!("{what}: {now}, and nothing is committed")),
        Some(was) if now != was => wrong.push(format!("{what}: {now}, committed {was}")),
        Some(_) => {}
    }
}

/// Rows of the committed table that nothing measures any more.
fn gone<'a>(wrong: &mut Vec<String>, table: &Value, measured: impl Iterator<Item = &'a str> + Clone) {
    for name in table.as_object().into_iter().flat_map(|rows| rows.keys()) {
        if !measured.clone().any(|known| known == name) {
            wrong.push(format!("{name}: committed, but no longer measured"));
        }
    }
}
