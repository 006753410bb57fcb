//! Resolutions about memberships, at the second and at the number that decides.

use crate::{
    DAY, UNIT, World, charter,
    fixtures::{
        active, await_execution, clear, close_overdue, inheriting, moving, next_of, pass, pass_with,
        pledged_again, propose, propose_on,
    },
    scenes::{amendment, member, refused},
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::{self, *},
    state::{Action, CharterTerms, Choice, Coop, Member, Proposal, Purpose, Standing},
};

#[test]
fn an_act_of_the_old_wallet_since_the_proposal_ends_a_move_to_the_second() {
    let mut world = World::new();
    let (g, member, wallet) = moving(&mut world);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let silent = world.member(&member).last_active_at.get();
    let moves = site.execute_rehome(&founder.wallet(), 0, &member, &wallet);
    for (created, moved) in [(silent - 1, false), (silent, false), (silent + 1, true)] {
        let saved = world.save();
        world.edit::<Proposal>(&site.proposal(0), |p| p.created_at = created.into());
        if moved {
            world.accepts(moves.clone(), &[founder]);
        } else {
            world.refuses(WalletNotLost, moves.clone(), &[founder]);
        }
        world.restore(&saved);
    }
    // moved there before
    world.edit::<Member>(&member, |m| m.wallet = wallet);
    world.refuses(WalletUnchanged, moves, &[founder]);
}

#[test]
fn two_memberships_do_not_move_to_one_wallet() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, [founder, other]) = (g.coop.site, [&g.coop.founder, &g.coop.members[0]]);
    let lost = [1, 2].map(|i| member(&g.coop, i));
    let wallet = world.actor("new wallet", 0).wallet();
    world.pass(180 * DAY);
    let both = [(founder, lost[0]), (other, lost[1])].map(|(who, member)| {
        let nth = next_of(&world, &g.coop, who);
        world.accepts(site.propose(&who.wallet(), nth, Action::Rehome { member, wallet }), &[who]);
        for voter in [founder, other] {
            world.accepts(site.cast_vote(&voter.wallet(), nth, Choice::Yes), &[voter]);
        }
        nth
    });
    await_execution(&mut world, &g.coop, both[1]);
    world.accepts(site.execute_rehome(&founder.wallet(), both[0], &lost[0], &wallet), &[founder]);
    world.refuses(
        WalletIsAMember,
        site.execute_rehome(&founder.wallet(), both[1], &lost[1], &wallet),
        &[founder],
    );
    // nor is that proposed
    clear(&mut world, &g.coop, 0);
    let refusal = refused(&mut world, &g.coop, Action::Rehome { member: lost[1], wallet });
    assert!(refusal.is(WalletIsAMember), "{refusal:?}");
}

#[test]
fn weighty_decisions_take_the_charters_quorum_and_timelock_where_those_are_more() {
    for (quorum, days, expected) in [(1_000, 1, (5_000, 30)), (7_000, 40, (7_000, 40))] {
        let mut world = World::new();
        let (small, large) = inheriting(&mut world);
        let site = small.site;
        world.edit::<Coop>(&site.coop, |c| {
            (c.charter.quorum_bps, c.charter.timelock) = (quorum.into(), (days * DAY as u32).into());
        });
        world.pass(1);
        let wallet = world.actor("new wallet", 0).wallet();
        let index = propose(&mut world, &small, Action::Rehome { member: member(&small, 1), wallet });
        let p = world.proposal(&site.proposal(index));
        assert_eq!((p.quorum_bps.get(), p.timelock.get() as i64 / DAY), expected);
        let who = &small.founder;
        world.accepts(site.cancel_proposal(&who.wallet(), index, &who.wallet()), &[who]);
        let index = propose_on(&mut world, &small, Action::Dissolve, Some(large.site.coop));
        assert_eq!(world.proposal(&site.proposal(index)).quorum_bps, expected.0);
    }
}

/// A membership that moved there could never be moved on by a signature.
#[test]
fn nothing_moves_to_the_address_that_nobody_signs_for() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let action = Action::Rehome { member: member(&g.coop, 1), wallet: Address::default() };
    let refusal = refused(&mut world, &g.coop, action);
    assert!(refusal.is(WalletUnchanged), "{refusal:?}");
}

#[test]
fn a_readmission_is_of_an_expulsion_that_was_before_it() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, member) = (g.coop.site, member(&g.coop, 1));
    crate::fixtures::expel(&mut world, &g.coop, &member);
    let index = pass(&mut world, &g.coop, Action::Readmit { member });
    let left = world.member(&member).left_at.get();
    let readmits = site.execute_readmit(index, &member);
    let saved = world.save();
    world.edit::<Proposal>(&site.proposal(index), |p| p.created_at = (left - 1).into());
    world.refuses(SubjectMismatch, readmits.clone(), &[]);
    world.edit::<Proposal>(&site.proposal(index), |p| p.created_at = left.into());
    world.accepts(readmits.clone(), &[]);
    assert!(world.member(&member).is(Standing::Left));
    world.restore(&saved);
    world.edit::<Member>(&member, |m| m.standing = Standing::Left.into());
    world.refuses(NotExpelled, readmits, &[]);
}

