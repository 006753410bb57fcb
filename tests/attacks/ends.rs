//! Attacks on the shares that a dissolution pays. Found by a second audit (docs/decisions/0011).

use super::purse;
use crate::{
    Actor, DAY, UNIT, World,
    fixtures::{
        Founded, active, clear, close, close_overdue, dissolve, inheriting, long_without_electors,
        open_to_all, pass, pass_with, pledge, pledged_again, propose_on, send_to_agent, settle_everyone,
        spend,
    },
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Member, Pool},
};

/// Nothing is bonded, and assets wear nothing, from now on.
fn with_round_numbers(world: &mut World, coop: &Founded) {
    for who in coop.everyone() {
        world.edit::<Member>(&coop.site.member(&who.wallet()), |m| m.bonded = 0.into());
    }
    world.edit::<Coop>(&coop.site.coop, |c| {
        c.charter.depreciation_bps = 0.into();
        c.period.rates.depreciation_bps = 0.into();
    });
}

/// §8, §11: what a leaver gave up of assets is the reserve's, and the reserve never reaches members.
#[test]
fn a_dissolution_gives_members_nothing_that_is_the_reserves() {
    let end = |dissolves: bool| {
        let mut world = World::new();
        let (coop, heir) = inheriting(&mut world);
        let site = coop.site;
        with_round_numbers(&mut world, &coop);
        settle_everyone(&mut world, &coop);
        close(&mut world, &coop);
        let tokens = send_to_agent(&mut world, &site, 400 * UNIT);
        close(&mut world, &coop);
        // one of three leaves at a third: 133.3 of the agent's money become the reserve's
        let leaver = &coop.members[0];
        world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
        close(&mut world, &coop);
        settle_everyone(&mut world, &coop);
        // and what is left in the fund is spent
        let fund = world.coop(&site.coop).books.fund.get();
        spend(&mut world, &site, fund, false);
        let before: u64 = [&coop.founder, &coop.members[1]].iter().map(|who| purse(&world, who)).sum();
        if dissolves {
            let index = pass_with(&mut world, &coop, Action::Dissolve, Some(heir.site.coop));
            let period = world.coop(&site.coop).period.number.get();
            let who = &coop.founder;
            world.accepts(site.dissolve(&who.wallet(), Some(index), Some(heir.site.coop), period), &[who]);
            world.accepts(site.execute_collect(None::<u32>, &tokens), &[]);
            settle_everyone(&mut world, &coop);
            for who in [&coop.founder, &coop.members[1]] {
                world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
            }
        } else {
            let index = pass(&mut world, &coop, Action::Collect { amount: 400 * UNIT });
            world.accepts(site.execute_collect(Some(index), &tokens), &[]);
            // what came home is in the price of the next close
            close(&mut world, &coop);
            for who in [&coop.founder, &coop.members[1]] {
                world.accepts(site.resign_asking(&who.wallet()), &[who]);
            }
            let number = close(&mut world, &coop);
            for who in [&coop.founder, &coop.members[1]] {
                world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
                world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
            }
        }
        let after: u64 = [&coop.founder, &coop.members[1]].iter().map(|who| purse(&world, who)).sum();
        (after - before, world.coop(&site.coop).books.reserve.get())
    };
    let (closed, dissolved) = (end(false), end(true));
    assert!(
        dissolved.0 <= closed.0,
        "two who stay get (members, reserve) {closed:?} at a close and {dissolved:?} in a dissolution"
    );
}

/// §9, principle 4: whoever asked in a period that is over is paid by its close: no dissolution comes first.
#[test]
fn whoever_asked_in_a_period_that_is_over_is_paid_by_its_close() {
    let mut world = World::new();
    let (coop, heir) = inheriting(&mut world);
    let (site, who, leaver) = (coop.site, &coop.founder, &coop.members[0]);
    with_round_numbers(&mut world, &coop);
    world.edit::<Coop>(&site.coop, |c| c.charter.execution_window = (30 * DAY as u32).into());
    let index = pass_with(&mut world, &coop, Action::Dissolve, Some(heir.site.coop));
    settle_everyone(&mut world, &coop);
    world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
    // the others invest all that nobody asked for
    spend(&mut world, &site, 400 * UNIT, true);
    let ends = world.coop(&site.coop).period.ends();
    world.set_time(ends);
    let dissolve = |number| site.dissolve(&who.wallet(), Some(index), Some(heir.site.coop), number);
    let number = world.coop(&site.coop).period.number.get();
    world.refuses(ClosePeriodFirst, dissolve(number), &[who]);
    close(&mut world, &coop);
    world.accepts(dissolve(number + 1), &[who]);
    let before = purse(&world, leaver);
    settle_everyone(&mut world, &coop);
    world.accepts(site.claim_dividends(&leaver.wallet(), &leaver.tokens), &[leaver]);
    // a third of that if the dissolution had come first: only 200 of 600 were not invested
    assert_eq!(purse(&world, leaver) - before, 200 * UNIT);
    world.changes_nothing(site.draw_capital(&leaver.wallet(), &leaver.tokens));
}

