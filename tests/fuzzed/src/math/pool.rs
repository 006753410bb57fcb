//! A pool from its first pledge to its last claim: everyone's every unit is a share or comes back.

use super::{Amount, events, within};
use arbitrary::{Arbitrary, Unstructured};
use coop_math::bootstrap::{
    Pledge, Settled, Terms, Totals, Unclaimed,
    promise::{bond_ceil, forfeit_floor, turnover_floor},
};
use num_bigint::BigUint;

/// How many may pledge.
const PEOPLE: usize = 8;

#[derive(Arbitrary, Debug)]
enum Event {
    Pledge { who: u8, amount: Amount, promise: Amount },
    Withdraw { who: u8, amount: Amount },
    WithdrawAll { who: u8 },
    Leave { who: u8 },
}

fn drawn(bytes: &mut Unstructured) -> arbitrary::Result<Terms> {
    let max_raise = Amount::arbitrary(bytes)?.0.max(1);
    let min_members = within(bytes, 1..=PEOPLE as u64) as u32;
    let share_floor = if bool::arbitrary(bytes)? { 0 } else { Amount::arbitrary(bytes)?.0 };
    Ok(Terms {
        min_raise: Amount::arbitrary(bytes)?.at_most(max_raise),
        max_raise,
        min_members,
        min_use: Amount::arbitrary(bytes)?.at_most(1 << 53),
        max_pledge: Amount::arbitrary(bytes)?.0.max(share_floor).max(1),
        max_use: Amount::arbitrary(bytes)?.at_most(1 << 53),
        opens: 100,
        withdraw_until: 200,
        deadline: 300,
        stay: 30 * 86_400,
        use_bond_bps: within(bytes, 500..=5_000) as u16,
        min_solvency_bps: 0,
        share_floor,
    })
}

/// What all pledges come to, counted one by one.
fn counted(pledges: &[Pledge]) -> Totals {
    let sum = |of: &dyn Fn(&Pledge) -> u64| pledges.iter().map(of).sum::<u64>();
    Totals {
        raised: sum(&|p| p.amount),
        pledgers: sum(&|p| (p.amount > 0) as u64) as u32,
        people: sum(&|p| p.counts as u64) as u32,
        people_raised: sum(&|p| if p.counts { p.amount } else { 0 }),
        use_pledged: sum(&|p| if p.counts { p.use_amount } else { 0 }),
    }
}

/// A pool's life.
pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let Ok(terms) = drawn(&mut bytes) else { return };
    if terms.validate(100).is_err() {
        let shares = terms.min_members as u128 * terms.share_floor as u128;
        assert!(shares > terms.max_raise as u128, "no bound of {terms:?} is broken");
        return;
    }
    let Ok(order) = u64::arbitrary(&mut bytes) else { return };
    let mut pledges = [Pledge::default(); PEOPLE];
    let mut totals = Totals::default();
    for event in events::<Event>(&mut bytes, 64) {
        step(&terms, &mut totals, &mut pledges, event);
        assert_eq!(totals, counted(&pledges), "the totals are not what was pledged");
        for pledge in pledges.iter().filter(|pledge| pledge.amount > 0) {
            assert!(pledge.amount >= terms.share_floor && pledge.amount <= terms.max_pledge);
            assert!(
                pledge.amount >= bond_ceil(pledge.use_amount, terms.use_bond_bps),
                "no bond behind a promise"
            );
            assert!(pledge.use_amount <= terms.max_use);
        }
    }
    settle(&terms, &totals, &pledges, order);
}

fn step(terms: &Terms, totals: &mut Totals, pledges: &mut [Pledge; PEOPLE], event: Event) {
    let place = |who: u8| who as usize % PEOPLE;
    match event {
        Event::Pledge { who, amount, promise } => {
            let pledge = &mut pledges[place(who)];
            if let Ok((after, more)) = terms.pledge(totals, pledge, amount.0, promise.0) {
                assert_eq!(more.amount - pledge.amount, amount.0);
                (*totals, *pledge) = (after, more);
            }
        }
        Event::Withdraw { who, amount } => {
            let pledge = &mut pledges[place(who)];
            if let Ok((after, left)) = terms.withdraw(totals, pledge, amount.0) {
                assert_eq!(pledge.amount - left.amount, amount.0);
                (*totals, *pledge) = (after, left);
            }
        }
        Event::WithdrawAll { who } => {
            let pledge = &mut pledges[place(who)];
            match terms.withdraw(totals, pledge, pledge.amount) {
                Ok((after, left)) => (*totals, *pledge) = (after, left),
                Err(_) => assert_eq!(pledge.amount, 0, "all of a pledge can always be taken back"),
            }
        }
        Event::Leave { who } => {
            let pledge = &mut pledges[place(who)];
            if pledge.counts {
                *totals = terms.leave(totals, pledge).expect("it counts");
                pledge.counts = false;
            }
        }
    }
}

