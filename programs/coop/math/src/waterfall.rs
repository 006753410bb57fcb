//! Closing a period: where its surplus goes.
//!
//! In this order, each step from what the one before left:
//!
//! | step | takes |
//! |---|---|
//! | depreciation | d = min(invested, ⌈invested × `depreciation_bps` × elapsed ÷ year⌉), an expense |
//! | surplus | S = revenue − expenses − d; a loss is carried, and nothing is allocated |
//! | losses carried | c = min(S, carried) |
//! | what is there | S = min(S − c, operating) |
//! | reserve | ⌈S × `reserve_bps`⌉ |
//! | solidarity | ⌊S × `solidarity_bps`⌋ |
//! | interest | min(⌊half of what is left⌋, ⌊earning shares × `interest_cap_bps` × elapsed ÷ year⌋) |
//! | outside use | ⌊pot × outside units ÷ all units⌋, to the reserve; the pot is what is left by now |
//! | pioneers | min(⌊rest × `pioneer_bps`⌋, room under their cap), once the threshold is reached |
//! | members | the rest, in proportion to units; without member units to the reserve |
//!
//! The parts always come to exactly S. A year has 365 days; rates are basis points; accumulators and the
//! members' rate are Q64.64, rounded down, so what they pay never exceeds what was set aside for them.

use crate::{
    YEAR,
    fixed::{ALL_BPS, bps_ceil, bps_floor, q64_floor, q64_ratio},
};

/// Longer than this counts as this, in seconds: about 34 800 years. It keeps products within 128 bits.
const LONGEST: u64 = 1 << 40;

/// The terms of the charter that a close needs, in basis points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    pub reserve_bps: u16,
    pub solidarity_bps: u16,
    pub interest_cap_bps: u16,
    pub depreciation_bps: u16,
    pub pioneer_bps: u16,
    pub pioneer_cap_bps: u16,
}

/// What is known at the close. Money in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Seconds since the period began; a negative number counts as 0.
    pub elapsed: i64,
    pub revenue: u64,
    /// Spent in the period, depreciation not included.
    pub expenses: u64,
    /// The bucket from which all is allocated.
    pub operating: u64,
    pub invested: u64,
    pub loss_carried: u64,
    /// Fees paid by members.
    pub member_units: u64,
    /// Fees paid by others, and other income.
    pub outside_units: u64,
    /// Shares that earn interest: paid in before the period.
    pub shares_earning: u64,
    pub pioneer_units: u64,
    /// What one pioneer unit has brought so far, Q64.64.
    pub pioneer_per_unit: u128,
    /// Whether lifetime revenue has reached the threshold.
    pub pioneers_due: bool,
}

/// What a close does. The parts from `reserve` on come to exactly `surplus`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allocation {
    /// Written off `invested`.
    pub depreciation: u64,
    /// Added to the losses carried. They stop at 2⁶⁴ − 1.
    pub loss: u64,
    /// Taken off the losses carried.
    pub loss_covered: u64,
    /// What is allocated: out of operating, but for nothing that stays there.
    pub surplus: u64,

    /// To the reserve as the charter promises.
    pub reserve: u64,
    pub solidarity: u64,
    pub interest: u64,
    /// To the reserve: the part of those who are no members, and the pot of a period that no member used.
    pub outside: u64,
    pub pioneers: u64,
    /// Owed to members as patronage.
    pub members: u64,

    /// Added to the interest of one share, Q64.64.
    pub interest_per_share: u128,
    /// Added to the return of one pioneer unit, Q64.64.
    pub pioneer_per_unit: u128,
    /// Of one member unit of this period, Q64.64.
    pub member_rate: u128,
}

/// The part of a yearly rate that falls to `elapsed` seconds, as a numerator over [`YEARLY`].
fn yearly(amount: u64, bps: u16, elapsed: i64) -> u128 {
    let elapsed = (elapsed.max(0) as u64).min(LONGEST);
    amount as u128 * bps as u128 * elapsed as u128
}

const YEARLY: u128 = ALL_BPS as u128 * YEAR as u128;

fn at_most(wide: u128, most: u64) -> u64 {
    if wide > most as u128 { most } else { wide as u64 }
}

/// The most that a pioneer unit can ever bring, Q64.64: `pioneer_cap_bps` of the fee that made it.
pub const fn pioneer_cap(pioneer_cap_bps: u16) -> u128 {
    ((pioneer_cap_bps as u128) << 64) / ALL_BPS as u128
}

