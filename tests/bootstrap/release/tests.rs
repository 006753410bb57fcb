//! Tests of `release` alone.

use super::passed_without_one;
use crate::{
    DAY, UNIT, World,
    fixtures::{active, close, close_overdue, later_terms, pass, pledge, settle_everyone, settle_later},
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice},
};

#[test]
fn a_member_who_left_over_it_is_bound_by_nothing_and_is_paid_at_the_turn() {
    let mut world = World::new();
    let g = passed_without_one(&mut world);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let wallet = who.wallet();
    let ask = |amount| site.ask_back(&wallet, amount, 0);
    world.accepts(site.resign_protesting(&wallet), &[who]);
    let bound = world.member(&site.member(&wallet));
    assert_eq!((bound.matured.get(), bound.resting_at(world.now())), (200 * UNIT, 200 * UNIT));
    assert_eq!((bound.promised.get(), bound.bonded.get()), (200 * UNIT, 20 * UNIT));
    world.refuses(MoreThanCanBeAsked, ask(1), &[who]);

    world.accepts(site.release(&wallet, 0, None), &[]);
    let free = world.member(&site.member(&wallet));
    assert_eq!((free.resting_at(world.now()), free.promised.get(), free.bonded.get()), (0, 0, 0));
    assert_eq!(free.returns_from, bound.rests_until);
    // once more changes nothing, and logs nothing
    let seq = world.coop(&site.coop).seq;
    world.pass(1);
    world.accepts(site.release(&wallet, 0, None), &[]);
    assert_eq!(world.coop(&site.coop).seq, seq);
    world.changes_nothing(site.settle_use(&wallet));

    // the first period begins with the founding pool's capital: all of it is in the price
    assert_eq!(world.coop(&site.coop).books.fresh, 0);
    world.accepts(site.ask_back(&wallet, 200 * UNIT, 10_000), &[who]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    assert_eq!(world.member(&site.member(&wallet)).dividends, 200 * UNIT);
}

#[test]
fn fresh_capital_of_a_member_who_was_released_is_paid_at_the_close_of_its_period_at_the_price_of_everyone() {
    let mut world = World::new();
    let g = active(&mut world, 4, 100 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    // as if it had kept its promise
    world.edit::<coop::state::Member>(&site.member(&wallet), coop::state::Member::end_promise);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let terms = later_terms(&world);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    world.set_time(terms.opens);
    let pool = site.pool(1);
    for member in g.coop.everyone() {
        pledge(&mut world, &pool, member, 200 * UNIT, 0);
    }
    while world.now() <= terms.deadline {
        close(&mut world, &g.coop);
    }
    settle_everyone(&mut world, &g.coop);
    // in the period that has just begun the pool is settled, and the others pass an amendment
    world.accepts(pool.settle_pool(), &[]);
    let proposer = &g.coop.members[0];
    let change = amendment(|c| c.cash_bps = 2_000);
    world.accepts(site.propose(&proposer.wallet(), (1, 0), change), &[proposer]);
    for voter in g.coop.everyone().take(3) {
        world.accepts(site.cast_vote(&voter.wallet(), (1, 0), Choice::Yes), &[voter]);
    }
    world.set_time(world.proposal(&site.proposal((1, 0))).ends.get());
    let books = world.coop(&site.coop).books;
    let fresh = books.fresh.get();
    world.accepts(site.resign_with(&wallet, None, Some(1), true, true), &[who]);
    world.accepts(site.release(&wallet, (1, 0), None), &[]);
    let all = world.member(&site.member(&wallet)).matured.get();
    assert_eq!(all, 300 * UNIT);
    world.accepts(site.ask_back(&wallet, all, 10_000), &[who]);
    let member = world.member(&site.member(&wallet));
    assert_eq!(member.asked_fresh.get(), if fresh > 0 { 200 * UNIT } else { 0 });
    let coop = world.coop(&site.coop);
    assert_eq!((coop.books.fresh.get(), coop.fresh_asked), (fresh - 200 * UNIT, member.asked_fresh));
    // with a loss, what others are measured by is what it was without the ask, which can be taken back in the same
    // transaction; the price of the close is not
    let saved = world.save();
    world.accepts(site.ask_back(&wallet, 0, 0), &[who]);
    world.edit::<coop::state::Coop>(&site.coop, |c| {
        c.books.fund -= 100 * UNIT;
        c.books.loss += 100 * UNIT;
    });
    let solvency = world.coop(&site.coop).solvency_bps();
    world.accepts(site.ask_back(&wallet, all, solvency), &[who]);
    let asked = world.coop(&site.coop);
    assert_eq!(asked.solvency_bps(), solvency);
    assert!(asked.books.numbers().solvency().solvency_bps_floor() > solvency);
    world.restore(&saved);
    // taken back it is fresh again
    world.accepts(site.ask_back(&wallet, 0, 0), &[who]);
    assert_eq!(world.coop(&site.coop).books.fresh, fresh);
    world.accepts(site.ask_back(&wallet, all, 10_000), &[who]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    let before = world.balance(&who.tokens);
    world.accepts(site.claim_dividends(&wallet, &who.tokens), &[who]);
    assert_eq!(world.balance(&who.tokens) - before, 300 * UNIT);
    assert!(fresh > 0, "the pool was settled in the period in which it left");
}

/// A pledge whose promise ended as its member was expelled binds nothing once it is a member again: it is claimed, not stuck.
#[test]
fn a_member_who_was_expelled_and_came_back_claims_what_it_had_pledged_before() {
    let mut world = World::new();
    let g = active(&mut world, 4, 100 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    let member = site.member(&wallet);
    world.edit::<coop::state::Member>(&member, coop::state::Member::end_promise);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let mut terms = later_terms(&world);
    (terms.withdraw_until, terms.deadline) = (terms.opens, terms.opens + 150 * DAY);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    crate::fixtures::clear(&mut world, &g.coop, index);
    world.set_time(terms.opens);
    let pool = site.pool(1);
    pledge(&mut world, &pool, who, 200 * UNIT, 100 * UNIT);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    close_overdue(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    world.refuses(PledgeMissing, site.execute_expel(index, &member), &[]);
    world.accepts(site.execute_expel_of(index, &member, Some(1), &wallet), &[]);
    let stored = world.pool(&pool.pool);
    assert_eq!((stored.people.get(), stored.use_pledged.get(), stored.raised.get()), (0, 0, 200 * UNIT));
    // it is let in again, and pledges again: it counts, with what it promises now
    world.edit::<coop::state::Member>(&member, |m| {
        m.standing = coop::state::Standing::Member.into();
        m.left_at = 0.into();
    });
    world.edit::<coop::state::Coop>(&site.coop, |c| c.members += 1);
    let saved = world.save();
    pledge(&mut world, &pool, who, 0, 30 * UNIT);
    let stored = world.pool(&pool.pool);
    assert_eq!((stored.people.get(), stored.use_pledged.get()), (1, 30 * UNIT));
    assert_eq!(world.member(&member).promised, 30 * UNIT);
    // or it does not: then its capital is claimed, and answers for nothing
    world.restore(&saved);
    for other in g.coop.everyone().take(3) {
        pledge(&mut world, &pool, other, 200 * UNIT, 0);
    }
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &g.coop, &pool);
    settle_everyone(&mut world, &g.coop);
    world.accepts(pool.claim_shares(&wallet), &[]);
    let claimed = world.member(&member);
    assert_eq!((claimed.bonded.get(), claimed.promised.get(), claimed.pledged_in.get()), (0, 0, 0));
}

/// Whoever knows the way out binds itself for a moment only: it fills a pool, has it settled, and is gone.
#[test]
fn a_member_who_pledges_after_a_resolution_was_proposed_is_not_released_over_it() {
    let mut world = World::new();
    let g = active(&mut world, 4, 100 * UNIT);
    let (site, whale) = (g.coop.site, &g.coop.members[2]);
    let wallet = whale.wallet();
    world.edit::<coop::state::Member>(&site.member(&wallet), coop::state::Member::end_promise);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let mut terms = later_terms(&world);
    (terms.withdraw_until, terms.deadline, terms.min_members) = (terms.opens, terms.opens + 90 * DAY, 1);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    world.set_time(terms.opens + 1);
    settle_everyone(&mut world, &g.coop);
    let proposer = &g.coop.members[0];
    world.accepts(site.propose(&proposer.wallet(), (1, 0), amendment(|c| c.cash_bps = 2_000)), &[proposer]);
    for voter in g.coop.everyone().take(3) {
        world.accepts(site.cast_vote(&voter.wallet(), (1, 0), Choice::Yes), &[voter]);
    }
    world.set_time(world.proposal(&site.proposal((1, 0))).ends.get());
    let pool = site.pool(1);
    settle_everyone(&mut world, &g.coop);
    pledge(&mut world, &pool, whale, 500 * UNIT, 0);
    world.accepts(site.resign_with(&wallet, None, Some(1), false, false), &[whale]);
    world.refuses(PledgedKnowingly, site.release(&wallet, (1, 0), Some(1)), &[]);
}

#[test]
fn a_promise_that_was_broken_before_is_settled_and_not_released() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let wallet = who.wallet();
    // capital of a later pool still rests, the founding promise is over
    world.edit::<coop::state::Member>(&site.member(&wallet), |m| {
        m.rests_until += 300 * DAY;
        m.rests[0].until += 300 * DAY;
    });
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let founder = &g.coop.founder;
    world.accepts(site.propose(&founder.wallet(), 0, amendment(|c| c.cash_bps = 2_000)), &[founder]);
    for voter in g.coop.everyone().take(2) {
        world.accepts(site.cast_vote(&voter.wallet(), 0, Choice::Yes), &[voter]);
    }
    world.set_time(world.proposal(&site.proposal(0)).ends.get());
    world.accepts(site.resign(&wallet), &[who]);
    world.accepts(site.release(&wallet, 0, None), &[]);
    let member = world.member(&site.member(&wallet));
    assert_eq!((member.resting_at(world.now()), member.bonded.get()), (0, 20 * UNIT));
    world.accepts(site.settle_use(&wallet), &[]);
    assert_eq!(world.coop(&site.coop).books.forfeited, 20 * UNIT);
}

#[test]
fn a_pledge_to_an_unsettled_pool_comes_back_and_the_way_back_waits_as_long_as_it_would_have_bound() {
    let mut world = World::new();
    let g = active(&mut world, 4, 100 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let mut terms = later_terms(&world);
    terms.deadline = terms.opens + 90 * DAY;
    terms.withdraw_until = terms.opens;
    terms.stay = 60 * DAY as u32;
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    world.set_time(terms.opens);
    let pool = site.pool(1);
    pledge(&mut world, &pool, who, 200 * UNIT, 0);
    world.pass(1);
    let back = pool.withdraw_pledge(&wallet, &who.tokens, 200 * UNIT);
    world.refuses(WithdrawalOver, back.clone(), &[who]);
    let proposer = &g.coop.members[0];
    let nth = (1, 0);
    world.accepts(site.propose(&proposer.wallet(), nth, amendment(|c| c.cash_bps = 2_000)), &[proposer]);
    for voter in g.coop.everyone().take(3) {
        world.accepts(site.cast_vote(&voter.wallet(), nth, Choice::Yes), &[voter]);
    }
    world.refuses(PledgeMissing, site.resign(&wallet), &[who]);
    settle_everyone(&mut world, &g.coop);
    world.accepts(site.resign_with(&wallet, None, Some(1), false, false), &[who]);
    let stored = world.pool(&pool.pool);
    assert_eq!((stored.pledgers.get(), stored.people.get(), stored.raised.get()), (1, 0, 200 * UNIT));
    world.refuses(WithdrawalOver, back.clone(), &[who]);
    world.set_time(world.proposal(&site.proposal(nth)).ends.get());
    world.refuses(PledgeMissing, site.release(&wallet, nth, None), &[]);
    world.refuses(PledgeOfAnotherPool, site.release(&wallet, nth, Some(0)), &[]);
    world.accepts(site.release(&wallet, nth, Some(1)), &[]);
    world.accepts(back, &[who]);
    let stored = world.pool(&pool.pool);
    assert_eq!((stored.pledgers.get(), stored.people.get(), stored.raised.get()), (0, 0, 0));
    let returns = world.member(&site.member(&wallet)).returns_from.get();
    assert_eq!(returns, terms.deadline + 60 * DAY);
    close(&mut world, &g.coop);
    world.set_time(returns - 1);
    world.refuses(ReleasedRecently, site.reapply(&wallet), &[who]);
    world.refuses(MemberStillNeeded, site.reclaim_member(&wallet, &wallet), &[]);
    world.pass(1);
    world.accepts(site.reapply(&wallet), &[who]);
    assert_eq!(world.member(&site.member(&wallet)).returns_from, 0);
}

/// It left while the pool was unsettled, so nobody needed to claim its shares: its promise ends as that of the others.
#[test]
fn a_promise_that_was_over_before_is_settled_though_nobody_has_claimed_its_shares() {
    let mut world = World::new();
    let g = active(&mut world, 4, 100 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let wallet = who.wallet();
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let mut terms = later_terms(&world);
    (terms.withdraw_until, terms.deadline) = (terms.opens, terms.opens + 60);
    (terms.min_raise, terms.min_members) = (1, 1);
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    settle_everyone(&mut world, &g.coop);
    for member in g.coop.everyone() {
        // as if what was promised to the founding pool were kept
        world.edit::<coop::state::Member>(&site.member(&member.wallet()), coop::state::Member::end_promise);
    }
    world.set_time(terms.opens);
    let pool = site.pool(1);
    pledge(&mut world, &pool, who, 200 * UNIT, 1_000 * UNIT);
    pledge(&mut world, &pool, &g.coop.members[1], 100 * UNIT, 0);
    let latest = world.member(&site.member(&wallet)).promise_ends.get();
    assert_eq!(latest, terms.deadline + terms.stay as i64 + 30 * DAY);
    world.pass(1);
    let nth = (1, 0);
    let proposer = &g.coop.members[0];
    world.accepts(site.propose(&proposer.wallet(), nth, amendment(|c| c.cash_bps = 2_000)), &[proposer]);
    for voter in g.coop.everyone().take(3) {
        world.accepts(site.cast_vote(&voter.wallet(), nth, Choice::Yes), &[voter]);
    }
    world.accepts(site.resign_with(&wallet, None, Some(1), false, false), &[who]);
    let unsettled = world.save();
    world.set_time(terms.deadline + 1);
    settle_later(&mut world, &g.coop, &pool);
    let over = world.pool(&pool.pool).stays_until();
    assert_eq!(over, terms.deadline + terms.stay as i64 + 1);
    let saved = world.save();
    let lost_if_released_at = |world: &mut World, at: i64| {
        world.restore(&saved);
        world.set_time(at);
        world.accepts(site.release(&wallet, nth, Some(1)), &[]);
        let bound = world.member(&site.member(&wallet)).has_promised();
        world.set_time(over);
        while world.coop(&site.coop).period.ends() <= world.now() {
            close(world, &g.coop);
        }
        settle_everyone(world, &g.coop);
        if bound {
            world.refuses(ClaimSharesFirst, site.settle_use(&wallet), &[]);
        }
        world.accepts(pool.claim_shares(&wallet), &[]);
        world.accepts(site.settle_use(&wallet), &[]);
        world.coop(&site.coop).books.forfeited.get()
    };
    assert_eq!(lost_if_released_at(&mut world, over - 1), 0);
    assert_eq!(lost_if_released_at(&mut world, over), 100 * UNIT);
    // nor can a stranger release it just before it settles a pool that was forgotten for as long as its stay, and have it bound
    world.restore(&unsettled);
    world.set_time(over + 1);
    close_overdue(&mut world, &g.coop);
    world
        .send(&[site.release(&wallet, nth, Some(1)), pool.settle_pool(), pool.claim_shares(&wallet)], &[])
        .expect("all three");
    let member = world.member(&site.member(&wallet));
    assert_eq!((member.promised.get(), member.bonded.get()), (0, 0));
}
