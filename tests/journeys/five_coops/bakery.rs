//! A bakery that its workers own: customers are no members, wages are patronage, and an oven wears and is sold.

use super::*;

#[test]
fn a_bakery_lives_two_years_by_its_sheet() {
    let mut world = World::new();
    let w = &mut world;
    let charter = CharterTerms {
        period_length: 61 * DAY as u32,
        work_bps: 10_000,
        cash_bps: 5_000,
        depreciation_bps: 3_000,
        revolve_periods: 3,
        ..terms()
    };
    let mut life = Life::begin(w, charter, &[500 * UNIT, 450 * UNIT + 1, 480 * UNIT + 3, 300 * UNIT + 9]);

    // wages by mandate, of members and of a helper who is none
    sell_bread(w, &mut life, 300 * UNIT);
    let ada = life.employ(w, Some(0), 70 * UNIT);
    let ben = life.employ(w, Some(1), 65 * UNIT);
    let helper = life.employ(w, None, 20 * UNIT);
    let crew = [(ada, Some(0), 70 * UNIT), (ben, Some(1), 64 * UNIT + 7), (helper, None, 20 * UNIT)];
    work(w, &mut life, &crew);
    let first = life.turn(w);
    assert!(first.surplus > 0);
    assert_eq!(first.members, 0, "no member is a customer");

    // an oven; pay for a night's work by resolution
    life.spend(w, None, 700 * UNIT + 11, Purpose::Investment);
    sell_bread(w, &mut life, 410 * UNIT + 1);
    work(w, &mut life, &crew[..1]);
    life.turn(w);
    life.spend(w, Some(2), 90 * UNIT + 1, Purpose::Work);
    life.spend(w, Some(3), 30 * UNIT + 5, Purpose::Work);
    sell_bread(w, &mut life, 390 * UNIT + 1);
    life.turn(w);

    // one joins and works; nobody closes for two weeks
    let late = life.join(w);
    life.subscribe(w, late, 200 * UNIT + 77);
    sell_bread(w, &mut life, 350 * UNIT + 1);
    // a wage above the budget's capacity takes a special resolution, at the turn of a period
    let master = life.employ(w, Some(late), 600 * UNIT);
    sell_bread(w, &mut life, 380 * UNIT + 1);
    life.wage(w, master, Some(late), 45 * UNIT + 3);
    life.spend(w, Some(late), 80 * UNIT + 1, Purpose::Work);
    w.set_time(life.sheet.open.ends());
    life.refuses_to_ask(w, 1, CoopError::ClosePeriodFirst, 0);
    sell_bread(w, &mut life, 40 * UNIT);
    life.close(w, 14 * DAY);
    life.settle_all(w);

    // flour spoils: a loss; one leaves and asks, one leaves and waits. What one did before it left is paid in cash
    life.spend(w, None, 800 * UNIT, Purpose::Expense);
    assert!(life.sheet.of(Column::Loss) > 0 && life.sheet.price_bps() < ALL);
    work(w, &mut life, &crew[1..2]);
    life.resign(w, 3, true);
    life.resign(w, 1, false);
    let price = life.sheet.price_bps() as u16;
    life.refuses_to_ask(w, 1, CoopError::PriceTooLow, price + 1);
    let asked = life.sheet.asked();
    let low = life.turn(w);
    assert!(low.paid > 0 && low.paid < asked, "below par");

    // the reserve covers some of the loss, bread the rest
    life.cover(w, 500 * UNIT);
    sell_bread(w, &mut life, 200 * UNIT + 1);
    let loss = life.sheet.of(Column::Loss) as u64;
    sell_bread(w, &mut life, loss + 260 * UNIT + 1);
    work(w, &mut life, &crew[..1]);
    assert!(life.turn(w).surplus > 0);

    // a mixer is bought, and a part of it sold again in the same period
    life.spend(w, None, 120 * UNIT, Purpose::Investment);
    life.offer_for_sale(w, 45 * UNIT);
    life.book(w, 45 * UNIT, IncomeKind::Sale);

    // the pot goes half to work and half to use from the next period on
    life.amend(w, |terms| (terms.work_bps, terms.depreciation_bps) = (5_000, 4_000));
    assert_eq!(life.sheet.open.terms.work_bps, 10_000);
    sell_bread(w, &mut life, 280 * UNIT + 1);
    life.buy(w, Some(2), 15 * UNIT + 1);
    work(w, &mut life, &[crew[0], crew[2]]);
    let all = life.sheet.askable(1) as u64;
    life.ask(w, 1, all);
    life.turn(w);

    // the oven is sold for more than it is worth in the books, which is income
    sell_bread(w, &mut life, 270 * UNIT + 1);
    life.buy(w, Some(2), 25 * UNIT + 1);
    let worth = life.sheet.of(Column::Invested) as u64;
    assert!(worth > 0 && worth < 700 * UNIT, "it has worn");
    life.offer_for_sale(w, worth + 20 * UNIT);
    life.book(w, worth / 2, IncomeKind::Sale);
    let worth = life.sheet.of(Column::Invested) as u64;
    life.book(w, worth + 19 * UNIT, IncomeKind::Sale);
    work(w, &mut life, &crew[..1]);
    life.turn(w);
    for i in [0, 2, late] {
        let most = life.sheet.askable(i) as u64;
        life.ask(w, i, most);
    }
    life.withdraw(w, 2, 300 * UNIT);
    while w.now() < life.sheet.activated + 2 * 365 * DAY - 61 * DAY {
        sell_bread(w, &mut life, 190 * UNIT + 1);
        life.buy(w, Some(late), 35 * UNIT + 1);
        work(w, &mut life, &[crew[0], crew[2]]);
        life.turn(w);
    }
    sell_bread(w, &mut life, 100 * UNIT + 1);
    life.finish(w);
}

fn sell_bread(w: &mut World, life: &mut Life, about: u64) {
    for part in [2, 3, 6] {
        life.buy(w, None, about / part + part);
    }
}

/// Everyone of a crew draws its wage.
fn work(w: &mut World, life: &mut Life, crew: &[(u32, Option<usize>, u64)]) {
    for (mandate, i, wage) in crew {
        life.wage(w, *mandate, *i, *wage);
    }
}
