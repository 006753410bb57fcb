//! What must hold after any transaction, beside the invariants of the random lives.

use super::{ledger::Ledger, scene::Scene};
use anchor_lang::prelude::Address;
use coop::state::{Coop, Member, PAGE_BALLOTS, Proposal, Standing};
use coop_tests::{
    stateful::chain::{Stored, StoredPool},
    world::{LAST_ERROR, code, event},
};
use solana_account::{AccountSharedData, ReadableAccount};
use solana_instruction_error::InstructionError::{self, *};
use solana_message::Instruction;
use std::collections::{BTreeMap, HashSet};

/// Refusals by name: of the program, of Anchor, which has some of the runtime's for its own, of a program that it calls.
// what the runtime calls `MissingAccount` a program still returns by its old name
#[expect(deprecated)]
pub fn is_named(error: &InstructionError) -> bool {
    match error {
        // below the program's own are Anchor's and the token programs'
        Custom(number) => *number <= code(LAST_ERROR),
        // Anchor's, and those of the account walk
        NotEnoughAccountKeys | MissingRequiredSignature | InvalidSeeds | IllegalOwner => true,
        InvalidInstructionData | InvalidAccountData | InvalidAccountOwner | IncorrectProgramId => true,
        UninitializedAccount | AccountDataTooSmall | AccountAlreadyInitialized | InvalidArgument => true,
        // the runtime's, of a call for which whoever sent it left out a program, a signature or leave to write
        MissingAccount | PrivilegeEscalation => true,
        // the token and system programs'
        InsufficientFunds | BorshIoError => true,
        _ => false,
    }
}

/// A transaction that was accepted.
pub struct Accepted<'a> {
    /// The scene of the instruction that it is one of.
    pub scene: &'a Scene,
    pub sent: &'a Instruction,
    pub signed: &'a HashSet<Address>,
    pub before: &'a Ledger,
    pub after: &'a Ledger,
    pub logs: &'a [String],
    /// Every account that it names, as it was and as it is.
    pub accounts: &'a [(Address, AccountSharedData, AccountSharedData)],
}

