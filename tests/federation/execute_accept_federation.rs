//! `execute_accept_federation`: Accepts a co-op into this federation as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// This federation accepts the co-op `joining`.
    pub fn execute_accept_federation(&self, nth: impl Into<Nth>, joining: &Address) -> Instruction {
        build(
            accounts::ExecuteAcceptFederation {
                coop: self.coop,
                proposal: self.proposal(nth),
                joining: *joining,
            },
            instruction::ExecuteAcceptFederation {},
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
        federation::execute_join_federation::ToJoinFederation,
        fixtures::{pair, pass},
        scenes::refused,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Coop, Model, Refused, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Verb},
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
            "execute_accept_federation"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = pair(world);
            pass(world, &small, Action::JoinFederation { federation: large.site.coop });
            world.accepts(small.site.execute_join_federation(0), &[]);
            pass(world, &large, Action::AcceptFederation { joining: small.site.coop });
            Call::new(large.site.execute_accept_federation(0, &small.site.coop), &[])
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
            150_000
        }

        fn resolved(&self) -> u64 {
            3
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let seeking = (0..SHORT_LIVED).find(|s| model.coops[*s].books.federation_sought == Some(slot));
            ToAcceptFederation { joining: seeking.unwrap_or(g.rng.upto(SHORT_LIVED)) }.into()
        }

        fn invited(&self, _g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let seeking = (0..SHORT_LIVED).find(|s| model.coops[*s].books.federation_sought == Some(slot));
            seeking.map(|joining| ToAcceptFederation { joining }.into()).into_iter().collect()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteAcceptFederation(g.execution_of(Kind::AcceptFederation, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(FederationNotSought, |w| {
        let (small, large) = pair(w);
        refused(w, &large, Action::AcceptFederation { joining: small.site.coop })
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteAcceptFederation(pub Execution);

    impl Act for ExecuteAcceptFederation {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.0.slot
        }

        fn other_slot(&self) -> Option<usize> {
            self.0.other
        }

        fn touched(&self) -> Touched {
            self.0.touched()
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Execution { slot, proposal, other, .. } = self.0;
            let site = &chain.sites[slot];
            let nth = model.nth(slot, proposal);
            let other = other.map(|other| chain.sites[other].coop);
            let joining = other.unwrap_or(site.coop);
            (site.execute_accept_federation(nth, &joining), vec![0, 1, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, other, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            let joining = other.ok_or(Refused::Somehow)?;
            model.other(slot, joining)?;
            let accepts = p.what.of().map(|what: &ToAcceptFederation| what.joining);
            let joins = p.what.of().map(|what: &ToJoinFederation| what.federation);
            let named = accepts.or(joins).or(p.named);
            demand(named == Some(joining), SubjectMismatch)?;

            p.require_executable(Kind::AcceptFederation, c, now)?;
            let &ToAcceptFederation { joining } = p.resolved();
            let them = model.other(slot, joining)?;
            demand(them.is_active(), NotFederable)?;
            demand(them.books.federation_sought == Some(slot), FederationNotSought)?;
            let them = &mut model.edit(joining).books;
            (them.federation, them.federation_sought) = (Some(slot), None);
            them.federation_since = p.expires();
            them.seq += 1;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_accept_federation` executes.
    #[derive(Clone, Debug)]
    pub struct ToAcceptFederation {
        pub joining: usize,
    }

    impl Resolve for ToAcceptFederation {
        fn kind(&self) -> Kind {
            Kind::AcceptFederation
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn names(&self) -> Option<usize> {
            Some(self.joining)
        }

        fn action(&self, chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { joining } = *self;
            Action::AcceptFederation { joining: chain.sites[joining].coop }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { joining } = *self;
            let other = model.other(slot, joining)?;
            demand(other.is_active(), NotFederable)?;
            other.require_sought(slot, model.now)?;
            Ok(Proposable::class(false))
        }

        fn aim(&self, _g: &mut Generator, _coop: &Coop, execution: &mut Execution) {
            execution.other = Some(self.joining);
        }
    }
}
