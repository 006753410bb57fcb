//! What is stored, read anew from every account of a chain: co-ops with all that is theirs, and everyone's tokens.

use anchor_lang::{AccountDeserialize, prelude::Address};
use coop::state::{self, Coop};
use coop_tests::{
    World, address,
    stateful::{
        chain::{Stored, StoredPool},
        deed::Who,
    },
    world::{SPL_TOKEN, TOKEN_2022},
};
use solana_account::ReadableAccount;
use std::collections::BTreeMap;

/// A token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Purse {
    pub mint: Address,
    pub owner: Address,
    pub amount: u64,
}

/// All that matters of a chain.
#[derive(Default)]
pub struct Ledger {
    pub coops: BTreeMap<Address, Stored>,
    pub purses: BTreeMap<Address, Purse>,
}

/// Numbers for accounts, kept from one look to the next: invariants name members by number.
#[derive(Default)]
pub struct Numbers(BTreeMap<Address, Who>);

impl Numbers {
    fn of(&mut self, account: Address) -> Who {
        let next = self.0.len();
        *self.0.entry(account).or_insert(next)
    }
}

fn decoded<T: AccountDeserialize>(data: &[u8]) -> Option<T> {
    T::try_deserialize(&mut &*data).ok()
}

impl Ledger {
    pub fn read(world: &World, numbers: &mut Numbers) -> Self {
        let mut ledger = Self::default();
        let (mut coops, mut rest) = (Vec::new(), Vec::new());
        for (address, account) in &world.svm.accounts_db().inner {
            if *account.owner() == coop::ID {
                match decoded::<Coop>(account.data()) {
                    Some(coop) => coops.push((*address, coop)),
                    None => rest.push((*address, account.data())),
                }
            } else if [SPL_TOKEN, TOKEN_2022].contains(account.owner()) && account.data().len() >= 165 {
                ledger.purses.insert(*address, Purse::of(account.data()));
            }
        }
        // in the order of their addresses, so that an input means the same in every run
        rest.sort_unstable_by_key(|(address, _)| *address);
        for (address, coop) in coops {
            let vault = ledger.purses.get(&coop.vault).map_or(0, |purse| purse.amount);
            ledger.coops.insert(address, Stored { coop: Some(coop), vault, ..Stored::default() });
        }
        let (mut pledges, mut pages) = (Vec::new(), Vec::new());
        for (address, data) in rest {
            match decoded::<state::BallotPage>(data) {
                Some(page) => pages.push(page),
                None => ledger.file(address, data, numbers, &mut pledges),
            }
        }
        for page in pages.into_iter().filter(|page| page.page == 0) {
            let Some(stored) = ledger.coops.get_mut(&page.coop) else { continue };
            let place = |p: &state::Proposal| {
                address::proposal(&page.coop, p.proposer_number.get(), p.count.get()) == page.proposal
            };
            let index = stored.proposals.iter().find(|(_, p)| place(p)).map(|(index, _)| *index);
            stored.pages.extend(index.map(|index| (index, page)));
        }
        for pledge in pledges {
            let of_coop = ledger.coops.get_mut(&pledge.coop);
            let pools = of_coop.into_iter().flat_map(|stored| stored.pools.values_mut());
            let escrow = |pool: &StoredPool| pool.account.escrow == address::escrow(&pledge.pool);
            if let Some(pool) = pools.into_iter().find(|pool| escrow(pool)) {
                pool.pledges.insert(numbers.of(pledge.member), pledge);
            }
        }
        ledger
    }

    fn file(
        &mut self,
        address: Address,
        data: &[u8],
        numbers: &mut Numbers,
        pledges: &mut Vec<state::Pledge>,
    ) {
        let purses = &self.purses;
        let coops = &mut self.coops;
        if let Some(member) = decoded::<state::Member>(data) {
            if let Some(stored) = coops.get_mut(&member.coop) {
                stored.members.insert(numbers.of(address), member);
            }
        } else if let Some(pool) = decoded::<state::Pool>(data) {
            if let Some(stored) = coops.get_mut(&pool.coop) {
                let escrow = purses.get(&pool.escrow).map_or(0, |purse| purse.amount);
                let index = pool.index.get() as usize;
                stored.pools.insert(index, StoredPool { account: pool, escrow, pledges: BTreeMap::new() });
            }
        } else if let Some(pledge) = decoded::<state::Pledge>(data) {
            pledges.push(pledge);
        } else if let Some(service) = decoded::<state::Service>(data) {
            if let Some(stored) = coops.get_mut(&service.coop) {
                stored.services.insert(service.index.get() as usize, service);
            }
        } else if let Some(period) = decoded::<state::Period>(data) {
            if let Some(stored) = coops.get_mut(&period.coop) {
                stored.periods.insert(period.number.get() as usize, period);
            }
        } else if let Some(proposal) = decoded::<state::Proposal>(data) {
            if let Some(stored) = coops.get_mut(&proposal.coop) {
                stored.proposals.insert(proposal.index.get() as usize, proposal);
            }
        } else if let Some(mandate) = decoded::<state::Mandate>(data) {
            if let Some(stored) = coops.get_mut(&mandate.coop) {
                stored.mandates.insert(mandate.index.get() as usize, mandate);
            }
        } else if let Some(redirect) = decoded::<state::Redirect>(data)
            && let Some(stored) = coops.get_mut(&redirect.coop)
        {
            stored.redirects.insert(numbers.of(address), redirect);
        }
    }
}

impl Purse {
    fn of(data: &[u8]) -> Self {
        let address = |at: usize| Address::new_from_array(data[at..at + 32].try_into().expect("32 bytes"));
        let amount = u64::from_le_bytes(data[64..72].try_into().expect("8 bytes"));
        Self { mint: address(0), owner: address(32), amount }
    }
}
