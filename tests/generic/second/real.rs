//! The decoder on bytes that the program as built for the chain wrote: every instruction sent, every event logged, every
//! account left in the fixtures of all instructions and in the lives that two runtimes live.

use super::{Row, kinds};
use crate::{World, fixtures::dissolving, lives, lives::Chain, verb::VERBS};
use anchor_lang::{Discriminator, prelude::Address};
use base64::{Engine, prelude::BASE64_STANDARD};
use coop::state::{Coop, Tombstone};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_message::Instruction;
use std::collections::BTreeSet;

/// Reads all that passes by.
struct Reader {
    world: World,
    accounts: Vec<Row>,
    events: Vec<Row>,
    instructions: Vec<Row>,
    seen: BTreeSet<&'static str>,
}

impl Reader {
    fn new(world: World) -> Self {
        let [(.., accounts), (.., events), (.., instructions)] = kinds();
        Self { world, accounts, events, instructions, seen: BTreeSet::new() }
    }

    /// The row of these bytes, which is seen from now on, and what follows the discriminator.
    fn row<'a, 'b>(
        seen: &mut BTreeSet<&'static str>,
        rows: &'a [Row],
        bytes: &'b [u8],
    ) -> Option<(&'a Row, &'b [u8])> {
        let (discriminator, body) = bytes.split_at_checked(8)?;
        let row = rows.iter().find(|row| row.discriminator == discriminator)?;
        seen.insert(row.name);
        Some((row, body))
    }

    fn instruction(&mut self, instruction: &Instruction) {
        if instruction.program_id == coop::ID {
            let row = Self::row(&mut self.seen, &self.instructions, &instruction.data);
            let (row, arguments) = row.expect("an instruction of the IDL");
            (row.read)(arguments);
        }
    }

    fn events(&mut self, log: &[String]) {
        for line in log.iter().filter_map(|line| line.strip_prefix("Program data: ")) {
            let bytes = BASE64_STANDARD.decode(line).expect("base64");
            let (row, body) = Self::row(&mut self.seen, &self.events, &bytes).expect("an event of the IDL");
            assert_eq!((row.read)(body), body.len(), "{}", row.name);
        }
    }

    fn account(&mut self, address: &Address) {
        let Some(account) = self.world.svm.get_account(address).filter(|it| it.owner == coop::ID) else {
            return;
        };
        // what remains of a co-op is in no IDL: no client reads it
        if account.data.is_empty() || account.data.starts_with(Tombstone::DISCRIMINATOR) {
            return;
        }
        let row = Self::row(&mut self.seen, &self.accounts, &account.data);
        let (row, body) = row.expect("an account of the IDL");
        let read = (row.read)(body);
        // behind the fields of a proposal stands what has no fixed size
        assert!(read == body.len() || row.name == "Proposal", "{}", row.name);
    }
}

impl Chain for Reader {
    fn put(&mut self, address: Address, account: Account) {
        Chain::put(&mut self.world, address, account);
    }

    fn account(&mut self, address: &Address) -> Option<Account> {
        Chain::account(&mut self.world, address)
    }

    fn set_time(&mut self, now: i64) {
        Chain::set_time(&mut self.world, now);
    }

    fn send(&mut self, instruction: Instruction, signers: &[&Keypair]) -> (Vec<String>, Result<(), String>) {
        self.instruction(&instruction);
        let (log, outcome) = Chain::send(&mut self.world, instruction.clone(), signers);
        self.events(&log);
        instruction.accounts.iter().for_each(|meta| Reader::account(self, &meta.pubkey));
        (log, outcome)
    }
}

#[test]
fn what_the_program_wrote_on_a_chain_is_read_as_the_program_reads_it() {
    let mut reader = Reader::new(World::new());
    lives::trace(&mut reader);
    for verb in VERBS {
        reader.world = World::new();
        let call = verb.fixture(&mut reader.world);
        let signers: Vec<&Keypair> = call.signers.iter().collect();
        let (_, outcome) = Chain::send(&mut reader, call.instruction, &signers);
        assert_eq!(outcome, Ok(()), "{}", verb.name());
    }
    // the one event that is in no fixture: an heir that is at its end itself
    reader.world = World::new();
    let (small, large) = dissolving(&mut reader.world);
    let now = reader.world.now();
    reader.world.edit::<Coop>(&large.site.coop, |coop| coop.dissolving_at = now.into());
    let passed_over = small.site.finish_dissolution(Some(large.site.coop), None);
    assert_eq!(Chain::send(&mut reader, passed_over, &[]).1, Ok(()));
    let all = [&reader.accounts, &reader.events, &reader.instructions].into_iter().flatten();
    let missing: Vec<_> = all.map(|row| row.name).filter(|name| !reader.seen.contains(name)).collect();
    assert!(missing.is_empty(), "never seen: {missing:?}");
}
