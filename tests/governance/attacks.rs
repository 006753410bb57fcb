//! What others' governance has failed at, tried here.

mod calls;

use crate::{
    DAY, UNIT, World,
    call::{UPGRADEABLE_LOADER, call_of, unsigned},
    charter,
    fixtures::{
        Founded, active, await_execution, clear, close, expire, flags_in_call, newcomer, pass, pass_with,
        propose, reviewable_of, spending, take_in, transfer_by_agent, vote, vouch,
    },
    world::SPL_TOKEN,
};
use anchor_lang::{
    hash::sha256,
    prelude::{Address, Id, System},
};
use coop::{
    error::CoopError::*,
    state::{Action, CharterTerms, Choice},
};
use solana_account::Account;
use solana_instruction_error::InstructionError;
use solana_message::{AccountMeta, Instruction};
use solana_transaction_error::TransactionError;

#[test]
fn a_vote_needs_no_release_before_leaving_and_stays_counted() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    propose(&mut world, &g.coop, spending(&g.coop));
    world.accepts(site.cast_vote(&who.wallet(), 0, Choice::No), &[who]);
    world.accepts(site.resign_asking(&who.wallet()), &[who]);
    assert_eq!(world.proposal(&site.proposal(0)).no, 1);
    world.refuses(NotAMember, site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who]);
}

#[test]
fn leaving_and_coming_back_gives_no_second_vote() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let long = CharterTerms { voting_period: 30 * DAY as u32, seasoning: 0, ..charter() };
    let index =
        pass(&mut world, &g.coop, Action::Amend { charter: long, heir: Address::default(), statutes: None });
    world.accepts(site.execute_amend(index, None), &[]);
    clear(&mut world, &g.coop, index);
    let index = propose(&mut world, &g.coop, spending(&g.coop));
    world.accepts(site.cast_vote(&who.wallet(), index, Choice::No), &[who]);
    world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.refuses(TooSoonToReturn, site.reapply(&who.wallet()), &[who]);
    close(&mut world, &g.coop);
    world.accepts(site.reapply(&who.wallet()), &[who]);
    // the founder vouched for it before: a vouch of a membership that is over is closed first
    let (founder, second) = (&g.coop.founder, &g.coop.members[1]);
    world.accepts(site.reclaim_vouch(&founder.wallet(), &who.wallet(), &founder.wallet()), &[]);
    vouch(&mut world, &site, founder, who);
    vouch(&mut world, &site, second, who);
    world.accepts(site.admit(&who.wallet()), &[]);
    world.accepts(site.subscribe(who, 100 * UNIT), &[who]);
    world.accepts(site.enrol(&who.wallet(), &who.wallet()), &[who]);
    assert!(world.member(&site.member(&who.wallet())).is_elector());
    world.refuses(NotInSnapshot, site.cast_vote(&who.wallet(), index, Choice::Yes), &[who]);
    let p = world.proposal(&site.proposal(index));
    assert_eq!((p.yes.get(), p.no.get()), (0, 1));
}

#[test]
fn what_someone_owns_is_nothing_to_its_vote() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, rich) = (g.coop.site, &g.coop.founder);
    world.accepts(site.subscribe(rich, 500_000 * UNIT), &[rich]);
    propose(&mut world, &g.coop, spending(&g.coop));
    world.accepts(site.cast_vote(&rich.wallet(), 0, Choice::Yes), &[rich]);
    for who in &g.coop.members {
        world.accepts(site.cast_vote(&who.wallet(), 0, Choice::No), &[who]);
    }
    await_execution(&mut world, &g.coop, 0);
    world.refuses(MajorityNotReached, site.execute_spend(0, &g.coop.members[1].tokens), &[]);
}

