//! The same co-ops in plain Rust, written from the documents and not from the program. What each instruction does, and for
//! which reason it is refused, is in its own file. Amounts are computed in 128 bits; nothing of `coop-math` is used.

pub use crate::stateful::accounts::{
    Books, Gathered, Member, Period, Pledge, Pool, Redirect, Service, Vouch,
};

use crate::world::code;
use crate::{
    DAY,
    call::Nth,
    stateful::{
        deed::{Act, Deed, Purse, Who, agent},
        proposal::{Mandate, Page, Proposal},
    },
};
use anchor_lang::prelude::Address;
use coop::{error::CoopError, state::CharterTerms};
use std::collections::BTreeMap;
use std::rc::Rc;

pub const YEAR: i64 = 365 * DAY;
/// The quota's period while there is none.
pub const FORMING: u32 = u32::MAX;
/// Who founds the co-op of each slot: two of one founder, so that co-ops can be confused.
pub const FOUNDERS: [Who; 6] = [0, 0, 1, 2, 2, 1];

/// What the model expects of a call that does not go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// For this reason.
    Code(u32),
    /// For whatever reason: accounts that are not there, money that is not there, spoiled calls.
    Somehow,
}

pub type Verdict = Result<(), Refused>;

pub fn refuse<T>(error: CoopError) -> Result<T, Refused> {
    Err(Refused::Code(code(error)))
}

pub fn demand(holds: bool, error: CoopError) -> Verdict {
    if holds { Ok(()) } else { refuse(error) }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Life {
    #[default]
    Unfounded,
    Alive,
    Buried,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    #[default]
    Candidate = 1,
    Member = 2,
    Left = 3,
    Expelled = 4,
}

#[derive(Clone, Debug, Default)]
pub struct Coop {
    pub life: Life,
    pub charter: Option<CharterTerms>,
    pub books: Books,
    pub vault: u64,
    /// Tokens where strangers sent them: the associated accounts of the co-op and of its vault.
    pub strays: [u64; 2],
    /// Whether those accounts exist.
    pub has_stray: [bool; 2],
    /// Lamports above rent, of the co-op's account and of its vault.
    pub showers: [u64; 2],
    pub members: BTreeMap<Who, Member>,
    /// By candidate and voucher.
    pub vouches: BTreeMap<(Who, Who), Vouch>,
    pub pools: Vec<Pool>,
    pub services: Vec<Option<Service>>,
    pub periods: Vec<Option<Period>>,
    pub proposals: Vec<Option<Proposal>>,
    /// Of every proposal, by which its address is made.
    pub nths: Vec<Nth>,
    /// Of ballots, by proposal.
    pub pages: BTreeMap<usize, Page>,
    pub mandates: Vec<Option<Mandate>>,
    /// By wallet.
    pub redirects: BTreeMap<Who, Redirect>,
    /// What each has paid in and was paid out, ever.
    pub paid: BTreeMap<Who, (u128, u128)>,
}

/// Lamports that each kind of account costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rents {
    pub coop: u64,
    pub tokens: u64,
    pub member: u64,
    pub vouch: u64,
    pub pool: u64,
    pub pledge: u64,
    pub tombstone: u64,
    pub service: u64,
    pub period: u64,
    pub proposal: u64,
    pub ballots: u64,
    pub mandate: u64,
    pub redirect: u64,
    /// One byte more of anything.
    pub byte: u64,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub now: i64,
    pub slot: u64,
    /// Addresses of the co-ops and of everyone: a draw depends on them.
    pub places: Rc<[Address]>,
    pub wallets: Rc<[Address]>,
    pub rents: Rents,
    /// Shared until changed: trying an action on a copy costs little.
    pub coops: Vec<Rc<Coop>>,
    /// Base units in the two token accounts of each.
    pub tokens: Vec<[u64; 2]>,
    pub lamports: Vec<u64>,
    /// What of theirs each gave to accounts of co-ops unasked, less what each got of what others gave.
    pub showered: Vec<i64>,
}

impl Model {
    /// Which proposal one is that was made, or a number that none has.
    pub fn nth(&self, slot: usize, proposal: usize) -> Nth {
        self.coops[slot].nths.get(proposal).copied().unwrap_or(Nth { proposer: u32::MAX, count: 0 })
    }

