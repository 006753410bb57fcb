//! The same deeds on the chain, and what is stored there afterwards.

mod compare;
mod fields;
pub use fields::text;
mod read;

use crate::{
    Actor, CoopSite, Refusal, World,
    stateful::{
        deed::{Act, Acting, Deed, Purse, Spoil, Target, Who, agent},
        generate::SHORT_LIVED,
        model::{FOUNDERS, Model, Rents},
    },
    world::{Receipt, SPL_TOKEN, TOKEN_2022},
};
use anchor_lang::prelude::Address;
use coop::state::{self, Coop, Pool};
use solana_keypair::Keypair;
use solana_message::{AccountMeta, Instruction};
use std::collections::{BTreeMap, HashMap};

/// How many people there are. The last is poor.
pub const PEOPLE: usize = 12;
/// With the agents of the co-ops that live long.
pub const EVERYONE: usize = PEOPLE + SHORT_LIVED;
/// What everyone but the poor one has, in base units.
const WEALTH: u64 = 1 << 58;
/// Lamports of everyone at the beginning.
pub const BEGUN: u64 = 1_000_000_000;

/// A pool as stored, and what its escrow holds.
#[derive(Clone)]
pub struct StoredPool {
    pub account: Pool,
    pub escrow: u64,
    pub pledges: BTreeMap<Who, state::Pledge>,
}

/// A co-op as stored, with all that belongs to it.
#[derive(Clone, Default)]
pub struct Stored {
    pub coop: Option<Coop>,
    pub vault: u64,
    pub members: BTreeMap<Who, state::Member>,
    pub vouches: BTreeMap<(Who, Who), state::Vouch>,
    pub pools: BTreeMap<usize, StoredPool>,
    pub services: BTreeMap<usize, state::Service>,
    pub periods: BTreeMap<usize, state::Period>,
    pub proposals: BTreeMap<usize, state::Proposal>,
    pub pages: BTreeMap<usize, state::BallotPage>,
    pub mandates: BTreeMap<usize, state::Mandate>,
    pub redirects: BTreeMap<Who, state::Redirect>,
}

pub struct Chain {
    pub world: World,
    pub people: Vec<Actor>,
    /// Two token accounts of each, agents too.
    purses: Vec<[Address; 2]>,
    /// In the place of an agent, which has no key, while its call is made.
    stand_in: Actor,
    pub sites: Vec<CoopSite>,
    /// Wallets by address.
    who: HashMap<Address, Who>,
    /// What stands in for others in spoiled calls.
    strangers: Vec<Address>,
    /// What was last read, by slot.
    pub stored: Vec<Stored>,
}

fn id(slot: usize) -> u64 {
    1 + slot as u64
}

