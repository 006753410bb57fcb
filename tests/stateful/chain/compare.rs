//! What is stored beside what the model expects.

use super::{
    Chain, EVERYONE,
    fields::{gathered, text},
};
use crate::{
    governance::execute_amend::ToAmend,
    stateful::{
        deed::{Touched, Who},
        model::{self, Life, Model},
        proposal,
    },
};
use anchor_lang::prelude::Address;
use coop::state::{self, BallotPage, PAGE_BALLOTS, Purpose};
use std::collections::BTreeMap;

/// The ballots of a page, of those who said something.
fn ballots(page: &BallotPage) -> BTreeMap<u32, proposal::Ballot> {
    let ballot = |number| proposal::Ballot {
        said: proposal::choice(page.ballots[number as usize] & 3),
        objects: page.objects(number),
        protests: page.protests(number),
    };
    (0..PAGE_BALLOTS)
        .map(|n| (n, ballot(n)))
        .filter(|(_, said)| *said != proposal::Ballot::default())
        .collect()
}

impl Chain {
    /// The first difference between what was read last and the model, for what was touched.
    pub fn differs(&self, slot: usize, touched: &Touched, model: &Model) -> Option<String> {
        let (stored, coop) = (&self.stored[slot], &model.coops[slot]);
        if stored.coop.is_some() != (coop.life == Life::Alive) {
            return Some(format!("the co-op is {:?}", coop.life));
        }
        let mut found = Vec::new();
        if let Some(account) = &stored.coop {
            compare(&mut found, "books", &self.books(account), &coop.books);
            compare(&mut found, "vault", &stored.vault, &coop.vault);
            let mut terms = *coop.terms();
            terms.take_rate_bps = coop.books.take_rate;
            let charter = coop_math::charter::Charter::from(&account.charter);
            compare(&mut found, "charter", &state::CharterTerms::from(charter), &terms);
        }
        for who in &touched.people {
            // an account can outlive its co-op only if the program loses one
            let member = stored.members.get(who).map(|m| self.member(m));
            compare(&mut found, "member", &member.as_ref(), &coop.members.get(who).as_ref().copied());
            let redirect = stored.redirects.get(who).map(|r| {
                let at = |other: &Who| self.sites[slot].member(&self.wallet(*other)) == r.member;
                model::Redirect {
                    wallet: self.who[&r.wallet],
                    member: (0..EVERYONE).find(at).expect("someone's"),
                    rent_payer: self.who[&r.rent_payer],
                }
            });
            compare(&mut found, "redirect", &redirect.as_ref(), &coop.redirects.get(who));
            for who in [*who, coop.wallet(*who)] {
                for which in [0, 1] {
                    let held = self.world.balance(&self.purse((who, which)));
                    compare(&mut found, "tokens", &held, &model.tokens[who][which]);
                }
                let lamports = self.world.lamports(&self.wallet(who));
                compare(&mut found, "lamports", &lamports, &model.lamports[who]);
            }
        }
        if let Some(pair) = touched.vouch {
            let vouch = stored.vouches.get(&pair).map(|v| model::Vouch {
                rent_payer: self.who[&v.rent_payer],
                application: v.application.get(),
                voucher_application: v.voucher_application.get(),
                given_in: v.given_in.get(),
            });
            compare(&mut found, "vouch", &vouch.as_ref(), &coop.vouches.get(&pair));
        }
        if let Some(index) = touched.pool {
            let (there, expected) = (stored.pools.get(&index), coop.pools.get(index).filter(|p| p.exists));
            compare(&mut found, "pool exists", &there.is_some(), &expected.is_some());
            if let (Some(there), Some(expected)) = (there, expected) {
                compare(&mut found, "pool", &gathered(&there.account), &expected.gathered);
                compare(&mut found, "purpose", &text(&there.account.purpose), &expected.terms.purpose);
                compare(&mut found, "escrow", &there.escrow, &expected.escrow);
                for who in &touched.people {
                    let pledge = there.pledges.get(who).map(|p| self.pledge(p));
                    compare(&mut found, "pledge", &pledge.as_ref(), &expected.pledges.get(who));
                }
            }
        }
        for index in touched.service.into_iter().chain(coop.services.len().checked_sub(1)) {
            let there = stored.services.get(&index).map(|s| self.service(slot, s));
            let expected = coop.services.get(index).and_then(|s| s.as_ref());
            compare(&mut found, "service", &there.as_ref(), &expected);
        }
        for index in touched.period.into_iter().chain(coop.periods.len().checked_sub(1)) {
            let there = stored.periods.get(&index).map(|p| self.period(p));
            let expected = coop.periods.get(index).and_then(|p| p.as_ref());
            compare(&mut found, "period", &there.as_ref(), &expected);
        }
        for index in touched.proposal.into_iter().chain(coop.proposals.len().checked_sub(1)) {
            let there = stored.proposals.get(&index);
            let expected = coop.proposals.get(index).and_then(|p| p.as_ref());
            compare(&mut found, "proposal exists", &there.is_some(), &expected.is_some());
            if let (Some(there), Some(expected)) = (there, expected) {
                self.compare_proposals(&mut found, slot, there, expected, model);
            }
            let page = stored.pages.get(&index).map(|page| proposal::Page {
                rent_payer: self.who[&page.rent_payer],
                ballots: ballots(page),
            });
            compare(&mut found, "ballots", &page.as_ref(), &coop.pages.get(&index));
        }
        for index in touched.mandate.into_iter().chain(coop.mandates.len().checked_sub(1)) {
            let there = stored.mandates.get(&index).map(|m| proposal::Mandate {
                holder: self.who[&m.holder],
                rent_payer: self.who[&m.rent_payer],
                per_period: m.per_period.get(),
                drawn: m.drawn.get(),
                until: m.until.get(),
                drawn_since: m.drawn_since.get(),
                length: m.length.get(),
                special: m.special == 1,
                work: m.work == 1,
                worker: self.patron(slot, &m.worker, m.worker_number.get()),
            });
            let expected = coop.mandates.get(index).and_then(|m| m.as_ref());
            compare(&mut found, "mandate", &there.as_ref(), &expected);
        }
        (!found.is_empty()).then(|| found.join("\n"))
    }

