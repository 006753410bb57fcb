//! In which order people pledge, withdraw, leave, settle, claim, and are refunded or released: every order of a few events of
//! three people, on the chain and in a second description of the rules. Whoever comes to the same by another order goes on
//! alike, so of orders that lead to the same state only one is walked on; that they do is asked of every stored byte.

mod chain;
mod rules;
mod setting;
mod thousand;

use crate::{DAY, UNIT};
use chain::{Chain, Kept};
use rules::{Fault, State};
use setting::{Event, PEOPLE, Resolution, Setting, Terms};
use std::{
    collections::{HashMap, HashSet},
    mem::{Discriminant, discriminant, take},
};

const HOUR: i64 = 3_600;

/// Two later pools of an active co-op, and a resolution to amend that passes while they gather.
fn later() -> Setting {
    let pool = |max_raise, min_people, bond_bps| Terms {
        min_raise: 20,
        max_raise,
        min_people,
        min_use: 0,
        max_pledge: 28,
        max_use: 70,
        opens: 0,
        withdraw_until: 10 * DAY,
        deadline: 16 * DAY,
        stay: 30 * DAY,
        bond_bps,
        least: 0,
    };
    let made = HOUR;
    Setting {
        founding: false,
        pools: vec![
            Terms { min_use: 30, ..pool(40, 2, 1_000) },
            Terms { withdraw_until: 16 * DAY, deadline: 20 * DAY, stay: 40 * DAY, ..pool(25, 1, 5_000) },
        ],
        // the bond of the first in the second pool is more than the share that a pro-rata cut leaves it
        pledges: [[(20, 40), (20, 40)], [(15, 0), (15, 0)], [(13, 35), (13, 20)]],
        // all open; passed, and the first pool committed; the first due; a week after an amendment, in the next period; a
        // week after that; and when what rests in the first is free, and the resolution has lapsed
        moments: vec![0, 15 * DAY, 17 * DAY, 31 * DAY, 39 * DAY, 60 * DAY],
        resolution: Some(Resolution {
            made,
            ends: made + 7 * DAY,
            from: made + 14 * DAY,
            // longer by the period that was open when it was proposed
            until: made + (14 + 14 + 30) * DAY,
            said_yes: [true, false, false],
        }),
        shares: 200 * UNIT,
    }
}

/// The founding pool of a forming co-op.
fn founding() -> Setting {
    Setting {
        founding: true,
        pools: vec![Terms {
            min_raise: 30,
            max_raise: 45,
            min_people: 2,
            min_use: 30,
            max_pledge: 28,
            max_use: 70,
            opens: 0,
            withdraw_until: 10 * DAY,
            deadline: 16 * DAY,
            stay: 30 * DAY,
            bond_bps: 1_000,
            least: 10,
        }],
        pledges: [[(20, 40); 2], [(15, 0); 2], [(13, 35); 2]],
        // open; committed; due; after the close of its first period
        moments: vec![0, 12 * DAY, 17 * DAY, 50 * DAY],
        resolution: None,
        shares: 0,
    }
}

/// What was walked.
#[derive(Default)]
struct Seen {
    states: usize,
    tried: u64,
    accepted: u64,
    /// Orders of events each of which changed something.
    orders: f64,
    /// Kinds of events that did.
    kinds: HashSet<Discriminant<Event>>,
}

/// A state that was found, and the states that one more event makes of it.
struct Found {
    state: State,
    essence: u64,
    next: Vec<usize>,
}

/// Walks every order of up to so many events from where `setting` is after the `first`. Or what the chain and the
/// description with this fault say differently first.
fn explore(setting: &Setting, first: &[Event], events: usize, fault: Fault) -> Result<Seen, String> {
    let mut chain = if setting.founding { Chain::founding(setting) } else { Chain::later(setting) };
    let mut begin = setting.begin();
    for event in first {
        let after = begin.after(setting, *event, fault).ok_or(format!("{event:?} is refused"))?;
        assert!(chain.does(setting, &begin, *event), "{event:?}");
        begin = after;
    }
    if let Some(wrong) = chain.differs(setting, &begin) {
        return Err(wrong);
    }
    let mut seen = Seen::default();
    let mut found = vec![Found { state: begin.clone(), essence: chain.essence(), next: Vec::new() }];
    let mut known = HashMap::from([(begin, 0)]);
    let mut front: Vec<(usize, Kept)> = vec![(0, chain.keep())];
    for _ in 0..events {
        for (at, kept) in take(&mut front) {
            let state = found[at].state.clone();
            let mut moved = true;
            for event in setting.events(&state) {
                if moved {
                    chain.bring_back(&kept);
                }
                seen.tried += 1;
                let expected = state.after(setting, event, fault);
                let done = chain.does(setting, &state, event);
                if done != expected.is_some() {
                    let done = if done { "accepted" } else { "refused" };
                    return Err(format!("{event:?} is {done} after {state:?}"));
                }
                moved = done;
                let Some(expected) = expected else { continue };
                seen.accepted += 1;
                if let Some(wrong) = chain.differs(setting, &expected) {
                    return Err(format!("{wrong}: {event:?} after {state:?}"));
                }
                if expected == state {
                    // what is done already succeeds, and writes nothing
                    if chain.keep() != kept {
                        return Err(format!("{event:?} once more changes something after {state:?}"));
                    }
                    continue;
                }
                let essence = chain.essence();
                let next = *known.entry(expected.clone()).or_insert(found.len());
                if next == found.len() {
                    found.push(Found { state: expected, essence, next: Vec::new() });
                    front.push((next, chain.keep()));
                }
                if found[next].essence != essence {
                    return Err(format!("another order leaves something else: {event:?} after {state:?}"));
                }
                found[at].next.push(next);
                seen.kinds.insert(discriminant(&event));
            }
        }
    }
    (seen.states, seen.orders) = (found.len(), orders(&found, events));
    Ok(seen)
}

