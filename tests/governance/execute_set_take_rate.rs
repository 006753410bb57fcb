//! `execute_set_take_rate`: Sets the take rate as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_set_take_rate(&self, nth: impl Into<Nth>) -> Instruction {
        build(self.on_coop(nth), instruction::ExecuteSetTakeRate {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, pass},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
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
            "execute_set_take_rate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, Action::SetTakeRate { bps: 200 });
            Call::new(g.coop.site.execute_set_take_rate(0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn weight(&self) -> u64 {
            6
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            3
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let terms = *coop.terms();
            let ceiling = terms.take_rate_ceiling_bps;
            ToSetTakeRate { bps: g.rng.pick(&[0, 1, 100, 300, ceiling, ceiling + 1]) }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteSetTakeRate(g.execution_of(Kind::SetTakeRate, aim)).into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteSetTakeRate(pub Execution);

    impl Act for ExecuteSetTakeRate {
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
            (site.execute_set_take_rate(nth), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::SetTakeRate, c, now)?;
            let &ToSetTakeRate { bps } = p.resolved();
            let b = &mut model.edit(slot).books;
            (b.take_rate, b.rates_high[0]) = (bps, b.rates_high[0].max(bps));
            b.rates_low[0] = b.rates_low[0].min(bps);
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_set_take_rate` executes.
    #[derive(Clone, Debug)]
    pub struct ToSetTakeRate {
        pub bps: u16,
    }

    impl Resolve for ToSetTakeRate {
        fn kind(&self) -> Kind {
            Kind::SetTakeRate
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { bps } = *self;
            Action::SetTakeRate { bps }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { bps } = *self;
            let c = model.alive(slot)?;
            let t = c.terms();
            demand(bps <= t.take_rate_ceiling_bps, TakeRateOutOfBounds)?;
            Ok(Proposable::class(false))
        }
    }
}
