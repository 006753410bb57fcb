//! A co-op of three members in plain numbers: what each of them holds, beside the books that are tested.

use coop_math::patronage::{
    books::{Books, Business, Closed, Facts, Pioneers, Rates, Use},
    pioneers::pioneer_weight_ceil,
};

/// How many members there are.
pub const MEMBERS: usize = 3;

/// What a member holds and has done in the open period.
#[derive(Clone, Copy, Debug, Default)]
pub struct Holder {
    pub shares: u64,
    /// Of the shares, paid in during the open period.
    pub fresh: u64,
    /// Capital that is no share: retained, withdrawn.
    pub matured: u64,
    pub asked: u64,
    pub units: u64,
    pub work: u64,
    /// Whether it resigned in the open period.
    pub leaves: bool,
    pub pioneer_units: u64,
    pub founding: u64,
}

/// The terms that stay the same in a life.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    pub rates: Rates,
    pub threshold: u64,
    pub cap_bps: u16,
    pub shares_bps: u16,
    pub federated: bool,
}

/// Books, the members behind them, and a vault that knows only what came in and went out.
#[derive(Clone, Debug)]
pub struct Life {
    pub books: Books,
    pub members: [Holder; MEMBERS],
    pub terms: Terms,
    pub now: i64,
    pub started_at: i64,
    /// What nobody has brought in yet: all money there is fits 64 bits.
    pub left: u64,
    pub vault: u64,
    pub outside_units: u64,
    pub outside_work: u64,
    pub due: bool,
    /// Pioneer units that closes have counted.
    pub units: u64,
    pub per_unit: u128,
    pub lifetime: u64,
    /// Of the shares in transit, those of the open period.
    pub transit_fresh: u64,
    /// Whether assets covered what is due to the reserve when the period began.
    pub covered: bool,
}

impl Life {
    pub fn new(terms: Terms) -> Self {
        Self {
            books: Books::default(),
            members: Default::default(),
            terms,
            now: 0,
            started_at: 0,
            left: u64::MAX,
            vault: 0,
            outside_units: 0,
            outside_work: 0,
            due: false,
            units: 0,
            per_unit: 0,
            lifetime: 0,
            transit_fresh: 0,
            covered: true,
        }
    }

    fn sum(&self, of: impl Fn(&Holder) -> u64) -> u64 {
        self.members.iter().map(of).sum()
    }

    /// What must hold after every event.
    pub fn check(&self) {
        let b = &self.books;
        assert!(b.invariant(), "the identities do not hold: {b:?}");
        assert_eq!(b.cash(), self.vault, "money came from nowhere or is gone: {b:?}");
        assert_eq!(b.shares_total, self.sum(|m| m.shares), "shares");
        assert_eq!(b.retained_total, self.sum(|m| m.matured) + b.forfeited, "retained");
        assert_eq!(b.asked, self.sum(|m| m.asked), "asked");
        assert_eq!(b.fresh, self.sum(|m| m.fresh) + self.transit_fresh, "fresh");
        let (price, solvency) = (b.price(), b.solvency());
        assert!(price.numerator <= price.denominator, "a price above par: {price:?}");
        // what moved to assets is in the price and not in the solvency
        assert!(solvency.numerator <= price.numerator && solvency.denominator == price.denominator);
    }

    fn facts(&self) -> Facts {
        let leaving = |of: fn(&Holder) -> u64| self.sum(|m| if m.leaves { of(m) } else { 0 });
        Facts {
            rates: self.terms.rates,
            done: Use {
                member_units: self.sum(|m| m.units),
                outside_units: self.outside_units,
                leaving_units: leaving(|m| m.units),
                member_work: self.sum(|m| m.work),
                outside_work: self.outside_work,
                leaving_work: leaving(|m| m.work),
            },
            pioneers: Pioneers {
                units: self.units,
                founding_shares: self.sum(|m| m.founding),
                per_unit: self.per_unit,
                threshold: self.terms.threshold,
                cap_bps: self.terms.cap_bps,
                shares_bps: self.terms.shares_bps,
                due: self.due,
            },
            shares_earning: self.sum(|m| m.shares - m.fresh),
            lifetime_surplus: self.lifetime,
            started_at: self.started_at,
            now: self.now,
            federated: self.terms.federated,
            last: false,
        }
    }

    /// Closes the period and settles everyone in the order of `first`, first, and the two others.
    pub fn close(&mut self, first: usize) {
        let (facts, before) = (self.facts(), self.books);
        let closed = self.books.close(&facts);
        self.closed_right(&facts, &before, &closed);
        self.lifetime = self.lifetime.saturating_add(closed.surplus);
        self.units += closed.pioneer_units;
        self.per_unit += closed.pioneer_per_unit;
        self.settle_everyone(&facts, &closed, first);
        self.started_at = self.now;
        (self.outside_units, self.outside_work, self.transit_fresh) = (0, 0, 0);
        self.covered = self.books.reserve_due <= self.books.invested + self.books.at_agent;
    }

