//! Attacks on decision 31, by which the first period begins with the founding pool's capital: what leaves, is forfeited and comes in
//! during it.

use crate::{
    Actor, DAY, UNIT, World,
    call::Founding,
    charter,
    fixtures::{Gathering, close, expel, found, pass, pledge, propose, spend, take_in, vote, vouch},
    pool_terms,
};
use coop::{
    error::CoopError::*,
    state::{Action, CharterTerms, Choice, Member, PoolTerms, Purpose},
};

/// A pool in which everyone of `size` pledges `amount`; its capital stays for 30 days, and the first period is of 60. What is
/// promised is bonded by half of it.
fn gathered(world: &mut World, size: usize, amount: u64, promised: u64) -> Gathering {
    let founding = Founding {
        charter: CharterTerms { period_length: 60 * DAY as u32, ..charter() },
        ..Founding::default()
    };
    let mut coop = found(world, &founding);
    take_in(world, &mut coop, size - 1);
    let terms = PoolTerms { use_bond_bps: 5_000, min_use: (promised != 0) as u64, ..pool_terms(world.now()) };
    world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
    let site = coop.site.pool(0);
    let g = Gathering { coop, site };
    for who in g.coop.everyone() {
        pledge(world, &g.site, who, amount, promised);
    }
    g
}

