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
mod walk;
mod wasm;

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

const HELP: &str = "\
cargo xtask COMMAND

  demo               build the program and play a drivers' co-op, a bakery and a food shop on a real SVM
  test               everything that must hold before a change lands
  up                 start a local network with a busy co-op on it, and serve the page, also with a built-in test
                     wallet; Ctrl-C stops all
  build              build the program for the chain: with the official cargo-build-sbf if it is on PATH, else ours
  example            build examples/shop and examples/till, programs that call this one, and test them with it
  bench [--check]    measure compute units, write bench/compute-units.json and docs/BENCHMARKS.md, or compare
  peers PATH...      measure the same actions on this program and on its peers (ELF files of Squads v4 and Realms)
  prefund            build and test the program for networks without CreateAccountAllowPrefund
  idl [--check]      write idl/coop.json, or compare
  client [--check]   write app/src/generated from the IDL and, as WebAssembly, from coop-math, or compare
  app                run only the tests of app/: client, command line, page in a browser
  faults [N [SEED]]  check the client's reports against the ledger under N (500) random schedules of node faults
  pictures           make the pictures of the README, with the tests of the page
  bank               run the same random lives on LiteSVM and on the validator's own bank, and compare
  stateful [--steps N] [--seed N]
                     random lives beside a model, of any length
  fuzz [TARGET] [--time SECONDS] [--keep]
                     coverage-guided fuzzing of the arithmetic and of instructions: a target, or each for a minute;
                     --replay FILE runs an input again, --planted searches for bugs that are planted in copies
  self-trading [--lives N]
                     random lives of a coalition that trades with itself, on the program: 20 000, or N
  load               create 100 000 members through the program and measure (minutes), write bench/load.json
  book               make a book of the documents in target/book/html, with mdbook, which is installed if it is missing
  prove [--quick]    check the formulas of the books over all small inputs, and prove them with z3 (some minutes;
                     writes docs/PROOFS.md); --quick without the solver, as `test` does
  reproducible       build the program in two folders and compare the bytes
  release [--draft]  make everything that is published, in two folders, compare it, and write it with a manifest of
                     hashes and tools to target/release-VERSION; --draft: also from a tree with changes
  verify MANIFEST [--cluster URL|NAME]
                     make a release again and compare it with its manifest; --cluster: compare a network's program
  publish --cluster URL|NAME [--manifest FILE] [--keypair FILE] [--program-keypair FILE] [--authority COOP|none]
          [--proposal ADDRESS] [--yes]
                     publish program, IDL and security contact on a network, then pass the upgrade authority to a
                     co-op's agent or give it up; each step shows its cost and asks first, and completed steps are
                     skipped
  deny               check licences, sources and known faults of every dependency, with cargo-deny and npm audit
  walk [WORD]        add an instruction, an action and a view to a copy by the steps of CONTRIBUTING.md, and test them;
                     WORD picks one
  mutants [WORD...] [--shard I/N] [--again] [--soon] [--list]
                     change every rule once and check that a test fails; the result of each is written to
                     tests/mutants/journal.jsonl, and is not tried again. A WORD selects some, --soon runs only the
                     quick tests, --list shows the changes
  help               this text
";

/// The folder in which the command was given. Afterwards everything is done at the root.
static HERE: OnceLock<PathBuf> = OnceLock::new();

/// A file as the command names it.
fn given(file: &str) -> PathBuf {
    HERE.get().map_or_else(|| file.into(), |here| here.join(file))
}

/// Why a command stopped, as a sentence.
type Outcome = Result<(), String>;

fn main() -> ExitCode {
    HERE.get_or_init(|| env::current_dir().expect("a folder"));
    env::set_current_dir(root()).expect("the workspace is there");
    let words: Vec<String> = env::args().skip(1).collect();
    let outcome = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["demo"] => demo(),
        ["test"] => everything::test(),
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
        ["peers", ref files @ ..] if !files.is_empty() => build().and_then(|()| {
            let files = files.iter().map(|file| given(file));
            run(tool("bench", "bench").arg("--peers").args(files))
        }),
        ["peers"] => Err("name the ELF files of the peers: cargo xtask peers PATH...".into()),
        ["prefund"] => prefund(),
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
        ["reproducible"] => release::reproducible(),
        ["release"] => release::release(false),
        ["release", "--draft"] => release::release(true),
        ["verify", manifest] => release::verify(manifest),
        ["verify", manifest, "--cluster", cluster] => publish::check(manifest, cluster),
        ["publish", ref options @ ..] => publish::publish(options),
        ["prove"] => prove::prove(),
        ["prove", "--quick"] => prove::quick(),
        ["book"] => book::book(),
        ["deny"] => deny::deny(),
        ["walk"] => walk::walk(None),
        ["walk", word] => walk::walk(Some(word)),
        ["mutants", ref options @ ..] => mutants::mutants(options),
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
    build()?;
    tell()
}

/// Tells the lives of the demo; it fails where one of them goes otherwise than told.
fn tell() -> Outcome {
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
