//! `execute_set_take_rate`: Sets the take rate as resolved.

use crate::{CoopSite, call::build};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_set_take_rate(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteSetTakeRate {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, pass},
        verb::{Link, Verb},
    };
    use coop::state::Action;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_set_take_rate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, Action::SetTakeRate { bps: 200 });
            Call::new(g.coop.site.execute_set_take_rate(0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }
    }
}
