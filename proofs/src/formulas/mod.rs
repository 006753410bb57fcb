//! Every formula of the books, as a function from words to words. What is private is reached by what calls it, with
//! inputs that leave nothing else to do.

mod books;
mod fixed;
mod rules;

/// What an input is: it decides which values are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any 64 bits.
    Word,
    /// 32 bits.
    Int,
    /// 8 bits.
    Small,
    /// 0 or 1.
    Flag,
    /// Basis points, above 10 000 too.
    Bps,
    /// Basis points up to 10 000.
    Rate,
    /// Seconds, not below 0.
    Time,
}

/// One formula.
#[derive(Clone, Copy)]
pub struct Formula {
    pub name: &'static str,
    pub ins: &'static [Kind],
    /// Brings inputs into the domain: what callers promise.
    pub shape: fn(&mut [u64]),
    pub run: fn(&[u64], &mut Vec<u64>),
}

pub fn all() -> Vec<Formula> {
    [fixed::FORMULAS, rules::FORMULAS, books::FORMULAS].concat()
}

/// The formula of a name.
pub fn named(name: &str) -> Formula {
    all().into_iter().find(|formula| formula.name == name).unwrap_or_else(|| panic!("no formula {name}"))
}

/// The file of `coop-math` that a formula stands in.
pub fn place(name: &str) -> &'static str {
    match name {
        "pioneer_units" | "pioneer_weight_ceil" | "weighted" | "pot_draw" => "patronage/pioneers.rs",
        "is_mature" | "capital" => "patronage/capital.rs",
        "bucket_draw" | "bucket_room" => "bucket.rs",
        "bond_ceil" | "forfeit_floor" | "turnover_floor" => "bootstrap/promise.rs",
        "pool_settle" | "claim" | "of_people_ceil" => "bootstrap.rs",
        "vouches_needed" | "growth" | "is_seasoned" | "is_suspendable" => "membership.rs",
        "passes" | "is_exodus" | "is_drawn" | "phase" => "governance.rs",
        "budget" => "governance/budget.rs",
        "part_floor" | "worn" | "wear" | "interest_of" | "allocate" => "patronage/books/close.rs",
        "leavers" => "patronage/books/leavers.rs",
        "price" => "patronage/books/price.rs",
        "settle" => "patronage/books/settle.rs",
        "claims" => "federation/claims.rs",
        "expense" | "cover_loss" => "patronage/books/mod.rs",
        "sell" | "accrue" => "patronage/books/assets.rs",
        _ => "fixed.rs",
    }
}

/// Every input is in the domain.
pub fn any(_: &mut [u64]) {}

/// Puts an `Option` into two words.
pub fn put(outs: &mut Vec<u64>, value: Option<u64>) {
    outs.extend([value.is_some() as u64, value.unwrap_or(0)]);
}

/// Puts 128 bits into two words, the lower first.
pub fn put_wide(outs: &mut Vec<u64>, value: u128) {
    outs.extend([value as u64, (value >> 64) as u64]);
}

pub fn wide(low: u64, high: u64) -> u128 {
    (high as u128) << 64 | low as u128
}

/// What `value` is at most: itself, or what is left of it beyond.
pub fn at_most(value: u64, most: u64) -> u64 {
    if value > most { value % (most + 1) } else { value }
}
