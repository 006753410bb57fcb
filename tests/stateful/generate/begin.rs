//! How some worlds begin: co-ops of many, and one that is a member of another.

use crate::{
    DAY,
    bootstrap::{
        claim_shares::ClaimShares, make_pledge::MakePledge, open_pool::OpenPool, settle_pool::SettlePool,
    },
    charter::found::Found,
    governance::{
        cast_vote::CastVote,
        execute_represent::{ExecuteRepresent, ToRepresent},
        propose::Propose,
    },
    membership::{admit::Admit, apply::Apply, enrol::Enrol, subscribe::Subscribe, vouch_for::VouchFor},
    patronage::close_period::ClosePeriod,
    stateful::{
        deed::{Deed, Who, agent},
        generate::{Generator, SHORT_LIVED},
        model::FOUNDERS,
        resolution::Execution,
    },
};
use coop::state::{CharterTerms, Choice, PoolTerms};

impl Generator {
    /// A co-op of everyone but one, who stays outside.
    pub fn crowd(&mut self) -> CharterTerms {
        CharterTerms {
            member_share: self.rng.pick(&[1, 7, 100, 1_000]),
            panel_size: self.rng.pick(&[9, 9, 10]),
            review_bps: self.rng.pick(&[0, 100, 2_000]),
            period_length: self.rng.pick(&[7, 30]) * DAY as u32,
            voting_period: self.rng.pick(&[7, 30]) * DAY as u32,
            ..crate::charter()
        }
    }

    /// A co-op of these people, the founder first, from its founding to the first shares a day later.
    pub fn begin(&mut self, slot: usize, people: &[Who], terms: CharterTerms, now: i64) {
        let founder = FOUNDERS[slot];
        let share = terms.member_share;
        let charter = CharterTerms {
            max_shares: u64::MAX,
            vouches_required: 1,
            vouches_per_period: 32,
            seasoning: 0,
            ..terms
        };
        let terms = PoolTerms {
            min_raise: share,
            max_raise: share * 100,
            min_members: people.len() as u32,
            min_use: 0,
            max_pledge: share * 20,
            max_use: 1_000,
            opens: now,
            withdraw_until: now,
            deadline: now + DAY - 1,
            stay: 30 * DAY as u32,
            use_bond_bps: 500,
            min_solvency_bps: 0,
            purpose: "A start".into(),
        };
        self.begins.push_back(Found { slot, name: 8, charter: Box::new(charter), heir: None }.into());
        for &who in people.iter().filter(|who| **who != founder) {
            self.begins.extend([
                Apply { slot, who, payer: who, name: "", signs: true }.into(),
                VouchFor { slot, voucher: founder, candidate: who, payer: founder }.into(),
                Admit { slot, who }.into(),
            ]);
        }
        self.begins.push_back(OpenPool { slot, terms: Box::new(terms) }.into());
        let pool = 0;
        for &who in people {
            let amount = share * self.rng.pick(&[1, 1, 2, 5]);
            let (payer, use_amount, version) = (who, 0, 1);
            self.begins.push_back(MakePledge { slot, pool, who, payer, amount, use_amount, version }.into());
        }
        self.begins.extend([Deed::Warp { to: now + DAY }, SettlePool { slot, pool, ending: None }.into()]);
        self.begins.extend(people.iter().map(|&who| ClaimShares { slot, pool, who }.into()));
    }

    /// A small co-op becomes a member and an elector of the first by its resolutions.
    pub fn accede(&mut self, share: u64, mut now: i64) {
        let (own, slot, who) = (SHORT_LIVED - 1, 0, agent(SHORT_LIVED - 1));
        let people = [1, 2, 3];
        let day = DAY as u32;
        let charter = CharterTerms { voting_period: 3 * day, timelock: day, ..crate::charter() };
        self.begin(own, &people, charter, now);
        now += DAY;
        let began = now;
        let amount = share * 5;
        self.begins.push_back(Deed::Endow { slot: own, purse: 0, who: 1, amount });
        let acts: [Deed; 2] = [
            Apply { slot, who, payer: who, name: "", signs: true }.into(),
            Subscribe { slot, who, amount: share, least: 0 }.into(),
        ];
        for (proposal, (act, timelock)) in acts.into_iter().zip([DAY, 7 * DAY]).enumerate() {
            let what = ToRepresent { act }.into();
            self.begins.push_back(Deed::Warp { to: now + 1 });
            self.begins.push_back(
                Propose { slot: own, who: people[proposal], payer: people[proposal], why: "", what }.into(),
            );
            self.begins
                .extend(people.map(|who| {
                    CastVote { slot: own, proposal, who, choice: Choice::Yes, payer: who }.into()
                }));
            now += 1 + 3 * DAY + timelock;
            self.begins.push_back(Deed::Warp { to: now });
            if proposal == 1 {
                // what moves money waits for the turn of a period
                now = began + charter.period_length as i64;
                self.begins.push_back(Deed::Warp { to: now });
                self.begins.push_back(ClosePeriod { slot: own, payer: 1, number: 0 }.into());
            }
            self.begins.push_back(
                ExecuteRepresent(Execution {
                    slot: own,
                    proposal,

                    payer: 1,
                    to: (1, 0),
                    who: 1,
                    mandate: 0,
                    worker: None,
                    other: Some(slot),
                })
                .into(),
            );
            let vouch: Deed = VouchFor { slot, voucher: 0, candidate: who, payer: 0 }.into();
            self.begins.extend([vouch, Admit { slot, who }.into()].into_iter().filter(|_| proposal == 0));
        }
        self.begins.push_back(Enrol { slot, who, caller: 0 }.into());
    }
}
