//! Attacks on the times at which rules begin and end: mandates, windows, asks, forfeits and memberships across the turn
//! of a period. Found by a second audit (docs/decisions/0011).

use super::{nothing_wears, of_three};
use crate::{
    DAY, UNIT, World,
    fixtures::{clear, close, inheriting, pass, spend},
    patronage::{seasoned, settle_everyone},
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Action, CharterTerms, Coop, Member, Purpose},
};

/// Principle 2: a mandate is so much in the period it was given for.
#[test]
fn a_mandate_is_not_multiplied_by_shorter_periods() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, holder) = (g.coop.site, &g.coop.members[1]);
    nothing_wears(&mut world, &g);
    let until = world.now() + 700 * DAY;
    let action = Action::Mandate { to: holder.wallet(), per_period: 100 * UNIT, until, work: false };
    let index = pass(&mut world, &g.coop, action);
    world.accepts(site.execute_mandate(&g.coop.founder.wallet(), index, 0), &[&g.coop.founder]);
    clear(&mut world, &g.coop, index);
    assert_eq!(world.mandate(&site.mandate(0)).special, 1);
    let index = pass(&mut world, &g.coop, amendment(|c| c.period_length = 7 * DAY as u32));
    world.accepts(site.execute_amend(index, None), &[]);
    close(&mut world, &g.coop);
    let (mut drawn, began) = (0, world.now());
    while world.now() < began + 30 * DAY {
        let draw = site.draw_mandate(&holder.wallet(), 0, &holder.tokens, 100 * UNIT);
        match world.attempt(draw, &[holder]) {
            Ok(_) => drawn += 100 * UNIT,
            Err(refusal) => assert!(refusal.is(MoreThanTheMandate)),
        }
        close(&mut world, &g.coop);
    }
    assert!(drawn <= 200 * UNIT, "{drawn} in 30 days by a mandate of 100 in 30 days");
}

/// Principle 1 and 2: a period ends in the federation, or outside, that it began in. Whoever sends the acceptance does not choose the
/// first period in which the federation has a part. Before: accepted before a close, it had one in the period after it.
#[test]
fn nobody_chooses_the_first_period_of_a_federation() {
    let due = |after: bool| {
        let mut world = World::new();
        let (small, large) = crate::fixtures::pair(&mut world);
        pass(&mut world, &small, Action::JoinFederation { federation: large.site.coop });
        world.accepts(small.site.execute_join_federation(0), &[]);
        pass(&mut world, &large, Action::AcceptFederation { joining: small.site.coop });
        if world.now() >= world.coop(&small.site.coop).period.ends() {
            close(&mut world, &small);
        }
        let stranger = world.actor("customer", 3_000 * UNIT);
        let earns = small.site.book_income(&stranger, 1_000 * UNIT);
        world.accepts(earns.clone(), &[&stranger]);
        let ends = world.coop(&small.site.coop).period.ends();
        let p = world.proposal(&large.site.proposal(0));
        let opens = p.ends.get() + p.timelock.get() as i64;
        assert!(
            (opens..opens + p.execution_window.get() as i64).contains(&(ends - 1)),
            "it could be accepted then"
        );
        let accept = large.site.execute_accept_federation(0, &small.site.coop);
        if !after {
            world.accepts(accept.clone(), &[]);
        }
        close(&mut world, &small);
        if after {
            world.accepts(accept, &[]);
        }
        // what the period says of the part of a federation is what it will have
        let period = world.coop(&small.site.coop).period;
        assert_eq!(period.rates.remit_bps, 0);
        let mut dues = vec![world.coop(&small.site.coop).books.federation_due.get()];
        for _ in 0..2 {
            let number = world.coop(&small.site.coop).period.number.get();
            settle_everyone(&mut world, &small, number - 1);
            world.accepts(earns.clone(), &[&stranger]);
            close(&mut world, &small);
            dues.push(world.coop(&small.site.coop).books.federation_due.get());
        }
        dues
    };
    let (before, after) = (due(false), due(true));
    assert_eq!(before, after, "due to the federation if it accepts just before the close, and just after");
    assert_eq!(before[..2], [0, 0], "of the periods that began before the time to accept had ended");
    assert!(before[2] > 0, "of the first that began afterwards");
}

