//! Where every field of every account stands: docs/LAYOUTS.md, made from the program's own structs.

use super::{accounts, describe::Row};
use std::fmt::Write;

const HEAD: &str = "\
# Where fields stand

Every account in the IDL, field by field: the byte of the account at which it begins, and how many it takes. Integers are
little-endian, `pubkey` is 32 bytes, and nothing is padded or aligned, so borsh reads an account in this order after its first
8 bytes. These, the discriminator, are the first 8 of SHA-256 of `account:Name`. Behind a proposal stands what has no fixed
size ([proposal.rs](../programs/coop/src/state/proposal.rs)). What a field means is in [idl/coop.json](../idl/coop.json).

Made from the program; a test fails where it is not so. `COOP_WRITE=1 cargo t -p coop-tests --test coop layouts` writes it.
";

fn table(row: &Row) -> String {
    let mut text = format!("\n## {}\n", row.name);
    let _ = write!(
        text,
        "Discriminator {:?}.\n\n| byte | size | field | type |\n|--:|--:|---|---|\n",
        row.discriminator
    );
    let places = (row.places)();
    for place in &places {
        let _ = writeln!(text, "| {} | {} | `{}` | {} |", place.at, place.size, place.name, place.kind);
    }
    let end = places.last().map_or(8, |place| place.at + place.size);
    let _ = writeln!(text, "| {end} | | | |");
    text
}

#[test]
fn layouts_are_as_the_table_says() {
    let made: String = accounts::rows().iter().map(table).collect();
    let made = [HEAD, &made].concat();
    let path = "../docs/LAYOUTS.md";
    if std::env::var_os("COOP_WRITE").is_some() {
        std::fs::write(path, &made).expect("written");
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let lines = committed.lines().zip(made.lines());
    for (number, (committed, made)) in lines.enumerate() {
        assert_eq!(
            committed,
            made,
            "line {} of docs/LAYOUTS.md: a field moved, and so did what clients read",
            number + 1
        );
    }
    assert_eq!(committed, made, "docs/LAYOUTS.md");
}