    /// Which one someone would make next.
    pub fn next_nth(&self, slot: usize, who: Who) -> Nth {
        let member = self.coops[slot].members.get(&who);
        member
            .map_or(Nth { proposer: u32::MAX, count: 0 }, |m| Nth { proposer: m.number, count: m.proposals })
    }

    /// Whether this would go through now.
    pub fn allows(&self, deed: &Deed) -> bool {
        self.clone().step(deed).is_ok()
    }

    /// Whether money would leave the co-op's vault. Where none does, either token program will do, as it is not called.
    pub fn pays(&self, act: &dyn Act) -> bool {
        let (slot, mut after) = (act.slot(), self.clone());
        act.predict(&mut after).is_ok() && after.coops[slot].vault < self.coops[slot].vault
    }

    pub fn alive(&self, slot: usize) -> Result<&Coop, Refused> {
        Some(&*self.coops[slot]).filter(|c| c.life == Life::Alive).ok_or(Refused::Somehow)
    }

    pub fn edit(&mut self, slot: usize) -> &mut Coop {
        Rc::make_mut(&mut self.coops[slot])
    }

    pub fn pay_to(&mut self, slot: usize, to: Purse, amount: u64) {
        self.tokens[to.0][to.1] += amount;
        self.edit(slot).paid.entry(to.0).or_default().1 += amount as u128;
    }

    pub fn pay_from(&mut self, slot: usize, from: Purse, amount: u64) {
        self.tokens[from.0][from.1] -= amount;
        self.edit(slot).paid.entry(from.0).or_default().0 += amount as u128;
    }

    /// Someone gets lamports that others gave.
    pub fn shower(&mut self, who: Who, showers: [u64; 2]) {
        let amount: u64 = showers.iter().sum();
        self.lamports[who] += amount;
        self.showered[who] -= amount as i64;
    }

    /// Does what happens, or says why not and does nothing.
    pub fn step(&mut self, deed: &Deed) -> Verdict {
        match *deed {
            Deed::Act(ref act) => {
                act.predict(self)?;
                // a loss that was covered for a moment has not lasted
                for slot in 0..self.coops.len() {
                    let loss = self.coops[slot].books.money.loss;
                    if loss < self.coops[slot].books.losses[0] {
                        self.edit(slot).books.losses[0] = loss;
                    }
                }
                Ok(())
            }
            Deed::Warp { to } => {
                self.now = self.now.max(to);
                Ok(())
            }
            Deed::Slots { count } => {
                self.slot += count;
                Ok(())
            }
            Deed::Donate { slot, pool, who, amount } => {
                let c = self.alive(slot)?;
                if self.tokens[who][0] < amount {
                    return Err(Refused::Somehow);
                }
                if let Some(pool) = pool {
                    c.pool(pool)?;
                }
                self.tokens[who][0] -= amount;
                let c = self.edit(slot);
                match pool {
                    Some(pool) => c.pools[pool].escrow += amount,
                    None => c.vault += amount,
                }
                // it may be spent one day: by way of the reserve and a loss that is covered
                c.paid.entry(who).or_default().0 += amount as u128;
                Ok(())
            }
            Deed::Stray { slot, of_vault, who, amount } => {
                self.alive(slot)?;
                if self.tokens[who][0] < amount {
                    return Err(Refused::Somehow);
                }
                self.tokens[who][0] -= amount;
                let c = self.edit(slot);
                c.strays[of_vault as usize] += amount;
                c.has_stray[of_vault as usize] = true;
                c.paid.entry(who).or_default().0 += amount as u128;
                Ok(())
            }
            Deed::Shower { slot, pool, of_tokens, who, amount } => {
                let c = self.alive(slot)?;
                if let Some(pool) = pool {
                    c.pool(pool)?;
                }
                self.lamports[who] -= amount;
                self.showered[who] += amount as i64;
                let c = self.edit(slot);
                let showers = pool.map_or(&mut c.showers, |pool| &mut c.pools[pool].showers);
                showers[of_tokens as usize] += amount;
                Ok(())
            }
            Deed::Endow { slot, purse, who, amount } => {
                if self.tokens[who][0] < amount {
                    return Err(Refused::Somehow);
                }
                self.tokens[who][0] -= amount;
                self.tokens[agent(slot)][purse] += amount;
                Ok(())
            }
        }
    }
}
