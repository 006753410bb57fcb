//! What others' governance has failed at, tried here.

use crate::{
    DAY, UNIT, World,
    call::{UPGRADEABLE_LOADER, call_of, unsigned},
    charter,
    fixtures::{
        Founded, active, await_execution, clear, close, expire, newcomer, pass, pass_with, propose,
        reviewable_of, spending, take_in, transfer_by_agent, vote, vouch,
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

/// Any account, as a call would name it.
fn refused_call(world: &mut World, g: &crate::fixtures::Gathering, accounts: &[AccountMeta]) -> u32 {
    let action = call_of(world.token_program, accounts, vec![3], false);
    let index = world.coop(&g.coop.site.coop).proposals.get();
    world.pass(1);
    let call = g.coop.site.propose(&g.coop.founder.wallet(), index, action);
    world.attempt(call, &[&g.coop.founder]).expect_err("a refusal").code().expect("a code")
}

#[test]
fn a_call_reaches_neither_the_books_nor_the_money_nor_anyones_signature() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, founder) = (g.coop.site, &g.coop.founder);
    let writable = |key| AccountMeta::new(key, false);
    for key in [site.coop, site.vault, site.member(&founder.wallet()), site.proposal(0)] {
        let code = refused_call(&mut world, &g, &[writable(key)]);
        assert_eq!(code, crate::world::code(WritesToOurs));
    }
    // what is written to while the call is made cannot even be read: what passes can be executed
    for key in [site.coop, site.proposal(0)] {
        let code = refused_call(&mut world, &g, &[AccountMeta::new_readonly(key, false)]);
        assert_eq!(code, crate::world::code(WritesToOurs));
    }
    for key in [site.coop, site.vault, g.site.pool, founder.wallet()] {
        let code = refused_call(&mut world, &g, &[AccountMeta::new_readonly(key, true)]);
        assert_eq!(code, crate::world::code(SignerNotTheAgent));
    }
    // what is known only when it is executed: accounts of this program and token accounts of the co-op
    let another = active(&mut world, 3, 200 * UNIT).coop.site;
    let second_vault = world.token_account(&site.coop, UNIT);
    for key in [another.coop, g.site.pool, site.member(&g.coop.members[0].wallet()), second_vault] {
        let accounts = [writable(key), AccountMeta::new_readonly(site.agent(), true)];
        let index = pass(&mut world, &g.coop, call_of(SPL_TOKEN, &accounts, vec![3], false));
        let call = site.execute_invoke(index, &SPL_TOKEN, None, &unsigned(&accounts));
        world.refuses(WritesToOurs, call, &[]);
        expire(&mut world, &site, index);
        clear(&mut world, &g.coop, index);
    }
    // the agent owns nothing of the vault: named as read-only it cannot be paid from
    let accounts = [
        AccountMeta::new_readonly(site.vault, false),
        AccountMeta::new(founder.tokens, false),
        AccountMeta::new_readonly(site.agent(), true),
    ];
    let data = [&[3], UNIT.to_le_bytes().as_slice()].concat();
    let index = pass(&mut world, &g.coop, call_of(SPL_TOKEN, &accounts, data, false));
    let call = site.execute_invoke(index, &SPL_TOKEN, None, &unsigned(&accounts));
    assert!(world.attempt(call, &[]).is_err());
    assert_eq!(world.balance(&site.vault), 600 * UNIT);
}

#[test]
fn a_call_is_made_with_exactly_the_accounts_that_were_resolved() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (action, accounts) = transfer_by_agent(&mut world, &g.coop, UNIT);
    let index = pass(&mut world, &g.coop, action);
    let thief = world.actor("thief", 0);
    let program = world.token_program;
    let mut elsewhere = accounts.clone();
    elsewhere[1].pubkey = thief.tokens;
    let missing = accounts[..2].to_vec();
    let extra = [accounts.clone(), vec![AccountMeta::new_readonly(thief.tokens, false)]].concat();
    for wrong in [elsewhere, missing, extra, vec![]] {
        world.refuses(CallMismatch, g.coop.site.execute_invoke(index, &program, None, &wrong), &[]);
    }
    let another = g.coop.site.execute_invoke(index, &System::id(), None, &accounts);
    world.refuses(SubjectMismatch, another, &[]);
    world.accepts(g.coop.site.execute_invoke(index, &program, None, &accounts), &[]);
}

/// The data of a program that someone may deploy anew, or nobody: what it holds from `code` on.
fn program_data(slot: u64, may_deploy: bool, code: &[u8]) -> Account {
    let mut data = 3u32.to_le_bytes().to_vec();
    data.extend(slot.to_le_bytes());
    data.push(may_deploy as u8);
    data.resize(45, 7);
    data.extend(code);
    Account { lamports: 1_000_000_000, data, owner: UPGRADEABLE_LOADER, ..Account::default() }
}

/// A program that is there under the loader that can deploy it anew: its address and that of its data.
fn deployed(world: &mut World, data: Account) -> (Address, Address) {
    let callee = solana_signer::Signer::pubkey(&world.new_key());
    let at = Address::find_program_address(&[callee.as_ref()], &UPGRADEABLE_LOADER).0;
    let bytes = [&2u32.to_le_bytes()[..], at.as_ref()].concat();
    let program =
        Account { lamports: 1_000_000_000, data: bytes, owner: UPGRADEABLE_LOADER, ..Account::default() };
    world.put(at, data);
    world.put(callee, program);
    (callee, at)
}