impl Accepted<'_> {
    fn name(&self) -> &'static str {
        self.scene.verb.name()
    }

    /// What an agent signs for is checked as what it does: it may do what only signers may.
    fn is_of_an_agent(&self) -> bool {
        ["execute_invoke", "execute_represent"].contains(&self.name())
    }

    pub fn check(&self) {
        self.signatures();
        self.read_only();
        self.tokens();
        self.vaults();
        self.escrows();
        self.events();
        self.will();
        self.ballots();
    }

    /// Who must sign it signed it.
    fn signatures(&self) {
        for (place, meta) in self.scene.call.accounts.iter().enumerate().filter(|(_, meta)| meta.is_signer) {
            let there = self.sent.accounts.get(place).map(|meta| meta.pubkey);
            let signed = there.is_some_and(|key| self.signed.contains(&key));
            assert!(signed, "{}: account {place} did not sign ({})", self.name(), meta.pubkey);
        }
    }

    /// What is not listed as writable is unchanged, and nobody who did not sign pays.
    fn read_only(&self) {
        let writable: HashSet<Address> =
            self.sent.accounts.iter().filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
        for (address, before, after) in self.accounts {
            assert!(writable.contains(address) || before == after, "{}: {address} was written", self.name());
            let wallet = *before.owner() == Address::default() && before.data().is_empty();
            let spent = after.lamports() < before.lamports();
            let may = self.signed.contains(address) || self.is_of_an_agent();
            assert!(!wallet || !spent || may, "{}: {address} paid and did not sign", self.name());
        }
    }

    /// Tokens neither appear nor, but for a burning at the end, disappear; and nobody who did not sign has fewer.
    fn tokens(&self) {
        let all = |ledger: &Ledger| {
            let mut sums: BTreeMap<Address, u128> = BTreeMap::new();
            for purse in ledger.purses.values() {
                *sums.entry(purse.mint).or_default() += purse.amount as u128;
            }
            sums
        };
        let (before, after) = (all(self.before), all(self.after));
        for (mint, sum) in &after {
            let had = before.get(mint).copied().unwrap_or(0);
            let burns = self.name() == "finish_dissolution";
            assert!(*sum == had || burns && *sum < had, "{}: {had} tokens became {sum}", self.name());
        }
        for (address, purse) in &self.before.purses {
            let left = self.after.purses.get(address).map_or(0, |purse| purse.amount);
            let own = self.signed.contains(&purse.owner) || !purse.owner.is_on_curve();
            assert!(left >= purse.amount || own, "{}: {} lost tokens", self.name(), purse.owner);
        }
    }

    /// Out of a vault goes only what the books book, by instructions that pay, and of what is owed to members only to
    /// whoever gives it up.
    fn vaults(&self) {
        for (address, before) in &self.before.coops {
            let (Some(old), Some(after)) = (&before.coop, self.after.coops.get(address)) else { continue };
            let Some(new) = &after.coop else { continue };
            let fell = before.vault.saturating_sub(after.vault);
            let booked = cash(old).saturating_sub(cash(new));
            assert!(fell <= booked as u64, "{}: {fell} left the vault and {booked} is booked", self.name());
            if fell == 0 {
                continue;
            }
            let pays = match self.name() {
                "draw_mandate" => {
                    self.gainers(|_, owner| self.signed.contains(owner));
                    true
                }
                // one co-op's money becomes another's
                "remit_solidarity" | "finish_dissolution" => {
                    self.gainers(|purse, _| self.is_vault(purse));
                    true
                }
                "execute_spend" | "execute_grant" => {
                    let executed = |(index, p): (&usize, &Proposal)| {
                        let is =
                            after.proposals.get(index).is_some_and(|now| now.executed_at != p.executed_at);
                        is.then_some(p.target)
                    };
                    let targets: Vec<Address> = before.proposals.iter().filter_map(executed).collect();
                    let of_target = |coop: &Coop, purse: &Address| coop.vault == *purse;
                    self.gainers(|purse, owner| {
                        targets.contains(owner)
                            || targets
                                .iter()
                                .any(|to| self.coop(to).is_some_and(|coop| of_target(coop, purse)))
                    });
                    true
                }
                "claim_dividends" | "draw_capital" => {
                    let gave_up = owed(before).saturating_sub(owed(after));
                    assert!(fell as u128 <= gave_up, "{}: {fell} was paid for {gave_up}", self.name());
                    self.payees(before, after);
                    true
                }
                name => name.starts_with("execute_"),
            };
            assert!(pays, "{}: {fell} left the vault", self.name());
        }
    }

    fn coop(&self, address: &Address) -> Option<&Coop> {
        self.before.coops.get(address).and_then(|stored| stored.coop.as_ref())
    }

    fn is_vault(&self, purse: &Address) -> bool {
        self.before.coops.values().filter_map(|stored| stored.coop.as_ref()).any(|coop| coop.vault == *purse)
    }

    /// Fails if a token account, or its owner, has more tokens that may not.
    fn gainers(&self, may: impl Fn(&Address, &Address) -> bool) {
        for (address, purse) in &self.after.purses {
            let had = self.before.purses.get(address).map_or(0, |purse| purse.amount);
            let gains = purse.amount > had;
            assert!(!gains || may(address, &purse.owner), "{}: {} got tokens", self.name(), purse.owner);
        }
    }

    /// Out of an escrow goes a pledge to its pledger, and what the pool brings to the co-op's vault.
    fn escrows(&self) {
        for (address, before) in &self.before.coops {
            let (Some(coop), Some(after)) = (&before.coop, self.after.coops.get(address)) else { continue };
            for (index, pool) in &before.pools {
                let now = after.pools.get(index);
                if now.is_some_and(|now| now.escrow >= pool.escrow) || pool.escrow == 0 {
                    continue;
                }
                let pledged = |pool: Option<&StoredPool>, who| {
                    pool.and_then(|pool| pool.pledges.get(who)).map_or(0, |pledge| pledge.amount.get())
                };
                let gave_up = |owner: &Address| {
                    let own = before.members.iter().filter(|(_, m)| m.wallet == *owner);
                    own.map(|(who, _)| who).any(|who| pledged(now, who) < pledged(Some(pool), who))
                };
                self.gainers(|purse, owner| *purse == coop.vault || gave_up(owner));
            }
        }
    }

    /// A ballot is the vote of a member whose wallet signed, or of an agent as was resolved.
    fn ballots(&self) {
        if self.is_of_an_agent() {
            return;
        }
        for (address, after) in &self.after.coops {
            let Some(before) = self.before.coops.get(address) else { continue };
            for (index, page) in &after.pages {
                let said = |number| before.pages.get(index).and_then(|old| old.said(number));
                for number in (0..PAGE_BALLOTS).filter(|number| page.said(*number) != said(*number)) {
                    let mut voters =
                        before.members.values().filter(|m| m.numbered == 1 && m.number == number);
                    let signed = voters.any(|m| self.signed.contains(&m.wallet));
                    assert!(signed, "{}: member {number} voted without its wallet", self.name());
                }
            }
        }
    }

    /// Whoever has more tokens is a member whose claims fell by as much.
    fn payees(&self, before: &Stored, after: &Stored) {
        let pots = |stored: &Stored| {
            stored.coop.as_ref().map_or(0, |c| (c.books.interest.get() + c.books.pioneers.get()) as u128)
        };
        for (address, purse) in &self.after.purses {
            let had = self.before.purses.get(address).map_or(0, |purse| purse.amount);
            let gained = purse.amount.saturating_sub(had) as u128;
            let of = |stored: &Stored| -> u128 {
                stored.members.values().filter(|m| m.wallet == purse.owner).map(claim).sum()
            };
            let gave_up = (of(before) + pots(before)).saturating_sub(of(after) + pots(after));
            assert!(gained <= gave_up, "{}: {} got {gained} for {gave_up}", self.name(), purse.owner);
        }
    }

    /// Every change of a co-op's number is an event, numbered without gaps.
    fn events(&self) {
        let events: Vec<_> = self.logs.iter().filter_map(|line| event(line)).collect();
        for (address, stored) in &self.after.coops {
            let Some(coop) = &stored.coop else { continue };
            let old = self.before.coops.get(address).and_then(|stored| stored.coop.as_ref());
            let last = old.map_or(0, |old| old.seq.get());
            let numbers: Vec<u64> = events.iter().filter(|e| e.coop() == *address).map(|e| e.seq()).collect();
            let expected: Vec<u64> = (last + 1..=coop.seq.get()).collect();
            assert_eq!(numbers, expected, "{}: events of {address}", self.name());
            assert!(numbers.len() <= 2, "{}: {} events", self.name(), numbers.len());
        }
    }

    /// What only a member decides changes only if its wallet signed, or an agent did as was resolved.
    fn will(&self) {
        if self.is_of_an_agent() {
            return;
        }
        for (address, before) in &self.before.coops {
            let Some(after) = self.after.coops.get(address) else { continue };
            let ends = before.coop.as_ref().is_some_and(|coop| coop.dissolving_at != 0);
            for (who, old) in &before.members {
                let Some(new) = after.members.get(who) else { continue };
                let signed = self.signed.contains(&old.wallet) || self.signed.contains(&new.wallet);
                let decided = decides(old, new, ends).find(|(_, changed)| *changed);
                if let Some((what, _)) = decided.filter(|_| !signed) {
                    panic!("{}: {what} without the wallet {}", self.name(), old.wallet);
                }
            }
        }
    }
}

