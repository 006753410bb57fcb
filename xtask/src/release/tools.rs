//! The tools that a release is made with: their versions, and the hashes of the files that do the work.

use super::manifest::{Tool, sha256};
use crate::{builder, official_tool, output, root};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Every tool whose version can change a byte of an artefact.
pub fn all() -> Result<Vec<Tool>, String> {
    let mut tools = rust()?;
    tools.extend(sbf()?);
    tools.extend(javascript()?);
    Ok(tools)
}

/// The machine's Rust makes the IDL; its cargo also runs the build for the chain.
fn rust() -> Result<Vec<Tool>, String> {
    let sysroot = PathBuf::from(said(Command::new("rustc").args(["--print", "sysroot"]))?);
    let mut compiler = vec![sysroot.join("bin/rustc")];
    compiler.extend(beginning(&sysroot.join("lib"), "librustc_driver-")?);
    let cargo = env::var_os("CARGO").map_or_else(|| sysroot.join("bin/cargo"), PathBuf::from);
    Ok(vec![
        Tool {
            name: "rustc".into(),
            version: said(Command::new("rustc").arg("--version"))?,
            sha256: of_files(&compiler)?,
        },
        Tool {
            name: "cargo".into(),
            version: said(Command::new(&cargo).arg("--version"))?,
            sha256: of_files(&[cargo])?,
        },
    ])
}

/// What builds for the chain: the official tool with the versions that it prints, or each part of ours.
fn sbf() -> Result<Vec<Tool>, String> {
    if let Some(tool) = official_tool() {
        let version = said(Command::new(&tool).arg("--version"))?.replace('\n', ", ");
        return Ok(vec![Tool { name: "cargo-build-sbf".into(), version, sha256: of_files(&[tool])? }]);
    }
    let (ours, _) = builder(&root(), &root());
    let listed = said(Command::new(ours.get_program()).arg("--tools"))?;
    listed.lines().map(listed_tool).collect()
}

/// A line of `cargo-build-sbf --tools`: name, version, and files or folders, between tabs. What it builds on the machine
/// it is on has no files there but the hash of its sources, after `sha256:`.
fn listed_tool(line: &str) -> Result<Tool, String> {
    let mut words = line.split('\t');
    let (Some(name), Some(version)) = (words.next(), words.next()) else {
        return Err(format!("cargo-build-sbf --tools: {line} has no version"));
    };
    let rest: Vec<&str> = words.collect();
    let sha256 = match rest[..] {
        [] => return Err(format!("cargo-build-sbf --tools: {name} has no files")),
        [one] if one.starts_with("sha256:") => one["sha256:".len()..].into(),
        _ => of_files(&rest.iter().map(PathBuf::from).collect::<Vec<_>>())?,
    };
    Ok(Tool { name: name.into(), version: version.into(), sha256 })
}

/// Node and npm make the client.
fn javascript() -> Result<Vec<Tool>, String> {
    let node = PathBuf::from(said(Command::new("node").args(["--print", "process.execPath"]))?);
    let folders = env::split_paths(&env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let npm = folders.iter().map(|folder| folder.join("npm")).find(|path| path.is_file());
    // npm is a link to bin/npm-cli.js of its package
    let npm = npm.and_then(|path| path.canonicalize().ok()).ok_or("npm is not on PATH")?;
    let package = npm.parent().and_then(Path::parent).ok_or("npm is not in a package of its own")?;
    if !package.join("package.json").is_file() {
        return Err(format!(
            "{} is not in a package of its own, so that its hash cannot be taken",
            npm.display()
        ));
    }
    Ok(vec![
        Tool {
            name: "node".into(),
            version: said(Command::new("node").arg("--version"))?,
            sha256: of_files(&[node])?,
        },
        Tool {
            name: "npm".into(),
            version: said(Command::new("npm").arg("--version"))?,
            sha256: of_files(&[package.to_path_buf()])?,
        },
    ])
}

/// The hash of one file; of several and of folders, the hash of their names and hashes in order.
fn of_files(paths: &[PathBuf]) -> Result<String, String> {
    if let [one] = paths
        && one.is_file()
    {
        return fs::read(one).map(|bytes| sha256(&bytes)).map_err(|why| format!("{}: {why}", one.display()));
    }
    let mut listing = String::new();
    for path in paths {
        let mut files = Vec::new();
        collect(path, &mut files)?;
        files.sort();
        let above = path.parent().unwrap_or(path);
        for file in files {
            let bytes = fs::read(&file).map_err(|why| format!("{}: {why}", file.display()))?;
            let name = file.strip_prefix(above).unwrap_or(&file);
            listing += &format!("{}  {}\n", sha256(&bytes), name.display());
        }
    }
    Ok(sha256(listing.as_bytes()))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    if !path.is_dir() {
        files.push(path.to_path_buf());
        return Ok(());
    }
    for entry in fs::read_dir(path).map_err(|why| format!("{}: {why}", path.display()))? {
        let entry = entry.map_err(|why| format!("{}: {why}", path.display()))?.path();
        // what Python compiles on its first run is no part of a tool
        if entry.file_name().is_some_and(|name| name != "__pycache__") {
            collect(&entry, files)?;
        }
    }
    Ok(())
}

fn beginning(folder: &Path, name: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)));
    if found.is_empty() { Err(format!("{} has no {name}…", folder.display())) } else { Ok(found) }
}

fn said(command: &mut Command) -> Result<String, String> {
    Ok(String::from_utf8_lossy(&output(command)?).trim().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_a_folder_follows_every_byte_and_name_in_it_and_no_order() {
        let folder = env::temp_dir().join(format!("coop tools {}", std::process::id()));
        let write = |name: &str, text: &str| {
            let path = folder.join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("tool/a", "1");
        write("tool/b/c", "2");
        let hash = || of_files(&[folder.join("tool")]).unwrap();
        let first = hash();
        assert_eq!(hash(), first);
        write("tool/b/c", "3");
        assert_ne!(hash(), first);
        write("tool/b/c", "2");
        assert_eq!(hash(), first);
        fs::rename(folder.join("tool/a"), folder.join("tool/d")).unwrap();
        assert_ne!(hash(), first);
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_line_of_the_toolchain_is_a_tool_and_a_line_without_files_is_refused() {
        let tool = listed_tool("linker\t1.0\tsha256:ab").unwrap();
        assert_eq!(tool, Tool { name: "linker".into(), version: "1.0".into(), sha256: "ab".into() });
        assert!(listed_tool("linker\t1.0").unwrap_err().contains("no files"));
        assert!(listed_tool("linker").unwrap_err().contains("no version"));
        assert!(listed_tool("linker\t1.0\tno such file").is_err());
    }

    #[test]
    fn the_tools_of_this_machine_have_versions_and_hashes() {
        let tools: Vec<Tool> = [rust(), javascript()].into_iter().flat_map(Result::unwrap).collect();
        assert_eq!(
            tools.iter().map(|tool| &*tool.name).collect::<Vec<_>>(),
            ["rustc", "cargo", "node", "npm"]
        );
        for tool in tools {
            assert!(tool.version.contains('.') && tool.sha256.len() == 64, "{tool:?}");
        }
    }
}