    /// What a close may do, whoever is there.
    fn closed_right(&self, facts: &Facts, before: &Books, c: &Closed) {
        let b = &self.books;
        assert_eq!(b.cash(), before.cash(), "a close pays nobody");
        assert_eq!((b.earnings, b.fresh, b.asked, b.moved_out, b.moved_back, b.bought), (0, 0, 0, 0, 0, 0));
        let parts =
            [c.reserve, c.solidarity, c.federation, c.interest, c.work, c.outside, c.pioneers, c.members];
        assert_eq!(parts.iter().map(|part| *part as u128).sum::<u128>(), c.surplus as u128, "{c:?}");
        assert!(c.reserve as u128 * 10_000 >= c.surplus as u128 * facts.rates.reserve_bps as u128);
        assert!(b.reserve >= before.reserve, "the reserve falls at a close");
        // capped interest: at most half of what is left, and at most the rate of the charter
        let rest = (c.surplus - c.reserve - c.solidarity - c.federation) as u128;
        assert!(2 * c.interest as u128 <= rest);
        assert!(
            self.per_unit + c.pioneer_per_unit <= ((facts.pioneers.cap_bps as u128) << 64) / 10_000,
            "{c:?}"
        );
        // leavers get at most par, at the price, and no more than the fund has beside fresh money
        assert!(c.paid <= c.retired && c.retired <= c.asked && c.asked <= before.asked_in_all());
        assert!(c.paid_to_members <= c.paid && c.retired_of_members <= c.retired);
        assert!(c.wear <= before.invested + before.at_agent && c.loss <= c.wear);
        if before.asked_in_all() == 0 {
            assert_eq!((c.paid, c.retired), (0, 0));
        }
        // nobody who stays is worse off for it, or better: a haircut takes the leavers' part of the loss, and of assets
        let mut none = Books { asked: 0, forfeited: 0, retained_total: before.retained_total, ..*before };
        none.close(facts);
        let haircut = c.retired - c.paid;
        let capital = (before.equity() - before.fresh) as u128;
        let of_loss = (none.loss as u128 * c.retired as u128).div_ceil(capital.max(1)) as u64;
        let off_loss = haircut.min(of_loss);
        assert_eq!(none.loss - b.loss, off_loss);
        assert_eq!(b.reserve_due - none.reserve_due, haircut - off_loss);
    }

    fn settle_everyone(&mut self, facts: &Facts, closed: &Closed, first: usize) {
        let (mut cash, mut retained, mut made, mut paid, mut retired) = (0u64, 0u64, 0u64, 0u64, 0u64);
        let mut returns = 0u64;
        for turn in 0..MEMBERS {
            let who = (first + turn) % MEMBERS;
            let m = self.members[who];
            let earning = m.shares - m.fresh;
            let interest = self.books.draw_interest(closed.interest_per_share, earning);
            let of_pioneers = self.books.draw_pioneers(
                closed.pioneer_per_unit,
                m.pioneer_units,
                m.founding,
                self.terms.shares_bps,
            );
            returns += of_pioneers;
            let business = Business { units: m.units, work: m.work, asked: m.asked, staying: !m.leaves };
            let part = closed.settle(&business);
            assert!(part.paid <= part.retired && part.retired <= m.asked, "{part:?} of {business:?}");
            assert!(m.leaves || part.cash + part.retained <= closed.surplus);
            assert!(!m.leaves || (part.retained == 0 && part.pioneer_units == 0));
            cash += part.cash;
            retained += part.retained;
            made += part.pioneer_units;
            paid += part.paid;
            retired += part.retired;
            let m = &mut self.members[who];
            m.matured = m.matured - part.retired + part.retained;
            if m.leaves {
                // shares become matured capital; pioneer units lapse
                self.books.shares_total -= m.shares;
                self.books.retained_total += m.shares;
                *m = Holder { matured: m.matured + m.shares, ..Holder::default() };
            } else {
                m.pioneer_units += part.pioneer_units;
                (m.asked, m.fresh, m.units, m.work) = (0, 0, 0, 0);
            }
            // pulled at once
            self.pay(part.cash + part.paid + interest + of_pioneers);
        }
        assert!(paid <= closed.paid_to_members, "leavers get more than was paid for all");
        assert!(cash + paid <= closed.owed_in_cash(), "settlements exceed what the close set aside");
        assert!(retained <= closed.retained, "settlements retain more than the close did");
        assert!(made <= closed.pioneer_units, "more pioneer units than were counted");
        assert!(returns <= closed.pioneers, "pioneers draw more than their part");
        assert_eq!((self.books.interest, self.books.interest_owed.get()), (0, 0), "all interest is drawn");
        let weight =
            pioneer_weight_ceil(facts.pioneers.units, facts.pioneers.founding_shares, self.terms.shares_bps);
        assert!(weight > 0 || closed.pioneers == 0);
        // the dust: cash of nobody to the reserve; capital of nobody stops being capital
        let kept_by_nobody = closed.retained - retained + retired - closed.retired_of_members.min(retired);
        assert!(retired >= closed.retired_of_members, "less was given up than was paid for");
        self.books.sweep_dust(closed.owed_in_cash() - cash - paid, kept_by_nobody);
    }

    /// Money that leaves the vault for what was owed as a dividend.
    fn pay(&mut self, amount: u64) {
        self.books.dividends -= amount;
        self.vault -= amount;
    }
}
