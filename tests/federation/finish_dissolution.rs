//! `finish_dissolution`: Passes what is left of a dissolving co-op to its heir.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Passes what is left to the successor; `heir` and `federation` are what the co-op names.
    pub fn finish_dissolution(
        &self,
        heir: Option<Address>,
        federation: Option<Address>,
        successor: Option<Address>,
    ) -> Instruction {
        build(
            accounts::FinishDissolution {
                coop: self.coop,
                vault: self.vault,
                mint: self.mint,
                heir,
                federation,
                successor_vault: successor.map(|coop| address::vault(&coop)),
                token_program: self.token_program,
            },
            instruction::FinishDissolution {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        fixtures::{active, dissolving},
        scenes::no,
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "finish_dissolution"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = dissolving(world);
            world.pass(180 * crate::DAY);
            let heir = Some(large.site.coop);
            Call::new(small.site.finish_dissolution(heir, None, heir), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[
                Spared(
                    Spoiling::ByAddress,
                    3,
                    "an heir that is no co-op of the mint is gone, and does not inherit",
                ),
                Spared(Spoiling::Gone, 3, "an heir of another mint does not inherit"),
            ]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopNotDissolving, |w| {
            let g = active(w, 3, 200 * UNIT);
            no(w, g.coop.site.finish_dissolution(None, None, None), &[])
        }),
        (TooEarlyToFinish, |w| {
            let (small, large) = dissolving(w);
            w.pass(180 * DAY - 1);
            let heir = Some(large.site.coop);
            no(w, small.site.finish_dissolution(heir, None, heir), &[])
        }),
        (NotTheSuccessor, |w| {
            let (small, _) = dissolving(w);
            w.pass(180 * DAY);
            no(w, small.site.finish_dissolution(None, None, None), &[])
        }),
    ];
}
