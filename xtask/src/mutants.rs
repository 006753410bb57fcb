//! Breaks the program's rules one at a time and sees whether a test notices.

mod bookings;
mod sums;

use crate::{Outcome, builder, cargo, root, run, target};
use bookings::BOOKINGS;
use std::{fs, path::Path, process::Stdio, time::Instant};
use sums::SUMS;

/// Where rules stand.
const RULES: &str = "programs/coop/src";

struct Mutant {
    file: String,
    from: String,
    to: String,
    /// Byte offset of `from`.
    at: usize,
}

/// Builds every mutant beside the working tree and runs the tests on it. Those that pass all tests are listed.
pub fn mutants(only: Option<&str>) -> Outcome {
    let place = target().join("mutants");
    let work = place.join("work");
    copy_tracked_files(&work)?;
    run(cargo("test").args(["--package", "coop-tests", "--no-run"]))?;
    let all = every_mutant(&work)?;
    let chosen: Vec<&Mutant> =
        all.iter().filter(|m| only.is_none_or(|word| m.describe().contains(word))).collect();
    let (mut survivors, began) = (Vec::new(), Instant::now());
    for (number, mutant) in chosen.iter().enumerate() {
        let path = work.join(RULES).join(&mutant.file);
        let whole = fs::read_to_string(&path).map_err(|why| why.to_string())?;
        let (before, after) = (&whole[..mutant.at], &whole[mutant.at + mutant.from.len()..]);
        fs::write(&path, format!("{before}{}{after}", mutant.to)).map_err(|why| why.to_string())?;
        let noticed = noticed(&work, &place);
        fs::write(&path, &whole).map_err(|why| why.to_string())?;
        let verdict = noticed?;
        println!("{}/{} {:8} {}", number + 1, chosen.len(), verdict, mutant.describe());
        if verdict == "SURVIVED" {
            survivors.push(mutant.describe());
        }
    }
    println!("{} mutants in {} s, {} survived", chosen.len(), began.elapsed().as_secs(), survivors.len());
    if survivors.is_empty() { Ok(()) } else { Err(format!("no test notices:\n  {}", survivors.join("\n  "))) }
}

/// Who noticed.
fn noticed(work: &Path, place: &Path) -> Result<&'static str, String> {
    let out = place.join("deploy");
    let mut build = builder(&work.join("programs/coop"), &out).0;
    build.env("CARGO_TARGET_DIR", place.join("target")).stdout(Stdio::null()).stderr(Stdio::null());
    if run(&mut build).is_err() {
        return Ok("compiler");
    }
    let fails = |test: &str, steps: &str| {
        let mut tests = cargo("test");
        tests.args(["--quiet", "--package", "coop-tests", "--test", test]);
        tests.env("COOP_SO", out.join("coop.so")).env("COOP_STEPS", steps);
        run(tests.stdout(Stdio::null()).stderr(Stdio::null())).is_err()
    };
    Ok(if fails("coop", "") {
        "coop"
    } else if fails("stateful", "200000") {
        "stateful"
    } else {
        "SURVIVED"
    })
}

/// Copies what git tracks, as it stands in the working tree, leaving alone what is there already.
pub fn copy_tracked_files(work: &Path) -> Outcome {
    let listing =
        std::process::Command::new("git").arg("ls-files").output().map_err(|why| why.to_string())?;
    for file in String::from_utf8_lossy(&listing.stdout).lines() {
        let (from, to) = (root().join(file), work.join(file));
        fs::create_dir_all(to.parent().expect("below the work folder")).map_err(|why| why.to_string())?;
        let same = fs::read(&from).ok().zip(fs::read(&to).ok()).is_some_and(|(a, b)| a == b);
        if from.is_file() && !same {
            fs::copy(&from, &to).map_err(|why| format!("{file}: {why}"))?;
        }
    }
    Ok(())
}

/// Each `require!` and each `constraint` with its condition made always true, and each change of [`BOOKINGS`] and [`SUMS`].
fn every_mutant(work: &Path) -> Result<Vec<Mutant>, String> {
    let rules = work.join(RULES);
    let mut files = Vec::new();
    collect(&rules.join("instructions"), &mut files);
    collect(&rules.join("state"), &mut files);
    files.sort();
    let mut mutants = Vec::new();
    for path in files {
        let text = fs::read_to_string(&path).map_err(|why| why.to_string())?;
        let file = path.strip_prefix(&rules).expect("found there").to_string_lossy().into_owned();
        for (opening, closing) in [("require!(", ", CoopError::"), ("constraint = ", " @ CoopError::")] {
            for (at, _) in text.match_indices(opening) {
                let start = at + opening.len();
                let Some(length) = text[start..].find(closing) else { continue };
                let condition = &text[start..start + length];
                let error =
                    text[start + length + closing.len()..].split(|c: char| !c.is_alphanumeric()).next();
                if condition.contains("require!") || error == Some("InvariantBroken") {
                    continue;
                }
                let (from, to) = (condition.to_string(), format!("true || ({condition})"));
                mutants.push(Mutant { file: file.clone(), from, to, at: start });
            }
        }
    }
    for (file, from, to) in BOOKINGS.iter().chain(SUMS) {
        let text = fs::read_to_string(rules.join(file)).map_err(|why| format!("{file}: {why}"))?;
        let at = text.find(from).ok_or(format!(
            "{file}: nothing reads `{from}` there: the tables in xtask/src/mutants are stale"
        ))?;
        mutants.push(Mutant { file: (*file).into(), from: (*from).into(), to: (*to).into(), at });
    }
    Ok(mutants)
}

fn collect(folder: &Path, files: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

impl Mutant {
    fn describe(&self) -> String {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let to = if self.to.starts_with("true || (") { "true".into() } else { flat(&self.to) };
        format!("{}: `{}` → `{to}`", self.file, flat(&self.from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_of_the_tables_has_its_place_in_the_rules() {
        let mutants = every_mutant(&root()).unwrap();
        assert!(mutants.len() > BOOKINGS.len() + SUMS.len());
    }
}
