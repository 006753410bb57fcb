//! What the program does when something is tried, without anything coming of it: for the rules of the client that say
//! when something can be done, and what it does.

use crate::{accounts::record, tries};
use anchor_lang::{Discriminator, Owner, prelude::Address};
use base64::{Engine, engine::general_purpose::STANDARD};
use coop::state::Coop;
use coop_tests::World;
use solana_account::Account;
use solana_clock::Clock;
use solana_instruction_error::InstructionError;
use solana_message::{Instruction, Message};
use solana_signer::Signer;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    mem::offset_of,
};

/// Slots after which the cluster has forgotten the hash that a panel waits for: every trial is made so much later.
const FORGOTTEN: u64 = 2_000;

/// An account of the program.
pub struct At<T> {
    pub address: Address,
    pub data: Vec<u8>,
    pub is: T,
}

/// Every account of the program that there is.
pub struct All(BTreeMap<Address, Account>);

impl All {
    fn of(world: &World) -> Self {
        Self(world.svm.get_program_accounts(&coop::ID).into_iter().collect())
    }

    pub fn get<T: bytemuck::Pod + Owner + Discriminator>(&self, address: &Address) -> Option<At<T>> {
        let account = self.0.get(address)?;
        Some(At { address: *address, data: account.data.clone(), is: record(account)? })
    }

    pub fn each<T: bytemuck::Pod + Owner + Discriminator>(&self) -> Vec<At<T>> {
        self.0.keys().filter_map(|address| self.get(address)).collect()
    }
}

/// Something that is tried.
pub struct Try<'a> {
    /// The rule that speaks of it.
    pub rule: &'static str,
    /// What the rule is asked about.
    pub of: &'a [(&'static str, &'a [u8])],
    pub given: &'a [(&'static str, String)],
    pub calls: &'a [Instruction],
    /// What is looked at afterwards.
    pub shows: &'a [(&'static str, Address)],
    /// Seconds that decide: it is tried then, a second before and a second after, if that is to come.
    pub times: &'a [i64],
}

/// What was tried and printed already.
#[derive(Default)]
pub struct Trials {
    /// The same of the same account is told again if only the co-op is another.
    pub whole: bool,
    stored: HashMap<Vec<u8>, usize>,
    tried: HashSet<Vec<u8>>,
    told: HashSet<Vec<u8>>,
}

impl Trials {
    /// Tries all that can be tried with the accounts that are `meant`.
    pub fn look(&mut self, world: &mut World, meant: impl Fn(&Address) -> bool) {
        let all = All::of(world);
        tries::with_pools(self, world, &all, &meant);
        tries::with_members(self, world, &all, &meant);
        tries::with_proposals(self, world, &all, &meant);
        tries::with_coops(self, world, &all, &meant);
    }

    /// Tries it now, and around every time that decides.
    pub fn attempt(&mut self, world: &mut World, it: &Try) {
        let now = world.now();
        let around = it.times.iter().flat_map(|time| [time - 1, *time, time + 1]);
        for (which, at) in std::iter::once(now).chain(around).enumerate() {
            if which == 0 || at > now {
                self.attempt_at(world, it, which, at);
            }
        }
    }

    fn attempt_at(&mut self, world: &mut World, it: &Try, which: usize, at: i64) {
        let of: Vec<(&str, Vec<u8>)> =
            it.of.iter().map(|(name, data)| (*name, without_seq(name, data))).collect();
        let given = format!("{:?}", it.given);
        let (moment, all) = (at.to_le_bytes(), of.iter().map(|(_, data)| data.as_slice()));
        let asked = all.chain([it.rule.as_bytes(), given.as_bytes(), &moment]);
        if !self.tried.insert(asked.flatten().copied().collect()) {
            return;
        }
        let Some((did, after)) = simulate(world, at, it.calls) else { return };
        let shown: Vec<(&str, Vec<u8>)> = it
            .shows
            .iter()
            .filter_map(|(name, address)| Some((*name, after.get(address)?.data.clone())))
            .collect();
        let place = [which as u8];
        // in lives the same of the same account is told once, whatever became of the co-op meanwhile
        let subjects = of
            .iter()
            .filter(|(name, _)| self.whole || *name != "coop")
            .chain(&shown)
            .map(|(_, data)| data.as_slice());
        let heard = subjects.chain([it.rule.as_bytes(), given.as_bytes(), did.as_bytes(), &place]);
        if !self.told.insert(heard.flatten().copied().collect()) {
            return;
        }
        let (of, after) = (self.named(&of), self.named(&shown));
        let given: Vec<String> =
            it.given.iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        println!(
            "{{\"kind\":\"Trial\",\"rule\":\"{}\",\"now\":\"{at}\",\"of\":{of},\"given\":{{{}}},\"did\":\"{did}\",\"after\":{after}}}",
            it.rule,
            given.join(","),
        );
    }

    /// Accounts by the number of their line: each is printed once.
    fn named(&mut self, accounts: &[(&str, Vec<u8>)]) -> String {
        let mut names = Vec::new();
        for (name, data) in accounts {
            let next = self.stored.len();
            let number = *self.stored.entry(data.clone()).or_insert(next);
            if number == next {
                println!("{{\"kind\":\"Stored\",\"bytes\":\"{}\"}}", STANDARD.encode(data));
            }
            names.push(format!("\"{name}\":{number}"));
        }
        format!("{{{}}}", names.join(","))
    }
}

/// The bytes of an account; of a co-op without the number of its last event, which changes with every step and decides
/// nothing.
fn without_seq(name: &str, data: &[u8]) -> Vec<u8> {
    let mut data = data.to_vec();
    if name == "coop" {
        let at = Coop::DISCRIMINATOR.len() + offset_of!(Coop, seq);
        data[at..at + 8].fill(0);
    }
    data
}

/// What the program does with calls at a time, whoever has to sign, and the accounts then: `done`, `quiet` if nothing was said
/// to have happened, or the code of the refusal. Nothing if only what comes before the last call was refused.
fn simulate(
    world: &mut World,
    at: i64,
    calls: &[Instruction],
) -> Option<(String, HashMap<Address, Account>)> {
    let clock: Clock = world.svm.get_sysvar();
    world.svm.set_sysvar(&Clock { unix_timestamp: at, slot: clock.slot + FORGOTTEN, ..clock.clone() });
    let message = Message::new(calls, Some(&world.fee_payer.pubkey()));
    let outcome = world.svm.simulate_transaction(Transaction::new_unsigned(message));
    world.svm.set_sysvar(&clock);
    match outcome {
        Ok(info) => {
            let events = info.meta.logs.iter().filter(|line| line.starts_with("Program data: ")).count();
            let did = if events == 0 { "quiet" } else { "done" };
            let after = info.post_accounts.into_iter().map(|(address, account)| (address, account.into()));
            Some((did.into(), after.collect()))
        }
        Err(failed) => match failed.err {
            TransactionError::InstructionError(place, _) if (place as usize) < calls.len() - 1 => None,
            TransactionError::InstructionError(_, InstructionError::Custom(code)) => {
                Some((code.to_string(), HashMap::new()))
            }
            other => panic!("{other:?}\n{}", failed.meta.logs.join("\n")),
        },
    }
}
