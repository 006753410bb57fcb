//! Two lives of co-ops that any runtime can live through, step by step: one starts, one fails.
//!
//! On two runtimes, every step of the program must cost the same, be refused for the same reason, and leave the same
//! bytes in the accounts. After every step the books are compared with the token accounts.

mod decisions;

use crate::{
    Actor, CoopSite, DAY, PoolSite, UNIT, address,
    call::Founding,
    charter, mints,
    mints::{SPL_TOKEN, TOKEN_2022},
    pool_terms,
};
use anchor_lang::{AccountDeserialize, prelude::Address};
use coop::state;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_message::Instruction;
use solana_signer::Signer;

/// What a runtime must be able to do for a life to be lived on it.
pub trait Chain {
    /// Lays an account down, as no transaction could.
    fn put(&mut self, address: Address, account: Account);

    /// What is stored; nothing if the account does not exist.
    fn account(&mut self, address: &Address) -> Option<Account>;

    /// Moves the clock to `now`.
    fn set_time(&mut self, now: i64);

    /// Sends one instruction; its log, and why it was refused if it was. Somebody else pays the fee.
    fn send(&mut self, instruction: Instruction, signers: &[&Keypair]) -> (Vec<String>, Result<(), String>);
}

/// Lives both lives with either token program; one line a step.
pub fn trace(chain: &mut impl Chain) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, token_program) in [("SPL Token", SPL_TOKEN), ("Token-2022", TOKEN_2022)] {
        let mut life = Life { chain, lines: &mut lines, token_program, token_name: name, keys: 0, now: 0 };
        let mint = life.key().pubkey();
        let authority = life.key().pubkey();
        life.chain.put(mint, mints::owned(&token_program, mints::plain(&authority)));
        life.starts(mint);
        life.fails(mint);
    }
    lines
}

/// The second at which every life begins.
const BEGINNING: i64 = 1_800_000_000;

struct Life<'a, C> {
    chain: &'a mut C,
    lines: &'a mut Vec<String>,
    token_program: Address,
    token_name: &'static str,
    keys: u8,
    now: i64,
}

