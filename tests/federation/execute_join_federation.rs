//! `execute_join_federation`: Seeks to join a federation as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_join_federation(&self, nth: impl Into<Nth>) -> Instruction {
        build(self.on_coop(nth), instruction::ExecuteJoinFederation {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, federated, pair, pass},
        mints,
        scenes::{proposing, refused},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Model, Refused, Verdict, demand},
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
            "execute_join_federation"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = pair(world);
            pass(world, &small, Action::JoinFederation { federation: large.site.coop });
            Call::new(small.site.execute_join_federation(0), &[])
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

        fn resolution(&self, g: &mut Generator, _slot: usize, _model: &Model) -> What {
            ToJoinFederation { federation: g.rng.upto(SHORT_LIVED) }.into()
        }

        fn invited(&self, _g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let b = &model.coops[slot].books;
            if b.federation.is_some() || b.federation_sought.is_some() {
                return Vec::new();
            }
            let others = (0..SHORT_LIVED).filter(|s| *s != slot && model.coops[*s].is_active());
            others.map(|federation| ToJoinFederation { federation }.into()).collect()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteJoinFederation(g.execution_of(Kind::JoinFederation, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotFederable, |w| {
            proposing(w, |w, _| {
                let mint = w.mint;
                w.mint = w.new_mint(mints::plain(&mint));
                let federation = active(w, 3, 200 * UNIT).coop.site.coop;
                w.mint = mint;
                Action::JoinFederation { federation }
            })
        }),
        (InAFederation, |w| {
            let (small, large) = federated(w);
            refused(w, &small, Action::JoinFederation { federation: large.site.coop })
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteJoinFederation(pub Execution);

    impl Act for ExecuteJoinFederation {
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
            (site.execute_join_federation(nth), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::JoinFederation, c, now)?;
            let &ToJoinFederation { federation } = p.resolved();
            demand(c.books.federation.is_none(), InAFederation)?;
            let b = &mut model.edit(slot).books;
            (b.federation_sought, b.federation_since) = (Some(federation), now);
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_join_federation` executes.
    #[derive(Clone, Debug)]
    pub struct ToJoinFederation {
        pub federation: usize,
    }

    impl Resolve for ToJoinFederation {
        fn kind(&self) -> Kind {
            Kind::JoinFederation
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn names(&self) -> Option<usize> {
            Some(self.federation)
        }

        fn action(&self, chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { federation } = *self;
            Action::JoinFederation { federation: chain.sites[federation].coop }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { federation } = *self;
            let c = model.alive(slot)?;
            demand(c.books.federation.is_none(), InAFederation)?;
            demand(model.other(slot, federation)?.is_active(), NotFederable)?;
            Ok(Proposable::class(true))
        }
    }
}
