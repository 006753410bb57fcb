//! Properties of pools, and worked examples.

mod examples;

use super::{promise::forfeit_floor, *};
use proptest::{collection::vec, prelude::*};
use std::vec::Vec;

const NOW: i64 = 1_800_000_000;

prop_compose! {
    /// Terms that can be opened at [`NOW`]; `founding` ones have a share floor.
    fn valid()(
        share_floor in prop_oneof![Just(0u64), 1u64..1 << 40],
        min_members in 1u32..50,
        room in 0u64..1 << 44,
        (min_raise, max_pledge) in (any::<u64>(), any::<u64>()),
        (min_use, max_use) in (prop_oneof![Just(0u64), any::<u64>()], 0..=MAX_USE),
        bond in 500u16..=MAX_USE_BOND_BPS,
        stay in SHORTEST_STAY..=LONGEST_STAY,
        (wait, withdraw, run) in (0..LONGEST, 0..LONGEST, 0..LONGEST),
    ) -> Terms {
        let max_raise = (min_members as u64 * share_floor + room).max(1);
        let run = run.max(withdraw).max(wait);
        Terms {
            min_raise: min_raise % (max_raise + 1),
            max_raise,
            min_members,
            min_use,
            max_pledge: max_pledge.max(share_floor.max(1)),
            max_use,
            opens: NOW + wait,
            withdraw_until: NOW + withdraw.max(wait),
            deadline: NOW + run,
            stay,
            use_bond_bps: bond,
            min_solvency_bps: if share_floor == 0 { bond } else { 0 },
            share_floor,
        }
    }
}

/// Pledges that the rules of `terms` accept, made one after another.
fn gather(terms: &Terms, asks: &[(u64, u64)]) -> (Totals, Vec<Pledge>) {
    let (mut totals, mut pledges) = (Totals::default(), Vec::new());
    for &(amount, use_amount) in asks {
        if let Ok((t, p)) = terms.pledge(&totals, &Pledge::default(), amount, use_amount) {
            totals = t;
            pledges.push(p);
        }
    }
    (totals, pledges)
}

/// A pool with 1 to 40 pledges, and an order in which they are claimed.
fn settled_pools() -> impl Strategy<Value = (Terms, Totals, Vec<Pledge>, Vec<usize>)> {
    (valid(), vec((0u64..1 << 46, 0..=MAX_USE), 1..40))
        .prop_map(|(terms, asks)| {
            let (totals, pledges) = gather(&terms, &asks);
            (terms, totals, pledges)
        })
        .prop_flat_map(|(terms, totals, pledges)| {
            let order = Just((0..pledges.len()).collect::<Vec<_>>()).prop_shuffle();
            (Just(terms), Just(totals), Just(pledges), order)
        })
}

