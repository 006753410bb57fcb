//! Money that is there, or gone, for a moment only: rules that measure money use amounts that have lasted for a period.

use super::{give_reserve, nothing_wears, of_three, purse};
use crate::{
    DAY, UNIT, World,
    call::Nth,
    fixtures::{
        Founded, Gathering, await_execution, close, close_overdue, later_terms, newcomer, pass, pledge,
        propose, settle_everyone, spend,
    },
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Member, Purpose},
};

/// Two of three have an expense to one of them and the cover of a loss, to be carried out at the same turn. Before: with the payment
/// back, in one transaction, every token is where it was, and a tenth of the reserve is surplus. A close between changes nothing.
#[test]
fn no_expense_that_comes_back_makes_surplus_of_the_reserve() {
    let mut world = World::new();
    let g = of_three(&mut world);
    let (site, who, other) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
    give_reserve(&mut world, &g, 1_000 * UNIT);
    nothing_wears(&mut world, &g);
    let covers: Nth = propose(&mut world, &g.coop, Action::CoverLoss { up_to: u64::MAX }).into();
    let takes = Action::Spend { to: who.wallet(), amount: 100 * UNIT, purpose: Purpose::Expense };
    let spends = crate::fixtures::next_of(&world, &g.coop, other);
    world.accepts(site.propose(&other.wallet(), spends, takes), &[other]);
    for nth in [covers, spends] {
        for (voter, choice) in g.coop.everyone().zip([Choice::Yes, Choice::Yes, Choice::No]) {
            world.accepts(site.cast_vote(&voter.wallet(), nth, choice), &[voter]);
        }
    }
    await_execution(&mut world, &g.coop, spends);
    settle_everyone(&mut world, &g.coop);
    let takes = site.execute_spend(spends, &who.tokens);
    let covers = site.execute_cover_loss(covers);
    let back = site.pay_coop(who, Some(site.member(&who.wallet())), 100 * UNIT);
    let flash = [takes.clone(), covers.clone(), back];
    let refusal = world.send(&flash, &[&who.key]).expect_err("there was no such loss before");
    assert!(refusal.is(NothingToCover), "{refusal:?}");
    // nor where it goes out in the last second before a close, and comes back behind it
    world.set_time(world.coop(&site.coop).period.ends() - 1);
    spend(&mut world, &site, 100 * UNIT, false);
    close(&mut world, &g.coop);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.books.loss.get(), coop.period.lasting_loss(coop.books.loss.get())), (100 * UNIT, 0));
    // once it has lasted for a period, it can be covered
    let open = world.coop(&site.coop).period;
    assert_eq!((open.loss_low.get(), open.loss_low_before.get()), (100 * UNIT, 0));
    close(&mut world, &g.coop);
    let coop = world.coop(&site.coop);
    assert_eq!(coop.period.lasting_loss(coop.books.loss.get()), 100 * UNIT);
}

/// A co-op of three, whose ordinary resolutions can spend a quarter, and the place of a newcomer among its members.
fn with_a_newcomer(world: &mut World) -> (Gathering, usize) {
    let mut g = of_three(world);
    nothing_wears(world, &g);
    world.edit::<Coop>(&g.coop.site.coop, |c| c.charter.budget_bps = 2_500.into());
    let i = newcomer(world, &mut g.coop);
    (g, i)
}

