//! What became of each change: a line each in `journal.jsonl`, and in `explained.toml` why some change nothing.

use crate::find::Mutant;
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// A test failed.
    Noticed,
    /// A test did not end.
    TimedOut,
    /// Every test passed.
    Survived,
    /// The compiler refused it.
    DoesNotCompile,
}

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub id: String,
    /// Of the item when it was tried: once that has another, the change is tried again.
    pub hash: String,
    pub change: String,
    pub verdict: Verdict,
    /// The test that failed or did not end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
}

impl Line {
    pub fn new(mutant: &Mutant, verdict: Verdict, by: &str) -> Self {
        let flat = |text: &str| {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            let short: String = words.chars().take(MOST).collect();
            if short == words { short } else { format!("{short}…") }
        };
        Self {
            id: mutant.id.clone(),
            hash: mutant.hash.clone(),
            change: format!("{} → {}", flat(&mutant.from), flat(&mutant.to)),
            verdict,
            by: by.to_owned(),
        }
    }
}

/// Characters of a change that a line shows.
const MOST: usize = 100;

/// Why a change that no test notices changes nothing that could be noticed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explained {
    pub id: String,
    /// What is changed to what: another change may get the number that is in the `id`.
    pub change: String,
    pub why: String,
}

impl Explained {
    pub fn is_of(&self, mutant: &Mutant) -> bool {
        self.id == mutant.id && self.change == Line::new(mutant, Verdict::Survived, "").change
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Explanations {
    #[serde(default)]
    explained: Vec<Explained>,
}

pub struct Journal {
    path: PathBuf,
    pub lines: BTreeMap<String, Line>,
}

impl Journal {
    pub fn read(root: &Path) -> Result<Self, String> {
        let path = root.join("tests/mutants/journal.jsonl");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let mut lines = BTreeMap::new();
        for line in text.lines() {
            let line: Line =
                serde_json::from_str(line).map_err(|why| format!("{}: {why}: {line}", path.display()))?;
            lines.insert(line.id.clone(), line);
        }
        Ok(Self { path, lines })
    }

    /// What became of a change, if it and its item are as they were then.
    pub fn of(&self, mutant: &Mutant) -> Option<&Line> {
        let new = Line::new(mutant, Verdict::Survived, "");
        self.lines.get(&mutant.id).filter(|line| line.hash == new.hash && line.change == new.change)
    }

    /// Adds a line at once, so that a run can be stopped at any time.
    pub fn add(&mut self, line: Line) -> Result<(), String> {
        let told = |why: std::io::Error| format!("{}: {why}", self.path.display());
        let mut file = fs::OpenOptions::new().create(true).append(true).open(&self.path).map_err(told)?;
        writeln!(file, "{}", serde_json::to_string(&line).expect("a line")).map_err(told)?;
        self.lines.insert(line.id.clone(), line);
        Ok(())
    }

    /// Writes the lines in the order of the rules, without those of changes that are gone.
    pub fn tidy(&mut self, mutants: &[Mutant]) -> Result<(), String> {
        let there: BTreeSet<&str> = mutants.iter().map(|mutant| &*mutant.id).collect();
        self.lines.retain(|id, _| there.contains(&**id));
        let text: String = mutants
            .iter()
            .filter_map(|mutant| self.lines.get(&mutant.id))
            .map(|line| serde_json::to_string(line).expect("a line") + "\n")
            .collect();
        let beside = self.path.with_extension("new");
        fs::write(&beside, text)
            .and_then(|()| fs::rename(&beside, &self.path))
            .map_err(|why| format!("{}: {why}", self.path.display()))
    }
}

pub fn explanations(root: &Path) -> Result<Vec<Explained>, String> {
    let path = root.join("tests/mutants/explained.toml");
    let text = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let list: Explanations = toml::from_str(&text).map_err(|why| format!("{}: {why}", path.display()))?;
    Ok(list.explained)
}

/// How the journal stands to the rules.
#[derive(Debug, Default)]
pub struct State {
    /// Changes that have not been tried since their item is as it is.
    pub missing: Vec<String>,
    /// Lines of changes that are gone.
    pub stale: Vec<String>,
    /// Changes that no test notices and nothing explains.
    pub unexplained: Vec<String>,
    /// Explanations of changes that are gone, or another change by now, or that a test notices.
    pub idle: Vec<String>,
}

pub fn compare(mutants: &[Mutant], journal: &Journal, explained: &[Explained]) -> State {
    let there: BTreeMap<&str, &Mutant> = mutants.iter().map(|mutant| (&*mutant.id, mutant)).collect();
    let is_of_its_own = |one: &&Explained| there.get(&*one.id).is_some_and(|mutant| one.is_of(mutant));
    let (own, gone): (Vec<&Explained>, Vec<&Explained>) = explained.iter().partition(is_of_its_own);
    let reasons: BTreeSet<&str> = own.iter().map(|one| &*one.id).collect();
    let survived = |line: &&Line| line.verdict == Verdict::Survived;
    let line = |mutant: &&Mutant| journal.of(mutant);
    State {
        missing: mutants.iter().filter(|mutant| line(mutant).is_none()).map(|m| m.id.clone()).collect(),
        stale: journal.lines.keys().filter(|id| !there.contains_key(&***id)).cloned().collect(),
        unexplained: mutants
            .iter()
            .filter_map(|mutant| journal.of(mutant))
            .filter(survived)
            .filter(|line| !reasons.contains(&*line.id))
            .map(|line| format!("{}: {}", line.id, line.change))
            .collect(),
        idle: gone
            .into_iter()
            .map(|one| &*one.id)
            .chain(
                reasons
                    .iter()
                    .copied()
                    .filter(|id| journal.of(there[id]).is_some_and(|line| line.verdict != Verdict::Survived)),
            )
            .map(str::to_owned)
            .collect(),
    }
}
