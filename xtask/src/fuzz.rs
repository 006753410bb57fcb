//! Coverage-guided fuzzing: libFuzzer on the arithmetic, by cargo-fuzz, and on instructions against the program.

mod planted;

use crate::{Outcome, build, cargo, given, needs::installed, root, run, target};
use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

pub use planted::planted;

/// The version that is installed where no cargo-fuzz is on PATH.
const CARGO_FUZZ: &str = "0.13.2";
/// The target on the program as built for the chain.
const INSTRUCTIONS: &str = "instructions";
/// Bytes of an input, at most.
const LONGEST: &str = "-max_len=1024";

/// Which targets are fuzzed, and how.
#[derive(clap::Args)]
pub struct Wish {
    /// By default each for a minute
    target: Option<String>,
    /// How long each runs
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    time: u64,
    /// Add what reaches something new to fuzz/corpus
    #[arg(long)]
    keep: bool,
    /// Run an input of the target again
    #[arg(long, value_name = "FILE", requires = "target")]
    replay: Option<PathBuf>,
    /// Search for bugs that are planted in copies
    #[arg(long, conflicts_with_all = ["time", "keep", "replay"])]
    planted: bool,
}

/// Fuzzes each target, or the one that is wished; runs an input again; or searches for planted bugs.
pub fn fuzz(wish: Wish) -> Outcome {
    let (targets, only) = (targets()?, wish.target.as_deref());
    if let Some(other) = only.filter(|only| !targets.iter().any(|target| target == only)) {
        return Err(format!(
            "{other} is no target: give one of {}, or none for all of them",
            targets.join(", ")
        ));
    }
    if wish.planted {
        return planted(only);
    }
    for name in targets.iter().filter(|name| only.is_none_or(|only| only == *name)) {
        let fuzzer = Fuzzer::of(name, &root(), &target().join("deploy/coop.so"))?;
        if let Some(file) = &wish.replay {
            return run(fuzzer.command().arg(given(file)));
        }
        fuzzer.search(wish.time)?;
        if wish.keep {
            fuzzer.keep()?;
        }
    }
    Ok(())
}

/// Every target: those on the host build of `coop-math`, which are the files of a folder, and instructions.
fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/targets");
    let files = fs::read_dir(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let stems = files.flatten().filter_map(|file| Some(file.path().file_stem()?.to_str()?.to_owned()));
    let mut all: Vec<String> = stems.collect();
    all.sort();
    all.push(INSTRUCTIONS.into());
    Ok(all)
}

/// A target that is built.
struct Fuzzer {
    name: String,
    binary: PathBuf,
    elf: PathBuf,
}

impl Fuzzer {
    /// Builds a target of the tree in `tree`, which may be a copy; `elf` is what instructions are sent to.
    fn of(name: &str, tree: &Path, elf: &Path) -> Result<Self, String> {
        let place = place();
        let binary = if name == INSTRUCTIONS {
            if tree == root() {
                build()?;
            }
            let mut built = cargo("build");
            built.arg("--manifest-path").arg(tree.join("fuzz/Cargo.toml"));
            // nothing of it is instrumented: what is covered is the program on the chain
            run(built.args(["--package", INSTRUCTIONS]).env("CARGO_TARGET_DIR", &place))?;
            place.join("debug").join(name)
        } else {
            let mut built = Command::new(installed("cargo-fuzz", CARGO_FUZZ, &[])?);
            // what is instrumented is safe code: no sanitizer would find anything, and none needs a nightly compiler
            built
                .args(["build", "--sanitizer", "none", "--target", HOST, "--fuzz-dir"])
                .arg(tree.join("fuzz"));
            run(built.arg(name).env("CARGO_TARGET_DIR", &place).env("RUSTC_BOOTSTRAP", "1"))?;
            place.join(HOST).join("release").join(name)
        };
        Ok(Self { name: name.into(), binary, elf: elf.into() })
    }

    /// libFuzzer, which writes what it finds beside its corpus.
    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        let found = place().join("found").join(format!("{}-", self.name));
        command.arg(format!("-artifact_prefix={}", found.display())).arg(LONGEST).env("COOP_SO", &self.elf);
        command
    }

    /// Searches for so many seconds, from what is committed and what earlier searches found.
    fn search(&self, seconds: u64) -> Outcome {
        let corpus = self.corpus()?;
        let mut search = self.command();
        search.arg(format!("-max_total_time={seconds}")).arg("-print_final_stats=1");
        run(search.arg(corpus).args(Some(self.kept()).filter(|kept| kept.is_dir())))
            .map_err(|why| format!("{}: {why}; run what was found again with --replay FILE", self.name))
    }

    /// Where a search writes; made if it is not there.
    fn corpus(&self) -> Result<PathBuf, String> {
        let corpus = place().join("corpus").join(&self.name);
        for folder in [&corpus, &place().join("found")] {
            fs::create_dir_all(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
        }
        Ok(corpus)
    }

    /// The inputs that are committed.
    fn kept(&self) -> PathBuf {
        root().join("fuzz/corpus").join(&self.name)
    }

    /// Adds to the committed inputs those of the search that reach what they do not; how often they do does not matter.
    fn keep(&self) -> Outcome {
        let kept = self.kept();
        fs::create_dir_all(&kept).map_err(|why| format!("{}: {why}", kept.display()))?;
        let mut merge = self.command();
        merge.args(["-merge=1", "-use_counters=0"]).env("COOP_ONCE", "1");
        run(merge.arg(kept).arg(self.corpus()?))
    }
}

/// Where fuzzers are built and write.
fn place() -> PathBuf {
    target().join("fuzz")
}

/// What all of this is built for.
const HOST: &str = "x86_64-unknown-linux-gnu";
