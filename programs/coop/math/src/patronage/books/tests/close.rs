//! The waterfall, wear, and what members get of it.

use super::*;
use crate::fixed::{bps_ceil, bps_floor};

const NO_WEAR: Rates = Rates {
    reserve_bps: 500,
    solidarity_bps: 0,
    remit_bps: 0,
    interest_cap_bps: 0,
    depreciation_bps: 0,
    work_bps: 0,
    cash_bps: 10_000,
    pioneer_bps: 0,
};

/// Books whose only result is `earnings`.
fn earned(earnings: u64) -> Books {
    Books { earnings, ..Books::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

    #[test]
    fn the_parts_of_a_surplus_come_to_exactly_the_surplus(facts in facts(), earnings in amount()) {
        let mut books = earned(earnings);
        let c = books.close(&facts);
        let parts = [c.reserve, c.solidarity, c.federation, c.interest, c.work, c.outside, c.pioneers, c.members];
        prop_assert_eq!(parts.iter().map(|part| *part as u128).sum::<u128>(), c.surplus as u128);
        prop_assert_eq!(c.surplus, earnings);
        prop_assert_eq!(c.reserve, bps_ceil(earnings, facts.rates.reserve_bps));
        prop_assert!(c.work <= facts.done.member_work, "work gets at most its pay");
        prop_assert!(c.interest <= (earnings - c.reserve - c.solidarity - c.federation) / 2);
        prop_assert!(c.retained <= c.members + c.work);
        prop_assert!(facts.federated || c.federation == 0);
        prop_assert!(facts.pioneers.due || c.pioneers == 0, "before their date pioneers get nothing");
        prop_assert!(!facts.pioneers.due || c.pioneer_units_made == 0, "from it on no more units are made");
        prop_assert!(c.pioneer_units <= c.pioneer_units_made && c.pioneer_units_made <= c.surplus);
        prop_assert!(facts.done.member_units > 0 || (c.members, c.pioneers) == (0, 0));
        prop_assert_eq!(books.reserve + books.solidarity + books.federation_due + books.interest
            + books.dividends + books.pioneers + books.fund, earnings);
    }

    #[test]
    fn pioneers_never_get_beyond_their_cap(facts in facts(), earnings in vec(amount(), 1..12)) {
        let mut facts = Facts { pioneers: Pioneers { due: true, ..facts.pioneers }, ..facts };
        let cap = ((facts.pioneers.cap_bps as u128) << 64) / 10_000;
        for earnings in earnings {
            facts.pioneers.per_unit += earned(earnings).close(&facts).pioneer_per_unit;
            prop_assert!(facts.pioneers.per_unit <= cap);
        }
    }

    #[test]
    fn settling_in_any_order_never_exceeds_what_was_set_aside_and_dust_is_what_is_left(
        rates in rates(),
        members in vec((0u64..1 << 40, 0u64..1 << 40, 0u64..1 << 40, any::<bool>()), 1..12),
        (fund, earnings, outside) in (0u64..1 << 44, 0u64..1 << 44, 0u64..1 << 42),
        (loss, forfeited, threshold) in (0u64..1 << 44, prop_oneof![Just(0u64), 0u64..1 << 40], 0u64..1 << 50),
        backwards: bool,
    ) {
        let asked: u64 = members.iter().map(|m| m.2).sum();
        // there is as much capital as is asked, worth its price or not
        let (fund, earnings, loss) = if loss % 2 == 0 {
            (fund + asked + forfeited, earnings, 0)
        } else {
            (fund, 0, loss + asked + forfeited)
        };
        let equity = fund + loss;
        let mut books = Books { fund, earnings, loss, retained_total: equity, asked, forfeited, ..Books::default() };
        let sum = |of: fn(&(u64, u64, u64, bool)) -> u64, only_leaving: bool| -> u64 {
            members.iter().filter(|m| !only_leaving || !m.3).map(of).sum()
        };
        let done = Use {
            member_units: sum(|m| m.0, false), leaving_units: sum(|m| m.0, true),
            member_work: sum(|m| m.1, false), leaving_work: sum(|m| m.1, true),
            outside_units: outside, outside_work: outside / 3,
        };
        let pioneers = Pioneers { threshold, ..Pioneers::default() };
        let closed = books.close(&Facts { rates, done, pioneers, ..Facts::default() });
        let (mut cash, mut retained) = (closed.owed_in_cash(), closed.retained);
        let (mut retired, mut units) = (0, closed.pioneer_units);
        let order: Vec<_> = if backwards { members.iter().rev().collect() } else { members.iter().collect() };
        for m in order {
            let s = closed.settle(&Business { units: m.0, work: m.1, asked: m.2, staying: m.3 });
            // none of these subtractions may go below 0
            cash -= s.cash + s.paid;
            retained -= s.retained;
            units -= s.pioneer_units;
            retired += s.retired;
            prop_assert!(s.paid <= s.retired && s.retired <= m.2);
            prop_assert!(m.3 || (s.retained, s.pioneer_units) == (0, 0), "who resigned is paid in cash");
        }
        prop_assert!(retired >= closed.retired_of_members);
        prop_assert!(units <= 4 * members.len() as u64 + 4, "{} pioneer units left", units);
        let dust = retained + retired - closed.retired_of_members;
        prop_assert!(cash <= 4 * members.len() as u64 + 4, "{} of cash is more than dust", cash);
        prop_assert!(dust <= 3 * members.len() as u64 + 2, "{} of capital is more than dust", dust);
        books.sweep_dust(cash, dust);
        prop_assert!(books.invariant());
        prop_assert_eq!(books.equity(), equity - retired - (forfeited - books.forfeited)
            + closed.retained - retained);
    }

    #[test]
    fn interest_and_pioneers_are_drawn_one_by_one_and_leave_nothing(
        earnings in 1u64..1 << 50, shares in vec(0u64..1 << 40, 1..9), founding in vec(0u64..1 << 40, 1..9), shares_bps in 0u16..=10_000,
    ) {
        let rates = Rates { interest_cap_bps: 1_500, pioneer_bps: 2_000, ..NO_WEAR };
        let pioneers = Pioneers {
            units: shares.iter().sum(), founding_shares: founding.iter().sum(),
            cap_bps: 500, shares_bps, due: true, ..Pioneers::default()
        };
        let facts = Facts {
            rates, pioneers, shares_earning: shares.iter().sum(), now: 30 * DAY,
            done: Use { member_units: 1, ..Use::default() }, ..Facts::default()
        };
        let mut books = earned(earnings);
        let c = books.close(&facts);
        let (mut interest, mut paid) = (0, 0);
        for share in &shares {
            interest += books.draw_interest(c.interest_per_share, *share);
            paid += books.draw_pioneers(c.pioneer_per_unit, *share, 0, shares_bps);
        }
        for founding in &founding {
            paid += books.draw_pioneers(c.pioneer_per_unit, 0, *founding, shares_bps);
        }
        prop_assert!(interest <= c.interest && paid <= c.pioneers);
        prop_assert_eq!((books.interest, books.interest_owed.get()), (0, 0), "what was set aside and not paid is the reserve's");
        prop_assert!(books.pioneers_owed.get() >> 64 <= books.pioneers as u128);
        prop_assert_eq!(books.cash(), earnings);
    }

    #[test]
    fn a_period_cut_in_two_wears_the_same_to_one_unit(
        invested in 0u64..1 << 50, bps in 500u16..=10_000, (first, second) in (0i64..90 * DAY, 0i64..90 * DAY), sent: bool,
    ) {
        let facts = |now| Facts { rates: Rates { depreciation_bps: bps, ..NO_WEAR }, now, ..Facts::default() };
        // earnings make good all wear, so that the asset alone falls
        let start = || {
            let mut books = Books { fund: invested, shares_total: invested, earnings: 1 << 60, ..Books::default() };
            let outcome = if sent { books.send_to_agent(invested, true, 0) } else { books.invest(invested, true, 0) };
            outcome.expect("the fund covers it");
            books
        };
        let mut once = start();
        let wear = once.close(&facts(first + second)).wear;
        let mut twice = start();
        let before = twice.close(&facts(first)).wear;
        let after = twice.close(&facts(first + second)).wear;
        // what wore first wears no more: the second part is of what is left
        let lost = (before as u128 * second as u128 * bps as u128 / (10_000 * YEAR as u128)) as u64;
        prop_assert!((before + after + lost).abs_diff(wear) <= 1, "{} + {} + {} and {}", before, after, lost, wear);
        prop_assert!(wear <= bps_floor(invested, bps) || first + second > YEAR);
    }

    #[test]
    fn many_short_periods_forget_no_wear(unit in 1u64..10_000, bps in 500u16..=10_000, periods in 2i64..40) {
        // each period wears less than a unit or a little more; the remainders come to what all of them wear
        let mut books = Books { fund: unit, shares_total: unit, ..Books::default() };
        books.invest(unit, true, 0).expect("the fund covers it");
        let rates = Rates { depreciation_bps: bps, ..NO_WEAR };
        let (mut exact, mut worn) = (0u128, 0u64);
        for n in 1..=periods {
            exact += books.invested as u128 * (7 * DAY) as u128 * bps as u128;
            worn += books.close(&Facts { rates, now: n * 7 * DAY, ..Facts::default() }).wear;
        }
        prop_assert_eq!(worn as u128, exact / (10_000 * YEAR as u128));
    }
}

#[test]
fn an_investment_a_second_before_the_close_costs_a_second_of_wear() {
    let year = YEAR as u64;
    let mut books = Books { fund: 2 * year, shares_total: 2 * year, ..Books::default() };
    books.invest(2 * year, true, 30 * DAY - 1).expect("the fund covers it");
    let rates = Rates { depreciation_bps: 5_000, ..NO_WEAR };
    assert_eq!(books.close(&Facts { rates, now: 30 * DAY, ..Facts::default() }).wear, 1);
    // nothing invested or sent: nothing wears, however long
    let mut books = Books { fund: 9, shares_total: 9, ..Books::default() };
    assert_eq!(books.close(&Facts { rates, now: i64::MAX, ..Facts::default() }).wear, 0);
    // what is sold before the close does not wear at it
    books.invest(9, true, 0).expect("the fund covers it");
    books.sell(9, YEAR);
    assert_eq!(books.close(&Facts { rates, now: YEAR, ..Facts::default() }).wear, 0);
}

#[test]
fn wear_is_paid_by_earnings_first_of_the_members_part_then_of_the_reserves() {
    let start = |earnings| {
        let mut books = Books { fund: 100, shares_total: 70, reserve_due: 30, earnings, ..Books::default() };
        books.invest(100, true, 0).expect("the fund covers it");
        books
    };
    let facts = Facts { rates: Rates { depreciation_bps: 9_000, ..NO_WEAR }, now: YEAR, ..Facts::default() };
    // 90 wear: 70 of the members' part, 20 of the reserve's
    let mut books = start(80);
    let closed = books.close(&facts);
    assert_eq!((closed.wear, closed.loss), (90, 0));
    assert_eq!((books.invested, books.reserve_due, books.loss), (10, 10, 0));
    assert_eq!((books.fund, books.reserve), (70, 10), "the other 10 of the reserve's part lapse");
    let mut books = start(40);
    assert_eq!(books.close(&facts).loss, 30);
    assert_eq!((books.fund, books.loss, books.reserve, books.reserve_due), (40, 30, 0, 10));
    assert!(books.invariant());
}
