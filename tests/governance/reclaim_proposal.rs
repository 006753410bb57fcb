//! `reclaim_proposal`: Closes a proposal that is over.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_proposal(
        &self,
        caller: &Address,
        proposer: &Address,
        nth: impl Into<Nth>,
        rent_payer: &Address,
    ) -> Instruction {
        build(
            accounts::ReclaimProposal {
                caller: *caller,
                coop: self.coop,
                proposer: self.member(proposer),
                proposal: self.proposal(nth),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimProposal {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        fixtures::{active, pass, propose, spending},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_proposal"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            world.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            let who = &g.coop.founder;
            let wallet = who.wallet();
            Call::new(g.coop.site.reclaim_proposal(&wallet, &wallet, 0, &wallet), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal, Link::PayerOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            20
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, founded, who, .. } = aim;
            let proposal = g.proposal(coop, |p| founded && p.is_over(coop, now));
            let (proposer, payer) =
                coop.proposal(proposal).map_or((who, who), |p| (p.proposer, p.rent_payer));
            let caller = g.mostly(coop.wallet(proposer));
            ReclaimProposal { slot, proposal, proposer, caller, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(ProposalStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        let who = &g.coop.founder;
        let wallet = who.wallet();
        no(w, g.coop.site.reclaim_proposal(&wallet, &wallet, 0, &wallet), &[who])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimProposal {
        pub slot: usize,
        pub proposal: usize,
        /// Whose it was, so that what changes of them is looked at.
        pub proposer: Who,
        pub caller: Who,
        pub to: Who,
    }

    impl Act for ReclaimProposal {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, proposer, caller, to, .. } = *self;
            Touched::resolved(proposal, &[proposer, caller, to])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, caller, to, .. } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let proposer = model.coops[slot].proposal(proposal).map_or(0, |p| p.proposer);
            let call = site.reclaim_proposal(&w(caller), &w(proposer), model.nth(slot, proposal), &w(to));
            (call, vec![1, 2, 4])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, caller, to, .. } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?;
            demand(p.rent_payer == to, RentPayerMismatch)?;
            let may = caller == c.wallet(p.proposer) || now >= p.expires() + 30 * DAY;
            demand(may && p.is_over(c, now), ProposalStillNeeded)?;
            let proposer = p.proposer;
            let its_own = caller == c.wallet(proposer);
            model.lamports[to] += p.rent;
            let c = model.edit(slot);
            c.proposals[proposal] = None;
            let m = c.edit_member(proposer);
            m.open_proposal = false;
            m.last_active_at = if its_own { now } else { m.last_active_at };
            c.books.proposal_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}
