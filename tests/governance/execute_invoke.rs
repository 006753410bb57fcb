//! `execute_invoke`: Calls another program as resolved, signed by the co-op's agent.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::{AccountMeta, Instruction};

impl CoopSite {
    /// Makes the call that was resolved; `accounts` are the call's.
    pub fn execute_invoke(
        &self,
        index: u32,
        program: &Address,
        program_data: Option<Address>,
        accounts: &[AccountMeta],
    ) -> Instruction {
        let mut call = build(self.call(index, program, program_data), instruction::ExecuteInvoke {});
        call.accounts.extend_from_slice(accounts);
        call
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        call::call_of,
        fixtures::{active, pass, transfer_by_agent},
        scenes::{no, proposing},
        verb::{Link, Scene, Verb},
    };
    use anchor_lang::prelude::Address;
    use coop::error::CoopError::*;
    use solana_message::AccountMeta;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_invoke"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let (action, accounts) = transfer_by_agent(world, &g.coop, UNIT);
            pass(world, &g.coop, action);
            let program = world.token_program;
            Call::new(g.coop.site.execute_invoke(0, &program, None, &accounts), &[])
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
        (CallsThisProgram, |w| proposing(w, |_, _| call_of(coop::ID, &[], vec![], false))),
        (SignerNotTheAgent, |w| {
            proposing(w, |w, coop| {
                let founder = AccountMeta::new_readonly(coop.founder.wallet(), true);
                call_of(w.token_program, &[founder], vec![3], false)
            })
        }),
        (WritesToOurs, |w| {
            proposing(w, |w, coop| {
                call_of(w.token_program, &[AccountMeta::new(coop.site.vault, false)], vec![3], false)
            })
        }),
        (CallTooLarge, |w| {
            proposing(w, |w, _| {
                let accounts: Vec<_> = (0..17)
                    .map(|i| AccountMeta::new_readonly(Address::new_from_array([i; 32]), false))
                    .collect();
                call_of(w.token_program, &accounts, vec![], false)
            })
        }),
        (CallMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            let (action, mut accounts) = transfer_by_agent(w, &g.coop, UNIT);
            pass(w, &g.coop, action);
            accounts.swap(0, 1);
            let program = w.token_program;
            no(w, g.coop.site.execute_invoke(0, &program, None, &accounts), &[])
        }),
        (ProgramChanged, |w| {
            let g = active(w, 3, 200 * UNIT);
            let pinned = call_of(w.token_program, &[], vec![], true);
            w.pass(1);
            let call = g.coop.site.propose_with(&g.coop.founder.wallet(), 0, None, pinned);
            no(w, call, &[&g.coop.founder])
        }),
    ];
}
