//! Runs the tests on the program with one change, until one of them fails.

use crate::{
    build::{Built, PROGRAM, Switched},
    find::Mutant,
    journal::{Journal, Line, Verdict},
    reach::{Reach, Test},
    wait::{End, wait},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

/// Random steps beside the model that a change has to get through: soon, where they are enough to reach every instruction, and
/// at last.
const STEPS: [&str; 2] = ["20000", "200000"];

/// Random inputs of each property of `coop-math`, at most: soon, and at last.
const CASES: [&str; 2] = ["500", "1000000"];

/// How long one run of tests may take: on the chain, where no instruction runs for ever, and of `coop-math`.
const LONGEST: [Duration; 2] = [Duration::from_hours(1), Duration::from_mins(5)];

/// The words that name folders of rules.
const WORDS: [&str; 6] = ["charter", "membership", "bootstrap", "patronage", "governance", "federation"];

/// Tests of the same file that noticed something before and are asked first.
const ASKED_FIRST: usize = 8;

/// Tests that try every instruction, its accounts and its reasons to refuse, or one of them.
const OF_ONE: [&str; 6] = [
    "generic::refused::",
    "generic::errors::every_refusal_",
    "generic::accepted::every_instruction_",
    "generic::places::",
    "generic::paid::",
    "generic::ends::",
];

/// Seconds of tests, as long as each takes alone, that are asked soon.
const QUICK: f64 = 25.0;

/// What is asked of a change: first of all of them what is likely to notice it and soon done, then the rest of those that
/// are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Soon,
    Last,
}

/// Arguments that pick tests by their whole names.
fn exactly(tests: &[&str]) -> Vec<String> {
    ["--exact"].iter().chain(tests).map(|word| (*word).to_owned()).collect()
}

/// Tests to run, on the program or, of `coop-math`, by themselves.
#[derive(Clone)]
struct Run {
    tests: PathBuf,
    filter: Vec<String>,
    steps: &'static str,
    cases: &'static str,
    is_of_math: bool,
    /// The instruction that those tests look at that look at all.
    verb: Option<String>,
}

/// The tests, and what they are run on.
pub struct Bench {
    math: Vec<PathBuf>,
    /// By what was built and job, a copy to change: of the program, and of the tests of `coop-math`.
    switched: BTreeMap<(PathBuf, usize), Switched>,
    program: PathBuf,
    reach: Reach,
    /// Names of the program's instructions.
    verbs: BTreeSet<String>,
    /// The tests on a local SVM: one after the other, and random lives.
    coop: PathBuf,
    stateful: PathBuf,
    /// The root of the workspace.
    root: PathBuf,
    memory: Mutex<Memory>,
}

/// What was learnt of the tests.
#[derive(Default)]
pub struct Memory {
    /// What fails though nothing is changed, since it looks at the program and not at what that does.
    left_out: BTreeSet<String>,
    /// Tests that noticed something and pass with nothing changed.
    sound: BTreeSet<String>,
    /// By file, the tests that noticed something, with how often.
    noticed: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Memory {
    /// Takes from the journal which tests notice what.
    pub fn of(journal: &Journal) -> Self {
        let mut memory = Self::default();
        journal.lines.values().for_each(|line| memory.learn(line));
        memory
    }

    fn learn(&mut self, line: &Line) {
        let file = line.id.split(' ').next().unwrap_or_default().to_owned();
        if !line.by.is_empty() && line.verdict == Verdict::Noticed {
            *self.noticed.entry(file).or_default().entry(line.by.clone()).or_default() += 1;
        }
    }

    fn ask_first(&self, mutant: &Mutant) -> Vec<String> {
        let Some(tests) = self.noticed.get(&mutant.file) else { return Vec::new() };
        // random lives are a program of their own; those of all instructions take long
        let is_soon_done =
            |test: &str| test.contains("::") && (mutant.is_of_accounts() || !test.starts_with("generic::"));
        let listed = tests.iter().filter(|(test, _)| is_soon_done(test));
        let mut tests: Vec<(&String, usize)> = listed.map(|(test, count)| (test, *count)).collect();
        tests.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        tests.into_iter().take(ASKED_FIRST).map(|(test, _)| test.clone()).collect()
    }
}

impl Bench {
    /// `tests`: those on a local SVM, and random lives. `place`: where what is switched is written.
    pub fn new(
        built: Built,
        [coop, stateful]: [PathBuf; 2],
        place: &Path,
        root: &Path,
        jobs: usize,
        journal: &Journal,
    ) -> Result<Self, String> {
        let mut switched = BTreeMap::new();
        for (job, built) in
            (0..jobs).flat_map(|job| built.math.iter().chain([&built.program]).map(move |built| (job, built)))
        {
            let name = built.file_name().expect("a file").to_string_lossy();
            let copy = Switched::new(built, place.join(format!("{job}-{name}")))?;
            switched.insert((built.clone(), job), copy);
        }
        let reach = Reach::find(&built.noting, [&coop, &stateful], place, STEPS[0], jobs)?;
        let entry = fs::read_to_string(root.join(PROGRAM)).map_err(|why| format!("{PROGRAM}: {why}"))?;
        let verbs = entry
            .lines()
            .filter_map(|line| Some(line.strip_prefix("    pub fn ")?.split_once('(')?.0.to_owned()))
            .collect();
        let memory = Mutex::new(Memory::of(journal));
        let (math, program) = (built.math, built.program);
        Ok(Self { math, switched, program, reach, verbs, coop, stateful, root: root.to_path_buf(), memory })
    }

