//! The program under test, as the build wrote it.

use std::path::PathBuf;

/// The program as it was built.
pub fn built() -> Vec<u8> {
    let path = program_path();
    let whole = std::fs::read(&path);
    whole.unwrap_or_else(|why| panic!("{}: {why}: build it first: cargo xtask build", path.display()))
}

/// Where the build puts the program: `COOP_SO`, or the target folder's `deploy/coop.so`.
pub fn program_path() -> PathBuf {
    if let Some(path) = std::env::var_os("COOP_SO") {
        return path.into();
    }
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    target.join("deploy/coop.so")
}
