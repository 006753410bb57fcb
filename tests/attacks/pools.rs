//! Pools that start without the money, people or use that they require, and members whom they bind or let return.

use super::purse;
use crate::{
    DAY, UNIT, World,
    call::Nth,
    fixtures::{
        active, await_execution, candidacy, clear, close, later_terms, pass, pledge, propose,
        settle_everyone, take_in,
    },
    patronage::seasoned,
    pool_terms,
    scenes::{amendment, member_proposes},
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, CoopStatus, PoolTerms, Proposal},
};

/// A gate of 900, 400 of which others gave. After nobody can withdraw any more, a whale pledges the rest, settles, claims, leaves
/// and asks for it, in one transaction. Before: a co-op that needed 900 began with 400, and its pledgers got nothing back.
#[test]
fn money_of_a_moment_passes_no_gate_it_does_not_stay_behind() {
    let mut world = World::new();
    let mut coop = crate::fixtures::found(&mut world, &Default::default());
    take_in(&mut world, &mut coop, 4);
    let site = coop.site;
    let (raise, share) = (900 * UNIT, 100 * UNIT);
    let terms = PoolTerms {
        min_raise: raise,
        max_raise: raise,
        min_use: 0,
        min_members: 4,
        ..pool_terms(world.now())
    };
    world.accepts(site.open_pool(0, terms.clone()), &[&coop.founder]);
    let (pool, whale) = (site.pool(0), &coop.members[3]);
    for who in coop.everyone().take(4) {
        pledge(&mut world, &pool, who, share, 0);
    }
    world.set_time(terms.withdraw_until + 1);
    let (before, wallet) = (purse(&world, whale), whale.wallet());
    let flash = [
        pool.make_pledge(&wallet, whale, raise - 4 * share, 0),
        pool.settle_pool(),
        pool.claim_shares(&wallet),
        site.resign_asking(&wallet),
    ];
    world.send(&flash, &[&whale.key]).expect("each of these is allowed");
    // it is there, and stays for as long as the pool had said
    assert_eq!(world.coop(&site.coop).operating(), raise);
    assert_eq!(before - purse(&world, whale), raise - 4 * share);
    let member = world.member(&site.member(&wallet));
    assert_eq!((member.resting_at(world.now()), member.asked.get()), (raise - 4 * share, 0));
    let stays = world.pool(&pool.pool).settled_at.get() + terms.stay as i64;
    for who in coop.everyone().take(4) {
        world.accepts(pool.claim_shares(&who.wallet()), &[]);
    }
    while world.now() < stays - 30 * DAY {
        close(&mut world, &coop);
        settle_everyone(&mut world, &coop);
    }
    world.set_time(stays - 1);
    assert!(world.attempt(site.ask_back(&wallet, 1, 0), &[whale]).is_err());
}

/// The same with a later pool, and as if it had been released: it knew of the resolution as it pledged.
#[test]
fn nobody_pledges_into_a_pool_and_out_of_it_by_a_resolution_that_it_knew() {
    let mut world = World::new();
    let g = seasoned(&mut world, 4, 200 * UNIT);
    let site = g.coop.site;
    let terms = PoolTerms { min_raise: 300 * UNIT, min_members: 1, ..later_terms(&world) };
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    let founder = &g.coop.founder;
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    clear(&mut world, &g.coop, index);
    world.set_time(terms.opens);
    let (pool, knows) = (site.pool(1), &g.coop.members[2]);
    pledge(&mut world, &pool, founder, 100 * UNIT, 0);
    let nth = propose(&mut world, &g.coop, amendment(|c| c.timelock += DAY as u32));
    for who in g.coop.everyone().take(3) {
        world.accepts(site.cast_vote(&who.wallet(), nth, Choice::Yes), &[who]);
    }
    world.pass(1);
    pledge(&mut world, &pool, knows, 200 * UNIT, 0);
    await_execution(&mut world, &g.coop, nth);
    settle_everyone(&mut world, &g.coop);
    let leave = site.resign_with(&knows.wallet(), None, Some(1), false, false);
    world.accepts(leave, &[knows]);
    world.refuses(PledgedKnowingly, site.release(&knows.wallet(), nth, Some(1)), &[]);
}

/// Before: a promise of 4 294 with a bond of 5 passed the gate by words.
#[test]
fn a_promise_passes_the_gate_of_use_with_no_less_capital_than_answers_for_it() {
    let mut world = World::new();
    let mut coop = crate::fixtures::found(&mut world, &Default::default());
    take_in(&mut world, &mut coop, 2);
    let terms = PoolTerms { min_use: 4_000 * UNIT, max_use: 5_000 * UNIT, ..pool_terms(world.now()) };
    world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
    let (pool, who) = (coop.site.pool(0), &coop.founder);
    // a tenth of it answers
    let words = |used| pool.make_pledge(&who.wallet(), who, 400 * UNIT - 1, used);
    world.refuses(PledgeBelowBond, words(4_000 * UNIT), &[who]);
    world.accepts(words(4_000 * UNIT - 10), &[who]);
    let more = pool.make_pledge(&who.wallet(), who, 0, 1);
    world.refuses(PledgeBelowBond, more, &[who]);
}

