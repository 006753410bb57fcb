//! `reclaim_mandate`: Closes a mandate that is over.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_mandate(&self, mandate: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimMandate {
                coop: self.coop,
                mandate: self.mandate(mandate),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimMandate {},
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
        fixtures::mandated,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_mandate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = mandated(world);
            world.pass(366 * crate::DAY);
            Call::new(g.coop.site.reclaim_mandate(0, &g.coop.founder.wallet()), &[])
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

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let mandate = g.rng.upto(coop.mandates.len() + 1);
            let payer = coop.mandate(mandate).map_or(who, |m| m.rent_payer);
            ReclaimMandate { slot, mandate, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(MandateStillRuns, |w| {
        let g = mandated(w);
        w.set_time(w.mandate(&g.coop.site.mandate(0)).until.get());
        no(w, g.coop.site.reclaim_mandate(0, &g.coop.founder.wallet()), &[])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimMandate {
        pub slot: usize,
        pub mandate: usize,
        pub to: Who,
    }

    impl Act for ReclaimMandate {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { mandate, to, .. } = *self;
            Touched { mandate: Some(mandate), ..Touched::people(&[to]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, mandate, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.reclaim_mandate(mandate as u32, &w(to)), vec![0, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, mandate, to } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.mandate(mandate)?;
            demand(m.rent_payer == to, RentPayerMismatch)?;
            demand(now > m.until || c.is_dissolving(), MandateStillRuns)?;
            model.lamports[to] += model.rents.mandate;
            let c = model.edit(slot);
            c.mandates[mandate] = None;
            c.books.mandate_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}
