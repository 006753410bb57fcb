//! A chain with people on it.

use crate::{mints, program};
use anchor_lang::{AccountDeserialize, prelude::Address};
use base64::{Engine, prelude::BASE64_STANDARD};
use coop::{error::CoopError, events::Event, state};
use litesvm::{LiteSVM, types::TransactionMetadata};
use solana_account::Account;
use solana_instruction_error::InstructionError;
use solana_keypair::Keypair;
use solana_message::{Instruction, Message};
use solana_signer::Signer;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;
use std::collections::BTreeMap;

pub use crate::{
    actor::{Actor, key},
    mints::{SPL_TOKEN, TOKEN_2022},
    program::program_path,
};

/// The second at which every world begins.
pub const GENESIS: i64 = 1_800_000_000;

/// What a transaction that went through did.
#[derive(Debug)]
pub struct Receipt {
    /// Compute units of the whole transaction.
    pub compute_units: u64,
    pub logs: Vec<String>,
    pub events: Vec<Event>,
    /// Bytes of the transaction on the wire.
    pub bytes: usize,
}

/// Why a transaction was refused.
#[derive(Debug)]
pub struct Refusal {
    pub error: TransactionError,
    pub logs: Vec<String>,
}

impl Refusal {
    /// The code that a program gave, if one did.
    pub fn code(&self) -> Option<u32> {
        match self.error {
            TransactionError::InstructionError(_, InstructionError::Custom(code)) => Some(code),
            _ => None,
        }
    }

    /// Whether the program refused for this reason.
    pub fn is(&self, error: CoopError) -> bool {
        self.code() == Some(code(error))
    }
}

/// The code of an error on the wire: its number from 6000 on.
pub fn code(error: CoopError) -> u32 {
    6_000 + error as u32
}

/// The last error of the program.
pub const LAST_ERROR: CoopError = CoopError::NotTheCanonicalAccount;

/// A chain with the program, both token programs, one mint, and a clock that is moved by hand.
pub struct World {
    pub svm: LiteSVM,
    pub mint: Address,
    pub token_program: Address,
    /// Pays the fees, so that nobody's balance changes but by what the program does.
    pub fee_payer: Keypair,
    /// Instructions sent so far.
    pub sent: u64,
    /// Codes the program has refused with so far.
    pub refused: Vec<u32>,
    names: u64,
    seed: u64,
    now: i64,
}

/// A chain as it was, to come back to.
pub struct Saved {
    svm: LiteSVM,
    now: i64,
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// A world with a plain mint of the SPL Token program.
    pub fn new() -> Self {
        Self::seeded(0, SPL_TOKEN)
    }

    /// A world with a plain Token-2022 mint.
    pub fn with_token_2022() -> Self {
        Self::seeded(0, TOKEN_2022)
    }

    /// A world whose keys follow from `seed`.
    pub fn seeded(seed: u64, token_program: Address) -> Self {
        Self::with_program(program::FRESH.clone(), seed, token_program)
    }

    /// The same on a chain that is there already.
    pub fn on(svm: LiteSVM, seed: u64, token_program: Address) -> Self {
        Self::with_program(program::loaded(svm), seed, token_program)
    }

    fn with_program(svm: LiteSVM, seed: u64, token_program: Address) -> Self {
        let mut world = Self {
            svm,
            mint: Address::default(),
            token_program,
            fee_payer: Keypair::new_from_array([1; 32]),
            sent: 0,
            refused: Vec::new(),
            names: 0,
            seed,
            now: GENESIS,
        };
        world.set_time(GENESIS);
        world.fund(&world.fee_payer.pubkey(), 1_000_000_000_000);
        world.mint = world.new_mint(mints::plain(&world.fee_payer.pubkey()));
        world
    }

    /// A mint with these bytes, of the world's token program.
    pub fn new_mint(&mut self, data: Vec<u8>) -> Address {
        let address = self.new_key().pubkey();
        self.put(address, mints::owned(&self.token_program.clone(), data));
        address
    }

    /// The next key of this world: the same in every run.
    pub fn new_key(&mut self) -> Keypair {
        self.names += 1;
        key(self.seed, self.names)
    }

    /// Who can sign in this world: whoever pays the fees, and all keys made so far.
    pub fn signers(&self) -> Vec<Address> {
        let made = (1..=self.names).map(|name| key(self.seed, name).pubkey());
        made.chain([self.fee_payer.pubkey()]).collect()
    }

    /// Someone new with SOL and `tokens` base units.
    pub fn actor(&mut self, name: &str, tokens: u64) -> Actor {
        let key = self.new_key();
        self.fund(&key.pubkey(), 1_000_000_000);
        let account = self.token_account(&key.pubkey(), tokens);
        Actor { name: name.into(), key, tokens: account }
    }