    fn compare_proposals(
        &self,
        found: &mut Vec<String>,
        slot: usize,
        there: &state::Proposal,
        expected: &proposal::Proposal,
        model: &Model,
    ) {
        let facts = |p: &proposal::Proposal| {
            let times = [p.created_at, p.ends, p.executed_at];
            let member = self.sites[slot].member(&self.wallet(p.proposer));
            let counts = [p.timelock, p.window, p.electors, p.version, p.protests];
            let panel = (p.panel_slot, p.panel_seed, p.objections, p.vetoed);
            let nth = (p.nth.proposer, p.nth.count, p.why.to_string());
            (member, nth, p.rent_payer, times, counts, p.tally, p.quorum, (p.special, p.weighty), panel)
        };
        let p = there;
        let times = [p.created_at.get(), p.ends.get(), p.executed_at.get()];
        let counts = [
            p.timelock.get(),
            p.execution_window.get(),
            p.electors.get(),
            p.charter_version.get(),
            p.protests.get(),
        ];
        let tally = [p.yes.get(), p.no.get(), p.abstain.get()];
        let payer = self.who[&p.rent_payer];
        let seed = (p.panel_seated == 1).then_some(p.panel_seed);
        let panel = (p.panel_slot.get(), seed, p.objections, p.vetoed == 1);
        let quorum = p.quorum_bps.get();
        let class = (p.special == 1, p.weighty == 1);
        let nth = (p.proposer_number.get(), p.count.get(), text(&p.why));
        let stored = (p.proposer, nth, payer, times, counts, tally, quorum, class, panel);
        compare(found, "proposal", &stored, &facts(expected));

        let named = expected.named.map_or(Address::default(), |slot| self.sites[slot].coop);
        let none = Address::default();
        let member = |who: Who| self.sites[slot].member(&self.wallet(who));
        let worker = expected.worker.map_or(none, |(who, _)| member(who));
        let number = expected.worker.map_or(expected.expels, |(_, number)| number);
        compare(found, "worker's number", &p.other_number.get(), &number);
        let (target, other, amount, until, rate, flag) = match expected.what.action(self, slot, model) {
            state::Action::Spend { to, amount, purpose } => {
                let flag = match purpose {
                    _ if to == self.sites[slot].agent() => 3,
                    Purpose::Expense => 0,
                    Purpose::Investment => 1,
                    Purpose::Work => 2,
                };
                (to, worker, amount, 0, 0, flag)
            }
            state::Action::Mandate { to, per_period, until, work } => {
                (to, worker, per_period, until.saturating_add(expected.delay), 0, work as u8)
            }
            state::Action::Sell { amount } => (none, none, amount, 0, 0, 0),
            state::Action::RevokeMandate { mandate } => (mandate, none, 0, 0, 0, 0),
            state::Action::Grant { to, amount } => (to, none, amount, 0, 0, 0),
            state::Action::OpenPool { .. } => (none, none, 0, 0, expected.rate, 0),
            state::Action::Describe { .. } => (none, none, 0, 0, 0, 0),
            state::Action::SetTakeRate { bps } => (none, none, 0, 0, bps, 0),
            state::Action::Expel { member } | state::Action::Readmit { member } => (member, none, 0, 0, 0, 0),
            state::Action::Amend { heir, statutes, .. } => (none, heir, 0, 0, 0, statutes.is_some() as u8),
            state::Action::LeaveFederation => (named, none, 0, 0, 0, !expected.special as u8),
            state::Action::CoverLoss { up_to } => (none, none, up_to, 0, 0, 0),
            state::Action::JoinFederation { federation } => (federation, none, 0, 0, 0, 0),
            state::Action::AcceptFederation { joining } => (joining, none, 0, 0, 0, 0),
            state::Action::Invoke { program, .. } => (program, none, 0, 0, 0, 0),
            state::Action::Collect { amount } => (none, none, amount, 0, 0, 0),
            state::Action::Rehome { member, wallet } => (member, wallet, 0, 0, 0, 0),
            _ => (named, none, 0, 0, 0, 0),
        };
        let kind = expected.what.kind() as u8;
        let action = (p.target, p.other, p.amount.get(), p.until.get(), p.rate_bps.get(), p.flag, p.kind.0);
        compare(found, "action", &action, &(target, other, amount, until, rate, flag, kind));
        if let Some(ToAmend { charter, .. }) = expected.what.of() {
            let stored = state::CharterTerms::from(coop_math::charter::Charter::from(&p.charter));
            compare(found, "amendment", &stored, charter);
        }
    }

