//! The worked examples of docs/ECONOMICS.md, computed again from its tables: what goes in stands before what comes out.

use coop_math::{
    DAY,
    bucket::Bucket,
    federation::claims::Claims,
    patronage::books::{Books, Business, Facts, Pioneers, Rates, Use},
    patronage::pioneers::pioneer_units,
};
use std::collections::BTreeMap;

const PAGE: &str = include_str!("../../../../docs/ECONOMICS.md");

/// The rows of the table that follows a heading: a name in backticks, and a number.
struct Example(BTreeMap<String, u64>);

impl Example {
    fn of(heading: &str) -> Self {
        let (_, from) = PAGE.split_once(&format!("### {heading}\n")).expect("the heading is there");
        let section = from.split("\n#").next().expect("it has text");
        let mut rows = BTreeMap::new();
        for line in section.lines().filter(|line| line.starts_with("| `")) {
            let mut cells = line.split('|').map(str::trim).skip(1);
            let name = cells.next().expect("a name").trim_matches('`').to_owned();
            let number: String = cells.next().expect("a number").split_whitespace().collect();
            rows.insert(name, number.parse().expect("a number"));
        }
        Self(rows)
    }

    /// A fact; 0 if the table does not give it.
    fn fact(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or(0)
    }

    /// A result that the table must give.
    fn result(&self, name: &str, is: u64) {
        assert_eq!(self.0.get(name), Some(&is), "{name}");
    }

    fn rates(&self) -> Rates {
        let bps = |name| self.fact(name) as u16;
        Rates {
            reserve_bps: bps("reserve_bps"),
            solidarity_bps: bps("solidarity_bps"),
            remit_bps: 0,
            interest_cap_bps: bps("interest_cap_bps"),
            depreciation_bps: bps("depreciation_bps"),
            work_bps: bps("work_bps"),
            cash_bps: bps("cash_bps"),
            pioneer_bps: bps("pioneer_bps"),
        }
    }

    fn facts(&self) -> Facts {
        let done = Use {
            member_units: self.fact("member units"),
            outside_units: self.fact("outside units"),
            member_work: self.fact("member work"),
            outside_work: self.fact("outside work"),
            ..Use::default()
        };
        let pioneers = Pioneers {
            units: self.fact("pioneer units"),
            cap_bps: self.fact("pioneer_cap_bps") as u16,
            due: self.fact("pioneer units") > 0,
            ..Pioneers::default()
        };
        let (rates, shares_earning) = (self.rates(), self.fact("earning shares"));
        Facts {
            rates,
            done,
            pioneers,
            shares_earning,
            now: self.fact("days") as i64 * DAY,
            ..Facts::default()
        }
    }
}

/// A period whose earnings are divided: every part, and one member's.
fn patronage(heading: &str) {
    let example = Example::of(heading);
    let invested = example.fact("invested");
    let mut books = Books { fund: invested, shares_total: invested, ..Books::default() };
    books.invest(invested, true, 0).expect("the fund covers it");
    books.income(example.fact("income"));
    books.expense(example.fact("expenses")).expect("income covers it");
    let closed = books.close(&example.facts());
    let business = Business {
        units: example.fact("her units"),
        work: example.fact("her work"),
        asked: 0,
        staying: true,
    };
    let part = closed.settle(&business);
    example.result("wear", closed.wear);
    example.result("surplus", closed.surplus);
    example.result("to the reserve", closed.reserve);
    example.result("to solidarity", closed.solidarity);
    example.result("to interest", closed.interest);
    example.result("to work", closed.work);
    example.result("outside, to the reserve", closed.outside);
    example.result("to pioneers", closed.pioneers);
    example.result("to members", closed.members);
    example.result("her cash", part.cash);
    example.result("her capital", part.retained);
}

#[test]
fn a_food_co_op_divides_among_buyers() {
    patronage("A food co-op: buyers");
}

#[test]
fn a_drivers_co_op_divides_among_providers() {
    patronage("A drivers' co-op: providers");
}

#[test]
fn a_bakery_divides_among_workers() {
    patronage("A bakery: workers");
}

#[test]
fn leavers_are_paid_at_one_price() {
    let example = Example::of("Leaving: an example");
    let f = |name| example.fact(name);
    let mut books = Books {
        fund: f("fund"),
        invested: f("invested"),
        loss: f("loss"),
        retained_total: f("capital"),
        fresh: f("fresh"),
        moved_out: f("moved"),
        asked: f("asked"),
        ..Books::default()
    };
    assert!(books.invariant());
    let closed = books.close(&example.facts());
    let hers = closed.settle(&Business { asked: f("she asked"), ..Business::default() });
    example.result("price in basis points", closed.price_bps as u64);
    example.result("paid", closed.paid);
    example.result("retired", closed.retired);
    example.result("she is paid", hers.paid);
    example.result("she gives up", hers.retired);
    example.result("loss after", books.loss);
    example.result("reserve_due after", books.reserve_due);
    assert!(books.invariant());
}

#[test]
fn pioneer_units_fade() {
    let example = Example::of("Pioneers: an example");
    let f = |name| example.fact(name);
    let made = pioneer_units(f("lifetime surplus before"), f("surplus"), f("threshold"));
    example.result("units made", made);
    example.result("her part of them", made * f("her dividend") / f("surplus"));
}

#[test]
fn a_bucket_drains() {
    let example = Example::of("A bucket: an example");
    let f = |name| example.fact(name);
    let bucket = Bucket { capacity: f("capacity"), window: f("window in days") as u32 * DAY as u32 };
    let full = bucket.draw(0, f("drawn"), 0).expect("there is room");
    example.result("room at once", bucket.room_floor(full, 0));
    example.result("room later", bucket.room_floor(full, f("days later") as i64 * DAY));
}

#[test]
fn claims_share_what_came() {
    let example = Example::of("Dissolution: an example");
    let f = |name| example.fact(name);
    let mut books = Books { fund: f("operating"), ..Books::default() };
    let mut claims = Claims { all: f("all claims"), paid: 0 };
    let first = claims.draw_floor(&books, f("her claim"), 0);
    example.result("she draws", first);
    claims.pay(&mut books, first);
    books.income(f("comes home later"));
    example.result("she draws then", claims.draw_floor(&books, f("her claim"), first));
}
