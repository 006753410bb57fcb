//! The files of examples/coops: a charter and a pool as `coop found` takes them, and what is known of the co-op.

use crate::{DAY, UNIT};
use coop::state::{CharterTerms, PoolTerms};
use serde_json::{Map, Value};
use std::path::PathBuf;

/// One file; whatever is wrong with it is said with its name.
pub struct File {
    pub name: String,
    pub fields: Map<String, Value>,
}

pub fn root() -> PathBuf {
    PathBuf::from("..")
}

/// The folders of all co-ops.
pub fn all() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("examples/coops")).expect("examples/coops");
    let folders = entries.map(|entry| entry.expect("an entry")).filter(|entry| entry.path().is_dir());
    let mut names: Vec<String> = folders.map(|entry| entry.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

impl File {
    pub fn read(coop: &str, file: &str) -> Self {
        let name = format!("examples/coops/{coop}/{file}");
        let text = std::fs::read_to_string(root().join(&name)).unwrap_or_else(|why| panic!("{name}: {why}"));
        match serde_json::from_str(&text) {
            Ok(Value::Object(fields)) => Self { name, fields },
            other => panic!("{name} is no object: {other:?}"),
        }
    }

    pub fn get(&self, key: &str) -> &Value {
        self.fields.get(key).unwrap_or_else(|| panic!("{}: {key} is missing", self.name))
    }

    /// A whole number of the type that is asked for.
    fn term<T: TryFrom<u64>>(&self, field: &str, read: fn(&Value) -> Option<u64>) -> T {
        let key = camel(field);
        let value = self.get(&key);
        let number = read(value).and_then(|number| T::try_from(number).ok());
        number.unwrap_or_else(|| panic!("{}: {key} cannot be {value}", self.name))
    }

    fn has_only(&self, fields: &[&str]) {
        let known: Vec<String> = fields.iter().map(|field| camel(field)).collect();
        for key in self.fields.keys() {
            assert!(known.contains(key), "{}: there is no term {key}", self.name);
        }
    }
}

/// The name of a field as files and the client have it.
fn camel(field: &str) -> String {
    let mut words = field.split('_');
    let first = words.next().unwrap_or_default().to_string();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn count(value: &Value) -> Option<u64> {
    value.as_u64()
}

/// Base units of tokens.
pub fn money(value: &Value) -> Option<u64> {
    let said = value.as_number()?.to_string();
    let (whole, part) = said.split_once('.').unwrap_or((&said, ""));
    let part: u64 = if part.len() > 6 { return None } else { format!("{part:0<6}").parse().ok()? };
    whole.parse::<u64>().ok()?.checked_mul(UNIT)?.checked_add(part)
}

/// Seconds of `7d`, `12h` or `5m`.
fn duration(value: &Value) -> Option<u64> {
    let said = value.as_str()?;
    let (number, unit) = said.split_at(said.len().checked_sub(1)?);
    let unit = match unit {
        "d" => DAY as u64,
        "h" => 3_600,
        "m" => 60,
        _ => return None,
    };
    Some(number.parse::<u64>().ok()? * unit)
}

/// Seconds from now of `+30d`.
fn moment(value: &Value) -> Option<u64> {
    duration(&Value::from(value.as_str()?.strip_prefix('+')?))
}

macro_rules! terms {
    ($kind:ident, $file:expr, $($field:ident: $read:ident),* $(; $text:ident)?) => {{
        let file: &File = $file;
        file.has_only(&[$(stringify!($field),)* $(stringify!($text))?]);
        $kind {
            $($field: file.term(stringify!($field), $read),)*
            $($text: file.get(stringify!($text)).as_str().expect("a text").into(),)?
        }
    }};
}

/// Every term of a charter; none is left to what is usual.
pub fn charter(file: &File) -> CharterTerms {
    terms!(CharterTerms, file,
        member_share: money, max_shares: money, vouches_required: count, vouches_per_period: count,
        growth_bps: count, growth_floor: count, seasoning: duration, quorum_bps: count,
        voting_period: duration, timelock: duration, execution_window: duration, exodus_bps: count,
        period_length: duration, budget_bps: count, take_rate_bps: count, take_rate_ceiling_bps: count,
        provider_bps: count, commitment: duration, reserve_bps: count, solidarity_bps: count,
        remit_bps: count, interest_cap_bps: count, depreciation_bps: count, work_bps: count,
        cash_bps: count, revolve_periods: count, redemption_bps: count, pioneer_bps: count,
        pioneer_threshold: money, pioneer_shares_bps: count, pioneer_start: duration,
        pioneer_cap_bps: count, panel_size: count, review_bps: count)
}

/// The terms of a founding pool that is opened at `now`.
pub fn pool(file: &File, now: i64) -> PoolTerms {
    let terms = terms!(PoolTerms, file,
        min_raise: money, max_raise: money, min_members: count, min_use: money, max_pledge: money,
        max_use: money, opens: moment, withdraw_until: moment, deadline: moment, stay: duration,
        use_bond_bps: count, min_solvency_bps: count; purpose);
    PoolTerms {
        opens: now + terms.opens,
        withdraw_until: now + terms.withdraw_until,
        deadline: now + terms.deadline,
        ..terms
    }
}
