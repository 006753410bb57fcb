//! Lives the lives of `coop_tests::lives` and prints every account of the program that they leave behind after each
//! step: its bytes, its fields, and what the rules say of it; and what the program does when what a rule of the client
//! speaks of is tried. The TypeScript client must read and say the same.

mod accounts;
mod states;
mod successions;
mod trials;
mod tries;

use accounts::record;
use anchor_lang::prelude::Address;
use coop::state::{Coop, Member};
use coop_tests::{World, lives, lives::Chain};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_message::Instruction;
use std::collections::HashSet;
use trials::Trials;

fn main() {
    let mut golden = Golden { world: World::new(), now: 0, seen: HashSet::new(), trials: Trials::default() };
    lives::trace(&mut golden);
    states::all(&mut golden.trials);
    successions::print();
}

/// A runtime that prints the accounts that each step wrote, and tries things before and after it.
struct Golden {
    world: World,
    now: i64,
    seen: HashSet<Vec<u8>>,
    trials: Trials,
}

impl Chain for Golden {
    fn put(&mut self, address: Address, account: Account) {
        Chain::put(&mut self.world, address, account);
    }

    fn account(&mut self, address: &Address) -> Option<Account> {
        Chain::account(&mut self.world, address)
    }

    fn set_time(&mut self, now: i64) {
        self.now = now;
        Chain::set_time(&mut self.world, now);
    }

    fn send(&mut self, instruction: Instruction, signers: &[&Keypair]) -> (Vec<String>, Result<(), String>) {
        let named: Vec<Address> = instruction.accounts.iter().map(|meta| meta.pubkey).collect();
        self.trials.look(&mut self.world, |address| named.contains(address));
        let outcome = Chain::send(&mut self.world, instruction, signers);
        let coop = named.iter().find_map(|address| record::<Coop>(&self.account(address)?));
        for address in &named {
            if let (Some(coop), Some(account)) = (coop, self.account(address))
                && self.seen.insert(account.data.clone())
            {
                accounts::print(self.now, &coop, &account);
                if let Some(member) = record::<Member>(&account) {
                    accounts::print_snapshots(&coop, &member, &account);
                }
            }
        }
        self.trials.look(&mut self.world, |address| named.contains(address));
        outcome
    }
}
