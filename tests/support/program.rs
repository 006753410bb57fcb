//! The program under test, as the build wrote it.

use litesvm::LiteSVM;
use std::{path::PathBuf, sync::LazyLock};

/// A chain on which nothing happened yet. Copies share what the programs were compiled to, which takes longer than most
/// tests.
pub static FRESH: LazyLock<LiteSVM> = LazyLock::new(|| {
    #[cfg(not(feature = "reach"))]
    let chain = LiteSVM::new();
    #[cfg(feature = "reach")]
    let chain = crate::support::reach::chain();
    loaded(chain)
});

/// This chain with the program, and without the checks that take time and say nothing about it.
pub fn loaded(chain: LiteSVM) -> LiteSVM {
    let mut svm = chain.with_sigverify(false).with_blockhash_check(false).with_transaction_history(0);
    svm.add_program(coop::ID, &built()).expect("the ELF loads");
    svm
}

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
