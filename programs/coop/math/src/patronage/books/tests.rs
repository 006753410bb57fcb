//! Books are right after any events in any order.

mod close;
mod edges;
mod events;
mod leaving;

use super::*;
use crate::{DAY, YEAR};
use proptest::{collection::vec, prelude::*};
use std::vec::Vec;

/// Small and large numbers alike.
fn amount() -> impl Strategy<Value = u64> {
    (any::<u64>(), 0u32..=64).prop_map(|(x, bits)| x.checked_shr(bits).unwrap_or(u64::MAX))
}

prop_compose! {
    /// Those of any charter that validates.
    fn rates()(
        reserve_bps in 500u16..=5_000,
        solidarity_bps in 0u16..=4_000,
        remit_bps in 0u16..=10_000,
        interest_cap_bps in 0u16..=1_500,
        depreciation_bps in 500u16..=10_000,
        work_bps in prop_oneof![Just(0u16), 0u16..=10_000, Just(10_000)],
        cash_bps in prop_oneof![2_000u16..=10_000, Just(10_000)],
        pioneer_bps in 0u16..=2_000,
    ) -> Rates {
        Rates {
            reserve_bps, solidarity_bps, remit_bps, interest_cap_bps, depreciation_bps, work_bps, cash_bps, pioneer_bps,
        }
    }
}

prop_compose! {
    fn done()(
        (member_units, outside_units, leaving_units) in (amount(), amount(), amount()),
        (member_work, outside_work, leaving_work) in (amount(), amount(), amount()),
    ) -> Use {
        Use {
            member_units,
            outside_units,
            leaving_units: leaving_units.min(member_units),
            member_work,
            outside_work,
            leaving_work: leaving_work.min(member_work),
        }
    }
}

prop_compose! {
    fn facts()(
        rates in rates(),
        done in done(),
        (units, founding_shares, threshold) in (amount(), amount(), 0u64..=1 << 62),
        (cap, shares_bps) in (0u16..=5_000, 0u16..=10_000),
        (due, federated, last) in any::<(bool, bool, bool)>(),
        (shares_earning, lifetime_surplus) in (amount(), amount()),
        (started_at, elapsed) in (0i64..1 << 40, prop_oneof![Just(0i64), 0..YEAR, Just(i64::MAX >> 1)]),
    ) -> Facts {
        let cap_bps = cap.min(rates.reserve_bps);
        Facts {
            rates,
            done,
            pioneers: Pioneers { units, founding_shares, per_unit: 0, threshold, cap_bps, shares_bps, due },
            shares_earning,
            lifetime_surplus,
            started_at,
            now: started_at + elapsed,
            federated,
            last,
        }
    }
}

/// An event, with what it is of in parts of 2⁶⁴.
#[derive(Clone, Copy, Debug)]
enum Event {
    Income(u64),
    Expense(u64),
    Invest(u64),
    ToAgent(u64),
    ComeHome(u64),
    Sell(u64),
    PayIn(u64),
    PayInByPool(u64),
    Cover(u64),
    Ask(u64),
    Forfeit(u64, u64),
    Wait(i64),
    Close,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (0u8..14, amount(), amount()).prop_map(|(kind, x, y)| match kind {
        0 => Event::Income(x),
        1 => Event::Expense(x),
        2 => Event::Invest(x),
        3 => Event::ToAgent(x),
        4 => Event::ComeHome(x),
        5 => Event::Sell(x),
        6 => Event::PayIn(x),
        7 => Event::PayInByPool(x),
        8 => Event::Cover(x),
        9 => Event::Ask(x),
        10 => Event::Forfeit(x, y),
        11 => Event::Wait(y as i64 & 0xff_ffff),
        _ => Event::Close,
    });
    vec(event, 1..20)
}

/// A random number as at most `most`: as it is if it is small enough.
fn at_most(random: u64, most: u64) -> u64 {
    if random <= most { random } else { random % most.saturating_add(1).max(1) }
}

/// A co-op in a world whose money is at most 2⁶⁴ − 1, counting all that it ever took in.
struct World {
    books: Books,
    now: i64,
    /// What nobody has brought in yet.
    left: u64,
}

impl World {
    fn new() -> Self {
        Self { books: Books::default(), now: 0, left: u64::MAX }
    }

    fn bring(&mut self, random: u64) -> u64 {
        let amount = at_most(random, self.left);
        self.left -= amount;
        amount
    }

    /// Does what can be done; refusals change nothing.
    fn happen(&mut self, event: Event, facts: &Facts) -> Option<Closed> {
        let (before, now) = (self.books, self.now);
        let books = &mut self.books;
        match event {
            Event::Income(x) => {
                let x = self.bring(x);
                self.books.income(x);
            }
            Event::Expense(x) => {
                let operating = books.operating();
                let outcome = books.expense(x);
                assert_eq!(outcome.is_ok(), x <= operating);
                self.back(outcome, &before, BooksRule::MoreThanOperating);
            }
            Event::Invest(x) => {
                let outcome = books.invest(x, true, now);
                self.back(outcome, &before, BooksRule::MoreThanFund);
            }
            Event::ToAgent(x) => {
                let outcome = books.send_to_agent(x, true, now);
                self.back(outcome, &before, BooksRule::MoreThanFund);
            }
            Event::ComeHome(x) => {
                let x = self.bring(x);
                let above = self.books.come_home(x, now);
                assert_eq!(above, x.saturating_sub(before.at_agent).saturating_sub(before.covered));
            }
            Event::Sell(x) => {
                let x = self.bring(x);
                let above = self.books.sell(x, now);
                assert_eq!(above, x.saturating_sub(before.invested).saturating_sub(before.covered));
            }
            Event::PayIn(x) => {
                let x = self.bring(x);
                let outcome = self.books.pay_in(x);
                self.back(outcome, &before, BooksRule::Overflow);
            }
            Event::PayInByPool(x) => {
                let x = self.bring(x);
                let outcome = self.books.pay_in_by_pool(x);
                self.back(outcome, &before, BooksRule::Overflow);
            }
            Event::Cover(x) => {
                let covered = books.cover_loss(x);
                assert!(covered <= x && covered <= before.loss && covered <= before.reserve / 10);
            }
            // nobody asks for what is fresh, and only forfeits are asked beside; what is asked is no share any more
            Event::Ask(x) => {
                let held = books.shares_total + books.retained_total;
                books.asked = at_most(x, held.saturating_sub(books.fresh.max(books.forfeited)));
                let withdrawn = books.asked_in_all().saturating_sub(books.retained_total);
                books.shares_total -= withdrawn;
                books.retained_total += withdrawn;
            }
            Event::Forfeit(x, fresh) => {
                let x = at_most(x, books.shares_total);
                let room = (books.equity() - books.shares_in_transit)
                    .saturating_sub(books.fresh.max(books.asked_in_all()));
                let x = x.min(room);
                let fresh = at_most(fresh, x.min(books.fresh));
                books.forfeit(x, x, fresh);
            }
            Event::Wait(seconds) => self.now += seconds,
            Event::Close => {
                let facts = Facts { started_at: now - 30 * DAY, now, last: false, ..*facts };
                return Some(books.close(&facts));
            }
        }
        None
    }

    fn back(&mut self, outcome: Result<(), BooksRule>, before: &Books, rule: BooksRule) {
        if let Err(broken) = outcome {
            assert!(broken == rule || broken == BooksRule::Overflow);
            self.books = *before;
        }
    }
}