/// How many orders of up to so many events there are, each of which changes something.
fn orders(found: &[Found], events: usize) -> f64 {
    let mut ways = vec![0.0; found.len()];
    ways[0] = 1.0;
    let mut all = 0.0;
    for _ in 0..events {
        let mut longer = vec![0.0; found.len()];
        for (state, ways) in found.iter().zip(&ways) {
            for next in &state.next {
                longer[*next] += ways;
            }
        }
        ways = longer;
        all += ways.iter().sum::<f64>();
    }
    all
}

/// Walks so many events after each of these beginnings, and says what was walked in all.
fn walk(setting: &Setting, starts: &[(Vec<Event>, usize)]) -> Seen {
    let mut all = Seen::default();
    for (first, events) in starts {
        let seen = explore(setting, first, *events, Fault::None).unwrap_or_else(|wrong| panic!("{wrong}"));
        all.states += seen.states;
        all.tried += seen.tried;
        all.accepted += seen.accepted;
        all.orders += seen.orders;
        all.kinds.extend(seen.kinds);
    }
    let Seen { states, tried, accepted, orders, kinds } = &all;
    println!(
        "{states} states, {tried} events tried, {accepted} accepted, {orders} orders, {} kinds",
        kinds.len()
    );
    all
}

/// Everyone has pledged into one of the pools.
fn pledged(into: [usize; PEOPLE]) -> Vec<Event> {
    into.into_iter().enumerate().map(|(who, pool)| Event::Pledge(who, pool)).collect()
}

#[test]
fn every_order_of_six_events_in_two_pools_ends_as_described() {
    let seen = walk(&later(), &[(vec![], 6)]);
    assert!(seen.states > 15_000 && seen.orders > 250_000.0 && seen.kinds.len() == 9);
}

/// Eleven events at most: the pledges, for some the passing of time, and what comes then.
#[test]
fn every_order_of_events_after_all_have_pledged_ends_as_described() {
    let mut starts = [[0, 0, 0], [1, 1, 0], [0, 1, 1]].map(|into| (pledged(into), 6)).to_vec();
    for into in [[0, 0, 0], [1, 1, 0], [1, 1, 1]] {
        starts.push(([pledged(into), vec![Event::Time; 3]].concat(), 5));
    }
    let seen = walk(&later(), &starts);
    assert!(seen.states > 25_000 && seen.orders > 600_000.0 && seen.kinds.len() == 9);
}

#[test]
fn every_order_of_nine_events_in_a_founding_pool_ends_as_described() {
    let seen = walk(&founding(), &[(vec![], 9)]);
    assert!(seen.states > 3_000 && seen.kinds.len() == 7);
}

/// The comparison is worth what it notices: each of these is a description that is wrong in one place, and differs from the
/// chain a few events after these.
#[test]
fn a_fault_in_the_description_is_noticed() {
    let over_it = [pledged([0, 1, 1]), vec![Event::Time, Event::Leave(2)]].concat();
    let one_left = [pledged([1, 1, 0]), vec![Event::Leave(1)]].concat();
    let faults = [
        (later(), vec![], Fault::LeaversCount),
        (later(), pledged([1, 1, 0]), Fault::SharesRoundUp),
        (founding(), pledged([0, 0, 0]), Fault::NoShareForAll),
        (later(), over_it, Fault::ReleasedCapitalRests),
        (later(), vec![], Fault::AmendedPoolsSettle),
        (later(), one_left, Fault::LeaversGetShares),
    ];
    for (setting, first, fault) in faults {
        assert!(explore(&setting, &first, 4, fault).is_err(), "{fault:?}");
    }
}
