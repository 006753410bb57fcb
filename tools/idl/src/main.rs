//! Prints the program's IDL: what Anchor's macros say of it, sorted and checked for what generated clients
//! stumble over.
//!
//! Anchor's builder runs `cargo test` in the program's folder, and calls rustup where RUSTUP_TOOLCHAIN is
//! set: `cargo xtask idl` takes it from the environment.

use anchor_lang_idl::{build::IdlBuilder, types::Idl};
use std::{collections::BTreeMap, path::Path, process::ExitCode};

fn main() -> ExitCode {
    let program = Path::new(&std::env::var("CARGO_MANIFEST_DIR").expect("started by cargo"))
        .join("../../programs/coop");
    let flags = ["--locked", "--ignore-rust-version"].map(String::from).to_vec();
    let idl = match IdlBuilder::new().program_path(program).cargo_args(flags).build() {
        Ok(idl) => idl,
        Err(why) => {
            eprintln!("idl: {why}");
            return ExitCode::FAILURE;
        }
    };
    let wrong = oddities(&idl);
    for line in &wrong {
        eprintln!("idl: {line}");
    }
    println!("{}", serde_json::to_string_pretty(&idl).expect("an IDL is JSON"));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What makes an IDL a bad source of clients, each as a sentence.
fn oddities(idl: &Idl) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut exported: BTreeMap<String, String> = BTreeMap::new();
    let names = (idl.instructions.iter().map(|it| ("instruction", &it.name)))
        .chain(idl.accounts.iter().map(|it| ("account", &it.name)))
        .chain(idl.events.iter().map(|it| ("event", &it.name)));
    for (kind, name) in names {
        if let Some(other) = exported.insert(pascal(name), format!("{kind} {name}")) {
            wrong.push(format!("{kind} {name} and {other} would be one name in a generated client"));
        }
    }
    for instruction in &idl.instructions {
        if instruction.docs.is_empty() {
            wrong.push(format!("instruction {} says nothing of what it does", instruction.name));
        }
    }
    for error in &idl.errors {
        if error.msg.as_deref().is_none_or(str::is_empty) {
            wrong.push(format!("error {} {} has no text", error.code, error.name));
        }
    }
    if idl.errors.is_empty()
        || idl.instructions.is_empty()
        || idl.accounts.is_empty()
        || idl.events.is_empty()
    {
        wrong.push("errors, instructions, accounts or events are missing altogether".into());
    }
    wrong
}

/// A name as clients export it: `make_pledge` and `MakePledge` are both `MakePledge`.
fn pascal(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_uppercase().chain(letters).collect::<String>())
                .unwrap_or_default()
        })
        .collect()
}
