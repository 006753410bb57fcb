//! `execute_cover_loss`: Covers losses from the reserve as resolved.

use crate::{CoopSite, call::build};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_cover_loss(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteCoverLoss {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        fixtures::{active, pass, spend, traded},
        scenes::{no, proposing},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_cover_loss"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            spend(world, &t.site(), 5 * UNIT, false);
            pass(world, &t.g.coop, Action::CoverLoss { up_to: 1 });
            Call::new(t.site().execute_cover_loss(0), &[])
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
        (NothingToCover, |w| {
            let g = active(w, 3, 200 * UNIT);
            let index = pass(w, &g.coop, Action::CoverLoss { up_to: UNIT });
            no(w, g.coop.site.execute_cover_loss(index), &[])
        }),
        (LossCoveredRecently, |w| {
            proposing(w, |w, coop| {
                let now = w.now();
                w.edit::<coop::state::Coop>(&coop.site.coop, |c| {
                    c.loss_covered_at = (now + 2 - 365 * DAY).into();
                });
                Action::CoverLoss { up_to: 5 }
            })
        }),
    ];
}
