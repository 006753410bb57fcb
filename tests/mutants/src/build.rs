//! Builds the copy of the tree: once with all changes behind a switch, and alone what no switch can change.

use crate::{
    find::{Mutant, find},
    sources::{MATH, Names, Source},
    weave::{MARK, REACHED, SWITCH, Woven, change, weave},
    written::{self, WRITTEN},
};
use std::{
    collections::{BTreeMap, BTreeSet},
    ffi::OsString,
    fs,
    io::{Seek, SeekFrom, Write},
    ops::Range,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// A copy of the tree, and what builds the program in it.
pub struct Copy {
    pub folder: PathBuf,
    pub builder: PathBuf,
    /// Where it is built.
    pub target: PathBuf,
}

/// Everything that can be changed, by file.
pub struct Rules {
    pub sources: Vec<Source>,
    pub mutants: Vec<Mutant>,
    consts: BTreeMap<String, Vec<Range<usize>>>,
    root: PathBuf,
}

/// The program's own file, which no rule stands in.
pub const PROGRAM: &str = "programs/coop/src/lib.rs";

/// A change may compute what is known to overflow, and nobody reads its parentheses.
const UNTIDY: &str = "#![allow(warnings, arithmetic_overflow, unconditional_panic)]\n";

impl Rules {
    pub fn read(root: &Path) -> Result<Self, String> {
        let sources = crate::sources::sources(root)?;
        let names = Names::of(&sources);
        let written = written::read(root)?;
        let (mut mutants, mut consts) = (Vec::new(), BTreeMap::new());
        for source in &sources {
            let mut found = find(source, &names);
            let by_hand = written.iter().filter(|one| one.file == source.path);
            for (count, one) in (1..).zip(by_hand) {
                found.mutants.push(one.mutant(&source.text, &found.items, count)?);
            }
            mutants.extend(found.mutants);
            consts.insert(source.path.clone(), found.consts);
        }
        if let Some(lost) = written.iter().find(|one| !consts.contains_key(&one.file)) {
            return Err(format!("{WRITTEN}: no rules are in {}", lost.file));
        }
        Ok(Self { sources, mutants, consts, root: root.to_path_buf() })
    }

    /// Writes what stands beside the files with rules.
    fn copy(&self, folder: &Path, place: &Path) -> Result<(), String> {
        for entry in fs::read_dir(self.root.join(place)).into_iter().flatten().flatten() {
            let place = place.join(entry.file_name());
            let name = place.to_string_lossy();
            if entry.path().is_dir() {
                self.copy(folder, &place)?;
            } else if self.sources.iter().all(|source| source.path != name) {
                let text = fs::read_to_string(entry.path()).map_err(|why| format!("{name}: {why}"))?;
                let untidy = if name == PROGRAM { UNTIDY } else { "" };
                write(&folder.join(&place), &format!("{untidy}{text}"))?;
            }
        }
        Ok(())
    }

    /// Writes all files with the changes whose numbers, counted from 1, are asked for, and what stands behind them.
    fn write(
        &self,
        folder: &Path,
        wanted: &BTreeSet<usize>,
        switch: &str,
    ) -> Result<BTreeMap<String, Woven>, String> {
        self.copy(folder, Path::new("programs/coop"))?;
        let mut all = BTreeMap::new();
        for source in &self.sources {
            let changes: Vec<(usize, &Mutant)> = (1..)
                .zip(&self.mutants)
                .filter(|(number, mutant)| mutant.file == source.path && wanted.contains(number))
                .collect();
            let mut woven = weave(&source.text, changes, &self.consts[&source.path]);
            if source.path == format!("{MATH}lib.rs") {
                woven.text = format!("{UNTIDY}{}{switch}", woven.text);
            }
            write(&folder.join(&source.path), &woven.text)?;
            all.insert(source.path.clone(), woven);
        }
        Ok(all)
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|now| now == text) {
        return Ok(());
    }
    let made = fs::create_dir_all(path.parent().expect("in the copy"));
    made.and_then(|()| fs::write(path, text)).map_err(|why| format!("{}: {why}", path.display()))
}

/// What was built with all changes in it.
pub struct Built {
    pub program: PathBuf,
    /// The program that notes which changes it comes by.
    pub noting: PathBuf,
    /// The tests of `coop-math`, for the host.
    pub math: Vec<PathBuf>,
}

impl Copy {
    fn cargo(&self, verb: &str) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or(OsString::from("cargo")));
        command.args([verb, "--locked", "--ignore-rust-version", "--manifest-path"]);
        command.arg(self.folder.join("Cargo.toml")).env("CARGO_TARGET_DIR", &self.target);
        command
    }

    /// Writes the changes, leaves out those that do not compile, and builds the rest. Returns the numbers left out.
    pub fn build(
        &self,
        rules: &Rules,
        mut wanted: BTreeSet<usize>,
    ) -> Result<(Built, BTreeSet<usize>), String> {
        let mut left_out = BTreeSet::new();
        loop {
            let woven = rules.write(&self.folder, &wanted, SWITCH)?;
            let broken = self.broken(&woven)?;
            if broken.is_empty() {
                break;
            }
            eprintln!("mutants: {} do not compile", broken.len());
            wanted.retain(|number| !broken.contains(number));
            left_out.extend(broken);
        }
        let (program, math) = (self.program("deploy")?, self.math()?);
        rules.write(&self.folder, &wanted, REACHED)?;
        let noting = self.program("noting")?;
        Ok((Built { program, noting, math }, left_out))
    }

    /// The changes in which the compiler finds errors.
    fn broken(&self, woven: &BTreeMap<String, Woven>) -> Result<BTreeSet<usize>, String> {
        let mut check = self.cargo("check");
        check.args(["--package", "coop", "--message-format", "json"]).stderr(Stdio::null());
        let done = check.output().map_err(|why| format!("cargo check: {why}"))?;
        let mut broken = BTreeSet::new();
        let mut others = Vec::new();
        for line in String::from_utf8_lossy(&done.stdout).lines() {
            let Ok(line) = serde_json::from_str::<serde_json::Value>(line) else { continue };
            let message = &line["message"];
            if message["level"] != "error" {
                continue;
            }
            let found = place_of(message).and_then(|(file, at)| culprit(woven.get(&file)?, at));
            match found {
                Some(number) => {
                    broken.insert(number);
                }
                None => others.push(message["rendered"].as_str().unwrap_or_default().to_owned()),
            }
        }
        if broken.is_empty() && !done.status.success() {
            return Err(format!("the copy does not compile:\n{}", others.join("\n")));
        }
        Ok(broken)
    }

    fn program(&self, folder: &str) -> Result<PathBuf, String> {
        let out = self.target.join(folder);
        let mut build = Command::new(&self.builder);
        build.arg("--manifest-path").arg(self.folder.join("programs/coop/Cargo.toml"));
        build.arg("--sbf-out-dir").arg(&out).args(["--arch", "v3"]).env("CARGO_TARGET_DIR", &self.target);
        let done = build.output().map_err(|why| format!("{}: {why}", self.builder.display()))?;
        if !done.status.success() {
            let told = String::from_utf8_lossy(&done.stderr);
            let last: Vec<&str> = told.lines().rev().take(40).collect();
            return Err(last.into_iter().rev().collect::<Vec<_>>().join("\n"));
        }
        Ok(out.join("coop.so"))
    }

    fn math(&self) -> Result<Vec<PathBuf>, String> {
        let mut build = self.cargo("test");
        build.args(["--package", "coop-math", "--no-run", "--message-format", "json"]);
        tests_of(&mut build)
    }

    /// Builds the program with one change and no switch, or nothing where that does not compile.
    pub fn build_alone(&self, rules: &Rules, mutant: &Mutant) -> Result<Option<PathBuf>, String> {
        rules.copy(&self.folder, Path::new("programs/coop"))?;
        for source in &rules.sources {
            let text =
                if source.path == mutant.file { change(&source.text, mutant) } else { source.text.clone() };
            write(&self.folder.join(&source.path), &text)?;
        }
        Ok(self.program("alone").ok())
    }
}

