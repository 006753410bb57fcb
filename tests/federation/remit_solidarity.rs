//! `remit_solidarity`: Passes solidarity to the reserve of the federation.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn remit_solidarity(&self, federation: &Address) -> Instruction {
        build(
            accounts::RemitSolidarity {
                coop: self.coop,
                federation: *federation,
                vault: self.vault,
                federation_vault: address::vault(federation),
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::RemitSolidarity {},
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
        fixtures::{federated, give_solidarity},
        scenes::no,
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "remit_solidarity"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = federated(world);
            give_solidarity(world, &small.site, 7 * UNIT);
            Call::new(small.site.remit_solidarity(&large.site.coop), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NothingToPass, |w| {
        let (small, large) = federated(w);
        no(w, small.site.remit_solidarity(&large.site.coop), &[])
    })];
}
