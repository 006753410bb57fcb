//! The turn of a period, at the second and at the amount that decides.

use crate::{
    UNIT, World,
    fixtures::{active, close, dissolving, donate, fill_books, pass, spend},
    patronage::seasoned,
};
use coop::{
    error::CoopError::*,
    state::{Action, Coop, IncomeKind, Member, Purpose},
};

#[test]
fn pioneers_are_paid_by_the_close_of_a_period_that_ends_on_their_date() {
    for (early, paid) in [(-1, false), (0, true), (1, true)] {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 100 * UNIT), &[who]);
        let coop = world.coop(&site.coop);
        let start = coop.period.ends() - coop.activated_at.get() - early;
        world.edit::<Coop>(&site.coop, |c| c.charter.pioneer_start = (start as u32).into());
        close(&mut world, &g.coop);
        assert_eq!(world.coop(&site.coop).pioneer_per_unit.get() > 0, paid, "{early} s before the end");
    }
}

/// As if periods, and the windows with them, had been longer when a spend or a sale was last resolved.
#[test]
fn what_was_resolved_in_a_longer_window_waits_no_longer_than_one_of_now() {
    for of_sales in [false, true] {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let ends = world.coop(&site.coop).period.ends();
        let full = |c: &mut Coop| if of_sales { c.sales_full } else { c.budget_full };
        for (late, kept) in [(1_000_000_000, false), (5, true)] {
            let saved = world.save();
            world.edit::<Coop>(&site.coop, |c| {
                let place = if of_sales { &mut c.sales_full } else { &mut c.budget_full };
                *place = (ends + late).into();
            });
            close(&mut world, &g.coop);
            let mut coop = world.coop(&site.coop);
            let longest = world.now() + coop.budget().window as i64;
            assert_eq!(full(&mut coop).get(), if kept { ends + late } else { longest });
            world.restore(&saved);
        }
    }
}

/// New capital that is asked back goes out with the close, as far as the fund reaches: what is not paid is there still, and new. The
/// fund holds little more than what is not asked back of it, and the dividends that members leave in the co-op.
#[test]
fn new_capital_that_was_asked_back_and_is_not_paid_is_no_measure_of_the_next_budget() {
    // in the last case money came home that is in no price yet: nothing is paid at all, and the fund holds more than what is fresh
    for (asked, fresh, home, left) in
        [(40, 50, 0, true), (300, 50, 0, false), (300, 0, 0, false), (300, 50, 900, false)]
    {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        spend(&mut world, &site, 500 * UNIT, true);
        world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 100 * UNIT), &[who]);
        world.edit::<Coop>(&site.coop, |c| {
            (c.books.shares_total, c.books.retained_total) = ((300 * UNIT).into(), (300 * UNIT).into());
            c.period.shares_earning = (300 * UNIT).into();
            (c.books.asked, c.fresh_asked) = ((asked * UNIT).into(), (asked * UNIT).into());
            (c.books.fresh, c.books.moved_back) = ((fresh * UNIT).into(), (home * UNIT).into());
        });
        let number = close(&mut world, &g.coop);
        let result = world.period(&site.period(number)).result;
        let unpaid = asked * UNIT - result.retired.get();
        let coop = world.coop(&site.coop);
        let new = fresh * UNIT + unpaid + result.retained.get();
        let expected = coop.books.fund.get().saturating_sub(new);
        assert_eq!((unpaid == 0, expected > 0), (left, left));
        assert_eq!(home > 0, result.retired == 0 && coop.books.fund > result.retained.get() + fresh * UNIT);
        assert!(result.retained.get() > 0);
        assert_eq!(coop.period.operating_at_start, expected);
    }
}

#[test]
fn a_sale_that_does_not_fit_into_the_books_is_refused() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    fill_books(&mut world, &site, 10);
    world.edit::<Coop>(&site.coop, |c| c.for_sale = 100.into());
    world.refuses(BooksOverflow, site.book(who, 11, IncomeKind::Sale), &[who]);
    world.accepts(site.book(who, 10, IncomeKind::Sale), &[who]);
}