/// Before: no second in which to withdraw.
#[test]
fn an_amendment_and_a_settlement_are_not_one_transaction() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let terms = PoolTerms { min_raise: UNIT, min_members: 1, ..later_terms(&world) };
    let index = pass(&mut world, &g.coop, Action::OpenPool { terms: terms.clone() });
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    clear(&mut world, &g.coop, index);
    world.set_time(terms.opens);
    let (pool, who) = (site.pool(1), &g.coop.members[0]);
    pledge(&mut world, &pool, who, 100 * UNIT, 0);
    let amends = pass(&mut world, &g.coop, amendment(|c| c.timelock += DAY as u32));
    if world.now() <= terms.deadline {
        world.set_time(terms.deadline + 1);
    }
    world.accepts(site.execute_amend(amends, None), &[]);
    world.refuses(CharterJustAmended, pool.settle_pool(), &[]);
    world.pass(7 * DAY - 1);
    world.refuses(CharterJustAmended, pool.settle_pool(), &[]);
    // whoever pledged before has these seven days
    world.accepts(pool.withdraw_pledge(&who.wallet(), &who.tokens, 100 * UNIT), &[who]);
    assert_eq!(world.coop(&site.coop).status(), CoopStatus::Active);
}

/// Before: expelled tomorrow, it closed its account today and came back as if it had never been there.
#[test]
fn whoever_is_about_to_be_expelled_does_not_close_its_account_and_apply_anew() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let (site, who) = (g.coop.site, &g.coop.members[2]);
    let (wallet, member) = (who.wallet(), g.coop.site.member(&who.wallet()));
    let expels = pass(&mut world, &g.coop, Action::Expel { member });
    // it leaves in the last second, with nothing owed any more
    world.accepts(site.resign(&wallet), &[who]);
    world.edit::<coop::state::Member>(&member, |m| {
        m.end_promise();
        (m.matured, m.matured_new, m.fresh, m.dividends) = Default::default();
    });
    world.refuses(MemberStillNeeded, site.reclaim_member(&wallet, &wallet), &[]);
    world.accepts(site.execute_expel_of(expels, &member, None, &wallet), &[]);
    world.refuses(NotLeft, site.reapply(&wallet), &[who]);
    world.pass(1_000 * DAY);
    world.refuses(MemberStillNeeded, site.reclaim_member(&wallet, &wallet), &[]);
    assert!(world.attempt(site.apply(&wallet, &wallet), &[who]).is_err());
    // nor as somebody else's candidate
    let other = world.actor("other", 0);
    candidacy(&mut world, &site, &other);
    let vouches = site.vouch_for(&wallet, &wallet, &other.wallet());
    world.refuses(NotAMember, vouches, &[who]);
}

/// A co-op with a tenth of its capital left has resolved to dissolve while a pool is open. Before: whoever sent the settlement before the
/// dissolution decided that the pledgers shared the loss of the others. As soon as the resolution has passed, anyone has the pool
/// fail, for everyone alike: nobody takes its own pledge out and leaves the others'.
#[test]
fn a_pool_of_a_coop_that_resolved_to_dissolve_fails_before_its_money_is_due() {
    let mut world = World::new();
    let (small, large) = crate::fixtures::inheriting(&mut world);
    let site = small.site;
    let later = later_terms(&world);
    let opens = later.opens;
    let deadline = world.now() + 62 * DAY;
    let terms = PoolTerms { min_raise: UNIT, min_members: 1, withdraw_until: opens, deadline, ..later };
    let index = pass(&mut world, &small, Action::OpenPool { terms });
    let (founder, pledger) = (&small.founder, &small.members[1]);
    world.accepts(site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
    clear(&mut world, &small, index);
    world.set_time(opens);
    let pool = site.pool(1);
    for who in [pledger, founder] {
        pledge(&mut world, &pool, who, 400 * UNIT, 0);
    }
    while world.coop(&site.coop).period.ends() <= world.now() {
        close(&mut world, &small);
    }
    crate::fixtures::spend(&mut world, &site, 540 * UNIT, false);
    let ending: Nth =
        crate::fixtures::propose_on(&mut world, &small, Action::Dissolve, Some(large.site.coop)).into();
    crate::fixtures::vote(&mut world, &small, ending, Choice::Yes);
    let other = member_proposes(&mut world, &small, Action::SetTakeRate { bps: 100 });
    let ends = world.proposal(&site.proposal(ending)).ends.get();
    let over = |index: Nth| pool.settle_pool_of(Some(site.proposal(index)));
    world.set_time(ends - 1);
    world.refuses(NotResolvedToDissolve, over(ending), &[]);
    world.set_time(ends);
    // by another resolution, or by none before the date: no
    world.refuses(NotResolvedToDissolve, over(other), &[]);
    world.refuses(TooEarlyToSettle, pool.settle_pool(), &[]);
    world.edit::<Proposal>(&site.proposal(ending), |p| p.coop = large.site.coop);
    world.refuses(ProposalOfAnotherCoop, over(ending), &[]);
    world.edit::<Proposal>(&site.proposal(ending), |p| p.coop = site.coop);
    let mine = pool.withdraw_pledge(&founder.wallet(), &founder.tokens, 400 * UNIT);
    world.refuses(WithdrawalOver, mine, &[founder]);
    // later, while everyone may leave before it, just as well
    let saved = world.save();
    await_execution(&mut world, &small, ending);
    world.set_time(world.now().max(deadline + 1));
    let due = world.save();
    world.accepts(over(ending), &[]);
    world.restore(&due);
    // whoever leaves the resolution out has the pool succeed, and the co-op go on: was that its people shared the loss
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 1);
    let number = world.coop(&site.coop).period.number.get();
    let dissolve = site.dissolve(&founder.wallet(), Some(ending), Some(large.site.coop), number);
    world.refuses(ProposalStale, dissolve, &[founder]);
    world.restore(&saved);
    world.accepts(over(ending), &[]);
    assert_eq!(world.pool(&pool.pool).succeeded, 0);
    for who in [pledger, founder] {
        let before = world.balance(&who.tokens);
        world.accepts(pool.refund_pledge(&who.wallet(), &who.tokens), &[]);
        assert_eq!(world.balance(&who.tokens) - before, 400 * UNIT);
    }
}