/// The test programs that cargo builds.
pub fn tests_of(build: &mut Command) -> Result<Vec<PathBuf>, String> {
    let done = build.stderr(Stdio::inherit()).output().map_err(|why| format!("cargo test: {why}"))?;
    if !done.status.success() {
        return Err("the tests do not compile".into());
    }
    let lines = String::from_utf8_lossy(&done.stdout).into_owned();
    let built = lines.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    Ok(built
        .filter(|line| line["profile"]["test"] == true)
        .filter_map(|line| line["executable"].as_str().map(PathBuf::from))
        .collect())
}

/// File and byte of the first error, in a file of ours.
fn place_of(message: &serde_json::Value) -> Option<(String, usize)> {
    let spans = message["spans"].as_array()?;
    let mut span = spans.iter().find(|span| span["is_primary"] == true)?;
    while !span["expansion"]["span"].is_null() && !span["file_name"].as_str()?.starts_with("programs/") {
        span = &span["expansion"]["span"];
    }
    Some((span["file_name"].as_str()?.to_owned(), span["byte_start"].as_u64()? as usize))
}

/// The change that an error is in: the one that put something there, else the innermost around it.
fn culprit(woven: &Woven, at: usize) -> Option<usize> {
    let around = woven.places.iter().filter(|(_, place)| place.contains(&at));
    around.min_by_key(|(_, place)| place.len()).map(|(number, _)| *number)
}

