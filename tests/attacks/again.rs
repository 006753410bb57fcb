//! Instructions that are sent twice, too early, or in the same second as something else.

use super::{nothing_wears, of_three};
use crate::{
    DAY, UNIT, World,
    bootstrap::release::pass_without_one,
    call::Nth,
    fixtures::{
        active, await_execution, clear, close, close_overdue, federated, later_terms, next_of, pass,
        pass_with, pledge, propose, settle_everyone, spend, take_rate_becomes, trading, vote,
    },
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Member, PoolTerms, Purpose},
};

/// 180 of 900 are lost, and a pool needs a solvency of 90 %. The 180 are paid in for the second of a close, and drawn again, at two
/// closes. Before: each time the price that begins a period was 100 %, and so it was at the settlement.
#[test]
fn money_of_two_moments_opens_no_gate_of_solvency() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let (site, who) = (g.coop.site, &g.coop.founder);
    world.edit::<Coop>(&site.coop, |c| c.charter.budget_bps = 2_500.into());
    let until = world.now() + 365 * DAY;
    let drawn = Action::Mandate { to: who.wallet(), per_period: 180 * UNIT, until, work: false };
    let index = pass(&mut world, &g.coop, drawn);
    assert!(!world.proposal(&site.proposal(index)).is_special());
    world.accepts(site.execute_mandate(&who.wallet(), index, 0), &[who]);
    spend(&mut world, &site, 180 * UNIT, false);
    close(&mut world, &g.coop);
    for _ in 0..2 {
        world.set_time(world.coop(&site.coop).period.ends());
        settle_everyone(&mut world, &g.coop);
        let lends = site.pay_coop(who, Some(site.member(&who.wallet())), 180 * UNIT);
        world.accepts(lends, &[who]);
        close(&mut world, &g.coop);
        assert_eq!(world.coop(&site.coop).solvency_bps(), 10_000);
        world.accepts(site.draw_mandate(&who.wallet(), 0, &who.tokens, 180 * UNIT), &[who]);
        assert_eq!(world.coop(&site.coop).solvency_bps(), 8_000);
    }
    world.set_time(world.coop(&site.coop).period.ends());
    settle_everyone(&mut world, &g.coop);
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 180 * UNIT), &[who]);
    close(&mut world, &g.coop);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.solvency_bps(), coop.lasting_solvency_bps()), (10_000, 8_000));
}

/// Spent a second before each of two closes, and paid back behind the first. Before: the loss had lasted, for it was there when both
/// periods began.
#[test]
fn a_loss_of_two_moments_has_not_lasted() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let (site, who) = (g.coop.site, &g.coop.founder);
    for pays_back in [true, false] {
        world.set_time(world.coop(&site.coop).period.ends() - 1);
        settle_everyone(&mut world, &g.coop);
        spend(&mut world, &site, 180 * UNIT, false);
        close(&mut world, &g.coop);
        if pays_back {
            settle_everyone(&mut world, &g.coop);
            world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 180 * UNIT), &[who]);
        }
    }
    let coop = world.coop(&site.coop);
    let loss = coop.books.loss.get();
    assert_eq!((loss, coop.period.lasting_loss(loss)), (180 * UNIT, 0));
}

/// A member brings as much as the co-op has for the last second of a period, is released over a resolution, and is paid at the close.
/// Before: it left the next period without a budget, for what it had brought was taken off what was left without it.
#[test]
fn money_that_is_paid_out_again_takes_no_budget_with_it() {
    let mut world = World::new();
    let g = of_three(&mut world);
    nothing_wears(&mut world, &g);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let nth = pass_without_one(&mut world, &g.coop);
    world.set_time(world.now().max(world.coop(&site.coop).period.ends() - 1));
    let operating = world.coop(&site.coop).operating();
    let wallet = who.wallet();
    world.accepts(site.subscribe(who, 900 * UNIT), &[who]);
    world.accepts(site.resign(&wallet), &[who]);
    world.accepts(site.release(&wallet, nth, None), &[]);
    // its own 300 go with it
    world.accepts(site.ask_back(&wallet, 1_200 * UNIT, 0), &[who]);
    close(&mut world, &g.coop);
    let coop = world.coop(&site.coop);
    assert_eq!(coop.operating(), operating - 300 * UNIT);
    assert_eq!(coop.period.operating_at_start, coop.operating());
}

/// A pool is due in a period that is over. Before: whoever sent first decided whether it was measured by the period before, and when its
/// capital began to earn.
#[test]
fn a_pool_waits_for_the_close_of_the_period_that_is_over() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let terms = later_terms(&world);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    world.accepts(site.execute_open_pool(&who.wallet(), index, 1), &[who]);
    world.set_time(terms.opens);
    let pool = site.pool(1);
    pledge(&mut world, &pool, who, 100 * UNIT, 0);
    world.set_time(terms.deadline + 1);
    while world.coop(&site.coop).period.ends() <= world.now() {
        world.refuses(ClosePeriodFirst, pool.settle_pool(), &[]);
        close(&mut world, &g.coop);
    }
    world.accepts(pool.settle_pool(), &[]);
}