/// What a client asks for before a call that hashes code.
fn with_units(call: Instruction) -> [Instruction; 2] {
    let program_id = Address::from_str_const("ComputeBudget111111111111111111111111111111");
    let data = [&[2], &1_400_000u32.to_le_bytes()[..]].concat();
    [Instruction { program_id, accounts: vec![], data }, call]
}

/// A call of a program that is pinned.
fn pinned(world: &mut World, coop: &Founded, callee: Address) -> (Action, Vec<AccountMeta>) {
    let (mut action, accounts) = transfer_by_agent(world, coop, UNIT);
    if let Action::Invoke { program, pinned, .. } = &mut action {
        (*program, *pinned) = (callee, true);
    }
    (action, accounts)
}

#[test]
fn a_program_is_pinned_by_its_code_and_nothing_else() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let code = [1, 0, 0, 2].repeat(5_000);
    let (callee, data) = deployed(&mut world, program_data(7, true, &[&code[..], &[0; 100]].concat()));
    let (action, accounts) = pinned(&mut world, &g.coop, callee);
    let index = pass(&mut world, &g.coop, action);
    let site = g.coop.site;
    let p = world.proposal(&site.proposal(index));
    assert_eq!((p.flag, p.amount.get(), p.other.to_bytes()), (1, code.len() as u64, sha256(&code)));
    let call = |data| site.execute_invoke(index, &callee, data, &accounts);
    world.refuses(ProgramChanged, call(None), &[]);
    world.refuses(ProgramChanged, call(Some(callee)), &[]);
    // other code, less of it, more of it
    let mut other = code.clone();
    other[9_999] ^= 1;
    for changed in [other, code[..code.len() - 1].to_vec(), [&code[..], &[0, 0, 3]].concat(), vec![]] {
        world.put(data, program_data(7, true, &changed));
        world.refuses(ProgramChanged, call(Some(data)), &[]);
    }
    // nor are the data of another program shown
    let another = Address::new_from_array([77; 32]);
    world.put(another, program_data(7, true, &code));
    world.refuses(ProgramChanged, call(Some(another)), &[]);
    // deployed anew with the same code, its account extended by ten megabytes, or final by now? what refuses then is the
    // runtime, which finds no code in this test's program
    for (slot, zeros) in [(7, 100), (8, 0), (9, (10 << 20) - 45 - code.len())] {
        world.put(data, program_data(slot, true, &[&code[..], &vec![0; zeros]].concat()));
        let refusal = world.send(&with_units(call(Some(data))), &[]).expect_err("no code");
        assert!(!refusal.is(ProgramChanged) && !refusal.is(CallMismatch), "{refusal:#?}");
    }
}

#[test]
fn code_above_a_mebibyte_is_pinned_only_if_nobody_can_change_it() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let large = vec![1; (1 << 20) + 1];
    let (callee, data) = deployed(&mut world, program_data(7, true, &large));
    let (action, _) = pinned(&mut world, &g.coop, callee);
    world.pass(1);
    let propose = site.propose(&g.coop.founder.wallet(), 0, action.clone());
    world.refuses(ProgramTooLarge, propose, &[&g.coop.founder]);
    // the most that is hashed
    world.put(data, program_data(7, true, &large[1..]));
    let propose = site.propose(&g.coop.founder.wallet(), 0, action.clone());
    world.send(&with_units(propose), &[&g.coop.founder.key]).expect("proposed");
    assert_eq!(world.proposal(&site.proposal(0)).amount, 1 << 20);
    expire(&mut world, &site, 0);
    clear(&mut world, &g.coop, 0);
    // nobody can deploy it anew
    world.put(data, program_data(7, false, &large));
    let index = pass(&mut world, &g.coop, action.clone());
    assert_eq!(world.proposal(&site.proposal(index)).flag, 2);
    let (_, accounts) = transfer_by_agent(&mut world, &g.coop, UNIT);
    let call = site.execute_invoke(index, &callee, Some(data), &accounts);
    let refusal = world.attempt(call.clone(), &[]).expect_err("other accounts than were resolved");
    assert!(refusal.is(CallMismatch), "{refusal:#?}");
    world.put(data, program_data(7, true, &large[1..]));
    let refusal = world.send(&with_units(call), &[]).expect_err("it can be changed");
    assert!(refusal.is(ProgramChanged), "{refusal:#?}");
}

#[test]
fn a_program_of_the_loader_that_deploys_once_is_pinned_by_itself() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let token = world.token_program;
    let owner = world.svm.get_account(&token).expect("the token program").owner;
    let final_loader = Address::from_str_const("BPFLoader2111111111111111111111111111111111");
    let (action, accounts) = pinned(&mut world, &g.coop, token);
    if owner == final_loader {
        let index = pass_with(&mut world, &g.coop, action, Some(token));
        assert_eq!(world.proposal(&site.proposal(index)).flag, 2);
        world.accepts(site.execute_invoke(index, &token, None, &accounts), &[]);
        assert_eq!(world.balance(&accounts[0].pubkey), 0);
    } else {
        // of another loader it has data, which are to be given
        world.pass(1);
        let call = site.propose_with(&g.coop.founder.wallet(), 0, Some(token), action);
        world.refuses(ProgramChanged, call, &[&g.coop.founder]);
    }
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
    world.pass_slots(64);
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
}

#[test]
fn who_is_not_drawn_does_not_sit() {
    let mut world = World::new();
    let g = reviewable_of(&mut world, 14);
    let site = g.coop.site;
    world.accepts(site.call_panel(0), &[]);
    world.pass_slots(64);
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
