//! `execute_open_pool`: Opens a pool as resolved.

use crate::{
    CoopSite,
    call::{Nth, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Opens the pool of number `pool`, which must be the co-op's next.
    pub fn execute_open_pool(&self, payer: &Address, nth: impl Into<Nth>, pool: u32) -> Instruction {
        let site = self.pool(pool);
        build(
            accounts::ExecuteOpenPool {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(nth),
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
        Call, DAY, UNIT, World,
        bootstrap::open_pool::broken_pool_term,
        charter,
        fixtures::{active, later_terms, pass},
        pool_terms,
        scenes::{no, proposing},
        stateful::model::refuse,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Gathered, Model, Pool, Refused, Verdict, demand},
            proposal::Proposal,
            resolution::{Execution, Proposable, Resolve, What},
            words::demand_text,
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Kind, PoolTerms},
    };
    use solana_message::Instruction;
    use std::collections::BTreeMap;

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

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            2
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let now = model.now;
            let terms = *coop.terms();
            let week = 7 * DAY as u32;
            let over = |special: bool| {
                let lock = if special { terms.timelock.max(week) } else { terms.timelock };
                now + (terms.voting_period + lock + terms.execution_window) as i64
            };
            let opens = over(false) + g.rng.pick(&[0, 0, DAY, -1]);
            let mut terms = g.pool_terms(coop, opens);
            terms.opens = opens;
            terms.withdraw_until = opens + DAY;
            terms.deadline = opens + g.rng.pick(&[2 * DAY, 20 * DAY, 200 * DAY]);
            ToOpenPool { terms }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteOpenPool(g.execution_of(Kind::OpenPool, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (OpensBeforeExecution, |w| {
            proposing(w, |w, _| {
                let c = charter();
                let over = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
                Action::OpenPool { terms: pool_terms(over - 1) }
            })
        }),
        (TakeRateChanged, |w| {
            let g = active(w, 3, 200 * UNIT);
            let terms = later_terms(w);
            let index = pass(w, &g.coop, Action::OpenPool { terms });
            let (site, who) = (g.coop.site, &g.coop.founder);
            w.edit::<coop::state::Coop>(&site.coop, |c| c.charter.take_rate_bps += 1);
            no(w, site.execute_open_pool(&who.wallet(), index, 1), &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteOpenPool(pub Execution);

    impl Act for ExecuteOpenPool {
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
            let Execution { slot, proposal, payer, .. } = self.0;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let nth = model.nth(slot, proposal);
            let payer = w(payer);
            let coop = &model.coops[slot];
            let next = coop.pools.len() as u32;
            (site.execute_open_pool(&payer, nth, next), vec![1, 2, 3, 4, 5, 6, 7])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, payer, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::OpenPool, c, now)?;
            let ToOpenPool { terms } = p.resolved();
            demand(c.lasting_take_rate() <= p.rate, TakeRateChanged)?;
            let mut terms = terms.clone();
            for time in [&mut terms.opens, &mut terms.withdraw_until, &mut terms.deadline] {
                *time += p.delay;
            }
            model.lamports[payer] -= model.rents.pool + model.rents.tokens;
            let c = model.edit(slot);
            let take_rate = c.lasting_take_rate();
            c.pools.push(Pool {
                exists: true,
                founding: false,
                rent_payer: payer,
                terms,
                floor: 0,
                take_rate,
                gathered: Gathered::default(),
                escrow: 0,
                showers: [0; 2],
                pledges: BTreeMap::new(),
            });
            c.books.pools += 1;
            c.books.pool_accounts += 1;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_open_pool` executes.
    #[derive(Clone, Debug)]
    pub struct ToOpenPool {
        pub terms: PoolTerms,
    }

    impl Resolve for ToOpenPool {
        fn kind(&self) -> Kind {
            Kind::OpenPool
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            Action::OpenPool { terms: self.terms.clone() }
        }

        fn bytes(&self) -> u64 {
            self.terms.purpose.len() as u64
        }

        fn may_be_proposed(&self, _model: &Model, _slot: usize, _who: Who) -> Result<Proposable, Refused> {
            demand_text(&self.terms.purpose, 280)?;
            Ok(Proposable::class(false))
        }

        fn fits(&self, p: &Proposal) -> Verdict {
            demand(self.terms.opens >= p.expires(), OpensBeforeExecution)?;
            broken_pool_term(&self.terms, 0, p.opens()).map_or(Ok(()), refuse)
        }
    }
}
