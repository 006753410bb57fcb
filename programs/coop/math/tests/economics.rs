//! What the formulas promise together: trading with oneself never pays, and leaving changes nobody else's part.

use coop_math::{
    DAY,
    capital::redeem_floor,
    fixed::{bps_ceil, q64_floor},
    patronage::pioneer_units,
    waterfall::{self, Facts, Rates},
};
use proptest::{collection::vec, prelude::*};

/// What one who holds some shares does in a period, and what others do in it.
#[derive(Clone, Debug)]
struct Turn {
    /// Payments to one's own service.
    wash: Vec<u64>,
    /// Fees of other members, and of strangers.
    others: (u64, u64),
    expenses: u64,
    days: i64,
}

/// The terms that matter.
#[derive(Clone, Copy, Debug)]
struct Terms {
    rates: Rates,
    take_rate_bps: u16,
    pioneer_threshold: u64,
}

prop_compose! {
    /// Those of any charter that validates.
    fn terms()(
        reserve_bps in 500u16..=5_000,
        solidarity_bps in 0u16..=4_000,
        interest_cap_bps in 0u16..=1_500,
        depreciation_bps in 500u16..=10_000,
        pioneer_bps in 0u16..=2_000,
        cap in 0u16..=5_000,
        take_rate_bps in prop_oneof![Just(1u16), 0u16..=5_000, Just(5_000)],
        pioneer_threshold in prop_oneof![Just(0u64), 1u64..1_000_000, 1u64..1 << 40, Just(1 << 62)],
    ) -> Terms {
        let pioneer_cap_bps = cap.min(reserve_bps);
        let rates = Rates {
            reserve_bps, solidarity_bps, interest_cap_bps, depreciation_bps, pioneer_bps, pioneer_cap_bps,
        };
        Terms { rates, take_rate_bps, pioneer_threshold }
    }
}

fn turns() -> impl Strategy<Value = Vec<Turn>> {
    let turn = (
        vec(prop_oneof![1u64..100, 1u64..1 << 36], 0..5),
        (0u64..1 << 30, 0u64..1 << 30),
        prop_oneof![Just(0u64), 0u64..1 << 28],
        1i64..400,
    );
    vec(turn.prop_map(|(wash, others, expenses, days)| Turn { wash, others, expenses, days }), 1..12)
}

/// What the trader is paid and credited over all turns, retained capital at par: fees paid, and returns.
fn live(terms: &Terms, turns: &[Turn], shares: (u64, u64), washing: bool) -> (u128, u128) {
    let (mine, all) = shares;
    let (mut operating, mut lifetime, mut loss) = (all, 0u64, 0u64);
    let (mut per_share, mut per_unit) = (0u128, 0u128);
    let (mut my_pioneers, mut pioneers) = (0u64, 0u64);
    let (mut paid, mut earned) = (0u128, 0u128);
    for turn in turns {
        let (mut my_units, mut units, mut revenue) = (0u64, 0u64, 0u64);
        let mut fee = |fee: u64, is_mine: bool, is_member: bool| {
            let made = if is_member { pioneer_units(lifetime, fee, terms.pioneer_threshold) } else { 0 };
            lifetime += fee;
            revenue += fee;
            units += if is_member { fee } else { 0 };
            pioneers += made;
            if is_mine {
                my_units += fee;
                my_pioneers += made;
                paid += fee as u128;
            }
        };
        for amount in turn.wash.iter().filter(|_| washing) {
            fee(bps_ceil(*amount, terms.take_rate_bps), true, true);
        }
        fee(turn.others.0, false, true);
        fee(turn.others.1, false, false);
        let expenses = turn.expenses.min(operating);
        operating += revenue;
        operating -= expenses;
        let facts = Facts {
            elapsed: turn.days * DAY,
            revenue,
            expenses,
            operating,
            invested: 0,
            loss_carried: loss,
            member_units: units,
            outside_units: turn.others.1,
            shares_earning: all,
            pioneer_units: pioneers,
            pioneer_per_unit: per_unit,
            pioneers_due: lifetime >= terms.pioneer_threshold,
        };
        let a = waterfall::close(&facts, &terms.rates);
        loss = loss + a.loss - a.loss_covered;
        operating -= a.surplus;
        per_share += a.interest_per_share;
        per_unit += a.pioneer_per_unit;
        earned += q64_floor(a.member_rate, my_units) as u128;
    }
    earned += q64_floor(per_share, mine) as u128 + q64_floor(per_unit, my_pioneers) as u128;
    (paid, earned)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn trading_with_oneself_never_pays(
        terms in terms(), turns in turns(), all in 1u64..1 << 40, part in 0u64..=100,
    ) {
        // one may hold any part of the capital: more surplus can mean more interest
        let mine = (all as u128 * part as u128 / 100) as u64;
        let (_, without) = live(&terms, &turns, (mine, all), false);
        let (paid, with) = live(&terms, &turns, (mine, all), true);
        let periods = turns.len() as u128;
        prop_assert!(with <= without + paid + periods, "{} in fees brought {} more", paid, with - without);
    }

    #[test]
    fn leaving_one_after_another_changes_nobodys_part_by_more_than_a_unit_each(
        capitals in vec(1u64..1 << 50, 2..9), operating: u64, order in any::<prop::sample::Index>(),
    ) {
        let all: u64 = capitals.iter().sum();
        let (mut operating, mut equity) = (operating % (all + all / 4), all);
        let (o, e) = (operating as u128, equity as u128);
        let first = order.index(capitals.len());
        for (gone, i) in (0..capitals.len()).map(|i| (i + first) % capitals.len()).enumerate() {
            let alone = if o >= e { capitals[i] as u128 } else { capitals[i] as u128 * o / e };
            let paid = redeem_floor(capitals[i], operating, equity).paid;
            prop_assert!(paid as u128 >= alone, "whoever waits loses nothing");
            prop_assert!(paid as u128 <= alone + 1 + gone as u128, "nor gains more than the dust of those before");
            operating -= paid;
            equity -= capitals[i];
        }
    }
}
