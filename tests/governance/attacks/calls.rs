//! Calls of other programs: what they reach, and which program it is.

use super::*;

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
    // its blocks begin with a zero, and are code all the same
    let code = [0, 1, 0, 2].repeat(5_000);
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
        let TransactionError::InstructionError(_, why) = &refusal.error else { panic!("{refusal:#?}") };
        assert_eq!(*why, InstructionError::UnsupportedProgramId, "{refusal:#?}");
    }
    // nobody can deploy it any more: a pin as final is another pin than one by hash, though the code is the same
    world.put(data, program_data(9, false, &code));
    world.refuses(ProgramChanged, call(Some(data)), &[]);
}

/// The account at the address of a program's data has to be the loader's, and to say that it is that: a buffer of code does not.
#[test]
fn only_what_the_loader_keeps_as_a_programs_data_pins_it() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let good = program_data(7, true, &[1; 100]);
    let (callee, data) = deployed(&mut world, good.clone());
    let (action, _) = pinned(&mut world, &g.coop, callee);
    world.pass(1);
    let proposes = site.propose_with(&who.wallet(), 0, Some(data), action);
    let mut buffer = good.clone();
    buffer.data[0] = 1;
    let short = Account { data: good.data[..44].to_vec(), ..good.clone() };
    for wrong in [Account { owner: System::id(), ..good.clone() }, buffer, short] {
        world.put(data, wrong);
        world.refuses(ProgramChanged, proposes.clone(), &[who]);
    }
    world.put(data, good);
    world.accepts(proposes, &[who]);
}

/// Its loader deploys a program once, so that the program is all there is to look at.
#[test]
fn a_program_that_cannot_be_upgraded_is_pinned_as_final() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let callee = solana_signer::Signer::pubkey(&world.new_key());
    let (action, _) = pinned(&mut world, &g.coop, callee);
    world.pass(1);
    let proposes = site.propose_with(&who.wallet(), 0, Some(callee), action);
    let of = |owner| Account { lamports: 1 << 30, data: vec![1; 100], owner, ..Account::default() };
    world.put(callee, of(UPGRADEABLE_LOADER));
    world.refuses(ProgramChanged, proposes.clone(), &[who]);
    world.put(callee, of(Address::from_str_const("BPFLoader2111111111111111111111111111111111")));
    world.accepts(proposes, &[who]);
    assert_eq!(world.proposal(&site.proposal(0)).flag, 2);
}

#[test]
fn a_call_has_at_most_sixteen_accounts_and_six_hundred_bytes_are_stored_of_it() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    world.pass(1);
    // one byte says how many accounts there are, and each takes 33
    for (accounts, data, fits) in [(17, 0, false), (16, 0, true), (0, 600, false), (0, 599, true)] {
        let named = vec![AccountMeta::new_readonly(who.tokens, false); accounts];
        let action = call_of(world.token_program, &named, vec![3; data], false);
        let saved = world.save();
        let proposes = site.propose(&who.wallet(), 0, action);
        if fits {
            world.accepts(proposes, &[who]);
        } else {
            world.refuses(CallTooLarge, proposes, &[who]);
        }
        world.restore(&saved);
    }
}

/// The most that a call may have is also made: sixteen accounts, of which the token program ignores all but three. Accounts of this
/// program and of the co-op can be read in it.
#[test]
fn a_call_reads_what_it_may_not_write() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, program) = (g.coop.site, world.token_program);
    let (action, mut accounts) = transfer_by_agent(&mut world, &g.coop, UNIT);
    let Action::Invoke { data: transfer, .. } = action else { unreachable!() };
    accounts[2].is_signer = true;
    let reads = [site.vault, g.site.pool, site.member(&g.coop.founder.wallet())];
    let reads = reads.iter().cycle().map(|at| AccountMeta::new_readonly(*at, false));
    accounts.extend(reads.take(11));
    // it writes to a wallet, and to an account of another program that has the co-op's address where a token account has its owner
    let (wallet, other) = (world.actor("wallet", 0).wallet(), Address::new_from_array([78; 32]));
    let data = [[0; 32], site.coop.to_bytes(), [0; 32]].concat();
    let owner = UPGRADEABLE_LOADER;
    world.put(other, Account { lamports: 1_000_000_000, data, owner, ..Account::default() });
    accounts.extend([wallet, other].map(|at| AccountMeta::new(at, false)));
    let index = pass(&mut world, &g.coop, call_of(program, &accounts, transfer, false));
    let (source, before) = (accounts[0].pubkey, world.balance(&accounts[1].pubkey));
    world.accepts(site.execute_invoke(index, &program, None, &unsigned(&accounts)), &[]);
    assert_eq!((world.balance(&source), world.balance(&accounts[1].pubkey)), (0, before + UNIT));
}

/// What is stored is what was checked as it was proposed, and is checked again: nobody but the agent signs.
#[test]
fn a_call_that_was_stored_with_anothers_signature_is_refused() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (action, accounts) = transfer_by_agent(&mut world, &g.coop, UNIT);
    let index = pass(&mut world, &g.coop, action);
    let (site, program) = (g.coop.site, world.token_program);
    let proposal = site.proposal(index);
    let flags = flags_in_call(&world, &proposal, &accounts[0].pubkey);
    world.patch(&proposal, flags, &[3]);
    let call = site.execute_invoke(index, &program, None, &accounts);
    world.refuses(SignerNotTheAgent, call.clone(), &[]);
    world.patch(&proposal, flags, &[2]);
    world.accepts(call, &[]);
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