/// §9: a staying member asks for `redemption_bps` of its own a period; §6: who left applies again after the close that paid
/// it.
#[test]
fn nobody_leaves_and_comes_back_in_one_transaction_to_ask_without_a_cap() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let (a, b) = (&g.coop.members[0], &g.coop.members[1]);
    nothing_wears(&mut world, &g);
    close(&mut world, &g.coop);
    let wallet = who.wallet();
    // 100 matured, 100 in a vintage that is not
    world.edit::<Coop>(&site.coop, |c| {
        c.books.change(|b| {
            b.retained_total += 200 * UNIT;
            b.fund += 200 * UNIT;
        });
    });
    crate::fixtures::donate(&mut world, &site.vault, 200 * UNIT);
    let open = world.coop(&site.coop).period.number.get();
    world.edit::<Member>(&site.member(&wallet), |m| {
        m.matured = (100 * UNIT).into();
        let slot = &mut m.vintages[(open as usize - 1) % 8];
        (slot.period, slot.retained) = ((open - 1).into(), (100 * UNIT).into());
    });
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 20 * UNIT + 1, 0), &[who]);
    let steps = [
        site.resign(&wallet),
        site.reapply(&wallet),
        site.vouch_for(&a.wallet(), &a.wallet(), &wallet),
        site.vouch_for(&b.wallet(), &b.wallet(), &wallet),
        site.ask_back(&wallet, 500 * UNIT, 10_000),
        site.admit(&wallet),
        site.subscribe(who, 300 * UNIT),
    ];
    let refusal = world.send(&steps, &[&who.key, &a.key, &b.key]).expect_err("it left in this period");
    assert!(refusal.is(TooSoonToReturn));
}

/// Principle 5: whether a stranger cranks `settle_use` for others before or after the close of a period that is over
/// changes nothing for who asked in it.
#[test]
fn a_forfeit_of_others_takes_nothing_from_a_member_who_asked_in_a_period_that_is_over() {
    let paid = |first: bool| {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 300 * UNIT);
        let (site, leaver) = (g.coop.site, &g.coop.founder);
        nothing_wears(&mut world, &g);
        for _ in 0..2 {
            close(&mut world, &g.coop);
        }
        // invested in the open period: 270 are left
        spend(&mut world, &site, 630 * UNIT, true);
        world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
        let ends = world.coop(&site.coop).period.ends();
        world.set_time(ends);
        if first {
            for other in &g.coop.members {
                world.refuses(ClosePeriodFirst, site.settle_use(&other.wallet()), &[]);
            }
        }
        let number = close(&mut world, &g.coop);
        let asked = world.member(&site.member(&leaver.wallet())).asked.get();
        world.accepts(site.settle_patronage(&leaver.wallet(), number), &[]);
        (asked, world.member(&site.member(&leaver.wallet())).dividends.get())
    };
    let (before, after) = (paid(true), paid(false));
    assert_eq!(before, after, "(asked, paid) if others' forfeits are cranked before the close, and after it");
}

/// A bucket is stored in seconds of the window it was drawn in: what empties in 92 days still does when the window is 30.
#[test]
fn a_shorter_period_does_not_close_the_budget_for_longer_than_its_window() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let (site, to) = (g.coop.site, &g.coop.members[1]);
    world.edit::<Coop>(&site.coop, |c| c.charter.period_length = (92 * DAY as u32).into());
    close(&mut world, &g.coop);
    let index = pass(&mut world, &g.coop, amendment(|c| c.period_length = 7 * DAY as u32));
    world.accepts(site.execute_amend(index, None), &[]);
    clear(&mut world, &g.coop, index);
    // the period that is open keeps its 92 days; in its last week an ordinary resolution spends what there is room for
    let ends = world.coop(&site.coop).period.ends();
    world.set_time(ends - 15 * DAY);
    let amount = world.coop(&site.coop).budget().capacity;
    let pay = |amount| Action::Spend { to: to.wallet(), amount, purpose: Purpose::Expense };
    let index = pass(&mut world, &g.coop, pay(amount));
    world.set_time(ends - 1);
    world.accepts(site.execute_spend(index, &to.tokens), &[]);
    clear(&mut world, &g.coop, index);
    close(&mut world, &g.coop);
    let began = world.now();
    let mut index = pass(&mut world, &g.coop, pay(UNIT));
    loop {
        if world.now() >= world.coop(&site.coop).period.ends() {
            close(&mut world, &g.coop);
        }
        match world.attempt(site.execute_spend(index, &to.tokens), &[]) {
            Ok(_) => break,
            Err(refusal) if refusal.is(BudgetExceeded) => world.pass(DAY),
            Err(_) => {
                clear(&mut world, &g.coop, index);
                index = pass(&mut world, &g.coop, pay(UNIT));
            }
        }
    }
    let days = (world.now() - began) / DAY;
    assert!(days <= 30, "a hundredth of the budget waited {days} days in a window of 30");
}

