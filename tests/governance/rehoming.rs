//! Lost keys: a membership moves to another wallet, and what its old wallet can still do about it.

use crate::{
    DAY, UNIT, World,
    call::{Founding, act_of},
    fixtures::{
        active, candidacy, clear, close, donate, found, moved, moving, pair, pass, propose, settle_everyone,
        spending, to_move,
    },
    patronage::seasoned,
    scenes::refused,
};
use coop::{
    error::CoopError::*,
    state::{Action, Choice},
};
use solana_message::Instruction;

/// A call in which the wallet acts for a membership that began with another.
fn of(member: anchor_lang::prelude::Address, at: usize, mut call: Instruction) -> Instruction {
    call.accounts[at].pubkey = member;
    call
}

#[test]
fn a_membership_moves_with_everything_and_neither_wallet_becomes_a_second_one() {
    let mut world = World::new();
    let (g, member, wallet) = moving(&mut world);
    let (site, old, founder) = (g.coop.site, &g.coop.members[1], &g.coop.founder);
    let mut expected = world.member(&member);
    world.accepts(site.execute_rehome(&founder.wallet(), 0, &member, &wallet), &[founder]);
    (expected.wallet, expected.former_wallet) = (wallet, old.wallet());
    expected.rehomed_at = world.now().into();
    assert_eq!(bytemuck::bytes_of(&world.member(&member)), bytemuck::bytes_of(&expected));
    // the old wallet no longer acts, and neither makes a second membership
    world.refuses(WalletMismatch, site.resign(&old.wallet()), &[old]);
    assert!(world.attempt(site.apply(&founder.wallet(), &wallet), &[founder]).is_err());
    assert!(world.attempt(site.apply(&old.wallet(), &old.wallet()), &[old]).is_err());
}

#[test]
fn for_180_days_the_new_wallet_votes_and_gets_nothing_out() {
    let mut world = World::new();
    let g = seasoned(&mut world, 3, 300 * UNIT);
    let (site, founder, old) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    let member = site.member(&old.wallet());
    let new = world.actor("new wallet", 10 * UNIT);
    let wallet = new.wallet();
    world.edit::<coop::state::Member>(&member, |m| m.dividends = UNIT.into());
    world.edit::<coop::state::Coop>(&site.coop, |c| c.books.dividends += UNIT);
    donate(&mut world, &site.vault, UNIT);
    world.pass(180 * DAY);
    let index = to_move(&mut world, &g.coop, member, wallet);
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
    let number = close(&mut world, &g.coop);
    let moved_at = world.member(&member).rehomed_at.get();
    let claim = of(member, 2, site.claim_dividends(&wallet, &new.tokens));
    let ask = of(member, 2, site.ask_back(&wallet, 0, 0));
    let withdraw = of(member, 2, site.withdraw_shares(&wallet, UNIT, 0));
    let leave = of(member, 2, site.resign_asking(&wallet));
    for call in [&claim, &ask, &withdraw, &leave] {
        world.refuses(RehomedRecently, call.clone(), &[&new]);
    }
    // it votes on what is proposed, it pays, it may even leave; and the price of leaving is not asked
    clear(&mut world, &g.coop, index);
    let question = propose(&mut world, &g.coop, spending(&g.coop));
    let vote = of(member, 3, site.cast_vote(&wallet, question, Choice::No));
    let mut vote = vote;
    vote.accounts[5].pubkey = site.ballots(question, 0);
    world.accepts(vote, &[&new]);
    world.set_time(moved_at + 180 * DAY - 1);
    world.refuses(RehomedRecently, claim.clone(), &[&new]);
    world.pass(1);
    world.accepts(claim, &[&new]);
    assert_eq!(world.balance(&new.tokens), 11 * UNIT);
    assert!(number > 0);
}

#[test]
fn the_old_wallet_takes_it_back_within_180_days_and_what_happened_meanwhile_is_its_own() {
    let mut world = World::new();
    let (g, member, wallet) = moved(&mut world);
    let (site, founder, old) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    // until then the place of the old wallet is not given to another
    world.pass(180 * DAY - 1);
    world.accepts(site.undo_rehome(&old.wallet(), &member), &[old]);
    let m = world.member(&member);
    assert_eq!((m.wallet, m.former_wallet, m.rehomed_at.get()), (old.wallet(), Default::default(), 0));
    assert_eq!(m.last_active_at, world.now());
    world.refuses(WalletMismatch, site.undo_rehome(&old.wallet(), &member), &[old]);
    // the redirect is of no use any more, and the wallet may apply for itself
    world.accepts(site.reclaim_redirect(&wallet, &member, &founder.wallet()), &[]);
    world.accepts(site.resign(&old.wallet()), &[old]);
}

