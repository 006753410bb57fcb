//! `execute_accept_federation`: Accepts a co-op into this federation as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// This federation accepts the co-op `joining`.
    pub fn execute_accept_federation(&self, index: u32, joining: &Address) -> Instruction {
        build(
            accounts::ExecuteAcceptFederation {
                coop: self.coop,
                proposal: self.proposal(index),
                joining: *joining,
            },
            instruction::ExecuteAcceptFederation {},
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
        fixtures::{pair, pass},
        scenes::refused,
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_accept_federation"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = pair(world);
            pass(world, &small, Action::JoinFederation { federation: large.site.coop });
            world.accepts(small.site.execute_join_federation(0), &[]);
            pass(world, &large, Action::AcceptFederation { joining: small.site.coop });
            Call::new(large.site.execute_accept_federation(0, &small.site.coop), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(FederationNotSought, |w| {
        let (small, large) = pair(w);
        refused(w, &large, Action::AcceptFederation { joining: small.site.coop })
    })];
}