/// Pioneers are paid from their date on, and nobody can hasten it: a dissolution in the period of their date.
#[test]
fn a_dissolution_pays_no_pioneer_before_their_date() {
    let mut world = World::new();
    let (coop, heir) = inheriting(&mut world);
    let site = coop.site;
    let index = pass_with(&mut world, &coop, Action::Dissolve, Some(heir.site.coop));
    let stored = world.coop(&site.coop);
    // the date is the regular end of the open period
    let start = (stored.period.ends() - stored.activated_at.get()) as u32;
    world.edit::<Coop>(&site.coop, |c| c.charter.pioneer_start = start.into());
    let who = &coop.founder;
    let number = world.member(&site.member(&who.wallet())).unsettled_period.get();
    world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
    world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 100 * UNIT), &[who]);
    let period = world.coop(&site.coop).period.number.get();
    world.accepts(site.dissolve(&who.wallet(), Some(index), Some(heir.site.coop), period), &[who]);
    let result = world.period(&site.period(period)).result;
    assert!(world.now() < world.coop(&site.coop).pioneer_date());
    assert_eq!(
        result.pioneers,
        0,
        "{} s before the date",
        world.coop(&site.coop).pioneer_date() - world.now()
    );
}

/// §11: what is owed to nobody passes on after 180 days: what was forfeited is no member's claim.
#[test]
fn what_was_forfeited_is_nobodys_claim_on_a_dissolving_co_op() {
    use coop_math::{
        federation::claims::Claims,
        patronage::books::{Books, Facts},
    };
    let mut books = Books::default();
    books.pay_in(900).unwrap();
    books.fresh = 0;
    books.forfeit(300, 300, 0);
    books.close(&Facts { last: true, ..Facts::default() });
    let mut claims = Claims::of(&books);
    // members of 600 draw all they can
    let draw = claims.draw_floor(&books, 600, 0);
    claims.pay(&mut books, draw);
    assert_eq!((draw, claims.unclaimed(&books)), (600, 300), "(members, passes on after 180 days)");
}

/// All electors have left, and a last pool of theirs can be settled on the day on which anyone may dissolve the co-op. Before: who sent
/// both in one transaction chose whether the pool failed, or its money became a part of what all claims share, losses included.
#[test]
fn whom_a_pool_brought_in_is_not_dissolved_in_the_same_second() {
    let mut world = World::new();
    let (g, terms) = pledged_again(&mut world);
    let (site, pool) = (g.coop.site, g.coop.site.pool(1));
    world.edit::<Pool>(&pool.pool, |p| {
        (p.terms.min_raise, p.terms.max_raise) = (p.raised, p.raised);
        (p.terms.min_members, p.terms.min_solvency_bps) = (1.into(), 0.into());
    });
    world.set_time(terms.deadline + 1);
    close_overdue(&mut world, &g.coop);
    long_without_electors(&mut world, &site);
    let stranger = world.actor("stranger", 0);
    let dissolve = |world: &World| {
        site.dissolve(&stranger.wallet(), None::<u32>, None, world.coop(&site.coop).period.number.get())
    };
    let saved = world.save();
    // dissolved first, the pool fails, and everyone gets everything back
    let call = dissolve(&world);
    world.accepts(call, &[&stranger]);
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
    world.restore(&saved);
    // settled first, it succeeds, and its people have as long to become electors
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 1);
    let call = dissolve(&world);
    world.refuses(ElectorsRemain, call, &[&stranger]);
    world.pass(180 * DAY);
    close_overdue(&mut world, &g.coop);
    let call = dissolve(&world);
    world.accepts(call, &[&stranger]);
}

