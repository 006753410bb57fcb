//! Changes that are written by hand, as no rule of [`find`](crate::find) makes them.

use crate::find::{Form, Item, Mutant};
use serde::Deserialize;
use std::{fs, path::Path};

/// Where they are written, from the root of the workspace.
pub const WRITTEN: &str = "tests/mutants/written.toml";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Written {
    pub file: String,
    /// What stands in front of it, so that the two together stand in the file once.
    #[serde(default)]
    pub after: String,
    pub from: String,
    pub to: String,
    /// A place that is written to, which a switch cannot change.
    #[serde(default)]
    pub alone: bool,
    /// Why it is not made from the rules.
    pub why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    written: Vec<Written>,
}

pub fn read(root: &Path) -> Result<Vec<Written>, String> {
    let text = fs::read_to_string(root.join(WRITTEN)).map_err(|why| format!("{WRITTEN}: {why}"))?;
    let all: All = toml::from_str(&text).map_err(|why| format!("{WRITTEN}: {why}"))?;
    Ok(all.written)
}

impl Written {
    /// The change in the text of its file. `count`: which of those of the file.
    pub fn mutant(&self, text: &str, items: &[Item], count: usize) -> Result<Mutant, String> {
        let whole = format!("{}{}", self.after, self.from);
        let mut places = text.match_indices(&whole);
        let (Some((start, _)), None) = (places.next(), places.next()) else {
            return Err(format!("{WRITTEN}: `{whole}` does not stand in {} exactly once", self.file));
        };
        let at = start + self.after.len()..start + whole.len();
        let item = items
            .iter()
            .filter(|item| item.at.start <= at.start && at.end <= item.at.end)
            .min_by_key(|item| item.at.len())
            .ok_or(format!("{WRITTEN}: `{whole}` is in no function of {}", self.file))?;
        Ok(Mutant {
            id: format!("{} {} written {count}", self.file, item.name),
            file: self.file.clone(),
            hash: item.hash.clone(),
            form: Form::Value,
            at,
            from: self.from.clone(),
            to: self.to.clone(),
            alone: self.alone,
        })
    }
}
