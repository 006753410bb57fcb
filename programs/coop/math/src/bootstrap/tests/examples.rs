//! Worked examples.

use super::{super::promise::turnover_floor, *};

fn founding() -> Terms {
    Terms {
        min_raise: 100,
        max_raise: 300,
        min_members: 3,
        min_use: 50,
        max_pledge: 200,
        max_use: 100,
        opens: NOW,
        withdraw_until: NOW + 10,
        deadline: NOW + 20,
        stay: SHORTEST_STAY,
        use_bond_bps: 500,
        min_solvency_bps: 0,
        share_floor: 100,
    }
}

#[test]
fn gates_open_at_their_exact_bound() {
    let terms = founding();
    let at = |raised, people, use_pledged| {
        terms.closed_gate(&Totals { raised, pledgers: 9, people, people_raised: raised, use_pledged })
    };
    assert_eq!(at(100, 3, 50), None);
    assert_eq!(at(99, 3, 50), Some(Gate::Money));
    assert_eq!(at(100, 2, 50), Some(Gate::Members));
    assert_eq!(at(100, 3, 49), Some(Gate::Use));
}

#[test]
fn a_pledge_of_use_alone_is_no_pledge_though_nothing_answers_for_it() {
    let terms = Terms { min_use: 0, use_bond_bps: 0, share_floor: 0, ..founding() };
    let none = Totals { raised: 0, pledgers: 0, people: 0, people_raised: 0, use_pledged: 0 };
    let pledge = |amount, use_amount| terms.pledge(&none, &Pledge::default(), amount, use_amount);
    assert_eq!(pledge(0, 5), Err(PledgeRule::BelowShare));
    assert!(pledge(1, 5).is_ok());
}

#[test]
fn a_pool_is_settled_from_the_second_after_its_deadline_or_if_it_is_full_after_the_last_withdrawal() {
    let terms = founding();
    let full = Totals { raised: 300, pledgers: 3, people: 3, people_raised: 300, use_pledged: 50 };
    let settled_at = |totals| (NOW..NOW + 30).find(|now| terms.may_settle(&totals, *now));
    assert_eq!(settled_at(full), Some(NOW + 11));
    assert_eq!(settled_at(Totals { raised: 299, ..full }), Some(NOW + 21));
    assert_eq!(settled_at(Totals { use_pledged: 49, ..full }), Some(NOW + 21));
}

#[test]
fn no_pool_is_settled_until_seven_days_after_an_amendment() {
    assert!(has_stood(0, 1), "without an amendment there is nothing to wait for");
    let stood_at = (NOW..=NOW + AFTER_AMENDMENT).find(|now| has_stood(NOW, *now));
    assert_eq!(stood_at, Some(NOW + 7 * 86_400));
}

/// Each of five may lose a unit to rounding, and one share is all there is.
#[test]
fn a_settlement_sets_no_more_aside_than_it_accepts() {
    let terms = Terms { max_raise: 1, ..founding() };
    let totals = Totals { raised: 5, pledgers: 5, people: 5, people_raised: 5, use_pledged: 0 };
    assert_eq!(terms.settle(&totals), Settlement { accepted: 1, shares: 0, refunds: 5 });
    let none = Totals { raised: 0, pledgers: 0, people: 0, people_raised: 0, use_pledged: 0 };
    assert_eq!(terms.settle(&none), Settlement { accepted: 0, shares: 0, refunds: 0 });
}

