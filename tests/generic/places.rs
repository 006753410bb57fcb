//! The address of every account derives from seeds and a bump that the account itself stores.

use crate::{
    World,
    verb::{all_wanted, wanted},
};
use anchor_lang::prelude::Address;
use coop::{seeds, state::*};
use std::collections::{BTreeMap, BTreeSet};

/// What an account stores of its place: the seeds of its address, and accounts that have to be of the same co-op.
struct Place {
    kind: &'static str,
    seeds: Vec<Vec<u8>>,
    bump: u8,
    coop: Option<Address>,
    /// Accounts that it belongs to.
    parents: Vec<Address>,
}

fn place(kind: &'static str, seeds: &[&[u8]], bump: u8, coop: Option<Address>, parents: &[Address]) -> Place {
    Place {
        kind,
        seeds: seeds.iter().map(|seed| seed.to_vec()).collect(),
        bump,
        coop,
        parents: parents.to_vec(),
    }
}

/// The place that an account's own fields give; nothing if it is not the program's, or is a tombstone.
fn place_of(world: &World, address: &Address) -> Option<Place> {
    if let Some(a) = world.read::<Coop>(address) {
        let id = a.id.get().to_le_bytes();
        return Some(place("Coop", &[seeds::COOP, a.founder.as_ref(), &id], a.bump, None, &[]));
    }
    if let Some(a) = world.read::<Member>(address) {
        // a membership that moved stands at the address of its first wallet
        let first = if a.former_wallet == Address::default() { a.wallet } else { a.former_wallet };
        let seeds = [seeds::MEMBER, a.coop.as_ref(), first.as_ref()];
        return Some(place("Member", &seeds, a.bump, Some(a.coop), &[]));
    }
    if let Some(a) = world.read::<Redirect>(address) {
        let seeds = [seeds::MEMBER, a.coop.as_ref(), a.wallet.as_ref()];
        return Some(place("Redirect", &seeds, a.bump, Some(a.coop), &[a.member]));
    }
    if let Some(a) = world.read::<Vouch>(address) {
        let seeds = [seeds::VOUCH, a.candidate.as_ref(), a.voucher.as_ref()];
        return Some(place("Vouch", &seeds, a.bump, Some(a.coop), &[a.candidate, a.voucher]));
    }
    if let Some(a) = world.read::<Pool>(address) {
        let seeds = [seeds::POOL, a.coop.as_ref(), &a.index.get().to_le_bytes()];
        return Some(place("Pool", &seeds, a.bump, Some(a.coop), &[]));
    }
    if let Some(a) = world.read::<Pledge>(address) {
        let seeds = [seeds::PLEDGE, a.pool.as_ref(), a.member.as_ref()];
        return Some(place("Pledge", &seeds, a.bump, Some(a.coop), &[a.pool, a.member]));
    }
    if let Some(a) = world.read::<Service>(address) {
        let seeds = [seeds::SERVICE, a.coop.as_ref(), &a.index.get().to_le_bytes()];
        return Some(place("Service", &seeds, a.bump, Some(a.coop), &[]));
    }
    if let Some(a) = world.read::<Period>(address) {
        let seeds = [seeds::PERIOD, a.coop.as_ref(), &a.number.get().to_le_bytes()];
        return Some(place("Period", &seeds, a.bump, Some(a.coop), &[]));
    }
    if let Some(a) = world.read::<Mandate>(address) {
        let seeds = [seeds::MANDATE, a.coop.as_ref(), &a.index.get().to_le_bytes()];
        return Some(place("Mandate", &seeds, a.bump, Some(a.coop), &[]));
    }
    if let Some(a) = world.read::<BallotPage>(address) {
        let seeds = [seeds::BALLOTS, a.proposal.as_ref(), &a.page.get().to_le_bytes()];
        return Some(place("BallotPage", &seeds, a.bump, Some(a.coop), &[a.proposal]));
    }
    let account = world.svm.get_account(address)?;
    (account.owner == coop::ID
        && account.data.starts_with(<Proposal as anchor_lang::Discriminator>::DISCRIMINATOR))
    .then(|| {
        let a = world.proposal(address);
        let (number, count) = (a.proposer_number.get().to_le_bytes(), a.count.get().to_le_bytes());
        place("Proposal", &[seeds::PROPOSAL, a.coop.as_ref(), &number, &count], a.bump, Some(a.coop), &[])
    })
}