impl Chain {
    /// A world whose keys follow from `seed`, with the model of it.
    pub fn new(seed: u64) -> (Self, Model) {
        let token_program = if seed.is_multiple_of(3) { TOKEN_2022 } else { SPL_TOKEN };
        let mut world = World::seeded(seed, token_program);
        // so that what nobody inherits can be burned
        let mint = world.mint;
        world.patch(&mint, 36, &u64::MAX.to_le_bytes());
        let wealth = |who| if who + 1 < PEOPLE { WEALTH } else { 1_000 };
        let people: Vec<Actor> = (0..PEOPLE).map(|who| world.actor("someone", wealth(who))).collect();
        let mut purses: Vec<[Address; 2]> =
            people.iter().map(|p| [p.tokens, world.token_account(&p.wallet(), 0)]).collect();
        let sites: Vec<CoopSite> = (0..FOUNDERS.len())
            .map(|slot| CoopSite::new(&people[FOUNDERS[slot]].wallet(), id(slot), world.mint, token_program))
            .collect();
        let agents: Vec<Address> = sites[..SHORT_LIVED].iter().map(CoopSite::agent).collect();
        for agent in &agents {
            world.fund(agent, BEGUN);
            purses.push([world.token_account(agent, 0), world.token_account(agent, 0)]);
        }
        let mut strangers: Vec<Address> = vec![world.mint, SPL_TOKEN, TOKEN_2022];
        for site in &sites {
            strangers.extend([site.proposal(0), site.proposal(1), site.mandate(0)]);
            strangers.extend([site.ballots(0, 0), site.ballots(1, 0)]);
            strangers.extend([site.coop, site.vault, site.service(0), site.period(0), site.period(1)]);
            strangers.extend(people[..5].iter().map(|p| site.member(&p.wallet())));
            for pool in [site.pool(0), site.pool(1)] {
                strangers.extend([pool.pool, pool.escrow]);
                strangers.extend(people[..3].iter().map(|p| pool.pledge(&p.wallet())));
            }
        }
        strangers.extend(people.iter().flat_map(|p| [p.wallet(), p.tokens]));
        strangers.extend(agents.iter().copied().chain(purses[PEOPLE..].iter().map(|purses| purses[0])));
        let wallets: Vec<Address> = people.iter().map(Actor::wallet).chain(agents).collect();
        let who = wallets.iter().enumerate().map(|(who, wallet)| (*wallet, who)).collect();

        world.pass_slots(1);
        let clock: solana_clock::Clock = world.svm.get_sysvar();
        let rent = |size: usize| world.svm.minimum_balance_for_rent_exemption(size);
        let model = Model {
            now: world.now(),
            slot: clock.slot,
            places: sites.iter().map(|site| site.coop).collect::<Vec<_>>().into(),
            wallets: wallets.into(),
            rents: Rents {
                coop: rent(8 + size_of::<Coop>()),
                tokens: rent(165),
                member: rent(8 + size_of::<state::Member>()),
                vouch: rent(8 + size_of::<state::Vouch>()),
                pool: rent(8 + size_of::<Pool>()),
                pledge: rent(8 + size_of::<state::Pledge>()),
                tombstone: rent(8 + size_of::<state::Tombstone>()),
                service: rent(8 + size_of::<state::Service>()),
                period: rent(8 + size_of::<state::Period>()),
                proposal: rent(8 + size_of::<state::Proposal>()),
                ballots: rent(8 + size_of::<state::BallotPage>()),
                mandate: rent(8 + size_of::<state::Mandate>()),
                redirect: rent(8 + size_of::<state::Redirect>()),
                byte: rent(1) - rent(0),
            },
            coops: vec![Default::default(); sites.len()],
            tokens: purses.iter().map(|purses| purses.map(|purse| world.balance(&purse))).collect(),
            lamports: vec![BEGUN; EVERYONE],
            showered: vec![0; EVERYONE],
        };
        let stored = vec![Stored::default(); sites.len()];
        let stand_in = world.actor("stand-in", 0);
        (Self { world, people, purses, stand_in, sites, who, strangers, stored }, model)
    }

    pub fn wallet(&self, who: Who) -> Address {
        match who.checked_sub(PEOPLE) {
            Some(slot) => self.sites[slot].agent(),
            None => self.people[who].wallet(),
        }
    }

    pub fn purse(&self, (who, which): Purse) -> Address {
        self.purses[who][which]
    }

    /// Someone with a key: in the place of an agent, which has none, somebody whom no call names otherwise.
    pub fn actor(&self, who: Who) -> &Actor {
        self.people.get(who).unwrap_or(&self.stand_in)
    }

    /// A call that [`Self::actor`] stands in, made the agent's if it is an agent.
    pub fn of(&self, slot: usize, who: Who, mut call: Instruction) -> Instruction {
        let (site, someone) = (&self.sites[slot], self.actor(who));
        let wallet = self.wallet(who);
        let places = [
            (someone.wallet(), wallet),
            (someone.tokens, self.purse((who, 0))),
            (site.member(&someone.wallet()), site.member(&wallet)),
        ];
        for meta in &mut call.accounts {
            let place = places.iter().find(|(from, _)| *from == meta.pubkey);
            meta.pubkey = place.map_or(meta.pubkey, |(_, to)| *to);
        }
        call
    }

