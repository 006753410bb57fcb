//! The life on Realms (SPL Governance 3 and later), after the accounts and arguments that its interface documents.

use super::{
    Life, MAJORITY, PAYMENT, PEOPLE, paid, people,
    wire::{Bytes, DECIMALS, SYSTEM, address_of, call, read, sign, transfer, write},
    world_with,
};
use anchor_lang::prelude::Address;
use coop_tests::{Actor, UNIT, mints, world::SPL_TOKEN};
use solana_message::Instruction;
use solana_signer::Signer;

const PROGRAM: Address = Address::from_str_const("GovER5Lthms3bLBqWub97yVrMmEogzX7xNjdXpPPCVZw");
const RENT: Address = Address::from_str_const("SysvarRent111111111111111111111111111111111");
const NAME: &str = "Mill Street Bakery";

/// Instructions by their numbers.
const CREATE_REALM: u8 = 0;
const DEPOSIT: u8 = 1;
const CREATE_GOVERNANCE: u8 = 4;
const CREATE_PROPOSAL: u8 = 6;
const INSERT_TRANSACTION: u8 = 9;
const SIGN_OFF: u8 = 12;
const CAST_VOTE: u8 = 13;
const RELINQUISH_VOTE: u8 = 15;
const EXECUTE: u8 = 16;

const DAY: u32 = 86_400;
/// A share of the votes is needed; a threshold that is off.
const PERCENT: u8 = 0;
const OFF: u8 = 2;
/// The vote ends as soon as the others cannot turn it.
const STRICT: u8 = 0;

