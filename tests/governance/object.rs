//! `object`: A member of the review panel objects; the third objection doubles the timelock, once.

use crate::{
    CoopSite,
    call::{Nth, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn object(&self, wallet: &Address, nth: impl Into<Nth>) -> Instruction {
        let nth = nth.into();
        build(
            accounts::Object {
                payer: *wallet,
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(nth),
                ballots: self.ballots(nth, 0),
                system_program: system(),
            },
            instruction::Object {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, World, address,
        call::Nth,
        fixtures::reviewable,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Standing, Verdict, demand},
            proposal::{Proposal, Status},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use anchor_lang::hash::sha256;
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "object"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = reviewable(world);
            world.accepts(g.coop.site.call_panel(0), &[]);
            world.pass_slots(65);
            world.accepts(g.coop.site.seat_panel(0), &[]);
            // as many electors as seats: everyone sits
            let who = &g.coop.members[0];
            Call::new(g.coop.site.object(&who.wallet(), 0), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember, Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, founded, who, .. } = aim;
            let waits = |p: &Proposal| founded && p.status(coop, now) == Status::Waiting;
            let proposal = g.proposal(coop, waits);
            Object { slot, proposal, who }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NotOnThePanel, |w| {
        let g = reviewable(w);
        w.accepts(g.coop.site.call_panel(0), &[]);
        let who = &g.coop.members[0];
        no(w, g.coop.site.object(&who.wallet(), 0), &[who])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Object {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
    }

    impl Act for Object {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, who, .. } = *self;
            Touched::resolved(proposal, &[who])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, who } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.object(&w(who), model.nth(slot, proposal)), vec![1, 2, 3, 4, 5, 6])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 1, source: None, who: self.who })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let (m, p) = (c.member(who)?, c.proposal(proposal)?);
            p.require_waiting(c, now)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(c.was_elector_for(m, proposal), NotInSnapshot)?;
            demand(model.sits(slot, proposal, who), NotOnThePanel)?;
            let objects = c.ballot_of(proposal, who).is_some_and(|ballot| ballot.objects);
            demand(!objects, NotOnThePanel)?;
            model.ballot(slot, proposal, who, who).objects = true;
            let c = model.edit(slot);
            let p = c.edit_proposal(proposal);
            p.objections += 1;
            if p.objections == 3 {
                p.delay = p.timelock as i64;
                p.timelock *= 2;
            }
            c.edit_member(who).last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }

    impl Model {
        /// Whether an elector of the snapshot is drawn for the panel: the first 64 bits of SHA-256 (hash ‖ proposal ‖
        /// member) × electors < `panel_size` × 2⁶⁴.
        pub fn sits(&self, slot: usize, proposal: usize, who: Who) -> bool {
            let c = &self.coops[slot];
            let Ok(p) = c.proposal(proposal) else { return false };
            let (Some(seed), Some(wallet)) = (p.panel_seed, self.wallets.get(who)) else { return false };
            let coop = &self.places[slot];
            let Nth { proposer, count } = p.nth;
            let (proposal, member) =
                (address::proposal(coop, proposer, count), address::member(coop, wallet));
            let hash = sha256(&[&seed[..], proposal.as_ref(), member.as_ref()].concat());
            let draw = u64::from_le_bytes(hash[..8].try_into().expect("8 bytes"));
            (draw as u128 * p.electors as u128) < (c.terms().panel_size as u128) << 64
        }
    }
}