/// A period is not settled to its end when the co-op dissolves. Before: what rounding left of its retained dividends stayed among the
/// claims, and was taken out of the money for them. So whoever drew after the last settlement never got all, with enough for everyone.
#[test]
fn what_rounding_leaves_to_nobody_makes_no_claim_smaller() {
    let ends = |settled_first: bool| {
        let mut world = World::new();
        let (coop, heir) = inheriting(&mut world);
        let site = coop.site;
        with_round_numbers(&mut world, &coop);
        settle_everyone(&mut world, &coop);
        for who in &coop.members {
            world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 333), &[who]);
        }
        close(&mut world, &coop);
        let unsettled = world.coop(&site.coop).period.number.get() - 1;
        dissolve(&mut world, &coop, heir.site.coop);
        let draw = |who: &Actor| site.draw_capital(&who.wallet(), &who.tokens);
        if !settled_first {
            world.accepts(draw(&coop.founder), &[]);
        }
        let (period, due) = (world.period(&site.period(unsettled)), world.coop(&site.coop).books.reserve_due);
        for who in &coop.members {
            world.accepts(site.settle_patronage(&who.wallet(), unsettled), &[]);
        }
        assert_eq!(world.coop(&site.coop).books.reserve_due, due, "nor is it due to the reserve");
        let dust = period.unretained.get() - 2 * (period.unretained.get() / 2);
        assert_eq!((period.unsettled.get(), dust), (2, 1), "so there is something to round");
        for who in coop.everyone() {
            world.accepts(draw(who), &[]);
        }
        let coop_now = world.coop(&site.coop);
        assert_eq!((coop_now.claims, coop_now.claims_paid), (coop_now.claims, coop_now.claims));
        coop.everyone().map(|who| world.member(&site.member(&who.wallet())).drawn.get()).collect::<Vec<_>>()
    };
    assert_eq!(ends(true), ends(false));
}

/// A co-op has resolved to dissolve, and its heir begins to dissolve before that is carried out. Before: whoever carried out the heir's
/// resolution first made this one void.
#[test]
fn an_heir_that_ends_first_makes_no_resolution_to_dissolve_void() {
    let nobody = anchor_lang::prelude::Address::default();
    for (names_third, names_this, federation, accepted) in [
        (true, false, false, true),
        (false, true, false, false),
        (false, false, false, false),
        (false, true, true, true),
    ] {
        let mut world = World::new();
        let third = active(&mut world, 3, 200 * UNIT).coop.site.coop;
        let (coop, heir) = inheriting(&mut world);
        let (site, heir) = (coop.site, heir.site.coop);
        let index = pass_with(&mut world, &coop, Action::Dissolve, Some(heir));
        let now = world.now();
        world.edit::<Coop>(&heir, |c| {
            c.dissolving_at = now.into();
            c.successor = if names_third {
                third
            } else if names_this {
                site.coop
            } else {
                nobody
            };
        });
        if federation {
            world.edit::<Coop>(&site.coop, |c| c.federation = third);
        }
        let (who, period) = (&coop.founder, world.coop(&site.coop).period.number.get());
        let dissolve = site.dissolve(&who.wallet(), Some(index), Some(heir), period);
        if accepted {
            world.accepts(dissolve, &[who]);
            world.accepts(site.finish_dissolution(Some(heir), None), &[]);
            assert_eq!(world.coop(&site.coop).successor, third, "it is passed over");
        } else {
            // its reserve would be nobody's
            world.refuses(HeirNotActive, dissolve, &[who]);
        }
    }
}

/// Two thirds of the old members propose the end, and have a pool that is due succeed while the vote lasts. Before: only a success
/// after the vote made the resolution stale, so its people, who had no vote, shared the losses of those who resolved it.
#[test]
fn whom_a_pool_brought_in_during_the_vote_is_not_dissolved_by_it() {
    let mut world = World::new();
    let (coop, heir) = inheriting(&mut world);
    let (site, pool) = (coop.site, coop.site.pool(1));
    settle_everyone(&mut world, &coop);
    let (terms, index) = open_to_all(&mut world, &coop);
    clear(&mut world, &coop, index);
    pledge(&mut world, &pool, &coop.members[1], 300 * UNIT, 0);
    world.set_time(terms.deadline + 1);
    close_overdue(&mut world, &coop);
    let index = propose_on(&mut world, &coop, Action::Dissolve, Some(heir.site.coop));
    let votes = |who: &Actor, choice| site.cast_vote(&who.wallet(), index, choice);
    let ends = world.proposal(&site.proposal(index)).ends.get();
    for at in [world.now(), world.now() + 1, ends - 1] {
        let saved = world.save();
        world.set_time(at);
        close_overdue(&mut world, &coop);
        world.accepts(pool.settle_pool(), &[]);
        assert_eq!(world.pool(&pool.pool).succeeded, 1);
        world.refuses(ProposalStale, votes(&coop.founder, Choice::Yes), &[&coop.founder]);
        world.restore(&saved);
    }
    // once it is resolved, anyone has the pool fail, and everyone gets everything back
    for who in coop.everyone() {
        world.accepts(votes(who, Choice::Yes), &[who]);
    }
    world.set_time(ends);
    world.accepts(pool.settle_pool_of(Some(site.proposal(index))), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
}
