//! `execute_invoke`: Calls another program as resolved, signed by the co-op's agent.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::{AccountMeta, Instruction};

impl CoopSite {
    /// Makes the call that was resolved; `accounts` are the call's.
    pub fn execute_invoke(
        &self,
        nth: impl Into<Nth>,
        program: &Address,
        program_data: Option<Address>,
        accounts: &[AccountMeta],
    ) -> Instruction {
        let mut call = build(self.call(nth, program, program_data), instruction::ExecuteInvoke {});
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
        call::{UPGRADEABLE_LOADER, call_of, unsigned},
        fixtures::{active, pass, transfer_by_agent},
        scenes::{no, proposing, refused},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Purse, Target, Touched, Who, agent},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Model, Refused, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Verb},
    };
    use anchor_lang::prelude::Address;
    use coop::{
        error::CoopError::*,
        state::{Action, Kind},
    };
    use solana_message::{AccountMeta, Instruction};

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

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            4
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let agent = agent(slot);
            let own = g.rng.upto(2);
            let from = if g.rng.percent(96) { (agent, own) } else { (g.someone(), own) };
            let other = g.rng.upto(SHORT_LIVED);
            let pools = model.coops[other].pools.len();
            let to = match g.rng.below(16) {
                0 => Target::Vault(other),
                1 => Target::Escrow(other, g.rng.upto(pools + 1)),
                2 => Target::Member(other, g.who()),
                3 => Target::Purse((agent, 1 - own)),
                _ => Target::Purse((g.who(), g.rng.upto(2))),
            };
            let to = if to == Target::Purse(from) { Target::Purse((from.0, 1 - from.1)) } else { to };
            let signer = if g.rng.percent(96) { agent } else { g.someone() };
            let held = model.tokens[from.0][from.1];
            let some = 1 + g.rng.below(held);
            ToInvoke { from, to, signer, amount: g.amount(&[held, some, some, some / 2]) }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteInvoke(g.execution_of(Kind::Invoke, aim)).into()
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
        (ProgramTooLarge, |w| {
            let g = active(w, 3, 200 * UNIT);
            let callee = Address::new_from_array([78; 32]);
            let data = Address::find_program_address(&[callee.as_ref()], &UPGRADEABLE_LOADER).0;
            let mut bytes = vec![1; 45 + (1 << 20) + 1];
            bytes[..4].copy_from_slice(&3u32.to_le_bytes());
            let owner = UPGRADEABLE_LOADER;
            let account =
                solana_account::Account { lamports: 1 << 40, data: bytes, owner, ..Default::default() };
            w.put(data, account);
            refused(w, &g.coop, call_of(callee, &[], vec![], true))
        }),
        (ProgramChanged, |w| {
            let g = active(w, 3, 200 * UNIT);
            let pinned = call_of(w.token_program, &[], vec![], true);
            w.pass(1);
            let call = g.coop.site.propose_with(&g.coop.founder.wallet(), 0, None, pinned);
            no(w, call, &[&g.coop.founder])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteInvoke(pub Execution);

    impl Act for ExecuteInvoke {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.0.slot
        }

        fn touched(&self) -> Touched {
            self.0.touched()
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Execution { slot, proposal, .. } = self.0;
            let site = &chain.sites[slot];
            let nth = model.nth(slot, proposal);
            let coop = &model.coops[slot];
            let given = match coop.proposal(proposal).ok().and_then(|p| p.what.of()) {
                Some(&ToInvoke { from, to, signer, .. }) => unsigned(&chain.transfer(from, to, signer)),
                None => Vec::new(),
            };
            let program = chain.world.token_program;
            let fixed = (0..4).chain(5..5 + given.len()).collect();
            (site.execute_invoke(nth, &program, None, &given), fixed)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::Invoke, c, now)?;
            let &ToInvoke { from, to, amount, .. } = p.resolved();
            demand(!model.is_ours(to), WritesToOurs)?;
            let Target::Purse(to) = to else { return Err(Refused::Somehow) };
            if from.0 != agent(slot) || model.tokens[from.0][from.1] < amount {
                return Err(Refused::Somehow);
            }
            model.tokens[from.0][from.1] -= amount;
            model.tokens[to.0][to.1] += amount;
            model.executed(slot, proposal)
        }
    }

    /// The token program is called to move tokens, with the signature of one: the agent, mostly.
    #[derive(Clone, Debug)]
    pub struct ToInvoke {
        pub from: Purse,
        pub to: Target,
        pub signer: Who,
        pub amount: u64,
    }

    impl Resolve for ToInvoke {
        fn kind(&self) -> Kind {
            Kind::Invoke
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { from, to, signer, amount } = *self;
            let data = [&[TRANSFER], amount.to_le_bytes().as_slice()].concat();
            call_of(chain.world.token_program, &chain.transfer(from, to, signer), data, false)
        }

        fn bytes(&self) -> u64 {
            1 + 3 * 33 + 9
        }

        fn may_be_proposed(&self, _model: &Model, slot: usize, who: Who) -> Result<Proposable, Refused> {
            let Self { to, signer, .. } = *self;
            let ours = to == Target::Vault(slot) || to == Target::Member(slot, who);
            demand(signer == agent(slot), SignerNotTheAgent)?;
            demand(!ours, WritesToOurs)?;
            Ok(Proposable::class(true))
        }
    }

    impl Model {
        /// Whether there is an account of the program's, or one that it keeps money in.
        pub fn is_ours(&self, target: Target) -> bool {
            let alive = |slot: usize| self.alive(slot).ok();
            match target {
                Target::Purse(_) => false,
                Target::Vault(slot) => alive(slot).is_some(),
                Target::Escrow(slot, pool) => {
                    alive(slot).and_then(|c| c.pools.get(pool)).is_some_and(|pool| pool.exists)
                }
                Target::Member(slot, who) => alive(slot).is_some_and(|c| c.is_taken(who)),
            }
        }
    }

    /// The token programs' number of a transfer.
    const TRANSFER: u8 = 3;
}
