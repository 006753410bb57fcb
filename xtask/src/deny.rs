//! Licences, sources and known faults of what the project is built from.

use crate::{Outcome, needs::installed, run};
use std::process::Command;

/// The version that is installed where no cargo-deny is on PATH.
const CARGO_DENY: &str = "0.20.2";
/// The trees with a lock file of their own.
pub const TREES: [&str; 4] =
    ["Cargo.toml", "tests/bank/Cargo.toml", "examples/till/Cargo.toml", "fuzz/Cargo.toml"];

/// The folders with a lock file of npm; what the root's has serves Anchor's command line alone, and runs nowhere.
const PACKAGES: [&str; 2] = ["app", "tools/publish"];

/// Checks every tree against `deny.toml`. Advisories need their database, and npm's its registry: see [`unreachable`].
pub fn deny() -> Outcome {
    let tool = installed("cargo-deny", CARGO_DENY, &[])?;
    for tree in TREES {
        let asked = |what: &[&str]| {
            let mut deny = Command::new(&tool);
            run(deny.args(["--manifest-path", tree, "--config", "deny.toml", "check"]).args(what))
        };
        asked(&["licenses", "bans", "sources"])?;
        let fetched = Command::new(&tool)
            .args(["--manifest-path", tree, "--config", "deny.toml", "fetch", "db"])
            .output();
        if fetched.is_ok_and(|fetched| fetched.status.success()) {
            asked(&["advisories"])?;
        } else {
            unreachable(tree, "their database")?;
        }
    }
    PACKAGES.into_iter().try_for_each(audited)
}

/// What npm knows of the packages in a folder.
fn audited(folder: &str) -> Outcome {
    let mut audit = Command::new("npm");
    let answer = audit.args(["audit", "--omit", "dev", "--json"]).current_dir(folder).output();
    let answer = answer.map_err(|why| format!("npm: {why}"))?;
    let said = String::from_utf8_lossy(&answer.stdout);
    if said.contains("\"auditReportVersion\"") {
        if !answer.status.success() {
            return Err(format!("npm audit found something in {folder}/package-lock.json:\n{said}"));
        }
        println!("{folder}: npm audit found nothing");
    } else {
        unreachable(folder, "npm's")?;
    }
    Ok(())
}

/// Advisories that cannot be reached are said, and the rest counts. Where `CI` is set it is an error: nobody reads there what
/// a check prints that passes.
fn unreachable(tree: &str, what: &str) -> Outcome {
    let said = format!("{tree}: advisories were not checked, as {what} cannot be reached from here");
    if std::env::var_os("CI").is_some() {
        return Err(said);
    }
    println!("{said}");
    Ok(())
}