impl<C: Chain> Life<'_, C> {
    /// The next key: the same in every run, and another with every token program.
    fn key(&mut self) -> Keypair {
        self.keys += 1;
        let mut bytes = self.token_program.to_bytes();
        bytes[31] = self.keys;
        Keypair::new_from_array(bytes)
    }

    fn actor(&mut self, name: &str, mint: &Address) -> Actor {
        let (key, tokens) = (self.key(), self.key().pubkey());
        self.chain.put(key.pubkey(), Account { lamports: 1_000_000_000, ..Account::default() });
        let account = mints::token_account(&self.token_program, mint, &key.pubkey(), 1_000 * UNIT);
        self.chain.put(tokens, account);
        Actor { name: name.into(), key, tokens }
    }

    fn later(&mut self, now: i64) {
        self.now = now;
        self.chain.set_time(now);
    }

    /// Sends what must go through, and writes down what it did.
    fn step(&mut self, name: &str, instruction: Instruction, signers: &[&Actor]) {
        self.tell(name, instruction, signers, true);
    }

    /// Sends what must be refused, and writes down why.
    fn refusal(&mut self, name: &str, instruction: Instruction, signers: &[&Actor]) {
        self.tell(name, instruction, signers, false);
    }

    fn tell(&mut self, name: &str, instruction: Instruction, signers: &[&Actor], accepted: bool) {
        let keys: Vec<&Keypair> = signers.iter().map(|who| &who.key).collect();
        let (log, outcome) = self.chain.send(instruction.clone(), &keys);
        assert_eq!(outcome.is_ok(), accepted, "{}, {name}: {outcome:?}\n{}", self.token_name, log.join("\n"));
        let units = own_units(&log);
        let stored: Vec<String> =
            instruction.accounts.iter().map(|meta| self.fingerprint(&meta.pubkey)).collect();
        let outcome = outcome.err().unwrap_or_else(|| "accepted".into());
        self.lines.push(format!("{}, {name}: {outcome}, {units} CU, {}", self.token_name, stored.join(" ")));
    }

    /// Owner, lamports and bytes of an account in a few letters; nobody's programs and sysvars are left out.
    fn fingerprint(&mut self, address: &Address) -> String {
        match self.chain.account(address) {
            None => "none".into(),
            Some(account) if account.executable => "program".into(),
            Some(account) => {
                let lamports = account.lamports.to_le_bytes();
                let parts = [account.owner.as_ref(), lamports.as_slice(), account.data.as_slice()];
                format!("{:016x}", fnv(parts.into_iter().flatten()))
            }
        }
    }

    fn read<T: AccountDeserialize>(&mut self, address: &Address) -> T {
        let account = self.chain.account(address).expect("an account of the program");
        assert_eq!(account.owner, coop::ID);
        T::try_deserialize(&mut account.data.as_slice()).expect("the account that was meant")
    }

    fn balance(&mut self, tokens: &Address) -> u64 {
        let account = self.chain.account(tokens).expect("a token account");
        u64::from_le_bytes(account.data[64..72].try_into().expect("eight bytes"))
    }

    /// The buckets against the vault, what `people` have pledged and not got back against the escrow, to the
    /// unit.
    fn books_match(&mut self, pool: &PoolSite, people: &[Actor]) {
        let coop: state::Coop = self.read(&pool.coop.coop);
        assert_eq!(self.balance(&pool.coop.vault), coop.cash(), "{}: vault", self.token_name);
        let books: state::Pool = self.read(&pool.pool);
        let mut pledged = 0;
        for who in people {
            let address = pool.pledge(&who.wallet());
            if self.chain.account(&address).is_some() {
                pledged += self.read::<state::Pledge>(&address).amount.get();
            }
        }
        if books.settled_at == 0 {
            assert_eq!(books.raised, pledged, "{}: raised", self.token_name);
        }
        let held = if books.succeeded == 1 { 0 } else { pledged };
        assert_eq!(self.balance(&pool.escrow), held, "{}: escrow", self.token_name);
    }

    /// A founded co-op of `names` with its pool open.
    fn gather(&mut self, id: u64, mint: Address, names: &[&str]) -> (PoolSite, Vec<Actor>) {
        self.later(BEGINNING);
        let people: Vec<Actor> = names.iter().map(|name| self.actor(name, &mint)).collect();
        let site = CoopSite::new(&people[0].wallet(), id, mint, self.token_program);
        self.step("found", site.found(&Founding { id, ..Founding::default() }), &[&people[0]]);
        for (i, who) in people.iter().enumerate().skip(1) {
            self.join(&site, who, &people[..i]);
        }
        let terms = pool_terms(self.now);
        self.step("open_pool", site.open_pool(0, terms.clone()), &[&people[0]]);
        (site.pool(0), people)
    }

    fn join(&mut self, site: &CoopSite, who: &Actor, members: &[Actor]) {
        let wallet = who.wallet();
        self.step("apply", site.apply(&wallet, &wallet), &[who]);
        for voucher in members.iter().rev().take(charter().vouches_required as usize) {
            let by = voucher.wallet();
            self.step("vouch_for", site.vouch_for(&by, &by, &wallet), &[voucher]);
        }
        self.step("admit", site.admit(&wallet), &[]);
    }

    fn pledge(&mut self, pool: &PoolSite, people: &[Actor], who: usize, amount: u64, used: u64) {
        let who = &people[who];
        self.step("make_pledge", pool.make_pledge(&who.wallet(), who, amount, used), &[who]);
        self.books_match(pool, people);
    }

    /// Crosses its hump, oversubscribed; takes in one more; lets one go.
    fn starts(&mut self, mint: Address) {
        let (pool, people) = self.gather(1, mint, &["Ada", "Ben", "Cleo", "Dario", "Edda"]);
        let site = pool.coop;
        let pledges = [250_000_001, 175_333_333, 333_000_007, 120_000_000, 499_999_999];
        for (who, amount) in pledges.into_iter().enumerate() {
            self.pledge(&pool, &people, who, amount, 20 * UNIT);
        }
        let ben = &people[1];
        let thief = pool.withdraw_pledge(&ben.wallet(), &people[0].tokens, 50 * UNIT);
        self.refusal("withdraw_pledge to another's account", thief, &[ben]);
        self.step("withdraw_pledge", pool.withdraw_pledge(&ben.wallet(), &ben.tokens, 50 * UNIT), &[ben]);
        self.books_match(&pool, &people);
        self.pledge(&pool, &people, 1, 25 * UNIT, 0);
        self.refusal("settle_pool while it is open", pool.settle_pool(), &[]);

        self.later(BEGINNING + 31 * DAY);
        self.step("settle_pool", pool.settle_pool(), &[]);
        self.books_match(&pool, &people);
        for who in &people {
            let pledged: state::Pledge = self.read(&pool.pledge(&who.wallet()));
            self.step("claim_shares", pool.claim_shares(&who.wallet()), &[]);
            self.books_match(&pool, &people);
            let member: state::Member = self.read(&site.member(&who.wallet()));
            assert_eq!(member.shares.get() + member.dividends.get(), pledged.amount.get(), "{}", who.name);
            let paid = site.claim_dividends(&who.wallet(), &who.tokens);
            self.step("claim_dividends", paid, &[who]);
            self.books_match(&pool, &people);
            assert_eq!(self.balance(&who.tokens), 1_000 * UNIT - member.shares.get(), "{}", who.name);
        }

        let finn = self.actor("Finn", &mint);
        self.join(&site, &finn, &people);
        self.step("subscribe", site.subscribe(&finn, 100 * UNIT), &[&finn]);
        self.books_match(&pool, &people);
        self.later(self.now + charter().seasoning as i64);
        self.step("enrol", site.enrol(&finn.wallet(), &finn.wallet()), &[&finn]);
        self.trades(&pool, &people);
        self.decides(&pool, &people);
        let (ada, edda) = (&people[0], &people[4]);
        let wallet = edda.wallet();
        self.step("resign", site.resign(&wallet), &[edda]);
        let member: state::Member = self.read(&site.member(&wallet));
        let all = member.capital(self.now).askable(charter().redemption_bps);
        self.refusal("ask_back above all", site.ask_back(&wallet, all + 1, 1), &[edda]);
        self.step("ask_back", site.ask_back(&wallet, all, 1), &[edda]);
        self.step("withdraw_shares", site.withdraw_shares(&ada.wallet(), UNIT, 1), &[ada]);
        let number = self.turn(&site, ada);
        self.books_match(&pool, &people);
        for who in [ada, edda] {
            self.step("settle_patronage", site.settle_patronage(&who.wallet(), number), &[]);
            let paid = site.claim_dividends(&who.wallet(), &who.tokens);
            self.step("claim_dividends", paid, &[who]);
        }
        self.books_match(&pool, &people);
    }

    /// A service earns with it for two periods, which close, are settled and paid.
    fn trades(&mut self, pool: &PoolSite, people: &[Actor]) {
        let site = pool.coop;
        let mint = site.mint;
        let (owner, stranger) = (self.actor("owner", &mint), self.actor("stranger", &mint));
        let (wallet, payout) = (owner.wallet(), owner.tokens);
        let register = site.register_service(&wallet, &wallet, 0, &payout, "Oven rental", 300);
        self.step("register_service", register, &[&owner]);
        let length = charter().period_length as i64;
        for number in 0..2 {
            for (i, who) in people.iter().enumerate() {
                if number > 0 {
                    let late = site.pay_service(who, true, 0, &payout, UNIT, UNIT);
                    self.refusal("pay_service before settling", late, &[who]);
                    self.step("settle_patronage", site.settle_patronage(&who.wallet(), 0), &[]);
                }
                let amount = (50 + 7 * i as u64) * UNIT + 3;
                let paid = site.pay_service(who, true, 0, &payout, amount, u64::MAX);
                self.step("pay_service", paid, &[who]);
            }
            let paid = site.pay_service(&stranger, false, 0, &payout, 100 * UNIT, 3 * UNIT);
            self.step("pay_service by a stranger", paid, &[&stranger]);
            self.step("book_income", site.book_income(&stranger, 5 * UNIT), &[&stranger]);
            self.books_match(pool, people);
            self.later(self.now + length);
            self.step("close_period", site.close_period(&wallet, number), &[&owner]);
            self.books_match(pool, people);
        }
        for who in people {
            self.step("settle_patronage", site.settle_patronage(&who.wallet(), 1), &[]);
            self.step("settle_use", site.settle_use(&who.wallet()), &[]);
            let paid = site.claim_dividends(&who.wallet(), &who.tokens);
            self.step("claim_dividends", paid, &[who]);
            self.books_match(pool, people);
        }
        self.step("retire_service", site.retire_service(&wallet, 0, &wallet), &[&owner]);
    }

    /// Lets the open period end and closes it. Its number.
    fn turn(&mut self, site: &CoopSite, payer: &Actor) -> u32 {
        let coop: state::Coop = self.read(&site.coop);
        self.later(coop.period.ends().max(self.now));
        let number = coop.period.number.get();
        self.step("close_period", site.close_period(&payer.wallet(), number), &[payer]);
        number
    }

    /// Misses a gate: everyone gets every unit back, and every account is closed.
    fn fails(&mut self, mint: Address) {
        let (pool, people) = self.gather(2, mint, &["Ilse", "Jon", "Kaya"]);
        let site = pool.coop;
        self.pledge(&pool, &people, 0, 200 * UNIT, 40 * UNIT);
        self.pledge(&pool, &people, 1, 150 * UNIT, 20 * UNIT);
        self.later(BEGINNING + 31 * DAY);
        self.step("settle_pool failing", pool.settle_pool(), &[]);
        self.refusal("claim_shares of a failed pool", pool.claim_shares(&people[0].wallet()), &[]);
        for who in &people[..2] {
            let wallet = who.wallet();
            self.step("refund_pledge", pool.refund_pledge(&wallet, &who.tokens), &[]);
            self.books_match(&pool, &people);
            self.step("reclaim_pledge", pool.reclaim_pledge(&wallet, &wallet), &[]);
        }
        for who in &people {
            assert_eq!(self.balance(&who.tokens), 1_000 * UNIT, "{}", who.name);
        }
        let founder = people[0].wallet();
        self.step("reclaim_pool", pool.reclaim_pool(&founder), &[]);
        for (i, who) in people.iter().enumerate().skip(1) {
            for voucher in people[..i].iter().rev().take(charter().vouches_required as usize) {
                let by = voucher.wallet();
                self.step("reclaim_vouch", site.reclaim_vouch(&by, &who.wallet(), &by), &[]);
            }
        }
        for who in &people {
            let wallet = who.wallet();
            self.step("resign", site.resign(&wallet), &[who]);
        }
        // nobody is left who could decide anything: their accounts need not wait
        for who in &people {
            let wallet = who.wallet();
            self.step("reclaim_member", site.reclaim_member(&wallet, &wallet), &[]);
        }
        self.step("reclaim_coop", site.reclaim_coop(), &[]);
        for gone in [pool.pool, pool.escrow, site.vault, address::member(&site.coop, &founder)] {
            assert!(self.chain.account(&gone).is_none(), "{}: {gone} is left", self.token_name);
        }
    }
}

/// Compute units of the program itself, what it calls left out: two runtimes may bring token programs of
/// different versions. Every called program reports its use before the caller does.
fn own_units(log: &[String]) -> u64 {
    let ours = format!("Program {} consumed ", coop::ID);
    let consumed = |line: &str| -> Option<u64> {
        let (_, rest) = line.strip_prefix("Program ")?.split_once(" consumed ")?;
        rest.split(' ').next()?.parse().ok()
    };
    let (mut all, mut called) = (None, 0);
    for line in log {
        match consumed(line) {
            Some(units) if line.starts_with(&ours) => all = Some(units),
            Some(units) => called += units,
            None => {}
        }
    }
    all.expect("the program says what it consumed") - called
}

/// FNV-1a, for comparing bytes that nobody forges.
fn fnv<'a>(bytes: impl Iterator<Item = &'a u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