/// A co-op of three with 900 of capital of which 180 are lost, and a pool with 900 of a newcomer's, which needs a solvency of
/// 90 %; and a passed ordinary resolution to spend 180, which can be carried out when the pool is due.
#[test]
fn money_of_a_moment_opens_no_gate_of_solvency() {
    let mut world = World::new();
    let (g, i) = with_a_newcomer(&mut world);
    let site = g.coop.site;
    let terms = coop::state::PoolTerms {
        min_raise: 900 * UNIT,
        max_pledge: 1_000 * UNIT,
        min_members: 1,
        min_solvency_bps: 9_000,
        ..later_terms(&world)
    };
    let (opens, deadline) = (terms.opens, terms.deadline);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms });
    let (who, newcomer) = (&g.coop.founder, &g.coop.members[i]);
    world.accepts(site.execute_open_pool(&who.wallet(), index, 1), &[who]);
    crate::fixtures::clear(&mut world, &g.coop, index);
    spend(&mut world, &site, 180 * UNIT, false);
    world.set_time(opens);
    let pool = site.pool(1);
    pledge(&mut world, &pool, newcomer, 900 * UNIT, 0);
    close_overdue(&mut world, &g.coop);
    world.set_time(deadline - 11 * DAY);
    close_overdue(&mut world, &g.coop);
    let takes = Action::Spend { to: who.wallet(), amount: 180 * UNIT, purpose: Purpose::Expense };
    let spends = propose(&mut world, &g.coop, takes);
    assert!(!world.proposal(&site.proposal(spends)).is_special());
    for voter in g.coop.everyone().take(2) {
        world.accepts(site.cast_vote(&voter.wallet(), spends, Choice::Yes), &[voter]);
    }
    world.set_time(deadline + 1);
    close_overdue(&mut world, &g.coop);
    assert_eq!(world.coop(&site.coop).solvency_bps(), 8_000);
    // as the terms promise: it fails, and the newcomer has its money back
    let saved = world.save();
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
    world.restore(&saved);

    let had = purse(&world, who);
    let flash = [
        site.pay_coop(who, Some(site.member(&who.wallet())), 180 * UNIT),
        pool.settle_pool(),
        site.execute_spend(spends, &who.tokens),
    ];
    world.send(&flash, &[&who.key]).expect("each of these is allowed");
    assert_eq!(purse(&world, who), had, "every token is where it was");
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
    // nor with a close between
    world.restore(&saved);
    let period = world.coop(&site.coop).period;
    world.set_time(period.ends());
    let turn = [
        site.pay_coop(who, Some(site.member(&who.wallet())), 180 * UNIT),
        site.close_period(&who.wallet(), period.number.get()),
        pool.settle_pool(),
    ];
    world.send(&turn, &[&who.key]).expect("each of these is allowed");
    assert_eq!(world.coop(&site.coop).solvency_bps(), 10_000);
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
}

/// The same with a subscription: the least solvency that a newcomer names is passed by money that leaves right after.
#[test]
fn money_of_a_moment_shows_no_newcomer_a_solvency() {
    let mut world = World::new();
    let (g, i) = with_a_newcomer(&mut world);
    let site = g.coop.site;
    let (who, newcomer) = (&g.coop.founder, &g.coop.members[i]);
    spend(&mut world, &site, 180 * UNIT, false);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let takes = Action::Spend { to: who.wallet(), amount: 180 * UNIT, purpose: Purpose::Expense };
    let spends = pass(&mut world, &g.coop, takes);
    assert!(!world.proposal(&site.proposal(spends)).is_special());
    let subscribes = site.subscribe_at(newcomer, 900 * UNIT, 9_000);
    world.refuses(SolvencyTooLow, subscribes.clone(), &[newcomer]);
    let had = purse(&world, who);
    // before and behind the newcomer's transaction, in the same block
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 180 * UNIT), &[who]);
    let refused = world.attempt(subscribes, &[newcomer]).is_err();
    world.accepts(site.execute_spend(spends, &who.tokens), &[]);
    assert_eq!(purse(&world, who), had, "every token is where it was");
    close(&mut world, &g.coop);
    let worth = 900.0 * world.coop(&site.coop).solvency_bps() as f64 / 10_000.0;
    assert!(refused, "solvency was 80 %, it named 90 %, and its 900 are worth {worth}");
}

