//! A release: what is published, made twice in two folders and compared, with a manifest by which anyone can make it
//! again. docs/RELEASE.md is for whoever makes one or checks one.

mod artefacts;
mod manifest;
mod sbom;
mod tools;

use crate::{Outcome, given, mutants, needs, output, root, target};
use artefacts::{Made, make, make_program};
use manifest::{File, Manifest};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Makes a release in `target/release-VERSION`. `draft`: also of a tree with changes and of a version that the changelog
/// does not have; the manifest says so, and a draft is published on networks of one's own only.
pub fn release(draft: bool) -> Outcome {
    let version = version(&read("Cargo.toml")?)?;
    if !draft {
        if let Some(change) = changes()? {
            return Err(format!(
                "the tree has changes that are not committed ({change}): commit or stash them, or make a draft with --draft"
            ));
        }
        dated_section(&read("CHANGELOG.md")?, &version)?;
        names_a_contact(&read("security.json")?)?;
    }
    let here = twice(made_here()?, made_in)?;
    let manifest = manifest_of(&version, draft, &here)?;
    let folder = target().join(format!("release-{version}"));
    fs::create_dir_all(&folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    for (name, bytes) in &here {
        let path = folder.join(name);
        fs::write(&path, bytes).map_err(|why| format!("{}: {why}", path.display()))?;
    }
    let path = folder.join("manifest.json");
    fs::write(&path, manifest.text()?).map_err(|why| format!("{}: {why}", path.display()))?;
    for File { name, bytes, sha256 } in &manifest.artefacts {
        println!("{sha256}  {bytes:>9}  {name}");
    }
    println!("solana-verify's hash of the program: {}", manifest.program_hash);
    println!("{}, the same from two folders", path.display());
    if draft {
        println!("this is a draft: `cargo xtask publish` takes it on a network of your own only");
    } else {
        println!(
            "git tag --sign v{version} {} --message \"coop {version}, program {}\"",
            manifest.commit, manifest.program_hash
        );
    }
    Ok(())
}

/// Builds the program here and from a copy elsewhere, in target folders of different names.
pub fn reproducible() -> Outcome {
    needs::programs()?;
    let here = twice(make_program(&root(), &target())?, make_program)?;
    println!(
        "{} bytes, the same from both folders, and none names a folder of this machine",
        here[artefacts::PROGRAM].len()
    );
    Ok(())
}

/// What was made here, if `make` makes the same in a copy of the tree elsewhere, and if no folder of this machine is named in it.
fn twice(here: Made, make: fn(&Path, &Path) -> Result<Made, String>) -> Result<Made, String> {
    let elsewhere = env::temp_dir().join(format!("coop release {}", std::process::id()));
    mutants::copy_tracked_files(&elsewhere, &|_| true)?;
    let there = make(&elsewhere, &elsewhere.join("another target"));
    fs::remove_dir_all(&elsewhere).map_err(|why| format!("{}: {why}", elsewhere.display()))?;
    differing(&here, &there?)?;
    names_no_folder(&here)?;
    Ok(here)
}

/// Makes everything again from the tree and names all that is not as the manifest has it.
pub fn verify(path: &Path) -> Outcome {
    let expected = Manifest::read(&given(path))?;
    let path = path.display();
    let now = manifest_of(&version(&read("Cargo.toml")?)?, expected.draft, &made_here()?)?;
    let mut wrong = expected.differences(&now);
    if !expected.draft
        && let Some(change) = changes()?
    {
        wrong.push(format!(
            "The tree has changes that are not committed ({change}): a release is made of a commit. Stash them."
        ));
    }
    if wrong.is_empty() {
        println!("{path}: {} artefacts and {} tools are the same", now.artefacts.len(), now.tools.len());
        Ok(())
    } else {
        Err(format!("this tree does not make what {path} describes:\n  {}", wrong.join("\n  ")))
    }
}

fn made_here() -> Result<Made, String> {
    needs::programs()?;
    needs::node()?;
    crate::app::packages()?;
    make(&root(), &target())
}

/// In a copy of the tree, with the packages of npm that are installed here.
fn made_in(tree: &Path, target: &Path) -> Result<Made, String> {
    let packages = tree.join("app/node_modules");
    std::os::unix::fs::symlink(root().join("app/node_modules"), &packages)
        .map_err(|why| format!("{}: {why}", packages.display()))?;
    make(tree, target)
}

/// Refuses artefacts of which two folders do not make the same bytes.
fn differing(here: &Made, there: &Made) -> Outcome {
    let names = |made: &Made| made.keys().cloned().collect::<Vec<_>>();
    let wrong: Vec<String> = here
        .iter()
        .filter(|(name, bytes)| there.get(*name) != Some(bytes))
        .map(|(name, bytes)| {
            format!("{name} ({} and {} bytes)", bytes.len(), there.get(name).map_or(0, Vec::len))
        })
        .collect();
    if wrong.is_empty() && names(here) == names(there) {
        Ok(())
    } else {
        Err(format!("two folders do not make the same bytes: {}", wrong.join(", ")))
    }
}

/// Refuses artefacts that name a folder of this machine.
fn names_no_folder(made: &Made) -> Outcome {
    let home = env::var("HOME").unwrap_or_default();
    let folders = [home, root().display().to_string(), target().display().to_string()];
    for folder in folders.iter().filter(|folder| folder.len() > 1) {
        let within = |bytes: &Vec<u8>| bytes.windows(folder.len()).any(|window| window == folder.as_bytes());
        if let Some((name, _)) = made.iter().find(|(_, bytes)| within(bytes)) {
            return Err(format!(
                "{name} names a folder of this machine, {folder}: no other machine can make it"
            ));
        }
    }
    Ok(())
}

fn manifest_of(version: &str, draft: bool, made: &Made) -> Result<Manifest, String> {
    let elf = made.get(artefacts::PROGRAM).ok_or("the program was not made")?;
    let idl = made.get(artefacts::IDL).ok_or("the IDL was not made")?;
    let idl: serde_json::Value = serde_json::from_slice(idl).map_err(|why| format!("the IDL: {why}"))?;
    let locks = LOCKS.map(|path| fs::read(root().join(path)).map(|bytes| File::of(path, &bytes)));
    Ok(Manifest {
        format: manifest::FORMAT,
        name: "coop".into(),
        version: version.into(),
        draft,
        commit: git(&["rev-parse", "HEAD"])?.trim().into(),
        program: idl["address"].as_str().ok_or("the IDL has no address")?.into(),
        program_hash: manifest::program_hash(elf),
        artefacts: made.iter().map(|(name, bytes)| File::of(name, bytes)).collect(),
        locks: locks.into_iter().collect::<Result<_, _>>().map_err(|why| format!("the lock files: {why}"))?,
        tools: tools::all()?,
    })
}

/// What pins every package that an artefact is made of, made with or published with.
const LOCKS: [&str; 3] = ["Cargo.lock", "app/package-lock.json", "tools/publish/package-lock.json"];

/// The version of the workspace, from its Cargo.toml.
fn version(workspace: &str) -> Result<String, String> {
    let section = workspace.split("[workspace.package]").nth(1).unwrap_or_default();
    let line = section.lines().find_map(|line| line.strip_prefix("version = \""));
    line.and_then(|rest| rest.strip_suffix('"'))
        .map(String::from)
        .ok_or("Cargo.toml has no version below [workspace.package]".into())
}

/// Refuses a version without a dated section of the changelog.
fn dated_section(changelog: &str, version: &str) -> Outcome {
    let mut sections = changelog.lines().filter_map(|line| line.strip_prefix("## "));
    if sections.next() != Some("Unreleased") {
        return Err(
            "the first section of CHANGELOG.md is not \"## Unreleased\": add it, for what comes next".into(),
        );
    }
    let dated = |title: &str| {
        title.strip_prefix(version).and_then(|rest| rest.strip_prefix(", ")).is_some_and(is_date)
    };
    if sections.any(dated) {
        Ok(())
    } else {
        Err(format!(
            "CHANGELOG.md has no section \"## {version}, YYYY-MM-DD\": move what is released there from \"Unreleased\""
        ))
    }
}

/// Refuses to release without anybody to write to about security.
fn names_a_contact(security: &str) -> Outcome {
    let read: serde_json::Value =
        serde_json::from_str(security).map_err(|why| format!("security.json: {why}"))?;
    let contacts = read["contacts"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
    let kinds = ["email:", "link:", "discord:", "telegram:", "twitter:", "other:"];
    let (good, bad): (Vec<&str>, Vec<&str>) = contacts.partition(|contact| {
        kinds.iter().any(|kind| contact.len() > kind.len() && contact.starts_with(kind))
    });
    match (good.is_empty(), bad.first()) {
        (_, Some(bad)) => {
            Err(format!("the contact {bad:?} of security.json begins with none of {}", kinds.join(", ")))
        }
        (true, None) => Err(
            "security.json has no contact: add whom to write to about security, as \"email:…\" or \"link:…\""
                .into(),
        ),
        (false, None) => Ok(()),
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts[..], [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

/// A file that is not as it was committed, if there is one.
fn changes() -> Result<Option<String>, String> {
    Ok(git(&["status", "--porcelain"])?.lines().next().map(|line| line.trim().into()))
}

fn git(words: &[&str]) -> Result<String, String> {
    let said = output(Command::new("git").args(words))?;
    String::from_utf8(said).map_err(|why| format!("git {}: {why}", words.join(" ")))
}

fn read(path: &str) -> Result<String, String> {
    fs::read_to_string(root().join(path)).map_err(|why| format!("{path}: {why}"))
}

/// Where the newest manifest is, unless one is named.
pub fn usual_manifest() -> Result<PathBuf, String> {
    Ok(target().join(format!("release-{}", version(&read("Cargo.toml")?)?)).join("manifest.json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_version_is_released_with_a_dated_section_below_unreleased() {
        let with = |sections: &str| dated_section(&format!("# Changelog\n\n{sections}"), "1.2.0");
        assert_eq!(with("## Unreleased\n- new\n\n## 1.2.0, 2026-11-27\n- old\n"), Ok(()));
        assert!(with("## Unreleased\n- new\n").unwrap_err().contains("## 1.2.0, YYYY-MM-DD"));
        assert!(with("## Unreleased\n\n## 1.2.0\n").is_err(), "without a date");
        assert!(with("## Unreleased\n\n## 1.2.0, soon\n").is_err(), "with a word for a date");
        assert!(with("## Unreleased\n\n## 11.2.0, 2026-11-27\n").is_err(), "another version");
        assert!(with("## 1.2.0, 2026-11-27\n").unwrap_err().contains("Unreleased"));
    }

    #[test]
    fn a_release_needs_a_contact_of_a_kind_that_explorers_show() {
        let with = |contacts: &str| names_a_contact(&format!("{{\"contacts\": {contacts}}}"));
        assert_eq!(with("[\"email:a@example.org\", \"link:https://example.org\"]"), Ok(()));
        assert!(with("[]").unwrap_err().contains("has no contact"));
        assert!(names_a_contact("{}").unwrap_err().contains("has no contact"));
        assert!(with("[\"a@example.org\"]").unwrap_err().contains("begins with none of email:"));
        assert!(with("[\"email:\"]").is_err());
    }

    #[test]
    fn the_version_is_that_of_the_workspace() {
        let workspace = "[workspace]\n[package]\nversion = \"9\"\n[workspace.package]\nversion = \"0.1.0\"\n";
        assert_eq!(version(workspace), Ok("0.1.0".into()));
        assert!(version("[package]\nversion = \"9\"\n").is_err());
    }

    #[test]
    fn two_folders_that_make_other_bytes_or_other_files_are_refused() {
        let made = |bytes: &[(&str, &[u8])]| -> Made {
            bytes.iter().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect::<BTreeMap<_, _>>()
        };
        let one = made(&[("a", b"x"), ("b", b"y")]);
        assert_eq!(differing(&one, &one.clone()), Ok(()));
        assert!(
            differing(&one, &made(&[("a", b"x"), ("b", b"z")])).unwrap_err().contains("b (1 and 1 bytes)")
        );
        assert!(differing(&one, &made(&[("a", b"x")])).is_err());
        assert!(differing(&made(&[("a", b"x")]), &one).is_err());
    }

    #[test]
    fn an_artefact_that_names_a_folder_of_the_machine_is_refused() {
        let root = root().display().to_string();
        let made = |text: &str| Made::from([("x".to_string(), text.as_bytes().to_vec())]);
        assert_eq!(names_no_folder(&made("nothing of it")), Ok(()));
        assert!(names_no_folder(&made(&format!("at {root}/programs"))).unwrap_err().contains("x names"));
    }
}