/// A copy of what was built, in which one change after the other is switched on.
pub struct Switched {
    pub path: PathBuf,
    /// Where the number stands.
    at: u64,
}

impl Switched {
    pub fn new(built: &Path, path: PathBuf) -> Result<Self, String> {
        let bytes = fs::read(built).map_err(|why| format!("{}: {why}", built.display()))?;
        let marks: Vec<usize> = memchr::memmem::find_iter(&bytes, MARK).collect();
        let [at] = marks[..] else {
            return Err(format!("{} has {} switches instead of one", built.display(), marks.len()));
        };
        fs::copy(built, &path).map_err(|why| format!("{}: {why}", path.display()))?;
        Ok(Self { path, at: (at + MARK.len()) as u64 })
    }

    /// Switches on the change with a number; 0: none.
    pub fn set(&self, number: usize) -> Result<&Path, String> {
        let write = || {
            let mut file = fs::OpenOptions::new().write(true).open(&self.path)?;
            file.seek(SeekFrom::Start(self.at))?;
            file.write_all(&(number as u32).to_le_bytes())
        };
        write().map_err(|why| format!("{}: {why}", self.path.display()))?;
        Ok(&self.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_switched_on_where_the_mark_stands_and_off_again() {
        let place = std::env::temp_dir().join(format!("coop mutants {}", std::process::id()));
        fs::create_dir_all(&place).unwrap();
        let (built, copy) = (place.join("built"), place.join("copy"));
        let bytes = [b"before", &MARK[..], &[0; 4], b"after"].concat();
        fs::write(&built, &bytes).unwrap();
        let switched = Switched::new(&built, copy).unwrap();
        let on = fs::read(switched.set(0x0102).unwrap()).unwrap();
        assert_eq!(on, [b"before", &MARK[..], &[2, 1, 0, 0], b"after"].concat());
        assert_eq!(fs::read(switched.set(0).unwrap()).unwrap(), bytes);
        fs::write(&built, [&MARK[..], &bytes].concat()).unwrap();
        assert!(Switched::new(&built, place.join("copy")).is_err());
        fs::remove_dir_all(&place).unwrap();
    }

    #[test]
    fn an_error_is_laid_to_the_change_that_it_is_in() {
        let places = vec![(1, 10..12), (1, 5..40), (2, 20..22), (2, 15..30)];
        let woven = Woven { text: String::new(), places };
        assert_eq!(
            [10, 12, 17, 21, 41].map(|at| culprit(&woven, at)),
            [Some(1), Some(1), Some(2), Some(2), None]
        );
    }
}