/// Closes a period: see the table of this module.
pub fn close(facts: &Facts, rates: &Rates) -> Allocation {
    let worn = yearly(facts.invested, rates.depreciation_bps, facts.elapsed).div_ceil(YEARLY);
    let depreciation = at_most(worn, facts.invested);
    let spent = facts.expenses as u128 + depreciation as u128;
    let Some(earned) = (facts.revenue as u128).checked_sub(spent).filter(|earned| *earned > 0) else {
        let loss = at_most(spent - facts.revenue as u128, u64::MAX - facts.loss_carried);
        return Allocation { depreciation, loss, ..Allocation::default() };
    };
    let earned = earned as u64;
    let loss_covered = earned.min(facts.loss_carried);
    let surplus = (earned - loss_covered).min(facts.operating);

    let reserve = bps_ceil(surplus, rates.reserve_bps);
    let solidarity = bps_floor(surplus, rates.solidarity_bps).min(surplus - reserve);
    let left = surplus - reserve - solidarity;
    let interest_cap = yearly(facts.shares_earning, rates.interest_cap_bps, facts.elapsed) / YEARLY;
    let interest = at_most(interest_cap, left / 2);
    let pot = left - interest;

    let units = facts.member_units as u128 + facts.outside_units as u128;
    let outside = if facts.member_units == 0 {
        pot
    } else {
        (pot as u128 * facts.outside_units as u128 / units) as u64
    };
    let rest = pot - outside;
    let room = pioneer_cap(rates.pioneer_cap_bps).saturating_sub(facts.pioneer_per_unit);
    let due = if facts.pioneers_due { bps_floor(rest, rates.pioneer_bps) } else { 0 };
    let pioneers = due.min(q64_floor(room, facts.pioneer_units));
    let members = rest - pioneers;
    Allocation {
        depreciation,
        loss: 0,
        loss_covered,
        surplus,
        reserve,
        solidarity,
        interest,
        outside,
        pioneers,
        members,
        interest_per_share: q64_ratio(interest, facts.shares_earning),
        pioneer_per_unit: q64_ratio(pioneers, facts.pioneer_units),
        member_rate: q64_ratio(members, facts.member_units),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};
    use std::vec::Vec;

    prop_compose! {
        fn any_facts()(
            elapsed in prop_oneof![Just(0i64), 0..YEAR, any::<i64>()],
            (revenue, expenses, operating) in (amount(), amount(), amount()),
            (invested, loss_carried) in (amount(), amount()),
            (member_units, outside_units) in (amount(), amount()),
            (shares_earning, pioneer_units) in (amount(), amount()),
            pioneer_per_unit in prop_oneof![Just(0u128), any::<u64>().prop_map(u128::from), any::<u128>()],
            pioneers_due: bool,
        ) -> Facts {
            Facts {
                elapsed, revenue, expenses, operating, invested, loss_carried, member_units, outside_units,
                shares_earning, pioneer_units, pioneer_per_unit, pioneers_due,
            }
        }
    }

    /// Small and large numbers alike.
    fn amount() -> impl Strategy<Value = u64> {
        prop_oneof![
            Just(0),
            1u64..100,
            (0u32..64).prop_flat_map(|bits| 0..=(u64::MAX >> bits)),
            Just(u64::MAX)
        ]
    }

    prop_compose! {
        /// Rates of any charter that validates.
        fn valid_rates()(
            reserve_bps in 500u16..=5_000,
            solidarity_bps in 0u16..=4_000,
            interest_cap_bps in 0u16..=1_500,
            depreciation_bps in 500u16..=10_000,
            pioneer_bps in 0u16..=2_000,
            cap in 0u16..=5_000,
        ) -> Rates {
            let pioneer_cap_bps = cap.min(reserve_bps);
            Rates { reserve_bps, solidarity_bps, interest_cap_bps, depreciation_bps, pioneer_bps, pioneer_cap_bps }
        }
    }

    fn parts(a: &Allocation) -> u128 {
        [a.reserve, a.solidarity, a.interest, a.outside, a.pioneers, a.members]
            .iter()
            .map(|p| *p as u128)
            .sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn the_parts_come_to_the_surplus_for_any_numbers(facts in any_facts(), rates in valid_rates()) {
            let a = close(&facts, &rates);
            prop_assert_eq!(parts(&a), a.surplus as u128);
            prop_assert!(a.surplus <= facts.operating && a.surplus <= facts.revenue);
        }

        #[test]
        fn surplus_loss_and_what_covers_it_come_to_the_result(facts in any_facts(), rates in valid_rates()) {
            let a = close(&facts, &rates);
            prop_assert!(a.depreciation <= facts.invested && a.loss_covered <= facts.loss_carried);
            let result = facts.revenue as i128 - facts.expenses as i128 - a.depreciation as i128;
            if result <= 0 {
                prop_assert_eq!(a.surplus, 0);
                let carried = facts.loss_carried as i128 + a.loss as i128;
                prop_assert!(carried == facts.loss_carried as i128 - result || carried == u64::MAX as i128);
            } else {
                prop_assert_eq!(a.loss, 0);
                let free = result - a.loss_covered as i128;
                prop_assert_eq!(a.surplus as i128, free.min(facts.operating as i128));
                prop_assert!(a.surplus == 0 || a.loss_covered == facts.loss_carried);
            }
        }

        #[test]
        fn the_reserve_gets_its_share_rounded_up_and_interest_at_most_half_of_what_is_left(
            facts in any_facts(), rates in valid_rates(),
        ) {
            let a = close(&facts, &rates);
            prop_assert!(a.reserve as u128 * 10_000 >= a.surplus as u128 * rates.reserve_bps as u128);
            prop_assert!(a.interest <= (a.surplus - a.reserve - a.solidarity) / 2);
            if facts.elapsed <= YEAR {
                prop_assert!(a.interest <= bps_floor(facts.shares_earning, rates.interest_cap_bps));
            }
        }

        #[test]
        fn accumulators_pay_at_most_what_was_set_aside(
            facts in any_facts(), rates in valid_rates(), cuts in vec(any::<u64>(), 1..8),
        ) {
            let a = close(&facts, &rates);
            for (per_unit, units, set_aside) in [
                (a.interest_per_share, facts.shares_earning, a.interest),
                (a.pioneer_per_unit, facts.pioneer_units, a.pioneers),
                (a.member_rate, facts.member_units, a.members),
            ] {
                let paid: u128 = split(units, &cuts).iter().map(|part| q64_floor(per_unit, *part) as u128).sum();
                prop_assert!(paid <= set_aside as u128);
                // and what is left is less than one base unit a holder
                let whole = units == 0 || paid + cuts.len() as u128 >= set_aside as u128;
                prop_assert!(whole, "{} of {}", paid, set_aside);
            }
        }

        #[test]
        fn pioneers_never_get_beyond_their_cap(
            facts in any_facts(), rates in valid_rates(), closes in 1usize..20,
        ) {
            let (mut facts, cap) = (Facts { pioneer_per_unit: 0, pioneers_due: true, ..facts }, pioneer_cap(rates.pioneer_cap_bps));
            for _ in 0..closes {
                facts.pioneer_per_unit += close(&facts, &rates).pioneer_per_unit;
                prop_assert!(facts.pioneer_per_unit <= cap);
            }
        }

        #[test]
        fn before_the_threshold_pioneers_get_nothing(facts in any_facts(), rates in valid_rates()) {
            let early = Facts { pioneers_due: false, ..facts };
            prop_assert_eq!(close(&early, &rates).pioneers, 0);
        }

        #[test]
        fn a_fee_returns_less_than_itself_to_the_member_that_paid_it(
            facts in any_facts(), rates in valid_rates(), fee in amount(),
        ) {
            // revenue is fees: what members and others paid
            let fee = fee.min(facts.member_units);
            let outside = facts.outside_units.min(u64::MAX - facts.member_units);
            let revenue = facts.member_units + outside;
            let facts = Facts { outside_units: outside, revenue, expenses: 0, invested: 0, ..facts };
            let a = close(&facts, &rates);
            let dividend = q64_floor(a.member_rate, fee);
            let kept = bps_floor(fee, rates.reserve_bps);
            prop_assert!(dividend <= fee - kept, "{} of {}", dividend, fee);
            // a pioneer unit is at most the fee that made it
            let pioneer = q64_floor(pioneer_cap(rates.pioneer_cap_bps), fee);
            prop_assert!(dividend as u128 + pioneer as u128 <= fee as u128);
        }
    }

    /// `units` among holders.
    fn split(units: u64, cuts: &[u64]) -> Vec<u64> {
        let mut left = units;
        let mut parts: Vec<u64> = cuts[1..]
            .iter()
            .map(|cut| {
                let part = cut % (left as u128 + 1).min(u64::MAX as u128) as u64;
                left -= part;
                part
            })
            .collect();
        parts.push(left);
        parts
    }

    const RATES: Rates = Rates {
        reserve_bps: 2_000,
        solidarity_bps: 500,
        interest_cap_bps: 500,
        depreciation_bps: 2_000,
        pioneer_bps: 1_000,
        pioneer_cap_bps: 1_000,
    };

    /// docs/ECONOMICS.md tells a period as two tables, of facts and of results: they are computed again here.
    #[test]
    fn the_worked_example_of_the_documentation() {
        let text = include_str!("../../../../docs/ECONOMICS.md");
        let value = |name: &str| -> u128 {
            let row = text.lines().find_map(|line| line.strip_prefix(&std::format!("| `{name}` | ")));
            let row = row.unwrap_or_else(|| panic!("{name} is not in the tables"));
            let digits: std::string::String = row.chars().take_while(|c| *c != '|').collect();
            digits.replace(' ', "").parse().unwrap_or_else(|_| panic!("{name}: {digits}"))
        };
        let units = |name: &str| value(name) as u64;
        let bps = |name: &str| value(name) as u16;
        let facts = Facts {
            elapsed: value("days") as i64 * crate::DAY,
            revenue: units("revenue"),
            expenses: units("expenses"),
            operating: units("operating"),
            invested: units("invested"),
            loss_carried: units("loss_carried"),
            member_units: units("member_units"),
            outside_units: units("outside_units"),
            shares_earning: units("shares_earning"),
            pioneer_units: units("pioneer_units"),
            pioneer_per_unit: 0,
            pioneers_due: true,
        };
        let rates = Rates {
            reserve_bps: bps("reserve_bps"),
            solidarity_bps: bps("solidarity_bps"),
            interest_cap_bps: bps("interest_cap_bps"),
            depreciation_bps: bps("depreciation_bps"),
            pioneer_bps: bps("pioneer_bps"),
            pioneer_cap_bps: bps("pioneer_cap_bps"),
        };
        let a = close(&facts, &rates);
        for (name, computed) in [
            ("depreciation", a.depreciation),
            ("loss_covered", a.loss_covered),
            ("surplus", a.surplus),
            ("to_reserve", a.reserve),
            ("to_solidarity", a.solidarity),
            ("to_interest", a.interest),
            ("to_reserve_for_outside", a.outside),
            ("to_pioneers", a.pioneers),
            ("to_members", a.members),
        ] {
            assert_eq!(units(name), computed, "{name}");
        }
        let dividend = crate::patronage::dividend_floor(a.member_rate, units("fees of Ada"), bps("cash_bps"));
        assert_eq!((units("cash of Ada"), units("retained of Ada")), (dividend.cash, dividend.retained));
        let made = crate::patronage::pioneer_units(
            units("revenue before"),
            units("fee"),
            units("pioneer_threshold"),
        );
        assert_eq!(units("pioneer units made"), made);
        let redeemed = crate::capital::redeem_floor(
            units("capital redeemed"),
            units("operating then"),
            units("equity then"),
        );
        assert_eq!((units("paid"), units("haircut")), (redeemed.paid, redeemed.haircut));
        let lost = crate::capital::forfeit_floor(units("bond"), units("fees paid"), units("fees promised"));
        assert_eq!(units("forfeited"), lost);
    }

    #[test]
    fn a_month_in_numbers() {
        let facts = Facts {
            elapsed: 30 * crate::DAY,
            revenue: 10_000,
            expenses: 4_000,
            operating: 100_000,
            invested: 36_500,
            loss_carried: 400,
            member_units: 6_000,
            outside_units: 2_000,
            shares_earning: 36_500,
            pioneer_units: 3_000,
            pioneer_per_unit: 0,
            pioneers_due: true,
        };
        let a = close(&facts, &RATES);
        // 36 500 × 20 % × 30/365 = 600; 10 000 − 4 000 − 600 − 400 = 5 000
        assert_eq!((a.depreciation, a.loss_covered, a.surplus), (600, 400, 5_000));
        // 20 % and 5 %; 36 500 × 5 % × 30/365 = 150, below half of 3 750
        assert_eq!((a.reserve, a.solidarity, a.interest), (1_000, 250, 150));
        // 3 600: a quarter was used by others; a tenth of 2 700 to pioneers, whose cap is 300
        assert_eq!((a.outside, a.pioneers, a.members), (900, 270, 2_430));
        // 2 430 for 6 000 units
        assert_eq!(q64_floor(a.member_rate, 2_000), 809);
        assert_eq!(q64_floor(a.member_rate, 6_000), 2_429);
    }

    #[test]
    fn a_loss_is_carried_and_a_period_that_nobody_used_goes_to_the_reserve() {
        let facts = Facts {
            elapsed: 0,
            revenue: 100,
            expenses: 150,
            operating: 1_000,
            invested: 0,
            loss_carried: 7,
            member_units: 0,
            outside_units: 0,
            shares_earning: 0,
            pioneer_units: 0,
            pioneer_per_unit: 0,
            pioneers_due: true,
        };
        assert_eq!(close(&facts, &RATES), Allocation { loss: 50, ..Allocation::default() });
        let a = close(&Facts { expenses: 0, loss_carried: 0, ..facts }, &RATES);
        assert_eq!((a.reserve, a.solidarity, a.outside, a.members), (20, 5, 75, 0));
    }
}
