//! Votes against a count of every ballot, and the status of a resolution over time.

use super::{Amount, events};
use arbitrary::{Arbitrary, Unstructured};
use coop_math::{
    DAY,
    governance::{
        Choice, Class, Rejection, Status, Tally, Timeline, Vote, budget::budget, is_drawn, is_exodus,
    },
    membership::{growth, is_seasoned, is_suspendable, vouches_needed},
};

#[derive(Arbitrary, Debug)]
struct Case {
    electors: u32,
    quorum_bps: u16,
    special: bool,
    timelock: u32,
    window: u32,
    protests: u32,
    exodus_bps: u16,
    marks: [bool; 3],
    closed_until: Option<i32>,
    draw: u64,
    panel_size: u8,
    amounts: [Amount; 2],
    ballots: [u32; 3],
}

#[derive(Arbitrary, Debug)]
struct Ballot {
    who: u8,
    choice: u8,
}

fn choice(number: u8) -> Choice {
    [Choice::Yes, Choice::No, Choice::Abstain][number as usize % 3]
}

/// One vote with its ballots and its times.
pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(case) = Case::arbitrary(&mut bytes) else { return };
    membership(&case);
    let tally = counted(&case, &mut bytes);
    let passes = decided(&case, &tally);
    over_time(&case, tally, passes);
}

/// Ballots one by one, each of which may be changed, on top of those of others.
fn counted(case: &Case, bytes: &mut Unstructured) -> Tally {
    let [yes, no, abstain] = case.ballots.map(|many| many >> 1);
    let mut tally = Tally { yes, no, abstain };
    let mut said: [Option<u8>; 256] = [None; 256];
    for Ballot { who, choice: now } in events(bytes, 256) {
        let before = said[who as usize].replace(now % 3);
        tally = tally.with(before.map(choice), choice(now));
    }
    let count = |which: u8| said.iter().filter(|said| **said == Some(which)).count() as u32;
    assert_eq!((tally.yes, tally.no, tally.abstain), (yes + count(0), no + count(1), abstain + count(2)));
    tally
}

/// Quorum and majority as fractions.
fn decided(case: &Case, tally: &Tally) -> Result<(), Rejection> {
    let [yes, no] = [tally.yes as u128, tally.no as u128];
    let ballots = yes + no + tally.abstain as u128;
    let (electors, quorum) = (case.electors as u128, case.quorum_bps as u128);
    let expected = if ballots * 10_000 < quorum * electors {
        Err(Rejection::Quorum)
    } else if yes * 2 > yes + no && (!case.special || yes * 3 >= (yes + no) * 2) {
        Ok(())
    } else {
        Err(Rejection::Majority)
    };
    let class = if case.special { Class::Special } else { Class::Ordinary };
    assert_eq!(tally.passes(class, case.electors, case.quorum_bps), expected);
    let dies = case.protests >= 2 && case.protests as u128 * 10_000 > electors * case.exodus_bps as u128;
    assert_eq!(is_exodus(case.protests, case.electors, case.exodus_bps), dies);
    let sits = case.draw as u128 * electors < (case.panel_size as u128) << 64;
    assert_eq!(is_drawn(case.draw, case.electors, case.panel_size), sits);
    expected
}

/// What is over stays over, nothing is executable before its timelock or after its window, or against its vote.
fn over_time(case: &Case, tally: Tally, passes: Result<(), Rejection>) {
    let ends = 1_800_000_000i64;
    let opens = ends + case.timelock as i64;
    let shuts = opens + case.window as i64;
    let [stale, vetoed, executed] = case.marks;
    let closed_until = case.closed_until.map(|after| ends + after as i64);
    let vote = Vote {
        class: if case.special { Class::Special } else { Class::Ordinary },
        tally,
        electors: case.electors,
        quorum_bps: case.quorum_bps,
        timeline: Timeline { ends, timelock: case.timelock, execution_window: case.window },
        protests: case.protests,
        exodus_bps: case.exodus_bps,
        stale,
        vetoed,
        executed,
        closed_until,
    };
    let abandoned = closed_until.is_some() && is_exodus(case.protests, case.electors, case.exodus_bps);
    let mut was_over = false;
    let mut times = [i64::MIN, ends - 1, ends, opens - 1, opens, shuts - 1, shuts, i64::MAX];
    times.sort_unstable();
    for now in times {
        let status = vote.status(now);
        assert!(!was_over || status.is_over(), "{status:?} after the end of {vote:?}");
        was_over = status.is_over();
        match status {
            Status::Voting => assert!(now < ends),
            Status::Waiting => assert!((ends..opens).contains(&now) && passes.is_ok()),
            Status::AwaitingTurn | Status::Executable => {
                assert!((opens..shuts).contains(&now) && passes.is_ok());
                assert!(!stale && !vetoed && !executed && !abandoned);
                let turned = closed_until.is_none_or(|until| until >= opens);
                assert_eq!(turned, status == Status::Executable, "whoever left in time is paid first");
            }
            Status::Executed => assert!(executed),
            Status::Rejected(why) => assert!(now >= ends && passes == Err(why)),
            Status::Expired => assert!(now >= shuts),
            Status::Stale => assert!(stale),
            Status::Vetoed => assert!(vetoed),
            Status::Abandoned => assert!(abandoned),
        }
    }
}

/// Buckets of a budget and of admissions, and the times of a membership.
fn membership(case: &Case) {
    let [start, now] = case.amounts.map(|amount| amount.0);
    let bps = case.quorum_bps.min(10_000);
    let bucket = budget(start, now, bps, case.window);
    assert_eq!(bucket.capacity as u128, start.min(now) as u128 * bps as u128 / 10_000);
    assert_eq!(bucket.window, case.window.max(30 * DAY as u32));
    let grows = growth(case.electors, bps, case.timelock).capacity as u128;
    assert_eq!(grows, (case.electors as u128 * bps as u128 / 10_000).max(case.timelock as u128));
    assert_eq!(
        vouches_needed(case.panel_size, case.electors) as u32,
        case.electors.min(case.panel_size as u32)
    );
    let [paid, acted, short] = case.ballots.map(i64::from);
    let at = case.draw as i64 >> 1;
    let waited = at as i128 - paid as i128;
    assert_eq!(is_seasoned(paid, case.timelock, at), waited >= case.timelock as i128);
    let since = |then: i64| at as i128 - then as i128;
    let year = 365 * DAY as i128;
    let late = since(acted) > year || short != 0 && since(short) > 90 * DAY as i128;
    assert_eq!(is_suspendable(paid, acted, short, at), late && since(paid) > year);
}
