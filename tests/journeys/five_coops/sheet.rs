//! The spreadsheet of a co-op: its books as columns, its events as rows, and a line for each member. Written from the
//! documents in plain numbers; whatever can be derived from the members' lines is, and is kept nowhere else.

mod close;
mod events;

use coop::state::CharterTerms;
use std::collections::BTreeMap;

pub use close::Closed;

/// Money, and numbers of any other kind.
pub type Num = i128;
/// All of something, in basis points.
pub const ALL: Num = 10_000;
/// One, in accumulators.
pub const ONE: Num = 1 << 64;

/// The books: cash first, then what is not cash, then capital and what will be the reserve's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Fund,
    Earnings,
    Reserve,
    Solidarity,
    Federation,
    Dividends,
    Interest,
    Pioneers,
    Invested,
    Agent,
    Loss,
    ReserveDue,
    Shares,
    Transit,
    Retained,
}
use Column::*;

pub const COLUMNS: [Column; 15] = [
    Fund, Earnings, Reserve, Solidarity, Federation, Dividends, Interest, Pioneers, Invested, Agent, Loss,
    ReserveDue, Shares, Transit, Retained,
];

/// An event, and the books after it.
#[derive(Clone, Copy)]
pub struct Row {
    pub what: &'static str,
    pub after: [Num; 15],
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "{}:", self.what)?;
        let filled = COLUMNS.into_iter().zip(self.after).filter(|(_, amount)| *amount != 0);
        filled.into_iter().try_for_each(|(column, amount)| write!(f, " {column:?} {amount}"))
    }
}

/// A member's line.
#[derive(Clone, Debug, Default)]
pub struct Person {
    /// A member; else one who left.
    pub staying: bool,
    /// In its wallet.
    pub hand: Num,
    pub shares: Num,
    /// Of its shares and of its matured capital, what came in during the period of its business.
    pub new: Num,
    pub matured_new: Num,
    /// Of those two, what was paid in during it.
    pub fresh: Num,
    pub withdrawn: Num,
    pub matured: Num,
    /// Retained dividends by period, until they mature.
    pub vintages: BTreeMap<u32, Num>,
    pub asked: Num,
    /// In cash.
    pub owed: Num,
    pub units: Num,
    pub work: Num,
    /// The period that the business not settled yet is of.
    pub business_of: u32,
    pub pioneer_units: Num,
    pub founding: Num,
    /// In a pool.
    pub pledged: Num,
    /// The accumulators when it drew last.
    pub seen_interest: Num,
    pub seen_pioneers: Num,
}

impl Person {
    pub fn has_business(&self) -> bool {
        self.units + self.work + self.new + self.matured_new + self.asked > 0
    }

    pub fn capital(&self) -> Num {
        self.shares + self.withdrawn + self.matured + self.vintages.values().sum::<Num>()
    }
}

/// The period that is open, on the terms it began with.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    pub number: u32,
    pub started: i64,
    pub terms: CharterTerms,
    pub revenue: Num,
    pub expenses: Num,
    pub outside_units: Num,
    pub outside_work: Num,
    /// Whether it began in a federation.
    pub federated: bool,
    /// From the fund to assets, and back.
    pub moved: [Num; 2],
    /// What went out within the budget in it.
    pub bought: Num,
    /// Paid in by later pools during it and not claimed yet.
    pub pooled: Num,
}

impl Open {
    pub fn starting(number: u32, started: i64, terms: CharterTerms) -> Self {
        Self {
            number,
            started,
            terms,
            revenue: 0,
            expenses: 0,
            outside_units: 0,
            outside_work: 0,
            federated: false,
            moved: [0; 2],
            bought: 0,
            pooled: 0,
        }
    }

    pub fn ends(&self) -> i64 {
        self.started + self.terms.period_length as i64
    }
}

pub struct Sheet {
    /// In force.
    pub terms: CharterTerms,
    pub open: Open,
    columns: [Num; 15],
    pub rows: Vec<Row>,
    pub people: Vec<Person>,
    pub closed: BTreeMap<u32, Closed>,
    pub activated: i64,
    pub lifetime: Num,
    pub for_sale: Num,
    /// Loss that the reserve covered, and did not get back yet.
    pub covered: Num,
    /// In a federation.
    pub federated: bool,
    /// Returned by one share and by one pioneer unit so far.
    pub per_share: Num,
    pub per_unit: Num,
    /// Owed to pioneers exactly.
    pub pioneers_owed: Num,
    /// Assets × seconds of the open period, of what is invested and at the agent, and until when.
    seconds: [Num; 2],
    counted_until: i64,
    /// Wear and interest of less than a unit, in units × seconds × basis points.
    pub wear_carried: [Num; 2],
    pub interest_carried: Num,
}

