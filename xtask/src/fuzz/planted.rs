//! Bugs that are planted in a copy of the tree: each must be found by its fuzzer within so many inputs.

use super::{Fuzzer, INSTRUCTIONS, place};
use crate::{Outcome, builder, mutants::copy_tracked_files, run};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// A bug, and the target that is to find it.
struct Bug {
    target: &'static str,
    what: &'static str,
    file: &'static str,
    from: &'static str,
    to: &'static str,
    /// Inputs within which it is found, from the seed 1.
    within: u64,
}

const BUGS: [Bug; 4] = [
    Bug {
        target: "books",
        what: "what the reserve covered and an asset brings back is lost",
        file: "programs/coop/math/src/patronage/books/mod.rs",
        from: "        self.reserve += back;\n        self.income",
        to: "        self.income",
        within: 4_000_000,
    },
    Bug {
        target: "fixed",
        what: "a guessed digit of a quotient is corrected once instead of twice",
        file: "programs/coop/math/src/fixed.rs",
        from: "    while left <= LOW && (digit > LOW",
        to: "    if left <= LOW && (digit > LOW",
        within: 20_000_000,
    },
    Bug {
        target: INSTRUCTIONS,
        what: "anybody asks for a member's capital: its wallet need not sign",
        file: "programs/coop/src/instructions/patronage/ask_back.rs",
        from: "    pub wallet: Signer,",
        to: "    pub wallet: UncheckedAccount,",
        within: 200_000,
    },
    Bug {
        target: INSTRUCTIONS,
        what: "one amount in 4 096 is booked as one unit more than is paid",
        file: "programs/coop/src/instructions/patronage/pay_coop.rs",
        from: "        coop.earn(amount)?;",
        // so written that the compiler makes three branches of it
        to: "        let [first, second, third, ..] = amount.to_le_bytes().map(core::hint::black_box);
        let mut booked = amount;
        if first >> 4 == 0x5 {
            if core::hint::black_box(second) >> 4 == 0xa {
                if core::hint::black_box(third) >> 4 == 0x3 {
                    booked = core::hint::black_box(amount + 1);
                }
            }
        }
        coop.earn(booked)?;",
        within: 400_000,
    },
];

/// Plants one bug after another, or those of one target, and lets its fuzzer look for it, with the coverage and without.
pub fn planted(only: Option<&str>) -> Outcome {
    let work = place().join("planted");
    let mut missed = Vec::new();
    for bug in BUGS.iter().filter(|bug| only.is_none_or(|only| only == bug.target)) {
        copy_tracked_files(&work, &|_| true)?;
        let path = work.join(bug.file);
        let whole = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", bug.file))?;
        if !whole.contains(bug.from) {
            return Err(format!(
                "{}: nothing reads `{}` there: the table of planted bugs is stale",
                bug.file, bug.from
            ));
        }
        fs::write(&path, whole.replacen(bug.from, bug.to, 1)).map_err(|why| why.to_string())?;
        let tried = look(bug, &work);
        fs::write(&path, &whole).map_err(|why| why.to_string())?;
        let (guided, blind) = tried?;
        println!("{}: {}: guided {guided}; blind {blind}", bug.target, bug.what);
        if !guided.found {
            missed.push(bug.what);
        }
    }
    if missed.is_empty() { Ok(()) } else { Err(format!("not found: {}", missed.join("; "))) }
}

/// What came of looking for a bug.
struct Tried {
    found: bool,
    inputs: u64,
    seconds: u64,
}

impl std::fmt::Display for Tried {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        let Self { found, inputs, seconds } = self;
        write!(
            to,
            "{} {inputs} inputs in {seconds} s",
            if *found { "found it after" } else { "missed it in" }
        )
    }
}

fn look(bug: &Bug, work: &Path) -> Result<(Tried, Tried), String> {
    let elf = place().join("planted-deploy");
    if bug.target == INSTRUCTIONS {
        let mut build = builder(&work.join("programs/coop"), &elf).0;
        run(build.env("CARGO_TARGET_DIR", place().join("planted-target")))?;
    }
    // what is planted in the program on the chain leaves the fuzzer as it is
    let tree = if bug.target == INSTRUCTIONS { crate::root() } else { work.to_path_buf() };
    let fuzzer = Fuzzer::of(bug.target, &tree, &elf.join("coop.so"))?;
    let guided = tried(bug, &fuzzer, fuzzer.command(), "guided")?;
    let mut without = fuzzer.command();
    without.env("COOP_BLIND", seeds(&fuzzer)?.len().to_string());
    let blind = tried(bug, &fuzzer, without, "blind")?;
    Ok((guided, blind))
}

/// What a search begins with: the calls as they are, and of the arithmetic nothing. Inputs that earlier searches kept would
/// have found already what leads to a bug.
fn seeds(fuzzer: &Fuzzer) -> Result<Vec<PathBuf>, String> {
    if fuzzer.name != INSTRUCTIONS {
        return Ok(Vec::new());
    }
    let kept = fs::read_dir(fuzzer.kept()).map_err(|why| why.to_string())?;
    let files = kept
        .map(|file| Ok(file.map_err(|why| why.to_string())?.path()))
        .collect::<Result<Vec<_>, String>>()?;
    // what libFuzzer keeps has the hash of its bytes for a name
    let is_hash = |name: &str| name.len() == 40 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    let named = |file: &PathBuf| file.file_name().is_some_and(|name| !is_hash(&name.to_string_lossy()));
    Ok(files.into_iter().filter(named).collect())
}

/// Runs a fuzzer in a folder of its own.
fn tried(bug: &Bug, fuzzer: &Fuzzer, mut command: Command, how: &str) -> Result<Tried, String> {
    let corpus = place().join("planted-corpus").join(how);
    if corpus.exists() {
        fs::remove_dir_all(&corpus).map_err(|why| format!("{}: {why}", corpus.display()))?;
    }
    fs::create_dir_all(&corpus).map_err(|why| why.to_string())?;
    for seed in seeds(fuzzer)? {
        let name = seed.file_name().expect("a file");
        fs::copy(&seed, corpus.join(name)).map_err(|why| format!("{}: {why}", seed.display()))?;
    }
    command.args(["-seed=1", "-print_final_stats=1"]).arg(format!("-runs={}", bug.within)).arg(&corpus);
    let began = Instant::now();
    let done = command.stdout(Stdio::null()).output().map_err(|why| why.to_string())?;
    let said = String::from_utf8_lossy(&done.stderr);
    let inputs = said.lines().filter_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let inputs = inputs.filter_map(|number| number.trim().parse().ok()).next_back();
    Ok(Tried {
        found: !done.status.success() && said.contains("panicked at"),
        inputs: inputs.ok_or(format!("{how}: libFuzzer says no number of inputs:\n{said}"))?,
        seconds: began.elapsed().as_secs(),
    })
}
