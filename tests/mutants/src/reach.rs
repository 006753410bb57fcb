//! Which changes each test comes by, and how long it takes: only those tests are asked of a change, the quick ones first.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

/// What one test comes by.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Test {
    pub name: String,
    pub seconds: f64,
    /// Numbers of changes; nothing where the test failed, and may come by all of them.
    pub numbers: Option<BTreeSet<usize>>,
}

impl Test {
    pub fn comes_by(&self, number: usize) -> bool {
        self.numbers.as_ref().is_none_or(|numbers| numbers.contains(&number))
    }
}

/// The tests on the chain, the quickest first, and random lives.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Reach {
    /// Of the programs that this was found with.
    key: String,
    pub tests: Vec<Test>,
    pub lives: Test,
}

impl Reach {
    /// Asks `program`, which notes what it comes by; what is kept in `place` serves as long as all of it is the same.
    pub fn find(
        program: &Path,
        [coop, stateful]: [&Path; 2],
        place: &Path,
        steps: &str,
        jobs: usize,
    ) -> Result<Self, String> {
        let key = key(&[program, coop, stateful])?;
        let kept = place.join("reach.json");
        let was = fs::read(&kept).ok().and_then(|text| serde_json::from_slice::<Self>(&text).ok());
        if let Some(was) = was.filter(|was| was.key == key) {
            return Ok(was);
        }
        println!("which test comes by which change: a minute or two");
        let one = |tests: &Path, name: &str, job: usize| -> Result<Test, String> {
            let noted = place.join(format!("{job}-reached"));
            // it may not be there
            let _ = fs::remove_file(&noted);
            let mut command = Command::new(tests);
            if !name.is_empty() {
                command.args(["--exact", name]);
            }
            command.env("COOP_SO", program).env("COOP_REACH", &noted).env("COOP_STEPS", steps);
            let began = Instant::now();
            let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
            let passed = status.map_err(|why| format!("{}: {why}", tests.display()))?.success();
            let seconds = began.elapsed().as_secs_f64();
            let text = fs::read_to_string(&noted).unwrap_or_default();
            let numbers = passed.then(|| text.lines().filter_map(|line| line.parse().ok()).collect());
            Ok(Test { name: name.to_owned(), seconds, numbers })
        };
        let lives = one(stateful, "", 0)?;
        if lives.numbers.as_ref().is_some_and(BTreeSet::is_empty) {
            return Err(format!("{} notes nothing", program.display()));
        }
        let names = names(coop)?;
        let (next, tests) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
        let work = |job: usize| -> Result<(), String> {
            while let Some(name) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                let test = one(coop, name, job)?;
                tests.lock().expect("nobody stops with it in hand").push(test);
            }
            Ok(())
        };
        thread::scope(|scope| {
            let jobs: Vec<_> = (0..jobs).map(|job| scope.spawn(move || work(job))).collect();
            jobs.into_iter().try_for_each(|job| job.join().expect("a job ends"))
        })?;
        let mut tests = tests.into_inner().expect("whole");
        tests.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
        let reach = Self { key, tests, lives };
        let text = serde_json::to_vec(&reach).expect("numbers and names");
        fs::write(&kept, text).map_err(|why| format!("{}: {why}", kept.display()))?;
        Ok(reach)
    }

    /// The tests that come by a change; of one without a number, all.
    pub fn of(&self, number: Option<usize>) -> impl Iterator<Item = &Test> {
        self.tests.iter().filter(move |test| number.is_none_or(|number| test.comes_by(number)))
    }

    pub fn lives_come_by(&self, number: Option<usize>) -> bool {
        number.is_none_or(|number| self.lives.comes_by(number))
    }
}

fn key(programs: &[&Path]) -> Result<String, String> {
    let mut hash = Sha256::new();
    for program in programs {
        hash.update(fs::read(program).map_err(|why| format!("{}: {why}", program.display()))?);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The tests that a program has, without those that are not asked.
fn names(tests: &Path) -> Result<Vec<String>, String> {
    let list = |more: &[&str]| -> Result<Vec<String>, String> {
        let done = Command::new(tests).arg("--list").args(more).output();
        let text = done.map_err(|why| format!("{}: {why}", tests.display()))?.stdout;
        let text = String::from_utf8_lossy(&text);
        Ok(text.lines().filter_map(|line| Some(line.strip_suffix(": test")?.to_owned())).collect())
    };
    let ignored = list(&["--ignored"])?;
    Ok(list(&[])?.into_iter().filter(|name| !ignored.contains(name)).collect())
}
