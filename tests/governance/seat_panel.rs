//! `seat_panel`: Draws the review panel that was called.

use crate::{
    CoopSite,
    call::{SLOT_HASHES, build},
};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn seat_panel(&self, index: u32) -> Instruction {
        build(
            accounts::SeatPanel { coop: self.coop, proposal: self.proposal(index), slot_hashes: SLOT_HASHES },
            instruction::SeatPanel {},
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
            "seat_panel"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = reviewable(world);
            world.accepts(g.coop.site.call_panel(0), &[]);
            world.pass_slots(64);
            Call::new(g.coop.site.seat_panel(0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(PanelSlotNotThere, |w| {
        let g = reviewable(w);
        w.accepts(g.coop.site.call_panel(0), &[]);
        w.pass_slots(63);
        no(w, g.coop.site.seat_panel(0), &[])
    })];
}
