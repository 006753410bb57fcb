//! The project's own commands. `cargo xtask help` lists them.

mod app;
mod book;
mod deny;
mod everything;
mod fuzz;
mod mutants;
mod needs;
mod prove;
mod publish;
mod release;
mod task;
mod walk;
mod wasm;

use clap::Parser;
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};
use task::{Check, Task};

/// The folder in which the command was given. Afterwards everything is done at the root.
static HERE: OnceLock<PathBuf> = OnceLock::new();

/// A file as the command names it.
fn given(file: &Path) -> PathBuf {
    HERE.get().map_or_else(|| file.into(), |here| here.join(file))
}

/// Why a command stopped, as a sentence.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    HERE.get_or_init(|| env::current_dir().expect("a folder"));
    env::set_current_dir(root()).expect("the workspace is there");
    let outcome = match Task::parse() {
        Task::Demo => demo(),
        Task::Test => everything::test(),
        Task::Up => app::up(),
        Task::Client(Check { check }) => app::generated(check),
        Task::App => {
            build().and_then(|()| app::test(None)).map(|passed| println!("{passed} passed, 0 failed"))
        }
        Task::Faults { count, seed } => build().and_then(|()| app::faults(count, seed)),
        Task::Pictures => app::pictures(),
        Task::Build => build(),
        Task::Example => example(),
        Task::Bench(Check { check }) => build().and_then(|()| bench(check)),
        Task::Peers { files } => build().and_then(|()| peers(&files)),
        Task::Prefund => prefund(),
        Task::Idl(Check { check }) => idl(check),
        Task::Bank => build().and_then(|()| bank().map(drop)),
        Task::Load => build().and_then(|()| load()),
        Task::Stateful { steps, seed } => build().and_then(|()| stateful(steps, seed)),
        Task::Fuzz(wish) => fuzz::fuzz(wish),
        Task::SelfTrading { lives } => build().and_then(|()| self_trading(lives)),
        Task::Reproducible => release::reproducible(),
        Task::Release { draft } => release::release(draft),
        Task::Verify { manifest, cluster: None } => release::verify(&manifest),
        Task::Verify { manifest, cluster: Some(cluster) } => publish::check(&manifest, &cluster),
        Task::Publish { options } => publish::publish(&options),
        Task::Prove { quick: false } => prove::prove(),
        Task::Prove { quick: true } => prove::quick(),
        Task::Book => book::book(),
        Task::Deny => deny::deny(),
        Task::Walk { word } => walk::walk(word.as_deref()),
        Task::Mutants { options } => mutants::mutants(&options),
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
    play()
}

/// Plays the demo; it fails if a life does not end as expected.
fn play() -> Outcome {
    run(&mut tool("demo", "demo"))
}

