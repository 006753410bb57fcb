//! `execute_readmit`: Lets an expelled member apply again as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_readmit(&self, nth: impl Into<Nth>, member: &Address) -> Instruction {
        build(self.on_member(nth, member), instruction::ExecuteReadmit {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, expel, pass},
        scenes::{member, proposing},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
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
            "execute_readmit"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let member = g.coop.site.member(&g.coop.members[1].wallet());
            expel(world, &g.coop, &member);
            let index = pass(world, &g.coop, Action::Readmit { member });
            Call::new(g.coop.site.execute_readmit(index, &member), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            3
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            2
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let to = g.who();
            let expelled = coop.members.iter().find(|(_, m)| m.standing == Standing::Expelled);
            ToReadmit { member: expelled.map_or(to, |(who, _)| *who) }.into()
        }

        fn invited(&self, _g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let coop = &model.coops[slot];
            let expelled = coop.members.iter().find(|(_, m)| m.standing == Standing::Expelled);
            expelled
                .map_or(Vec::new(), |(who, _)| (0..3).map(|_| ToReadmit { member: *who }.into()).collect())
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteReadmit(g.execution_of(Kind::Readmit, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] =
        &[(NotExpelled, |w| proposing(w, |_, coop| Action::Readmit { member: member(coop, 1) }))];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteReadmit(pub Execution);

    impl Act for ExecuteReadmit {
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
            let Execution { slot, proposal, who, .. } = self.0;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let nth = model.nth(slot, proposal);
            let member = site.member(&w(who));
            (site.execute_readmit(nth, &member), vec![0, 1, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, who, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            c.member(who)?;
            demand(p.subject() == Some(who), SubjectMismatch)?;

            p.require_executable(Kind::Readmit, c, now)?;
            let &ToReadmit { member } = p.resolved();
            let m = c.member(member)?;
            demand(m.standing == Standing::Expelled, NotExpelled)?;
            demand(m.left_at <= p.created_at, SubjectMismatch)?;
            model.edit(slot).edit_member(member).standing = Standing::Left;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_readmit` executes.
    #[derive(Clone, Debug)]
    pub struct ToReadmit {
        pub member: Who,
    }

    impl Resolve for ToReadmit {
        fn kind(&self) -> Kind {
            Kind::Readmit
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn subject(&self) -> Option<Who> {
            Some(self.member)
        }

        fn action(&self, chain: &Chain, slot: usize, _model: &Model) -> Action {
            let Self { member } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            Action::Readmit { member: site.member(&w(member)) }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { member } = *self;
            let c = model.alive(slot)?;
            demand(c.member(member)?.standing == Standing::Expelled, NotExpelled)?;
            Ok(Proposable::class(false))
        }

        fn aim(&self, g: &mut Generator, _coop: &Coop, execution: &mut Execution) {
            execution.who = g.mostly(self.member);
        }
    }
}
