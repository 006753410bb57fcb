//! Five years of a food co-op of fifty, month by month, beside a spreadsheet of it: 12 members leave, one year
//! brings losses, an investment wears off.

use crate::{
    UNIT, World, charter,
    fixtures::{Founded, close, found, pledge, spend, take_in},
    pool_terms,
    world::{SPL_TOKEN, TOKEN_2022},
};

const PEOPLE: usize = 50;
const MONTHS: usize = 60;
/// A month of expenses above revenue: the third year.
const LOSSES: std::ops::Range<usize> = 24..36;
/// Who leaves in which month, before anyone buys.
const LEAVERS: [(usize, usize); 12] = [
    (5, 3),
    (8, 49),
    (12, 17),
    (19, 20),
    (25, 31),
    (26, 8),
    (30, 44),
    (35, 12),
    (41, 0),
    (47, 25),
    (52, 36),
    (58, 5),
];

/// One line of the spreadsheet.
#[derive(Clone, Default)]
struct Row {
    shares: i128,
    /// Vintages and matured capital.
    retained: i128,
    /// In cash, owed or paid.
    cash: i128,
    /// Fees of the month that is not settled yet.
    fees: i128,
    redeemed: i128,
    left: bool,
}

#[derive(Default)]
struct Sheet {
    rows: Vec<Row>,
    operating: i128,
    reserve: i128,
    solidarity: i128,
    invested: i128,
    loss: i128,
    revenue: i128,
    outside: i128,
    expenses: i128,
    /// To members of the month that closed last, and its fees.
    pot: (i128, i128),
}

fn up(amount: i128, rate: i128, of: i128) -> i128 {
    (amount * rate + of - 1) / of
}

impl Sheet {
    fn equity(&self) -> i128 {
        self.rows.iter().map(|row| row.shares + row.retained).sum()
    }

    fn fee(&mut self, who: Option<usize>, amount: u64) {
        let fee = up(amount as i128, 300, 10_000);
        match who {
            Some(who) => self.rows[who].fees += fee,
            None => self.outside += fee,
        }
        self.revenue += fee;
        self.operating += fee;
    }

    fn spend(&mut self, amount: i128, invested: bool) {
        self.operating -= amount;
        if invested { self.invested += amount } else { self.expenses += amount }
    }

    /// A month of `days` ends: what is left over goes its way.
    fn close(&mut self, days: i128, earning: i128) {
        let worn = up(self.invested * 2_000, days, 10_000 * 365).min(self.invested);
        self.invested -= worn;
        let mut surplus = self.revenue - self.expenses - worn;
        let fees: i128 = self.rows.iter().map(|row| row.fees).sum();
        self.pot = (0, fees);
        if surplus <= 0 {
            self.loss -= surplus;
        } else {
            let made_good = surplus.min(self.loss);
            self.loss -= made_good;
            surplus = (surplus - made_good).min(self.operating);
            self.operating -= surplus;
            let reserve = up(surplus, 2_000, 10_000);
            let solidarity = surplus * 500 / 10_000;
            let left = surplus - reserve - solidarity;
            let interest = (earning * 500 * days / (10_000 * 365)).min(left / 2);
            for row in self.rows.iter_mut().filter(|_| earning > 0) {
                row.cash += row.shares * interest / earning;
            }
            let pot = left - interest;
            let outside = if fees == 0 { pot } else { pot * self.outside / (fees + self.outside) };
            self.reserve += reserve + outside;
            self.solidarity += solidarity;
            self.pot.0 = pot - outside;
        }
        (self.revenue, self.outside, self.expenses) = (0, 0, 0);
    }

    /// What a member used last month is shared: half in cash, half as capital.
    fn settle(&mut self, who: usize) {
        let (pot, fees) = self.pot;
        let row = &mut self.rows[who];
        if row.fees > 0 {
            let dividend = pot * row.fees / fees;
            row.cash += dividend / 2;
            row.retained += dividend - dividend / 2;
            self.operating += dividend - dividend / 2;
        }
        row.fees = 0;
    }

    fn leave(&mut self, who: usize) -> i128 {
        let equity = self.equity();
        let capital = self.rows[who].shares + self.rows[who].retained;
        let paid = if self.operating >= equity { capital } else { capital * self.operating / equity };
        self.operating -= paid;
        self.loss -= (capital - paid).min(self.loss);
        let row = &mut self.rows[who];
        (row.shares, row.retained, row.left, row.redeemed) = (0, 0, true, paid);
        paid
    }
}

