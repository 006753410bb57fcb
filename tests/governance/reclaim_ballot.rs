//! `reclaim_ballot`: Closes a ballot whose proposal is over.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_ballot(&self, wallet: &Address, index: u32) -> Instruction {
        build(
            accounts::ReclaimBallot {
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                ballot: self.ballot(index, wallet),
                wallet: *wallet,
            },
            instruction::ReclaimBallot {},
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
        fixtures::{active, pass, propose, spending, vote},
        scenes::no,
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_ballot"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            world.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            Call::new(g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 2, "a proposal's account that is not the program's is closed")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (BallotStillNeeded, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Yes);
            w.set_time(w.proposal(&g.coop.site.proposal(0)).ends.get());
            no(w, g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0), &[])
        }),
        (BallotMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, spending(&g.coop));
            w.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            let mut call = g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0);
            call.accounts[3].pubkey = g.coop.site.ballot(0, &g.coop.members[1].wallet());
            no(w, call, &[])
        }),
    ];
}
