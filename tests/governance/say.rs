//! Who has a say, and who has none, whatever is cranked, cancelled or moved meanwhile.

use crate::{
    DAY, UNIT, World,
    fixtures::{
        active, await_execution, close, gather, leave_in_protest, pass, pledge, propose, settle_everyone,
        to_move,
    },
    patronage::seasoned,
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Coop, Member},
};

/// Who left while the co-op gathered never had a vote: its protest counts against nothing, whether its shares are claimed
/// or not.
#[test]
fn a_member_who_left_before_the_activation_does_not_protest_against_what_is_proposed_after_it() {
    let mut world = World::new();
    let g = gather(&mut world, 5);
    for who in g.coop.everyone() {
        pledge(&mut world, &g.site, who, 200 * UNIT, 20 * UNIT);
    }
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let gone = &g.coop.members[..2];
    for who in gone {
        world.accepts(site.resign_with(&who.wallet(), None, Some(0), false, true), &[who]);
    }
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    for who in [founder, &g.coop.members[2], &g.coop.members[3]] {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    let saved = world.save();
    world.pass(30 * DAY);
    let index = propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
    for who in [founder, &g.coop.members[2], &g.coop.members[3]] {
        world.accepts(site.cast_vote(&who.wallet(), index, Choice::Yes), &[who]);
    }
    let stranger = world.actor("stranger", 0);
    for who in gone {
        let call = site.count_protest(&stranger.wallet(), &who.wallet(), index);
        world.refuses(NotInSnapshot, call, &[&stranger]);
    }
    let p = world.proposal(&site.proposal(index));
    let status = p.status(&world.coop(&site.coop), world.now());
    // the other order of strangers: claimed first, they have no say
    world.restore(&saved);
    for who in gone {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    world.pass(30 * DAY);
    let other = propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
    let call = site.count_protest(&stranger.wallet(), &gone[0].wallet(), other);
    world.fund(&stranger.wallet(), 1_000_000_000);
    world.refuses(NotInSnapshot, call, &[&stranger]);
    assert_eq!((p.protests.get(), format!("{status:?}")), (0, "Voting".into()));
}

/// A protest against what has died meanwhile does not keep the leaver in.
#[test]
fn a_member_who_leaves_in_protest_against_two_leaves_also_if_one_died_a_moment_before() {
    let mut world = World::new();
    let g = active(&mut world, 7, 140 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let second = &g.coop.members[0];
    let first = propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
    world.accepts(site.propose(&second.wallet(), (1, 0), amendment(|c| c.cash_bps = 3_000)), &[second]);
    let leaver = &g.coop.members[5];
    let wallet = leaver.wallet();
    let steps = [
        site.resign_protesting(&wallet),
        site.count_protest(&founder.wallet(), &wallet, first),
        site.count_protest(&founder.wallet(), &wallet, (1, 0)),
    ];
    // two others were first: the first is dead
    leave_in_protest(&mut world, &g.coop, &g.coop.members[3..5], first);
    let sent = world.send(&steps, &[&leaver.key, &founder.key]);
    assert!(sent.is_ok(), "it has not left: {:?}", sent.err().and_then(|r| r.code()).map(|c| c - 6_000));
}

/// A membership is not moved to where nobody could act for it.
#[test]
fn a_membership_is_not_moved_to_the_co_ops_own_agent() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let member = site.member(&g.coop.members[1].wallet());
    world.pass(180 * DAY);
    let call = site.propose(&founder.wallet(), 0, Action::Rehome { member, wallet: site.agent() });
    world.refuses(AgentsAreNotMoved, call, &[founder]);
}

/// A page that a cancelled proposal left is its payer's, and of no use to the next.
#[test]
fn what_a_cancelled_proposal_left_is_neither_stolen_nor_used_for_the_next() {
    let mut world = World::new();
    let g = active(&mut world, 6, 160 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let index = propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
    leave_in_protest(&mut world, &g.coop, &g.coop.members[3..4], index);
    let page = site.ballots(index, 0);
    world.refuses(BallotStillNeeded, site.reclaim_ballots(&founder.wallet(), index, 0), &[]);
    world.accepts(site.cancel_proposal(&founder.wallet(), index, &founder.wallet()), &[founder]);
    let next = propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
    let who = &g.coop.members[0];
    let mut call = site.cast_vote(&who.wallet(), next, Choice::Yes);
    call.accounts[5].pubkey = page;
    world.refuses(BallotMismatch, call, &[who]);
    let thief = world.actor("thief", 0);
    world.refuses(RentPayerMismatch, site.reclaim_ballots(&thief.wallet(), index, 0), &[]);
    let before = world.lamports(&founder.wallet());
    world.accepts(site.reclaim_ballots(&founder.wallet(), index, 0), &[]);
    assert!(world.lamports(&founder.wallet()) > before && world.is_closed(&page));
    // who left before the second one was made has no protest in it
    let gone = &g.coop.members[3];
    world.refuses(NotInSnapshot, site.count_protest(&founder.wallet(), &gone.wallet(), next), &[founder]);
}

/// Lamports at an address that will be made hold nobody up.
#[test]
fn dust_at_an_address_holds_up_no_proposal_ballot_mandate_or_move() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let wallet = world.actor("new wallet", 0).wallet();
    let member = site.member(&g.coop.members[1].wallet());
    for at in [site.proposal(0), site.ballots(0, 0), site.member(&wallet), site.mandate(0), site.proposal(1)]
    {
        world.fund(&at, 900_000);
    }
    world.pass(180 * DAY);
    let index = to_move(&mut world, &g.coop, member, wallet);
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
    crate::fixtures::clear(&mut world, &g.coop, index);
    let to = founder.wallet();
    let until = world.now() + 365 * DAY;
    let index = pass(&mut world, &g.coop, Action::Mandate { to, per_period: 1, until, work: false });
    world.accepts(site.execute_mandate(&to, index, 0), &[founder]);
}

/// A membership that moves votes once, by whichever wallet.
#[test]
fn two_wallets_of_one_membership_have_one_ballot() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder, old) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    let member = site.member(&old.wallet());
    let new = world.actor("new wallet", 0);
    world.pass(180 * DAY);
    let moving = to_move(&mut world, &g.coop, member, new.wallet());
    let other = &g.coop.members[0];
    world.accepts(site.propose(&other.wallet(), (1, 0), Action::SetTakeRate { bps: 1 }), &[other]);
    world.pass(1);
    world.accepts(site.execute_rehome(&founder.wallet(), moving, &member, &new.wallet()), &[founder]);
    let mut call = site.cast_vote(&new.wallet(), (1, 0), Choice::Yes);
    call.accounts[3].pubkey = member;
    world.accepts(call, &[&new]);
    world.refuses(WalletMismatch, site.cast_vote(&old.wallet(), (1, 0), Choice::No), &[old]);
    world.accepts(site.undo_rehome(&old.wallet(), &member), &[old]);
    world.accepts(site.cast_vote(&old.wallet(), (1, 0), Choice::No), &[old]);
    let p = world.proposal(&site.proposal((1, 0)));
    assert_eq!((p.yes.get(), p.no.get()), (0, 1));
    settle_everyone(&mut world, &g.coop);
}

