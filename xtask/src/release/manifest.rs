//! The manifest of a release: what it consists of, and what it is made with.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeMap, fs, path::Path};

/// The format that is written, and the only one that is read.
pub const FORMAT: u32 = 1;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Manifest {
    pub format: u32,
    pub name: String,
    pub version: String,
    /// Made of a tree with changes, or of a version without a section in the changelog.
    pub draft: bool,
    /// The commit of the tree.
    pub commit: String,
    /// The address that the program is compiled for.
    pub program: String,
    /// SHA-256 of the program without the zeros at its end, as `solana-verify` computes it.
    pub program_hash: String,
    pub artefacts: Vec<File>,
    /// The lock files: they pin every package by its hash.
    pub locks: Vec<File>,
    pub tools: Vec<Tool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    pub name: String,
    pub version: String,
    /// Of the files that do the work.
    pub sha256: String,
}

impl File {
    pub fn of(name: &str, bytes: &[u8]) -> Self {
        File { name: name.into(), bytes: bytes.len() as u64, sha256: sha256(bytes) }
    }
}

impl Manifest {
    pub fn read(path: &Path) -> Result<Self, String> {
        let text = fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))?;
        let read: Manifest = serde_json::from_str(&text)
            .map_err(|why| format!("{} is no manifest of a release: {why}", path.display()))?;
        if read.format == FORMAT {
            Ok(read)
        } else {
            Err(format!(
                "{} has format {}, and this tree reads format {FORMAT}: verify with the tree of its commit, {}",
                path.display(),
                read.format,
                read.commit
            ))
        }
    }

    pub fn text(&self) -> Result<String, String> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|why| format!("the manifest: {why}"))
    }

    /// A sentence for everything in which what was made now is not what this manifest describes.
    pub fn differences(&self, now: &Manifest) -> Vec<String> {
        let mut wrong = Vec::new();
        if self.version != now.version {
            wrong.push(format!("The version is {}, and {} was expected.", now.version, self.version));
        }
        if self.commit != now.commit {
            wrong.push(format!(
                "The tree is at commit {}, and the release is of {}. Run `git checkout {}`.",
                now.commit, self.commit, self.commit
            ));
        }
        if self.program != now.program {
            wrong.push(format!("The program is for {}, and {} was expected.", now.program, self.program));
        }
        if self.program_hash != now.program_hash {
            wrong.push(format!(
                "The hash of the program is {}, and {} was expected.",
                now.program_hash, self.program_hash
            ));
        }
        wrong.extend(pairs(&self.tools, &now.tools, |tool| &tool.name).into_iter().filter_map(tool_differs));
        for (kind, before, after) in
            [("lock file", &self.locks, &now.locks), ("artefact", &self.artefacts, &now.artefacts)]
        {
            let pairs = pairs(before, after, |file| &file.name);
            wrong.extend(pairs.into_iter().filter_map(|pair| file_differs(kind, pair)));
        }
        wrong
    }
}

/// What was expected beside what is there, by name.
fn pairs<'a, T>(
    before: &'a [T],
    after: &'a [T],
    name: impl Fn(&T) -> &String,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut all: BTreeMap<&String, (Option<&T>, Option<&T>)> = BTreeMap::new();
    for one in before {
        all.entry(name(one)).or_default().0 = Some(one);
    }
    for one in after {
        all.entry(name(one)).or_default().1 = Some(one);
    }
    all.into_values().collect()
}

fn tool_differs(pair: (Option<&Tool>, Option<&Tool>)) -> Option<String> {
    match pair {
        (Some(before), Some(now)) if before.version != now.version => Some(format!(
            "The tool {} has version {}, and {} was expected. Install that version.",
            now.name, now.version, before.version
        )),
        (Some(before), Some(now)) if before.sha256 != now.sha256 => Some(format!(
            "The tool {} has the expected version {}, but another build of it: its SHA-256 is {}, and {} was expected. If \
             every artefact is the same this changes nothing; else install the build of the same source.",
            now.name, now.version, now.sha256, before.sha256
        )),
        (Some(before), None) => Some(format!(
            "The tool {} {} was used for the release and is not used here. Install it.",
            before.name, before.version
        )),
        (None, Some(now)) => Some(format!(
            "The tool {} {} was not used for the release, and is used here.",
            now.name, now.version
        )),
        _ => None,
    }
}

