//! What a resolution does to a membership: it ends, comes back, or moves to another wallet.

use crate::{
    DAY, UNIT, World,
    fixtures::{active, candidacy, clear, close, moving, pass, propose, spending, vote, vouch},
    scenes::amendment,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Action, Choice, Standing},
};

#[test]
fn who_is_expelled_keeps_its_money_and_nothing_else_until_it_is_readmitted() {
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
    world.refuses(ElectorsOnly, site.propose(&wallet, next + 1, spending(&g.coop)), &[who]);
    world.refuses(NotLeft, site.reapply(&wallet), &[who]);
    world.refuses(NotAMember, site.subscribe(who, UNIT), &[who]);
    vote(&mut world, &g.coop, next, Choice::Yes);
    // its free capital is its own (a tenth answers for the use it pledged): it rests until the period it came in
    // closes, and is paid at the next close
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 1, 10_000), &[who]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    world.refuses(MoreThanCanBeAsked, site.ask_back(&wallet, 180 * UNIT + 1, 10_000), &[who]);
    world.accepts(site.ask_back(&wallet, 180 * UNIT, 10_000), &[who]);
    world.accepts(site.execute_readmit(next, &member), &[]);
    world.refuses(SettlePatronageFirst, site.reapply(&wallet), &[who]);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&wallet, number), &[]);
    assert_eq!(world.member(&member).dividends, 180 * UNIT);
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
fn who_is_expelled_after_it_resigned_has_been_gone_since_then() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, founder, who) = (g.coop.site, &g.coop.founder, &g.coop.members[1]);
    let member = site.member(&who.wallet());
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.resign(&who.wallet()), &[who]);
    let left_at = world.now();
    world.pass(1);
    let amendment = amendment(|c| c.cash_bps = 2_000);
    world.accepts(site.propose(&g.coop.members[0].wallet(), index + 1, amendment), &[&g.coop.members[0]]);
    world.pass(1);
    world.accepts(site.execute_expel(index, &member), &[]);
    assert_eq!(world.member(&member).left_at, left_at);
    // so it counts against nothing that was proposed since
    let count = site.count_protest(&founder.wallet(), &who.wallet(), index + 1);
    world.refuses(NotInSnapshot, count, &[founder]);
}

#[test]
fn a_membership_moves_with_everything_and_neither_wallet_becomes_a_second_one() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, old, founder) = (g.coop.site, &g.coop.members[1], &g.coop.founder);
    let new = world.actor("new wallet", 0);
    let (member, wallet) = (site.member(&old.wallet()), new.wallet());
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&old.wallet(), number), &[]);
    let before = world.member(&member);
    let index = pass(&mut world, &g.coop, Action::Rehome { member, wallet });
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
    let mut expected = before;
    expected.wallet = wallet;
    expected.last_active_at = world.member(&member).last_active_at;
    assert_eq!(bytemuck::bytes_of(&world.member(&member)), bytemuck::bytes_of(&expected));
    // the new wallet acts, the old one does not
    let as_member = |mut call: solana_message::Instruction, at: usize| {
        call.accounts[at].pubkey = member;
        call
    };
    world.refuses(WalletMismatch, site.resign(&old.wallet()), &[old]);
    assert!(world.attempt(site.apply(&wallet, &wallet), &[&new]).is_err(), "no second membership");
    assert!(world.attempt(site.apply(&old.wallet(), &old.wallet()), &[old]).is_err());
    world.accepts(as_member(site.resign_asking(&wallet), 2), &[&new]);
    // a tenth answers for the use it pledged
    let asked = world.member(&member).asked.get();
    assert_eq!(asked, 180 * UNIT);
    let number = close(&mut world, &g.coop);
    world.accepts(site.settle_patronage(&old.wallet(), number), &[]);
    let to_the_old = as_member(site.claim_dividends(&wallet, &old.tokens), 2);
    world.refuses(DestinationNotTheMembers, to_the_old, &[&new]);
    world.accepts(as_member(site.claim_dividends(&wallet, &new.tokens), 2), &[&new]);
    assert_eq!(world.balance(&new.tokens), asked);
}

#[test]
fn a_member_can_propose_to_move_itself() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let (member, wallet) = (site.member(&founder.wallet()), world.actor("new wallet", 0).wallet());
    let index = pass(&mut world, &g.coop, Action::Rehome { member, wallet });
    world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
    let moved = world.member(&member);
    assert_eq!((moved.wallet, moved.open_proposal.get(), moved.number.get()), (wallet, index + 1, 0));
}

#[test]
fn what_names_a_closed_membership_is_closed_though_another_has_moved_to_the_wallet_it_began_with() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let (gone, later) = (world.actor("gone", 0), world.actor("later", 0));
    let moves = |world: &mut World, member: Address, wallet: Address| {
        let index = pass(world, &g.coop, Action::Rehome { member, wallet });
        world.accepts(site.execute_rehome(&founder.wallet(), index, &member, &wallet), &[founder]);
        clear(world, &g.coop, index);
    };
    // an application with a vouch moves, and is withdrawn and closed
    candidacy(&mut world, &site, &gone);
    vouch(&mut world, &site, founder, &gone);
    let place = site.member(&gone.wallet());
    moves(&mut world, place, later.wallet());
    let mut withdraw = site.withdraw_application(&later.wallet());
    withdraw.accounts[2].pubkey = place;
    world.accepts(withdraw, &[&later]);
    world.accepts(site.reclaim_member(&gone.wallet(), &gone.wallet()), &[]);
    // another membership comes to its first wallet: a redirect stands where the account was
    let member = site.member(&g.coop.members[1].wallet());
    moves(&mut world, member, gone.wallet());
    world.accepts(site.reclaim_vouch(&founder.wallet(), &gone.wallet(), &founder.wallet()), &[]);
    world.accepts(site.reclaim_redirect(&later.wallet(), &place, &founder.wallet()), &[]);
    let needed = site.reclaim_redirect(&gone.wallet(), &member, &founder.wallet());
    world.refuses(RedirectStillNeeded, needed, &[]);
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
    let index = pass(&mut world, &g.coop, Action::Expel { member });
    world.accepts(site.execute_expel(index, &member), &[]);
    clear(&mut world, &g.coop, index);
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