/// A mandate is at most what there was at its proposal, and when the period began. Two of three would pay in a hundred times as
/// much for one period, and have a mandate for that: a year later it would take all that a newcomer has brought.
#[test]
fn capital_of_a_moment_makes_no_mandate() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let site = g.coop.site;
    let (who, other) = (&g.coop.founder, &g.coop.members[0]);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let until = world.now() + 3 * 365 * DAY;
    let lent = 90_000 * UNIT;
    let of = |per_period| Action::Mandate { to: who.wallet(), per_period, until, work: false };
    let next = crate::fixtures::next_of(&world, &g.coop, who);
    let proposed = |per_period| site.propose(&who.wallet(), next, of(per_period));
    world.pass(1);
    let both = [site.subscribe(other, lent), proposed(900 * UNIT + 1)];
    let refusal = world.send(&both, &[&other.key, &who.key]).expect_err("more than there was");
    assert!(refusal.is(MoreThanOperating), "{refusal:?}");
    // nor with a close between: what came in just before is no measure of the next period
    world.accepts(site.subscribe(other, lent), &[other]);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    world.refuses(MoreThanOperating, proposed(900 * UNIT + 1), &[who]);
    world.accepts(proposed(900 * UNIT), &[who]);
}

/// A co-op with this reserve and a loss of 180, which has lasted since the last period, and its heir.
fn with_a_loss(world: &mut World, reserve: u64) -> (Founded, Address) {
    let (small, large) = crate::fixtures::inheriting(world);
    crate::fixtures::donate(world, &small.site.vault, reserve);
    world.accepts(small.site.sync_vault(), &[]);
    spend(world, &small.site, 180 * UNIT, false);
    close(world, &small);
    (small, large.site.coop)
}

/// Members resolve to cover a loss and to dissolve. Before: whoever sent one of them first decided whether a tenth of the reserve went to
/// their claims or to the heir. What the reserve covered in the open period returns to it before anything is drawn for claims.
#[test]
fn a_dissolution_takes_nothing_from_the_reserve_for_claims_by_the_order_of_two_calls() {
    let mut world = World::new();
    let (small, heir) = with_a_loss(&mut world, 1_000 * UNIT);
    let (site, other) = (small.site, &small.members[0]);
    let covers: Nth = propose(&mut world, &small, Action::CoverLoss { up_to: u64::MAX }).into();
    let ends = crate::fixtures::next_of(&world, &small, other);
    world.accepts(site.propose_with(&other.wallet(), ends, Some(heir), Action::Dissolve), &[other]);
    for nth in [covers, ends] {
        crate::fixtures::vote(&mut world, &small, nth, Choice::Yes);
    }
    await_execution(&mut world, &small, ends);
    let number = world.coop(&site.coop).period.number.get();
    let dissolve = site.dissolve(&other.wallet(), Some(ends), Some(heir), number);
    let saved = world.save();
    world.accepts(dissolve.clone(), &[other]);
    let one = world.coop(&site.coop);
    world.restore(&saved);
    let reserve = world.coop(&site.coop).books.reserve.get();
    world.accepts(site.execute_cover_loss(covers), &[]);
    assert!(world.coop(&site.coop).books.reserve.get() < reserve);
    world.accepts(dissolve, &[other]);
    let two = world.coop(&site.coop);
    let parts = |coop: &Coop| (coop.operating(), coop.books.reserve.get(), coop.claims.get());
    assert_eq!(
        parts(&one),
        parts(&two),
        "for the claims, for the heir, and the claims: dissolved first, and covered first"
    );
}

