//! One account spoilt at a time, in every instruction: each spoilt call is refused and changes nothing, and
//! the call as it was meant still goes through afterwards.

use crate::{
    World, mints,
    verb::{Link, Spoiling, Verb, all_wanted, wanted},
    world::{LAST_ERROR, SPL_TOKEN, TOKEN_2022},
};
use anchor_lang::{
    Discriminator,
    prelude::{Address, Id, System},
};
use coop::state::{BallotPage, Coop, Member, Pledge, Pool, Proposal, Service, Vouch};
use solana_account::Account;
use solana_message::Instruction;

/// Stored addresses that not every instruction compares: kind of account, byte of its data, what it is, and why
/// the others need not. An instruction says which it compares.
const LINKS: &[(&[u8], usize, Link, &str)] = &[
    (Coop::DISCRIMINATOR, 8, Link::Founder, "that someone is the founder matters only here"),
    (Coop::DISCRIMINATOR, 40, Link::PayerOfCoop, "no rent goes back"),
    (Coop::DISCRIMINATOR, 136, Link::HeirOfCoop, "once it dissolves, the successor says who inherits"),
    (Member::DISCRIMINATOR, 8, Link::CoopOfMember, "the pledge names the member, and its pool the co-op"),
    (Member::DISCRIMINATOR, 40, Link::WalletOfMember, "the wallet neither signs nor is paid"),
    (Member::DISCRIMINATOR, 72, Link::PayerOfMember, "no rent goes back"),
    (Pledge::DISCRIMINATOR, 8, Link::CoopOfPledge, "its pool names the co-op"),
    (Pledge::DISCRIMINATOR, 104, Link::PayerOfPledge, "no rent goes back"),
    (Vouch::DISCRIMINATOR, 8, Link::CoopOfVouch, "it names voucher and candidate, and they the co-op"),
    (Service::DISCRIMINATOR, 40, Link::OwnerOfService, "the owner does not act"),
    (Service::DISCRIMINATOR, 136, Link::PayerOfService, "no rent goes back"),
    (Pool::DISCRIMINATOR, 72, Link::PayerOfPool, "no rent goes back"),
    (Proposal::DISCRIMINATOR, 8, Link::CoopOfProposal, "the address of the ballots names the proposal"),
    (Proposal::DISCRIMINATOR, 72, Link::PayerOfProposal, "no rent goes back"),
    (BallotPage::DISCRIMINATOR, 8, Link::CoopOfBallots, "its address names the proposal"),
    (BallotPage::DISCRIMINATOR, 72, Link::PayerOfBallots, "no rent goes back"),
];

/// Codes of the program's own errors.
const NAMED: std::ops::RangeInclusive<u32> = 6_000..=(6_000 + LAST_ERROR as u32);

/// A call with one account spoilt: in the instruction, or as it is stored.
struct Spoilt {
    how: &'static str,
    instruction: Instruction,
    stored: Option<Account>,
    /// Whether the program itself must say which accounts do not belong together.
    by_name: bool,
}

/// An instruction about to succeed, and another call of the same instruction on another co-op.
struct Scene<'a> {
    world: &'a mut World,
    verb: &'static dyn Verb,
    call: Instruction,
    other: Instruction,
}

impl Scene<'_> {
    fn spared(&self, spoiling: Spoiling, index: usize) -> bool {
        self.verb.spared().iter().any(|spared| spared.0 == spoiling && spared.1 == index)
    }

    fn key(&self, index: usize) -> Address {
        self.call.accounts[index].pubkey
    }

    fn stored(&self, index: usize) -> Option<Account> {
        self.world.svm.get_account(&self.key(index))
    }

    /// The call with another address in one place.
    fn naming(&self, how: &'static str, index: usize, key: Address) -> Spoilt {
        let mut instruction = self.call.clone();
        instruction.accounts[index].pubkey = key;
        Spoilt { how, instruction, stored: None, by_name: false }
    }

    /// The call with a flag taken from every mention of one account.
    fn without(&self, how: &'static str, index: usize, signer: bool) -> Spoilt {
        let mut instruction = self.call.clone();
        for meta in instruction.accounts.iter_mut().filter(|meta| meta.pubkey == self.key(index)) {
            if signer { meta.is_signer = false } else { meta.is_writable = false }
        }
        Spoilt { how, instruction, stored: None, by_name: false }
    }

    /// The call as it was, on one account stored otherwise.
    fn storing(&self, how: &'static str, account: Account) -> Spoilt {
        Spoilt { how, instruction: self.call.clone(), stored: Some(account), by_name: false }
    }
}

