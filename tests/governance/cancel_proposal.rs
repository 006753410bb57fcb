//! `cancel_proposal`: A proposer cancels its proposal before the first ballot.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn cancel_proposal(&self, wallet: &Address, index: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::CancelProposal {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                rent_payer: *rent_payer,
            },
            instruction::CancelProposal {},
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
        fixtures::{active, propose, spending, vote},
        scenes::no,
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "cancel_proposal"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, spending(&g.coop));
            let who = &g.coop.founder;
            Call::new(g.coop.site.cancel_proposal(&who.wallet(), 0, &who.wallet()), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::WalletOfMember, Link::CoopOfProposal, Link::PayerOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotTheProposer, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let who = &g.coop.members[0];
            no(w, g.coop.site.cancel_proposal(&who.wallet(), 0, &g.coop.founder.wallet()), &[who])
        }),
        (BallotsCast, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Abstain);
            let who = &g.coop.founder;
            no(w, g.coop.site.cancel_proposal(&who.wallet(), 0, &who.wallet()), &[who])
        }),
    ];
}
