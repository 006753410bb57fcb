//! Bugs that are planted in a copy of the tree: each must be found by its fuzzer within so many inputs.

use super::{Fuzzer, INSTRUCTIONS, place};
use crate::{Outcome, builder, mutants::copy_tracked_files, run};
use std::{
    fs,
    path::Path,
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
        what: "one amount in 16 million is booked as one unit more than is paid",
        file: "programs/coop/src/instructions/patronage/pay_coop.rs",
        from: "        coop.earn(amount)?;",
        to: "        let [first, second, third, ..] = amount.to_le_bytes().map(core::hint::black_box);\n        \
             let mut booked = amount;\n        \
             if first == 0x5e {\n            \
             if core::hint::black_box(second) == 0xa7 {\n                \
             if core::hint::black_box(third) == 0x3c {\n                    \
             booked = core::hint::black_box(amount + 1);\n                }\n            }\n        }\n        \
             coop.earn(booked)?;",
        within: 400_000,
    },
];

/// Plants one bug after another and lets its fuzzer look for it, with the coverage and without.
pub fn planted() -> Outcome {
    let work = place().join("planted");
    let mut missed = Vec::new();
    for bug in &BUGS {
        copy_tracked_files(&work)?;
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
    let guided = tried(bug, fuzzer.command(), "guided")?;
    let mut without = fuzzer.command();
    let committed = fs::read_dir(fuzzer.kept()).map_err(|why| why.to_string())?.count();
    without.env("COOP_BLIND", committed.to_string());
    let blind = tried(bug, without, "blind")?;
    Ok((guided, blind))
}

/// Runs a fuzzer from the committed inputs, in a folder of its own.
fn tried(bug: &Bug, mut fuzzer: Command, how: &str) -> Result<Tried, String> {
    let corpus = place().join("planted-corpus").join(how);
    if corpus.exists() {
        fs::remove_dir_all(&corpus).map_err(|why| format!("{}: {why}", corpus.display()))?;
    }
    fs::create_dir_all(&corpus).map_err(|why| why.to_string())?;
    let committed = crate::root().join("fuzz/corpus").join(bug.target);
    fuzzer.args(["-seed=1", "-print_final_stats=1"]).arg(format!("-runs={}", bug.within));
    fuzzer.arg(&corpus).arg(committed);
    let began = Instant::now();
    let done = fuzzer.stdout(Stdio::null()).output().map_err(|why| why.to_string())?;
    let said = String::from_utf8_lossy(&done.stderr);
    let inputs = said.lines().filter_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let inputs = inputs.filter_map(|number| number.trim().parse().ok()).next_back();
    Ok(Tried {
        found: !done.status.success() && said.contains("panicked at"),
        inputs: inputs.ok_or(format!("{how}: libFuzzer says no number of inputs:\n{said}"))?,
        seconds: began.elapsed().as_secs(),
    })
}
