//! Walks through CONTRIBUTING.md: adds an instruction, an action and a view to a copy of the tree by touching the files of
//! its tables and no others, and runs what they must pass there. What is added is a twin of the example of the section.

mod twin;

use crate::{Outcome, builder, cargo, mutants::copy_tracked_files, root, run, target};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};
use twin::{
    Edit::{self, After, Copy, InList, Instead, Item},
    Names,
};

/// One section of CONTRIBUTING.md.
struct Walk {
    word: &'static str,
    section: &'static str,
    names: &'static Names,
    edits: &'static [(&'static str, Edit)],
    /// The tests of the program that must pass, by a part of their names.
    program: &'static [&'static str],
    /// The tests of the client.
    client: &'static [&'static str],
}

const INSTRUCTIONS: &str = "programs/coop/src/instructions/membership/mod.rs";
const ACTIONS: &str = "programs/coop/src/instructions/governance/actions/mod.rs";
const ARGUMENTS: &str = "tests/generic/second/arguments.rs";
const EVENTS: &str = "tests/generic/second/events.rs";
const PROPOSAL: &str = "programs/coop/src/state/proposal.rs";

const WALKS: [Walk; 3] = [
    Walk {
        word: "instruction",
        section: "## Add an instruction",
        names: &[
            ("set_name", "set_motto"),
            ("SetName", "SetMotto"),
            ("setName", "setMotto"),
            ("NameSet", "MottoSet"),
        ],
        edits: &[
            (
                "programs/coop/src/instructions/membership/set_name.rs",
                Copy("programs/coop/src/instructions/membership/set_motto.rs"),
            ),
            (INSTRUCTIONS, Item("pub mod set_name;")),
            ("programs/coop/src/lib.rs", InList("set_name::*,")),
            ("programs/coop/src/lib.rs", Item("pub fn set_name(")),
            ("programs/coop/src/events.rs", Item("NameSet {")),
            ("tests/membership/set_name.rs", Copy("tests/membership/set_motto.rs")),
            ("tests/membership/mod.rs", Item("pub mod set_name;")),
            ("tests/verb.rs", Item("&membership::set_name::This,")),
            (ARGUMENTS, Item("set_name: SetName {")),
            (EVENTS, Item("NameSet is coop::events::NameSet {")),
            (EVENTS, Item("record::<NameSet>(")),
            ("app/src/client/verbs/membership.ts", Item("setName: verb(")),
            ("app/src/client/eventWords.ts", Item("NameSet: (")),
        ],
        program: &["set_motto", "generic"],
        client: &["cli-words", "library"],
    },
    Walk {
        word: "action",
        section: "## Add an action of a resolution",
        names: &[("set_take_rate", "set_fee"), ("SetTakeRate", "SetFee")],
        edits: &[
            (
                "programs/coop/src/state/action.rs",
                After("Describe {", "    /// The same.\n    SetFee { bps: u16 },"),
            ),
            (PROPOSAL, After("Describe = 20,", "    /// The same.\n    SetFee = 21,")),
            (PROPOSAL, After("Self::Describe,", "        Self::SetFee,")),
            (PROPOSAL, Instead("ALL: [Self; 20]", "ALL: [Self; 21]")),
            (
                "programs/coop/src/instructions/governance/actions/set_take_rate.rs",
                Copy("programs/coop/src/instructions/governance/actions/set_fee.rs"),
            ),
            (ACTIONS, Item("pub mod set_take_rate;")),
            (ACTIONS, Item("Action::SetTakeRate {")),
            ("programs/coop/src/lib.rs", Item("pub fn execute_set_take_rate(")),
            ("tests/governance/execute_set_take_rate.rs", Copy("tests/governance/execute_set_fee.rs")),
            ("tests/governance/mod.rs", Item("pub mod execute_set_take_rate;")),
            ("tests/verb.rs", Item("&governance::execute_set_take_rate::This,")),
            ("tests/stateful/chain/compare.rs", Item("state::Action::SetTakeRate {")),
            (
                "tests/generic/second/accounts.rs",
                Instead("        Describe,\n", "        Describe, SetFee,\n"),
            ),
            (ARGUMENTS, After("Describe { about", "        SetFee { bps: u16 },")),
            (ARGUMENTS, Item("execute_set_take_rate: ")),
            ("app/src/client/actions/table.ts", Item("SetTakeRate: {")),
            ("app/src/client/verbs/governance.ts", Item("executeSetTakeRate: verb(")),
        ],
        program: &["set_fee", "generic"],
        client: &["cli-words", "library"],
    },
    Walk {
        word: "view",
        section: "## Add a view of the page",
        // it shows what is read already: the name of the read stays
        names: &[
            ("Services", "Offers"),
            ("services: {", "offers: {"),
            ("views/services", "views/offers"),
            ("\"services\"", "\"offers\""),
        ],
        edits: &[
            ("app/src/page/views/services.tsx", Copy("app/src/page/views/offers.tsx")),
            ("app/src/page/coop.tsx", Item("services: {")),
            ("app/test/browser.ts", InList("['Services', 'Bread by subscription'],")),
        ],
        program: &[],
        client: &["page"],
    },
];

