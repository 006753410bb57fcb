//! `execute_grant`: Grants solidarity money as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_grant(&self, index: u32, destination: &Address) -> Instruction {
        build(self.payment(index, destination, None), instruction::ExecuteGrant {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, pass, spending, traded},
        scenes::{no, proposing},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_grant"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            let to = t.g.coop.members[1].wallet();
            pass(world, &t.g.coop, Action::Grant { to, amount: 1 });
            Call::new(t.site().execute_grant(0, &t.g.coop.members[1].tokens), &[])
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
        (ActionMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, spending(&g.coop));
            no(w, g.coop.site.execute_grant(0, &g.coop.members[1].tokens), &[])
        }),
        (MoreThanSolidarity, |w| {
            proposing(w, |_, coop| Action::Grant { to: coop.members[0].wallet(), amount: 1 })
        }),
    ];
}