/// The settlement and every claim, in the order that the bits of `order` give.
fn settle(terms: &Terms, totals: &Totals, pledges: &[Pledge], order: u64) {
    let open = terms.closed_gate(totals).is_none();
    let passed = totals.raised >= terms.min_raise
        && totals.people >= terms.min_members
        && totals.use_pledged >= terms.min_use;
    assert_eq!(open, passed);
    assert!(terms.may_settle(totals, 301) && !terms.may_settle(totals, 200));
    assert_eq!(terms.may_settle(totals, 201), open && totals.raised >= terms.max_raise);
    if !open {
        return;
    }
    let settlement = terms.settle(totals);
    assert_eq!(settlement.shares + settlement.refunds, totals.raised);
    assert!(settlement.accepted <= terms.max_raise && settlement.shares <= settlement.accepted);
    let settled = Settled {
        raised: totals.raised,
        accepted: settlement.accepted,
        pledgers: totals.pledgers,
        share_floor: terms.share_floor,
    };
    let mut unclaimed = Unclaimed { shares: settlement.shares, refunds: settlement.refunds };
    let (mut all, mut of_people) = (0u64, 0u64);
    let mut left: Vec<&Pledge> = pledges.iter().filter(|pledge| pledge.amount > 0).collect();
    let mut order = order;
    while !left.is_empty() {
        let pledge = left.swap_remove(order as usize % left.len());
        order = order.rotate_right(3);
        let claim = settled.claim(&unclaimed, pledge.amount);
        assert_eq!(claim.share + claim.refund, pledge.amount, "a unit is neither share nor refund");
        assert_eq!(BigUint::from(claim.share), share(&settled, pledge.amount), "{settled:?}, {pledge:?}");
        assert!(claim.share >= terms.share_floor, "no member share for whoever pledged one");
        let rest: u64 = left.iter().map(|pledge| pledge.amount).sum();
        assert_eq!(claim.unclaimed.shares + claim.unclaimed.refunds, rest, "the rest is not covered");
        unclaimed = claim.unclaimed;
        all += claim.share;
        of_people += if pledge.counts { claim.share } else { 0 };
    }
    assert!(all <= settlement.accepted, "more shares than were accepted");
    let counted = settled.of_people_ceil(totals.people, totals.people_raised);
    assert!((of_people..=of_people + totals.people as u64).contains(&counted), "{counted} for {of_people}");
    for pledge in pledges {
        promise(pledge, terms);
    }
}

/// m + ⌊(amount − m) × (accepted − base) ÷ (raised − base)⌋, in integers without a width.
fn share(s: &Settled, amount: u64) -> BigUint {
    let base = BigUint::from(s.pledgers) * s.share_floor;
    if BigUint::from(s.raised) == base || s.raised == s.accepted {
        return BigUint::from(if s.raised == s.accepted { amount } else { s.share_floor });
    }
    let rest = BigUint::from(amount - s.share_floor) * (BigUint::from(s.accepted) - &base);
    BigUint::from(s.share_floor) + rest / (BigUint::from(s.raised) - base)
}

/// A promise that is kept costs nothing, one that is not at most its bond, and more turnover never costs more.
fn promise(pledge: &Pledge, terms: &Terms) {
    let bond = bond_ceil(pledge.use_amount, terms.use_bond_bps);
    assert_eq!(forfeit_floor(bond, pledge.use_amount, pledge.use_amount), 0);
    let half = forfeit_floor(bond, pledge.use_amount / 2, pledge.use_amount);
    let none = forfeit_floor(bond, 0, pledge.use_amount);
    assert!(half <= none && none <= bond);
    let counted = turnover_floor(pledge.use_amount, terms.use_bond_bps / 2, terms.use_bond_bps);
    assert!(counted <= pledge.use_amount);
}
