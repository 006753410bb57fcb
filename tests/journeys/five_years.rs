//! Five years of a food co-op of fifty, month by month, beside a spreadsheet of it: 12 members leave, one year
//! brings losses, an investment wears off, pioneers are paid until their cap.

mod sheet;

use crate::{
    UNIT, World,
    call::Founding,
    charter,
    fixtures::{Founded, close, found, pledge, spend, take_in},
    pool_terms,
    world::{SPL_TOKEN, TOKEN_2022},
};
use coop::state::CharterTerms;
use sheet::Sheet;

const PEOPLE: usize = 50;
const MONTHS: usize = 60;
/// A month of expenses above revenue: the third year.
const LOSSES: std::ops::Range<usize> = 24..36;
/// The month in which it invests.
const INVESTS: usize = 14;
/// Who leaves in which month, before anyone buys.
const LEAVERS: [(usize, usize); 12] = [
    (5, 3),
    (8, 49),
    (12, 17),
    (INVESTS, 20),
    (25, 31),
    (26, 8),
    (30, 44),
    (35, 12),
    (41, 0),
    (47, 25),
    (52, 36),
    (58, 5),
];

/// An active co-op of fifty with 200 of shares each; nothing is promised, nothing bonded.
fn fifty(world: &mut World) -> Founded {
    let charter = CharterTerms { pioneer_cap_bps: 900, ..charter() };
    let mut coop = found(world, &Founding { charter, ..Founding::default() });
    take_in(world, &mut coop, PEOPLE - 1);
    let mut terms = pool_terms(world.now());
    (terms.max_raise, terms.min_use) = (PEOPLE as u64 * 200 * UNIT, 0);
    world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
    let pool = coop.site.pool(0);
    for who in coop.everyone() {
        pledge(world, &pool, who, 200 * UNIT, 0);
    }
    world.set_time(terms.deadline + 1);
    world.accepts(pool.settle_pool(), &[]);
    for who in coop.everyone() {
        world.accepts(pool.claim_shares(&who.wallet()), &[]);
    }
    coop
}

/// What a member spends in a month.
fn bought(who: usize, month: usize) -> u64 {
    (((who * 7_919 + month * 104_729) % 400 + 50) as u64) * UNIT + who as u64
}

fn five_years(token_program: anchor_lang::prelude::Address) {
    let mut world = World::seeded(3, token_program);
    let coop = fifty(&mut world);
    let site = coop.site;
    let (owner, stranger) = (world.actor("grocer", 0), world.actor("stranger", 1_000_000 * UNIT));
    let wallet = owner.wallet();
    world.accepts(site.register_service(&wallet, &wallet, 0, &owner.tokens, "Grocer", 300), &[&owner]);
    let people: Vec<_> = coop.everyone().collect();
    let mut sheet = Sheet::new(PEOPLE, 200 * UNIT as i128);
    let days = charter().period_length as i128 / 86_400;
    for month in 0..MONTHS {
        for (who, row) in people.iter().zip(&sheet.rows) {
            if month > 0 && !row.is_gone() {
                world.accepts(site.settle_patronage(&who.wallet(), month as u32 - 1), &[]);
            }
        }
        for (_, who) in LEAVERS.iter().filter(|(when, _)| *when == month) {
            world.accepts(site.resign_asking(&people[*who].wallet()), &[people[*who]]);
            sheet.leave(*who);
        }
        let members: Vec<usize> = (0..PEOPLE).filter(|who| !sheet.rows[*who].is_gone()).collect();
        for &who in &members {
            let amount = bought(who, month);
            let call = site.pay_service(people[who], true, 0, &owner.tokens, amount, u64::MAX);
            world.accepts(call, &[people[who]]);
            sheet.fee(Some(who), amount as i128);
        }
        let amount = 1_000 * UNIT;
        let call = site.pay_service(&stranger, false, 0, &owner.tokens, amount, u64::MAX);
        world.accepts(call, &[&stranger]);
        sheet.fee(None, amount as i128);
        if month == INVESTS {
            spend(&mut world, &site, 2_000 * UNIT, true);
            sheet.invest(2_000 * UNIT as i128);
        }
        let costs = if LOSSES.contains(&month) { 500 } else { 150 } * UNIT;
        spend(&mut world, &site, costs, false);
        sheet.expense(costs as i128);
        let number = close(&mut world, &coop);
        sheet.close(month as i128, days);

        let books = world.coop(&site.coop);
        let near = |chain: u64, sheet: i128, what: &str| {
            // the sheet rounds as the chain does, but keeps no dust: a unit a member each of dividend and interest
            let most = (2 * PEOPLE * (month + 1)) as i128;
            assert!((chain as i128 - sheet).abs() <= most, "month {month}, {what}: {chain}, {sheet}");
        };
        near(books.books.fund.get(), sheet.fund, "fund");
        near(books.books.reserve.get(), sheet.reserve, "reserve");
        near(books.books.solidarity.get(), sheet.solidarity, "solidarity");
        near(books.books.loss.get(), sheet.loss, "loss");
        near(books.books.invested.get(), sheet.invested, "invested");
        near(books.books.reserve_due.get(), sheet.reserve_due, "due to the reserve");
        near(books.equity(), sheet.equity(), "equity");
        assert_eq!((books.books.earnings.get(), books.books.asked.get()), (0, 0));
        assert_eq!(world.balance(&site.vault), books.cash(), "month {month}");
        let price = world.period(&site.period(number)).result.price_bps.get() as i128;
        assert!((price - sheet.price * 10_000 / sheet::WHOLE).abs() <= 1, "month {month}: price {price}");
    }
    assert!(sheet.lowest < sheet::WHOLE, "someone left at a haircut");
    assert!(sheet.loss < 3_600 * UNIT as i128, "the bad year was partly made good");
    assert_eq!(sheet.per_unit, sheet::PIONEER_CAP, "pioneers got all that a unit can return");
    for (i, who) in people.iter().enumerate() {
        let wallet = who.wallet();
        let left = LEAVERS.iter().find(|(_, leaver)| *leaver == i).map(|(when, _)| *when);
        world.accepts(site.settle_patronage(&wallet, left.unwrap_or(MONTHS - 1) as u32), &[]);
        world.accepts(site.claim_dividends(&wallet, &who.tokens), &[who]);
        let row = &sheet.rows[i];
        let spent: u64 = (0..left.unwrap_or(MONTHS)).map(|month| bought(i, month)).sum();
        let member = world.member(&site.member(&wallet));
        let cash = world.balance(&who.tokens) + spent + 200 * UNIT - 1_000_000 * UNIT;
        let most = 3 * MONTHS as i128;
        assert!((cash as i128 - row.cash).abs() <= most, "{i}: {cash}, {}", row.cash);
        let capital = member.vintages_total() + member.matured.get();
        assert!((capital as i128 - row.retained).abs() <= most, "{i}: {capital}, {}", row.retained);
    }
    let books = world.coop(&site.coop);
    assert_eq!((books.members.get(), books.books.dividends.get()), (38, 0), "all cash is paid");
    assert_eq!(world.balance(&site.vault), books.cash());
}

#[test]
fn five_years_of_a_food_co_op_are_as_in_the_spreadsheet() {
    five_years(SPL_TOKEN);
}

#[test]
fn five_years_with_token_2022_are_too() {
    five_years(TOKEN_2022);
}
