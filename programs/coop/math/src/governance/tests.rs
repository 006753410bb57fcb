//! Properties of votes, and worked examples.

use super::{
    budget::{BUDGET_WINDOW, budget},
    *,
};
use crate::{DAY, bucket::Bucket};
use proptest::prelude::*;

prop_compose! {
    /// A tally of some of the electors.
    fn votes()(electors in 1u32.., cuts in any::<[u32; 3]>()) -> (Tally, u32) {
        let cut = |n: u32, most: u64| (n as u64 % (most + 1)) as u32;
        let yes = cut(cuts[0], electors as u64);
        let no = cut(cuts[1], (electors - yes) as u64);
        let abstain = cut(cuts[2], (electors - yes - no) as u64);
        (Tally { yes, no, abstain }, electors)
    }
}

fn choices() -> impl Strategy<Value = Choice> {
    prop_oneof![Just(Choice::Yes), Just(Choice::No), Just(Choice::Abstain)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

    #[test]
    fn a_special_resolution_that_passes_would_pass_as_an_ordinary_one(
        (tally, electors) in votes(), quorum in 100u16..=5_000,
    ) {
        if tally.passes(Class::Special, electors, quorum).is_ok() {
            prop_assert!(tally.passes(Class::Ordinary, electors, quorum).is_ok());
        }
    }

    #[test]
    fn a_yes_never_hurts_a_proposal_and_a_no_never_helps_one_that_has_its_quorum(
        (tally, electors) in votes(), quorum in 100u16..=5_000, special: bool,
    ) {
        let class = if special { Class::Special } else { Class::Ordinary };
        let passes = |t: Tally| t.passes(class, electors, quorum).is_ok();
        prop_assume!(tally.ballots() < electors as u64);
        prop_assert!(!passes(tally) || passes(tally.with(None, Choice::Yes)));
        let quorate = tally.passes(class, electors, quorum) != Err(Rejection::Quorum);
        prop_assert!(!quorate || passes(tally) || !passes(tally.with(None, Choice::No)));
    }

    #[test]
    fn the_quorum_is_met_exactly_at_its_edge(electors in 1u32.., quorum in 100u16..=5_000) {
        let needed = (electors as u64 * quorum as u64).div_ceil(10_000) as u32;
        let yes = |yes| Tally { yes, ..Tally::default() }.passes(Class::Special, electors, quorum);
        prop_assert_eq!(yes(needed), Ok(()));
        prop_assert_eq!(yes(needed - 1), Err(Rejection::Quorum));
    }

    #[test]
    fn two_thirds_are_met_exactly_at_their_edge(no in 1u32..1 << 30) {
        let passes = |yes| Tally { yes, no, abstain: 0 }.passes(Class::Special, 1, 100).is_ok();
        prop_assert!(passes(2 * no) && !passes(2 * no - 1));
    }

    #[test]
    fn a_changed_ballot_counts_once(first in choices(), then in choices(), (tally, _) in votes()) {
        prop_assume!(tally.ballots() < u32::MAX as u64);
        prop_assert_eq!(tally.with(None, first).with(Some(first), then), tally.with(None, then));
    }

    #[test]
    fn exodus_needs_more_than_its_share(electors in 1u32.., bps in 500u16..=5_000) {
        let most = (electors as u64 * bps as u64 / 10_000) as u32;
        prop_assert!(!is_exodus(most, electors, bps));
        prop_assert_eq!(is_exodus(most + 1, electors, bps), most + 1 >= LEAST_PROTESTS);
    }

    #[test]
    fn phases_follow_each_other(ends in 0i64..1 << 40, timelock: u32, window in 1u32.., now in 0i64..1 << 41) {
        let t = Timeline { ends, timelock, execution_window: window };
        let opens = ends + timelock as i64;
        prop_assert_eq!(t.phase(now) == Phase::Voting, now < ends);
        prop_assert_eq!(t.phase(now) == Phase::Executable, opens <= now && now < opens + window as i64);
        prop_assert_eq!(t.phase(now) == Phase::Expired, now >= opens + window as i64);
    }

    #[test]
    fn a_panel_draws_its_share_of_the_electors(electors in 1u32.., size in 9u8..=32) {
        // of all draws, panel_size ÷ electors are in
        let limit = (((size as u128) << 64) / electors as u128).min(u64::MAX as u128) as u64;
        prop_assert!(is_drawn(limit.saturating_sub(1), electors, size));
        prop_assert!(electors <= size as u32 || !is_drawn(limit + 1, electors, size));
    }
}

#[test]
fn a_draw_at_exactly_the_limit_is_not_drawn() {
    assert!(!is_drawn(1 << 63, 2, 1));
    assert!(is_drawn((1 << 63) - 1, 2, 1));
}

#[test]
fn without_ballots_nothing_passes() {
    assert_eq!(Tally::default().passes(Class::Ordinary, 1, 100), Err(Rejection::Quorum));
    assert_eq!(Tally::default().passes(Class::Ordinary, 0, 100), Err(Rejection::Majority));
}

fn weighty(closed_until: Option<i64>) -> Vote {
    Vote {
        class: Class::Special,
        tally: Tally { yes: 2, no: 1, abstain: 0 },
        electors: 3,
        quorum_bps: 5_000,
        timeline: Timeline { ends: 100, timelock: 50, execution_window: 10 },
        protests: 0,
        exodus_bps: 500,
        stale: false,
        vetoed: false,
        executed: false,
        closed_until,
    }
}

#[test]
fn what_is_weighty_waits_for_a_period_that_ended_after_its_timelock() {
    assert_eq!(weighty(Some(149)).status(149), Status::Waiting);
    assert_eq!(weighty(Some(149)).status(150), Status::AwaitingTurn);
    assert_eq!(weighty(Some(150)).status(150), Status::Executable);
    assert_eq!(weighty(None).status(150), Status::Executable, "what is not weighty waits for no turn");
    assert_eq!(weighty(Some(0)).status(159), Status::AwaitingTurn);
    assert_eq!(weighty(Some(0)).status(160), Status::Expired, "waiting does not lengthen the window");
    assert!(!Status::AwaitingTurn.is_over());
    // what kills a proposal kills one that awaits its turn
    assert_eq!(Vote { stale: true, ..weighty(Some(0)) }.status(150), Status::Stale);
    assert_eq!(Vote { protests: 2, ..weighty(Some(0)) }.status(150), Status::Abandoned);
    assert_eq!(
        Vote { protests: 1, ..weighty(Some(0)) }.status(150),
        Status::AwaitingTurn,
        "one alone stops nothing"
    );
    assert_eq!(
        Vote { protests: 3, ..weighty(None) }.status(150),
        Status::Executable,
        "only what is weighty dies of them"
    );
}

#[test]
fn what_was_vetoed_is_over_unless_it_was_executed() {
    let vetoed = Vote { vetoed: true, ..weighty(Some(150)) };
    assert_eq!([0, 100, 150, 160].map(|now| vetoed.status(now)), [Status::Vetoed; 4]);
    assert!(Status::Vetoed.is_over());
    assert_eq!(Vote { executed: true, ..vetoed }.status(150), Status::Executed);
}

#[test]
fn the_budget_is_of_the_smaller_of_then_and_now_over_thirty_days_at_least() {
    let week = 7 * DAY as u32;
    assert_eq!(budget(10_000, 20_000, 1_000, week), Bucket { capacity: 1_000, window: BUDGET_WINDOW });
    assert_eq!(budget(20_000, 10_000, 1_000, week), Bucket { capacity: 1_000, window: BUDGET_WINDOW });
    let quarter = 92 * DAY as u32;
    assert_eq!(budget(9_999, 9_999, 1, quarter), Bucket { capacity: 0, window: quarter });
    // half of it is back after half of the window, whatever the periods
    let bucket = budget(10_000, 10_000, 1_000, week);
    let full = bucket.draw(0, 1_000, 0).expect("it is empty");
    assert_eq!(bucket.room_floor(full, 0), 0);
    assert_eq!(bucket.room_floor(full, 15 * DAY), 500);
    assert_eq!(bucket.draw(full, 501, 15 * DAY), None);
    assert!(bucket.draw(full, 500, 15 * DAY).is_some());
}
