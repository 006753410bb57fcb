//! Narrows the source of `fixed.rs` and `patronage/pioneers.rs` to words of 8 bits: the same text with other types and widths.
//! So the functions themselves, the private ones too, run over all their inputs.

use std::{env, fs, path::Path};

/// What is replaced, and by what. Each must be there.
const FIXED: &[(&str, &str)] = &[
    ("pub const ALL_BPS: u64 = 10_000;", "pub const ALL_BPS: u8 = 10;"),
    ("const HALF: u32 = 32;", "const HALF: u32 = 4;"),
    ("const LOW: u64 = u32::MAX as u64;", "const LOW: u8 = 15;"),
    ("const QUARTER: u32 = 16;", "const QUARTER: u32 = 2;"),
    ("bps: u16", "bps: u4"),
    ("u128", "u16"),
    ("u64", "u8"),
    ("u4", "u8"),
    ("<< 64", "<< 8"),
    (">> 64", ">> 8"),
    ("(64 - QUARTER)", "(8 - QUARTER)"),
    ("(high, 0, 64)", "(high, 0, 8)"),
    ("(63 - shift)", "(7 - shift)"),
];
const PATRONAGE: &[(&str, &str)] = &[
    ("use crate::fixed", "use super::fixed"),
    ("bps: u16", "bps: u4"),
    ("u128", "u16"),
    ("u64", "u8"),
    ("u4", "u8"),
    (">> 64", ">> 8"),
];

fn main() {
    let out = env::var("OUT_DIR").expect("cargo sets it");
    for (name, file, changes) in
        [("fixed", "fixed.rs", FIXED), ("patronage", "patronage/pioneers.rs", PATRONAGE)]
    {
        let path = format!("../programs/coop/math/src/{file}");
        println!("cargo::rerun-if-changed={path}");
        let source = fs::read_to_string(&path).expect("coop-math stands beside this crate");
        let (code, _) = source.split_once("#[cfg(test)]").expect("the tests come last");
        let mut text: String = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(|line| {
                format!("{}\n", line.replace("pub const fn", "const fn").replace("const fn", "pub const fn"))
            })
            .collect();
        for (from, to) in changes {
            assert!(text.contains(from), "{file} has no `{from}` to narrow any more");
            text = text.replace(from, to);
        }
        let names_apart = text.replace("q64", "");
        assert!(
            !names_apart.contains("64") && !text.contains("u32::MAX"),
            "{file}: a width that is not narrowed"
        );
        fs::write(Path::new(&out).join(format!("{name}.rs")), text).expect("the folder is there");
    }
}
