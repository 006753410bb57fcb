//! `execute_readmit`: Lets an expelled member apply anew as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_readmit(&self, index: u32, member: &Address) -> Instruction {
        build(self.on_member(index, member), instruction::ExecuteReadmit {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, clear, pass},
        scenes::{member, proposing},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_readmit"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let member = g.coop.site.member(&g.coop.members[1].wallet());
            pass(world, &g.coop, Action::Expel { member });
            world.accepts(g.coop.site.execute_expel(0, &member), &[]);
            clear(world, &g.coop, 0);
            let index = pass(world, &g.coop, Action::Readmit { member });
            Call::new(g.coop.site.execute_readmit(index, &member), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] =
        &[(NotExpelled, |w| proposing(w, |_, coop| Action::Readmit { member: member(coop, 1) }))];
}