    /// The accounts of a call that moves tokens.
    pub fn transfer(&self, from: Purse, to: Target, signer: Who) -> Vec<AccountMeta> {
        let to = match to {
            Target::Purse(purse) => self.purse(purse),
            Target::Vault(slot) => self.sites[slot].vault,
            Target::Escrow(slot, pool) => self.sites[slot].pool(pool as u32).escrow,
            Target::Member(slot, who) => self.sites[slot].member(&self.wallet(who)),
        };
        vec![
            AccountMeta::new(self.purse(from), false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(self.wallet(signer), true),
        ]
    }

    /// Lets the wallet of now sign and pay for a membership that has moved.
    fn act_for(&self, call: &mut Instruction, act: &dyn Act, model: &Model) {
        let Some(Acting { wallet, source, who }) = act.acting() else { return };
        let holder = model.coops[act.slot()].wallet(who);
        if holder == who {
            return;
        }
        call.accounts[wallet].pubkey = self.wallet(holder);
        if let Some(source) = source {
            call.accounts[source].pubkey = self.purse((holder, 0));
        }
    }

    /// Spoils a call; says whether it is another call now.
    fn spoil(&self, call: &mut Instruction, fixed: &[usize], spoil: Spoil) -> bool {
        match spoil {
            Spoil::No => false,
            Spoil::Unsigned => {
                let Some(signer) = call.accounts.iter().find(|a| a.is_signer).map(|a| a.pubkey) else {
                    return false;
                };
                for account in call.accounts.iter_mut().filter(|a| a.pubkey == signer) {
                    account.is_signer = false;
                }
                true
            }
            Spoil::Swap { place, with } => {
                let place = fixed[place % fixed.len()];
                let (old, new) = (call.accounts[place].pubkey, self.strangers[with % self.strangers.len()]);
                // either of one's own token accounts is as good as the other
                let owner = |tokens| self.purses.iter().position(|purses| purses.contains(&tokens));
                if old == new || (owner(old).is_some() && owner(old) == owner(new)) {
                    return false;
                }
                call.accounts[place].pubkey = new;
                true
            }
        }
    }

    /// Sends the call that a deed is, signed by everyone it names; `model` is of before. Says whether it was spoiled, and what came of it.
    pub fn send(&mut self, deed: &Deed, spoil: Spoil, model: &Model) -> (bool, Result<Receipt, Refusal>) {
        let act = deed.as_act().expect("an instruction");
        let (mut call, fixed) = act.call(self, model);
        self.act_for(&mut call, act, model);
        // nobody signs for an agent
        let agents = &model.wallets[PEOPLE..];
        let forged = call.accounts.iter().any(|meta| meta.is_signer && agents.contains(&meta.pubkey));
        let spoiled = self.spoil(&mut call, &fixed, spoil) || forged;
        let keys: Vec<&Keypair> = self.people.iter().map(|person| &person.key).collect();
        (spoiled, self.world.send(&[call], &keys))
    }

    /// Does what no instruction does; the model has allowed it.
    pub fn arrange(&mut self, deed: &Deed) {
        match *deed {
            Deed::Warp { to } => self.world.set_time(to.max(self.world.now())),
            Deed::Slots { count } => self.world.pass_slots(count),
            Deed::Donate { slot, pool, who, amount } => {
                let to = match pool {
                    Some(pool) => self.sites[slot].pool(pool as u32).escrow,
                    None => self.sites[slot].vault,
                };
                self.edit_tokens(self.people[who].tokens, |held| held - amount);
                self.edit_tokens(to, |held| held + amount);
            }
            Deed::Stray { slot, of_vault, who, amount } => {
                self.edit_tokens(self.people[who].tokens, |held| held - amount);
                let site = &self.sites[slot];
                let (owner, at) = (if of_vault { site.vault } else { site.coop }, site.stray(of_vault));
                if self.world.svm.get_account(&at).is_none() {
                    assert_eq!(self.world.token_account(&owner, 0), at);
                }
                self.edit_tokens(at, |held| held + amount);
            }
            Deed::Shower { slot, pool, of_tokens, who, amount } => {
                let site = &self.sites[slot];
                let (own, tokens) = match pool {
                    Some(pool) => (site.pool(pool as u32).pool, site.pool(pool as u32).escrow),
                    None => (site.coop, site.vault),
                };
                self.edit_lamports(self.people[who].wallet(), |held| held - amount);
                self.edit_lamports(if of_tokens { tokens } else { own }, |held| held + amount);
            }
            Deed::Endow { slot, purse, who, amount } => {
                self.edit_tokens(self.people[who].tokens, |held| held - amount);
                self.edit_tokens(self.purse((agent(slot), purse)), |held| held + amount);
            }
            Deed::Act(_) => unreachable!("an instruction"),
        }
    }

    fn edit_lamports(&mut self, address: Address, change: impl FnOnce(u64) -> u64) {
        let mut account = self.world.svm.get_account(&address).expect("the model says it exists");
        account.lamports = change(account.lamports);
        self.world.put(address, account);
    }

    fn edit_tokens(&mut self, address: Address, change: impl FnOnce(u64) -> u64) {
        let held = self.world.balance(&address);
        let mut account = self.world.svm.get_account(&address).expect("the model says it exists");
        account.data[64..72].copy_from_slice(&change(held).to_le_bytes());
        self.world.put(address, account);
    }
}
