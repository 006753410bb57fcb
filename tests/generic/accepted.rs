//! Every instruction succeeds and logs its events in order, also where the addresses of its new accounts hold lamports.

use crate::{
    World,
    verb::{VERBS, wanted},
    world::{SPL_TOKEN, TOKEN_2022},
};
use anchor_lang::{Discriminator, prelude::Address};
use coop::state::{
    BallotPage, Coop, Mandate, Member, Period, Pledge, Pool, Proposal, Redirect, Service, Tombstone, Vouch,
};
use litesvm::LiteSVM;
use solana_account::Account;
use std::collections::{BTreeMap, BTreeSet};

/// Largest transaction that the network carries.
const PACKET: usize = 1_232;

#[test]
fn the_list_has_the_instructions_of_the_program_in_their_order() {
    let program = include_str!("../../programs/coop/src/lib.rs");
    let instructions: Vec<&str> = program
        .lines()
        .filter_map(|line| line.strip_prefix("    pub fn "))
        .filter_map(|rest| rest.split('(').next())
        .collect();
    let listed: Vec<&str> = VERBS.iter().map(|verb| verb.name()).collect();
    assert_eq!(listed, instructions);
}

#[test]
fn every_instruction_succeeds_with_either_token_program_and_logs_one_event_with_the_next_number() {
    for token_program in [SPL_TOKEN, TOKEN_2022] {
        for verb in wanted() {
            let mut world = World::seeded(7, token_program);
            let call = verb.fixture(&mut world);
            let before: BTreeMap<Address, u64> = call
                .instruction
                .accounts
                .iter()
                .filter_map(|meta| Some((meta.pubkey, world.read::<Coop>(&meta.pubkey)?.seq.get())))
                .collect();
            let signers: Vec<_> = call.signers.iter().collect();
            let receipt = world
                .send(std::slice::from_ref(&call.instruction), &signers)
                .unwrap_or_else(|refusal| panic!("{}: {refusal:#?}", verb.name()));
            let told: BTreeSet<Address> = receipt.events.iter().map(coop::events::Event::coop).collect();
            let co_ops = verb.co_ops();
            assert_eq!(
                (told.len(), receipt.events.len()),
                (co_ops, co_ops),
                "{}: {:?}",
                verb.name(),
                receipt.events
            );
            for event in &receipt.events {
                let last = before.get(&event.coop()).copied().unwrap_or(0);
                assert_eq!(event.seq(), last + 1, "{}", verb.name());
            }
            assert!(receipt.bytes <= PACKET, "{}: {} bytes", verb.name(), receipt.bytes);
            for meta in &call.instruction.accounts {
                let address = &meta.pubkey;
                let kept = [
                    world.read::<Coop>(address).map(|coop| coop.invariant()),
                    world.read::<Member>(address).map(|member| member.invariant()),
                    world.read::<Pool>(address).map(|pool| pool.invariant()),
                ];
                assert!(kept.into_iter().flatten().all(|kept| kept.is_ok()), "{}", verb.name());
            }
        }
    }
}

/// Two who send one of these at once both get through: what is done already is left alone.
#[test]
fn settling_what_is_settled_and_closing_what_is_closed_succeed_change_nothing_and_log_nothing() {
    let again = ["close_period", "settle_patronage"];
    for verb in VERBS.iter().filter(|verb| again.contains(&verb.name())) {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        let named: Vec<Address> = call.instruction.accounts.iter().map(|meta| meta.pubkey).collect();
        let first = world.send(std::slice::from_ref(&call.instruction), &signers).expect("the first");
        assert_eq!(first.events.len(), 1, "{}", verb.name());
        let before = world.snapshot(named.clone());
        let second = world.send(std::slice::from_ref(&call.instruction), &signers).expect("the second");
        assert!(second.events.is_empty(), "{}: {:?}", verb.name(), second.events);
        assert!(world.snapshot(named) == before, "{}: it changed something", verb.name());
    }
}

