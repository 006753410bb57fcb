//! `execute_describe`: Changes the co-op's description as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_describe(&self, nth: impl Into<Nth>) -> Instruction {
        build(self.on_coop(nth), instruction::ExecuteDescribe {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        charter::describe::ABOUT,
        fixtures::{active, pass},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict},
            resolution::{Execution, Proposable, Resolve, What},
            words::{TEXTS, demand_text},
        },
        verb::{Link, Verb},
    };
    use coop::state::{Action, Kind};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_describe"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, Action::Describe { about: ABOUT.into() });
            Call::new(g.coop.site.execute_describe(0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            3
        }

        fn resolution(&self, g: &mut Generator, _slot: usize, _model: &Model) -> What {
            ToDescribe { about: g.rng.pick(&TEXTS) }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteDescribe(g.execution_of(Kind::Describe, aim)).into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteDescribe(pub Execution);

    impl Act for ExecuteDescribe {
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
            (chain.sites[slot].execute_describe(model.nth(slot, proposal)), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            p.require_executable(Kind::Describe, c, now)?;
            let &ToDescribe { about } = p.resolved();
            model.edit(slot).books.about = about.into();
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_describe` executes.
    #[derive(Clone, Debug)]
    pub struct ToDescribe {
        pub about: &'static str,
    }

    impl Resolve for ToDescribe {
        fn kind(&self) -> Kind {
            Kind::Describe
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            Action::Describe { about: self.about.into() }
        }

        fn bytes(&self) -> u64 {
            self.about.len() as u64
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            model.alive(slot)?;
            demand_text(self.about, 280)?;
            Ok(Proposable::class(false))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        charter::describe::ABOUT,
        fixtures::{active, clear, pass},
        scenes::refused,
        stateful::chain::text,
    };
    use coop::{error::CoopError::*, state::Action};

    #[test]
    fn members_say_by_resolution_what_the_founder_no_longer_says() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        for about in [ABOUT, "Bread.", ""] {
            let index = pass(&mut world, &g.coop, Action::Describe { about: about.into() });
            assert!(!world.proposal(&site.proposal(index)).is_special());
            world.accepts(site.execute_describe(index), &[]);
            assert_eq!(text(&world.coop(&site.coop).about), about);
            clear(&mut world, &g.coop, index);
        }
        let too_long = Action::Describe { about: "x".repeat(281) };
        assert!(refused(&mut world, &g.coop, too_long).is(TextTooLong));
        let hidden = Action::Describe { about: "a\u{2066}b".into() };
        assert!(refused(&mut world, &g.coop, hidden).is(TextNotShown));
    }
}