/// An active co-op of fifty with 200 of shares each; nothing is promised, nothing bonded.
fn fifty(world: &mut World) -> Founded {
    let mut coop = found(world, &Default::default());
    take_in(world, &mut coop, PEOPLE - 1);
    let mut terms = pool_terms(world.now());
    (terms.max_raise, terms.min_use) = (PEOPLE as u64 * 200 * UNIT, 0);
    world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
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

fn five_years(token_program: anchor_lang::prelude::Address) {
    let mut world = World::seeded(3, token_program);
    let coop = fifty(&mut world);
    let site = coop.site;
    let (owner, stranger) = (world.actor("grocer", 0), world.actor("stranger", 1_000_000 * UNIT));
    let wallet = owner.wallet();
    world.accepts(site.register_service(&wallet, &wallet, 0, &owner.tokens, "Grocer", 300), &[&owner]);
    let people: Vec<_> = coop.everyone().collect();
    let mut sheet = Sheet { operating: (PEOPLE as u64 * 200 * UNIT) as i128, ..Sheet::default() };
    sheet.rows = vec![Row { shares: 200 * UNIT as i128, ..Row::default() }; PEOPLE];
    let bought =
        |who: usize, month: usize| (((who * 7_919 + month * 104_729) % 400 + 50) as u64) * UNIT + who as u64;
    let days = charter().period_length as i128 / 86_400;
    for month in 0..MONTHS {
        for (_, who) in LEAVERS.iter().filter(|(when, _)| *when == month) {
            let leaver = people[*who];
            world.accepts(site.settle_patronage(&leaver.wallet(), month as u32 - 1), &[]);
            sheet.settle(*who);
            world.accepts(site.resign(&leaver.wallet()), &[leaver]);
            let capital = world.member(&site.member(&leaver.wallet())).matured.get();
            let held = world.balance(&leaver.tokens);
            world.accepts(site.redeem(&leaver.wallet(), &leaver.tokens, capital, 1), &[leaver]);
            let paid = world.balance(&leaver.tokens) - held;
            let expected = sheet.leave(*who);
            assert!((paid as i128 - expected).abs() <= MONTHS as i128, "month {month}: {paid}, {expected}");
        }
        let members = (0..PEOPLE).filter(|who| !sheet.rows[*who].left).collect::<Vec<_>>();
        for &who in &members {
            if month > 0 {
                world.accepts(site.settle_patronage(&people[who].wallet(), month as u32 - 1), &[]);
                sheet.settle(who);
            }
            let amount = bought(who, month);
            let call = site.pay_service(people[who], true, 0, &owner.tokens, amount, u64::MAX);
            world.accepts(call, &[people[who]]);
            sheet.fee(Some(who), amount);
        }
        let amount = 1_000 * UNIT;
        let call = site.pay_service(&stranger, false, 0, &owner.tokens, amount, u64::MAX);
        world.accepts(call, &[&stranger]);
        sheet.fee(None, amount);
        if month == 14 {
            spend(&mut world, &site, 2_000 * UNIT, true);
            sheet.spend(2_000 * UNIT as i128, true);
        }
        let costs = if LOSSES.contains(&month) { 500 } else { 150 } * UNIT;
        spend(&mut world, &site, costs, false);
        sheet.spend(costs as i128, false);
        // shares of the founding pool were claimed in month 0: they earn from month 1
        let earning = if month == 0 { 0 } else { sheet.rows.iter().map(|row| row.shares).sum() };
        close(&mut world, &coop);
        sheet.close(days, earning);

        let books = world.coop(&site.coop);
        let near = |chain: u64, sheet: i128, what: &str| {
            // the sheet rounds as the chain does, but keeps no dust: a unit a member each of dividend and interest
            let most = (2 * PEOPLE * (month + 1)) as i128;
            assert!((chain as i128 - sheet).abs() <= most, "month {month}, {what}: {chain}, {sheet}");
        };
        near(books.operating.get(), sheet.operating, "operating");
        near(books.books.reserve.get(), sheet.reserve, "reserve");
        near(books.books.solidarity.get(), sheet.solidarity, "solidarity");
        near(books.books.loss.get(), sheet.loss, "loss carried");
        near(books.books.invested.get(), sheet.invested, "invested");
        near(books.equity(), sheet.equity(), "equity");
        assert_eq!(world.balance(&site.vault), books.cash(), "month {month}");
    }
    assert!(sheet.loss < 3_600 * UNIT as i128, "the bad year was partly made good");
    for (i, who) in people.iter().enumerate() {
        let wallet = who.wallet();
        if !sheet.rows[i].left {
            world.accepts(site.settle_patronage(&wallet, MONTHS as u32 - 1), &[]);
            sheet.settle(i);
        }
        world.accepts(site.claim_dividends(&wallet, &who.tokens), &[who]);
        let row = &sheet.rows[i];
        let spent: u64 = (0..MONTHS)
            .filter(|month| LEAVERS.iter().all(|(when, leaver)| *leaver != i || month < when))
            .map(|month| bought(i, month))
            .sum();
        let member = world.member(&site.member(&wallet));
        let cash = world.balance(&who.tokens) + spent + 200 * UNIT - 1_000_000 * UNIT;
        let most = 2 * MONTHS as i128;
        assert!((cash as i128 - row.cash - row.redeemed).abs() <= most, "{i}: {cash}");
        let capital = member.vintages_total() + member.matured.get();
        assert!((capital as i128 - row.retained).abs() <= most, "{i}: {capital}");
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
