//! The client and its package, the command line and the page in `app/`.

use crate::{Outcome, build, built, needs, output, root, run, target, tool, wasm};
use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A local network with a co-op on it, and the page twice: as published, and with a built-in test wallet, because a bare
/// machine has none.
pub fn up() -> Outcome {
    needs::node()?;
    build()?;
    packages()?;
    for wallet in ["0", "1"] {
        run(npx(&["vite", "build", "--logLevel", "warn"]).env("COOP_TEST_WALLET", wallet))?;
    }
    run(&mut npx(&["vite", "build", "--config", "vite.cli.ts", "--logLevel", "warn"]))?;
    run(Command::new("node").arg("pack.mjs").current_dir(folder()))?;
    // takes the place of this process: whoever stops it stops the network
    let why = Command::new("node").arg("dist/cli/up.mjs").current_dir(folder()).env("COOP_ELF", elf()).exec();
    Err(format!("node: {why}"))
}

/// Everything in `app/`; the program must be built. How many tests passed.
pub fn test(pictures: Option<PathBuf>) -> Result<u64, String> {
    needs::node()?;
    needs::chromium()?;
    packages()?;
    packages_of(&root().join("tools/publish"))?;
    generated(true)?;
    let golden = target().join("golden.jsonl");
    // the lints use one core
    std::thread::scope(|scope| {
        let lints =
            scope.spawn(|| run(Command::new("npm").args(["run", "--silent", "lint"]).current_dir(folder())));
        run(&mut npx(&["tsc", "--noEmit"]))?;
        run(&mut npx(&["tsc", "--project", "../tools/publish"]))?;
        let lives = output(&mut tool("coop-tests", "golden"))?;
        fs::write(&golden, lives).map_err(|why| format!("{}: {why}", golden.display()))?;
        built("reader")?;
        lints.join().map_err(|_| "the lints broke off")?
    })?;
    let results = target().join("app-tests.json");
    let mut tests = npx(&["vitest", "run", "--reporter=default", "--reporter=json"]);
    tests.arg(format!("--outputFile.json={}", results.display()));
    tests.env("COOP_GOLDEN", golden).env("COOP_ELF", elf()).env("COOP_MATH_CASES", wasm::cases()?);
    tests.env("COOP_READER", target().join("debug/reader"));
    if let Some(pictures) = pictures {
        tests.env("COOP_PICTURES", pictures);
    }
    run(&mut tests)?;
    let said = fs::read_to_string(&results).map_err(|why| format!("{}: {why}", results.display()))?;
    let said: serde_json::Value =
        serde_json::from_str(&said).map_err(|why| format!("{}: {why}", results.display()))?;
    said["numPassedTests"].as_u64().filter(|count| *count > 0).ok_or_else(|| "vitest passed no test".into())
}

/// Runs `count` random schedules of a node's faults, from `seed` or from one that is printed, and compares the client's
/// reports with the ledger.
pub fn faults(count: u32, seed: Option<u64>) -> Outcome {
    needs::node()?;
    needs::chromium()?;
    packages()?;
    let mut test = npx(&["vitest", "run", "test/schedules.test.ts"]);
    test.env("COOP_ELF", elf()).env("COOP_FAULTS", count.to_string());
    test.envs(seed.map(|seed| ("COOP_SEED", seed.to_string())));
    run(&mut test)
}

/// The pictures of the README, made by the tests of the page.
pub fn pictures() -> Outcome {
    build()?;
    test(Some(root().join("docs/pictures"))).map(drop)
}

/// Writes `src/generated` from the IDL, from the program's source and from coop-math, or compares it with what is committed.
pub fn generated(check: bool) -> Outcome {
    packages()?;
    let committed = folder().join("src/generated");
    let made = target().join("generated");
    if made.exists() {
        fs::remove_dir_all(&made).map_err(|why| why.to_string())?;
    }
    let mut generate = Command::new("node");
    run(generate.args(["generate.mjs", "../idl/coop.json"]).arg(&made).current_dir(folder()))?;
    wasm::generated(&made, &committed, check)?;
    if !check {
        return replace(&committed, &made);
    }
    run(Command::new("diff").args(["--recursive", "--brief"]).arg(&committed).arg(&made)).map_err(|_| {
        "app/src/generated is not what the IDL, the program's source and coop-math say: `cargo xtask client` writes it".into()
    })
}

/// The folder `old` becomes a copy of `new`.
fn replace(old: &Path, new: &Path) -> Outcome {
    fs::remove_dir_all(old).map_err(|why| format!("{}: {why}", old.display()))?;
    run(Command::new("cp").arg("-R").arg(new).arg(old))
}

/// Installs the locked packages, unless they are there.
pub fn packages() -> Outcome {
    packages_of(&folder())
}

/// The same for any folder with a lock file.
pub fn packages_of(folder: &Path) -> Outcome {
    let (lock, installed) = (folder.join("package-lock.json"), folder.join("node_modules/.coop-lock"));
    let wanted = fs::read(&lock).map_err(|why| format!("{}: {why}", lock.display()))?;
    if fs::read(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    eprintln!("xtask: installing the packages of {}", folder.display());
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(folder))?;
    fs::write(&installed, wanted).map_err(|why| format!("{}: {why}", installed.display()))
}

fn npx(words: &[&str]) -> Command {
    let mut command = Command::new("npx");
    command.arg("--no-install").args(words).current_dir(folder()).stdin(Stdio::inherit());
    command
}

fn elf() -> PathBuf {
    target().join("deploy/coop.so")
}

fn folder() -> PathBuf {
    root().join("app")
}
