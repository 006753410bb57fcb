//! Runs the tests on the program with one change, until one of them fails.

use crate::{
    build::{Built, switch},
    find::Mutant,
    journal::{Journal, Line, Verdict},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

/// Random steps beside the model that a change has to get through at last.
const STEPS: &str = "200000";

/// How long one run of tests may take: on the chain, where no instruction runs for ever, and of `coop-math`.
const LONGEST: [Duration; 2] = [Duration::from_secs(3_600), Duration::from_secs(300)];

/// Tests of the same file that noticed something before and are asked first.
const ASKED_FIRST: usize = 8;

/// How one run of tests ended.
#[derive(Debug, PartialEq, Eq)]
enum End {
    Passed,
    Failed(String),
    TimedOut,
}

/// The tests, and what they are run on.
pub struct Bench {
    pub built: Built,
    /// The tests on a local SVM: one after the other, and random lives.
    pub coop: PathBuf,
    pub stateful: PathBuf,
    /// Where a switched program is written.
    pub place: PathBuf,
    /// From the root of the workspace.
    pub root: PathBuf,
    /// What fails though nothing is changed, since it looks at the program and not at what that does.
    pub left_out: BTreeSet<String>,
    /// Tests that noticed something and pass with nothing changed.
    pub sound: BTreeSet<String>,
    /// By file, the tests that noticed something, with how often.
    pub noticed: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Bench {
    /// Takes from the journal which tests notice what.
    pub fn remember(&mut self, journal: &Journal) {
        for line in journal.lines.values() {
            self.learn(&line.id, &line.by);
        }
    }

    fn learn(&mut self, id: &str, by: &str) {
        let file = id.split(' ').next().unwrap_or_default().to_owned();
        if by.contains("::") {
            *self.noticed.entry(file).or_default().entry(by.to_owned()).or_default() += 1;
        }
    }

    /// What becomes of the change with a number.
    pub fn try_switched(&mut self, mutant: &Mutant, number: usize) -> Result<Line, String> {
        if mutant.is_of_math() {
            let module = module_of(mutant);
            for filter in [Some(&*module), None] {
                match self.of_math(number, filter.as_slice())? {
                    End::Passed => {}
                    end => return Ok(self.line(mutant, end)),
                }
            }
        }
        let program = self.program(number)?;
        self.try_program(mutant, &program)
    }

    /// What becomes of a change that is in the program already. A test that notices it has to pass where nothing is changed.
    pub fn try_program(&mut self, mutant: &Mutant, program: &Path) -> Result<Line, String> {
        loop {
            let (tests, end) = self.on_chain(mutant, program);
            if let End::Failed(test) = &end
                && !self.sound.contains(test)
            {
                let unchanged = self.place.join("unchanged.so");
                switch(&self.built.program, 0, &unchanged)?;
                let filter: &[&str] = if test.is_empty() { &[] } else { &["--exact", test] };
                if self.run(&unchanged, &tests, filter) != End::Passed {
                    if test.is_empty() {
                        return Err("the tests do not pass though nothing is changed".into());
                    }
                    println!("left out, as it fails though nothing is changed: {test}");
                    self.left_out.insert(test.clone());
                    continue;
                }
                self.sound.insert(test.clone());
            }
            return Ok(self.line(mutant, end));
        }
    }

    /// Runs the tests that may notice soonest, then all others, then random lives.
    fn on_chain(&self, mutant: &Mutant, program: &Path) -> (PathBuf, End) {
        let own = own_tests(mutant);
        let own: Vec<&str> = own.iter().map(String::as_str).chain(["generic::"]).collect();
        let mut first = vec!["--exact"];
        first.extend(self.asked_first(mutant));
        let rest: Vec<&str> = own.iter().flat_map(|filter| ["--skip", filter]).collect();
        let mut runs: Vec<(&PathBuf, &[&str])> = Vec::new();
        if first.len() > 1 {
            runs.push((&self.coop, &first));
        }
        runs.push((&self.coop, &own));
        runs.push((&self.coop, &rest));
        runs.push((&self.stateful, &[]));
        for (tests, filter) in runs {
            let end = self.run(program, tests, filter);
            if end != End::Passed {
                return (tests.clone(), end);
            }
        }
        (self.stateful.clone(), End::Passed)
    }

    fn line(&mut self, mutant: &Mutant, end: End) -> Line {
        let (verdict, by) = match end {
            End::Passed => (Verdict::Survived, String::new()),
            End::Failed(test) => (Verdict::Noticed, test),
            End::TimedOut => (Verdict::TimedOut, String::new()),
        };
        self.learn(&mutant.id, &by);
        Line::new(mutant, verdict, &by)
    }

    fn asked_first(&self, mutant: &Mutant) -> Vec<&str> {
        let Some(tests) = self.noticed.get(&mutant.file) else { return Vec::new() };
        let mut tests: Vec<(&str, usize)> = tests.iter().map(|(test, count)| (&**test, *count)).collect();
        tests.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        tests.into_iter().take(ASKED_FIRST).map(|(test, _)| test).collect()
    }

    fn program(&self, number: usize) -> Result<PathBuf, String> {
        let program = self.place.join("switched.so");
        switch(&self.built.program, number as u32, &program)?;
        Ok(program)
    }

    fn run(&self, program: &Path, tests: &Path, filter: &[&str]) -> End {
        let mut command = Command::new(tests);
        command.args(filter).current_dir(self.root.join("tests"));
        command.args(self.left_out.iter().flat_map(|test| ["--skip", test]));
        command.env("COOP_SO", program).env("COOP_STEPS", STEPS);
        run(&mut command, LONGEST[0])
    }

    /// The tests of `coop-math` whose names have a filter in them.
    fn of_math(&self, number: usize, filter: &[&str]) -> Result<End, String> {
        for tests in &self.built.math {
            let switched = self.place.join(tests.file_name().expect("a file"));
            std::fs::copy(tests, &switched).map_err(|why| format!("{}: {why}", tests.display()))?;
            switch(tests, number as u32, &switched)?;
            let mut command = Command::new(&switched);
            command.args(filter).current_dir(self.root.join("programs/coop/math"));
            match run(&mut command, LONGEST[1]) {
                End::Passed => {}
                end => return Ok(end),
            }
        }
        Ok(End::Passed)
    }
}

/// The module of `coop-math` that a change is in, as its tests are named: `patronage::books::`.
fn module_of(mutant: &Mutant) -> String {
    let words = mutant.file.trim_start_matches(crate::sources::MATH).trim_end_matches(".rs");
    let words: Vec<&str> = words.split('/').collect();
    match words[..] {
        [.., "books", _] => "patronage::books::".into(),
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
        _ if matches!(name, "bootstrap" | "governance" | "membership" | "federation" | "charter") => {
            vec![format!("{name}::")]
        }
        _ if path.contains(&"patronage") || name == "patronage" => vec!["patronage::".into()],
        _ => Vec::new(),
    }
}

/// Runs tests until one fails, or the time is over. The test that failed has no name where the program that runs them ended.
fn run(command: &mut Command, limit: Duration) -> End {
    let started = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(why) => return End::Failed(format!("{}: {why}", command.get_program().display())),
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
    end
}

fn stop(child: &mut Child) {
    // it may have ended by itself
    let _ = child.kill();
    let _ = child.wait();
}