#[test]
fn whatever_a_wallet_does_as_a_member_ends_a_move_that_was_resolved() {
    type Act = fn(&crate::CoopSite, &crate::Actor) -> Instruction;
    let acts: [Act; 5] = [
        |site, who| site.pay_coop(who, Some(site.member(&who.wallet())), UNIT),
        |site, who| site.set_name(&who.wallet(), "Still here"),
        |site, who| site.subscribe(who, UNIT),
        |site, who| site.ask_back(&who.wallet(), 0, 0),
        |site, who| site.withdraw_shares(&who.wallet(), 0, 0),
    ];
    let mut accepted = 0;
    for act in acts {
        let mut world = World::new();
        let (g, member, wallet) = moving(&mut world);
        let (site, founder, old) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop);
        if world.attempt(act(&site, old), &[old]).is_err() {
            continue;
        }
        accepted += 1;
        world.refuses(WalletNotLost, site.execute_rehome(&founder.wallet(), 0, &member, &wallet), &[founder]);
    }
    assert_eq!(accepted, 4, "withdrawing nothing is refused");
}

#[test]
fn a_wallet_must_have_been_silent_for_180_days_to_the_second() {
    let mut world = World::new();
    let (g, member, wallet) = moving(&mut world);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let call = site.execute_rehome(&founder.wallet(), 0, &member, &wallet);
    let late = world.now() - 180 * DAY + 1;
    world.edit::<coop::state::Member>(&member, |m| m.last_active_at = late.into());
    world.refuses(WalletNotLost, call.clone(), &[founder]);
    world.pass(1);
    world.accepts(call, &[founder]);
}

#[test]
fn a_move_takes_half_the_electors_thirty_days_and_no_longer_than_its_own_window() {
    let mut world = World::new();
    let g = active(&mut world, 5, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let member = site.member(&g.coop.members[1].wallet());
    let wallet = world.actor("new wallet", 0).wallet();
    world.pass(180 * DAY);
    let index = propose(&mut world, &g.coop, Action::Rehome { member, wallet });
    let p = world.proposal(&site.proposal(index));
    assert_eq!((p.quorum_bps.get(), p.timelock.get(), p.special, p.weighty), (5_000, 30 * DAY as u32, 1, 0));
    // two of five are two fifths
    for who in [founder, &g.coop.members[0]] {
        world.accepts(site.cast_vote(&who.wallet(), index, Choice::Yes), &[who]);
    }
    world.set_time(p.ends.get() + 30 * DAY);
    let call = site.execute_rehome(&founder.wallet(), index, &member, &wallet);
    world.refuses(QuorumNotReached, call, &[founder]);
}

#[test]
fn only_a_member_is_moved_not_a_candidate_or_a_former_member_and_never_an_agent() {
    let mut world = World::new();
    let (small, large) = pair(&mut world);
    let agent = small.site.agent();
    world.fund(&agent, 1_000_000_000);
    let act = large.site.apply(&agent, &agent);
    pass(&mut world, &small, act_of(large.site.coop, &act));
    world.accepts(small.site.execute_represent(0, &act), &[]);
    let wallet = world.actor("new wallet", 0).wallet();
    let to = |member| Action::Rehome { member, wallet };
    let candidate = large.site.member(&agent);
    assert!(refused(&mut world, &large, to(candidate)).is(NotAMember));
    world.edit::<coop::state::Member>(&candidate, |m| m.standing = coop::state::Standing::Member.into());
    assert!(refused(&mut world, &large, to(candidate)).is(AgentsAreNotMoved));
    let gone = &large.members[0];
    world.accepts(large.site.resign(&gone.wallet()), &[gone]);
    assert!(refused(&mut world, &large, to(large.site.member(&gone.wallet()))).is(NotAMember));
    // nor who leaves between the vote and the move
    let (g, member, wallet) = moving(&mut world);
    let (founder, old) = (&g.coop.founder, &g.coop.members[1]);
    world.accepts(g.coop.site.resign(&old.wallet()), &[old]);
    let call = g.coop.site.execute_rehome(&founder.wallet(), 0, &member, &wallet);
    world.refuses(NotAMember, call, &[founder]);
}

#[test]
fn a_second_move_waits_until_the_first_cannot_be_undone() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder, other) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
    let member = site.member(&g.coop.members[1].wallet());
    let [first, second] = [world.actor("first", 0).wallet(), world.actor("second", 0).wallet()];
    world.pass(180 * DAY);
    // two resolutions at once, so that the second would make the first wallet the one that undoes
    world.accepts(site.propose(&other.wallet(), (1, 0), Action::Rehome { member, wallet: second }), &[other]);
    for who in [founder, other] {
        world.pass(1);
        world.accepts(site.cast_vote(&who.wallet(), (1, 0), Choice::Yes), &[who]);
    }
    to_move(&mut world, &g.coop, member, first);
    world.accepts(site.execute_rehome(&founder.wallet(), 0, &member, &first), &[founder]);
    let again = site.execute_rehome(&founder.wallet(), (1, 0), &member, &second);
    world.refuses(RehomedRecently, again, &[founder]);
}

