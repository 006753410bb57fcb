//! Reading what is stored.

use super::{Chain, EVERYONE, StoredPool};
use crate::{
    address,
    stateful::{
        deed::{Touched, Who},
        model::{Life, Model},
    },
};
use anchor_lang::prelude::Address;
use coop::state::Pool;
use std::collections::{BTreeMap, BTreeSet, HashMap};

impl Chain {
    /// Reads again what a step could have changed.
    pub fn read(&mut self, slot: usize, touched: &Touched, model: &Model) {
        let site = self.sites[slot];
        let wallets: HashMap<Who, Address> = touched
            .people
            .iter()
            .chain(touched.vouch.iter().flat_map(|(candidate, voucher)| [candidate, voucher]))
            .map(|who| (*who, self.wallet(*who)))
            .collect();
        let wallet = |who: Who| wallets[&who];
        let stored = &mut self.stored[slot];
        stored.coop = self.world.read(&site.coop);
        stored.vault = self.world.balance(&site.vault);
        // what was named, and what was made last
        let (services, periods) = stored
            .coop
            .as_ref()
            .map_or((0, 0), |coop| (coop.services.get() as usize, coop.period.number.get() as usize));
        for index in touched.service.into_iter().chain(services.checked_sub(1)) {
            set(&mut stored.services, index, self.world.read(&site.service(index as u32)));
        }
        for index in touched.period.into_iter().chain(periods.checked_sub(1)) {
            set(&mut stored.periods, index, self.world.read(&site.period(index as u32)));
        }
        let counts = stored.coop.as_ref().map(|coop| (coop.proposals.get(), coop.mandates.get()));
        let (proposals, mandates) = counts.map_or((0, 0), |(p, m)| (p as usize, m as usize));
        for index in touched.proposal.into_iter().chain(proposals.checked_sub(1)) {
            set(&mut stored.proposals, index, self.world.read(&site.proposal(model.nth(slot, index))));
            set(&mut stored.pages, index, self.world.read(&site.ballots(model.nth(slot, index), 0)));
        }
        for index in touched.mandate.into_iter().chain(mandates.checked_sub(1)) {
            set(&mut stored.mandates, index, self.world.read(&site.mandate(index as u32)));
        }
        for &who in &touched.people {
            let place = site.member(&wallet(who));
            set(&mut stored.members, who, self.world.read(&place));
            set(&mut stored.redirects, who, self.world.read(&place));
        }
        if let Some((candidate, voucher)) = touched.vouch {
            let member = |who: Who| site.member(&wallet(who));
            let vouch = address::vouch(&member(candidate), &member(voucher));
            set(&mut stored.vouches, (candidate, voucher), self.world.read(&vouch));
        }
        let last = stored.coop.as_ref().map_or(0, |coop| coop.pools.get() as usize).checked_sub(1);
        let new = last.filter(|last| touched.pool.is_none() && !stored.pools.contains_key(last));
        // a resolution about a member may claim its shares
        let holds = |pool: &StoredPool| touched.people.iter().any(|who| pool.pledges.contains_key(who));
        let held = stored.pools.iter().filter(|(_, pool)| touched.proposal.is_some() && holds(pool));
        let held: Vec<usize> = held.map(|(index, _)| *index).collect();
        for index in touched.pool.or(new).into_iter().chain(held) {
            let at = site.pool(index as u32);
            let account = self.world.read::<Pool>(&at.pool);
            let escrow = self.world.balance(&at.escrow);
            let old = stored.pools.remove(&index);
            if let Some(account) = account {
                let mut pledges = old.map(|old| old.pledges).unwrap_or_default();
                for &who in &touched.people {
                    let pledge = at.pledge(&wallet(who));
                    set(&mut pledges, who, self.world.read(&pledge));
                }
                stored.pools.insert(index, StoredPool { account, escrow, pledges });
            }
        }
    }

    /// Reads everything again.
    pub fn read_all(&mut self, model: &Model) {
        for (slot, coop) in model.coops.iter().enumerate().filter(|(_, c)| c.life != Life::Unfounded) {
            let everyone: Vec<Who> = (0..EVERYONE).collect();
            self.read(slot, &Touched { people: everyone.clone(), ..Touched::default() }, model);
            for pool in 0..coop.pools.len() {
                let touched = Touched { people: everyone.clone(), pool: Some(pool), ..Touched::default() };
                self.read(slot, &touched, model);
            }
            for service in 0..coop.services.len() {
                self.read(slot, &Touched { service: Some(service), ..Touched::default() }, model);
            }
            for period in 0..coop.periods.len() {
                self.read(slot, &Touched { period: Some(period), ..Touched::default() }, model);
            }
            for proposal in 0..coop.proposals.len() {
                let touched =
                    Touched { proposal: Some(proposal), people: everyone.clone(), ..Touched::default() };
                self.read(slot, &touched, model);
            }
            for mandate in 0..coop.mandates.len() {
                self.read(slot, &Touched { mandate: Some(mandate), ..Touched::default() }, model);
            }
            let stored = self.stored[slot].vouches.keys();
            let pairs: BTreeSet<(Who, Who)> = coop.vouches.keys().chain(stored).copied().collect();
            for pair in pairs {
                self.read(slot, &Touched { vouch: Some(pair), ..Touched::default() }, model);
            }
        }
    }
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}
