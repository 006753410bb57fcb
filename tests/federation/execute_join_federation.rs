//! `execute_join_federation`: Seeks to join a federation as resolved.

use crate::{CoopSite, call::build};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_join_federation(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteJoinFederation {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, federated, pair, pass},
        mints,
        scenes::{proposing, refused},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_join_federation"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = pair(world);
            pass(world, &small, Action::JoinFederation { federation: large.site.coop });
            Call::new(small.site.execute_join_federation(0), &[])
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
        (NotFederable, |w| {
            proposing(w, |w, _| {
                let mint = w.mint;
                w.mint = w.new_mint(mints::plain(&mint));
                let federation = active(w, 3, 200 * UNIT).coop.site.coop;
                w.mint = mint;
                Action::JoinFederation { federation }
            })
        }),
        (InAFederation, |w| {
            let (small, large) = federated(w);
            refused(w, &small, Action::JoinFederation { federation: large.site.coop })
        }),
    ];
}