#[test]
fn a_wallet_left_this_way_can_be_returned_to() {
    let mut world = World::new();
    let (g, member, second) = moved(&mut world);
    let (site, founder, first) = (g.coop.site, &g.coop.founder, g.coop.members[1].wallet());
    let accounts = world.coop(&site.coop).redirect_accounts;
    // two hundred days later its key is found: the place of its membership is the membership's own
    clear(&mut world, &g.coop, 0);
    world.pass(200 * DAY);
    let index = to_move(&mut world, &g.coop, member, first);
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &first), &[founder]);
    assert_eq!(world.member(&member).wallet, first);
    assert_eq!(world.coop(&site.coop).redirect_accounts, accounts, "no redirect is needed");
    // it can still be undone, so the redirect stays; and it is used again
    let reclaim = site.reclaim_redirect(&second, &member, &founder.wallet());
    world.refuses(RedirectStillNeeded, reclaim.clone(), &[]);
    clear(&mut world, &g.coop, index);
    world.pass(200 * DAY);
    let index = to_move(&mut world, &g.coop, member, second);
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &second), &[founder]);
    assert_eq!(world.coop(&site.coop).redirect_accounts, accounts);
    world.refuses(RedirectStillNeeded, reclaim, &[]);
}

#[test]
fn a_place_that_is_anothers_is_moved_to_neither_when_proposed_nor_later() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let member = site.member(&g.coop.members[1].wallet());
    let new = world.actor("new wallet", 0);
    let wallet = new.wallet();
    world.pass(180 * DAY);
    to_move(&mut world, &g.coop, member, wallet);
    // someone applies with the wallet meanwhile
    candidacy(&mut world, &site, &new);
    assert!(world.attempt(site.execute_rehome(&founder.wallet(), 0, &member, &wallet), &[founder]).is_err());
    let elsewhere = found(&mut world, &Founding { id: 9, ..Founding::default() });
    let mut call = site.execute_rehome(&founder.wallet(), 0, &member, &wallet);
    call.accounts[4].pubkey = elsewhere.site.member(&wallet);
    assert!(world.attempt(call, &[founder]).is_err());
    let own = site.execute_rehome(&founder.wallet(), 0, &member, &g.coop.members[1].wallet());
    world.refuses(WalletIsAMember, own, &[founder]);
}

#[test]
fn only_the_member_itself_objects_to_being_moved() {
    let mut world = World::new();
    let (g, member, _) = moving(&mut world);
    let other = &g.coop.members[0];
    let call = g.coop.site.veto_rehome(&other.wallet(), &member, 0);
    world.refuses(WalletMismatch, call, &[other]);
    let mut call = g.coop.site.veto_rehome(&other.wallet(), &member, 0);
    call.accounts[2].pubkey = g.coop.site.member(&other.wallet());
    world.refuses(SubjectMismatch, call, &[other]);
}

/// An objection stands until the resolution is over, whatever was voted.
#[test]
fn a_move_that_the_old_wallet_objects_to_is_not_carried_out() {
    let mut world = World::new();
    let (g, member, wallet) = moving(&mut world);
    let (site, old, founder) = (g.coop.site, &g.coop.members[1], &g.coop.founder);
    let saved = world.save();
    let carry_out = site.execute_rehome(&founder.wallet(), 0, &member, &wallet);
    world.accepts(site.veto_rehome(&old.wallet(), &member, 0), &[old]);
    assert_eq!(world.proposal(&site.proposal(0)).vetoed, 1);
    world.edit::<coop::state::Member>(&member, |m| m.last_active_at = 0.into());
    world.refuses(OldWalletObjected, carry_out.clone(), &[founder]);
    world.refuses(OldWalletObjected, site.veto_rehome(&old.wallet(), &member, 0), &[old]);
    // and only to a move
    world.restore(&saved);
    world.accepts(carry_out, &[founder]);
    clear(&mut world, &g.coop, 0);
    let other = propose(&mut world, &g.coop, spending(&g.coop));
    let objects = site.veto_rehome(&old.wallet(), &member, other);
    assert!(world.attempt(objects, &[old]).is_err());
}
