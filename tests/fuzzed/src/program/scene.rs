//! Chains on which an instruction is about to succeed: the fixture of each, made once and come back to.

use anchor_lang::prelude::Address;
use coop_tests::{
    World,
    verb::{VERBS, Verb},
    world::{SPL_TOKEN, Saved},
};
use litesvm::LiteSVM;
use solana_account::ReadableAccount;
use solana_message::Instruction;
use std::{
    cell::{OnceCell, RefCell},
    collections::{BTreeSet, HashSet},
};

/// Bytes at the beginning of the data that name an instruction.
const NAME: usize = 8;

/// A world that can be come back to, the call that succeeds in it, and the same call on another co-op.
pub struct Scene {
    pub verb: &'static dyn Verb,
    pub world: RefCell<World>,
    pub begun: Saved,
    pub call: Instruction,
    pub other: Instruction,
    /// Who can sign.
    pub signers: HashSet<Address>,
    /// Accounts that can stand in the place of others.
    pub all: Vec<Address>,
}

/// The scenes of all instructions, each made when it is asked for.
pub struct Stage {
    chain: fn() -> LiteSVM,
    scenes: Vec<OnceCell<Scene>>,
}

impl Stage {
    /// Scenes on chains that `chain` makes, without any program of ours.
    pub fn on(chain: fn() -> LiteSVM) -> Self {
        Self { chain, scenes: VERBS.iter().map(|_| OnceCell::new()).collect() }
    }

    pub fn scene(&self, verb: usize) -> &Scene {
        self.scenes[verb].get_or_init(|| Scene::of(VERBS[verb], (self.chain)()))
    }

    /// The instruction that data names, if its scene was made.
    pub fn named(&self, data: &[u8]) -> Option<&Scene> {
        let name = data.get(..NAME)?;
        let known = |scene: &&Scene| scene.call.data.get(..NAME) == Some(name);
        self.scenes.iter().filter_map(OnceCell::get).find(known)
    }
}

impl Scene {
    fn of(verb: &'static dyn Verb, chain: LiteSVM) -> Self {
        let mut world = World::on(chain, 0, SPL_TOKEN);
        let call = verb.fixture(&mut world).instruction;
        let now = world.now();
        let other = verb.fixture(&mut world).instruction;
        // what the first is about to do may be too late by now
        world.set_time(now);
        let named = call.accounts.iter().chain(&other.accounts).map(|meta| meta.pubkey);
        let ours = [coop::ID, SPL_TOKEN];
        let stored =
            world.svm.accounts_db().inner.iter().filter(|(_, account)| ours.contains(account.owner()));
        let all: BTreeSet<Address> =
            named.chain(stored.map(|(address, _)| *address)).chain(world.signers()).collect();
        let (begun, signers) = (world.save(), world.signers().into_iter().collect());
        Self { verb, world: RefCell::new(world), begun, call, other, signers, all: all.into_iter().collect() }
    }
}
