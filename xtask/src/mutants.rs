//! Breaks the program's rules one at a time and checks whether a test notices: `tests/mutants` does it, in a copy made
//! here.

use crate::{Outcome, builder, cargo, root, run, target};
use std::{fs, path::Path};

/// Starts it. `options` are its own.
pub fn mutants(options: &[String]) -> Outcome {
    let place = target().join("mutants");
    // the program and its arithmetic are written there with the changes in them: a copy in between would be built anew
    copy_tracked_files(&place.join("work"), &|file| !file.starts_with("programs/coop/"))?;
    let builder = builder(&root(), &place).0;
    let mut command = cargo("run");
    command.args(["--quiet", "--package", "mutants", "--"]).args(options);
    command.env("COOP_ROOT", root()).env("COOP_WORK", &place).env("COOP_BUILDER", builder.get_program());
    run(&mut command)
}

/// Copies those `wanted` of the files that git tracks, as they stand in the working tree, leaving alone what is there already.
pub fn copy_tracked_files(work: &Path, wanted: &dyn Fn(&str) -> bool) -> Outcome {
    let listing =
        std::process::Command::new("git").arg("ls-files").output().map_err(|why| why.to_string())?;
    for file in String::from_utf8_lossy(&listing.stdout).lines().filter(|file| wanted(file)) {
        let (from, to) = (root().join(file), work.join(file));
        fs::create_dir_all(to.parent().expect("below the work folder")).map_err(|why| why.to_string())?;
        let same = fs::read(&from).ok().zip(fs::read(&to).ok()).is_some_and(|(a, b)| a == b);
        if from.is_file() && !same {
            fs::copy(&from, &to).map_err(|why| format!("{file}: {why}"))?;
        }
    }
    Ok(())
}