    /// A new token account of the world's mint. For an owner without a key it is the associated one, unless that exists.
    pub fn token_account(&mut self, owner: &Address, amount: u64) -> Address {
        self.token_account_of(&self.mint.clone(), owner, amount)
    }

    /// A new token account of any mint.
    pub fn token_account_of(&mut self, mint: &Address, owner: &Address, amount: u64) -> Address {
        let associated = mints::associated(&self.token_program, mint, owner);
        let is_there = self.svm.get_account(&associated).is_some();
        let address = if owner.is_on_curve() || is_there { self.new_key().pubkey() } else { associated };
        self.put(address, mints::token_account(&self.token_program.clone(), mint, owner, amount));
        address
    }

    /// Lays an account down, as no transaction could.
    pub fn put(&mut self, address: Address, account: Account) {
        self.svm.set_account(address, account).expect("a well-formed account");
    }

    pub fn fund(&mut self, address: &Address, lamports: u64) {
        self.put(*address, Account { lamports, ..Account::default() });
    }

    pub fn now(&self) -> i64 {
        self.now
    }

    /// Moves the clock to `now`.
    pub fn set_time(&mut self, now: i64) {
        let mut clock: solana_clock::Clock = self.svm.get_sysvar();
        clock.unix_timestamp = now;
        self.svm.set_sysvar(&clock);
        self.now = now;
    }

    /// The chain as it is now.
    pub fn save(&self) -> Saved {
        Saved { svm: self.svm.clone(), now: self.now }
    }

    /// Makes everything on the chain as it was.
    pub fn restore(&mut self, saved: &Saved) {
        self.svm = saved.svm.clone();
        self.set_time(saved.now);
    }

    /// Lets slots pass, each with a hash that follows from its number; the clock stands.
    pub fn pass_slots(&mut self, slots: u64) {
        let mut clock: solana_clock::Clock = self.svm.get_sysvar();
        clock.slot += slots;
        self.svm.set_sysvar(&clock);
        let hash = |slot: u64| {
            solana_hash::Hash::new_from_array(std::array::from_fn(|i| (slot >> (8 * (i % 8))) as u8))
        };
        // the cluster has the hashes of the 512 slots before this one
        let latest = (clock.slot.saturating_sub(512)..clock.slot).rev().map(|slot| (slot, hash(slot)));
        self.svm.set_sysvar(&solana_slot_hashes::SlotHashes::new(&latest.collect::<Vec<_>>()));
    }

    /// Lets `seconds` pass.
    pub fn pass(&mut self, seconds: i64) {
        self.set_time(self.now + seconds);
    }

    /// Sends one transaction. It is not signed, for speed: the program reads who signs from the account flags. If a
    /// required signer is missing from `signers` it is refused, as the network would refuse it.
    pub fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Receipt, Refusal> {
        let message = Message::new(instructions, Some(&self.fee_payer.pubkey()));
        let signs = |key: &Address| [&self.fee_payer].iter().chain(signers).any(|who| who.pubkey() == *key);
        if !message.signer_keys().into_iter().all(signs) {
            return Err(Refusal { error: TransactionError::SignatureFailure, logs: Vec::new() });
        }
        let transaction = Transaction::new_unsigned(message);
        let bytes = wire_size(&transaction);
        self.sent += instructions.len() as u64;
        match self.svm.send_transaction(transaction) {
            Ok(meta) => Ok(receipt(meta, bytes)),
            Err(failed) => {
                let refusal = Refusal { error: failed.err, logs: failed.meta.logs };
                self.refused.extend(refusal.code());
                Err(refusal)
            }
        }
    }

    /// Sends one instruction that must go through.
    #[track_caller]
    pub fn accepts(&mut self, instruction: Instruction, signers: &[&Actor]) -> Receipt {
        self.attempt(instruction, signers).unwrap_or_else(|refusal| panic!("refused: {refusal:#?}"))
    }

    /// Sends one instruction that must be refused for this reason.
    #[track_caller]
    pub fn refuses(&mut self, error: CoopError, instruction: Instruction, signers: &[&Actor]) {
        let refusal = self.attempt(instruction, signers).expect_err("a refusal");
        assert!(refusal.is(error), "not {error:?} but {refusal:#?}");
    }

    /// Sends one instruction by anyone that goes through, changes none of its accounts, and logs nothing.
    #[track_caller]
    pub fn changes_nothing(&mut self, instruction: Instruction) {
        let accounts: Vec<Address> = instruction.accounts.iter().map(|meta| meta.pubkey).collect();
        let all = |world: &Self| -> Vec<_> {
            accounts
                .iter()
                .map(|address| world.svm.get_account(address).map(|a| (a.lamports, a.data)))
                .collect()
        };
        let before = all(self);
        let receipt = self.accepts(instruction, &[]);
        assert!(receipt.events.is_empty() && all(self) == before);
    }