#[test]
fn every_account_stands_where_its_own_fields_put_it_and_belongs_to_accounts_of_its_co_op() {
    let mut seen = BTreeMap::new();
    for verb in wanted() {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        world.send(std::slice::from_ref(&call.instruction), &signers).expect("the fixture's call succeeds");
        for meta in &call.instruction.accounts {
            let Some(place) = place_of(&world, &meta.pubkey) else { continue };
            let bump = [place.bump];
            let what = format!("{} after {}", place.kind, verb.name());
            let seeds: Vec<&[u8]> = place.seeds.iter().map(Vec::as_slice).chain([&bump[..]]).collect();
            assert_eq!(Address::create_program_address(&seeds, &coop::ID), Ok(meta.pubkey), "{what}");
            let bump_of =
                |seed: &[u8]| Address::find_program_address(&[seed, meta.pubkey.as_ref()], &coop::ID).1;
            if let Some(coop) = world.read::<Coop>(&meta.pubkey) {
                assert_eq!(coop.vault_bump, bump_of(seeds::VAULT), "{what}: its vault");
            }
            if let Some(pool) = world.read::<Pool>(&meta.pubkey) {
                assert_eq!(pool.escrow_bump, bump_of(seeds::ESCROW), "{what}: its escrow");
            }
            for parent in place.parents.iter().filter_map(|parent| place_of(&world, parent)) {
                assert_eq!(parent.coop, place.coop, "{what}: its {}", parent.kind);
            }
            *seen.entry(place.kind).or_insert(0) += 1;
        }
    }
    let kinds: Vec<&str> = seen.keys().copied().collect();
    let all = [
        "BallotPage",
        "Coop",
        "Mandate",
        "Member",
        "Period",
        "Pledge",
        "Pool",
        "Proposal",
        "Redirect",
        "Service",
        "Vouch",
    ];
    assert!(kinds == all || !all_wanted(), "{kinds:?}");
}

/// How many accounts of each kind a co-op counts.
fn counted(world: &World, coop: &Address) -> Option<BTreeMap<&'static str, i64>> {
    let c = world.read::<Coop>(coop)?;
    let counts = [
        ("Member", c.member_accounts),
        ("Vouch", c.vouch_accounts),
        ("Pool", c.pool_accounts),
        ("Service", c.service_accounts),
        ("Period", c.period_accounts),
        ("Proposal", c.proposal_accounts),
        ("Mandate", c.mandate_accounts),
        ("Redirect", c.redirect_accounts),
        ("BallotPage", c.ballot_pages),
    ];
    Some(counts.map(|(kind, count)| (kind, count.get() as i64)).into())
}

/// A co-op is closed only once it has no account left, and so it counts each that is made and each that is closed.
#[test]
fn a_co_op_counts_every_account_that_is_made_or_closed() {
    let mut changed = BTreeSet::new();
    for verb in wanted() {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        let named: BTreeSet<Address> = call.instruction.accounts.iter().map(|meta| meta.pubkey).collect();
        let there = |world: &World| {
            let mut there: BTreeMap<(Address, &'static str), i64> = BTreeMap::new();
            for place in named.iter().filter_map(|address| place_of(world, address)) {
                if let Some(coop) = place.coop {
                    *there.entry((coop, place.kind)).or_default() += 1;
                }
            }
            there
        };
        let counts: Vec<_> = named.iter().map(|address| (*address, counted(&world, address))).collect();
        let before = there(&world);
        world.send(std::slice::from_ref(&call.instruction), &signers).expect("the fixture's call succeeds");
        let after = there(&world);
        for (coop, counts) in counts.into_iter().filter_map(|(coop, counts)| Some((coop, counts?))) {
            let Some(now) = counted(&world, &coop) else { continue };
            for (kind, was) in counts {
                let number = |there: &BTreeMap<_, i64>| there.get(&(coop, kind)).copied().unwrap_or(0);
                let made = number(&after) - number(&before);
                assert_eq!(now[kind] - was, made, "{}: {kind}", verb.name());
                if made != 0 {
                    changed.insert((kind, made));
                }
            }
        }
    }
    // each kind is made and closed, and nothing else happens to any
    assert!(!all_wanted() || changed.len() == 18, "{changed:?}");
}

/// Instructions that a wallet signs without being active as a member by that.
const INACTIVE: &[(&str, &str)] = &[
    ("withdraw_application", "it is no candidate any more"),
    ("resign", "it is no member any more"),
    ("open_pool", "it is the founder who opens it, while the co-op is forming"),
];

/// Whoever acts as a member is alive: its membership is not moved away for 180 days more.
#[test]
fn a_wallet_that_acts_for_its_membership_is_seen_to_be_there() {
    let (mut wrong, mut acting) = (Vec::new(), 0);
    for verb in wanted() {
        let mut world = World::new();
        let call = verb.fixture(&mut world);
        let signers: Vec<_> = call.signers.iter().collect();
        let metas = &call.instruction.accounts;
        let signs = |wallet: &Address| metas.iter().any(|meta| meta.is_signer && meta.pubkey == *wallet);
        let own: Vec<Address> = metas
            .iter()
            .map(|meta| meta.pubkey)
            .filter(|address| world.read::<Member>(address).is_some_and(|member| signs(&member.wallet)))
            .collect();
        acting += own.len();
        for member in &own {
            world.edit::<Member>(member, |member| member.last_active_at = 1.into());
        }
        world.send(std::slice::from_ref(&call.instruction), &signers).expect("the fixture's call succeeds");
        for member in own.iter().filter_map(|member| world.read::<Member>(member)) {
            let is_listed = INACTIVE.iter().any(|(name, _)| *name == verb.name());
            if (member.last_active_at == world.now()) == is_listed {
                wrong.push(verb.name());
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
    assert!(acting >= 23 || !all_wanted(), "{acting} memberships acted");
}
