//! `dissolve`: Begins the end of a co-op, as resolved or because nobody votes any more.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Begins the end; `resolution` is the proposal's number, and the period is the open one.
    pub fn dissolve(
        &self,
        payer: &Address,
        resolution: Option<u32>,
        heir: Option<Address>,
        period: u32,
    ) -> Instruction {
        build(
            accounts::Dissolve {
                payer: *payer,
                coop: self.coop,
                proposal: resolution.map(|index| self.proposal(index)),
                heir,
                period: self.period(period),
                system_program: system(),
            },
            instruction::Dissolve {},
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
        fixtures::{active, inheriting, pass_with},
        scenes::{no, proposing},
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "dissolve"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = inheriting(world);
            let index = pass_with(world, &small, Action::Dissolve, Some(large.site.coop));
            let who = &small.founder;
            let period = world.coop(&small.site.coop).period.number.get();
            let call = small.site.dissolve(&who.wallet(), Some(index), Some(large.site.coop), period);
            Call::new(call, &[&who.key])
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
    const REFUSALS: &[Scene] = &[
        (HeirMissing, |w| proposing(w, |_, _| Action::Dissolve)),
        (ElectorsRemain, |w| {
            let g = active(w, 3, 200 * UNIT);
            for who in g.coop.everyone() {
                w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            }
            w.pass(90 * DAY - 1);
            let by = &g.coop.founder;
            no(w, g.coop.site.dissolve(&by.wallet(), None, None, 0), &[by])
        }),
    ];
}
