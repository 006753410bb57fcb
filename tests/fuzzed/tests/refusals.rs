//! What fuzzing found: refusals that had no name, because the program panicked. Nothing was written then either.

use anchor_lang::InstructionData;
use coop::{
    instruction,
    state::{Action, InvokeMeta},
};
use coop_tests::{
    Call, World,
    verb::{VERBS, Verb},
};
use fuzzed::program::oracle::is_named;
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
    for name in ["pay_coop", "pay_service"] {
        let mut world = World::new();
        let call = verb(name).fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        // for nobody who is a member, once and again
        let mut outside = call.instruction.clone();
        outside.accounts[if name == "pay_coop" { 2 } else { 3 }].pubkey = coop::ID;
        world.send(std::slice::from_ref(&outside), &signers).expect("outside use");
        outside.data[8..].fill(u8::MAX);
        let refusal = world.send(&[outside], &signers).expect_err("nobody has so much");
        assert!(refusal.code().is_some(), "{name}: {refusal:#?}");
    }
}
