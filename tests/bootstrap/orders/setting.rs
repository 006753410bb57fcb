//! Where an exploration begins, and what can happen in it.

use super::rules::{One, Pool, State};

pub const PEOPLE: usize = 3;

pub struct Terms {
    pub min_raise: u64,
    pub max_raise: u64,
    pub min_people: u64,
    pub min_use: u64,
    pub max_pledge: u64,
    pub max_use: u64,
    pub opens: i64,
    pub withdraw_until: i64,
    pub deadline: i64,
    pub stay: i64,
    pub bond_bps: u64,
    /// The member share in a founding pool.
    pub least: u64,
}

impl Terms {
    /// What capital answers for a promise.
    pub fn bond(&self, promised: u64) -> u64 {
        (promised * self.bond_bps).div_ceil(10_000)
    }

    /// Whether a pledge may stand as it is.
    pub fn allow(&self, amount: u64, promised: u64) -> bool {
        amount >= self.least && amount >= self.bond(promised)
    }
}

/// A weighty resolution that passes, and may be executed from and until a second.
pub struct Resolution {
    pub made: i64,
    pub ends: i64,
    pub from: i64,
    pub until: i64,
    pub said_yes: [bool; PEOPLE],
}

/// Where an exploration begins.
pub struct Setting {
    pub founding: bool,
    pub pools: Vec<Terms>,
    /// Money and use that everyone pledges at a time, by member and pool.
    pub pledges: [[(u64, u64); 2]; PEOPLE],
    /// Where the clock stands.
    pub moments: Vec<i64>,
    pub resolution: Option<Resolution>,
    /// What everyone has in shares at the beginning.
    pub shares: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Pledge(usize, usize),
    /// So much, or everything.
    Withdraw(usize, Option<u64>),
    Leave(usize),
    Settle(usize),
    Claim(usize),
    Refund(usize),
    Release(usize),
    Amend,
    Time,
}

impl Setting {
    pub fn begin(&self) -> State {
        let one = One { shares: self.shares, elector: !self.founding, ..One::default() };
        State {
            moment: 0,
            members: [one.clone(), one.clone(), one],
            pools: self.pools.iter().map(|_| Pool::default()).collect(),
            amended_at: None,
        }
    }

    /// What can be tried.
    pub fn events(&self, state: &State) -> Vec<Event> {
        let each = |event: fn(usize) -> Event| (0..PEOPLE).map(event);
        let mut events: Vec<Event> = each(Event::Leave)
            .chain([Event::Withdraw(0, Some(4))])
            .chain(each(|who| Event::Withdraw(who, None)))
            .chain(each(Event::Claim))
            .chain(each(Event::Refund))
            .collect();
        for pool in 0..self.pools.len() {
            events.push(Event::Settle(pool));
            events.extend((0..PEOPLE).map(|who| Event::Pledge(who, pool)));
        }
        if self.resolution.is_some() {
            events.extend(each(Event::Release).chain([Event::Amend]));
        }
        if state.moment + 1 < self.moments.len() {
            events.push(Event::Time);
        }
        events
    }
}
