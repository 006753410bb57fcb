//! `reclaim_mandate`: Closes a mandate that is over.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_mandate(&self, mandate: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimMandate {
                coop: self.coop,
                mandate: self.mandate(mandate),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimMandate {},
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
        fixtures::mandated,
        scenes::no,
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_mandate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = mandated(world);
            world.pass(366 * crate::DAY);
            Call::new(g.coop.site.reclaim_mandate(0, &g.coop.founder.wallet()), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(MandateStillRuns, |w| {
        let g = mandated(w);
        w.set_time(w.mandate(&g.coop.site.mandate(0)).until.get());
        no(w, g.coop.site.reclaim_mandate(0, &g.coop.founder.wallet()), &[])
    })];
}