#[test]
fn each_pledge_rule_is_named() {
    let (terms, none) = (founding(), Pledge::default());
    let pledge = |totals: &Totals, amount, used| terms.pledge(totals, &none, amount, used).map(|_| ());
    let empty = Totals::default();
    assert_eq!(pledge(&empty, 0, 0), Err(PledgeRule::Nothing));
    assert_eq!(pledge(&empty, 0, 1), Err(PledgeRule::BelowShare));
    assert_eq!(pledge(&empty, 99, 0), Err(PledgeRule::BelowShare));
    assert_eq!(pledge(&empty, 100, 0), Ok(()));
    assert_eq!(pledge(&empty, 200, 100), Ok(()));
    assert_eq!(pledge(&empty, 201, 0), Err(PledgeRule::AboveMaxPledge));
    assert_eq!(pledge(&empty, u64::MAX, 0), Err(PledgeRule::AboveMaxPledge));
    assert_eq!(pledge(&empty, 100, 101), Err(PledgeRule::AboveMaxUse));
    let three = Totals { raised: 300, pledgers: 3, people: 3, people_raised: 300, use_pledged: 0 };
    assert_eq!(pledge(&three, 100, 0), Err(PledgeRule::NoRoomForShare));
    // one who is in already may still add
    let in_already = Pledge { amount: 100, use_amount: 0, counts: true };
    assert!(terms.pledge(&three, &in_already, 50, 0).is_ok());
    let full = Totals { raised: u64::MAX, pledgers: 1, people: 1, people_raised: u64::MAX, use_pledged: 0 };
    assert_eq!(pledge(&full, 100, 0), Err(PledgeRule::Overflow));
}

/// Who leaves takes itself and its use off the gates and leaves its money; it counts again if it comes back and pledges.
#[test]
fn whoever_left_counts_for_nothing_but_its_money() {
    let terms = Terms { use_bond_bps: 5_000, max_use: 1_000, ..founding() };
    let (totals, pledge) = terms.pledge(&Totals::default(), &Pledge::default(), 150, 300).unwrap();
    assert_eq!((totals.pledgers, totals.people, totals.use_pledged), (1, 1, 300));
    // 150 answers for 300, not for 301
    assert_eq!(terms.pledge(&totals, &pledge, 0, 1), Err(PledgeRule::BelowBond));
    assert_eq!(terms.withdraw(&totals, &pledge, 1), Err(PledgeRule::BelowBond));
    let left = terms.leave(&totals, &pledge).unwrap();
    assert_eq!(left, Totals { raised: 150, pledgers: 1, people: 0, people_raised: 0, use_pledged: 0 });
    let gone = Pledge { counts: false, ..pledge };
    assert_eq!(terms.withdraw(&left, &gone, 150), Ok((Totals::default(), Pledge::default())));
    let (back, counted) = terms.pledge(&left, &gone, 20, 40).unwrap();
    assert_eq!(back, Totals { raised: 170, pledgers: 1, people: 1, people_raised: 170, use_pledged: 340 });
    assert_eq!(counted, Pledge { amount: 170, use_amount: 340, counts: true });
}

#[test]
fn a_service_that_takes_less_counts_less() {
    assert_eq!(turnover_floor(1_000, 500, 500), 1_000);
    assert_eq!(turnover_floor(1_000, 600, 500), 1_000);
    assert_eq!(turnover_floor(1_000, 499, 500), 998);
    assert_eq!(turnover_floor(1_000, 0, 500), 0);
    assert_eq!(turnover_floor(1_000, 0, 0), 1_000);
    assert_eq!(turnover_floor(u64::MAX, 1, 5_000), u64::MAX / 5_000);
}

/// Worked by hand: m = 100, max 300, three pledge 150, 110 and 200: raised 460, base 300, so nothing
/// is left over the member shares; then the same with max 350: 50 over 160, in proportion.
#[test]
fn a_worked_example_of_shares() {
    let share = |max_raise, amount| {
        let settled = Settled { raised: 460, accepted: max_raise, pledgers: 3, share_floor: 100 };
        settled.claim(&Unclaimed { shares: max_raise, refunds: 460 - max_raise }, amount).share
    };
    assert_eq!([150, 110, 200].map(|a| share(300, a)), [100, 100, 100]);
    assert_eq!([150, 110, 200].map(|a| share(350, a)), [100 + 15, 100 + 3, 100 + 31]);
}
