//! `execute_mandate`: Gives a mandate as resolved.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Gives the mandate of number `mandate`, which must be the co-op's next.
    pub fn execute_mandate(&self, payer: &Address, index: u32, mandate: u32) -> Instruction {
        build(
            accounts::ExecuteMandate {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(index),
                mandate: self.mandate(mandate),
                system_program: system(),
            },
            instruction::ExecuteMandate {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World, charter,
        fixtures::{active, pass, payroll},
        scenes::proposing,
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_mandate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, payroll(&g.coop, world.now()));
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_mandate(&who.wallet(), 0, 0), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(MandateTooShort, |w| {
        proposing(w, |w, coop| {
            let c = charter();
            let over = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
            Action::Mandate { to: coop.members[0].wallet(), per_period: 1, until: over - 1, work: false }
        })
    })];
}