type Break = (TermsRule, fn(&mut Terms));
const BREAKS: &[Break] = &[
    (TermsRule::MaxRaise, |t| t.max_raise = 0),
    (TermsRule::RaiseBounds, |t| t.min_raise = t.max_raise + 1),
    (TermsRule::MinMembers, |t| t.min_members = 0),
    (TermsRule::RoomForMembers, |t| {
        (t.share_floor, t.min_raise, t.min_members) = (t.share_floor.clamp(1, 1 << 20), 0, u32::MAX);
        t.max_raise = t.min_members as u64 * t.share_floor - 1;
    }),
    (TermsRule::MaxPledge, |t| t.max_pledge = t.share_floor.max(1) - 1),
    (TermsRule::MaxUse, |t| t.max_use = MAX_USE + 1),
    (TermsRule::UseBond, |t| (t.min_use, t.use_bond_bps) = (1, 499)),
    (TermsRule::UseBond, |t| t.use_bond_bps = 5_001),
    (TermsRule::OpensInThePast, |t| t.opens = NOW - 1),
    (TermsRule::Times, |t| t.opens = t.withdraw_until + 1),
    (TermsRule::Times, |t| t.withdraw_until = t.deadline + 1),
    (TermsRule::Deadline, |t| t.deadline = NOW + LONGEST + 1),
    (TermsRule::Stay, |t| t.stay = SHORTEST_STAY - 1),
    (TermsRule::Stay, |t| t.stay = LONGEST_STAY + 1),
    (TermsRule::Solvency, |t| t.min_solvency_bps = if t.share_floor == 0 { 10_001 } else { 1 }),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

    #[test]
    fn a_forfeit_is_part_of_the_bond_and_nothing_if_the_promise_was_kept(bond: u64, fees: u64, promised: u64) {
        let lost = forfeit_floor(bond, fees, promised);
        prop_assert!(lost <= bond);
        prop_assert!(fees < promised || lost == 0);
        prop_assert!(fees > 0 || promised == 0 || lost == bond);
        prop_assert!(lost <= forfeit_floor(bond, fees.saturating_sub(1), promised));
        let missing = promised.saturating_sub(fees) as u128;
        prop_assert_eq!(lost as u128, (bond as u128 * missing).checked_div(promised as u128).unwrap_or(0));
    }

    #[test]
    fn one_broken_bound_is_named(terms in valid(), which in 0..BREAKS.len()) {
        prop_assert_eq!(terms.validate(NOW), Ok(()));
        let (rule, spoil) = BREAKS[which];
        let mut broken = terms;
        spoil(&mut broken);
        prop_assert_eq!(broken.validate(NOW), Err(rule));
    }

    #[test]
    fn terms_anywhere_in_the_range_do_not_overflow(
        a: u64, b: u64, c: u64, m: u64, n: u32, times: (i64, i64, i64), now: i64, totals: (u64, u32, u32, u64), counts: bool,
    ) {
        let terms = Terms { min_raise: a, max_raise: b, min_members: n, min_use: c, max_pledge: a ^ b, max_use: b ^ c,
            opens: times.0, withdraw_until: times.1, deadline: times.2, stay: n, use_bond_bps: n as u16, min_solvency_bps: n as u16, share_floor: m };
        let totals = Totals { raised: totals.0, pledgers: totals.1, people: totals.2, people_raised: totals.3, use_pledged: totals.3 };
        let _ = terms.validate(now);
        let _ = terms.may_settle(&totals, now);
        let _ = terms.pledge(&totals, &Pledge { amount: c, use_amount: a, counts }, b, m);
        let _ = terms.withdraw(&totals, &Pledge { amount: c, use_amount: a, counts }, b);
        let s = terms.settle(&totals);
        prop_assert_eq!(s.shares as u128 + s.refunds as u128, totals.raised as u128);
    }

    #[test]
    fn totals_are_the_sum_of_the_pledges((terms, totals, pledges, _) in settled_pools()) {
        prop_assert_eq!(totals.raised, pledges.iter().map(|p| p.amount).sum::<u64>());
        prop_assert_eq!(totals.use_pledged, pledges.iter().map(|p| p.use_amount).sum::<u64>());
        prop_assert_eq!(totals.pledgers as usize, pledges.len());
        prop_assert_eq!((totals.people, totals.people_raised), (totals.pledgers, totals.raised));
        prop_assert!(totals.pledgers as u128 * terms.share_floor as u128 <= terms.max_raise as u128);
        prop_assert!(pledges.iter().all(|p| p.amount >= terms.share_floor.max(1).max(bond_ceil(p.use_amount, terms.use_bond_bps)) && p.amount <= terms.max_pledge));
    }

    #[test]
    fn withdrawing_everything_undoes_a_pledge(terms in valid(), amount: u64, used: u64, cut: u64) {
        let before = Totals { raised: 7, pledgers: 0, people: 0, people_raised: 5, use_pledged: 3 };
        if let Ok((totals, pledge)) = terms.pledge(&before, &Pledge::default(), amount, used) {
            prop_assert_eq!(terms.withdraw(&totals, &pledge, amount), Ok((before, Pledge::default())));
            prop_assert_eq!(terms.withdraw(&totals, &pledge, 0), Err(PledgeRule::Nothing));
            if let Some(more) = amount.checked_add(1) {
                prop_assert_eq!(terms.withdraw(&totals, &pledge, more), Err(PledgeRule::MoreThanPledged));
            }
            let part = 1 + cut % amount;
            match terms.withdraw(&totals, &pledge, part) {
                Ok((t, p)) => {
                    prop_assert_eq!(t.raised + part, totals.raised);
                    prop_assert_eq!(p.amount + part, pledge.amount);
                    prop_assert!(p.amount == 0 || p.amount >= terms.share_floor);
                    prop_assert_eq!(t.pledgers, (p.amount > 0) as u32);
                    prop_assert_eq!(p.use_amount, if p.amount > 0 { used } else { 0 });
                    prop_assert!(p.amount == 0 || p.amount >= bond_ceil(used, terms.use_bond_bps));
                }
                Err(rule) => {
                    let short = amount - part < terms.share_floor;
                    prop_assert_eq!(rule, if short { PledgeRule::BelowShare } else { PledgeRule::BelowBond });
                    prop_assert!(amount - part > 0 && (short || amount - part < bond_ceil(used, terms.use_bond_bps)));
                }
            }
        }
    }

    /// The central promise: in whatever order it is claimed, every pledger gets back in shares and
    /// cash exactly what it pledged, the cap holds, everyone has the member share, and nothing is left.
    #[test]
    fn every_unit_pledged_is_a_share_or_a_refund((terms, totals, pledges, order) in settled_pools()) {
        let s = terms.settle(&totals);
        prop_assert_eq!(s.shares + s.refunds, totals.raised);
        let settled = Settled {
            raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: terms.share_floor,
        };
        let mut unclaimed = Unclaimed { shares: s.shares, refunds: s.refunds };
        let mut all_shares = 0u64;
        for i in order {
            let amount = pledges[i].amount;
            let c = settled.claim(&unclaimed, amount);
            prop_assert_eq!(c.share + c.refund, amount);
            prop_assert!(c.share >= terms.share_floor);
            prop_assert!(c.moved <= unclaimed.refunds);
            prop_assert_eq!(c.unclaimed.shares + c.unclaimed.refunds + amount, unclaimed.shares + unclaimed.refunds);
            all_shares += c.share;
            unclaimed = c.unclaimed;
        }
        prop_assert_eq!(unclaimed, Unclaimed { shares: 0, refunds: 0 });
        prop_assert!(all_shares <= s.accepted && s.accepted <= terms.max_raise);
        prop_assert!(all_shares + (totals.pledgers as u64).max(1) > s.accepted, "less than a unit a pledger is lost to rounding");
    }

    #[test]
    fn a_larger_pledge_never_gets_a_smaller_share((terms, totals, pledges, _) in settled_pools()) {
        let s = terms.settle(&totals);
        let settled = Settled {
            raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: terms.share_floor,
        };
        let whole = Unclaimed { shares: s.shares, refunds: s.refunds };
        let mut amounts: Vec<u64> = pledges.iter().map(|p| p.amount).collect();
        amounts.sort_unstable();
        for pair in amounts.windows(2) {
            prop_assert!(settled.claim(&whole, pair[0]).share <= settled.claim(&whole, pair[1]).share);
        }
    }

    #[test]
    fn a_pool_that_is_not_oversubscribed_gives_everyone_its_pledge_as_shares((terms, totals, pledges, _) in settled_pools()) {
        if totals.raised <= terms.max_raise {
            let s = terms.settle(&totals);
            prop_assert_eq!((s.accepted, s.shares, s.refunds), (totals.raised, totals.raised, 0));
            let settled = Settled {
                raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: terms.share_floor,
            };
            let whole = Unclaimed { shares: s.shares, refunds: 0 };
            for p in pledges {
                prop_assert_eq!(settled.claim(&whole, p.amount).share, p.amount);
            }
        }
    }

    #[test]
    fn settling_waits_for_the_deadline_or_a_full_pool((terms, totals, _, _) in settled_pools(), after in -LONGEST..2 * LONGEST) {
        let now = terms.withdraw_until + after;
        let full = totals.raised >= terms.max_raise && terms.closed_gate(&totals).is_none();
        prop_assert_eq!(terms.may_settle(&totals, now), now > terms.deadline || (full && now > terms.withdraw_until));
    }
}

