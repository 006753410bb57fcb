//! Runs the lives of `coop_tests::lives` on the bank of the validator itself, and compares every step with the output
//! of LiteSVM for it: outcome, compute units of the program, and the stored accounts.
//!
//! `coop-bank TRACE`, with the folder of `coop.so` in BPF_OUT_DIR; `cargo xtask bank` runs both.

use coop_tests::lives::{self, Chain};
use solana_account::Account;
use solana_address::Address;
use solana_clock::Clock;
use solana_keypair::Keypair;
use solana_message::Instruction;
use solana_program_test::{ProgramTest, ProgramTestContext};
use solana_signer::Signer;
use solana_transaction::Transaction;
use std::process::ExitCode;
use tokio::runtime::{Builder, Runtime};

fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("coop-bank: name the file with the trace of the other runtime");
        return ExitCode::FAILURE;
    };
    let theirs = match std::fs::read_to_string(&path) {
        Ok(trace) => trace,
        Err(why) => {
            eprintln!("coop-bank: {path}: {why}");
            return ExitCode::FAILURE;
        }
    };
    let theirs: Vec<&str> = theirs.lines().collect();
    let ours = lives::trace(&mut Bank::start());
    let mut wrong = 0;
    for i in 0..ours.len().max(theirs.len()) {
        let (bank, svm) =
            (ours.get(i).map_or("no such step", String::as_str), theirs.get(i).unwrap_or(&"no such step"));
        if bank != *svm {
            wrong += 1;
            eprintln!("coop-bank: step {}\n  bank    {bank}\n  LiteSVM {svm}", i + 1);
        }
    }
    if wrong > 0 {
        eprintln!("coop-bank: {wrong} of {} steps differ between the runtimes", ours.len());
        return ExitCode::FAILURE;
    }
    println!("{} steps, the same on both runtimes", ours.len());
    ExitCode::SUCCESS
}

/// A validator's bank with the program, both token programs, and a clock that is moved by hand.
struct Bank {
    runtime: Runtime,
    context: ProgramTestContext,
}

impl Bank {
    fn start() -> Self {
        // in one thread, or the task that makes blocks would write into a bank that set_time is freezing
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
        let mut test = ProgramTest::default();
        test.prefer_bpf(true);
        test.add_program("coop", coop::ID, None);
        let context = runtime.block_on(test.start_with_context());
        Self { runtime, context }
    }
}

impl Chain for Bank {
    fn put(&mut self, address: Address, account: Account) {
        self.context.set_account(&address, &account.into());
    }

    fn account(&mut self, address: &Address) -> Option<Account> {
        self.runtime.block_on(self.context.banks_client.get_account(*address)).expect("an answer")
    }

    /// Takes a new block too: the same instruction can be sent again only with another blockhash.
    fn set_time(&mut self, now: i64) {
        let mut clock: Clock =
            self.runtime.block_on(self.context.banks_client.get_sysvar()).expect("the clock");
        self.context.warp_to_slot(clock.slot + 2).expect("a later slot");
        clock.slot += 2;
        clock.unix_timestamp = now;
        self.context.set_sysvar(&clock);
    }

    fn send(&mut self, instruction: Instruction, signers: &[&Keypair]) -> (Vec<String>, Result<(), String>) {
        let payer = &self.context.payer;
        let keys: Vec<&Keypair> = std::iter::once(payer).chain(signers.iter().copied()).collect();
        let blockhash = self.context.last_blockhash;
        let transaction =
            Transaction::new_signed_with_payer(&[instruction], Some(&payer.pubkey()), &keys, blockhash);
        let sending = self.context.banks_client.process_transaction_with_metadata(transaction);
        let done = self.runtime.block_on(sending).expect("an answer");
        let log = done.metadata.map(|metadata| metadata.log_messages).unwrap_or_default();
        (log, done.result.map_err(|why| format!("{why:?}")))
    }
}
