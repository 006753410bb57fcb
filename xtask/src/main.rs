//! The project's own commands. `cargo xtask help` lists them.

mod app;
mod book;
mod deny;
mod fuzz;
mod mutants;
mod needs;
mod prove;
mod wasm;

use std::{
    env,
    ffi::OsString,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    time::Instant,
};

const HELP: &str = "\
cargo xtask COMMAND

  demo               build the program and live through drivers, a bakery and a food shop on a real SVM, books balanced
  test               everything that must hold before a change lands
  up                 a network of your own with a busy co-op on it, and the page, also with a wallet for trying
                     built in; Ctrl-C stops all
  build              build the program for the chain: with the official cargo-build-sbf if it is on PATH, else ours
  example            build examples/shop and examples/till, programs that call this one, and test them with it
  bench [--check]    measure compute units, write bench/compute-units.json and docs/BENCHMARKS.md, or compare
  idl [--check]      write idl/coop.json, or compare
  client [--check]   write app/src/generated from the IDL and, as WebAssembly, from coop-math, or compare
  app                the tests of app/ alone: client, command line, page in a browser
  faults [N [SEED]]  what is told stays true while a node loses, delays, doubles, refuses and lags: 500 schedules
  pictures           the pictures of the README, made by those tests
  bank               live the same lives on LiteSVM and on the validator's own bank, and compare
  stateful [--steps N] [--seed N]
                     random lives beside a model, as long as wanted
  fuzz [TARGET] [--time SECONDS] [--keep]
                     coverage-guided fuzzing of the arithmetic and of instructions: a target, or each for a minute;
                     --replay FILE runs an input again, --planted finds bugs that are planted in copies
  self-trading [--lives N]
                     lives of a coalition that trades with itself, on the program: 20 000, or as many as wanted
  load               create 100 000 members through the program and measure (minutes), write bench/load.json
  book               the documents as a book in target/book/html, with mdbook, which is installed once if it is not there
  prove [--quick]    the formulas of the books: over all small inputs, compared with a solver's, and proved by it (some
                     minutes; writes docs/PROOFS.md); --quick without the solver, as `test` does
  reproducible       build the program in two folders and compare the bytes
  deny               licences, sources and known faults of every dependency, by cargo-deny and npm audit
  mutants [WORD]     break the program's rules one at a time and see that a test notices (three hours; WORD picks some)
  help               this text
";

/// Why a command stopped, as a sentence.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    env::set_current_dir(root()).expect("the workspace is there");
    let words: Vec<String> = env::args().skip(1).collect();
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["demo"] => demo(),
        ["test"] => test(),
        ["up"] => app::up(),
        ["client"] => app::generated(false),
        ["client", "--check"] => app::generated(true),
        ["app"] => build().and_then(|()| app::test(None)).map(|passed| println!("{passed} passed, 0 failed")),
        ["faults"] => build().and_then(|()| app::faults("500", None)),
        ["faults", count] => build().and_then(|()| app::faults(count, None)),
        ["faults", count, seed] => build().and_then(|()| app::faults(count, Some(seed))),
        ["pictures"] => app::pictures(),
        ["build"] => build(),
        ["example"] => example(),
        ["bench"] => build().and_then(|()| bench(false)),
        ["bench", "--check"] => build().and_then(|()| bench(true)),
        ["idl"] => idl(false),
        ["idl", "--check"] => idl(true),
        ["bank"] => build().and_then(|()| bank().map(drop)),
        ["load"] => build().and_then(|()| {
            run(cargo("run").args(["--release", "--quiet", "--package", "bench", "--", "--load"]))
        }),
        ["stateful", ref options @ ..] => build().and_then(|()| stateful(options)),
        ["fuzz", ref options @ ..] => fuzz::fuzz(options),
        ["self-trading"] => build().and_then(|()| self_trading("20000")),
        ["self-trading", "--lives", lives] => build().and_then(|()| self_trading(lives)),
        ["reproducible"] => reproducible(),
        ["prove"] => prove::prove(),
        ["prove", "--quick"] => prove::quick(),
        ["book"] => book::book(),
        ["deny"] => deny::deny(),
        ["mutants"] => mutants::mutants(None),
        ["mutants", word] => mutants::mutants(Some(word)),
        [] | ["help" | "--help"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(format!("no such command: {}\n\n{HELP}", words.join(" "))),
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
    needs::programs()?;
    build()?;
    tell()
}

