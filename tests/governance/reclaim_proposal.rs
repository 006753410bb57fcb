//! `reclaim_proposal`: Closes a proposal that is over.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_proposal(
        &self,
        caller: &Address,
        proposer: &Address,
        index: u32,
        rent_payer: &Address,
    ) -> Instruction {
        build(
            accounts::ReclaimProposal {
                caller: *caller,
                coop: self.coop,
                proposer: self.member(proposer),
                proposal: self.proposal(index),
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
        Call, UNIT, World,
        fixtures::{active, pass, propose, spending},
        scenes::no,
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

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
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(ProposalStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        let who = &g.coop.founder;
        let wallet = who.wallet();
        no(w, g.coop.site.reclaim_proposal(&wallet, &wallet, 0, &wallet), &[who])
    })];
}