/// It left, for whatever reason, while its capital rests; the others resolve to spend half of all there is on one of them, and
/// leave with the rest. Before: it had left too early to be released, and had no vote: it was last, and got nothing.
#[test]
fn a_member_who_left_before_is_released_over_what_is_resolved_later() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    world.edit::<Member>(&site.member(&wallet), Member::end_promise);
    world.accepts(site.resign(&wallet), &[who]);
    world.pass(DAY);
    let amount = 400 * UNIT;
    let takes = Action::Spend { to: g.coop.founder.wallet(), amount, purpose: Purpose::Expense };
    let nth: Nth = propose(&mut world, &g.coop, takes).into();
    assert!(world.proposal(&site.proposal(nth)).is_special());
    vote(&mut world, &g.coop, nth, Choice::Yes);
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 1, 0), &[who]);
    world.set_time(world.proposal(&site.proposal(nth)).ends.get());
    close_overdue(&mut world, &g.coop);
    world.accepts(site.release(&wallet, nth, None), &[]);
    world.accepts(site.ask_back(&wallet, 200 * UNIT, 10_000), &[who]);
    await_execution(&mut world, &g.coop, nth);
    settle_everyone(&mut world, &g.coop);
    assert_eq!(world.member(&site.member(&wallet)).dividends, 200 * UNIT);
}

/// Somebody proposes in the second in which a member pledges, or is admitted. Before: that was taken for knowing of it.
#[test]
fn a_member_who_pledged_in_the_same_second_did_not_know() {
    let mut world = World::new();
    let g = crate::bootstrap::release::passed_without_one(&mut world);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let made = world.proposal(&site.proposal(0)).created_at;
    world.edit::<Member>(&site.member(&who.wallet()), |m| (m.pledged_at, m.admitted_at) = (made, made));
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.accepts(site.release(&who.wallet(), 0, None), &[]);
    assert_eq!(world.member(&site.member(&who.wallet())).resting_at(world.now()), 0);
}

/// An expulsion has passed as its subject fills a pool. Before: settled and carried out in one transaction, the pool had succeeded with
/// money that could be asked back at once.
#[test]
fn a_member_who_is_expelled_after_pledging_with_knowledge_of_it_stays_bound() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    let member = site.member(&wallet);
    world.edit::<Member>(&member, Member::end_promise);
    let mut terms = PoolTerms { min_members: 1, ..later_terms(&world) };
    (terms.withdraw_until, terms.deadline) = (terms.opens, terms.opens + 150 * DAY);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    clear(&mut world, &g.coop, index);
    world.set_time(terms.opens);
    let pool = site.pool(1);
    let pledges = |world: &mut World| {
        pledge(world, &pool, who, terms.max_raise.min(terms.max_pledge), 0);
        world.edit::<coop::state::Pool>(&pool.pool, |p| p.terms.max_raise = p.raised);
    };
    for knows in [true, false] {
        let saved = world.save();
        if !knows {
            pledges(&mut world);
        }
        let index = pass(&mut world, &g.coop, Action::Expel { member });
        close_overdue(&mut world, &g.coop);
        if knows {
            pledges(&mut world);
        }
        world.accepts(pool.settle_pool(), &[]);
        assert_eq!(world.pool(&pool.pool).succeeded, 1);
        world.accepts(site.execute_expel_of(index, &member, Some(1), &wallet), &[]);
        let left = world.member(&member);
        assert_eq!(left.resting_at(world.now()) > 0, knows);
        let all = left.matured.get();
        if knows {
            world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, all, 0), &[who]);
        } else {
            world.accepts(site.ask_back(&wallet, all, 0), &[who]);
        }
        world.restore(&saved);
    }
}

