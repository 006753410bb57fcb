//! `call_panel`: Calls a review panel over a resolution that waits.

use crate::{CoopSite, call::build};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn call_panel(&self, index: u32) -> Instruction {
        build(
            accounts::CallPanel { coop: self.coop, proposal: self.proposal(index) },
            instruction::CallPanel {},
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
        fixtures::{active, pass, reviewable},
        scenes::{member, no},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "call_panel"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = reviewable(world);
            Call::new(g.coop.site.call_panel(0), &[])
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
        (NotReviewable, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, Action::Expel { member: member(&g.coop, 1) });
            w.pass(-1);
            no(w, g.coop.site.call_panel(0), &[])
        }),
        (PanelCalled, |w| {
            let g = reviewable(w);
            w.accepts(g.coop.site.call_panel(0), &[]);
            w.pass_slots(64 + 512);
            no(w, g.coop.site.call_panel(0), &[])
        }),
    ];
}
