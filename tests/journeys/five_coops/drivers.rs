//! A drivers' co-op: the whole fee of a ride counts for the driver, whoever pays for it; closed every month.

use super::*;

#[test]
fn a_drivers_co_op_lives_two_years_by_its_sheet() {
    let mut world = World::new();
    let w = &mut world;
    let charter = CharterTerms {
        provider_bps: 10_000,
        take_rate_bps: 1_000,
        take_rate_ceiling_bps: 1_500,
        work_bps: 0,
        cash_bps: 8_000,
        reserve_bps: 1_000,
        revolve_periods: 6,
        ..terms()
    };
    let mut life = Life::begin(w, charter, &[200 * UNIT, 180 * UNIT + 1, 160 * UNIT + 2, 220 * UNIT + 3]);
    // service, driver, and what was promised it
    let mut cars: Vec<(u32, usize, (u16, u16))> =
        (0..4).map(|i| (life.offer(w, i, i as u32), i, (1_000, 10_000))).collect();

    for month in 0..25u32 {
        if life.number() > 24 {
            break;
        }
        for (k, car) in cars.clone().into_iter().enumerate() {
            let fare = (190 + 23 * k as u64 + 7 * (month as u64 % 5)) * UNIT + 3 * k as u64 + 1;
            life.ride(w, car, None, fare);
            if month > 9 && k == 0 {
                // members ride too, for which the promised split gives them nothing
                life.ride(w, car, Some(1), fare / 9);
            }
        }
        match month {
            1 => {
                let i = life.join(w);
                life.subscribe(w, i, 130 * UNIT + 5);
                cars.push((life.offer(w, i, 4), i, (1_000, 10_000)));
            }
            3 => {
                w.set_time(life.sheet.open.ends() + 5);
                life.refuses_to_ask(w, 2, CoopError::ClosePeriodFirst, 0);
                life.ride(w, cars[1], None, 77 * UNIT + 7);
                life.close(w, 11 * DAY);
            }
            5 => {
                // a lawsuit is lost; two leave over it, one of whom asks
                life.spend(w, None, 420 * UNIT, Purpose::Expense);
                assert!(life.sheet.of(Column::Loss) > 0);
                life.ride(w, cars[2], None, 91 * UNIT + 1);
                life.resign(w, 2, true);
                life.resign(w, 3, false);
                let price = life.sheet.price_bps() as u16;
                assert!(price < 10_000);
                life.refuses_to_ask(w, 3, CoopError::PriceTooLow, price + 1);
                let asked = life.sheet.asked();
                let closed = life.turn(w);
                assert!(closed.paid > 0 && closed.paid < asked, "below par");
                // both go on driving: what they bring is outside use now
            }
            8 => assert_eq!(life.sheet.of(Column::Loss), 0, "made good"),
            9 => {
                life.amend(w, |terms| {
                    (terms.provider_bps, terms.take_rate_bps) = (7_000, 1_200);
                    (terms.cash_bps, terms.reserve_bps) = (6_000, 1_200);
                });
                assert_eq!(life.sheet.open.terms.cash_bps, 8_000);
                let i = life.join(w);
                life.subscribe(w, i, 100 * UNIT);
                cars.push((life.offer(w, i, 5), i, (1_200, 7_000)));
            }
            11 | 17 => {
                let new = *cars.last().unwrap();
                life.ride(w, new, Some(0), 45 * UNIT + 3);
                life.spend(w, None, 30 * UNIT + month as u64, Purpose::Expense);
            }
            12 => {
                let all = life.sheet.askable(3) as u64;
                life.ask(w, 3, all);
            }
            14 | 19 => {
                for i in [0, 1, 4] {
                    let most = life.sheet.askable(i) as u64;
                    assert!(most > 0, "retained dividends have matured");
                    life.ask(w, i, most);
                }
            }
            15 => life.withdraw(w, 0, 60 * UNIT),
            16 => life.claim(w, 1),
            20 => life.book(w, 40 * UNIT + 1, IncomeKind::Income),
            21 => life.book(w, 9 * UNIT, IncomeKind::Gift),
            _ => {}
        }
        // now everyone is settled at once, now each when it does something
        if month % 3 == 2 {
            life.close(w, 0)
        } else {
            life.turn(w)
        };
    }
    while w.now() < life.sheet.activated + 2 * 365 * DAY - 30 * DAY {
        life.turn(w);
    }
    life.finish(w);
}