#[test]
fn nobody_votes_on_another_page_than_its_own_of_this_proposal() {
    let mut world = World::new();
    let (g, other) = (active(&mut world, 3, 200 * UNIT), active(&mut world, 3, 200 * UNIT));
    propose(&mut world, &g.coop, spending(&g.coop));
    propose(&mut world, &other.coop, spending(&other.coop));
    vote(&mut world, &g.coop, 0, Choice::No);
    vote(&mut world, &other.coop, 0, Choice::No);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let mut call = site.cast_vote(&who.wallet(), 0, Choice::Yes);
    call.accounts[5].pubkey = other.coop.site.ballots(0, 0);
    world.refuses(BallotMismatch, call, &[who]);
    // another page, which is not there
    let wallet = who.wallet();
    assert!(world.attempt(site.cast_vote_of(&wallet, &wallet, 1, 0, Choice::Yes), &[who]).is_err());
    // a second first page, at another bump
    let proposal = site.proposal(0);
    let seeds: [&[u8]; 3] = [b"ballots", proposal.as_ref(), &[0; 4]];
    let (first, bump) = Address::find_program_address(&seeds, &coop::ID);
    assert_eq!(first, site.ballots(0, 0));
    let second = (0..bump).rev().find_map(|bump| {
        Address::create_program_address(&[seeds[0], seeds[1], seeds[2], &[bump]], &coop::ID).ok()
    });
    let mut call = site.cast_vote(&who.wallet(), 0, Choice::Yes);
    call.accounts[5].pubkey = second.expect("another bump");
    assert!(world.attempt(call, &[who]).is_err());
    assert_eq!(world.proposal(&proposal).no, 3);
}

#[test]
fn nobody_blocks_anothers_proposal_with_its_own() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let site = g.coop.site;
    for (number, who) in (1..).zip(&g.coop.members) {
        world.pass(1);
        world.accepts(site.propose(&who.wallet(), (number, 0), spending(&g.coop)), &[who]);
        let again = site.propose(&who.wallet(), (number, 1), spending(&g.coop));
        world.refuses(ProposalOpen, again, &[who]);
    }
    let index = pass(&mut world, &g.coop, spending(&g.coop));
    world.accepts(site.execute_spend(index, &g.coop.members[1].tokens), &[]);
}

#[test]
fn a_rejected_proposal_makes_room_and_keeps_nobody_from_trying_again() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let index = propose(&mut world, &g.coop, spending(&g.coop));
    vote(&mut world, &g.coop, index, Choice::No);
    world.set_time(world.proposal(&g.coop.site.proposal(index)).ends.get());
    clear(&mut world, &g.coop, index);
    let next = pass(&mut world, &g.coop, spending(&g.coop));
    world.accepts(g.coop.site.execute_spend(next, &g.coop.members[1].tokens), &[]);
}

#[test]
fn a_proposal_costs_the_same_whatever_the_number_of_electors() {
    let cost = |size: usize| {
        let mut world = World::new();
        let mut coop = crate::fixtures::found(&mut world, &Default::default());
        take_in(&mut world, &mut coop, 5);
        world.edit::<coop::state::Coop>(&coop.site.coop, |c| {
            c.activated_at = 1.into();
            c.electors = (size as u32).into();
            c.members = (size as u32).into();
            c.member_accounts = c.members;
        });
        world.edit::<coop::state::Member>(&coop.site.member(&coop.founder.wallet()), |m| {
            (m.shares, m.elector_from) = (UNIT.into(), 1.into());
        });
        world.edit::<coop::state::Coop>(&coop.site.coop, |c| {
            (c.books.shares_total, c.books.fund) = (UNIT.into(), UNIT.into());
        });
        let action = Action::SetTakeRate { bps: 1 };
        let call = coop.site.propose(&coop.founder.wallet(), 0, action);
        let proposed = world.accepts(call, &[&coop.founder]).compute_units;
        let call = coop.site.cast_vote(&coop.founder.wallet(), 0, Choice::Yes);
        world.pass(1);
        (proposed, world.accepts(call, &[&coop.founder]).compute_units)
    };
    assert_eq!(cost(10), cost(100_000));
}

#[test]
fn whoever_joins_after_the_proposal_has_no_vote_in_it() {
    let mut world = World::new();
    let mut g = active(&mut world, 3, 200 * UNIT);
    let i = newcomer(&mut world, &mut g.coop);
    let (site, who) = (g.coop.site, &g.coop.members[i]);
    world.accepts(site.subscribe(who, 100 * UNIT), &[who]);
    world.pass(charter().seasoning as i64 - DAY);
    propose(&mut world, &g.coop, spending(&g.coop));
    world.refuses(NotInSnapshot, site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who]);
    world.pass(DAY);
    world.accepts(site.enrol(&who.wallet(), &who.wallet()), &[who]);
    world.refuses(NotInSnapshot, site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who]);
    // the next one is its too
    let next = site.propose(&who.wallet(), (3, 0), spending(&g.coop));
    world.refuses(NotInSnapshot, site.cast_vote(&who.wallet(), 0, Choice::No), &[who]);
    world.pass(1);
    world.accepts(next, &[who]);
    world.accepts(site.cast_vote(&who.wallet(), (3, 0), Choice::Yes), &[who]);
}

