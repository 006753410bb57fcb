//! The invariants of the random lives, asked of any transaction.

use super::ledger::{Ledger, Numbers};
use anchor_lang::prelude::Address;
use coop_tests::{
    stateful::{
        chain::Chain,
        deed::{Act, Deed},
        invariants::{Change, INVARIANTS},
        model::{Model, Verdict},
    },
    verb::Verb,
    world::World,
};
use solana_message::Instruction;
use std::{collections::BTreeMap, rc::Rc, sync::Arc};

/// Invariants that ask the model of a random life, which a fuzzed transaction does not have.
pub const APART: [&str; 4] = [
    // `Accepted::vaults` is asked instead
    "paid_never_exceeds_owed",
    // `Accepted::read_only` and `Accepted::tokens` ask that nobody pays who did not sign; where rent goes is not asked
    "rent_returns_to_its_payer",
    // `Accepted::events` is asked instead
    "seq_has_no_gap",
    // nothing is asked instead: it needs the wallets that memberships began with
    "one_membership_per_wallet",
];

/// Which invariants are asked of a co-op: all that held when the scene began. Fixtures write some accounts by hand.
pub type Asked = BTreeMap<Address, Vec<bool>>;

/// An instruction that was sent: invariants ask its name.
struct Sent(&'static dyn Verb);

impl std::fmt::Debug for Sent {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        to.write_str(self.0.name())
    }
}

impl Act for Sent {
    fn verb(&self) -> &'static dyn Verb {
        self.0
    }

    fn slot(&self) -> usize {
        0
    }

    fn call(&self, _: &Chain, _: &Model) -> (Instruction, Vec<usize>) {
        unreachable!("it was sent already")
    }

    fn predict(&self, _: &mut Model) -> Verdict {
        unreachable!("no model is asked")
    }
}

/// A model that knows the time and nothing else.
fn model(now: i64, coop: Address) -> Model {
    Model {
        now,
        slot: 0,
        places: [coop].into(),
        wallets: [].into(),
        rents: Default::default(),
        coops: vec![Rc::default()],
        tokens: Vec::new(),
        lamports: Vec::new(),
        showered: Vec::new(),
    }
}

/// The invariants that do not hold of a co-op after a deed, by place in the list.
fn broken(before: &Ledger, after: &Ledger, coop: Address, deed: &Deed, now: i64) -> Vec<usize> {
    let nothing = Default::default();
    let Some(stored) = after.coops.get(&coop) else { return Vec::new() };
    let Some(account) = &stored.coop else { return Vec::new() };
    let change = Change {
        before: before.coops.get(&coop).unwrap_or(&nothing),
        after: stored,
        coop: account,
        deed,
        done: deed.as_act().is_some(),
        model: &model(now, coop),
        slot: 0,
        tokens: &[],
    };
    let asked = |name: &str| !APART.contains(&name);
    let rules = INVARIANTS.iter().enumerate().filter(|(_, (name, _))| asked(name));
    rules.filter(|(_, (_, holds))| !holds(&change)).map(|(place, _)| place).collect()
}

/// What can be asked in a scene.
pub fn asked(world: &World, numbers: &mut Numbers) -> Asked {
    let ledger = Ledger::read(world, numbers);
    let idle = Deed::Slots { count: 0 };
    let of = |coop: &Address| {
        let broken = broken(&ledger, &ledger, *coop, &idle, world.now());
        (0..INVARIANTS.len()).map(|place| !broken.contains(&place)).collect()
    };
    ledger.coops.keys().map(|coop| (*coop, of(coop))).collect()
}

/// Fails by the name of the first invariant that an accepted instruction broke.
pub fn hold(asked: &Asked, before: &Ledger, after: &Ledger, verb: &'static dyn Verb, now: i64) {
    let deed = Deed::Act(Arc::new(Sent(verb)));
    for coop in after.coops.keys() {
        let of_scene = |place: &usize| asked.get(coop).is_none_or(|held| held[*place]);
        let broken = broken(before, after, *coop, &deed, now);
        if let Some(place) = broken.into_iter().find(of_scene) {
            panic!("{}: {} does not hold of {coop}", verb.name(), INVARIANTS[place].0);
        }
    }
}
