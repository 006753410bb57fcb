//! Attacks 1, 17 and 20: money that comes for a moment is no measure of what may be spent.

use super::of_three;
use crate::{
    DAY, UNIT, World,
    fixtures::{active, clear, close, pass},
    patronage::settle_everyone,
    scenes::refused,
};
use coop::{
    error::CoopError::*,
    state::{Action, Coop, Purpose},
};

#[test]
fn capital_of_a_moment_makes_no_budget() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, rich) = (g.coop.site, &g.coop.founder);
    let capacity = |world: &World| world.coop(&site.coop).budget().capacity;
    assert_eq!(capacity(&world), 90 * UNIT);
    // within a period: the base is the smaller of its start and now
    world.accepts(site.subscribe(rich, 1_000 * UNIT), &[rich]);
    assert_eq!(capacity(&world), 90 * UNIT);
    let other = &g.coop.members[1];
    let more = Action::Spend { to: other.wallet(), amount: 90 * UNIT + 1, purpose: Purpose::Expense };
    world.accepts(site.propose(&other.wallet(), (2, 0), more), &[other]);
    assert!(world.proposal(&site.proposal((2, 0))).is_special(), "above the base of the period's start");
    world.accepts(site.cancel_proposal(&other.wallet(), (2, 0), &other.wallet()), &[other]);
    // at its end, in one transaction: what came in stays until the next close
    world.set_time(world.coop(&site.coop).period.ends());
    let wallet = rich.wallet();
    let steps = [
        site.subscribe(rich, 989_000 * UNIT),
        site.close_period(&wallet, 1),
        site.settle_patronage(&wallet, 1),
        site.resign_asking(&wallet),
    ];
    let mut with_claim = steps.to_vec();
    with_claim.push(site.claim_dividends(&wallet, &rich.tokens));
    let refusal = world.send(&with_claim, &[&rich.key]).expect_err("nothing of it comes back");
    assert!(refusal.is(NothingOwed));
    world.send(&steps, &[&rich.key]).expect("but it may stay");
    // the budget counts money that cannot leave before the period is over, and that bears what is spent
    assert_eq!(capacity(&world), 99_090 * UNIT);
    let spender = &g.coop.members[0];
    let action = Action::Spend { to: spender.wallet(), amount: 99_090 * UNIT, purpose: Purpose::Expense };
    let index = (1, 0);
    world.accepts(site.propose(&spender.wallet(), index, action), &[spender]);
    for who in &g.coop.members {
        world.accepts(site.cast_vote(&who.wallet(), index, coop::state::Choice::Yes), &[who]);
    }
    world.pass(10 * DAY);
    world.accepts(site.execute_spend(index, &spender.tokens), &[]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    let paid = world.member(&site.member(&wallet)).dividends.get();
    // a tenth of its 990 300, as of everyone's. Was: 1 000 of 1 000 spent, and 990 000 back in full
    assert_eq!(paid, 891_270 * UNIT);
    assert_eq!(world.coop(&site.coop).books.fund, 540 * UNIT);
    assert_eq!(capacity(&world), 54 * UNIT);
}

#[test]
fn at_the_founding_neither() {
    let mut world = World::new();
    let g = crate::fixtures::settled(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let wallet = who.wallet();
    let steps = [g.site.claim_shares(&wallet), site.resign_asking(&wallet)];
    world.send(&steps, &[&who.key]).expect("it leaves");
    // founding capital rests: nothing was asked for, and the base is what stays
    let coop = world.coop(&site.coop);
    assert_eq!((coop.books.asked.get(), coop.books.fund.get()), (0, 600 * UNIT));
    assert_eq!(coop.budget().capacity, 60 * UNIT);
}

#[test]
fn a_mandate_is_bounded_by_what_there_was_at_its_proposal() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, holder, newcomer) = (g.coop.site, &g.coop.members[1], &g.coop.members[0]);
    let until = world.now() + 365 * DAY;
    let of = |per_period| Action::Mandate { to: holder.wallet(), per_period, until, work: false };
    // was: 2^64 − 1, and the newcomers' money in the second it arrives
    for much in [u64::MAX, 900 * UNIT + 1] {
        assert!(refused(&mut world, &g.coop, of(much)).is(MoreThanOperating));
    }
    let special = pass(&mut world, &g.coop, of(900 * UNIT));
    let draw = |mandate, amount| site.draw_mandate(&holder.wallet(), mandate, &holder.tokens, amount);
    world.accepts(site.execute_mandate(&g.coop.founder.wallet(), special, 0), &[&g.coop.founder]);
    clear(&mut world, &g.coop, special);
    settle_everyone(&mut world, &g.coop, 1);
    let arrives = site.subscribe(newcomer, 100_000 * UNIT);
    let both = [arrives, draw(0, 900 * UNIT + 1)];
    let refusal = world.send(&both, &[&newcomer.key, &holder.key]).expect_err("above the mandate");
    assert!(refusal.is(MoreThanTheMandate));
}

