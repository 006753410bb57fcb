//! What fuzzing found: refusals that had no name, because the program panicked. Nothing was written then either.

use anchor_lang::InstructionData;
use coop::{
    error::CoopError,
    instruction,
    state::{Action, Coop, InvokeMeta},
};
use coop_tests::{
    Call, World,
    verb::{VERBS, Verb},
};
use fuzzed::program::oracle::is_named;
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

fn verb(name: &str) -> &'static dyn Verb {
    *VERBS.iter().find(|verb| verb.name() == name).expect("an instruction")
}

/// Sends a call once for each byte of its arguments, with that byte changed: where it is a part of a length, more is claimed
/// than the 32 KiB of the program's heap hold. The refusals without a name.
fn unnamed(world: &mut World, name: &str, call: &Call) -> Vec<String> {
    let signers: Vec<_> = call.signers.iter().collect();
    let begun = world.save();
    let mut unnamed = Vec::new();
    for at in 8..call.instruction.data.len() {
        let mut instruction = call.instruction.clone();
        instruction.data[at] = 0x25;
        world.restore(&begun);
        if let Err(refusal) = world.send(&[instruction], &signers)
            && let TransactionError::InstructionError(_, error) = refusal.error
            && !is_named(&error)
        {
            unnamed.push(format!("{name} with byte {at} changed: {error:?} {:?}", refusal.logs.last()));
        }
    }
    unnamed
}

/// A text whose length claims more than there is, or than the heap of the program holds, is refused by name.
#[test]
fn what_claims_to_be_longer_than_it_is_is_refused_by_name() {
    let mut all = Vec::new();
    for verb in VERBS {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        all.extend(unnamed(&mut world, verb.name(), &call));
    }
    assert!(all.is_empty(), "{} calls:\n{}", all.len(), all.join("\n"));
}

/// The same of the lists in a proposal to call another program.
#[test]
fn a_list_that_claims_to_be_longer_than_it_is_is_refused_by_name() {
    let mut world = World::new();
    let mut call = verb("propose").fixture(&mut world);
    let account = InvokeMeta { address: coop::ID, is_signer: false, is_writable: false };
    let action =
        Action::Invoke { program: coop::ID, accounts: vec![account], data: vec![1; 8], pinned: false };
    call.instruction.data = instruction::Propose { action, why: "why".into(), document: None }.data();
    let all = unnamed(&mut world, "propose", &call);
    assert!(all.is_empty(), "{} calls:\n{}", all.len(), all.join("\n"));
}

/// A payment that would make the uses of the open period exceed 64 bits is refused by name, as a payment is that the books
/// have no room for. Nobody has so many tokens.
#[test]
fn a_payment_of_more_than_can_be_counted_is_refused_by_name() {
    for (name, buyer) in [("pay_coop", 2), ("pay_service", 3)] {
        let mut world = World::new();
        let mut call = verb(name).fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        // for nobody who is a member, in a period that had all income there can be
        call.instruction.accounts[buyer].pubkey = coop::ID;
        let coop = call.instruction.accounts[1].pubkey;
        world.edit::<Coop>(&coop, |coop| {
            coop.period.revenue = u64::MAX.into();
            coop.period.done.outside_units = u64::MAX.into();
        });
        let refusal = world.send(&[call.instruction], &signers).expect_err("there is no room");
        assert!(refusal.is(CoopError::BooksOverflow), "{name}: {refusal:#?}");
    }
}

#[test]
fn every_error_of_the_program_is_a_name() {
    let idl = include_str!("../../../idl/coop.json");
    let codes = idl.split("\"code\": ").skip(1).map(|rest| rest.split(',').next().expect("a number"));
    let codes: Vec<u32> = codes.map(|code| code.parse().expect("a number")).collect();
    assert!(codes.len() > 200 && codes.iter().all(|code| is_named(&InstructionError::Custom(*code))));
    assert!(!is_named(&InstructionError::Custom(codes.iter().max().expect("an error") + 1)));
}
