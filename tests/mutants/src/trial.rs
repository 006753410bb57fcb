//! Runs the tests on the program with one change, until one of them fails.

use crate::{
    build::{Built, Switched},
    find::Mutant,
    journal::{Journal, Line, Verdict},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader, ErrorKind},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, MutexGuard,
        mpsc::{RecvTimeoutError, channel},
    },
    thread,
    time::{Duration, Instant},
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

/// How long it takes until a program that was just written can be started.
const BUSY: Duration = Duration::from_millis(20);
/// After that, somebody keeps it open.
const STUCK: Duration = Duration::from_secs(10);

/// Tests of the same file that noticed something before and are asked first.
const ASKED_FIRST: usize = 8;

/// Tests that try every account of every instruction.
const REFUSED: &str = "generic::refused::";

/// What is asked of a change: first of all of them what is likely to notice it and soon done, then the rest of those that
/// are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Soon,
    Last,
}

/// How one run of tests ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Passed,
    Failed(String),
    TimedOut,
}

/// Tests to run, on the program or, of `coop-math`, by themselves.
struct Run {
    tests: PathBuf,
    filter: Vec<String>,
    steps: &'static str,
    cases: &'static str,
    is_of_math: bool,
}

/// The tests, and what they are run on.
pub struct Bench {
    math: Vec<PathBuf>,
    /// By what was built and job, a copy to change: of the program, and of the tests of `coop-math`.
    switched: BTreeMap<(PathBuf, usize), Switched>,
    program: PathBuf,
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
        let memory = Mutex::new(Memory::of(journal));
        let (math, program) = (built.math, built.program);
        Ok(Self { math, switched, program, coop, stateful, root: root.to_path_buf(), memory })
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
        for run in self.runs(mutant, turn) {
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

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().expect("nobody stops with it in hand")
    }

    fn runs(&self, mutant: &Mutant, turn: Turn) -> Vec<Run> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let (steps, cases) = (STEPS[turn as usize], CASES[turn as usize]);
        let on_chain =
            |tests: &Path, filter| Run { tests: tests.into(), filter, steps, cases, is_of_math: false };
        let own = own_tests(mutant);
        let mut runs = Vec::new();
        let math = |filter: Vec<String>| {
            let tests = self.math.iter().filter(|_| mutant.is_of_math()).cloned();
            tests.map(move |tests| Run { tests, filter: filter.clone(), steps, cases, is_of_math: true })
        };
        match turn {
            Turn::Soon => {
                let first = [words(&["--exact"]), self.memory().ask_first(mutant)].concat();
                let asks = first.len() > 1;
                if asks {
                    runs.extend(math(first.clone()));
                }
                runs.extend(math(vec![module_of(mutant)]));
                if !own.is_empty() {
                    runs.push(on_chain(&self.coop, own));
                }
                if asks {
                    runs.push(on_chain(&self.coop, first));
                }
                // whoever hands in another account is in no random life
                runs.push(if mutant.is_of_accounts() {
                    on_chain(&self.coop, words(&[REFUSED]))
                } else {
                    on_chain(&self.stateful, Vec::new())
                });
            }
            Turn::Last => {
                let rest = own.iter().flat_map(|filter| words(&["--skip", filter])).collect();
                runs.push(on_chain(&self.coop, rest));
                runs.push(on_chain(&self.stateful, Vec::new()));
                runs.extend(math(Vec::new()));
            }
        }
        runs
    }

    /// Whether a test passes with nothing changed. One that does not is left out from now on.
    fn is_sound(&self, run: &Run, test: &str, job: usize) -> Result<bool, String> {
        if run.is_of_math || self.memory().sound.contains(test) {
            return Ok(true);
        }
        let unchanged = self.switched(&self.program, 0, job)?;
        let filter =
            if test.is_empty() { run.filter.clone() } else { vec!["--exact".into(), test.to_owned()] };
        let alone = Run { tests: run.tests.clone(), filter, ..*run };
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

/// Runs tests until one fails, or the time is over. The test that failed has no name where the program that runs them ended.
fn wait(command: &mut Command, limit: Duration) -> Result<End, String> {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = loop {
        match command.spawn() {
            Ok(child) => break child,
            // a process that is forked for another test briefly inherits the open file
            Err(why) if why.kind() == ErrorKind::ExecutableFileBusy && begun.elapsed() < STUCK => {
                thread::sleep(BUSY);
            }
            Err(why) => return Err(format!("{}: {why}", command.get_program().display())),
        }
    };
    let output = child.stdout.take().expect("piped");
    let (sender, receiver) = channel();
    let reader = thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    let until = Instant::now() + limit;
    let end = loop {
        match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                let failed = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"));
                if let Some(test) = failed {
                    break End::Failed(test.trim_end_matches(" - should panic").to_owned());
                }
            }
            Err(RecvTimeoutError::Timeout) => break End::TimedOut,
            Err(RecvTimeoutError::Disconnected) => {
                let passed = child.wait().is_ok_and(|status| status.success());
                break if passed { End::Passed } else { End::Failed(String::new()) };
            }
        }
    };
    stop(&mut child);
    drop(receiver);
    let _ = reader.join();
    Ok(end)
}

fn stop(child: &mut Child) {
    // it may have ended by itself
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_program_that_is_being_written_is_waited_for_and_one_that_is_not_there_is_no_failed_test() {
        let place = std::env::temp_dir().join(format!("coop trial {}", std::process::id()));
        fs::copy("/bin/true", &place).unwrap();
        let busy = fs::OpenOptions::new().write(true).open(&place).unwrap();
        let soon = thread::spawn(move || {
            thread::sleep(5 * BUSY);
            drop(busy);
        });
        assert_eq!(wait(&mut Command::new(&place), LONGEST[1]), Ok(End::Passed));
        soon.join().unwrap();
        fs::remove_file(&place).unwrap();
        assert!(wait(&mut Command::new(&place), LONGEST[1]).is_err());
    }
}
