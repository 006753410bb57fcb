use crate::{
    World,
    verb::VERBS,
    world::{SPL_TOKEN, TOKEN_2022},
};
use anchor_lang::{Discriminator, prelude::Address};
use coop::state::{
    BallotPage, Coop, Mandate, Member, Period, Pledge, Pool, Proposal, Redirect, Service, Tombstone, Vouch,
};
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
        for verb in VERBS {
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
            let told: BTreeSet<Address> = receipt.events.iter().map(|event| event.coop()).collect();
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

#[test]
fn a_lamport_sent_ahead_to_an_address_keeps_nothing_from_being_made_there() {
    for verb in VERBS {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        for meta in &call.instruction.accounts {
            if world.svm.get_account(&meta.pubkey).is_none() {
                world.put(meta.pubkey, Account { lamports: 1, ..Account::default() });
            }
        }
        let signers: Vec<_> = call.signers.iter().collect();
        let sent = world.send(&[call.instruction], &signers);
        assert!(sent.is_ok(), "{}: {sent:#?}", verb.name());
    }
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
