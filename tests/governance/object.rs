//! `object`: One of the review panel objects; the third objection doubles the timelock, once.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn object(&self, wallet: &Address, index: u32) -> Instruction {
        build(
            accounts::Object {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                ballot: self.ballot(index, wallet),
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
        Call, World,
        fixtures::reviewable,
        scenes::no,
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "object"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = reviewable(world);
            world.accepts(g.coop.site.call_panel(0), &[]);
            world.pass_slots(64);
            world.accepts(g.coop.site.seat_panel(0), &[]);
            // as many electors as seats: everyone sits
            let who = &g.coop.members[0];
            Call::new(g.coop.site.object(&who.wallet(), 0), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember, Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NotOnThePanel, |w| {
        let g = reviewable(w);
        w.accepts(g.coop.site.call_panel(0), &[]);
        let who = &g.coop.members[0];
        no(w, g.coop.site.object(&who.wallet(), 0), &[who])
    })];
}