    /// Sends one instruction, whatever comes of it.
    pub fn attempt(&mut self, instruction: Instruction, signers: &[&Actor]) -> Result<Receipt, Refusal> {
        let keys: Vec<&Keypair> = signers.iter().map(|who| &who.key).collect();
        self.send(&[instruction], &keys)
    }

    /// Overwrites stored bytes: for what no instruction does yet, or no instruction may do.
    pub fn patch(&mut self, address: &Address, at: usize, bytes: &[u8]) {
        let mut account = self.svm.get_account(address).expect("an account");
        account.data[at..at + bytes.len()].copy_from_slice(bytes);
        self.put(*address, account);
    }

    /// Changes a stored account: for what no instruction does yet, or no instruction may do.
    pub fn edit<T: bytemuck::Pod>(&mut self, address: &Address, change: impl FnOnce(&mut T)) {
        const DISCRIMINATOR: usize = 8;
        let account = self.svm.get_account(address).expect("an account");
        let mut value: T = bytemuck::pod_read_unaligned(&account.data[DISCRIMINATOR..]);
        change(&mut value);
        self.patch(address, DISCRIMINATOR, bytemuck::bytes_of(&value));
    }

    /// The stored account, decoded; nothing if it is closed or something else.
    pub fn read<T: AccountDeserialize>(&self, address: &Address) -> Option<T> {
        let account = self.svm.get_account(address)?;
        (account.owner == coop::ID).then_some(())?;
        T::try_deserialize(&mut account.data.as_slice()).ok()
    }

    pub fn coop(&self, address: &Address) -> state::Coop {
        self.read(address).expect("a co-op")
    }

    pub fn member(&self, address: &Address) -> state::Member {
        self.read(address).expect("a member")
    }

    pub fn pool(&self, address: &Address) -> state::Pool {
        self.read(address).expect("a pool")
    }

    pub fn pledge(&self, address: &Address) -> state::Pledge {
        self.read(address).expect("a pledge")
    }

    pub fn period(&self, address: &Address) -> state::Period {
        self.read(address).expect("a period")
    }

    pub fn proposal(&self, address: &Address) -> state::Proposal {
        self.read(address).expect("a proposal")
    }

    pub fn mandate(&self, address: &Address) -> state::Mandate {
        self.read(address).expect("a mandate")
    }

    pub fn service(&self, address: &Address) -> state::Service {
        self.read(address).expect("a service")
    }

    /// What a token account holds; 0 if it does not exist.
    pub fn balance(&self, tokens: &Address) -> u64 {
        let Some(account) = self.svm.get_account(tokens).filter(|a| a.data.len() >= 72) else { return 0 };
        u64::from_le_bytes(account.data[64..72].try_into().unwrap())
    }

    pub fn lamports(&self, address: &Address) -> u64 {
        self.svm.get_balance(address).unwrap_or(0)
    }

    /// Whether nothing is left at an address.
    pub fn is_closed(&self, address: &Address) -> bool {
        self.svm.get_account(address).is_none_or(|account| account.lamports == 0)
    }

    /// The accounts at `addresses`: equal before and after a transaction that changed nothing.
    pub fn snapshot(
        &self,
        addresses: impl IntoIterator<Item = Address>,
    ) -> BTreeMap<Address, Option<Account>> {
        addresses.into_iter().map(|address| (address, self.svm.get_account(&address))).collect()
    }
}

impl crate::lives::Chain for World {
    fn put(&mut self, address: Address, account: Account) {
        World::put(self, address, account);
    }

    fn account(&mut self, address: &Address) -> Option<Account> {
        self.svm.get_account(address).filter(|account| account.lamports > 0)
    }

    fn set_time(&mut self, now: i64) {
        World::set_time(self, now);
    }

    fn send(&mut self, instruction: Instruction, signers: &[&Keypair]) -> (Vec<String>, Result<(), String>) {
        match World::send(self, &[instruction], signers) {
            Ok(receipt) => (receipt.logs, Ok(())),
            Err(refusal) => (refusal.logs, Err(format!("{:?}", refusal.error))),
        }
    }
}

fn receipt(meta: TransactionMetadata, bytes: usize) -> Receipt {
    let events = meta.logs.iter().filter_map(|line| event(line)).collect();
    Receipt { compute_units: meta.compute_units_consumed, logs: meta.logs, events, bytes }
}

/// The event in a line of the log, if it holds one.
pub fn event(line: &str) -> Option<Event> {
    let bytes = BASE64_STANDARD.decode(line.strip_prefix("Program data: ")?).ok()?;
    Event::decode(&bytes)
}

/// Signatures and message, as they go over the wire.
pub fn wire_size(transaction: &Transaction) -> usize {
    1 + 64 * transaction.signatures.len() + transaction.message_data().len()
}
