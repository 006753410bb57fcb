//! What a resolution does to a membership: it ends, comes back, or moves to another wallet.

use crate::{
    DAY, UNIT, World,
    fixtures::{active, clear, close, expel, pass, pledge, pledged_again, propose, spending, vote, vouch},
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Standing},
};

#[test]
fn a_member_who_is_expelled_keeps_its_money_and_nothing_else_until_it_is_readmitted() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.execute_expel(index, &member), &[]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.members.get(), coop.electors.get()), (2, 2));
    let m = world.member(&member);
    assert!(m.is(Standing::Expelled));
    assert_eq!((m.shares.get(), m.matured.get()), (0, 200 * UNIT));
    // no vote, no voice, no vouch, no way back
    clear(&mut world, &g.coop, index);
    let next = propose(&mut world, &g.coop, Action::Readmit { member });
    world.refuses(NotAMember, site.cast_vote(&wallet, next, Choice::Yes), &[who]);
    world.refuses(ElectorsOnly, site.propose(&wallet, (2, 0), spending(&g.coop)), &[who]);
    world.refuses(NotLeft, site.reapply(&wallet), &[who]);
    world.refuses(NotAMember, site.subscribe(who, UNIT), &[who]);
    vote(&mut world, &g.coop, next, Choice::Yes);
    // its capital is its own: nothing of it answers for a promise any more, and what a pool brought is free
    assert_eq!((m.promised.get(), m.bonded.get(), m.resting_at(0)), (0, 0, 0));
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 200 * UNIT + 1, 10_000), &[who]);
    world.accepts(site.ask_back(&wallet, 200 * UNIT, 10_000), &[who]);
    world.accepts(site.execute_readmit(next, &member), &[]);
    world.refuses(SettlePatronageFirst, site.reapply(&wallet), &[who]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    assert_eq!(world.member(&member).dividends, 200 * UNIT);
    world.accepts(site.reapply(&wallet), &[who]);
    assert!(world.member(&member).is(Standing::Candidate));
}

#[test]
fn resigning_first_does_not_escape_an_expulsion() {
    let mut world = World::new();
    let g = active(&mut world, 6, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let member = site.member(&who.wallet());
    close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.resign(&who.wallet()), &[who]);
    // as if a close lay between: the window of the resolution is shorter than a period
    world.edit::<coop::state::Member>(&member, |m| m.left_at = 1.into());
    world.accepts(site.reapply(&who.wallet()), &[who]);
    let electors = world.coop(&site.coop).electors;
    world.accepts(site.execute_expel(index, &member), &[]);
    assert!(world.member(&member).is(Standing::Expelled));
    assert_eq!(world.coop(&site.coop).electors, electors);
    world.refuses(NotLeft, site.reapply(&who.wallet()), &[who]);
    world.refuses(MemberStillNeeded, site.reclaim_member(&who.wallet(), &who.wallet()), &[]);
}

#[test]
fn a_member_who_is_expelled_after_it_resigned_has_been_gone_since_then() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, founder, who) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    let member = site.member(&who.wallet());
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.resign(&who.wallet()), &[who]);
    let left_at = world.now();
    world.pass(1);
    let amendment = amendment(|c| c.cash_bps = 2_000);
    world.accepts(site.propose(&g.coop.members[0].wallet(), (1, 0), amendment), &[&g.coop.members[0]]);
    world.pass(1);
    world.accepts(site.execute_expel(index, &member), &[]);
    assert_eq!(world.member(&member).left_at, left_at);
    // so it counts against nothing that was proposed since
    let count = site.count_protest(&founder.wallet(), &who.wallet(), (1, 0));
    world.refuses(NotInSnapshot, count, &[founder]);
}