/// Two ordinary resolutions have passed, one for a rate of 0 and one for the rate that there is. Before: whoever sent both with a
/// `reprice_service` between had the rate of a second promised for ten years, and nobody else.
#[test]
fn a_rate_of_a_moment_is_promised_to_no_service() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let g = &t.g;
    let site = t.site();
    close(&mut world, &g.coop);
    let mut rates = Vec::new();
    for (proposer, bps) in [(&g.coop.members[0], 0), (&g.coop.members[1], 300)] {
        let nth = next_of(&world, &g.coop, proposer);
        let sets = site.propose(&proposer.wallet(), nth, Action::SetTakeRate { bps });
        world.accepts(sets, &[proposer]);
        rates.push(nth);
    }
    for nth in &rates {
        vote(&mut world, &g.coop, *nth, Choice::Yes);
    }
    await_execution(&mut world, &g.coop, rates[1]);
    let owner = &t.owner;
    let reprices = || site.reprice_service_by(Some(owner.wallet()), None, 0);
    let flash = [site.execute_set_take_rate(rates[0]), reprices(), site.execute_set_take_rate(rates[1])];
    let refusal = world.send(&flash, &[&owner.key]).expect_err("it takes 3 % in this period");
    assert!(refusal.is(TakeRateUnchanged), "{refusal:?}");
    // nor with the close between
    let saved = world.save();
    let now = world.now();
    world.edit::<Coop>(&site.coop, |c| c.period.started_at = (now - c.period.length.get() as i64).into());
    let number = world.coop(&site.coop).period.number.get();
    let flash = [
        site.execute_set_take_rate(rates[0]),
        site.close_period(&owner.wallet(), number),
        reprices(),
        site.execute_set_take_rate(rates[1]),
    ];
    let refusal = world.send(&flash, &[&owner.key]).expect_err("it took 3 % until a moment ago");
    assert!(refusal.is(TakeRateUnchanged), "{refusal:?}");
    world.restore(&saved);
    // a new one, too, is promised what was in force for a period
    world.accepts(site.execute_set_take_rate(rates[0]), &[]);
    let registers = site.register_service(&owner.wallet(), &owner.wallet(), 1, &owner.tokens, "new", 299);
    world.refuses(TakeRateAboveAccepted, registers, &[owner]);
    // nor is one raised, once its promise is over, by a rate of a moment
    let saved = world.save();
    world.edit::<coop::state::Service>(&site.service(0), |s| s.promised_until = 1.into());
    take_rate_becomes(&mut world, &site.coop, 300);
    world.edit::<Coop>(&site.coop, |c| {
        c.charter.take_rate_bps = 500.into();
        c.mark_take_rate();
    });
    close(&mut world, &g.coop);
    world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
    world.edit::<Coop>(&site.coop, |c| c.charter.take_rate_bps = 300.into());
    // and what is to come for it is not called off by one
    world.edit::<coop::state::Service>(&site.service(0), |s| {
        (s.take_rate_bps, s.next_take_rate_bps) = (0.into(), 300.into());
        s.next_from = i64::MAX.into();
    });
    world.edit::<Coop>(&site.coop, |c| {
        c.charter.take_rate_bps = 0.into();
        c.mark_take_rate();
    });
    world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
    world.restore(&saved);
    // once the rate has stood for a period, it reaches everyone
    for _ in 0..2 {
        world.refuses(TakeRateUnchanged, reprices(), &[owner]);
        close(&mut world, &g.coop);
    }
    world.accepts(reprices(), &[owner]);
    assert_eq!(world.service(&site.service(0)).take_rate_bps, 0);
}

/// All use is one member's. Before: of its dividend for the last period four fifths were kept as capital at the last close, for all
/// claims to share; who resigned before it, or never had bought, took of it.
#[test]
fn the_last_close_keeps_nobodys_dividend_for_all() {
    let mut world = World::new();
    let (small, large) = crate::fixtures::inheriting(&mut world);
    let site = small.site;
    world.edit::<Coop>(&site.coop, |c| c.charter.cash_bps = 2_000.into());
    world.edit::<Coop>(&site.coop, |c| c.period.rates.cash_bps = 2_000.into());
    let heir = large.site.coop;
    let index = pass_with(&mut world, &small, Action::Dissolve, Some(heir));
    settle_everyone(&mut world, &small);
    let buyer = &small.members[0];
    world.edit::<Coop>(&site.coop, |c| c.period.rates.cash_bps = 2_000.into());
    world.accepts(site.pay_coop(buyer, Some(site.member(&buyer.wallet())), 100 * UNIT), &[buyer]);
    let equity = world.coop(&site.coop).equity();
    let number = world.coop(&site.coop).period.number.get();
    let who = &small.founder;
    world.accepts(site.dissolve(&who.wallet(), Some(index), Some(heir), number), &[who]);
    let period = world.period(&site.period(number));
    assert_eq!((period.result.retained.get(), period.result.cash_bps.get()), (0, 10_000));
    assert!(period.result.members > 0);
    assert!(world.coop(&site.coop).claims <= equity);
    world.accepts(site.settle_patronage(&buyer.wallet(), number), &[]);
    assert!(world.member(&site.member(&buyer.wallet())).dividends >= period.result.members);
}

/// A federation begins to dissolve while a part of a member's solidarity is due to it. Before: whether it got it depended on which of
/// two strangers came first.
#[test]
fn a_federation_that_dissolves_is_paid_what_was_due_to_it() {
    let mut world = World::new();
    let (small, large) = federated(&mut world);
    let site = small.site;
    crate::fixtures::owe_federation(&mut world, &site, 5 * UNIT);
    let (_, heir) = crate::fixtures::pair(&mut world);
    world.edit::<Coop>(&large.site.coop, |c| c.heir = heir.site.coop);
    crate::fixtures::dissolve(&mut world, &large, heir.site.coop);
    let (before, solidarity) =
        (world.coop(&large.site.coop).books.reserve, world.coop(&site.coop).books.solidarity);
    world.accepts(site.remit_solidarity(&large.site.coop), &[]);
    assert_eq!(world.coop(&large.site.coop).books.reserve.get() - before.get(), 5 * UNIT);
    assert_eq!(world.coop(&site.coop).books.solidarity, solidarity);
    // what falls due later is no business of its heirs
    world.pass(180 * DAY);
    crate::fixtures::owe_federation(&mut world, &site, 5 * UNIT);
    world.accepts(site.remit_solidarity(&large.site.coop), &[]);
    assert_eq!(world.coop(&site.coop).books.solidarity.get() - solidarity.get(), 5 * UNIT);
}
