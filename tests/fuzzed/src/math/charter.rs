//! Charters against a table of their bounds, and chains of amendments against the ratchets.

use super::within;
use arbitrary::Unstructured;
use coop_math::{DAY, charter::Charter};

/// A term as a number, with its least and its greatest value.
type Bound = (&'static str, u64, u64, u64);

/// Which way a term may move.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Down,
    Up,
    Fixed,
}

const fn days(n: u64) -> u64 {
    n * DAY as u64
}

/// Lists the terms once: for a charter of random numbers and for the table of the bounds.
macro_rules! terms {
    ($($term:ident: $kind:ty = $least:expr, $most:expr;)*) => {
        /// A charter, most of whose terms are within their bounds, many at an edge.
        fn drawn(bytes: &mut Unstructured) -> Charter {
            Charter { $($term: term(bytes, ($least) as u64, ($most) as u64, <$kind>::MAX as u64) as $kind,)* }
        }

        /// Every term with its bound; those between two terms are asked apart.
        fn bounds(c: &Charter) -> Vec<Bound> {
            vec![$((stringify!($term), c.$term as u64, ($least) as u64, ($most) as u64),)*]
        }
    };
}

terms! {
    member_share: u64 = 1, u64::MAX;
    max_shares: u64 = 0, u64::MAX;
    vouches_required: u8 = 1, 16;
    vouches_per_period: u8 = 1, 32;
    growth_bps: u16 = 1, 10_000;
    growth_floor: u32 = 1, u32::MAX;
    seasoning: u32 = 0, days(90);
    quorum_bps: u16 = 100, 5_000;
    voting_period: u32 = days(3), days(30);
    timelock: u32 = days(1), days(90);
    execution_window: u32 = days(3), days(30);
    exodus_bps: u16 = 500, 5_000;
    period_length: u32 = days(7), days(92);
    budget_bps: u16 = 0, 2_500;
    take_rate_bps: u16 = 0, 5_000;
    take_rate_ceiling_bps: u16 = 0, 5_000;
    provider_bps: u16 = 0, 10_000;
    commitment: u32 = 0, days(3_650);
    reserve_bps: u16 = 500, 5_000;
    solidarity_bps: u16 = 0, 4_000;
    remit_bps: u16 = 0, 10_000;
    interest_cap_bps: u16 = 0, 1_500;
    depreciation_bps: u16 = 500, 10_000;
    work_bps: u16 = 0, 10_000;
    cash_bps: u16 = 2_000, 10_000;
    revolve_periods: u8 = 1, 8;
    redemption_bps: u16 = 500, 10_000;
    pioneer_bps: u16 = 0, 2_000;
    pioneer_threshold: u64 = 0, 1u64 << 62;
    pioneer_shares_bps: u16 = 0, 10_000;
    pioneer_start: u32 = days(180), days(5 * 365);
    pioneer_cap_bps: u16 = 0, 5_000;
    panel_size: u8 = 9, 32;
    review_bps: u16 = 0, 10_000;
}

/// The ratchets of docs/GOVERNANCE.md, by the term's name.
const RATCHETS: [(&str, Way); 16] = [
    ("member_share", Way::Down),
    ("timelock", Way::Up),
    ("exodus_bps", Way::Down),
    ("period_length", Way::Down),
    ("take_rate_ceiling_bps", Way::Down),
    ("commitment", Way::Up),
    ("reserve_bps", Way::Up),
    ("interest_cap_bps", Way::Down),
    ("depreciation_bps", Way::Up),
    ("revolve_periods", Way::Down),
    ("redemption_bps", Way::Up),
    ("pioneer_bps", Way::Fixed),
    ("pioneer_threshold", Way::Fixed),
    ("pioneer_shares_bps", Way::Fixed),
    ("pioneer_start", Way::Fixed),
    ("pioneer_cap_bps", Way::Fixed),
];

fn term(bytes: &mut Unstructured, least: u64, most: u64, all: u64) -> u64 {
    match within(bytes, 0..=9) {
        0 => least,
        1 => most,
        2 => least.saturating_sub(1),
        3 => most.saturating_add(1).min(all),
        _ => within(bytes, least..=most),
    }
}

fn is_valid(c: &Charter) -> bool {
    bounds(c).iter().all(|(_, value, least, most)| (least..=most).contains(&value))
        && c.max_shares >= c.member_share
        && c.take_rate_bps <= c.take_rate_ceiling_bps
        && c.pioneer_cap_bps <= c.reserve_bps
}

fn value(c: &Charter, name: &str) -> u64 {
    bounds(c).iter().find(|bound| bound.0 == name).expect("a term").1
}

/// Whether no ratchet is loosened.
fn tightens(from: &Charter, to: &Charter) -> bool {
    RATCHETS.iter().all(|(name, way)| {
        let (old, new) = (value(from, name), value(to, name));
        match way {
            Way::Down => new <= old,
            Way::Up => new >= old,
            Way::Fixed => new == old,
        }
    })
}

/// A charter, and amendments of it one after another.
pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let mut now = drawn(&mut bytes);
    let founded = now;
    agrees(&now);
    for _ in 0..16 {
        if bytes.is_empty() {
            break;
        }
        let next = amended(&now, &mut bytes);
        agrees(&next);
        assert_eq!(now.amended_by(&next).is_ok(), tightens(&now, &next), "from {now:?} to {next:?}");
        if now.amended_by(&next).is_ok() && next.validate().is_ok() {
            now = next;
            assert!(founded.amended_by(&now).is_ok(), "a chain of amendments loosens a ratchet");
        }
    }
}

fn agrees(c: &Charter) {
    assert_eq!(c.validate().is_ok(), is_valid(c), "{:?} of {c:?}", c.validate());
    if let Err(rule) = c.validate() {
        let spelt = format!("{rule:?}").to_lowercase();
        let broken = |(name, value, least, most): &Bound| {
            let plain = name.replace(['_'], "").replace("bps", "");
            (value < least || value > most) && (plain.starts_with(&spelt) || spelt.starts_with(&plain))
        };
        let other = match &*spelt {
            "maxshares" => c.max_shares < c.member_share,
            "takerate" => c.take_rate_bps > c.take_rate_ceiling_bps,
            "pioneercap" => c.pioneer_cap_bps > c.reserve_bps,
            "pioneershare" => c.pioneer_bps > 2_000,
            _ => false,
        };
        assert!(other || bounds(c).iter().any(broken), "{rule:?} is no bound that {c:?} breaks");
    }
}

/// Another charter: a new one, or the same with a term or two moved.
fn amended(c: &Charter, bytes: &mut Unstructured) -> Charter {
    let other = drawn(bytes);
    let mut next = *c;
    for _ in 0..within(bytes, 1..=3) {
        match within(bytes, 0..=14) {
            0 => next.member_share = other.member_share,
            1 => next.timelock = other.timelock,
            2 => next.exodus_bps = other.exodus_bps,
            3 => next.period_length = other.period_length,
            4 => next.take_rate_ceiling_bps = other.take_rate_ceiling_bps,
            5 => next.commitment = other.commitment,
            6 => next.reserve_bps = other.reserve_bps,
            7 => next.interest_cap_bps = other.interest_cap_bps,
            8 => next.depreciation_bps = other.depreciation_bps,
            9 => next.revolve_periods = other.revolve_periods,
            10 => next.redemption_bps = other.redemption_bps,
            11 => next.pioneer_bps = other.pioneer_bps,
            12 => next.pioneer_cap_bps = other.pioneer_cap_bps,
            13 => next.pioneer_start = other.pioneer_start,
            _ => next = other,
        }
    }
    next
}
