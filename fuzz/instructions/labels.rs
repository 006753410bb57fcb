//! Where programs are traced, the runtime reads the names of an ELF's sections, and it fails on one that has none, as ours. This
//! adds a table of sections that names nothing else: what is loaded and run stays as it is, byte by byte.

use std::{env, fs, path::PathBuf};

/// Fields of the header of a 64-bit ELF: where the sections are listed, how many they are, and which has their names.
const LISTED_AT: usize = 0x28;
const COUNT_AT: usize = 0x3c;
const NAMES_AT: usize = 0x3e;
/// Bytes of a section's header.
const HEADER: usize = 64;
const NAMES: &[u8] = b"\0.shstrtab\0";

/// Lets worlds load the program with such a table: writes it beside the program, and names it in `COOP_SO`.
pub fn add() {
    let path = env::var_os("COOP_SO").map(PathBuf::from).expect("COOP_SO names the program");
    let elf = fs::read(&path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let labelled = path.with_extension(format!("{}.labelled", std::process::id()));
    fs::write(&labelled, with_table(elf)).unwrap_or_else(|why| panic!("{}: {why}", labelled.display()));
    // SAFETY: libFuzzer has not begun, and no other thread runs
    unsafe { env::set_var("COOP_SO", &labelled) };
}

/// Removes the file again.
pub fn remove() {
    if let Some(path) = env::var_os("COOP_SO").filter(|path| path.to_string_lossy().ends_with(".labelled")) {
        let _ = fs::remove_file(path);
    }
}

fn with_table(mut elf: Vec<u8>) -> Vec<u8> {
    if elf[COUNT_AT..NAMES_AT + 2].iter().any(|byte| *byte != 0) {
        return elf;
    }
    elf.resize(elf.len().next_multiple_of(8), 0);
    let names = elf.len();
    elf.extend_from_slice(NAMES);
    elf.resize(elf.len().next_multiple_of(8), 0);
    let table = elf.len();
    // the first section is none
    let mut header = [0u8; 2 * HEADER];
    let second = &mut header[HEADER..];
    second[..4].copy_from_slice(&1u32.to_le_bytes());
    // a table of strings
    second[4..8].copy_from_slice(&3u32.to_le_bytes());
    second[24..32].copy_from_slice(&(names as u64).to_le_bytes());
    second[32..40].copy_from_slice(&(NAMES.len() as u64).to_le_bytes());
    second[48..56].copy_from_slice(&1u64.to_le_bytes());
    elf.extend_from_slice(&header);
    elf[LISTED_AT..LISTED_AT + 8].copy_from_slice(&(table as u64).to_le_bytes());
    elf[COUNT_AT..COUNT_AT + 2].copy_from_slice(&2u16.to_le_bytes());
    elf[NAMES_AT..NAMES_AT + 2].copy_from_slice(&1u16.to_le_bytes());
    elf
}
