//! Instructions against the program as it is built for the chain, each from where it is about to succeed.

mod ledger;
pub mod oracle;
pub mod plan;
pub mod rules;
mod scene;

pub use scene::Stage;

use anchor_lang::prelude::Address;
use arbitrary::{Arbitrary, Unstructured};
use coop_tests::world::World;
use ledger::{Ledger, Numbers};
use plan::{Plan, Step, Whose};
use scene::Scene;
use solana_account::AccountSharedData;
use solana_message::{Instruction, Message};
use solana_signer::Signer;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;
use std::collections::HashSet;

/// What came of an input.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub accepted: u32,
    pub refused: u32,
    /// What the network would not have carried to the program.
    pub unsent: u32,
}

/// Runs an input. It panics where a property does not hold.
pub fn check_on(stage: &Stage, data: &[u8]) -> Outcome {
    let Ok(plan) = Plan::arbitrary(&mut Unstructured::new(data)) else { return Outcome::default() };
    let scene = stage.scene(plan.scene);
    let mut world = scene.world.borrow_mut();
    world.restore(&scene.begun);
    let mut numbers = Numbers::default();
    let asked = rules::asked(&world, &mut numbers);
    let mut before = Ledger::read(&world, &mut numbers);
    let mut outcome = Outcome::default();
    for step in &plan.steps {
        world.pass(step.wait);
        let sent = call(stage, scene, step);
        match send(&mut world, scene, &sent) {
            Sent::Not => outcome.unsent += 1,
            Sent::Refused => outcome.refused += 1,
            Sent::Accepted { logs, signed, accounts } => {
                outcome.accepted += 1;
                let after = Ledger::read(&world, &mut numbers);
                let of = stage.named(&sent.data).expect("what is accepted names an instruction");
                oracle::Accepted {
                    scene: of,
                    sent: &sent,
                    signed: &signed,
                    before: &before,
                    after: &after,
                    logs: &logs,
                    accounts: &accounts,
                }
                .check();
                rules::hold(&asked, &before, &after, of.verb, world.now());
                before = after;
            }
        }
    }
    outcome
}

/// The call that a step is.
fn call(stage: &Stage, scene: &Scene, step: &Step) -> Instruction {
    let of = match step.whose {
        Whose::Own | Whose::Other => scene,
        Whose::Scene { verb, .. } => stage.scene(verb),
    };
    let mut pair = [&of.call, &of.other];
    if matches!(step.whose, Whose::Other | Whose::Scene { other: true, .. }) {
        pair.reverse();
    }
    let [mut call, other] = [pair[0].clone(), pair[1].clone()];
    step.data.iter().for_each(|change| change.change(&mut call.data));
    step.accounts.iter().for_each(|change| change.change(&mut call, &other, &scene.all));
    call
}

/// What the network did with a transaction.
enum Sent {
    /// It was not carried: somebody who must sign cannot, or it is not well formed.
    Not,
    Refused,
    Accepted {
        logs: Vec<String>,
        signed: HashSet<Address>,
        accounts: Vec<(Address, AccountSharedData, AccountSharedData)>,
    },
}

/// Sends one instruction, signed by everyone it asks and who can.
fn send(world: &mut World, scene: &Scene, sent: &Instruction) -> Sent {
    let payer = world.fee_payer.pubkey();
    let message = Message::new(std::slice::from_ref(sent), Some(&payer));
    let signed: HashSet<Address> = message.signer_keys().into_iter().copied().collect();
    if !signed.iter().all(|key| scene.signers.contains(key)) {
        return Sent::Not;
    }
    let stored =
        |world: &World, key: &Address| world.svm.accounts_db().inner.get(key).cloned().unwrap_or_default();
    let keys: Vec<Address> = message.account_keys.iter().filter(|key| **key != payer).copied().collect();
    let before: Vec<AccountSharedData> = keys.iter().map(|key| stored(world, key)).collect();
    match world.svm.send_transaction(Transaction::new_unsigned(message)) {
        Ok(meta) => {
            let pairs = keys.into_iter().zip(before);
            let accounts = pairs.map(|(key, old)| (key, old, stored(world, &key))).collect();
            Sent::Accepted { logs: meta.logs, signed, accounts }
        }
        Err(failed) => {
            let logs = failed.meta.logs.join("\n");
            match &failed.err {
                TransactionError::InstructionError(_, error) => {
                    assert!(oracle::is_named(error), "an error without a name: {error:?}\n{logs}");
                    Sent::Refused
                }
                // these two come after the program ran
                TransactionError::InsufficientFundsForRent { .. } => Sent::Refused,
                TransactionError::UnbalancedTransaction => panic!("lamports were made or lost:\n{logs}"),
                _ => Sent::Not,
            }
        }
    }
}
