//! `execute_collect`: Brings money of the agent's home as resolved; of a dissolving co-op all of it, by anyone.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Brings the agent's money home, by a resolution or in a dissolving co-op without.
    pub fn execute_collect(&self, index: Option<u32>, source: &Address) -> Instruction {
        build(
            accounts::ExecuteCollect {
                coop: self.coop,
                proposal: index.map(|index| self.proposal(index)),
                agent: self.agent(),
                source: *source,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::ExecuteCollect {},
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
        fixtures::{active, pass},
        scenes::no,
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_collect"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let source = world.token_account(&g.coop.site.agent(), UNIT);
            pass(world, &g.coop, Action::Collect { amount: UNIT });
            Call::new(g.coop.site.execute_collect(Some(0), &source), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(SourceNotTheAgents, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, Action::Collect { amount: 1 });
        no(w, g.coop.site.execute_collect(Some(0), &g.coop.founder.tokens), &[])
    })];
}