/// What can happen to a pledge before the settlement.
#[derive(Clone, Copy, Debug)]
enum Turn {
    Pledge(usize, u64, u64),
    Withdraw(usize, u64),
    Leave(usize),
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn =
        (0..6usize, 0..8u8, 0..3_000u64, 0..9_000u64).prop_map(|(who, kind, amount, used)| match kind {
            0..=4 => Turn::Pledge(who, amount, used),
            5 => Turn::Withdraw(who, amount / 2),
            _ => Turn::Leave(who),
        });
    vec(turn, 4..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(200_000)))]

    /// Six people pledge, withdraw, leave and come back; what comes of it is worked out from a plain list of them.
    #[test]
    fn a_raise_with_leavers_counts_whom_it_says_and_every_unit_is_a_share_or_a_refund(
        floor in prop_oneof![Just(0u64), 1u64..500],
        max_raise in 3_000u64..9_000,
        bond in 500u16..=5_000,
        turns in turns(),
        last in 0..6usize,
    ) {
        let terms = Terms {
            min_raise: 2_000, max_raise, min_members: 2, min_use: 1_000, max_pledge: 4_000, max_use: 20_000, opens: NOW,
            withdraw_until: NOW, deadline: NOW, stay: SHORTEST_STAY, use_bond_bps: bond, min_solvency_bps: 0, share_floor: floor,
        };
        let mut totals = Totals::default();
        let mut people = [Pledge::default(); 6];
        for turn in turns {
            match turn {
                Turn::Pledge(who, amount, used) => {
                    if let Ok((t, p)) = terms.pledge(&totals, &people[who], amount, used) {
                        (totals, people[who]) = (t, p);
                    }
                }
                Turn::Withdraw(who, amount) => {
                    if let Ok((t, p)) = terms.withdraw(&totals, &people[who], amount) {
                        (totals, people[who]) = (t, p);
                    }
                }
                Turn::Leave(who) if people[who].counts => {
                    totals = terms.leave(&totals, &people[who]).unwrap();
                    people[who].counts = false;
                }
                Turn::Leave(_) => {}
            }
            let (raised, pledgers, people_raised, count, used) = people.iter().fold((0, 0, 0, 0, 0), |sum, p| {
                let own = if p.counts { (p.amount, 1, p.use_amount) } else { (0, 0, 0) };
                (sum.0 + p.amount, sum.1 + (p.amount > 0) as u32, sum.2 + own.0, sum.3 + own.1, sum.4 + own.2)
            });
            prop_assert_eq!(totals, Totals { raised, pledgers, people: count, people_raised, use_pledged: used });
        }
        let passes = totals.raised >= 2_000 && totals.people >= 2 && totals.use_pledged >= 1_000;
        prop_assert_eq!(terms.closed_gate(&totals).is_none(), passes);
        if !passes {
            return Ok(());
        }
        let s = terms.settle(&totals);
        let settled = Settled { raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: floor };
        let earning = settled.of_people_ceil(totals.people, totals.people_raised);
        let mut unclaimed = Unclaimed { shares: s.shares, refunds: s.refunds };
        let (mut of_people, mut of_all) = (0, 0);
        for i in 0..6 {
            let p = people[(i + last) % 6];
            if p.amount == 0 {
                continue;
            }
            let claim = settled.claim(&unclaimed, p.amount);
            unclaimed = claim.unclaimed;
            // the member share whole, the rest in proportion
            let (all, above) = (totals.pledgers as u64 * floor, p.amount - floor);
            let part = if totals.raised == all { 0 } else { above * (s.accepted - all) / (totals.raised - all) };
            prop_assert_eq!((claim.share, claim.refund), (floor + part, above - part));
            of_people += if p.counts { claim.share } else { 0 };
            of_all += claim.share;
        }
        prop_assert_eq!(unclaimed, Unclaimed { shares: 0, refunds: 0 });
        prop_assert!(of_all <= s.accepted && s.accepted <= max_raise);
        // what earns before it is claimed is what will be claimed by those who stayed, to a unit for each of them
        prop_assert!(of_people <= earning && earning <= of_people + totals.people as u64);
    }
}
