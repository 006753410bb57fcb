//! `cargo xtask mutants` starts this, with the copy to change and what builds the program in it.

use mutants::{
    build::{Copy, Rules, tests_of},
    find::Mutant,
    journal::{Explained, Journal, Line, Verdict, compare, explanations},
    trial::{Bench, Turn},
};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

/// What is asked for.
struct Wish {
    /// What is in one of them, in their order; of nothing, all.
    words: Vec<String>,
    /// One of so many parts.
    shard: (usize, usize),
    /// Also what the journal has already.
    again: bool,
    /// Only what is soon done: what that does not notice, and what is explained, is left for another run.
    soon: bool,
    /// Without what is soon done: an earlier run asked that.
    last: bool,
    list: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("mutants: {why}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let place = |name: &str| env::var_os(name).map(PathBuf::from).ok_or("start with `cargo xtask mutants`");
    let (root, work) = (place("COOP_ROOT")?, place("COOP_WORK")?);
    let wish = wish(env::args().skip(1))?;
    let rules = Rules::read(&root)?;
    let mut journal = Journal::read(&root)?;
    if wish.list {
        rules.mutants.iter().for_each(|mutant| println!("{}", mutant.describe()));
        return Ok(());
    }
    let explained = explanations(&root)?;
    let chosen = choose(&rules.mutants, &wish, &journal, &explained);
    println!("{} changes, {} to try", rules.mutants.len(), chosen.len());
    if !chosen.is_empty() {
        let copy =
            Copy { folder: work.join("work"), builder: place("COOP_BUILDER")?, target: work.join("target") };
        let turns = match (wish.soon, wish.last) {
            (true, _) => &[Turn::Soon][..],
            (_, true) => &[Turn::Last],
            _ => &[Turn::Soon, Turn::Last],
        };
        try_all(&root, &work, &copy, &rules, &chosen, turns, &mut journal)?;
        journal.tidy(&rules.mutants)?;
    }
    report(&root, &rules.mutants, &journal)
}

fn wish(words: impl Iterator<Item = String>) -> Result<Wish, String> {
    let mut wish =
        Wish { words: Vec::new(), shard: (1, 1), again: false, soon: false, last: false, list: false };
    let mut words = words;
    while let Some(word) = words.next() {
        match &*word {
            "--again" => wish.again = true,
            "--soon" => wish.soon = true,
            "--last" => wish.last = true,
            "--list" => wish.list = true,
            "--shard" => {
                let shard = words.next().unwrap_or_default();
                let parts = shard.split_once('/').and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
                wish.shard = parts
                    .filter(|(i, n)| 1 <= *i && i <= n)
                    .ok_or(format!("--shard I/N, with I from 1 to N, not `{shard}`"))?;
            }
            _ if word.starts_with('-') => {
                return Err(format!(
                    "[WORD…] [--shard I/N] [--again] [--soon] [--last] [--list], not `{word}`"
                ));
            }
            _ => wish.words.push(word),
        }
    }
    Ok(wish)
}

/// The numbers, counted from 1, of the changes to try. Those that are explained take long, as no test notices them: they are
/// left for the full run, and are its end.
fn choose(mutants: &[Mutant], wish: &Wish, journal: &Journal, explained: &[Explained]) -> Vec<usize> {
    let is_explained = |mutant: &Mutant| explained.iter().any(|one| one.is_of(mutant));
    let is_open = |mutant: &Mutant| !(wish.soon && is_explained(mutant));
    let rank = |mutant: &Mutant| {
        let told = mutant.describe();
        let mut words = wish.words.iter();
        if wish.words.is_empty() { Some(0) } else { words.position(|word| told.contains(&**word)) }
    };
    let mut chosen: Vec<(bool, usize, usize)> = (1..)
        .zip(mutants)
        .filter(|(number, _)| number % wish.shard.1 == wish.shard.0 % wish.shard.1)
        .filter(|(_, mutant)| (wish.again || journal.of(mutant).is_none()) && is_open(mutant))
        .filter_map(|(number, mutant)| Some((is_explained(mutant), rank(mutant)?, number)))
        .collect();
    chosen.sort_unstable();
    chosen.into_iter().map(|(.., number)| number).collect()
}

fn try_all(
    root: &Path,
    work: &Path,
    copy: &Copy,
    rules: &Rules,
    chosen: &[usize],
    turns: &[Turn],
    journal: &mut Journal,
) -> Result<(), String> {
    let mutants = &rules.mutants;
    let mutant = |number: usize| &mutants[number - 1];
    let (alone, mut switched): (Vec<usize>, Vec<usize>) =
        chosen.iter().partition(|number| mutant(**number).alone);
    // also what is not tried now, so that the next run finds all of it built
    let compiles =
        |mutant: &Mutant| journal.of(mutant).is_none_or(|line| line.verdict != Verdict::DoesNotCompile);
    let all = (1..).zip(mutants).filter(|(_, mutant)| !mutant.alone && compiles(mutant));
    let (built, broken) = copy.build(rules, all.map(|(number, _)| number).collect())?;
    switched.retain(|number| !broken.contains(number));
    for number in &broken {
        journal.add(Line::new(mutant(*number), Verdict::DoesNotCompile, ""))?;
    }
    let bench = Bench::new(built, tests(root)?, work, root, jobs(), journal)?;
    let began = Instant::now();
    let tell = |line: &Line| {
        let seconds = began.elapsed().as_secs();
        println!("{seconds} s {:?} {}: {} {}", line.verdict, line.id, line.change, line.by);
    };
    let journal = Mutex::new(journal);
    // file by file: what noticed one change is likely to notice the next
    for group in switched.chunk_by(|a, b| mutant(*a).file == mutant(*b).file) {
        let mut open = group.to_vec();
        for turn in turns {
            println!("{} {turn:?}: {}", mutant(group[0]).file, open.len());
            let (next, left) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
            let work = |job: usize| -> Result<(), String> {
                while let Some(number) = open.get(next.fetch_add(1, Ordering::Relaxed)) {
                    match bench.ask(mutant(*number), Ok(*number), *turn, job)? {
                        Some(line) => {
                            tell(&line);
                            journal.lock().expect("whole").add(line)?;
                        }
                        None => left.lock().expect("whole").push(*number),
                    }
                }
                Ok(())
            };
            let work = &work;
            thread::scope(|scope| {
                let jobs: Vec<_> = (0..jobs()).map(|job| scope.spawn(move || work(job))).collect();
                jobs.into_iter().try_for_each(|job| job.join().expect("a job ends"))
            })?;
            open = left.into_inner().expect("whole");
            open.sort_unstable();
            if turns.last() == Some(turn) {
                for number in &open {
                    println!("not noticed yet: {}", mutant(*number).describe());
                }
            }
        }
    }
    for number in alone {
        let Some(program) = copy.build_alone(rules, mutant(number))? else {
            journal.lock().expect("whole").add(Line::new(mutant(number), Verdict::DoesNotCompile, ""))?;
            continue;
        };
        for turn in turns {
            if let Some(line) = bench.ask(mutant(number), Err(&program), *turn, 0)? {
                tell(&line);
                journal.lock().expect("whole").add(line)?;
                break;
            }
        }
    }
    Ok(())
}

/// How many are tried at once: each runs its tests on two threads or more.
fn jobs() -> usize {
    thread::available_parallelism().map_or(1, |threads| (threads.get() / 2).max(2))
}

/// The tests on a local SVM, built from the tree as it is: they expect what the rules say.
fn tests(root: &Path) -> Result<[PathBuf; 2], String> {
    let mut build = Command::new(env::var_os("CARGO").unwrap_or("cargo".into()));
    build.args([
        "test",
        "--locked",
        "--ignore-rust-version",
        "--package",
        "coop-tests",
        "--features",
        "reach",
    ]);
    build.args(["--no-run", "--message-format", "json"]).current_dir(root);
    let built = tests_of(&mut build)?;
    let find = |name: &str| {
        let is =
            |path: &&PathBuf| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name));
        built.iter().find(is).cloned().ok_or(format!("cargo built no test `{name}`"))
    };
    Ok([find("coop-")?, find("stateful-")?])
}

fn report(root: &Path, mutants: &[Mutant], journal: &Journal) -> Result<(), String> {
    let state = compare(mutants, journal, &explanations(root)?);
    println!("{} changes, {} not tried yet", mutants.len(), state.missing.len());
    if state.unexplained.is_empty() {
        return Ok(());
    }
    Err(format!("no test notices, and nothing explains:\n  {}", state.unexplained.join("\n  ")))
}