/// The same settled, with `claimed` of its people's shares claimed.
fn begun(world: &mut World, size: usize, amount: u64, promised: u64, claimed: usize) -> Gathering {
    let g = gathered(world, size, amount, promised);
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    for who in g.coop.everyone().take(claimed) {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    g
}

fn held(world: &World, g: &Gathering, who: &Actor) -> Member {
    world.member(&g.coop.site.member(&who.wallet()))
}

/// What is fresh, by the books and by the members (all claimed).
fn fresh(world: &World, g: &Gathering) -> (u64, u64) {
    let coop = world.coop(&g.coop.site.coop);
    let open = coop.period.number;
    let of_members: u64 = g
        .coop
        .everyone()
        .map(|who| held(world, g, who))
        .filter(|m| m.is_unsettled() && m.unsettled_period == open)
        .map(|m| m.fresh.get())
        .sum();
    (coop.books.fresh.get() + coop.fresh_asked.get(), of_members)
}

/// A member whose promise is over and unkept is expelled, and asks for what it had subscribed. A stranger settles its promise, so the
/// bond is forfeited, before or after that: what everyone who leaves is paid is the same. Before: 857 of 1 000 or 875.
#[test]
fn a_stranger_who_settles_a_promise_before_or_after_an_ask_changes_no_price() {
    let price = |first: bool, later: bool, loss: u64| {
        let mut world = World::new();
        let g = begun(&mut world, 4, 250 * UNIT, 500 * UNIT, 4);
        let (site, out) = (g.coop.site, &g.coop.members[2]);
        let wallet = out.wallet();
        world.pass(31 * DAY);
        if later {
            let number = close(&mut world, &g.coop);
            for who in g.coop.everyone() {
                world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
            }
        }
        world.accepts(site.subscribe(out, 1_000 * UNIT), &[out]);
        expel(&mut world, &g.coop, &site.member(&wallet));
        spend(&mut world, &site, loss, false);
        assert_eq!(world.coop(&site.coop).period.number, later as u32);
        if first {
            world.accepts(site.settle_use(&wallet), &[]);
        }
        world.accepts(site.ask_back(&wallet, 1_000 * UNIT, 0), &[out]);
        if !first {
            world.accepts(site.settle_use(&wallet), &[]);
        }
        assert_eq!(fresh(&world, &g).0, fresh(&world, &g).1);
        let number = close(&mut world, &g.coop);
        let refund = held(&world, &g, out).dividends.get();
        world.accepts(site.settle_patronage(&wallet, number), &[]);
        let m = held(&world, &g, out);
        m.dividends.get() - refund
    };
    let paid = [(false, 250), (true, 250), (true, 900)]
        .map(|(later, loss)| (price(false, later, loss * UNIT), price(true, later, loss * UNIT)));
    assert!(paid.iter().all(|(after, before)| after == before), "{paid:?}");
}

/// Capital that was subscribed rests until the close: also of a member that has just forfeited as much of the founding pool's.
/// Before: the 250 were asked back in the period in which they came.
#[test]
fn a_forfeit_frees_no_capital_that_was_just_subscribed() {
    let mut world = World::new();
    let g = begun(&mut world, 4, 250 * UNIT, 500 * UNIT, 4);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    world.pass(31 * DAY);
    world.accepts(site.subscribe(who, 250 * UNIT), &[who]);
    world.accepts(site.settle_use(&wallet), &[]);
    assert_eq!(fresh(&world, &g), (250 * UNIT, 250 * UNIT));
    world.accepts(site.resign_asking(&wallet), &[who]);
    assert_eq!(held(&world, &g, who).asked, 0);
}

/// Founding and subscribed capital in every order of asks, undone: what is fresh is what members say.
#[test]
fn an_ask_of_both_kinds_of_capital_is_undone_without_a_trace() {
    let mut world = World::new();
    let g = begun(&mut world, 4, 250 * UNIT, 0, 4);
    let (site, out) = (g.coop.site, &g.coop.members[2]);
    let wallet = out.wallet();
    world.accepts(site.subscribe(out, 100 * UNIT), &[out]);
    world.accepts(site.subscribe(&g.coop.founder, 70 * UNIT), &[&g.coop.founder]);
    expel(&mut world, &g.coop, &site.member(&wallet));
    spend(&mut world, &site, 200 * UNIT, false);
    let before = world.coop(&site.coop);
    assert_eq!(before.books.fresh, 170 * UNIT);
    for (ask, part) in [(250, 0), (350, 100), (1, 0), (251, 1), (300, 50), (0, 0), (350, 100), (0, 0)] {
        // the price that stands is one, whatever of new capital was asked for before
        world.refuses(PriceTooLow, site.ask_back(&wallet, ask.max(1) * UNIT, 8_001), &[out]);
        world.accepts(site.ask_back(&wallet, ask * UNIT, 8_000), &[out]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.fresh.get(), coop.fresh_asked.get()), ((170 - part) * UNIT, part * UNIT));
        assert_eq!(coop.solvency_bps(), before.solvency_bps());
        assert_eq!(fresh(&world, &g), (170 * UNIT, 170 * UNIT));
    }
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 350 * UNIT + 1, 0), &[out]);
    world.accepts(site.ask_back(&wallet, 350 * UNIT, 8_000), &[out]);
    let refund = held(&world, &g, out).dividends.get();
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    // all but the founder's 70 share the loss of 200 alike
    let due = (350 * 900 * UNIT) / 1_100;
    let paid = held(&world, &g, out).dividends.get() - refund;
    assert!(due - paid <= 1, "{paid} {due}");
    let coop = world.coop(&site.coop);
    // the founder's 70 are in no budget yet
    assert_eq!(coop.period.operating_at_start.get() + 70 * UNIT, coop.books.fund.get());
    assert_eq!((coop.period.solvency_low.get(), coop.fresh_asked.get()), (coop.solvency_bps(), 0));
}

