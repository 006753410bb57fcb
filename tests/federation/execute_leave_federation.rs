//! `execute_leave_federation`: Leaves the federation as resolved.

use crate::{CoopSite, call::build};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_leave_federation(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteLeaveFederation {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, World,
        fixtures::{federated, owe_federation, pass},
        scenes::{no, proposing},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_leave_federation"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, _) = federated(world);
            let index = pass(world, &small, Action::LeaveFederation);
            Call::new(small.site.execute_leave_federation(index), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (InNoFederation, |w| proposing(w, |_, _| Action::LeaveFederation)),
        (RemitFirst, |w| {
            let (small, _) = federated(w);
            let index = pass(w, &small, Action::LeaveFederation);
            owe_federation(w, &small.site, 1);
            no(w, small.site.execute_leave_federation(index), &[])
        }),
    ];
}
