//! What a run of an instruction shows from outside: accounts before and after, the log, the calls.

use crate::rows::Row;
use anchor_lang::prelude::Address;
use coop_tests::{Call, World};
use litesvm::types::TransactionMetadata;
use solana_message::{Message, compiled_instruction::CompiledInstruction};
use solana_signer::Signer;
use solana_transaction::Transaction;
use std::collections::{BTreeMap, BTreeSet};

/// Facts that hold for whatever program does the same.
#[derive(Debug, Default)]
pub struct Seen {
    /// Accounts that the instruction names.
    pub accounts: u64,
    pub signers: u64,
    /// Accounts of the program among them, as they were before.
    pub records: u64,
    pub writable_records: u64,
    /// Bytes of arguments behind the discriminator.
    pub arguments: u64,
    /// Eights of bytes in accounts of the program that are others afterwards; of new ones those that are not 0.
    pub words: u64,
    /// Accounts that the system program made.
    pub created: u64,
    /// Records that are gone afterwards.
    pub closed: u64,
    /// Bytes of each event.
    pub events: Vec<u64>,
    /// Calls of other programs.
    pub calls: Vec<Called>,
}

/// A call of another program.
#[derive(Debug, Default)]
pub struct Called {
    pub accounts: u64,
    /// Accounts without repetitions.
    pub distinct: u64,
    /// Bytes of its instruction.
    pub data: u64,
    /// Whether an address of the program signs.
    pub program_signs: bool,
    /// Compute units that the called program spends, with all it calls.
    pub units: u64,
}

/// Units that a program of the runtime spends, which logs none: the system program.
const BUILTIN: u64 = 150;
/// In front of the fields of a record.
const DISCRIMINATOR: usize = 8;

type Data = BTreeMap<Address, Vec<u8>>;

/// Runs a row once.
pub fn run(row: &Row) -> Seen {
    let mut world = row.world(0);
    let call = row.make(&mut world);
    let message = Message::new(std::slice::from_ref(&call.instruction), Some(&world.fee_payer.pubkey()));
    let before = ours(&world, &call);
    let sent = world.svm.send_transaction(Transaction::new_unsigned(message.clone()));
    let meta = sent.unwrap_or_else(|failed| panic!("{}: {failed:#?}", row.name));
    let after = ours(&world, &call);
    let metas = &call.instruction.accounts;
    let distinct: BTreeMap<_, _> = metas.iter().map(|meta| (meta.pubkey, meta.is_writable)).collect();
    let calls = calls(&message, &meta);
    Seen {
        accounts: metas.len() as u64,
        signers: metas.iter().filter(|meta| meta.is_signer).count() as u64,
        records: before.len() as u64,
        writable_records: before.keys().filter(|address| distinct[*address]).count() as u64,
        arguments: call.instruction.data.len().saturating_sub(DISCRIMINATOR) as u64,
        words: after.iter().map(|(address, data)| words(before.get(address), data)).sum(),
        created: created(&message, &meta),
        closed: before.keys().filter(|address| !after.contains_key(*address)).count() as u64,
        events: events(&meta),
        calls,
    }
}

/// The accounts of the call that are the program's.
fn ours(world: &World, call: &Call) -> Data {
    let address = call.instruction.accounts.iter().map(|meta| meta.pubkey);
    address
        .filter_map(|address| Some((address, world.svm.get_account(&address)?)))
        .filter(|(_, account)| account.owner == coop::ID && !account.data.is_empty())
        .map(|(address, account)| (address, account.data))
        .collect()
}

fn words(before: Option<&Vec<u8>>, after: &[u8]) -> u64 {
    let fields = after.get(DISCRIMINATOR..).unwrap_or_default();
    let was = before.and_then(|data| data.get(DISCRIMINATOR..)).unwrap_or_default();
    let old = |i: usize, len: usize| was.get(i * 8..i * 8 + len);
    let changed = |(i, word): &(usize, &[u8])| match old(*i, word.len()) {
        Some(old) => old != *word,
        None => word.iter().any(|byte| *byte != 0),
    };
    fields.chunks(8).enumerate().filter(changed).count() as u64
}

/// Lengths of what the program itself logged.
fn events(meta: &TransactionMetadata) -> Vec<u64> {
    use base64::{Engine, prelude::BASE64_STANDARD};
    let mut depth = 0;
    let mut lengths = Vec::new();
    for line in &meta.logs {
        let mut words = line.split(' ');
        match (words.next(), words.next(), words.next()) {
            (Some("Program"), _, Some("invoke")) => depth += 1,
            (Some("Program"), _, Some("success")) => depth -= 1,
            (Some("Program"), Some("data:"), Some(text)) if depth == 1 => {
                lengths.push(BASE64_STANDARD.decode(text).expect("base 64").len() as u64);
            }
            _ => {}
        }
    }
    lengths
}

/// The calls that the program itself makes, with what each spends.
fn calls(message: &Message, meta: &TransactionMetadata) -> Vec<Called> {
    let mut spent = spent(&meta.logs).into_iter();
    let signed = |index: &u8| message.is_signer(*index as usize);
    inner(meta)
        .map(|instruction| Called {
            accounts: instruction.accounts.len() as u64,
            distinct: instruction.accounts.iter().collect::<BTreeSet<_>>().len() as u64,
            data: instruction.data.len() as u64,
            // where none of its accounts signed the transaction, or it makes one
            program_signs: instruction.accounts.iter().any(|account| !signed(account))
                && (is_creation(message, instruction) || !instruction.accounts.iter().any(signed)),
            units: spent.next().expect("every call is logged"),
        })
        .collect()
}

/// Instructions that the program called itself.
fn inner(meta: &TransactionMetadata) -> impl Iterator<Item = &CompiledInstruction> {
    const DIRECT: u8 = 2;
    let all = meta.inner_instructions.iter().flatten();
    all.filter(|inner| inner.stack_height == DIRECT).map(|inner| &inner.instruction)
}

/// What each direct call spent, in order.
fn spent(logs: &[String]) -> Vec<u64> {
    let (mut depth, mut spent) = (0, Vec::new());
    for line in logs {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["Program", _, "invoke", _] => {
                depth += 1;
                if depth == 2 {
                    spent.push(BUILTIN);
                }
            }
            ["Program", _, "consumed", units, ..] if depth == 2 => {
                *spent.last_mut().expect("was invoked") = units.parse().expect("a number");
            }
            ["Program", _, "success"] => depth -= 1,
            _ => {}
        }
    }
    spent
}

/// Accounts that the system program makes for the program itself.
fn created(message: &Message, meta: &TransactionMetadata) -> u64 {
    inner(meta).filter(|call| is_creation(message, call)).count() as u64
}

fn is_creation(message: &Message, call: &CompiledInstruction) -> bool {
    const SYSTEM: Address = Address::new_from_array([0; 32]);
    const CREATE: u32 = 0;
    const CREATE_ALLOW_PREFUND: u32 = 13;
    let makes = [CREATE, CREATE_ALLOW_PREFUND];
    message.account_keys[call.program_id_index as usize] == SYSTEM
        && makes.iter().any(|number| call.data.starts_with(&number.to_le_bytes()))
}