/// An oversubscribed pool, a loss, and one who leaves: whoever claims for others before the close, or after it, changes nothing.
#[test]
fn claims_before_and_after_the_first_close_come_to_the_same() {
    let run = |early: &[usize], last_early: bool| {
        let mut world = World::new();
        let g = begun(&mut world, 5, 333_333_333, 0, 0);
        let site = g.coop.site;
        let people: Vec<_> = g.coop.everyone().collect();
        for i in early {
            world.accepts(g.site.claim_shares(&people[*i].wallet()), &[]);
        }
        let out = people[4];
        let index = propose(&mut world, &g.coop, Action::Expel { member: site.member(&out.wallet()) });
        vote(&mut world, &g.coop, index, Choice::Yes);
        let p = world.proposal(&site.proposal(index));
        world.set_time(p.ends.get() + p.timelock.get() as i64);
        if last_early {
            world.accepts(g.site.claim_shares(&out.wallet()), &[]);
            world.accepts(site.execute_expel(index, &site.member(&out.wallet())), &[]);
        } else {
            world.accepts(
                site.execute_expel_of(index, &site.member(&out.wallet()), Some(0), &out.wallet()),
                &[],
            );
        }
        let all = held(&world, &g, out).matured.get();
        world.accepts(site.ask_back(&out.wallet(), all, 0), &[out]);
        spend(&mut world, &site, 77_777_777, false);
        close(&mut world, &g.coop);
        for who in &people {
            world.accepts(g.site.claim_shares(&who.wallet()), &[]);
        }
        // some earnings, so that there is interest
        let payer = world.actor("payer", 1_000 * UNIT);
        world.accepts(site.pay_coop(&payer, None, 300 * UNIT), &[&payer]);
        for who in &people {
            world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        }
        close(&mut world, &g.coop);
        world.pass(1);
        let due: Vec<_> = people
            .iter()
            .map(|who| {
                let _ = world.attempt(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
                let m = held(&world, &g, who);
                (m.shares.get(), m.matured.get(), world.balance(&who.tokens))
            })
            .collect();
        let c = world.coop(&site.coop);
        assert_eq!(world.balance(&site.vault), c.cash());
        due
    };
    let all = run(&[0, 1, 2, 3], true);
    for (early, last) in [(&[0][..], false), (&[0, 2][..], true), (&[3, 0][..], false)] {
        let other = run(early, last);
        for (a, b) in all.iter().zip(&other) {
            assert!(a.0 == b.0 && a.1 == b.1 && a.2.abs_diff(b.2) <= 1, "{a:?} {b:?}");
        }
    }
}

/// Who left before the founding pool was settled, and came back in the first period, holds matured capital of it as a member: it takes
/// nothing out before the close, whatever it subscribes or forfeits.
#[test]
fn a_member_who_came_back_in_the_first_period_takes_nothing_out_in_it() {
    let mut world = World::new();
    let g = gathered(&mut world, 5, 200 * UNIT, 400 * UNIT);
    let (site, back) = (g.coop.site, &g.coop.members[3]);
    let wallet = back.wallet();
    world.accepts(site.resign_with(&wallet, None, Some(0), false, false), &[back]);
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    for who in g.coop.everyone().take(4) {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    world.pass(1);
    world.accepts(site.reapply(&wallet), &[back]);
    for voucher in [&g.coop.founder, &g.coop.members[0]] {
        vouch(&mut world, &site, voucher, back);
    }
    world.accepts(site.admit(&wallet), &[]);
    world.accepts(g.site.claim_shares(&wallet), &[]);
    world.accepts(site.subscribe(back, 300 * UNIT), &[back]);
    world.pass(31 * DAY);
    assert_eq!(fresh(&world, &g), (300 * UNIT, 300 * UNIT));
    let nothing = |world: &mut World| {
        world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 1, 0), &[back]);
        world.refuses(MoreThanWithdrawable, site.withdraw_shares(&wallet, 1, 0), &[back]);
    };
    nothing(&mut world);
    world.accepts(site.settle_use(&wallet), &[]);
    nothing(&mut world);
    assert_eq!(fresh(&world, &g), (300 * UNIT, 300 * UNIT));
    // and as one who left, no more than what came with the pool
    world.accepts(site.resign_asking(&wallet), &[back]);
    assert_eq!(fresh(&world, &g), (300 * UNIT, 300 * UNIT));
    close(&mut world, &g.coop);
}

/// A stay that is over in the first period: one who left is paid its part of what is there and no more, though a newcomer's money is
/// there and ordinary money became an asset; and with it come the budget and the solvency of the second period.
#[test]
fn a_member_who_leaves_in_the_first_period_when_its_stay_is_over_bears_its_part() {
    let mut world = World::new();
    let g = begun(&mut world, 4, 250 * UNIT, 0, 4);
    let (site, out, rich) = (g.coop.site, &g.coop.members[2], &g.coop.founder);
    let wallet = out.wallet();
    let agent = world.token_account(&site.agent(), 0);
    let sends = Action::Spend { to: site.agent(), amount: 100 * UNIT, purpose: Purpose::Expense };
    let index = pass(&mut world, &g.coop, sends);
    world.accepts(site.execute_spend(index, &agent), &[]);
    world.accepts(site.subscribe_at(rich, 5_000 * UNIT, 9_000), &[rich]);
    world.refuses(SolvencyTooLow, site.subscribe_at(rich, 1, 9_001), &[rich]);
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 1, 0), &[out]);
    world.pass(31 * DAY);
    // who stays takes nothing out in the first period, though its stay is over: only who left does
    world.refuses(MoreThanWithdrawable, site.withdraw_shares(&wallet, 1, 0), &[out]);
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 1, 0), &[out]);
    world.accepts(site.resign(&wallet), &[out]);
    world.refuses(PriceTooLow, site.ask_back(&wallet, 250 * UNIT, 9_001), &[out]);
    world.accepts(site.ask_back(&wallet, 250 * UNIT, 9_000), &[out]);
    assert_eq!(world.coop(&site.coop).budget().capacity, 100 * UNIT);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    let m = held(&world, &g, out);
    // the agent's 100 wear a little
    assert!(m.dividends.get() <= 225 * UNIT && m.dividends.get() > 222 * UNIT && m.matured == 0);
    let coop = world.coop(&site.coop);
    assert_eq!(coop.period.operating_at_start.get() + 5_000 * UNIT, coop.books.fund.get());
}