/// One who left asks at face value what would be paid at a third, takes it back in the last second, and meanwhile nothing
/// can be invested: free, in every period.
#[test]
fn an_ask_keeps_no_more_in_the_fund_than_it_would_be_paid() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, gone) = (g.coop.site, &g.coop.founder);
    nothing_wears(&mut world, &g);
    close(&mut world, &g.coop);
    spend(&mut world, &site, 600 * UNIT, true);
    close(&mut world, &g.coop);
    world.accepts(site.resign_asking(&gone.wallet()), &[gone]);
    let stored = world.coop(&site.coop);
    let mut books = stored.books.numbers();
    let invested = books.invest(UNIT, true, world.now());
    world.set_time(stored.period.ends() - 1);
    world.accepts(site.ask_back(&gone.wallet(), 0, 0), &[gone]);
    assert!(
        invested.is_ok(),
        "of a fund of {} not one can be invested beside an ask that is worth {}: {invested:?}",
        books.fund,
        300 * UNIT * stored.solvency_bps() as u64 / 10_000
    );
}

/// Held: a co-op that is overdue for ten periods closes once, on its own rates; nobody asks, draws or spends meanwhile, and
/// the interest is that of the time.
#[test]
fn an_overdue_co_op_closes_once() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, who) = (g.coop.site, &g.coop.founder);
    nothing_wears(&mut world, &g);
    close(&mut world, &g.coop);
    let began = world.coop(&site.coop).period.started_at.get();
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 500 * UNIT), &[who]);
    let ends = world.coop(&site.coop).period.ends();
    world.set_time(ends + 300 * DAY);
    world.refuses(ClosePeriodFirst, site.withdraw_shares(&who.wallet(), UNIT, 0), &[who]);
    world.refuses(ClosePeriodFirst, site.resign_asking(&who.wallet()), &[who]);
    world.accepts(site.subscribe(who, 900 * UNIT), &[who]);
    let number = close(&mut world, &g.coop);
    let after = world.coop(&site.coop);
    let most = 900 * UNIT * 5 / 100 * (world.now() - began) as u64 / (365 * DAY) as u64;
    assert_eq!(after.closed_until, ends);
    assert!(world.period(&site.period(number)).result.interest.get() <= most);
    assert_eq!(after.period.started_at.get(), world.now());
    // twice is once
    settle_everyone(&mut world, &g.coop, number);
    let all = [site.coop, site.member(&who.wallet()), site.period(number)];
    let before = world.snapshot(all);
    let again = world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
    let closed = world.accepts(site.close_period(&who.wallet(), number), &[who]);
    assert!(again.events.is_empty() && closed.events.is_empty());
    assert!(world.snapshot(all) == before);
}

/// Held: an expelled member's ask stands, it asks for the rest with its own wallet, and is paid as everyone.
#[test]
fn an_expelled_member_is_paid_like_everyone() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    nothing_wears(&mut world, &g);
    let member = site.member(&who.wallet());
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    for number in 0..world.coop(&site.coop).period.number.get() {
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
    }
    world.accepts(site.withdraw_shares(&who.wallet(), 200 * UNIT, 10_000), &[who]);
    world.accepts(site.execute_expel(index, &member), &[]);
    assert_eq!(world.member(&member).asked, 200 * UNIT);
    world.accepts(site.ask_back(&who.wallet(), 300 * UNIT, 10_000), &[who]);
    world.refuses(NotLeft, site.reapply(&who.wallet()), &[who]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
    world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
    assert_eq!(world.member(&member).matured, 0);
    assert_eq!(world.coop(&site.coop).books.fund, 600 * UNIT);
}

/// An amendment repeats the heir that there is, as it has to. Before: it was void if the heir began to dissolve before it was carried out.
#[test]
fn an_heir_that_stays_takes_no_amendment_with_it() {
    for stays in [true, false] {
        let mut world = World::new();
        let (coop, heir) = inheriting(&mut world);
        let (site, heir) = (coop.site, heir.site.coop);
        let charter = CharterTerms { reserve_bps: 2_500, ..crate::charter() };
        let index = pass(&mut world, &coop, Action::Amend { charter, heir, statutes: None });
        let now = world.now();
        world.edit::<Coop>(&heir, |c| c.dissolving_at = now.into());
        if stays {
            world.accepts(site.execute_amend(index, None), &[]);
            assert_eq!(
                (world.coop(&site.coop).charter.reserve_bps.get(), world.coop(&site.coop).heir),
                (2_500, heir)
            );
        } else {
            world.edit::<Coop>(&site.coop, |c| c.heir = Default::default());
            world.refuses(HeirMissing, site.execute_amend(index, None), &[]);
            world.refuses(HeirNotActive, site.execute_amend(index, Some(heir)), &[]);
        }
    }
}