/// Who draws its pay with the key of its membership is not silent.
#[test]
fn a_member_who_draws_its_pay_every_month_is_not_taken_for_lost() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 300 * UNIT);
    let (site, founder, worker) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    let (to, member) = (worker.wallet(), site.member(&worker.wallet()));
    let until = world.now() + 700 * DAY;
    let action = Action::Mandate { to, per_period: UNIT, until, work: true };
    world.pass(1);
    let call = site.propose_with(&founder.wallet(), 0, Some(member), action);
    world.accepts(call, &[founder]);
    for who in [founder, &g.coop.members[0]] {
        world.accepts(site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who]);
    }
    await_execution(&mut world, &g.coop, 0);
    world.accepts(site.execute_mandate(&founder.wallet(), 0, 0), &[founder]);
    crate::fixtures::clear(&mut world, &g.coop, 0);
    let draws = |world: &mut World| {
        settle_everyone(world, &g.coop);
        let draw = site.draw_mandate_for(&to, 0, &worker.tokens, UNIT, Some(member));
        world.accepts(draw, &[worker]);
    };
    for _ in 0..7 {
        close(&mut world, &g.coop);
        draws(&mut world);
    }
    let wallet = world.actor("new wallet", 0).wallet();
    let index = to_move(&mut world, &g.coop, member, wallet);
    close(&mut world, &g.coop);
    draws(&mut world);
    let call = site.execute_rehome(&founder.wallet(), index, &member, &wallet);
    world.refuses(WalletNotLost, call, &[founder]);
}

/// Who was short of the member share once has ninety days when it is short again.
#[test]
fn a_member_who_falls_short_a_second_time_has_ninety_days_again() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    for _ in 0..13 {
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop);
    }
    // short a hundred days ago of a member share of 300, which an amendment lowered to 190 since
    let then = world.now() - 100 * DAY;
    world.edit::<Coop>(&site.coop, |c| c.charter.member_share = (190 * UNIT).into());
    world.edit::<Member>(&member, |m| m.short_since = then.into());
    world.accepts(site.set_name(&wallet, "Alive"), &[who]);
    world.refuses(ElectorNotSuspendable, site.suspend(&wallet), &[]);
    // ten of its bond of twenty, or all: it is short now, since this second
    world.accepts(g.coop.site.settle_use(&wallet), &[]);
    assert!(world.member(&member).shares < 190 * UNIT);
    world.refuses(ElectorNotSuspendable, site.suspend(&wallet), &[]);
}