/// What the reserve covered in an earlier period stays where it is at the end: others have left since at a price that counts it.
/// Before: two of three had a loss covered, left at full price, and the third paid the reserve back, with all that it had.
#[test]
fn a_member_who_stays_to_the_end_does_not_pay_back_what_was_covered_for_those_who_left() {
    let mut world = World::new();
    let (small, heir) = with_a_loss(&mut world, 4_000 * UNIT);
    let (site, stays) = (small.site, &small.members[1]);
    let covers = propose(&mut world, &small, Action::CoverLoss { up_to: 200 * UNIT });
    crate::fixtures::vote(&mut world, &small, covers, Choice::Yes);
    await_execution(&mut world, &small, covers);
    let before = world.coop(&site.coop);
    world.accepts(site.execute_cover_loss(covers), &[]);
    let after = world.coop(&site.coop);
    let covered = before.books.reserve.get() - after.books.reserve.get();
    assert_eq!((covered, after.period.covered.get(), after.books.loss.get()), (180 * UNIT, covered, 0));
    crate::fixtures::clear(&mut world, &small, covers);
    let ends = crate::fixtures::next_of(&world, &small, stays);
    world.accepts(site.propose_with(&stays.wallet(), ends, Some(heir), Action::Dissolve), &[stays]);
    crate::fixtures::vote(&mut world, &small, ends, Choice::Yes);
    settle_everyone(&mut world, &small);
    for who in [&small.founder, &small.members[0]] {
        world.edit::<Member>(&site.member(&who.wallet()), |m| m.bonded = 0.into());
        world.accepts(site.resign_asking(&who.wallet()), &[who]);
    }
    await_execution(&mut world, &small, ends);
    let reserve = world.coop(&site.coop).books.reserve;
    let number = world.coop(&site.coop).period.number.get();
    world.accepts(site.dissolve(&stays.wallet(), Some(ends), Some(heir), number), &[stays]);
    let coop = world.coop(&site.coop);
    assert_eq!(coop.books.reserve, reserve, "nothing goes to the heir of what those who left were paid");
    assert!(coop.operating() >= coop.claims.get() * 9 / 10, "{} for {}", coop.operating(), coop.claims.get());
}

/// A loss can be covered, and a member who leaves has asked. Before: whoever covered it in the second before the close, or in the one
/// after it, decided whether the leaver or those who stay have more of what the reserve pays.
#[test]
fn a_cover_stands_on_neither_side_of_a_close_by_choice() {
    let mut world = World::new();
    let (small, _) = with_a_loss(&mut world, 1_000 * UNIT);
    let (site, leaver) = (small.site, &small.members[0]);
    let covers: Nth = propose(&mut world, &small, Action::CoverLoss { up_to: u64::MAX }).into();
    crate::fixtures::vote(&mut world, &small, covers, Choice::Yes);
    await_execution(&mut world, &small, covers);
    // in a co-op whose periods are short, a resolution can be executed in several of them
    world.edit::<Coop>(&site.coop, |c| c.period.length = (7 * DAY as u32).into());
    let cover = site.execute_cover_loss(covers);
    world.pass(DAY);
    world.refuses(FirstDayOnly, cover.clone(), &[]);
    settle_everyone(&mut world, &small);
    world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
    // as it ends, and once it is overdue
    let period = world.coop(&site.coop).period;
    for at in [period.ends() - 1, period.ends()] {
        world.set_time(at);
        world.refuses(FirstDayOnly, cover.clone(), &[]);
    }
    close(&mut world, &small);
    world.accepts(cover, &[]);
}

/// Money comes to the reserve on the day on which a loss can be covered. Before: whoever covered it before had a tenth of that money less
/// covered, for a year; whoever brought the money before could make a resolution to cover far more than the loss fail.
#[test]
fn what_comes_to_the_reserve_on_the_day_of_a_cover_does_not_change_it() {
    let covered = |comes: u64| {
        let mut world = World::new();
        let (small, _) = with_a_loss(&mut world, 1_000 * UNIT);
        let site = small.site;
        let covers: Nth = propose(&mut world, &small, Action::CoverLoss { up_to: u64::MAX }).into();
        crate::fixtures::vote(&mut world, &small, covers, Choice::Yes);
        await_execution(&mut world, &small, covers);
        let loss = world.coop(&site.coop).books.loss.get();
        if comes > 0 {
            crate::fixtures::donate(&mut world, &site.vault, comes);
            world.accepts(site.sync_vault(), &[]);
        }
        assert!(world.coop(&site.coop).books.reserve >= comes);
        world.accepts(site.execute_cover_loss(covers), &[]);
        loss - world.coop(&site.coop).books.loss.get()
    };
    let before = covered(0);
    assert!(before > 0);
    assert_eq!([covered(500 * UNIT), covered(20_000 * UNIT)], [before, before]);
}