#[test]
fn a_pledger_votes_once_its_shares_are_claimed_as_an_elector_of_the_settlement() {
    let mut world = World::new();
    let g = crate::fixtures::settled(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    world.accepts(g.site.claim_shares(&g.coop.founder.wallet()), &[]);
    propose(&mut world, &g.coop, Action::SetTakeRate { bps: 1 });
    assert_eq!(world.proposal(&site.proposal(0)).electors, 3);
    world.refuses(ClaimSharesFirst, site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who]);
    world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    world.accepts(site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who]);
}

#[test]
fn a_panel_delays_once_and_can_do_no_more() {
    let mut world = World::new();
    let g = reviewable_of(&mut world, 9);
    let site = g.coop.site;
    let before = world.proposal(&site.proposal(0));
    world.accepts(site.call_panel(0), &[]);
    // forgotten: called again
    world.pass_slots(64 + 513);
    world.refuses(PanelSlotNotThere, site.seat_panel(0), &[]);
    world.accepts(site.call_panel(0), &[]);
    world.pass_slots(65);
    world.accepts(site.seat_panel(0), &[]);
    world.refuses(PanelSlotNotThere, site.seat_panel(0), &[]);
    world.refuses(NotReviewable, site.call_panel(0), &[]);
    for (i, who) in g.coop.everyone().enumerate().filter(|(i, _)| *i != 2) {
        world.accepts(site.object(&who.wallet(), 0), &[who]);
        world.refuses(NotOnThePanel, site.object(&who.wallet(), 0), &[who]);
        let p = world.proposal(&site.proposal(0));
        let delayed = if p.objections >= 3 { 2 } else { 1 };
        assert_eq!(p.timelock.get(), before.timelock.get() * delayed, "{i}");
    }
    let member = site.member(&g.coop.members[1].wallet());
    world.set_time(before.ends.get() + before.timelock.get() as i64);
    world.refuses(TimelockNotOver, site.execute_expel(0, &member), &[]);
    world.pass(before.timelock.get() as i64);
    world.accepts(site.execute_expel(0, &member), &[]);
}

#[test]
fn what_is_written_to_is_not_read_under_a_second_name() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let mandate = site.member(&founder.wallet());
    world.pass(1);
    let call = site.propose(&founder.wallet(), 0, Action::RevokeMandate { mandate });
    let refusal = world.attempt(call, &[founder]).expect_err("the proposer's own account");
    let error = InstructionError::AccountBorrowFailed;
    assert!(
        matches!(&refusal.error, TransactionError::InstructionError(_, why) if *why == error),
        "{refusal:?}"
    );
    // as if a co-op were its own heir
    let coop = site.coop;
    world.edit::<coop::state::Coop>(&coop, |c| c.heir = coop);
    let call = site.propose_with(&founder.wallet(), 0, Some(coop), Action::Dissolve);
    let refusal = world.attempt(call, &[founder]).expect_err("the co-op itself");
    // Anchor's `ConstraintDuplicateMutableAccount`
    assert_eq!(refusal.code(), Some(2040));
}

#[test]
fn a_member_who_is_not_drawn_does_not_sit() {
    let mut world = World::new();
    let g = reviewable_of(&mut world, 14);
    let site = g.coop.site;
    world.accepts(site.call_panel(0), &[]);
    world.pass_slots(65);
    world.accepts(site.seat_panel(0), &[]);
    let p = world.proposal(&site.proposal(0));
    let (mut sit, mut not) = (0, 0);
    for who in g.coop.everyone() {
        let member = site.member(&who.wallet());
        let drawn_by = [&p.panel_seed[..], site.proposal(0).as_ref(), member.as_ref()].concat();
        let hash = anchor_lang::hash::sha256(&drawn_by);
        let draw = u64::from_le_bytes(hash[..8].try_into().unwrap()) as u128;
        if draw * 14 < 9 << 64 {
            sit += 1;
            world.accepts(site.object(&who.wallet(), 0), &[who]);
        } else {
            not += 1;
            world.refuses(NotOnThePanel, site.object(&who.wallet(), 0), &[who]);
        }
    }
    assert!(sit > 0 && not > 0, "{sit} sit, {not} do not");
}
