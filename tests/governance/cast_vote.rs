//! `cast_vote`: An elector votes, or changes its vote.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction, state::Choice};
use solana_message::Instruction;

impl CoopSite {
    pub fn cast_vote(&self, wallet: &Address, index: u32, choice: Choice) -> Instruction {
        build(
            accounts::CastVote {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                ballot: self.ballot(index, wallet),
                system_program: system(),
            },
            instruction::CastVote { choice },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World, charter,
        fixtures::{active, newcomer, propose, spending, vote},
        scenes::no,
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "cast_vote"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, spending(&g.coop));
            let who = &g.coop.members[0];
            Call::new(g.coop.site.cast_vote(&who.wallet(), 0, Choice::Yes), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember, Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotInSnapshot, |w| {
            let mut g = active(w, 3, 200 * UNIT);
            let i = newcomer(w, &mut g.coop);
            let who = &g.coop.members[i];
            w.accepts(g.coop.site.subscribe(who, 100 * UNIT), &[who]);
            w.pass(charter().seasoning as i64);
            propose(w, &g.coop, spending(&g.coop));
            // in the same second
            w.accepts(g.coop.site.enrol(&who.wallet(), &who.wallet()), &[who]);
            no(w, g.coop.site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who])
        }),
        (VotingOver, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Yes);
            w.set_time(w.proposal(&g.coop.site.proposal(0)).ends.get());
            let who = &g.coop.members[0];
            no(w, g.coop.site.cast_vote(&who.wallet(), 0, Choice::No), &[who])
        }),
        (BallotUnchanged, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Abstain);
            let who = &g.coop.members[0];
            no(w, g.coop.site.cast_vote(&who.wallet(), 0, Choice::Abstain), &[who])
        }),
    ];
}
