//! The project's own commands. `cargo xtask help` lists them.

mod mutants;

use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

const HELP: &str = "\
cargo xtask COMMAND

  demo    build the program and live through the founding of two co-ops on a real SVM
  test    everything that must hold before a change lands
  build   build the program for the chain: with the official cargo-build-sbf if it is on PATH, else ours
  mutants break the program's rules one at a time and see that a test notices (an hour; a word picks some)
  help    this text
";

/// Why a command stopped, as a sentence.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    env::set_current_dir(root()).expect("the workspace is there");
    let outcome = match env::args().nth(1).as_deref() {
        Some("demo") => demo(),
        Some("test") => test(),
        Some("build") => build(),
        Some("mutants") => mutants::mutants(env::args().nth(2).as_deref()),
        Some("help") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("unknown command: {other}\n\n{HELP}")),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}

fn demo() -> Outcome {
    build()?;
    run(cargo("run").args(["--quiet", "--package", "demo"]))
}

fn build() -> Outcome {
    let (mut builder, which) = program_builder(&root(), &target().join("deploy"));
    eprintln!("xtask: building the program with {which}");
    run(&mut builder)
}

/// What builds the program of the clone in `folder` into `out`, and its name.
fn program_builder(folder: &Path, out: &Path) -> (Command, &'static str) {
    let (tool, which) = match official_tool() {
        Some(tool) => (tool, "the official cargo-build-sbf"),
        None => (root().join("tools/sbf/cargo-build-sbf"), "tools/sbf/cargo-build-sbf"),
    };
    let mut builder = Command::new(tool);
    builder.arg("--manifest-path").arg(folder.join("programs/coop/Cargo.toml")).arg("--sbf-out-dir").arg(out);
    (builder, which)
}

/// The first `cargo-build-sbf` on PATH that is not the one in this repository.
fn official_tool() -> Option<PathBuf> {
    let ours = root().join("tools/sbf").canonicalize().ok()?;
    env::split_paths(&env::var_os("PATH")?)
        .filter(|folder| folder.canonicalize().is_ok_and(|folder| folder != ours))
        .map(|folder| folder.join("cargo-build-sbf"))
        .find(|tool| tool.is_file())
}

fn test() -> Outcome {
    step("format", || run(Command::new("cargo").args(["fmt", "--all", "--check"])))?;
    step("lints", || run(cargo("clippy").args(["--workspace", "--all-targets", "--", "-D", "warnings"])))?;
    step("the program", build)?;
    let mut passed = 0;
    step("tests", || {
        passed = run_tests(cargo("test").arg("--workspace"))?;
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

/// Cargo with the flag that lets Rust 1.95 build agave 4.3, on the committed lock.
fn cargo(verb: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or(OsString::from("cargo")));
    command.args([verb, "--locked", "--ignore-rust-version"]);
    command
}

fn run(command: &mut Command) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} ended with {status}", command.get_program().to_string_lossy())),
        Err(why) => Err(format!("{}: {why}", command.get_program().to_string_lossy())),
    }
}

/// The folder of the clone that cargo runs this in. Not the one it was built in: clones may share a target folder.
fn root() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where: start with `cargo xtask`");
    Path::new(&xtask).parent().expect("xtask stands in the workspace").to_path_buf()
}

/// Where cargo builds.
fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}