fn build() -> Outcome {
    needs::programs()?;
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
    builder.args(["--arch", "v3"]);
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

/// Builds the examples and tests them with the program.
fn example() -> Outcome {
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
fn stateful(steps: Option<u64>, seed: Option<u64>) -> Outcome {
    let mut tests = cargo("test");
    tests.args(["--package", "coop-tests", "--test", "stateful", "--", "--nocapture"]);
    tests.envs(steps.map(|steps| ("COOP_STEPS", steps.to_string())));
    run(tests.envs(seed.map(|seed| ("COOP_SEED", seed.to_string()))))
}

/// Lives of a coalition that trades with itself, on the program.
fn self_trading(lives: u32) -> Outcome {
    let mut tests = cargo("test");
    tests.args(["--package", "self-trading", "--test", "on_chain", "--", "--nocapture"]);
    run(tests.env("COOP_LIVES", lives.to_string()))
}

/// Measures the same actions on this program and on its peers.
fn peers(files: &[PathBuf]) -> Outcome {
    run(tool("bench", "bench").arg("--peers").args(files.iter().map(|file| given(file))))
}

/// Creates many members through the program, and measures.
fn load() -> Outcome {
    run(cargo("run").args(["--release", "--quiet", "--package", "bench", "--", "--load"]))
}

/// Measures; writes the table and its page, or compares with those committed.
fn bench(check: bool) -> Outcome {
    run(tool("bench", "bench").args(check.then_some("--check")))
}

/// The program that makes accounts without an instruction that some networks lack.
fn prefund() -> Outcome {
    let out = target().join("without-prefund");
    let (mut builder, _) = builder(&root().join("programs/coop"), &out);
    run(builder.args(["--features", "without-prefund"]))?;
    let mut tests = cargo("test");
    tests.args(["--package", "coop-tests", "--test", "coop", "--", "--ignored", "such_a_runtime"]);
    run(tests.env("COOP_SO", out.join("coop.so")))
}

const IDL: &str = "idl/coop.json";

/// Writes the IDL, or compares it with the one committed.
fn idl(check: bool) -> Outcome {
    if check {
        return committed_idl(&root()).map(drop);
    }
    let path = root().join(IDL);
    fs::create_dir_all(path.parent().expect("a folder")).map_err(|why| why.to_string())?;
    fs::write(&path, idl_of(&root())?).map_err(|why| why.to_string())
}

/// The IDL of the program's source in a tree.
fn idl_of(tree: &Path) -> Result<Vec<u8>, String> {
    // what stands in another tree is built there
    let mut command = if tree == root() { tool("idl", "idl") } else { alone("idl", "idl") };
    // anchor's builder calls rustup where the first is set; the tool finds the program beside itself
    command
        .env_remove("RUSTUP_TOOLCHAIN")
        .env("CARGO_MANIFEST_DIR", tree.join("tools/idl"))
        .current_dir(tree);
    output(&mut command)
}

/// The same, if it is the one committed.
fn committed_idl(tree: &Path) -> Result<Vec<u8>, String> {
    let made = idl_of(tree)?;
    if fs::read(tree.join(IDL)).unwrap_or_default() == made {
        Ok(made)
    } else {
        Err("idl/coop.json is not the IDL of the program's source: `cargo xtask idl` writes it".into())
    }
}

/// Lives the same lives in `LiteSVM` and in a workspace of its own on the validator's bank. The steps that agree.
fn bank() -> Result<u64, String> {
    let trace = target().join("lives.txt");
    let lives = output(&mut tool("coop-tests", "lives"))?;
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

/// Cargo with the flag that lets Rust 1.95 build agave 4.3, on the committed lock.
fn cargo(verb: &str) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or(OsString::from("cargo")));
    command.args([verb, "--locked", "--ignore-rust-version"]);
    command
}

/// Whether [`build_all`] has built every tool of the workspace.
static ALL_BUILT: AtomicBool = AtomicBool::new(false);

/// Builds all tests and tools at once: one at a time, each would build what it depends on again, with its own features.
fn build_all() -> Outcome {
    run(cargo("build").args(["--workspace", "--tests", "--bins"]))?;
    ALL_BUILT.store(true, Ordering::Relaxed);
    Ok(())
}

/// Builds the tools of one package, unless all are built.
fn built(package: &str) -> Outcome {
    if ALL_BUILT.load(Ordering::Relaxed) {
        Ok(())
    } else {
        run(cargo("build").args(["--quiet", "--package", package]))
    }
}

/// A tool of the workspace: built alone, unless all of them are. Its arguments follow.
fn tool(package: &str, name: &str) -> Command {
    if ALL_BUILT.load(Ordering::Relaxed) {
        let mut command = Command::new(target().join("debug").join(name));
        // where cargo says that its package is: beside this one's
        command.env("CARGO_MANIFEST_DIR", root().join(name));
        return command;
    }
    alone(package, name)
}

/// A tool, built with nothing else.
fn alone(package: &str, name: &str) -> Command {
    let mut command = cargo("run");
    command.args(["--quiet", "--package", package, "--bin", name, "--"]);
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

/// Where cargo builds: there this runs, in `debug`, whether a variable or a file says where.
fn target() -> PathBuf {
    let own = env::current_exe().expect("the system knows what it runs");
    let mut folders = own.ancestors();
    folders.find(|folder| folder.ends_with("debug")).expect("cargo xtask runs in TARGET/debug");
    folders.next().expect("TARGET").to_path_buf()
}
