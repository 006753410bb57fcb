//! `execute_leave_federation`: Leaves the federation as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_leave_federation(&self, nth: impl Into<Nth>) -> Instruction {
        build(self.on_coop(nth), instruction::ExecuteLeaveFederation {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, World,
        federation::execute_accept_federation::ToAcceptFederation,
        fixtures::{federated, owe_federation, pass},
        scenes::{no, proposing},
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
            "execute_leave_federation"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, _) = federated(world);
            let index = pass(world, &small, Action::LeaveFederation);
            Call::new(small.site.execute_leave_federation(index), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            3
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            // where another seeks to join, mostly that instead
            let seeking = (0..SHORT_LIVED).find(|s| model.coops[*s].books.federation_sought == Some(slot));
            match seeking.filter(|_| g.rng.percent(70)) {
                Some(joining) => ToAcceptFederation { joining }.into(),
                None => ToLeaveFederation.into(),
            }
        }

        fn invited(&self, g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let b = &model.coops[slot].books;
            let inside = b.federation.is_some() || (b.federation_sought.is_some() && g.rng.percent(20));
            if inside { vec![ToLeaveFederation.into(), ToLeaveFederation.into()] } else { Vec::new() }
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteLeaveFederation(g.execution_of(Kind::LeaveFederation, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (InNoFederation, |w| proposing(w, |_, _| Action::LeaveFederation)),
        (FirstDayOnly, |w| {
            let (small, _) = federated(w);
            let index = pass(w, &small, Action::LeaveFederation);
            w.pass(crate::DAY);
            no(w, small.site.execute_leave_federation(index), &[])
        }),
        (RemitFirst, |w| {
            let (small, _) = federated(w);
            let index = pass(w, &small, Action::LeaveFederation);
            owe_federation(w, &small.site, 1);
            no(w, small.site.execute_leave_federation(index), &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteLeaveFederation(pub Execution);

    impl Act for ExecuteLeaveFederation {
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
            (site.execute_leave_federation(nth), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::LeaveFederation, c, now)?;
            // an ordinary resolution only takes back a request
            let of = if p.special { c.books.federation } else { c.books.federation_sought };
            demand(of == p.named, InNoFederation)?;
            demand(!p.special || now - c.books.period_started_at < crate::DAY, FirstDayOnly)?;
            demand(!p.special || c.books.money.federation_due == 0, RemitFirst)?;
            let b = &mut model.edit(slot).books;
            if p.special {
                b.federation = None;
            }
            b.federation_sought = None;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_leave_federation` executes.
    #[derive(Clone, Debug)]
    pub struct ToLeaveFederation;

    impl Resolve for ToLeaveFederation {
        fn kind(&self) -> Kind {
            Kind::LeaveFederation
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            Action::LeaveFederation
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let c = model.alive(slot)?;
            let named = c.books.federation.or(c.books.federation_sought);
            demand(named.is_some(), InNoFederation)?;
            Ok(Proposable { special: c.books.federation.is_some(), named, worker: None })
        }
    }
}
