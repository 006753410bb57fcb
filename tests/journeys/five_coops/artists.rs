//! A platform of artists: what a fan pays counts for artist and fan, work is paid before use, and whoever began it is a
//! pioneer: founding shares and early dividends make units until a date, and are paid from then on.

use super::*;

#[test]
fn an_artists_platform_lives_two_years_by_its_sheet() {
    let mut world = World::new();
    let w = &mut world;
    let charter = CharterTerms {
        period_length: 45 * DAY as u32,
        provider_bps: 6_000,
        take_rate_bps: 900,
        work_bps: 3_000,
        cash_bps: 6_000,
        revolve_periods: 2,
        pioneer_bps: 2_000,
        pioneer_threshold: 3_000 * UNIT,
        pioneer_shares_bps: 2_500,
        pioneer_start: 365 * DAY as u32,
        pioneer_cap_bps: 2_000,
        ..terms()
    };
    let mut life = Life::begin(w, charter, &[300 * UNIT, 250 * UNIT + 1, 240 * UNIT + 5, 210 * UNIT + 7]);
    let promised = (900, 6_000);
    // two artists, and fans who are members or not
    let song = (life.offer(w, 1, 0), 1, promised);
    let film = (life.offer(w, 2, 1), 2, promised);
    let mandate = life.employ(w, Some(0), 12 * UNIT);
    let season = |w: &mut World, life: &mut Life, about: u64| {
        life.ride(w, song, Some(3), about + 1);
        life.ride(w, film, None, about * 2 + 3);
        life.ride(w, film, Some(1), about / 3 + 1);
        life.ride(w, song, Some(1), about / 5 + 1);
        life.wage(w, mandate, Some(0), 11 * UNIT + 1);
    };

    season(w, &mut life, 900 * UNIT);
    life.turn(w);
    assert!(life.sheet.pioneer_units() > 0);
    // one joins too late for the founding, and early enough for units
    let late = life.join(w);
    life.subscribe(w, late, 140 * UNIT + 1);
    season(w, &mut life, 700 * UNIT);
    life.ride(w, song, Some(late), 333 * UNIT);
    w.set_time(life.sheet.open.ends());
    life.refuses_to_ask(w, 0, CoopError::ClosePeriodFirst, 0);
    season_of_fans(w, &mut life, film, late);
    life.close(w, 6 * DAY);
    // founding shares that are given up make no units
    life.withdraw(w, 3, 60 * UNIT);
    season(w, &mut life, 500 * UNIT);
    // who leaves in a good period is paid wholly in cash for it, and makes no units
    let guest = life.join(w);
    life.subscribe(w, guest, 100 * UNIT + 1);
    life.ride(w, film, Some(guest), 400 * UNIT + 1);
    life.resign(w, guest, true);
    assert!(life.sheet.leaving_units() > 0 && life.sheet.asked() < 100 * UNIT as Num);
    assert!(life.turn(w).surplus > 0 && life.sheet.people[guest].owed > 0);

    // a studio that failed: a loss; who leaves gives up units too
    life.spend(w, None, 640 * UNIT, Purpose::Expense);
    assert!(life.sheet.of(Column::Loss) > 0);
    life.ride(w, film, Some(3), 40 * UNIT);
    let units = life.sheet.pioneer_units();
    life.resign(w, 3, true);
    assert!(life.sheet.pioneer_units() < units, "pioneer units lapse");
    let price = life.sheet.price_bps() as u16;
    assert!(price < 10_000);
    let asked = life.sheet.asked();
    let low = life.turn(w);
    assert!(low.paid > 0 && low.paid < asked, "below par");
    life.join(w);
    season_of_fans(w, &mut life, film, late);
    let fan = life.join(w);
    life.subscribe(w, fan, 100 * UNIT);
    while life.sheet.of(Column::Loss) > 0 {
        life.ride(w, film, Some(fan), 800 * UNIT + 1);
        life.buy(w, None, 70 * UNIT + 1);
    }
    life.turn(w);
    life.amend(w, |terms| (terms.work_bps, terms.cash_bps, terms.interest_cap_bps) = (1_500, 3_000, 200));
    assert_eq!(life.sheet.open.terms.cash_bps, 6_000);
    // one more leaves in a good period, and comes back
    life.ride(w, song, Some(late), 700 * UNIT + 1);
    life.ride(w, film, Some(fan), 600 * UNIT + 1);
    life.resign(w, fan, false);
    assert!(life.sheet.leaving_units() > 0);
    assert!(life.turn(w).surplus > 0);
    life.rejoin(w, fan, 1);
    let date = life.sheet.activated + life.sheet.terms.pioneer_start as i64;
    while life.sheet.open.ends() < date {
        life.ride(w, song, Some(fan), 600 * UNIT + 1);
        life.ride(w, film, Some(late), 500 * UNIT + 1);
        assert_eq!(life.turn(w).pioneers, 0, "before their date");
    }

    // their date: no more units are made, and a part of every pot is theirs
    let units = life.sheet.pioneer_units();
    for settled in [true, false] {
        life.ride(w, song, Some(fan), 650 * UNIT + 1);
        life.ride(w, film, Some(late), 550 * UNIT + 1);
        let closed = if settled { life.turn(w) } else { life.close(w, 0) };
        assert!(closed.pioneers > 0);
    }
    assert!(life.sheet.pioneer_units() <= units);
    // a pioneer leaves without asking, and is settled on the way; its services are an outsider's now
    assert!(life.sheet.people[2].has_business());
    life.resign(w, 2, false);
    life.ride(w, film, Some(late), 450 * UNIT + 1);
    life.close(w, 0);
    life.ride(w, song, Some(late), 450 * UNIT + 1);
    let all = life.sheet.askable(2) as u64;
    life.ask(w, 2, all);
    for i in [1, late] {
        life.keep_up(w, i);
        let most = life.sheet.askable(i) as u64;
        assert!(most > 0);
        life.ask(w, i, most);
    }
    life.claim(w, 0);
    life.turn(w);
    while w.now() < life.sheet.activated + 2 * 365 * DAY - 45 * DAY {
        life.ride(w, song, Some(fan), 2_500 * UNIT + 1);
        life.ride(w, film, None, 300 * UNIT + 1);
        life.turn(w);
    }
    assert!(life.sheet.per_unit > 0);
    life.finish(w);
}

fn season_of_fans(w: &mut World, life: &mut Life, film: (u32, usize, (u16, u16)), fan: usize) {
    for k in 1..4 {
        life.ride(w, film, Some(fan), 21 * UNIT * k + k);
    }
}