/// Returns of less than a unit go to the reserve: they are booked, and need no vault that pays.
#[test]
fn in_the_end_a_fraction_is_booked_though_the_vault_is_frozen() {
    let mut world = World::new();
    let (small, _) = dissolving(&mut world);
    let (site, who) = (small.site, &small.founder);
    let address = site.member(&who.wallet());
    world.edit::<Member>(&address, |m| {
        (m.dividends, m.pioneer_units, m.founding_shares) = (0.into(), 1.into(), 0.into());
    });
    let member = world.member(&address);
    world.edit::<Coop>(&site.coop, |c| {
        c.pioneer_units += 1;
        c.founding_shares -= 200 * UNIT;
        (c.books.pioneers, c.books.pioneers_owed) = (1.into(), 1.into());
        c.pioneer_per_unit = (member.pioneer_checkpoint.get() + 1).into();
        c.interest_per_share = member.interest_checkpoint;
    });
    donate(&mut world, &site.vault, 1);
    world.patch(&site.vault, 108, &[2]);
    let claims = site.claim_dividends(&who.wallet(), &who.tokens);
    assert_eq!(world.accepts(claims.clone(), &[who]).events.len(), 1);
    assert_eq!(world.member(&address).pioneer_checkpoint, world.coop(&site.coop).pioneer_per_unit);
    world.pass(1);
    assert!(world.accepts(claims, &[who]).events.is_empty(), "nothing is left to book");
}

/// Where all capital came in during the period, that is what a newcomer would join.
#[test]
fn the_solvency_that_a_newcomer_joins_is_that_of_fresh_capital_if_there_is_no_other() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    world.edit::<Coop>(&site.coop, |c| {
        (c.books.fund, c.books.loss) = ((300 * UNIT).into(), (300 * UNIT).into());
        c.books.fresh = (600 * UNIT).into();
    });
    world.refuses(SolvencyTooLow, site.subscribe_at(who, 1, 5_001), &[who]);
    world.accepts(site.subscribe_at(who, 1, 5_000), &[who]);
}

/// On the first day of a period only what needed two thirds goes before those who ask: they were paid by the close before it.
#[test]
fn an_ordinary_investment_leaves_what_is_asked_back_on_the_first_day_too() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let invests = Action::Spend { to: who.wallet(), amount: 10 * UNIT, purpose: Purpose::Investment };
    let index = pass(&mut world, &g.coop, invests);
    assert!(!world.proposal(&site.proposal(index)).is_special());
    let spends = site.execute_spend(index, &who.tokens);
    for (asked, spared) in [(600, false), (591, false), (590, true)] {
        let (saved, now) = (world.save(), world.now());
        world.edit::<Coop>(&site.coop, |c| {
            c.period.started_at = now.into();
            c.books.asked = (asked * UNIT).into();
        });
        if spared {
            world.accepts(spends.clone(), &[]);
        } else {
            world.refuses(MoreThanFund, spends.clone(), &[]);
        }
        world.restore(&saved);
    }
}

/// From the pioneers' date on founding shares make no more units, and those that were made stay with whoever made them.
#[test]
fn founding_shares_that_are_withdrawn_on_the_pioneers_date_have_made_their_units() {
    for (early, founding) in [(1, 150), (0, 200)] {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let address = site.member(&who.wallet());
        let date = world.now() + early - world.coop(&site.coop).activated_at.get();
        world.edit::<Coop>(&site.coop, |c| c.charter.pioneer_start = (date as u32).into());
        world.edit::<Member>(&address, |m| (m.bonded, m.rests_until) = (0.into(), 0.into()));
        world.accepts(site.withdraw_shares(&who.wallet(), 50 * UNIT, 0), &[who]);
        assert_eq!(world.member(&address).founding_shares, founding * UNIT);
    }
}