/// Everyone has one token of a mint that does nothing else, and deposits it: one member, one vote.
pub fn live(elf: &[u8]) -> Result<Life, String> {
    let mut life = Life::default();
    let mut world = world_with(PROGRAM, elf)?;
    let people = people(&mut world);
    let (first, payee, world) = (&people[0], &people[PEOPLE], &mut world);
    let address = |seeds: &[&[u8]]| address_of(&PROGRAM, seeds);
    let votes = world.new_mint(mints::plain(&first.wallet()));
    let purses: Vec<_> = people.iter().map(|who| world.token_account_of(&votes, &who.wallet(), 1)).collect();

    let realm = address(&[b"governance", NAME.as_bytes()]);
    let holding = address(&[b"governance", realm.as_ref(), votes.as_ref()]);
    let config = address(&[b"realm-config", realm.as_ref()]);
    let subject = world.new_key().pubkey();
    let governance = address(&[b"account-governance", realm.as_ref(), subject.as_ref()]);
    let record =
        |who: &Actor| address(&[b"governance", realm.as_ref(), votes.as_ref(), who.wallet().as_ref()]);

    // no council; one token makes a governance; five are all votes; no add-ins, liquid tokens
    let realm_config = Bytes::of(&[CREATE_REALM]).vec(NAME.as_bytes()).u8(0).u64(1).u8(1).u64(PEOPLE as u64);
    let accounts = vec![
        write(realm),
        read(first.wallet()),
        read(votes),
        write(holding),
        sign(first),
        read(SYSTEM),
        read(SPL_TOKEN),
        read(RENT),
        write(config),
    ];
    let create = call(PROGRAM, accounts, realm_config.raw(&[0, 0, 0]).raw(&[0, 0, 0]));
    life.step(world, "create", &people, vec![(0, create)])?;

    let deposit = |i: usize| -> Instruction {
        let who = &people[i];
        let accounts = vec![
            read(realm),
            write(holding),
            write(purses[i]),
            sign(who),
            sign(who),
            write(record(who)),
            sign(who),
            read(SYSTEM),
            read(SPL_TOKEN),
            read(config),
        ];
        call(PROGRAM, accounts, Bytes::of(&[DEPOSIT]).u64(1))
    };
    life.step(world, "take in", &people, (0..PEOPLE).map(|i| (i, deposit(i))).collect())?;

    let percent = (MAJORITY * 100 / PEOPLE) as u8;
    let rules = Bytes::of(&[CREATE_GOVERNANCE, PERCENT, percent]).u64(1).u32(0).u32(3 * DAY).u8(STRICT);
    // the council's thresholds are off; no time to cool off; ten proposals without a deposit
    let rules = rules.u8(OFF).u8(OFF).u64(1).u8(STRICT).u8(OFF).u32(0).u8(10);
    let accounts = vec![
        read(realm),
        write(governance),
        read(subject),
        read(record(first)),
        sign(first),
        read(SYSTEM),
        sign(first),
        read(config),
    ];
    life.step(world, "create", &people, vec![(0, call(PROGRAM, accounts, rules))])?;
    let tokens = world.token_account(&governance, 1_000 * UNIT);

    let seed = world.new_key().pubkey();
    let proposal = address(&[b"governance", governance.as_ref(), votes.as_ref(), seed.as_ref()]);
    let payment = address(&[b"governance", proposal.as_ref(), &[0], &0u16.to_le_bytes()]);
    let deposit = address(&[b"proposal-deposit", proposal.as_ref(), first.wallet().as_ref()]);
    // one choice, which can be denied
    let words =
        Bytes::of(&[CREATE_PROPOSAL]).vec(b"Pay the miller").vec(b"").u8(0).u32(1).vec(b"Approve").u8(1);
    let accounts = vec![
        read(realm),
        write(proposal),
        write(governance),
        write(record(first)),
        read(votes),
        sign(first),
        sign(first),
        read(SYSTEM),
        read(config),
        write(deposit),
    ];
    let open = call(PROGRAM, accounts, words.raw(seed.as_ref()));
    let (mint, from, to) = (world.mint, tokens, payee.tokens);
    let mut stored = Bytes::of(&[INSERT_TRANSACTION, 0]).u16(0).u32(0).u32(1).raw(SPL_TOKEN.as_ref()).u32(4);
    for (key, signs, written) in [(from, 0, 1), (mint, 0, 0), (to, 0, 1), (governance, 1, 0)] {
        stored = stored.raw(key.as_ref()).u8(signs).u8(written);
    }
    let accounts = vec![
        read(governance),
        write(proposal),
        read(record(first)),
        sign(first),
        write(payment),
        sign(first),
        read(SYSTEM),
        read(RENT),
    ];
    let store = call(PROGRAM, accounts, stored.vec(&transfer(PAYMENT, DECIMALS)));
    let accounts = vec![read(realm), read(governance), write(proposal), sign(first), read(record(first))];
    let sign_off = call(PROGRAM, accounts, Bytes::of(&[SIGN_OFF]));
    life.step(world, "propose", &people, vec![(0, open), (0, store), (0, sign_off)])?;

    let ballot = |who: &Actor| address(&[b"governance", proposal.as_ref(), record(who).as_ref()]);
    let vote = |i: usize| -> Instruction {
        let who = &people[i];
        let accounts = vec![
            read(realm),
            write(governance),
            write(proposal),
            write(record(first)),
            write(record(who)),
            sign(who),
            write(ballot(who)),
            read(votes),
            sign(who),
            read(SYSTEM),
            read(config),
        ];
        // approve the one choice with all of one's weight
        call(PROGRAM, accounts, Bytes::of(&[CAST_VOTE, 0]).u32(1).u8(0).u8(100))
    };
    life.step(world, "vote", &people, (0..MAJORITY).map(|i| (i, vote(i))).collect())?;
    world.pass(1);

    let mut accounts = vec![read(governance), write(proposal), write(payment), read(SPL_TOKEN)];
    accounts.extend([write(from), read(mint), write(to), read(governance)]);
    life.step(world, "execute", &people, vec![(0, call(PROGRAM, accounts, Bytes::of(&[EXECUTE])))])?;
    paid(world, payee)?;

    let relinquish = |i: usize| -> Instruction {
        let who = &people[i];
        let accounts = vec![
            read(realm),
            read(governance),
            write(proposal),
            write(record(who)),
            write(ballot(who)),
            read(votes),
        ];
        call(PROGRAM, accounts, Bytes::of(&[RELINQUISH_VOTE]))
    };
    life.step(world, "close", &people, (0..MAJORITY).map(|i| (i, relinquish(i))).collect())?;
    Ok(life)
}