    /// What becomes of a change in one turn: nothing yet, if no test of the turn notices it and it is not the last. It is
    /// switched on by its number, or is in a `program` of its own. `job` keeps those apart that are tried at once.
    pub fn ask(
        &self,
        mutant: &Mutant,
        change: Result<usize, &Path>,
        turn: Turn,
        job: usize,
    ) -> Result<Option<Line>, String> {
        for run in self.runs(mutant, change.ok(), turn) {
            // a program of its own has no tests of `coop-math`
            if run.is_of_math && change.is_err() {
                continue;
            }
            let built = if run.is_of_math { &run.tests } else { &self.program };
            let there = match change {
                Ok(number) => self.switched(built, number, job)?,
                Err(program) => program.to_path_buf(),
            };
            let end = self.start(&run, &there)?;
            let by = match &end {
                End::Passed => continue,
                End::TimedOut => "",
                End::Failed(test) if !self.is_sound(&run, test, job)? => {
                    return self.ask(mutant, change, turn, job);
                }
                End::Failed(test) => test,
            };
            let verdict = if end == End::TimedOut { Verdict::TimedOut } else { Verdict::Noticed };
            let line = Line::new(mutant, verdict, by);
            self.memory().learn(&line);
            return Ok(Some(line));
        }
        Ok((turn == Turn::Last).then(|| Line::new(mutant, Verdict::Survived, "")))
    }

    /// The instructions whose file a change is in, with commas between them: what an action checks when it is proposed is in
    /// its file too.
    fn verb_of(&self, mutant: &Mutant) -> Option<String> {
        let path: Vec<&str> = mutant.file.trim_end_matches(".rs").split('/').collect();
        let names = match path[..] {
            [.., "actions", "mod"] => "propose".to_owned(),
            [.., "actions", "call"] => "propose,execute_invoke,execute_represent".to_owned(),
            [.., "actions", name] => format!("execute_{name},propose"),
            [.., "instructions", _, name] => name.to_owned(),
            _ => return None,
        };
        names.split(',').all(|name| self.verbs.contains(name)).then_some(names)
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().expect("nobody stops with it in hand")
    }

    fn runs(&self, mutant: &Mutant, number: Option<usize>, turn: Turn) -> Vec<Run> {
        let (steps, cases) = (STEPS[turn as usize], CASES[turn as usize]);
        let verb = self.verb_of(mutant).filter(|_| turn == Turn::Soon);
        let on_chain = |tests: &Path, filter| {
            let verb = verb.clone();
            Run { tests: tests.into(), filter, steps, cases, is_of_math: false, verb }
        };
        let math = |filter: &[String]| {
            let tests = self.math.iter().filter(|_| mutant.is_of_math()).cloned();
            let filter = filter.to_vec();
            tests
                .map(move |tests| {
                    let filter = filter.clone();
                    Run { tests, filter, steps, cases, is_of_math: true, verb: None }
                })
                .collect::<Vec<_>>()
        };
        let lives = self.reach.lives_come_by(number).then(|| on_chain(&self.stateful, Vec::new()));
        let mut runs = Vec::new();
        match turn {
            Turn::Soon => {
                let noticed = self.memory().ask_first(mutant);
                if !noticed.is_empty() {
                    let noticed: Vec<&str> = noticed.iter().map(|test| &**test).collect();
                    runs.extend(math(&exactly(&noticed)));
                }
                runs.extend(math(&[module_of(mutant)]));
                let [first, own, quick] =
                    self.quick_parts(mutant, number).map(|part| (!part.is_empty()).then(|| exactly(&part)));
                let on_coop = |part: Option<Vec<String>>| part.map(|filter| on_chain(&self.coop, filter));
                runs.extend([first, own].into_iter().filter_map(on_coop));
                // random lives see what the tests of the file do not, and before what others see by chance
                runs.extend(lives.filter(|_| !mutant.is_of_accounts()));
                runs.extend(on_coop(quick));
            }
            Turn::Last => {
                // also those that were asked: of one instruction only, or before others had noticed something of the file
                let all: Vec<&str> = self.reach.of(number).map(|test| &*test.name).collect();
                if !all.is_empty() {
                    runs.push(on_chain(&self.coop, exactly(&all)));
                }
                runs.extend(lives);
                runs.extend(math(&[]));
            }
        }
        runs
    }