/// Calls each instruction where lamports stand at every address that it makes an account at. What each of those addresses
/// holds then, and what it would hold otherwise.
fn with_lamports_ahead(lamports: u64, world: fn() -> World) {
    for verb in VERBS {
        let (mut world, mut other) = (world(), world());
        let call = verb.fixture(&mut world);
        let without = verb.fixture(&mut other);
        let made = |world: &World| -> Vec<Address> {
            let named = call.instruction.accounts.iter().map(|meta| meta.pubkey);
            named.filter(|address| world.svm.get_account(address).is_none()).collect()
        };
        let made = made(&world);
        for address in made.iter().filter(|_| lamports > 0) {
            world.put(*address, Account { lamports, ..Account::default() });
        }
        let signers: Vec<_> = call.signers.iter().collect();
        let sent = world.send(&[call.instruction], &signers);
        assert!(sent.is_ok(), "{}: {sent:#?}", verb.name());
        other.send(&[without.instruction], &signers).expect("without lamports ahead");
        for address in &made {
            let (ahead, plain) = (world.svm.get_account(address), other.svm.get_account(address));
            let (Some(ahead), Some(plain)) = (ahead, plain) else { continue };
            assert_eq!(
                ahead.lamports,
                plain.lamports.max(lamports),
                "{}: the rent, or what was sent",
                verb.name()
            );
            assert_eq!(
                (ahead.owner, ahead.data),
                (plain.owner, plain.data),
                "{}: the same account",
                verb.name()
            );
        }
    }
}

#[test]
fn a_lamport_sent_ahead_to_an_address_keeps_nothing_from_being_made_there() {
    with_lamports_ahead(1, World::new);
}

#[test]
fn more_than_the_rent_sent_ahead_to_an_address_stays_there() {
    with_lamports_ahead(1_000_000_000, World::new);
}

/// A runtime whose system program has no `CreateAccountAllowPrefund`.
fn without_prefund() -> World {
    let mut world = World::new();
    let mut features = LiteSVM::mainnet_feature_set();
    features.deactivate(&agave_feature_set::create_account_allow_prefund::ID);
    world.svm = std::mem::take(&mut world.svm).with_feature_set(features);
    world
}

#[test]
fn a_runtime_without_the_instruction_for_it_refuses_only_where_lamports_were_sent_ahead() {
    with_lamports_ahead(0, without_prefund);
    let mut world = without_prefund();
    let call = VERBS.iter().find(|verb| verb.name() == "apply").expect("it is there").fixture(&mut world);
    let member = call.instruction.accounts[3].pubkey;
    assert!(world.svm.get_account(&member).is_none(), "it is made");
    world.put(member, Account { lamports: 1, ..Account::default() });
    let signers: Vec<_> = call.signers.iter().collect();
    world.send(&[call.instruction], &signers).expect_err("refused by the system program");
}

#[test]
#[ignore = "needs the program that `cargo xtask prefund` builds"]
fn the_program_for_such_a_runtime_makes_every_account_there() {
    with_lamports_ahead(1, without_prefund);
    with_lamports_ahead(1_000_000_000, without_prefund);
}

#[test]
fn kinds_of_accounts_are_told_apart_by_their_first_bytes() {
    let kinds = [
        Coop::DISCRIMINATOR,
        Member::DISCRIMINATOR,
        Pool::DISCRIMINATOR,
        Pledge::DISCRIMINATOR,
        Vouch::DISCRIMINATOR,
        Service::DISCRIMINATOR,
        Period::DISCRIMINATOR,
        Proposal::DISCRIMINATOR,
        BallotPage::DISCRIMINATOR,
        Mandate::DISCRIMINATOR,
        Redirect::DISCRIMINATOR,
        Tombstone::DISCRIMINATOR,
    ];
    for (i, one) in kinds.iter().enumerate() {
        assert!(kinds[i + 1..].iter().all(|other| other != one));
    }
}