/// What only the member itself does.
fn decides(old: &Member, new: &Member, ends: bool) -> impl Iterator<Item = (&'static str, bool)> {
    [
        ("a name is taken", old.name != new.name && new.name != [0; 32]),
        ("capital is asked back", new.asked.get() > old.asked.get() && new.left_at == old.left_at),
        ("shares are withdrawn", new.withdrawn.get() > old.withdrawn.get()),
        ("a vouch is given", new.vouches_given > old.vouches_given && new.vouched_in == old.vouched_in),
        ("a proposal is made", new.proposals.get() > old.proposals.get()),
        ("more is pledged", new.pledged.get() > old.pledged.get()),
        // whoever draws its claim on a co-op that ends is dismissed with it
        ("it leaves", !ends && old.is(Standing::Member) && new.is(Standing::Left)),
        ("a promise is made", new.promised.get() > old.promised.get() && old.pledged_in == new.pledged_in),
    ]
    .into_iter()
}

/// Everything that the vault must cover.
fn cash(coop: &Coop) -> u128 {
    let b = &coop.books;
    let buckets =
        [b.fund, b.earnings, b.reserve, b.solidarity, b.federation_due, b.dividends, b.interest, b.pioneers];
    buckets.iter().map(|bucket| bucket.get() as u128).sum()
}

/// What a member could ever be paid, but for interest and pioneers' returns that are not drawn.
fn claim(m: &Member) -> u128 {
    let capital = [m.shares, m.withdrawn, m.matured, m.dividends].map(|part| part.get() as u128);
    (capital.iter().sum::<u128>() + m.vintages_total() as u128).saturating_sub(m.drawn.get() as u128)
}

fn owed(stored: &Stored) -> u128 {
    let pots = stored.coop.as_ref().map_or(0, |c| (c.books.interest.get() + c.books.pioneers.get()) as u128);
    stored.members.values().map(claim).sum::<u128>() + pots
}