    /// Tests that come by a change: those that noticed something of its file, those of what the file is about, and others
    /// that are quick.
    fn quick_parts(&self, mutant: &Mutant, number: Option<usize>) -> [Vec<&str>; 3] {
        let first = self.memory().ask_first(mutant);
        let own = own_tests(mutant);
        let is_of_one = self.verb_of(mutant).is_some() || mutant.is_of_accounts();
        let mut parts = [const { Vec::new() }; 3];
        let mut seconds = 0.0;
        for Test { name, seconds: takes, .. } in self.reach.of(number) {
            let looks_at_it = is_of_one && OF_ONE.iter().any(|test| name.starts_with(test));
            let part = if first.contains(name) {
                0
            } else if looks_at_it || own.iter().any(|own| format!("::{name}").contains(own.as_str())) {
                1
            } else {
                seconds += takes;
                if seconds > QUICK {
                    continue;
                }
                2
            };
            parts[part].push(&**name);
        }
        parts
    }

    /// Whether a test passes with nothing changed. One that does not is left out from now on.
    fn is_sound(&self, run: &Run, test: &str, job: usize) -> Result<bool, String> {
        if run.is_of_math || self.memory().sound.contains(test) {
            return Ok(true);
        }
        let unchanged = self.switched(&self.program, 0, job)?;
        let filter = if test.is_empty() { run.filter.clone() } else { exactly(&[test]) };
        let alone = Run { filter, ..run.clone() };
        if self.start(&alone, &unchanged)? == End::Passed {
            self.memory().sound.insert(test.to_owned());
            return Ok(true);
        }
        if test.is_empty() {
            return Err("the tests do not pass though nothing is changed".into());
        }
        println!("left out, as it fails though nothing is changed: {test}");
        self.memory().left_out.insert(test.to_owned());
        Ok(false)
    }

    /// A copy of what was built with a change switched on.
    fn switched(&self, built: &Path, number: usize, job: usize) -> Result<PathBuf, String> {
        let copy = &self.switched[&(built.to_path_buf(), job)];
        copy.set(number).map(Path::to_path_buf)
    }

    /// Runs tests on a program, or those of `coop-math` that a change is in.
    fn start(&self, run: &Run, there: &Path) -> Result<End, String> {
        let mut command = Command::new(if run.is_of_math { there } else { &run.tests });
        command.args(&run.filter);
        if run.is_of_math {
            // that it fails is enough: no smaller input is looked for, and none is kept
            command.env("COOP_CASES", run.cases);
            command.env("PROPTEST_MAX_SHRINK_ITERS", "0").env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1");
            return wait(command.current_dir(self.root.join("programs/coop/math")), LONGEST[1]);
        }
        let left_out = self.memory().left_out.clone();
        command.args(left_out.iter().flat_map(|test| ["--skip", test])).current_dir(self.root.join("tests"));
        command.envs(run.verb.iter().map(|verb| ("COOP_VERB", verb)));
        command.env("COOP_SHRINK", "0");
        wait(command.env("COOP_SO", there).env("COOP_STEPS", run.steps), LONGEST[0])
    }
}

/// The module of `coop-math` that a change is in, as its tests are named: `patronage::books::`.
fn module_of(mutant: &Mutant) -> String {
    let words = mutant.file.trim_start_matches(crate::sources::MATH).trim_end_matches(".rs");
    let words: Vec<&str> = words.split('/').collect();
    match words[..] {
        [.., "books", _] => "patronage::books::".into(),
        [word @ ("bootstrap" | "federation" | "governance"), ..] => format!("{word}::"),
        _ => format!("{}::", words.join("::")),
    }
}

/// Filters for the tests of what a file is about: those of the same name, and of a state those of its word.
fn own_tests(mutant: &Mutant) -> Vec<String> {
    let path: Vec<&str> = mutant.file.trim_end_matches(".rs").split('/').collect();
    let name = path[path.len() - 1];
    match path[3] {
        "instructions" if path[path.len() - 2] == "actions" => {
            vec![format!("::execute_{name}::"), format!("::{name}::")]
        }
        "instructions" => vec![format!("::{name}::")],
        _ if name == "account" => OF_ONE.map(Into::into).into(),
        _ if name == "electors" => vec!["electors::".into(), "membership::".into()],
        _ if name == "succession" => vec!["federation::".into()],
        _ => path
            .iter()
            .find(|part| WORDS.contains(part))
            .map(|word| format!("{word}::"))
            .into_iter()
            .collect(),
    }
}
