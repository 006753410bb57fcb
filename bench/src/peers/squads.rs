//! The life on Squads v4, after its IDL: discriminators are hashes of names, arguments stand in their order.

use super::{
    Life, MAJORITY, PAYMENT, PEOPLE, paid, people,
    wire::{Bytes, DECIMALS, SYSTEM, address_of, call, read, sign, transfer, write},
    world_with,
};
use anchor_lang::prelude::Address;
use coop_tests::{UNIT, world::SPL_TOKEN};
use sha2::{Digest, Sha256};
use solana_message::{AccountMeta, Instruction, Message};
use solana_signer::Signer;
use solana_transaction::Transaction;

const PROGRAM: Address = Address::from_str_const("SQDS4ep65T869zMMBKyuUq6aD6EgTu8psMjkvj52pCf");
/// Who may make the one account of the program's settings.
const INITIALIZER: Address = Address::from_str_const("HM5y4mz3Bt9JY9mr1hkyhnvqxSH4H2u2451j7Hc2dtvK");
/// A member may initiate, vote and execute.
const ALL_PERMISSIONS: u8 = 7;

/// The beginning of an instruction: the hash of its name.
fn named(name: &str) -> Bytes {
    Bytes::of(&Sha256::digest(format!("global:{name}"))[..8])
}

/// The members are named as the multisig is made: nothing is left to do to take them in.
pub fn live(elf: &[u8]) -> Result<Life, String> {
    let mut life = Life::default();
    let mut world = world_with(PROGRAM, elf)?;
    let people = people(&mut world);
    let (first, payee, world) = (&people[0], &people[PEOPLE], &mut world);
    let address = |seeds: &[&[u8]]| address_of(&PROGRAM, seeds);
    let config = address(&[b"multisig", b"program_config"]);
    let treasury = world.new_key().pubkey();
    world.fund(&INITIALIZER, 1_000_000_000);
    world.fund(&treasury, 1_000_000_000);
    // no fee for a multisig: what the network's own settings ask is no cost of the program
    let settings = named("program_config_init").raw(INITIALIZER.as_ref()).u64(0).raw(treasury.as_ref());
    let initializer = AccountMeta::new(INITIALIZER, true);
    let init = call(PROGRAM, vec![write(config), initializer, read(SYSTEM)], settings);
    let message = Message::new(&[init], Some(&INITIALIZER));
    let made = world.svm.send_transaction(Transaction::new_unsigned(message));
    made.map_err(|failed| {
        format!("its settings were refused: {:?}\n{}", failed.err, failed.meta.logs.join("\n"))
    })?;

    // whoever creates it signs for the address too
    let multisig = address(&[b"multisig", b"multisig", first.wallet().as_ref()]);
    let vault = address(&[b"multisig", multisig.as_ref(), b"vault", &[0]]);
    let index = 1u64.to_le_bytes();
    let transaction = address(&[b"multisig", multisig.as_ref(), b"transaction", &index]);
    let proposal = address(&[b"multisig", multisig.as_ref(), b"transaction", &index, b"proposal"]);
    let mut create = named("multisig_create_v2").u8(0).u16(MAJORITY as u16).u32(PEOPLE as u32);
    for who in &people[..PEOPLE] {
        create = create.raw(who.wallet().as_ref()).u8(ALL_PERMISSIONS);
    }
    // no delay, the rent goes back to the first, no memo
    let create = create.u32(0).u8(1).raw(first.wallet().as_ref()).u8(0);
    let accounts =
        vec![read(config), write(treasury), write(multisig), sign(first), sign(first), read(SYSTEM)];
    life.step(world, "create", &people, vec![(0, call(PROGRAM, accounts, create))])?;
    let tokens = world.token_account(&vault, 1_000 * UNIT);

    let mint = world.mint;
    let stored = stored(vault, tokens, payee.tokens, mint);
    let store = named("vault_transaction_create").u8(0).u8(0).vec(&stored).u8(0);
    let accounts = vec![write(multisig), write(transaction), sign(first), sign(first), read(SYSTEM)];
    let store = call(PROGRAM, accounts, store);
    let open = named("proposal_create").u64(1).u8(0);
    let accounts = vec![read(multisig), write(proposal), sign(first), sign(first), read(SYSTEM)];
    let open = call(PROGRAM, accounts, open);
    life.step(world, "propose", &people, vec![(0, store), (0, open)])?;

    let approve = |i: usize| -> Instruction {
        let accounts = vec![read(multisig), sign(&people[i]), write(proposal)];
        call(PROGRAM, accounts, named("proposal_approve").u8(0))
    };
    life.step(world, "vote", &people, (0..MAJORITY).map(|i| (i, approve(i))).collect())?;

    let mut accounts = vec![read(multisig), write(proposal), read(transaction), sign(first)];
    accounts.extend([read(vault), write(tokens), write(payee.tokens), read(mint), read(SPL_TOKEN)]);
    let execute = call(PROGRAM, accounts, named("vault_transaction_execute"));
    life.step(world, "execute", &people, vec![(0, execute)])?;
    paid(world, payee)?;

    let accounts =
        vec![read(multisig), write(proposal), write(transaction), write(first.wallet()), read(SYSTEM)];
    let close = call(PROGRAM, accounts, named("vault_transaction_accounts_close"));
    life.step(world, "close", &people, vec![(0, close)])?;
    Ok(life)
}

/// The stored transaction: one signer that is read, two accounts that are written to, one instruction, no tables.
fn stored(vault: Address, from: Address, to: Address, mint: Address) -> Vec<u8> {
    const KEYS: u8 = 5;
    let mut bytes = Bytes::of(&[1, 0, 2, KEYS]);
    for key in [vault, from, to, mint, SPL_TOKEN] {
        bytes = bytes.raw(key.as_ref());
    }
    // the last key is the program; from, mint, to, authority
    let data = transfer(PAYMENT, DECIMALS);
    bytes.u8(1).u8(4).raw(&[4, 1, 3, 2, 0]).u16(data.len() as u16).raw(&data).u8(0).0
}
