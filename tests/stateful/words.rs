//! Texts that are tried in random lives, and what is asked of a text.

use crate::stateful::model::{Verdict, demand};
use coop::error::CoopError::*;

/// Names, most of them fine.
pub const NAMES: [&str; 8] = [
    "",
    "",
    "Ada",
    "Аda",
    "Großmutter",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "a\u{200d}b",
];

/// Reasons, descriptions, purposes.
pub const TEXTS: [&str; 5] =
    ["", "We bake bread together.", "パンを焼く", "tab\there", "Because \u{202e}the others do."];

/// What is asked of a text of at most so many bytes: in these lists what nobody sees is what stands here.
pub fn demand_text(text: &str, most: usize) -> Verdict {
    demand(text.len() <= most, TextTooLong)?;
    demand(!text.contains(['\u{200d}', '\u{202e}', '\t']), TextNotShown)
}
