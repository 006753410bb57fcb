//! What `cargo xtask` takes: its commands and their options.

use crate::fuzz;
use std::path::PathBuf;

/// The project's own commands
#[derive(clap::Parser)]
#[command(bin_name = "cargo xtask")]
pub enum Task {
    /// Build the program and play a drivers' co-op, a bakery and a food shop on a real SVM
    Demo,
    /// Check everything that must hold before a change lands
    Test,
    /// Start a local network with a busy co-op on it, and serve the page, also with a built-in test wallet; Ctrl-C stops
    /// all
    Up,
    /// Build the program for the chain: with the official cargo-build-sbf if it is on PATH, else ours
    Build,
    /// Build examples/shop and examples/till, programs that call this one, and test them with it
    Example,
    /// Measure compute units, and write bench/compute-units.json and docs/BENCHMARKS.md
    Bench(Check),
    /// Measure the same actions on this program and on its peers
    Peers {
        /// ELF files of Squads v4 and Realms
        #[arg(required = true, value_name = "PATH")]
        files: Vec<PathBuf>,
    },
    /// Build and test the program for networks without `CreateAccountAllowPrefund`
    Prefund,
    /// Write idl/coop.json
    Idl(Check),
    /// Write app/src/generated: from the IDL and, as WebAssembly, from coop-math
    Client(Check),
    /// Run only the tests of app/: client, command line, page in a browser
    App,
    /// Check the client's reports against the ledger under random schedules of node faults
    Faults {
        /// How many schedules
        #[arg(default_value_t = 500)]
        count: u32,
        /// Where the random numbers begin; by default they differ every time
        seed: Option<u64>,
    },
    /// Make the pictures of the README, with the tests of the page
    Pictures,
    /// Run the same random lives on `LiteSVM` and on the validator's own bank, and compare
    Bank,
    /// Random lives beside a model, of any length
    Stateful {
        /// How many steps; by default as many as `test` takes
        #[arg(long)]
        steps: Option<u64>,
        /// Where the random numbers begin
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Coverage-guided fuzzing of the arithmetic and of instructions
    Fuzz(fuzz::Wish),
    /// Random lives of a coalition that trades with itself, on the program
    SelfTrading {
        /// How many lives
        #[arg(long, default_value_t = 20_000)]
        lives: u32,
    },
    /// Create 100 000 members through the program and measure (minutes); write bench/load.json
    Load,
    /// Make a book of the documents in target/book/html, with mdbook, which is installed if it is missing
    Book,
    /// Check the formulas of the books over all small inputs, and prove them with z3 (some minutes); write docs/PROOFS.md
    Prove {
        /// Without the solver, as `test` does it
        #[arg(long)]
        quick: bool,
    },
    /// Build the program in two folders and compare the bytes
    Reproducible,
    /// Make everything that is published, in two folders, compare it, and write it with a manifest of hashes and tools to
    /// target/release-VERSION
    Release {
        /// Without the checks of the tree, the changelog and the contact: for a network of your own only
        #[arg(long)]
        draft: bool,
    },
    /// Make a release again and compare it with its manifest
    Verify {
        manifest: PathBuf,
        /// Compare the program of a network instead: an address of RPC, or a network's name
        #[arg(long, value_name = "URL|NAME")]
        cluster: Option<String>,
    },
    /// Publish program, IDL and security contact on a network, then pass the upgrade authority to a co-op's agent or give
    /// it up; each step shows its cost and asks first, and completed steps are skipped
    Publish {
        /// --cluster URL|NAME [--manifest FILE] [--keypair FILE] [--program-keypair FILE] [--authority COOP|none]
        /// [--proposal ADDRESS] [--yes]
        #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
    /// Check licences, sources and known faults of the crates with cargo-deny, and known faults of the npm packages that are
    /// shipped with npm audit
    Deny,
    /// Add an instruction, an action and a view to a copy by the steps of CONTRIBUTING.md, and test them
    Walk {
        /// Only this one
        word: Option<String>,
    },
    /// Change every rule once and check that a test fails; the result of each is written to tests/mutants/journal.jsonl, and
    /// is not tried again
    Mutants {
        /// [WORD...] [--shard I/N] [--again] [--soon] [--last] [--list]: a WORD selects some, --soon runs only the quick
        /// tests, --last all of them at once, --list shows the changes
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        options: Vec<String>,
    },
}

/// Options of a command that writes a committed file.
#[derive(clap::Args)]
pub struct Check {
    /// Write nothing, and fail if what is committed differs
    #[arg(long)]
    pub check: bool,
}