fn file_differs(kind: &str, pair: (Option<&File>, Option<&File>)) -> Option<String> {
    match pair {
        (Some(before), Some(now)) if before != now => Some(format!(
            "The {kind} {} has {} bytes with SHA-256 {}, and {} bytes with SHA-256 {} were expected.",
            now.name, now.bytes, now.sha256, before.bytes, before.sha256
        )),
        (Some(before), None) => Some(format!("The {kind} {} is missing.", before.name)),
        (None, Some(now)) => Some(format!("The {kind} {} is not in the manifest.", now.name)),
        _ => None,
    }
}

pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash by which `solana-verify` compares a program with what is on the chain, where an account may have zeros
/// behind it.
pub fn program_hash(elf: &[u8]) -> String {
    let end = elf.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
    sha256(&elf[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let tool =
            |name: &str| Tool { name: name.into(), version: "1.0".into(), sha256: sha256(name.as_bytes()) };
        Manifest {
            format: FORMAT,
            name: "coop".into(),
            version: "0.1.0".into(),
            draft: false,
            commit: "a1".into(),
            program: "p".into(),
            program_hash: program_hash(b"elf"),
            artefacts: vec![File::of("coop.so", b"elf"), File::of("coop.json", b"idl")],
            locks: vec![File::of("Cargo.lock", b"lock")],
            tools: vec![tool("rustc"), tool("node")],
        }
    }

    /// What differs once `change` was made.
    fn after(change: impl FnOnce(&mut Manifest)) -> Vec<String> {
        let mut now = manifest();
        change(&mut now);
        manifest().differences(&now)
    }

    #[test]
    fn a_manifest_that_was_written_is_read_as_it_was_and_differs_in_nothing() {
        let read: Manifest = serde_json::from_str(&manifest().text().unwrap()).unwrap();
        assert_eq!(read, manifest());
        assert_eq!(manifest().differences(&read), Vec::<String>::new());
    }

    #[test]
    fn every_difference_is_one_sentence_that_names_it() {
        let one = |change: fn(&mut Manifest), words: &[&str]| {
            let wrong = after(change);
            assert_eq!(wrong.len(), 1, "{wrong:?}");
            for word in words {
                assert!(wrong[0].contains(word), "{}: {word}", wrong[0]);
            }
        };
        one(
            |now| now.artefacts[0] = File::of("coop.so", b"elg"),
            &["artefact coop.so", &sha256(b"elg"), &sha256(b"elf")],
        );
        one(|now| now.locks[0] = File::of("Cargo.lock", b"look"), &["lock file Cargo.lock"]);
        one(|now| now.tools[0].version = "1.1".into(), &["rustc has version 1.1, and 1.0 was expected"]);
        one(|now| now.tools[1].sha256 = "0".into(), &["node has the expected version 1.0", "another build"]);
        one(|now| now.commit = "b2".into(), &["git checkout a1"]);
        one(|now| now.version = "0.2.0".into(), &["0.2.0", "0.1.0 was expected"]);
        one(|now| now.program = "q".into(), &["is for q"]);
        one(|now| now.program_hash = "h".into(), &["hash of the program is h"]);
        one(|now| drop(now.tools.pop()), &["node 1.0 was used for the release and is not used here"]);
        one(|now| drop(now.artefacts.pop()), &["artefact coop.json is missing"]);
        one(|now| now.artefacts.push(File::of("x", b"")), &["artefact x is not in the manifest"]);
    }

    #[test]
    fn two_differences_are_two_sentences() {
        let both = |now: &mut Manifest| {
            now.tools[0].version = "2".into();
            now.artefacts[1] = File::of("coop.json", b"");
        };
        assert_eq!(after(both).len(), 2);
    }

    #[test]
    fn the_hash_of_a_program_is_that_without_zeros_at_its_end() {
        assert_eq!(program_hash(b"elf\0\0\0"), sha256(b"elf"));
        assert_eq!(program_hash(b"e\0lf"), sha256(b"e\0lf"));
        assert_eq!(program_hash(b"\0\0"), sha256(b""));
        // the SHA-256 of "abc" as its standard has it
        let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(program_hash(b"abc\0"), known);
    }

    #[test]
    fn another_format_and_what_is_no_manifest_are_refused() {
        let folder = std::env::temp_dir().join(format!("coop manifest {}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let path = folder.join("manifest.json");
        fs::write(&path, manifest().text().unwrap()).unwrap();
        assert_eq!(Manifest::read(&path), Ok(manifest()));
        fs::write(&path, manifest().text().unwrap().replace("\"format\": 1", "\"format\": 2")).unwrap();
        assert!(Manifest::read(&path).unwrap_err().contains("verify with the tree of its commit, a1"));
        fs::write(&path, "{}").unwrap();
        assert!(Manifest::read(&path).unwrap_err().contains("is no manifest of a release"));
        fs::remove_dir_all(&folder).unwrap();
    }
}
