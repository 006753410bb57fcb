//! A second decoder: everything in the IDL once more by borsh, written down without Anchor's macros and without the program's
//! types, and compared with what the program reads and writes, field by field.
//!
//! Whoever adds an instruction, an event, an account or a field adds it here: the tests say what is missing.

mod accounts;
mod arguments;
mod describe;
mod events;
mod layouts;
mod leaves;
mod real;
mod table;

use crate::stateful::generate::Rng;
use describe::{Fields, Row};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Of each kind: what the IDL calls its list, what stands before the name in the hash that its first bytes are from, and what is
/// described here.
fn kinds() -> [(&'static str, &'static str, Vec<Row>); 3] {
    [
        ("accounts", "account", accounts::rows()),
        ("events", "event", events::rows()),
        ("instructions", "global", arguments::rows()),
    ]
}

/// Structs and enums of which those consist.
fn parts() -> Vec<(&'static str, Value)> {
    macro_rules! shapes {
        ($(struct $struct:path,)* $(enum $enum:path,)*) => {
            vec![
                $((last(stringify!($struct)), json!({ "kind": "struct", "fields": <$struct>::types() })),)*
                $((last(stringify!($enum)), json!({ "kind": "enum", "variants": <$enum>::variants() })),)*
            ]
        };
    }
    shapes![
        struct accounts::Books,
        struct accounts::Charter,
        struct accounts::OpenPeriod,
        struct accounts::PeriodRates,
        struct accounts::PeriodResult,
        struct accounts::Rest,
        struct accounts::StoredPoolTerms,
        struct accounts::Transit,
        struct accounts::Use,
        struct accounts::Vintage,
        struct arguments::CharterTerms,
        struct arguments::Document,
        struct arguments::InvokeMeta,
        struct arguments::PoolTerms,
        struct arguments::Statutes,
        enum accounts::Kind,
        enum accounts::Standing,
        enum arguments::Action,
        enum arguments::Choice,
        enum arguments::IncomeKind,
        enum arguments::Purpose,
    ]
}

fn last(path: &'static str) -> &'static str {
    path.rsplit(':').next().expect("a name").trim()
}

/// Types of the IDL that nothing stored, logged or sent has: the program's integers, which are `u64` and so on where they
/// stand, and a list for clients.
const NOWHERE: &[&str] = &["PodI64", "PodU128", "PodU16", "PodU32", "PodU64", "MembersAct"];

/// The committed IDL, without its comments.
fn idl() -> Value {
    fn bare(value: Value) -> Value {
        match value {
            Value::Object(map) => map
                .into_iter()
                .filter(|(name, _)| name != "docs")
                .map(|(name, it)| (name, bare(it)))
                .collect(),
            Value::Array(list) => list.into_iter().map(bare).collect(),
            other => other,
        }
    }
    bare(serde_json::from_str(include_str!("../../../idl/coop.json")).expect("JSON"))
}

/// What the IDL lists under this name: each name, sorted, and the entry.
fn listed<'a>(idl: &'a Value, list: &str) -> Vec<(&'a str, &'a Value)> {
    let entries = idl[list].as_array().expect("a list").iter();
    let mut entries: Vec<_> = entries.map(|entry| (entry["name"].as_str().expect("a name"), entry)).collect();
    entries.sort_by_key(|entry| entry.0);
    entries
}

/// Asserts that two lists of fields are the same, and says from which on they are not.
#[track_caller]
fn assert_same(name: &str, idl: &Value, described: &Value) {
    let fields = |list: &Value| list.as_array().cloned().unwrap_or_default();
    let (idl, described) = (fields(idl), fields(described));
    for (nth, field) in idl.iter().enumerate() {
        assert_eq!(Some(field), described.get(nth), "{name}: field {nth}, in the IDL and as described");
    }
    assert_eq!(idl.len(), described.len(), "{name}: fields that are not in the IDL");
}

#[test]
fn every_instruction_event_and_account_of_the_idl_is_described_field_by_field() {
    let idl = idl();
    let types = listed(&idl, "types");
    let type_of = |name: &str| types.iter().find(|entry| entry.0 == name).map(|entry| entry.1);
    for (list, before, mut rows) in kinds() {
        rows.sort_by_key(|row| row.name);
        let entries = listed(&idl, list);
        let missing: Vec<_> = entries
            .iter()
            .map(|entry| entry.0)
            .filter(|name| rows.iter().all(|row| row.name != *name))
            .collect();
        assert!(missing.is_empty(), "of the {list} of the IDL no one described {missing:?}");
        assert_eq!(rows.len(), entries.len(), "{list} that are not in the IDL, or twice");
        for (row, (name, entry)) in rows.iter().zip(entries) {
            let hash = Sha256::digest(format!("{before}:{name}"));
            assert_eq!(row.discriminator, &hash[..8], "{name}");
            assert_eq!(entry["discriminator"], json!(&hash[..8]), "{name}");
            let fields = if list == "instructions" {
                &entry["args"]
            } else {
                let it = type_of(name).unwrap_or_else(|| panic!("{name} has no type"));
                assert_eq!(
                    (&it["serialization"], &it["type"]["kind"]),
                    (&json!("bytemuck"), &json!("struct"))
                );
                &it["type"]["fields"]
            };
            assert_same(name, fields, &row.types);
        }
    }
}

#[test]
fn every_other_type_of_the_idl_is_described_field_by_field() {
    let idl = idl();
    let parts = parts();
    let whole: Vec<&str> = kinds().iter().flat_map(|kind| kind.2.iter().map(|row| row.name)).collect();
    for (name, entry) in listed(&idl, "types") {
        match parts.iter().find(|part| part.0 == name) {
            Some((_, shape)) => {
                assert_eq!(entry["type"]["kind"], shape["kind"], "{name}");
                assert_same(name, &entry["type"]["fields"], &shape["fields"]);
                assert_same(name, &entry["type"]["variants"], &shape["variants"]);
            }
            None => assert!(whole.contains(&name) || NOWHERE.contains(&name), "{name} is not described"),
        }
    }
    for (name, _) in parts {
        assert!(listed(&idl, "types").iter().any(|entry| entry.0 == name), "{name} is not in the IDL");
    }
}

#[test]
fn of_random_values_borsh_and_the_program_write_and_read_the_same_bytes() {
    let mut rng = Rng(0x0b0e);
    for (_, _, rows) in kinds() {
        for row in rows {
            (0..200).for_each(|_| (row.trial)(&mut rng));
        }
    }
}
