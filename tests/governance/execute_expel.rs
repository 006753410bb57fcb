//! `execute_expel`: Makes a member leave as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_expel(&self, index: u32, member: &Address) -> Instruction {
        build(self.on_member(index, member), instruction::ExecuteExpel {})
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
        scenes::{member, no, refused},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_expel"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let member = g.coop.site.member(&g.coop.members[1].wallet());
            pass(world, &g.coop, Action::Expel { member });
            Call::new(g.coop.site.execute_expel(0, &member), &[])
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
        (SubjectMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, Action::Expel { member: member(&g.coop, 1) });
            no(w, g.coop.site.execute_expel(0, &member(&g.coop, 0)), &[])
        }),
        (AlreadyExpelled, |w| {
            let g = active(w, 3, 200 * UNIT);
            let member = member(&g.coop, 1);
            pass(w, &g.coop, Action::Expel { member });
            w.accepts(g.coop.site.execute_expel(0, &member), &[]);
            clear(w, &g.coop, 0);
            refused(w, &g.coop, Action::Expel { member })
        }),
    ];
}
