//! The programs that the commands need besides Rust: installed where that is allowed, otherwise named.

use crate::{Outcome, cargo, official_tool, output, run};
use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Programs that building needs, and the Debian packages that have them.
const PROGRAMS: &[(&str, &str)] = &[("cc", "build-essential"), ("python3", "python3"), ("git", "git")];

/// What else `tools/sbf` needs, which builds where there is no official `cargo-build-sbf`.
const FOR_OUR_BUILDER: &[(&str, &str)] = &[("xz", "xz-utils"), ("apt-get", "apt"), ("dpkg-deb", "dpkg")];

/// Where `tools/sbf` looks for the keys of Debian's archive, unless it is told otherwise.
const DEBIAN_KEYS: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Installs the missing programs as root, or says how.
pub fn programs() -> Outcome {
    let official = official_tool().is_some();
    let ours = if official { &[] } else { FOR_OUR_BUILDER };
    let needed = PROGRAMS.iter().chain(ours);
    let mut missing: Vec<&str> =
        needed.filter(|(name, _)| !on_path(name)).map(|(_, package)| *package).collect();
    // Ubuntu has apt, but not the keys of Debian's archive
    if !official && env::var_os("COOP_SBF_DEBIAN_KEYRING").is_none() && !Path::new(DEBIAN_KEYS).exists() {
        missing.push("debian-archive-keyring");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let how = format!("apt-get install -y {}", missing.join(" "));
    if !on_path("apt-get") || !is_root() {
        return Err(format!("this machine lacks programs that building needs: sudo {how}"));
    }
    eprintln!("xtask: installing {}", missing.join(", "));
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    run(Command::new("apt-get").args(["-qq", "install", "-y"]).args(missing))
}

/// The releases of Node that the packages of the client and of the page are made for; a later major is as good.
const NODE: &str = "Node 20.19, 22.13, or 24 or later";

/// Refuses a machine without such a Node, or for which the local network is not made.
pub fn node() -> Outcome {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Err(
            "the local network of the client's tests runs on Linux on x86-64 only: use such a machine or a \
                    container. `demo`, `example` and `build` run elsewhere too"
                .into(),
        );
    }
    let said = output(Command::new("node").arg("--version")).unwrap_or_default();
    let version = String::from_utf8_lossy(&said);
    let mut parts =
        version.trim().trim_start_matches('v').split('.').map_while(|part| part.parse::<u32>().ok());
    match (parts.next(), parts.next()) {
        (Some(20), Some(19..)) | (Some(22), Some(13..)) | (Some(24..), _) => {}
        (Some(_), _) => return Err(format!("the client and the page need {NODE}, not {}", version.trim())),
        _ => return Err(format!("the client and the page need {NODE}: https://nodejs.org")),
    }
    if !on_path("npm") {
        return Err("this machine lacks npm, which comes with Node".into());
    }
    Ok(())
}

/// Installs Debian's Chromium where no browser is there, or says how: the one without a window, which starts and draws faster, or where
/// there is no such package the whole one.
pub fn chromium() -> Outcome {
    let names = ["chromium-headless-shell", "chromium", "google-chrome"];
    if env::var_os("CHROME").is_some() || names.into_iter().any(on_path) {
        return Ok(());
    }
    if !on_path("apt-get") || !is_root() {
        return Err(
            "the page's tests need a browser: sudo apt-get install -y chromium, or CHROME=FILE".into()
        );
    }
    eprintln!("xtask: installing chromium");
    run(Command::new("apt-get").args(["-qq", "update"]))?;
    let install = |package| {
        run(Command::new("apt-get")
            .args(["-qq", "install", "-y", "--no-install-recommends", package])
            .stdout(Stdio::null()))
    };
    install("chromium-headless-shell").or_else(|_| install("chromium"))
}

/// Installs rustfmt and clippy with rustup where they are missing, or says how.
pub fn components() -> Outcome {
    for (name, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        if !works(Command::new(name).arg("--version")) {
            run(Command::new("rustup").args(["component", "add", component]))
                .map_err(|why| format!("{component} is missing, and rustup does not add it: {why}"))?;
        }
    }
    Ok(())
}

/// Whether a command can be run and succeeds; nothing of what it prints is shown.
pub fn works(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

fn on_path(name: &str) -> bool {
    env::split_paths(&env::var_os("PATH").unwrap_or_default())
        .any(|folder| Path::new(&folder).join(name).is_file())
}

fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim_ascii() == b"0")
}

/// A tool that is written in Rust: what is on PATH, else one of our own, compiled once and kept.
pub fn installed(name: &str, version: &str, options: &[&str]) -> Result<PathBuf, String> {
    let runs = |tool: &Path| works(Command::new(tool).arg("--version"));
    if runs(Path::new(name)) {
        return Ok(name.into());
    }
    let home = env::var_os("HOME").ok_or(format!("HOME is not set: where {name} would be installed"))?;
    let ours = Path::new(&home).join(".cache/coop/tools");
    let tool = ours.join("bin").join(name);
    if !runs(&tool) {
        eprintln!("xtask: installing {name} {version} in {}, once", ours.display());
        let mut install = cargo("install");
        install.args([name, "--version", version]).args(options);
        run(install.arg("--root").arg(&ours).current_dir(env::temp_dir()))?;
    }
    Ok(tool)
}
