//! `execute_open_pool`: Opens a pool as resolved.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Opens the pool of number `pool`, which must be the co-op's next.
    pub fn execute_open_pool(&self, payer: &Address, index: u32, pool: u32) -> Instruction {
        let site = self.pool(pool);
        build(
            accounts::ExecuteOpenPool {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(index),
                pool: site.pool,
                escrow: site.escrow,
                mint: self.mint,
                token_program: self.token_program,
                system_program: system(),
            },
            instruction::ExecuteOpenPool {},
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
        fixtures::{active, later_terms, pass},
        pool_terms,
        scenes::proposing,
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_open_pool"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let terms = later_terms(world);
            pass(world, &g.coop, Action::OpenPool { terms });
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_open_pool(&who.wallet(), 0, 1), &[&who.key])
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
    const REFUSALS: &[Scene] = &[(OpensBeforeExecution, |w| {
        proposing(w, |w, _| {
            let c = charter();
            let over = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
            Action::OpenPool { terms: pool_terms(over - 1) }
        })
    })];
}