#[test]
fn an_ordinary_mandate_has_no_more_than_the_bucket_however_much_comes_in() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, holder, newcomer) = (g.coop.site, &g.coop.members[1], &g.coop.members[0]);
    let until = world.now() + 365 * DAY;
    let action = Action::Mandate { to: holder.wallet(), per_period: 90 * UNIT, until, work: false };
    let payer = &g.coop.founder;
    for mandate in 0..2 {
        let index = pass(&mut world, &g.coop, action.clone());
        world.accepts(site.execute_mandate(&payer.wallet(), index, mandate), &[payer]);
        clear(&mut world, &g.coop, index);
    }
    let draw = |mandate, amount| site.draw_mandate(&holder.wallet(), mandate, &holder.tokens, amount);
    let both = [site.subscribe(newcomer, 100_000 * UNIT), draw(0, 90 * UNIT)];
    world.send(&both, &[&newcomer.key, &holder.key]).expect("within the budget");
    // a second of it is all that drained
    world.refuses(BudgetExceeded, draw(1, 1_000), &[holder]);
    world.pass(1);
    world.refuses(BudgetExceeded, draw(1, 1_000), &[holder]);
    assert_eq!(world.coop(&site.coop).books.loss, 90 * UNIT);
}

#[test]
fn simple_majorities_spend_no_more_than_the_bucket_lets_through() {
    let mut world = World::new();
    let g = active(&mut world, 3, 300 * UNIT);
    let site = g.coop.site;
    // the fastest and loosest charter there can be
    world.edit::<Coop>(&site.coop, |c| {
        c.charter.budget_bps = 2_500.into();
        c.charter.voting_period = (3 * DAY as u32).into();
        c.charter.timelock = (DAY as u32).into();
        c.charter.period_length = (7 * DAY as u32).into();
    });
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop, 0);
    let (began, capacity) = (world.now(), 225 * UNIT);
    assert_eq!(world.coop(&site.coop).budget().capacity, capacity);
    let (mut spent, mut round): (Vec<(i64, u64)>, u64) = (Vec::new(), 0);
    while world.now() < began + 120 * DAY {
        let coop = world.coop(&site.coop);
        if world.now() + 5 * DAY >= coop.period.ends() {
            close(&mut world, &g.coop);
        }
        // all that there will be room for when it is executed, or all there ever is
        let coop = world.coop(&site.coop);
        let at = world.now() + 4 * DAY + 1;
        round += 1;
        let room = coop.budget().room_floor(coop.budget_full.get(), at).max(1);
        let amount = if round % 2 == 0 { room } else { coop.budget().capacity };
        let to = g.coop.members[0].wallet();
        let index = pass(&mut world, &g.coop, Action::Spend { to, amount, purpose: Purpose::Expense });
        // tried every day, until there is room or the window is over
        for _ in 0..16 {
            if world.attempt(site.execute_spend(index, &g.coop.members[0].tokens), &[]).is_ok() {
                spent.push((world.now(), amount));
                break;
            }
            world.pass(DAY);
            if world.now() >= world.coop(&site.coop).period.ends() {
                close(&mut world, &g.coop);
            }
        }
        clear(&mut world, &g.coop, index);
        let lately = |days: i64| -> u64 {
            spent.iter().filter(|(at, _)| *at > world.now() - days * DAY).map(|(_, amount)| amount).sum()
        };
        // was: 82 % of operating in seven days
        assert!(lately(7) <= capacity + capacity / 4, "{}", lately(7));
        assert!(lately(30) <= 2 * capacity, "{}", lately(30));
    }
    assert!(spent.len() > 2, "{spent:?}");
}
