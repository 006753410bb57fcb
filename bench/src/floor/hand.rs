//! How the rules of an instruction are counted, and what is counted in several places.

use super::{bootstrap, charter, federation, governance, membership, patronage};

/// The rules of one instruction: the costs that cannot be derived from its accounts and its log.
#[derive(Debug)]
pub struct Hand {
    pub name: &'static str,
    /// Comparisons of 32 bytes: an account is the one that another names, or is left out.
    pub addresses: u64,
    /// Addresses that are searched for, those of new accounts apart.
    pub searches: u64,
    /// What the runtime takes for other calls that the rules need.
    pub charged: u64,
    /// Instructions for the rules.
    pub rules: u64,
    /// What was counted, in its order.
    #[allow(dead_code, reason = "it is for whoever reads the count")]
    pub counted: &'static str,
}

/// The count of an instruction: comparisons of addresses, instructions for its rules, and what they are.
pub const fn rules(name: &'static str, addresses: u64, rules: u64, counted: &'static str) -> Hand {
    Hand { name, addresses, searches: 0, charged: 0, rules, counted }
}

impl Hand {
    /// Adds the number of addresses that are searched for.
    pub const fn searches(mut self, searches: u64) -> Self {
        self.searches = searches;
        self
    }

    /// Adds the compute units that the runtime charges for other calls.
    pub const fn charged(mut self, units: u64) -> Self {
        self.charged = units;
        self
    }
}

/// A field is compared with a constant, or with what is in a register: load, jump.
pub const FIELD: u64 = 2;
/// Two fields are compared: two loads, jump.
pub const FIELDS: u64 = 3;
/// A co-op is active: neither dissolving nor forming. Forming costs as much.
pub const STATUS: u64 = 2 * FIELD;
/// Whoever has a membership is one that may: its standing.
pub const STANDING: u64 = FIELD;

/// `Coop::invariant` while active: shares that earn against a sum of two (5), members against accounts (3), what is owed as
/// interest and to pioneers against its buckets (6), the status (4), no pool of founders (2), and the books: eight loads, six
/// sums, a comparison, and no loss beside earnings (17).
pub const COOP: u64 = 5 + 3 + 6 + STATUS + 2 + 17;
/// `Coop::invariant` while forming: as above, and the books hold nothing: five loads, four sums, a jump.
pub const FORMING: u64 = 5 + 3 + 6 + STATUS + 10;
/// `Coop::invariant` while dissolving: as above without the books.
pub const DISSOLVING: u64 = 5 + 3 + 6 + 2 + 2;
/// `Member::invariant`: twelve comparisons of fields and two sums.
pub const MEMBER: u64 = 31;
/// `Pool::invariant`: six comparisons of fields.
pub const POOL: u64 = 13;

/// A part in basis points, rounded: tens of thousands and rest (2 divisions and a product, a difference), two products, a
/// division and a sum.
pub const BPS: u64 = 8;
/// A bucket is drawn from: the later of two times, a product, a quotient rounded up, a sum, a comparison.
pub const BUCKET: u64 = 12;
/// A rate of Q64.64 is multiplied: four products of halves, and their sums.
pub const RATE: u64 = 16;
/// A rate of Q64.64 is made: four digits of a quotient, each a shift, two products of division and a sum.
pub const RATIO: u64 = 24;
/// The price of capital at par: what moved, cash less what is the reserve's, and whether the two parts are equal.
pub const PRICE: u64 = 15;
/// Nothing waits of an older period: the first of five fields, and the number of the period.
pub const SETTLED: u64 = FIELD + FIELDS;
/// The first business of a member in a period: five fields are 0, and one member more is counted.
pub const BUSINESS: u64 = 5 * FIELD + 2;
/// No interest and no pioneers' return since last time: two differences of 128 bits.
pub const RETURNS: u64 = 12;
/// Income: there is room for it (five sums with a check each), a loss is made good first, the rest is earned.
pub const EARN: u64 = 13 + 5;
/// The status of a proposal while it is voted on: executed, vetoed, charter, protests, end.
pub const VOTING: u64 = 2 * FIELD + FIELDS + 2 * FIELD;
/// The status of one whose vote is over: as above, two dates more, quorum (three loads, two products, a comparison), majority.
pub const DECIDED: u64 = VOTING + 2 * FIELDS + 9 + 1;
/// A resolution is executed: the co-op is active, the kind is the one, the status.
pub const EXECUTE: u64 = STATUS + FIELD + DECIDED;
/// And it is special: two thirds, and the turn of a period.
pub const SPECIAL: u64 = EXECUTE + 5 + FIELD;
/// Whether one was an elector then: since when, the gap of a suspension, and when it left.
pub const SNAPSHOT: u64 = 4 * FIELD;
/// The bounds of a charter: some 30 terms, a third with two bounds.
pub const CHARTER: u64 = 40 * FIELD;
/// The bounds of a pool's terms: dates against each other, gates against sums.
pub const TERMS: u64 = 12 * FIELDS;
/// A membership ends: nothing waits, the elector is lost, the place in the bucket, returns, and eight vintages are added.
pub const DISMISS: u64 = SETTLED + FIELD + 4 + 4 + RETURNS + 16;
/// A token account is kept by one of two programs: the owner, by its words.
pub const KEPT: u64 = 12;
/// A token account's state.
pub const STATE: u64 = FIELD;
/// The eight bytes of an address are all 0.
pub const NONE: u64 = 8;

/// Whether a text is shown, eight bytes at a time: a load, three tests of two or three instructions, the next.
pub const fn text(bytes: u64) -> u64 {
    bytes.div_ceil(8) * 11
}

/// Price of the rent, where an account is not made but measured.
pub const RENT: u64 = 100 + 10;
/// Whether an address is on the curve.
pub const CURVE: u64 = 159;

/// The count of a row; of one with Token-2022 it is that of the same without: only what is called differs.
pub fn of(row: &str) -> Option<&'static Hand> {
    let name = row.strip_suffix(" (Token-2022)").unwrap_or(row);
    let parts = [
        charter::COUNTED,
        membership::COUNTED,
        bootstrap::COUNTED,
        patronage::COUNTED,
        governance::COUNTED,
        federation::COUNTED,
    ];
    parts.into_iter().flatten().find(|hand| hand.name == name)
}