impl Sheet {
    /// A co-op whose founding pool brought so much of each member, all of it accepted.
    pub fn founded(terms: CharterTerms, now: i64, hand: Num, pledges: &[Num]) -> Self {
        let mut sheet = Self {
            terms,
            open: Open::starting(0, now, terms),
            columns: [0; 15],
            rows: Vec::new(),
            people: Vec::new(),
            closed: BTreeMap::new(),
            activated: now,
            lifetime: 0,
            for_sale: 0,
            covered: 0,
            federated: false,
            per_share: 0,
            per_unit: 0,
            pioneers_owed: 0,
            seconds: [0; 2],
            counted_until: 0,
            wear_carried: [0; 2],
            interest_carried: 0,
        };
        for pledge in pledges {
            let i = sheet.joins(hand);
            sheet.pledge(i, *pledge);
        }
        sheet.pool();
        sheet.open.pooled = 0; // the first period begins with it
        for (i, pledge) in pledges.iter().enumerate() {
            sheet.claim_shares(i);
            sheet.people[i].founding = *pledge;
        }
        sheet
    }

    pub fn joins(&mut self, hand: Num) -> usize {
        self.people.push(Person { staying: true, hand, ..Person::default() });
        self.people.len() - 1
    }

    pub fn of(&self, column: Column) -> Num {
        self.columns[column as usize]
    }

    /// Writes a row. Both identities hold after it, and nothing is below nothing.
    pub fn post(&mut self, what: &'static str, changes: &[(Column, Num)]) {
        for (column, change) in changes {
            self.columns[*column as usize] += change;
        }
        self.rows.push(Row { what, after: self.columns });
        let of = |column: Column| self.columns[column as usize];
        let assets = of(Fund) + of(Invested) + of(Agent) + of(Loss);
        assert_eq!(assets, self.capital() + of(ReserveDue), "{what}: the balance sheet balances");
        assert_eq!(of(Earnings).min(of(Loss)), 0, "{what}: earnings or loss");
        assert!(self.columns.iter().all(|amount| *amount >= 0), "{what}: {:?}", self.rows.last());
    }

    pub fn capital(&self) -> Num {
        self.of(Shares) + self.of(Transit) + self.of(Retained)
    }

    pub fn cash(&self) -> Num {
        COLUMNS[..8].iter().map(|column| self.of(*column)).sum()
    }

    /// Those with business of a period.
    fn busy_in(&self, number: u32) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |who| who.has_business() && who.business_of == number)
    }

    pub fn waiting(&self, number: u32) -> usize {
        self.busy_in(number).count()
    }

    /// Of the open period, over everyone with business of it.
    fn now_of(&self, what: impl Fn(&Person) -> Num) -> Num {
        self.busy_in(self.open.number).map(what).sum()
    }

    pub fn asked(&self) -> Num {
        self.now_of(|who| who.asked)
    }

    pub fn fresh(&self) -> Num {
        self.now_of(|who| who.fresh) + self.open.pooled
    }

    pub fn member_units(&self) -> Num {
        self.now_of(|who| who.units)
    }

    pub fn member_work(&self) -> Num {
        self.now_of(|who| who.work)
    }

    pub fn leaving_units(&self) -> Num {
        self.now_of(|who| if who.staying { 0 } else { who.units })
    }

    pub fn leaving_work(&self) -> Num {
        self.now_of(|who| if who.staying { 0 } else { who.work })
    }

    /// Shares that earn: what came in during the open period does from the next on.
    pub fn earning(&self) -> Num {
        self.of(Shares) - self.now_of(|who| who.new)
    }

    pub fn pioneer_units(&self) -> Num {
        let to_come: Num = self.closed.values().map(|c| c.units_left).sum();
        to_come + self.people.iter().map(|who| who.pioneer_units).sum::<Num>()
    }

    pub fn founding(&self) -> Num {
        self.people.iter().map(|who| who.founding).sum()
    }

    /// The one price of everyone who leaves: a fraction of at most one.
    pub fn price(&self) -> (Num, Num) {
        let assets = self.of(Invested) + self.of(Agent);
        let reserves = (self.of(ReserveDue) - assets).clamp(0, self.of(Fund));
        let [out, came] = self.open.moved;
        let moved = if out > came {
            (out - came).min((assets - self.open.bought).max(0))
        } else {
            (reserves - (came - out - self.open.bought).max(0)).min(0)
        };
        let of = self.capital() - self.fresh();
        ((self.of(Fund) - reserves - self.fresh() + moved).clamp(0, of), of)
    }

    pub fn price_bps(&self) -> Num {
        let (part, of) = self.price();
        if of == 0 { ALL } else { part * ALL / of }
    }
}
