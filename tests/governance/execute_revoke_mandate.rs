//! `execute_revoke_mandate`: Ends a mandate as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_revoke_mandate(&self, index: u32, mandate: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::ExecuteRevokeMandate {
                coop: self.coop,
                proposal: self.proposal(index),
                mandate: self.mandate(mandate),
                rent_payer: *rent_payer,
            },
            instruction::ExecuteRevokeMandate {},
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
        fixtures::{clear, mandated, pass},
        verb::{Link, Verb},
    };
    use coop::state::Action;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_revoke_mandate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = mandated(world);
            clear(world, &g.coop, 0);
            let index = pass(world, &g.coop, Action::RevokeMandate { mandate: g.coop.site.mandate(0) });
            Call::new(g.coop.site.execute_revoke_mandate(index, 0, &g.coop.founder.wallet()), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }
    }
}
