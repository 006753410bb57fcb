//! The output of a demo: one sentence for each step, the books after it, and the reason for a refusal.

use crate::books::Sheet;
use coop::error::CoopError;
use coop_tests::{CoopSite, DAY, PoolSite, Receipt, UNIT, World, world::code};
use solana_keypair::Keypair;
use solana_message::Instruction;

/// Width of a sentence; what it cost stands behind it.
const WIDTH: usize = 92;

/// A world in which co-ops live, and what has been told of it.
pub struct Story {
    pub world: World,
    /// Compute units of all steps.
    pub units: u64,
    /// Transactions that went through.
    pub steps: u32,
    /// Transactions that were refused, as they should be.
    pub refusals: u32,
    /// The co-ops whose books are checked after every step, with their pools.
    coops: Vec<(CoopSite, PoolSite)>,
    /// Nothing is printed: the story is lived for comparison only.
    quiet: bool,
}

impl Story {
    pub fn new() -> Self {
        Self { world: World::new(), units: 0, steps: 0, refusals: 0, coops: Vec::new(), quiet: false }
    }

    /// A story of which nothing is printed. Its books are checked all the same.
    pub fn quiet() -> Self {
        Self { quiet: true, ..Self::new() }
    }

    /// From now on the books of this co-op are checked after every step.
    pub fn watch(&mut self, site: CoopSite, pool: PoolSite) {
        self.coops.push((site, pool));
    }

    pub fn say(&self, line: impl AsRef<str>) {
        if !self.quiet {
            println!("{}", line.as_ref());
        }
    }

    /// A remark that belongs to the step above it.
    pub fn remark(&self, line: impl AsRef<str>) {
        self.say(format!("      {}", line.as_ref()));
    }

    pub fn chapter(&self, title: &str) {
        self.say(format!("\n{title}\n{}", "=".repeat(title.chars().count())));
    }

    pub fn section(&self, title: &str) {
        self.say(format!("\n  {title}\n  {}", "-".repeat(title.chars().count())));
    }

    /// Sends one transaction that must go through, and checks the books of every co-op after it.
    pub fn act(&mut self, what: &str, calls: &[Instruction], signers: &[&Keypair]) -> Receipt {
        let sent = self.world.send(calls, signers);
        let receipt = sent.unwrap_or_else(|refusal| {
            panic!("\u{201c}{what}\u{201d} was refused: {:?}\n{}", refusal.error, refusal.logs.join("\n"))
        });
        self.units += receipt.compute_units;
        self.steps += 1;
        for (site, pool) in &self.coops {
            if let Err(why) = Sheet::of(&self.world, site, pool).check() {
                panic!("after \u{201c}{what}\u{201d} the books do not balance: {why}");
            }
        }
        receipt
    }

    /// One step: its sentence, what it cost, and one line on the books of the co-op that it belongs to.
    pub fn tell(
        &mut self,
        site: &CoopSite,
        what: &str,
        calls: &[Instruction],
        signers: &[&Keypair],
    ) -> Receipt {
        let before = self.units;
        let receipt = self.act(what, calls, signers);
        self.done(site, what, before);
        receipt
    }

    /// Tells what was done since there had been `before` compute units.
    pub fn done(&self, site: &CoopSite, what: &str, before: u64) {
        self.say(format!("  {what:<WIDTH$} {:>7} CU", self.units - before));
        self.balance(site);
    }

    /// One line on the books of a co-op.
    pub fn balance(&self, site: &CoopSite) {
        self.remark(self.sheet(site).line());
    }

    pub fn sheet(&self, site: &CoopSite) -> Sheet {
        let (site, pool) =
            self.coops.iter().find(|(it, _)| it.coop == site.coop).expect("a co-op that is watched");
        Sheet::of(&self.world, site, pool)
    }

    /// Sends what must be refused for this reason, which is given in the program's own words.
    pub fn refused(&mut self, what: &str, why: CoopError, calls: &[Instruction], signers: &[&Keypair]) {
        let refusal = self.world.send(calls, signers).expect_err("a refusal");
        assert!(refusal.is(why), "\u{201c}{what}\u{201d}: {why:?} and not {:?}", refusal.error);
        self.refusals += 1;
        self.say(format!("  {what:<WIDTH$} refused"));
        self.remark(format!("\u{201c}{}\u{201d}", message(why)));
    }

    pub fn later(&mut self, days: i64) {
        self.world.pass(days * DAY);
        self.say(format!("  {days} days pass."));
    }
}

/// An amount in a sentence: tokens with thousands separators, and as many decimals as it needs, at least two.
pub fn tokens(amount: u64) -> String {
    let mut text = exact(amount);
    while text.ends_with('0') && !text.ends_with(".00") {
        text.pop();
    }
    // two decimals at least
    let decimals = text.len() - text.find('.').expect("a point") - 1;
    text.push_str(&"0".repeat(2usize.saturating_sub(decimals)));
    text
}

/// An amount in a table: all six decimals of the mint.
pub fn exact(amount: u64) -> String {
    format!("{}.{:06}", grouped(amount / UNIT), amount % UNIT)
}

/// A number with thousands separators.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).expect("digits")).collect();
    groups.join(",")
}

/// Basis points in a sentence.
pub fn percent(bps: u64) -> String {
    format!("{}.{:02} %", bps / 100, bps % 100)
}

/// Names in a sentence.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).into(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// What the IDL says of an error.
fn message(error: CoopError) -> &'static str {
    let idl = include_str!("../../idl/coop.json");
    let (_, entry) = idl.split_once(&format!("\"code\": {}", code(error))).expect("the IDL has the error");
    let (_, text) = entry.split_once("\"msg\": \"").expect("it has a text");
    text.split_once('"').expect("which ends").0
}