    /// The first difference anywhere.
    pub fn differs_anywhere(&self, model: &Model) -> Option<String> {
        let people: Vec<Who> = (0..EVERYONE).collect();
        (0..model.coops.len()).find_map(|slot| {
            let coop = &model.coops[slot];
            let pools = (0..coop.pools.len()).map(Some).chain([None]);
            let vouches = coop.vouches.keys().copied().map(Some);
            let pools = pools.map(|pool| Touched { people: people.clone(), pool, ..Touched::default() });
            let services = (0..coop.services.len())
                .map(|service| Touched { service: Some(service), ..Touched::default() });
            let periods =
                (0..coop.periods.len()).map(|period| Touched { period: Some(period), ..Touched::default() });
            let proposals = (0..coop.proposals.len()).map(|proposal| Touched {
                people: people.clone(),
                proposal: Some(proposal),
                ..Touched::default()
            });
            let mandates = (0..coop.mandates.len())
                .map(|mandate| Touched { mandate: Some(mandate), ..Touched::default() });
            let vouches = vouches.map(|vouch| Touched { vouch, ..Touched::default() });
            let strays = self.stored[slot].vouches.keys().any(|pair| !coop.vouches.contains_key(pair));
            pools
                .chain(vouches)
                .chain(services)
                .chain(periods)
                .chain(proposals)
                .chain(mandates)
                .find_map(|touched| self.differs(slot, &touched, model))
                .or(strays.then(|| "a vouch that should be closed".into()))
        })
    }
}

fn compare<T: PartialEq + std::fmt::Debug>(found: &mut Vec<String>, what: &str, chain: &T, model: &T) {
    if chain != model {
        found.push(format!("{what}\n  chain {chain:?}\n  model {model:?}"));
    }
}
