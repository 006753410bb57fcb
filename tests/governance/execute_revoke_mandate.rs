//! `execute_revoke_mandate`: Ends a mandate as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_revoke_mandate(
        &self,
        nth: impl Into<Nth>,
        mandate: u32,
        rent_payer: &Address,
    ) -> Instruction {
        build(
            accounts::ExecuteRevokeMandate {
                coop: self.coop,
                proposal: self.proposal(nth),
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
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Kind},
    };
    use solana_message::Instruction;

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

        fn weight(&self) -> u64 {
            2
        }

        fn one_in(&self) -> u64 {
            150_000
        }

        fn resolved(&self) -> u64 {
            8
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            ToRevokeMandate { mandate: g.rng.upto(coop.mandates.len() + 1) }.into()
        }

        fn invited(&self, g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let coop = &model.coops[slot];
            let mandate = coop.mandates.iter().position(std::option::Option::is_some);
            let mandate = mandate.filter(|_| g.rng.percent(60));
            mandate.map(|mandate| ToRevokeMandate { mandate }.into()).into_iter().collect()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteRevokeMandate(g.execution_of(Kind::RevokeMandate, aim)).into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteRevokeMandate(pub Execution);

    impl Act for ExecuteRevokeMandate {
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
            let Execution { slot, proposal, who, mandate, .. } = self.0;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let nth = model.nth(slot, proposal);
            let call = site.execute_revoke_mandate(nth, mandate as u32, &w(who));
            (call, vec![0, 1, 2, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, who, mandate, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            let m = c.mandate(mandate)?;
            demand(p.what.of::<ToRevokeMandate>().is_some_and(|to| to.mandate == mandate), SubjectMismatch)?;
            demand(m.rent_payer == who, RentPayerMismatch)?;

            p.require_executable(Kind::RevokeMandate, c, now)?;
            let &ToRevokeMandate { mandate } = p.resolved();
            model.lamports[who] += model.rents.mandate;
            let c = model.edit(slot);
            c.mandates[mandate] = None;
            c.books.mandate_accounts -= 1;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_revoke_mandate` executes.
    #[derive(Clone, Debug)]
    pub struct ToRevokeMandate {
        pub mandate: usize,
    }

    impl Resolve for ToRevokeMandate {
        fn kind(&self) -> Kind {
            Kind::RevokeMandate
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, chain: &Chain, slot: usize, _model: &Model) -> Action {
            let Self { mandate } = *self;
            let site = &chain.sites[slot];
            Action::RevokeMandate { mandate: site.mandate(mandate as u32) }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { mandate } = *self;
            let c = model.alive(slot)?;
            c.mandate(mandate)?;
            Ok(Proposable::class(false))
        }

        fn aim(&self, g: &mut Generator, coop: &Coop, execution: &mut Execution) {
            execution.mandate = self.mandate;
            let payer = coop.mandate(self.mandate).map_or(execution.who, |m| m.rent_payer);
            execution.who = g.mostly(payer);
        }
    }
}
