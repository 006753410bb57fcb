//! `cargo xtask test`: everything that must hold before a change lands.

use crate::{
    Outcome, TILL, app, bank, bench, build, build_all, builder, cargo, deny, examples, idl, needs, play,
    prove, root, run, target, with_examples,
};
use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::Instant,
};

/// Every step says how long it took; the last line how many tests passed.
pub fn test() -> Outcome {
    needs::programs()?;
    needs::components()?;
    needs::node()?;
    needs::chromium()?;
    step("format", || {
        deny::TREES.iter().try_for_each(|tree| {
            run(Command::new("cargo").args(["fmt", "--all", "--manifest-path", tree, "--check"]))
        })
    })?;
    step("lints", || {
        let mut lints = cargo("clippy");
        lints.args([
            "--workspace",
            "--all-targets",
            "--features",
            "coop-tests/reach",
            "--",
            "-D",
            "warnings",
        ]);
        run(&mut lints)?;
        let mut apart = cargo("clippy");
        apart.args(["--manifest-path", TILL, "--", "-D", "warnings"]);
        run(apart.env("CARGO_TARGET_DIR", target()))?;
        let mut documented = cargo("doc");
        documented.args([
            "--no-deps",
            "--package",
            "coop",
            "--package",
            "coop-math",
            "--package",
            "coop-anchor",
        ]);
        run(documented.env("RUSTDOCFLAGS", "-D warnings"))
    })?;
    step("the program", build)?;
    let conformance = target().join("conformance");
    step("the toolchain's own test, built", || {
        run(&mut builder(&root().join("tools/sbf/conformance/program"), &conformance).0)
    })?;
    step("the examples of programs that call this one, built", examples)?;
    step("all tests and tools, built", build_all)?;
    step("the formulas, over small inputs", prove::quick)?;
    step("the IDL", || idl(true))?;
    step("compute units and sizes", || bench(true))?;
    let mut passed = 0;
    step("tests", || {
        let mut tests = cargo("test");
        tests.arg("--workspace").env("COOP_CONFORMANCE", conformance.join("conformance.so"));
        passed = run_tests(with_examples(&mut tests))?;
        Ok(())
    })?;
    step("the demo", play)?;
    step("the second runtime", || {
        passed += bank()?;
        Ok(())
    })?;
    step("the client, the command line and the page", || {
        passed += app::test(None)?;
        Ok(())
    })?;
    println!("{passed} passed, 0 failed");
    Ok(())
}

fn step(name: &str, work: impl FnOnce() -> Outcome) -> Outcome {
    eprintln!("xtask: {name}");
    let began = Instant::now();
    work().map_err(|why| format!("{name}: {why}"))?;
    eprintln!("xtask: {name}: done in {} s", began.elapsed().as_secs());
    Ok(())
}

/// Runs cargo's tests and counts those that passed.
fn run_tests(command: &mut Command) -> Result<u64, String> {
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(|why| format!("{command:?}: {why}"))?;
    let mut passed = 0;
    for line in BufReader::new(child.stdout.take().expect("piped")).lines() {
        let line = line.map_err(|why| why.to_string())?;
        println!("{line}");
        if let Some(result) = line.strip_prefix("test result: ok. ") {
            passed += result.split(' ').next().and_then(|count| count.parse::<u64>().ok()).unwrap_or(0);
        }
    }
    match child.wait() {
        Ok(status) if status.success() && passed > 0 => Ok(passed),
        Ok(status) => Err(format!("{passed} passed before {status}")),
        Err(why) => Err(why.to_string()),
    }
}
