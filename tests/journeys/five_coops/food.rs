//! A food co-op: members buy, retained dividends revolve after four periods, and who stays asks for them.

use super::*;

#[test]
fn a_food_co_op_lives_two_years_by_its_sheet() {
    let mut world = World::new();
    let w = &mut world;
    let charter = CharterTerms {
        period_length: 92 * DAY as u32,
        reserve_bps: 1_500,
        interest_cap_bps: 300,
        work_bps: 0,
        cash_bps: 4_000,
        revolve_periods: 4,
        ..terms()
    };
    let pledges = [400 * UNIT, 300 * UNIT + 1, 250 * UNIT + 13, 200 * UNIT + 7, 350 * UNIT + 999];
    let mut life = Life::begin(w, charter, &pledges);

    // the first quarter: what was pooled rests and earns nothing yet
    shop(w, &mut life, &[0, 1, 2, 3, 4], 61 * UNIT + 17);
    life.spend(w, None, 250 * UNIT + 3, Purpose::Expense);
    let first = life.turn(w);
    assert!(first.surplus > 0 && first.members > 0);

    // one joins; a cold store is bought; nobody closes for nine days
    let late = life.join(w);
    life.subscribe(w, late, 150 * UNIT + 1);
    shop(w, &mut life, &[0, 1, 2, 3, 4, late], 47 * UNIT + 1);
    life.spend(w, None, 300 * UNIT, Purpose::Investment);
    w.set_time(life.sheet.open.ends());
    life.refuses_to_ask(w, 0, CoopError::ClosePeriodFirst, 0);
    shop(w, &mut life, &[2, late], 5 * UNIT + 1);
    life.close(w, 9 * DAY);
    life.settle_all(w);

    // a bad deal: more is spent than was earned, and whoever leaves now bears its part
    life.subscribe(w, 0, 10 * UNIT);
    life.spend(w, None, 700 * UNIT, Purpose::Expense);
    life.spend(w, None, 200 * UNIT, Purpose::Expense);
    assert!(life.sheet.of(Column::Loss) > 0 && life.sheet.price_bps() < ALL);
    shop(w, &mut life, &[3, 4], 9 * UNIT);
    // new money moves no price, and an investment within the budget lowers it
    let price = life.sheet.price();
    life.subscribe(w, 1, 33 * UNIT + 1);
    assert_eq!(life.sheet.price(), price);
    life.spend(w, None, 35 * UNIT + 1, Purpose::Investment);
    assert_eq!(life.sheet.price(), (price.0 - 35 * UNIT as Num - 1, price.1));
    // what one pays in and leaves in one period rests until it is over
    life.subscribe(w, 3, 21 * UNIT);
    life.resign(w, 3, true);
    assert_eq!(life.sheet.people[3].matured - life.sheet.people[3].asked, 21 * UNIT as Num);
    life.resign(w, 4, false);
    let price = life.sheet.price_bps() as u16;
    life.refuses_to_ask(w, 4, CoopError::PriceTooLow, price + 1);
    let asked = life.sheet.asked();
    let low = life.turn(w);
    assert!(low.paid > 0 && low.paid < asked, "below par");
    life.claim(w, 3);

    // trade recovers, and the loss is made good
    while life.sheet.of(Column::Loss) > 0 {
        shop(w, &mut life, &[0, 1, 2, late], 53 * UNIT + 11);
    }
    shop(w, &mut life, &[1, 2, late], 71 * UNIT + 3);
    assert!(life.turn(w).surplus > 0);

    // from the next period on, more is paid in cash and the reserve takes more
    life.amend(w, |terms| (terms.cash_bps, terms.reserve_bps) = (6_500, 2_000));
    let before = life.sheet.open;
    assert_eq!((before.terms.cash_bps, before.terms.reserve_bps), (4_000, 1_500));
    shop(w, &mut life, &[0, 1, 2, late], 83 * UNIT + 29);
    // who left and waited asks now; those who stay ask for what of the first quarter has revolved
    let all = life.sheet.askable(4) as u64;
    life.ask(w, 4, all);
    let revolved = life.sheet.people[0].matured;
    assert!(revolved > 0 && !life.sheet.people[0].vintages.contains_key(&0));
    for i in [0, 1, 2] {
        let most = life.sheet.askable(i) as u64;
        life.ask(w, i, most);
    }
    life.ask(w, 1, 0);
    let paid = life.turn(w).paid;
    assert!(paid > 0 && life.sheet.people[0].matured < revolved);
    assert_eq!(life.sheet.open.terms.cash_bps, 6_500);

    // the new terms; shares are withdrawn down to the member share
    shop(w, &mut life, &[0, 1, 2, late], 64 * UNIT + 5);
    life.withdraw(w, 1, 120 * UNIT);
    life.withdraw(w, 1, 7);
    let solidarity = life.sheet.of(Column::Solidarity) as u64;
    life.grant(w, solidarity / 3);
    life.turn(w);
    shop(w, &mut life, &[0, 2, late], 31 * UNIT);
    let most = life.sheet.askable(2) as u64;
    life.ask(w, 2, most);
    life.turn(w);
    while w.now() < life.sheet.activated + 2 * 365 * DAY - 92 * DAY {
        shop(w, &mut life, &[late, 1], 22 * UNIT + 1);
        life.turn(w);
    }
    // most of the fund is invested and nearly everyone leaves: the fund does not reach them all, at one price
    let most = life.sheet.of(Column::Fund) as u64 / 10 * 7;
    life.spend(w, None, most, Purpose::Investment);
    shop(w, &mut life, &[1, 2, late], 66 * UNIT + 1);
    life.resign(w, 1, true);
    life.resign(w, 2, true);
    life.withdraw(w, late, 50 * UNIT + 1);
    let asked = life.sheet.asked();
    let closed = life.turn(w);
    assert!(closed.paid < asked && life.sheet.people[2].matured > 0 && life.sheet.people[late].withdrawn > 0);
    // one of them comes back, with the capital that is still its; wear has refilled the fund
    life.rejoin(w, 2, 0);
    shop(w, &mut life, &[0, 2, late], 41 * UNIT + 1);
    life.subscribe(w, 2, 100 * UNIT + 3);
    let most = life.sheet.askable(2) as u64;
    assert!(0 < most && (most as Num) < life.sheet.people[2].matured);
    life.ask(w, 2, most);
    let all = life.sheet.askable(1) as u64;
    life.ask(w, 1, all);
    let asked = life.sheet.asked();
    let closed = life.turn(w);
    assert!(closed.paid < asked, "they give up assets");
    // assets are sold down into what will be the reserve's: it gets what they brought, and bears the wear of the rest
    let due = life.sheet.of(Column::ReserveDue) as u64;
    assert!(due > 100 * UNIT);
    let most = life.sheet.of(Column::Invested) as u64 - due / 2;
    life.offer_for_sale(w, most);
    life.book(w, most, IncomeKind::Sale);
    shop(w, &mut life, &[0, 2, late], 30 * UNIT + 1);
    life.turn(w);
    assert!(life.sheet.of(Column::Invested) > 0);
    assert!(life.sheet.of(Column::ReserveDue) - life.sheet.of(Column::Invested) < 5, "but for dust");
    let rest = life.sheet.askable(3) as u64;
    life.ask(w, 3, rest);
    life.turn(w);
    assert_eq!(life.sheet.of(Column::Loss), 0, "wear of the reserve's that nothing pays lapses");
    life.finish(w);
}

/// Everyone buys for about so much, and a stranger does.
fn shop(w: &mut World, life: &mut Life, buyers: &[usize], about: u64) {
    for (k, buyer) in buyers.iter().enumerate() {
        life.buy(w, Some(*buyer), about + about * k as u64 / 7 + k as u64);
    }
    life.buy(w, None, about / 2 + 3);
}