/// A candidate has not left, so that its expulsion is the day from which it is gone; its name goes with it.
#[test]
fn a_candidate_that_is_expelled_is_gone_from_then_on_and_another_candidacy_of_the_wallet_is_not_meant() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let who = world.actor("candidate", 0);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    crate::fixtures::candidacy(&mut world, &site, &who);
    world.accepts(site.set_name(&wallet, "Cleo"), &[&who]);
    let named = world.member(&member);
    assert_eq!((named.left_at.get(), &named.name[..4]), (0, &b"Cleo"[..]));
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    let saved = world.save();
    world.accepts(site.execute_expel(index, &member), &[]);
    let gone = world.member(&member);
    assert_eq!((gone.left_at.get(), gone.name), (world.now(), [0; 32]));
    assert!(gone.is(Standing::Expelled));
    world.restore(&saved);
    // whoever left earlier has been gone since then
    world.edit::<coop::state::Member>(&member, |m| m.left_at = 5.into());
    world.accepts(site.execute_expel(index, &member), &[]);
    assert_eq!(world.member(&member).left_at, 5);
}

/// The account of a member is another one's once that member has been there twice: an expulsion means the one it named.
#[test]
fn an_expulsion_means_the_membership_that_was_there_when_it_was_proposed() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let member = site.member(&who.wallet());
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    let number = world.member(&member).number.get();
    for (other, expelled) in [(number + 1, false), (number - 1, false), (number, true)] {
        let saved = world.save();
        world.edit::<coop::state::Member>(&member, |m| m.number = other.into());
        let call = site.execute_expel(index, &member);
        if expelled {
            world.accepts(call, &[]);
        } else {
            world.refuses(SubjectMismatch, call, &[]);
        }
        world.restore(&saved);
    }
}

#[test]
fn business_of_a_closed_period_is_settled_before_a_member_is_expelled() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let member = site.member(&who.wallet());
    world.pass(20 * DAY);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    // its shares were claimed in the period that is over: they wait to be settled
    close(&mut world, &g.coop);
    let expel = site.execute_expel(index, &member);
    world.refuses(SettlePatronageFirst, expel.clone(), &[]);
    world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
    world.accepts(expel, &[]);
    assert!(world.member(&member).is(Standing::Expelled));
}

#[test]
fn a_readmitted_member_has_the_number_it_had() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    let before = world.member(&member).number;
    close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, 0), &[]);
    expel(&mut world, &g.coop, &member);
    let index = pass(&mut world, &g.coop, Action::Readmit { member });
    world.accepts(site.execute_readmit(index, &member), &[]);
    close(&mut world, &g.coop);
    world.accepts(site.reapply(&wallet), &[who]);
    for voucher in [&g.coop.founder, &g.coop.members[0]] {
        let by = voucher.wallet();
        let given = site.reclaim_vouch(&by, &wallet, &by);
        world.attempt(given, &[]).ok();
        vouch(&mut world, &site, voucher, who);
    }
    let next = world.coop(&site.coop).next_member;
    world.accepts(site.admit(&wallet), &[]);
    let after = world.member(&member);
    assert!(after.is(Standing::Member) && after.number == before);
    assert_eq!(world.coop(&site.coop).next_member, next, "no number is given twice, and none is used up");
}

#[test]
fn whoever_leaves_an_open_pool_and_is_expelled_then_is_counted_out_of_it_once() {
    let mut world = World::new();
    let (g, _) = pledged_again(&mut world);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let (wallet, member, pool) = (who.wallet(), site.member(&who.wallet()), site.pool(1));
    pledge(&mut world, &pool, who, 50 * UNIT, 0);
    clear(&mut world, &g.coop, 0);
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.resign_with(&wallet, None, Some(1), false, false), &[who]);
    let counted = |world: &World| {
        let pool = world.pool(&pool.pool);
        (pool.raised.get(), pool.people.get(), pool.people_raised.get())
    };
    assert_eq!(counted(&world), (150 * UNIT, 1, 100 * UNIT));
    world.accepts(site.execute_expel_of(index, &member, Some(1), &wallet), &[]);
    assert!(world.member(&member).is(Standing::Expelled));
    assert_eq!(counted(&world), (150 * UNIT, 1, 100 * UNIT));
}
