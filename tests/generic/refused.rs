//! One account spoiled at a time, in every instruction: each spoilt call is refused and changes nothing.

use anchor_lang::prelude::{Address, Id, System};
use coop_tests::{
    Call, World,
    fixtures::{FIXTURES, Fixture},
    world::{SPL_TOKEN, TOKEN_2022},
};

/// Accounts, by instruction and position, that may be anybody's: replacing them is no attack.
const ANYBODYS: &[(&str, usize, &str)] = &[
    ("apply", 0, "anyone may pay the rent"),
    ("vouch_for", 0, "anyone may pay the rent"),
    ("make_pledge", 0, "anyone may pay the rent"),
    ("enrol", 0, "anyone may enrol a seasoned member"),
];

/// Accounts whose owner or bytes are not read, because their address says it all.
const BY_ADDRESS: &[(&str, usize, &str)] = &[
    ("reclaim_vouch", 1, "a candidate's account that is not the program's is gone"),
    ("reclaim_pool", 3, "nothing was donated, so the vault is not touched"),
];

fn listed(table: &[(&str, usize, &str)], fixture: &Fixture, index: usize) -> bool {
    table.iter().any(|(name, at, _)| *name == fixture.name && *at == index)
}

/// Sends a spoilt call and returns what is wrong with the outcome, if anything.
fn attempt(world: &mut World, call: &Call, what: String) -> Option<String> {
    let addresses: Vec<Address> = call.instruction.accounts.iter().map(|meta| meta.pubkey).collect();
    let before = world.snapshot(addresses.clone());
    let signers: Vec<_> = call.signers.iter().collect();
    match world.send(std::slice::from_ref(&call.instruction), &signers) {
        Ok(_) => Some(format!("{what}: accepted")),
        Err(_) if world.snapshot(addresses) != before => {
            Some(format!("{what}: refused, yet it changed something"))
        }
        Err(_) => None,
    }
}

/// Runs `spoil` for every account of every instruction, each time in a new world.
fn for_every_account(spoil: impl Fn(&mut World, &Fixture, &mut Call, usize) -> Option<String>) {
    let (mut cases, mut wrong) = (0, Vec::new());
    for fixture in FIXTURES {
        let accounts = (fixture.make)(&mut World::new()).instruction.accounts.len();
        for index in 0..accounts {
            let mut world = World::new();
            let mut call = (fixture.make)(&mut world);
            if let Some(how) = spoil(&mut world, fixture, &mut call, index) {
                cases += 1;
                wrong.extend(attempt(&mut world, &call, format!("{} account {index} {how}", fixture.name)));
            }
        }
    }
    assert!(cases >= 10, "only {cases} cases");
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_signer_that_does_not_sign() {
    for_every_account(|_, _, call, index| {
        let key = call.instruction.accounts[index].pubkey;
        call.instruction.accounts[index].is_signer.then_some(())?;
        for meta in call.instruction.accounts.iter_mut().filter(|meta| meta.pubkey == key) {
            meta.is_signer = false;
        }
        Some("does not sign".into())
    });
}

#[test]
fn a_writable_account_passed_as_read_only() {
    for_every_account(|_, _, call, index| {
        let key = call.instruction.accounts[index].pubkey;
        call.instruction.accounts[index].is_writable.then_some(())?;
        for meta in call.instruction.accounts.iter_mut().filter(|meta| meta.pubkey == key) {
            meta.is_writable = false;
        }
        Some("is read-only".into())
    });
}

#[test]
fn an_account_of_another_program() {
    for_every_account(|world, fixture, call, index| {
        let key = call.instruction.accounts[index].pubkey;
        let mut account = world.svm.get_account(&key)?;
        let ours = [coop::ID, SPL_TOKEN, TOKEN_2022].contains(&account.owner);
        // a mint's address is compared with the co-op's: nobody can change its owner
        (ours && key != world.mint && !listed(BY_ADDRESS, fixture, index)).then_some(())?;
        account.owner = Address::new_from_array([9; 32]);
        world.put(key, account);
        Some("is another program's".into())
    });
}

#[test]
fn an_account_with_no_or_half_its_data() {
    for half in [false, true] {
        for_every_account(|world, _, call, index| {
            let key = call.instruction.accounts[index].pubkey;
            let mut account = world.svm.get_account(&key).filter(|account| account.owner == coop::ID)?;
            account.data.truncate(if half { account.data.len() / 2 } else { 0 });
            world.put(key, account);
            Some("is cut short".into())
        });
    }
}

#[test]
fn the_same_kind_of_account_of_another_co_op() {
    for_every_account(|world, fixture, call, index| {
        let other = (fixture.make)(world).instruction.accounts[index].pubkey;
        let same = call.instruction.accounts[index].pubkey == other;
        (!same && !listed(ANYBODYS, fixture, index)).then_some(())?;
        call.instruction.accounts[index].pubkey = other;
        Some("is another co-op's".into())
    });
}

#[test]
fn another_program_in_place_of_the_token_or_system_program() {
    for_every_account(|_, _, call, index| {
        let key = call.instruction.accounts[index].pubkey;
        [SPL_TOKEN, TOKEN_2022, System::id()].contains(&key).then_some(())?;
        call.instruction.accounts[index].pubkey = coop::ID;
        Some("is another program".into())
    });
}