/// Walks through one section, or all of them.
pub fn walk(only: Option<&str>) -> Outcome {
    let words: Vec<&str> = WALKS.iter().map(|walk| walk.word).collect();
    if only.is_some_and(|word| !words.contains(&word)) {
        return Err(format!("`cargo xtask walk` takes one of: {}", words.join(", ")));
    }
    WALKS.iter().filter(|walk| only.is_none_or(|word| word == walk.word)).try_for_each(Walk::go)
}

impl Walk {
    fn go(&self) -> Outcome {
        self.names_every_file()?;
        let tree = target().join("walk").join(self.word);
        if tree.exists() {
            fs::remove_dir_all(&tree).map_err(|why| format!("{}: {why}", tree.display()))?;
        }
        copy_tracked_files(&tree, &|_| true)?;
        self.edits.iter().try_for_each(|(file, edit)| edit.apply(&tree, file, self.names))?;
        self.check(&tree).map_err(|why| format!("{} in {}: {why}", self.word, tree.display()))?;
        println!("{}: {} files, as CONTRIBUTING.md says", self.word, self.touched().len());
        Ok(())
    }

    /// Every file that is changed or copied.
    fn touched(&self) -> BTreeSet<&str> {
        self.edits.iter().map(|(file, _)| *file).collect()
    }

    /// Refuses where the section names other files than those.
    fn names_every_file(&self) -> Outcome {
        let page = fs::read_to_string(root().join("CONTRIBUTING.md")).map_err(|why| why.to_string())?;
        let (_, steps) = page.split_once(self.section).ok_or(format!("no section {}", self.section))?;
        let steps = steps.split("\n## ").next().unwrap_or_default();
        let listed: BTreeSet<&str> =
            steps.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next()).collect();
        let wrong: Vec<&str> = self.touched().symmetric_difference(&listed).copied().collect();
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(format!(
                "\"{}\" of CONTRIBUTING.md and xtask/src/walk.rs differ in {}",
                self.section,
                wrong.join(", ")
            ))
        }
    }

    /// Builds the program of the copy, writes what is generated, and runs the tests.
    fn check(&self, tree: &Path) -> Outcome {
        let (deploy, app) = (tree.join("deploy"), tree.join("app"));
        let packages = root().join("app/node_modules");
        std::os::unix::fs::symlink(&packages, app.join("node_modules")).map_err(|why| why.to_string())?;
        if !self.program.is_empty() {
            run(Command::new("cargo").args(["fmt", "--all"]).current_dir(tree))?;
            run(builder(&tree.join("programs/coop"), &deploy).0.env("CARGO_TARGET_DIR", built()))?;
            for made in ["idl", "client"] {
                run(inside(tree, "run").args(["--quiet", "--package", "xtask", "--", made]))?;
            }
        }
        for part in self.program {
            let mut tests = inside(tree, "test");
            tests.args(["--package", "coop-tests", "--test", "coop", part]);
            run(tests.env("COOP_SO", deploy.join("coop.so")))?;
        }
        run(Command::new("npx").args(["tsc", "--noEmit"]).current_dir(&app))?;
        let elf =
            if self.program.is_empty() { target().join("deploy/coop.so") } else { deploy.join("coop.so") };
        for part in self.client {
            let mut tests = Command::new("npx");
            tests.args(["vitest", "run", &format!("test/{part}.test.ts")]).current_dir(&app);
            run(tests.env("COOP_ELF", &elf))?;
        }
        Ok(())
    }
}

/// Cargo in the copy, with a target folder of its own for all walks: cargo takes crates of one name at the same place of two
/// trees for the same.
fn inside(tree: &Path, verb: &str) -> Command {
    let mut command = cargo(verb);
    command.current_dir(tree).env("CARGO_TARGET_DIR", built());
    command
}

fn built() -> PathBuf {
    target().join("walk/target")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables of CONTRIBUTING.md are complete, and every example stands where they say. `cargo xtask walk` builds it.
    #[test]
    fn every_step_of_contributing_finds_its_example_and_no_file_is_missing() {
        for walk in WALKS {
            for (file, edit) in walk.edits {
                let text = fs::read_to_string(root().join(file)).expect(file);
                let made = edit.edited(&text, walk.names).unwrap_or_else(|| panic!("{file}: {edit:?}"));
                assert_ne!(made, text, "{file}: {edit:?}");
            }
            assert_eq!(walk.names_every_file(), Ok(()));
        }
    }
}
