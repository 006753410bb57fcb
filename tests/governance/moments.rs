//! When a resolution can be executed, for every action there is: the fixture of each verb executes at its first
//! second.

use crate::{
    Call, Refusal, World, charter,
    verb::{VERBS, Verb},
    world::code,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::{self, *},
    state::{Coop, Proposal},
};
use solana_keypair::Keypair;
use std::mem::offset_of;

/// What executes a resolution.
fn executions() -> impl Iterator<Item = &'static dyn Verb> {
    VERBS.iter().copied().filter(|verb| verb.name().starts_with("execute_") || verb.name() == "dissolve")
}

/// A world in which it is about to be executed: the call, its co-op and its proposal.
fn about_to(verb: &dyn Verb) -> (World, Call, Address, Address) {
    let mut world = World::new();
    let call = verb.fixture(&mut world);
    let named = |world: &World, is: fn(&World, &Address) -> bool| {
        call.instruction.accounts.iter().map(|meta| meta.pubkey).find(|key| is(world, key))
    };
    let coop = named(&world, |w, key| w.read::<Coop>(key).is_some()).expect("a co-op");
    let proposal = named(&world, |w, key| w.read::<Proposal>(key).is_some()).expect("a proposal");
    (world, call, coop, proposal)
}

fn send(world: &mut World, call: &Call) -> Result<(), Refusal> {
    let keys: Vec<&Keypair> = call.signers.iter().collect();
    world.send(std::slice::from_ref(&call.instruction), &keys).map(drop)
}

#[track_caller]
fn refused(world: &mut World, call: &Call, name: &str, error: CoopError) {
    let refusal = send(world, call).expect_err("a refusal");
    assert!(refusal.is(error), "{name}: not {error:?} ({}) but {:?}", code(error), refusal.error);
}

#[test]
fn nothing_is_executed_before_its_timelock_or_after_its_window_nor_twice() {
    let mut actions = 0;
    for verb in executions() {
        actions += 1;
        let (mut world, call, coop, proposal) = about_to(verb);
        let (name, p) = (verb.name(), world.proposal(&proposal));
        let first = p.ends.get() + p.timelock.get() as i64;
        world.set_time(first - 1);
        refused(&mut world, &call, name, TimelockNotOver);
        world.set_time(p.ends.get() - 1);
        refused(&mut world, &call, name, VotingNotOver);
        world.set_time(first);
        if p.weighty == 1 {
            // not before a period is closed whose regular end is that second, or later
            let until = world.coop(&coop).closed_until;
            assert!(until.get() >= first, "{name}");
            world.edit::<Coop>(&coop, |coop| coop.closed_until = (first - 1).into());
            refused(&mut world, &call, name, AwaitsPeriodTurn);
            world.edit::<Coop>(&coop, |coop| coop.closed_until = first.into());
        }
        let length = if p.weighty == 1 { charter().period_length } else { 0 };
        let window = p.execution_window.get();
        assert_eq!(window, charter().execution_window + length, "{name}: longer by the period's length");
        world.set_time(first + window as i64);
        refused(&mut world, &call, name, ExecutionWindowOver);
        // in the last second; what moves money wants no overdue period
        world.pass(-1);
        let started = world.now() - 1;
        world.edit::<Coop>(&coop, |coop| coop.period.started_at = started.into());
        send(&mut world, &call).unwrap_or_else(|why| panic!("{name}: {why:#?}"));
        assert_eq!(world.proposal(&proposal).executed_at, world.now(), "{name}");
        assert!(send(&mut world, &call).is_err(), "{name}: twice");
    }
    assert_eq!(actions, 20, "one for each action");
}

#[test]
fn what_is_weighty_waits_for_the_turn_of_a_period_and_nothing_else_does() {
    let mut weighty = Vec::new();
    for verb in executions() {
        let (mut world, call, coop, proposal) = about_to(verb);
        let p = world.proposal(&proposal);
        world.edit::<Coop>(&coop, |coop| coop.closed_until = 0.into());
        if p.weighty == 1 {
            weighty.push(verb.name());
            refused(&mut world, &call, verb.name(), AwaitsPeriodTurn);
        } else {
            send(&mut world, &call).unwrap_or_else(|why| panic!("{}: {why:#?}", verb.name()));
        }
    }
    assert_eq!(
        weighty,
        ["execute_amend", "execute_cover_loss", "execute_invoke", "execute_leave_federation", "dissolve"]
    );
}

#[test]
fn a_change_of_the_charter_ends_every_open_resolution() {
    for verb in executions() {
        let (mut world, call, coop, _) = about_to(verb);
        world.edit::<Coop>(&coop, |coop| coop.charter_version += 1);
        refused(&mut world, &call, verb.name(), ProposalStale);
    }
}

#[test]
fn a_dissolving_co_op_executes_nothing() {
    for verb in executions() {
        let (mut world, call, coop, _) = about_to(verb);
        let now = world.now();
        world.edit::<Coop>(&coop, |coop| coop.dissolving_at = now.into());
        refused(&mut world, &call, verb.name(), CoopNotActive);
    }
}

#[test]
fn a_weighty_resolution_dies_of_protests_and_another_does_not() {
    let mut weighty = Vec::new();
    for verb in executions() {
        let protested = |protests: fn(u32) -> u32| {
            let (mut world, call, _, proposal) = about_to(verb);
            let count = protests(world.proposal(&proposal).electors.get());
            world.patch(&proposal, 8 + offset_of!(Proposal, protests), &count.to_le_bytes());
            (world.proposal(&proposal).weighty == 1, world, call)
        };
        let (is_weighty, mut world, mut call) = protested(|electors| electors.max(2));
        if is_weighty {
            weighty.push(verb.name());
            refused(&mut world, &call, verb.name(), TooManyLeft);
            // one alone stops nothing, though it is more than exodus_bps of these few electors
            (_, world, call) = protested(|_| 1);
        }
        send(&mut world, &call).unwrap_or_else(|why| panic!("{}: {why:#?}", verb.name()));
    }
    assert_eq!(
        weighty,
        ["execute_amend", "execute_cover_loss", "execute_invoke", "execute_leave_federation", "dissolve"]
    );
}