/// Refuses every call that `spoil` makes of every account of every instruction, or of those that `COOP_VERB` names.
fn every_spoilt_call_is_refused(spoil: impl Fn(&mut Scene, usize) -> Vec<Spoilt>) {
    let (mut cases, mut wrong) = (0, Vec::new());
    for verb in wanted() {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let now = world.now();
        let other = verb.fixture(&mut world);
        // what the first is about to do may be too late by now
        world.set_time(now);
        let keys: Vec<_> = call.signers.iter().chain(&other.signers).collect();
        for index in 0..call.instruction.accounts.len() {
            let (meant, others) = (call.instruction.clone(), other.instruction.clone());
            let mut scene = Scene { world: &mut world, verb, call: meant, other: others };
            for spoilt in spoil(&mut scene, index) {
                cases += 1;
                let named = call.instruction.accounts.iter().chain(&spoilt.instruction.accounts);
                let named: Vec<Address> = named.map(|meta| meta.pubkey).collect();
                let key = call.instruction.accounts[index].pubkey;
                let original = world.svm.get_account(&key);
                if let Some(account) = spoilt.stored.clone() {
                    world.put(key, account);
                }
                let before = world.snapshot(named.clone());
                let what = format!("{}: account {index} {}", verb.name(), spoilt.how);
                match world.send(&[spoilt.instruction], &keys) {
                    Ok(_) => wrong.push(format!("{what}: accepted")),
                    Err(refusal) if spoilt.by_name && !refusal.code().is_some_and(|c| NAMED.contains(&c)) => {
                        wrong.push(format!("{what}: not refused by name: {:?}", refusal.error));
                    }
                    Err(_) if world.snapshot(named) != before => {
                        wrong.push(format!("{what}: refused, yet it changed something"));
                    }
                    Err(_) => {}
                }
                if spoilt.stored.is_some() {
                    world.put(key, original.unwrap_or_default());
                }
            }
        }
        if world.send(&[call.instruction], &keys).is_err() {
            wrong.push(format!("{}: no longer accepted as it was meant", verb.name()));
        }
    }
    println!("{cases} cases");
    assert!(cases >= 10 || !all_wanted(), "only {cases} cases");
    assert!(wrong.is_empty(), "{} of {cases} cases:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn a_signer_that_does_not_sign() {
    every_spoilt_call_is_refused(|scene, index| {
        let signs = scene.call.accounts[index].is_signer;
        signs.then(|| scene.without("does not sign", index, true)).into_iter().collect()
    });
}

#[test]
fn a_writable_account_passed_as_read_only() {
    every_spoilt_call_is_refused(|scene, index| {
        let written = scene.call.accounts[index].is_writable;
        written.then(|| scene.without("is read-only", index, false)).into_iter().collect()
    });
}

#[test]
fn an_account_of_another_program() {
    every_spoilt_call_is_refused(|scene, index| {
        let ours = [coop::ID, SPL_TOKEN, TOKEN_2022];
        let Some(account) = scene.stored(index).filter(|account| ours.contains(&account.owner)) else {
            return vec![];
        };
        // a mint's address is compared with the co-op's: nobody can change its owner
        if scene.key(index) == scene.world.mint || scene.spared(Spoiling::ByAddress, index) {
            return vec![];
        }
        [System::id(), Address::new_from_array([9; 32])]
            .map(|owner| scene.storing("is another program's", Account { owner, ..account.clone() }))
            .into()
    });
}

#[test]
fn an_account_cut_short_or_without_its_kind() {
    every_spoilt_call_is_refused(|scene, index| {
        let Some(account) = scene.stored(index).filter(|account| account.owner == coop::ID) else {
            return vec![];
        };
        if scene.spared(Spoiling::ByAddress, index) {
            return vec![];
        }
        let cut = |length: usize| Account { data: account.data[..length].to_vec(), ..account.clone() };
        let mut unnamed = account.clone();
        unnamed.data[..8].fill(0);
        // what has no fixed size stands behind the fields of a proposal
        let is_proposal = account.data.starts_with(Proposal::DISCRIMINATOR);
        let fields = if is_proposal { 8 + size_of::<Proposal>() } else { account.data.len() };
        vec![
            scene.storing("is empty", cut(0)),
            scene.storing("is cut to its first bytes", cut(8)),
            scene.storing("is cut in half", cut(account.data.len() / 2)),
            scene.storing("lacks its last byte", cut(fields - 1)),
            scene.storing("does not say what it is", unnamed),
        ]
    });
}

#[test]
fn the_same_kind_of_account_of_another_co_op() {
    every_spoilt_call_is_refused(|scene, index| {
        let other = scene.other.accounts[index].pubkey;
        let attack = other != scene.key(index) && !scene.spared(Spoiling::Anybodys, index);
        attack.then(|| scene.naming("is another co-op's", index, other)).into_iter().collect()
    });
}

#[test]
fn another_program_in_place_of_the_token_or_system_program() {
    every_spoilt_call_is_refused(|scene, index| {
        let key = scene.key(index);
        if key == System::id() {
            return vec![scene.naming("is another program", index, coop::ID)];
        }
        if key != SPL_TOKEN {
            return vec![];
        }
        vec![
            scene.naming("is no token program", index, coop::ID),
            scene.naming("is the other token program", index, TOKEN_2022),
        ]
    });
}

#[test]
fn one_account_in_the_place_of_two() {
    every_spoilt_call_is_refused(|scene, index| {
        let metas = &scene.call.accounts;
        if !metas[index].is_writable {
            return vec![];
        }
        let others = metas.iter().filter(|meta| meta.is_writable && meta.pubkey != metas[index].pubkey);
        others
            .map(|meta| {
                let mut spoilt = scene.naming("is another account of the call", index, meta.pubkey);
                // a signature cannot be forged: only who signs already does
                spoilt.instruction.accounts[index].is_signer &= meta.is_signer;
                spoilt
            })
            .collect()
    });
}

#[test]
fn another_mint() {
    every_spoilt_call_is_refused(|scene, index| {
        let authority = scene.key(0);
        let another = scene.world.new_mint(mints::plain(&authority));
        if scene.key(index) == scene.world.mint && !scene.spared(Spoiling::FreeChoice, index) {
            return vec![Spoilt { by_name: true, ..scene.naming("is another mint", index, another) }];
        }
        let Some(tokens) = scene.stored(index).filter(|a| a.owner == SPL_TOKEN && a.data.len() == 165) else {
            return vec![];
        };
        let owner = Address::new_from_array(tokens.data[32..64].try_into().unwrap());
        // the co-op's own token accounts are compared by address: only people's can be of another mint
        if scene.world.svm.get_account(&owner).is_some_and(|account| account.owner == coop::ID) {
            return vec![];
        }
        let foreign = scene.world.token_account_of(&another, &owner, u64::MAX);
        vec![scene.naming("is of another mint", index, foreign)]
    });
}

/// Rules that link accounts are asked by the program itself, even where a token program would refuse as well.
#[test]
fn a_stored_address_that_names_another_account_than_the_one_passed() {
    every_spoilt_call_is_refused(|scene, index| {
        let Some(account) = scene.stored(index).filter(|account| account.owner == coop::ID) else {
            return vec![];
        };
        if scene.spared(Spoiling::Gone, index) {
            return vec![];
        }
        let compared = |at: usize| {
            let mut links = LINKS.iter().filter(|link| account.data.starts_with(link.0) && link.1 == at);
            links.next().is_none_or(|link| scene.verb.compares().contains(&link.2))
        };
        let mut spoilt = Vec::new();
        for (at, bytes) in account.data.windows(32).enumerate() {
            let names = scene.call.accounts.iter().any(|meta| meta.pubkey.as_ref() == bytes);
            if names && bytes != System::id().as_ref() && compared(at) {
                let mut changed = account.clone();
                changed.data[at] ^= 1;
                let how = format!("names another account at byte {at}");
                spoilt.push(Spoilt { by_name: true, ..scene.storing(how.leak(), changed) });
            }
        }
        spoilt
    });
}
