//! The conformance program as built for the chain does what it does on the host.
//!
//! Other numbers: `COOP_SEED=7 cargo xtask test`. The program stands where `COOP_CONFORMANCE` says; `cargo xtask test`
//! builds it.

use conformance::{HEADER, PANIC, PANICS_AT, memory};
use conformance_host::{Random, arithmetic_cases, difference, memory_cases, on_host, stack_cases};
use litesvm::{LiteSVM, types::FailedTransactionMetadata};
use solana_account::Account;
use solana_compute_budget::compute_budget::ComputeBudget;
use solana_instruction_error::InstructionError;
use solana_keypair::Keypair;
use solana_message::{AccountMeta, Address, Instruction, Message};
use solana_signer::Signer;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

const PROGRAM: Address = Address::new_from_array([7; 32]);
const DATA: Address = Address::new_from_array([8; 32]);
const RANDOM_PAIRS: usize = 10_000;
const SEED: u64 = 1;

struct Chain {
    svm: LiteSVM,
    payer: Keypair,
}

impl Chain {
    fn new() -> Self {
        let path = std::env::var("COOP_CONFORMANCE")
            .expect("COOP_CONFORMANCE names conformance.so: run cargo xtask test");
        let program = std::fs::read(&path).unwrap_or_else(|why| panic!("{path}: {why}"));
        let mut budget = ComputeBudget::new_with_defaults(true);
        budget.compute_unit_limit = u64::MAX / 2;
        let mut svm = LiteSVM::new()
            .with_compute_budget(budget)
            .with_sigverify(false)
            .with_blockhash_check(false)
            .with_transaction_history(0);
        svm.add_program(PROGRAM, &program).expect("conformance.so is an sBPF program");
        let payer = Keypair::new_from_array([1; 32]);
        svm.airdrop(&payer.pubkey(), 1_000_000_000).expect("fees are there");
        Self { svm, payer }
    }

    /// What `data` becomes on the chain.
    fn run(&mut self, data: &[u8]) -> Result<Vec<u8>, Box<FailedTransactionMetadata>> {
        let account = Account {
            lamports: 1_000_000_000_000,
            data: data.to_vec(),
            owner: PROGRAM,
            ..Account::default()
        };
        self.svm.set_account(DATA, account).expect("an account for the cases");
        let instruction = Instruction::new_with_bytes(PROGRAM, &[], vec![AccountMeta::new(DATA, false)]);
        let message = Message::new(&[instruction], Some(&self.payer.pubkey()));
        self.svm.send_transaction(Transaction::new_unsigned(message)).map_err(Box::new)?;
        Ok(self.svm.get_account(&DATA).expect("it is still there").data)
    }

    /// Fails with the first case that the chain and the host do not agree on.
    fn agrees(&mut self, asked: &[u8]) {
        let chain = self.run(asked).unwrap_or_else(|failed| panic!("the chain refused: {failed:#?}"));
        let host = on_host(asked);
        assert_ne!(host, asked, "the cases have results");
        if let Some(difference) = difference(asked, &chain, &host) {
            panic!("{difference}");
        }
    }
}

fn random() -> Random {
    let seed = std::env::var("COOP_SEED").map_or(SEED, |seed| seed.parse().expect("COOP_SEED is a number"));
    println!("COOP_SEED={seed}");
    Random::new(seed)
}

#[test]
fn integers_of_128_bits() {
    Chain::new().agrees(&arithmetic_cases(&mut random(), RANDOM_PAIRS));
}

#[test]
fn memory_calls_of_every_length_and_alignment() {
    let (mut chain, mut random) = (Chain::new(), random());
    for length in 0..=memory::LONGEST {
        chain.agrees(&memory_cases(&mut random, length));
    }
}

#[test]
fn frames_do_not_overlap() {
    Chain::new().agrees(&stack_cases(&mut random()));
}

#[test]
fn a_panic_says_where() {
    let mut asked = vec![0; HEADER];
    asked[0] = PANIC;
    let failed = Chain::new().run(&asked).expect_err("it panics");
    let expected = TransactionError::InstructionError(0, InstructionError::ProgramFailedToComplete);
    assert_eq!(failed.err, expected, "{failed:#?}");
    let (file, line, column) = PANICS_AT;
    let place = format!("{file} at {line}:{column}");
    assert!(failed.meta.logs.iter().any(|log| log.contains(&place)), "no {place} in {:#?}", failed.meta.logs);
}
