//! Publishing on a network, with `tools/publish`, a Node package with a lock file of its own.

use crate::{Outcome, app, given, needs, release, root, run};
use std::{
    path::{Path, PathBuf},
    process::Command,
};

/// Deploys a release step by step; `options` are those of `tools/publish`.
pub fn publish(options: &[String]) -> Outcome {
    let manifest = release::usual_manifest()?;
    let named = options.iter().any(|option| option == "--manifest");
    if !named && !manifest.is_file() {
        return Err(format!(
            "{} is not there: `cargo xtask release` makes it, or name another with --manifest",
            manifest.display()
        ));
    }
    let mut walk = tool("publish")?;
    if !named {
        walk.arg("--manifest").arg(manifest);
    }
    run(walk.args(options.iter().map(|option| absolute(option.as_ref()))))
}

/// Compares what a network has with a manifest.
pub fn check(manifest: &Path, cluster: &str) -> Outcome {
    run(tool("check")?.args(["--manifest"]).arg(absolute(manifest)).args(["--cluster", cluster]))
}

fn tool(word: &str) -> Result<Command, String> {
    needs::node()?;
    app::packages()?;
    app::packages_of(&folder())?;
    let mut command = Command::new(root().join("app/node_modules/.bin/tsx"));
    command.arg(folder().join("src/main.ts")).arg(word);
    Ok(command)
}

/// A word of the command. If it names a file, that is found from anywhere.
fn absolute(word: &Path) -> PathBuf {
    let path = given(word);
    if path.is_file() { path } else { word.into() }
}

fn folder() -> PathBuf {
    root().join("tools/publish")
}