/// Tells the lives of the demo; it fails where one of them goes otherwise than told.
fn tell() -> Outcome {
    run(cargo("run").args(["--quiet", "--package", "demo"]))
}

fn build() -> Outcome {
    let (mut builder, which) = builder(&root().join("programs/coop"), &target().join("deploy"));
    eprintln!("xtask: building the program with {which}");
    run(&mut builder)
}

/// What builds the program in `folder` into `out`, and its name.
fn builder(folder: &Path, out: &Path) -> (Command, &'static str) {
    let (tool, which) = match official_tool() {
        Some(tool) => (tool, "the official cargo-build-sbf"),
        None => (root().join("tools/sbf/cargo-build-sbf"), "tools/sbf/cargo-build-sbf"),
    };
    let mut builder = Command::new(tool);
    builder.arg("--manifest-path").arg(folder.join("Cargo.toml")).arg("--sbf-out-dir").arg(out);
    // also of a tree that is a workspace of its own: std is built once
    builder.env("CARGO_TARGET_DIR", target());
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
    needs::programs()?;
    needs::components()?;
    needs::node()?;
    needs::chromium()?;
    step("format", || {
        run(Command::new("cargo").args(["fmt", "--all", "--check"]))?;
        let apart = ["tests/bank/Cargo.toml", TILL];
        apart
            .iter()
            .try_for_each(|tree| run(Command::new("cargo").args(["fmt", "--manifest-path", tree, "--check"])))
    })?;
    step("lints", || {
        run(cargo("clippy").args(["--workspace", "--all-targets", "--", "-D", "warnings"]))?;
        let mut apart = cargo("clippy");
        apart.args(["--manifest-path", TILL, "--", "-D", "warnings"]);
        run(apart.env("CARGO_TARGET_DIR", target()))
    })?;
    step("the program", build)?;
    let conformance = target().join("conformance");
    step("the toolchain's own test, built", || {
        run(&mut builder(&root().join("tools/sbf/conformance/program"), &conformance).0)
    })?;
    step("the examples of programs that call this one, built", examples)?;
    let mut passed = 0;
    step("tests", || {
        let mut tests = cargo("test");
        tests.arg("--workspace").env("COOP_CONFORMANCE", conformance.join("conformance.so"));
        passed = run_tests(with_examples(&mut tests))?;
        Ok(())
    })?;
    step("the formulas, over small inputs", prove::quick)?;
    step("the demo", tell)?;
    step("the IDL", || idl(true))?;
    step("compute units and sizes", || bench(true))?;
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

/// Builds the examples and tests them with the program.
fn example() -> Outcome {
    needs::programs()?;
    build()?;
    examples()?;
    run(with_examples(cargo("test").args(["--package", "shop", "--package", "till-tests"])))
}

/// The manifest of the example without Anchor, which is a workspace of its own.
const TILL: &str = "examples/till/Cargo.toml";

fn examples() -> Outcome {
    let one =
        |name: &str| run(&mut builder(&root().join("examples").join(name), &target().join("examples")).0);
    one("shop").and_then(|()| one("till"))
}

/// Tests that are told where the examples are built.
fn with_examples(tests: &mut Command) -> &mut Command {
    let built = target().join("examples");
    tests.env("COOP_SHOP", built.join("shop.so")).env("COOP_TILL", built.join("till.so"))
}

/// Random lives beside a model.
fn stateful(options: &[&str]) -> Outcome {
    let mut tests = cargo("test");
    tests.args(["--package", "coop-tests", "--test", "stateful", "--", "--nocapture"]);
    for option in options.chunks(2) {
        match option {
            ["--steps", steps] => tests.env("COOP_STEPS", steps),
            ["--seed", seed] => tests.env("COOP_SEED", seed),
            _ => return Err(format!("--steps N or --seed N, not {}", option.join(" "))),
        };
    }
    run(&mut tests)
}

/// Lives of a coalition that trades with itself, on the program.
fn self_trading(lives: &str) -> Outcome {
    let mut tests = cargo("test");
    tests.args(["--package", "self-trading", "--test", "on_chain", "--", "--nocapture"]);
    run(tests.env("COOP_LIVES", lives))
}

/// Measures; writes the table and its page, or compares with those committed.
fn bench(check: bool) -> Outcome {
    run(cargo("run").args(["--quiet", "--package", "bench", "--"]).args(check.then_some("--check")))
}

/// Writes the IDL, or compares it with the one committed.
fn idl(check: bool) -> Outcome {
    let mut command = cargo("run");
    // anchor's builder calls rustup where this is set
    command.args(["--quiet", "--package", "idl"]).env_remove("RUSTUP_TOOLCHAIN");
    let made = output(&mut command)?;
    let path = root().join("idl/coop.json");
    if !check {
        fs::create_dir_all(path.parent().expect("a folder")).map_err(|why| why.to_string())?;
        return fs::write(&path, made).map_err(|why| why.to_string());
    }
    if fs::read(&path).unwrap_or_default() == made {
        Ok(())
    } else {
        Err("idl/coop.json is not what the program says: `cargo xtask idl` writes it".into())
    }
}

/// Lives the same lives in LiteSVM and in a workspace of its own on the validator's bank. The steps that agree.
fn bank() -> Result<u64, String> {
    let trace = target().join("lives.txt");
    let lives = output(cargo("run").args(["--quiet", "--package", "coop-tests", "--bin", "lives"]))?;
    fs::write(&trace, &lives).map_err(|why| format!("{}: {why}", trace.display()))?;
    let mut second = cargo("run");
    second.args(["--quiet", "--manifest-path", "tests/bank/Cargo.toml", "--"]).arg(&trace);
    // a target folder of its own: the two workspaces build the same crates against different ones
    second.env("CARGO_TARGET_DIR", target().join("bank")).env("BPF_OUT_DIR", target().join("deploy"));
    if env::var_os("RUST_LOG").is_none() {
        second.env("RUST_LOG", "error");
    }
    run(&mut second)?;
    Ok(lives.iter().filter(|byte| **byte == b'\n').count() as u64)
}

/// Builds the program here and from a copy elsewhere, in target folders of different names.
fn reproducible() -> Outcome {
    build()?;
    let here = fs::read(target().join("deploy/coop.so")).map_err(|why| why.to_string())?;
    let elsewhere = env::temp_dir().join(format!("coop reproducible {}", std::process::id()));
    mutants::copy_tracked_files(&elsewhere)?;
    let (mut builder, _) = builder(&elsewhere.join("programs/coop"), &elsewhere.join("out"));
    run(builder.env("CARGO_TARGET_DIR", elsewhere.join("another target")))?;
    let there = fs::read(elsewhere.join("out/coop.so")).map_err(|why| why.to_string())?;
    fs::remove_dir_all(&elsewhere).map_err(|why| why.to_string())?;
    let home = env::var("HOME").unwrap_or_default();
    let tells = |bytes: &[u8], path: &str| bytes.windows(path.len()).any(|window| window == path.as_bytes());
    if here != there {
        Err(format!("{} and {} bytes that differ", here.len(), there.len()))
    } else if [&home, &*root().to_string_lossy()].iter().any(|path| path.len() > 1 && tells(&here, path)) {
        Err("the program names a folder of this machine".into())
    } else {
        println!("{} bytes, the same from both folders, and none names a folder of this machine", here.len());
        Ok(())
    }
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

/// What it prints.
fn output(command: &mut Command) -> Result<Vec<u8>, String> {
    match command.stderr(Stdio::inherit()).output() {
        Ok(done) if done.status.success() => Ok(done.stdout),
        Ok(done) => Err(format!("{} ended with {}", command.get_program().to_string_lossy(), done.status)),
        Err(why) => Err(format!("{}: {why}", command.get_program().to_string_lossy())),
    }
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
