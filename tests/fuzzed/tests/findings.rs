//! What fuzzing found in the program and is not mended: each as a test of what should be. `cargo t -p fuzzed -- --ignored` runs them.

use coop_tests::{
    World,
    verb::{VERBS, Verb},
};
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

fn verb(name: &str) -> &'static dyn Verb {
    *VERBS.iter().find(|verb| verb.name() == name).expect("an instruction")
}

/// A text whose length claims more than the 32 KiB of the program's heap is refused by name, as one is that claims more than
/// there is of the data. The transaction fails either way, and nothing is written.
#[test]
#[ignore = "reading it panics: the memory for the claimed length is asked for before the length is compared with the data"]
fn a_text_that_claims_to_be_longer_than_the_heap_is_refused_by_name() {
    let mut unnamed = Vec::new();
    for verb in VERBS {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        let begun = world.save();
        for at in 8..call.instruction.data.len() {
            let mut instruction = call.instruction.clone();
            instruction.data[at] = 0x25;
            world.restore(&begun);
            if let Err(refusal) = world.send(&[instruction], &signers)
                && let TransactionError::InstructionError(_, InstructionError::ProgramFailedToComplete) =
                    refusal.error
            {
                unnamed.push(format!("{} with byte {at} changed: {:?}", verb.name(), refusal.logs.last()));
            }
        }
    }
    assert!(unnamed.is_empty(), "{} calls:\n{}", unnamed.len(), unnamed.join("\n"));
}

/// A payment that would make the uses of the open period exceed 64 bits is refused by name, as a payment is that the books have
/// no room for. Nobody has so many tokens; the transaction fails either way, and nothing is written.
#[test]
#[ignore = "`pay_coop` counts outside use before it asks the books for room, and the sum panics"]
fn a_payment_of_more_than_can_be_counted_is_refused_by_name() {
    let mut world = World::new();
    let call = verb("pay_coop").fixture(&mut world);
    let signers: Vec<_> = call.signers.iter().collect();
    // for nobody who is a member, once and again
    let mut outside = call.instruction.clone();
    outside.accounts[2].pubkey = coop::ID;
    world.send(std::slice::from_ref(&outside), &signers).expect("outside use");
    outside.data[8..].copy_from_slice(&u64::MAX.to_le_bytes());
    let refusal = world.send(&[outside], &signers).expect_err("nobody has so much");
    assert!(refusal.code().is_some(), "{refusal:#?}");
}

/// The scenes above are those of the instructions: one that is accepted as it is.
#[test]
fn a_founding_with_its_own_lengths_is_accepted() {
    let mut world = World::new();
    let call = verb("found").fixture(&mut world);
    world.send(&[call.instruction], &call.signers.iter().collect::<Vec<_>>()).expect("it is accepted");
}
