//! Prints the IDL that Anchor's macros produce, sorted, and checked for what breaks generated clients.
//!
//! Anchor's builder runs `cargo test` in the program's folder, and calls rustup where `RUSTUP_TOOLCHAIN` is
//! set: `cargo xtask idl` takes it from the environment.

use anchor_lang_idl::{build::IdlBuilder, types::Idl};
use coop::{
    instructions::governance::actions::represent::ACTS,
    state::{Kind, Standing},
};
use serde_json::{Value, json};
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
    let with_names = named(&idl);
    println!("{}", serde_json::to_string_pretty(&with_names).expect("an IDL is JSON"));
    if wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The IDL, with enums in place of the bytes that stand for them. Anchor writes a wrapped enum of an account as an
/// alias of `u8`, and nothing of what an agent may do as a member. Enums of an IDL count from 0: that is none of them.
fn named(idl: &Idl) -> Value {
    let acts = ACTS.iter().map(|act| {
        let found = idl.instructions.iter().find(|it| it.discriminator == act.discriminator);
        pascal(&found.expect("an act is an instruction").name)
    });
    let enums = [
        ("Kind", "What a proposal is of: the number in its account.", numbered(&Kind::ALL, |it| it as u8)),
        (
            "Standing",
            "What a wallet is to the co-op: the number in its member's account.",
            numbered(&Standing::ALL, |it| it as u8),
        ),
        ("MembersAct", "What a co-op's agent may do as a member of another, by resolution.", acts.collect()),
    ];
    let mut idl = serde_json::to_value(idl).expect("an IDL is JSON");
    for (name, docs, members) in enums {
        let none = (name != "MembersAct").then(|| "None".to_string());
        let variants: Vec<Value> =
            none.into_iter().chain(members).map(|name| json!({ "name": name })).collect();
        let whole = json!({ "name": name, "docs": [docs], "type": { "kind": "enum", "variants": variants } });
        rename(&mut idl, &format!("Pod{name}"), name);
        let types = idl["types"].as_array_mut().expect("types are a list");
        types.retain(|it| it["name"] != name);
        types.push(whole);
        types.sort_by(|a, b| a["name"].as_str().cmp(&b["name"].as_str()));
    }
    idl
}

/// The names of an enum's members, which count from 1.
fn numbered<T: std::fmt::Debug + Copy>(all: &[T], number: fn(T) -> u8) -> Vec<String> {
    let name = |(i, it): (usize, &T)| {
        assert_eq!(number(*it) as usize, i + 1, "{it:?} stands where another number is");
        format!("{it:?}")
    };
    all.iter().enumerate().map(name).collect()
}

/// Calls a type by another name, wherever it is named.
fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(|it| rename(it, from, to)),
        Value::Object(fields) => fields.values_mut().for_each(|it| rename(it, from, to)),
        Value::String(text) if text == from => *text = to.into(),
        _ => {}
    }
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