/// A promise that does not stand yet ends though the latest time of its pool is over; capital rests on of whoever pledged after
/// the second of the proposal.
#[test]
fn an_expulsion_frees_what_was_bound_before_it_was_proposed() {
    for after in [0, 1] {
        let mut world = World::new();
        let (g, _) = pledged_again(&mut world);
        let (site, member) = (g.coop.site, member(&g.coop, 1));
        clear(&mut world, &g.coop, 0);
        let index = pass(&mut world, &g.coop, Action::Expel { member });
        close_overdue(&mut world, &g.coop);
        let proposed = world.proposal(&site.proposal(index)).created_at.get();
        let now = world.now();
        world.edit::<Member>(&member, |m| {
            m.pledged_at = (proposed + after).into();
            (m.promise_stands, m.promise_ends) = (0, (now - 1).into());
            (m.rests[0].until, m.rests_until) = ((now + DAY).into(), (now + DAY).into());
        });
        assert!(world.member(&member).promised.get() > 0);
        world.accepts(site.execute_expel(index, &member), &[]);
        let m = world.member(&member);
        assert_eq!(m.promised, 0);
        assert_eq!(m.resting_at(now) > 0, after == 1);
    }
}

#[test]
fn an_heir_is_checked_as_it_is_named_and_as_the_end_is_proposed() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    let (site, who) = (small.site, &small.founder);
    let index = next_of(&world, &small, who);
    let heir = Some(large.site.coop);
    let (saved, now) = (world.save(), world.now());
    let amend = Action::Amend { charter: charter(), heir: large.site.coop, statutes: None };
    for action in [Action::Dissolve, amend] {
        let proposes = site.propose_with(&who.wallet(), index, heir, action);
        // as if it had been founded a moment ago
        world.edit::<Coop>(&large.site.coop, |c| c.founded_at = now.into());
        world.refuses(HeirTooYoung, proposes.clone(), &[who]);
        world.restore(&saved);
        world.accepts(proposes, &[who]);
        world.restore(&saved);
    }
}

#[test]
fn while_there_are_electors_or_were_within_180_days_nobody_begins_the_end_alone() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, stranger) = (g.coop.site, world.actor("stranger", 0));
    let number = world.coop(&site.coop).period.number.get();
    world.set_time(world.coop(&site.coop).period.ends() - 1);
    let ends = site.dissolve(&stranger.wallet(), None::<u32>, None, number);
    let long_ago = world.now() - 180 * DAY;
    for (electorless, pool, begins) in [
        (0, long_ago, false),
        (long_ago + 1, long_ago, false),
        (long_ago, long_ago + 1, false),
        (long_ago, long_ago, true),
    ] {
        world.edit::<Coop>(&site.coop, |c| {
            (c.electorless_since, c.pool_succeeded_at) = (electorless.into(), pool.into());
        });
        if begins {
            world.accepts(ends.clone(), &[&stranger]);
        } else {
            world.refuses(ElectorsRemain, ends.clone(), &[&stranger]);
        }
    }
}

/// The error, and the term that brings it.
type Case = (CoopError, fn(&mut CharterTerms));

/// Terms are checked as at the founding: an amendment cannot set what no charter may begin with.
#[test]
fn an_amendment_is_within_the_bounds_of_every_charter() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let cases: [Case; 3] = [
        (TakeRateOutOfBounds, |c| c.take_rate_bps = c.take_rate_ceiling_bps + 1),
        (VotingPeriodOutOfBounds, |c| c.voting_period = 0),
        (ReserveOutOfBounds, |c| c.reserve_bps = 10_001),
    ];
    for (error, spoil) in cases {
        let refusal = refused(&mut world, &g.coop, amendment(spoil));
        assert!(refusal.is(error), "{error:?}: {refusal:?}");
    }
}

/// Three of five suffice for what is ordinary; four of six, and not three of five, for what needs two thirds.
#[test]
fn what_needs_two_thirds_of_the_votes_has_them_at_exactly_two_thirds() {
    for (size, special, yes, passes) in [(5, false, 3, true), (5, true, 3, false), (6, true, 4, true)] {
        let mut world = World::new();
        let g = active(&mut world, size, 150 * UNIT);
        let site = g.coop.site;
        // above or within the capacity of the budget
        let amount = if special { 300 * UNIT } else { UNIT };
        let spends = Action::Spend { to: g.coop.founder.wallet(), amount, purpose: Purpose::Expense };
        let index = propose(&mut world, &g.coop, spends);
        assert_eq!(world.proposal(&site.proposal(index)).is_special(), special);
        for (i, who) in g.coop.everyone().enumerate() {
            let choice = if i < yes { Choice::Yes } else { Choice::No };
            world.accepts(site.cast_vote(&who.wallet(), index, choice), &[who]);
        }
        await_execution(&mut world, &g.coop, index);
        let spends = site.execute_spend(index, &g.coop.founder.tokens);
        if passes {
            world.accepts(spends, &[]);
        } else {
            world.refuses(MajorityNotReached, spends, &[]);
        }
    }
}

/// The people of a pool that succeeds in the second of the proposal, or later, have no vote in it.
#[test]
fn a_dissolution_that_was_proposed_before_a_pool_succeeded_is_proposed_again() {
    let mut world = World::new();
    let (small, large) = inheriting(&mut world);
    let (site, heir) = (small.site, Some(large.site.coop));
    let index = pass_with(&mut world, &small, Action::Dissolve, heir);
    let p = world.proposal(&site.proposal(index));
    let (made, ends) = (p.created_at.get(), p.ends.get());
    let number = world.coop(&site.coop).period.number.get();
    let dissolves = site.dissolve(&small.founder.wallet(), Some(index), heir, number);
    for at in [made, made + 1, ends, ends + 1] {
        world.edit::<Coop>(&site.coop, |c| c.pool_succeeded_at = at.into());
        world.refuses(ProposalStale, dissolves.clone(), &[&small.founder]);
    }
    world.edit::<Coop>(&site.coop, |c| c.pool_succeeded_at = (made - 1).into());
    world.accepts(dissolves, &[&small.founder]);
}
