//! Records which changes of `cargo xtask mutants` a test reaches: the program that is built for this makes a call with
//! the number of each change whose place it passes.

use litesvm::LiteSVM;
use solana_program_runtime::{
    invoke_context::InvokeContext,
    solana_sbpf::{declare_builtin_function, program::BuiltinFunctionDefinition},
};
use std::{
    collections::BTreeSet,
    error::Error,
    fs::{File, OpenOptions},
    io::Write,
    sync::{LazyLock, Mutex},
};

/// The numbers noted so far, and the file that `COOP_REACH` names, where each has a line.
static NOTED: LazyLock<Mutex<(BTreeSet<u64>, Option<File>)>> = LazyLock::new(|| {
    let open = |path| OpenOptions::new().create(true).append(true).open(path).expect("COOP_REACH is a file");
    Mutex::new((BTreeSet::new(), std::env::var_os("COOP_REACH").map(open)))
});

declare_builtin_function!(
    /// `coop_reached(number)`.
    Reached,
    fn rust(
        _context: &mut InvokeContext<'_, '_>,
        number: u64,
        _b: u64,
        _c: u64,
        _d: u64,
        _e: u64,
    ) -> Result<u64, Box<dyn Error>> {
        let mut noted = NOTED.lock().expect("nobody stops with it in hand");
        let is_new = noted.0.insert(number);
        if let Some(file) = noted.1.as_mut().filter(|_| is_new) {
            writeln!(file, "{number}")?;
        }
        Ok(0)
    }
);

/// A chain that notes.
pub fn chain() -> LiteSVM {
    LiteSVM::new().with_custom_syscall("coop_reached", Reached::register)
}