/// Both the founding pool and a later one in the first period; both stays are over in it for one who left. Whatever is asked of both, and
/// whenever their shares are claimed, what is fresh is what members say, and all who leave are paid alike.
#[test]
fn two_pools_in_the_first_period_and_one_who_leaves_with_both() {
    for late in [false, true] {
        let mut world = World::new();
        let g = begun(&mut world, 4, 250 * UNIT, 0, 4);
        let (site, out, rich) = (g.coop.site, &g.coop.members[2], &g.coop.founder);
        let wallet = out.wallet();
        let c = charter();
        let over = world.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
        let terms = PoolTerms {
            opens: over,
            withdraw_until: over + 1,
            deadline: over + 2 * DAY,
            min_raise: 1,
            max_raise: 401 * UNIT,
            min_members: 1,
            min_use: 0,
            use_bond_bps: 0,
            max_use: 0,
            min_solvency_bps: 9_000,
            ..pool_terms(over)
        };
        let index = pass(&mut world, &g.coop, Action::OpenPool { terms });
        world.accepts(site.execute_open_pool(&rich.wallet(), index, 1), &[rich]);
        let pool = site.pool(1);
        world.set_time(over.max(world.now()));
        for who in [out, rich, &g.coop.members[0]] {
            pledge(&mut world, &pool, who, 200 * UNIT, 0);
        }
        world.set_time(over + 2);
        spend(&mut world, &site, 100 * UNIT, false);
        world.accepts(pool.settle_pool(), &[]);
        assert_eq!(world.coop(&site.coop).solvency_bps(), 9_000);
        if !late {
            world.accepts(pool.claim_shares(&rich.wallet()), &[]);
            world.accepts(pool.claim_shares(&wallet), &[]);
        }
        world.pass(31 * DAY);
        assert_eq!(world.coop(&site.coop).period.number, 0);
        world.accepts(site.resign_with(&wallet, None, Some(1), false, false), &[out]);
        let m = held(&world, &g, out);
        let later = m.fresh.get();
        assert_eq!(m.matured.get(), 250 * UNIT + later);
        world.accepts(site.ask_back(&wallet, 250 * UNIT, 9_000), &[out]);
        assert_eq!(world.coop(&site.coop).fresh_asked, 0);
        world.accepts(site.ask_back(&wallet, 250 * UNIT + later, 9_000), &[out]);
        assert_eq!(world.coop(&site.coop).fresh_asked, later);
        assert_eq!(world.coop(&site.coop).solvency_bps(), 9_000);
        let refund = m.dividends.get();
        let number = close(&mut world, &g.coop);
        for who in g.coop.everyone() {
            let _ = world.attempt(pool.claim_shares(&who.wallet()), &[]);
            world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        }
        let paid = held(&world, &g, out).dividends.get() - refund;
        let (all, asked) = ((1_000 * UNIT + later) as u128, (250 * UNIT + later) as u128);
        let due = (asked * (all - 100 * UNIT as u128) / all) as u64;
        assert!(due.abs_diff(paid) <= 1);
        let coop = world.coop(&site.coop);
        assert!(coop.period.operating_at_start.get().abs_diff(1_000 * UNIT + later - 100 * UNIT - paid) <= 3);
    }
}
