//! `remit_solidarity`: Passes solidarity to the reserve of the federation.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn remit_solidarity(&self, federation: &Address) -> Instruction {
        build(
            accounts::RemitSolidarity {
                coop: self.coop,
                federation: *federation,
                vault: self.vault,
                federation_vault: address::vault(federation),
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::RemitSolidarity {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{federated, give_solidarity},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Coop, Life, Model, Refused, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "remit_solidarity"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = federated(world);
            give_solidarity(world, &small.site, 7 * UNIT);
            Call::new(small.site.remit_solidarity(&large.site.coop), &[])
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

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, .. } = aim;
            let any = g.rng.upto(SHORT_LIVED);
            let federation = coop.books.federation.unwrap_or(any);
            RemitSolidarity { slot, federation }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NothingToPass, |w| {
        let (small, large) = federated(w);
        no(w, small.site.remit_solidarity(&large.site.coop), &[])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct RemitSolidarity {
        pub slot: usize,
        pub federation: usize,
    }

    impl Act for RemitSolidarity {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn other_slot(&self) -> Option<usize> {
            Some(self.federation)
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, federation } = *self;
            let site = &chain.sites[slot];
            // nobody looks where a federation that is gone would be paid
            let there = model.coops[federation].life == Life::Alive && model.coops[federation].is_active();
            let fixed = if there { vec![0, 1, 2, 3, 4, 5] } else { vec![0, 1, 2, 4] };
            (site.remit_solidarity(&chain.sites[federation].coop), fixed)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, federation } = *self;
            let c = model.alive(slot)?;
            // one account in two places
            if slot == federation {
                return Err(Refused::Somehow);
            }
            demand(c.books.federation == Some(federation), InNoFederation)?;
            c.require_claims()?;
            let amount = c.books.money.federation_due;
            demand(amount > 0, NothingToPass)?;
            let there = model.alive(federation).is_ok_and(Coop::is_active);
            let c = model.edit(slot);
            c.books.money.federation_due = 0;
            if there {
                model.pass(slot, federation, amount);
            } else {
                c.books.money.solidarity += amount;
                c.books.seq += 1;
            }
            Ok(())
        }
    }

    impl Model {
        /// Money goes from one co-op to the reserve of another; both tell it.
        pub fn pass(&mut self, from: usize, to: usize, amount: u64) {
            let c = self.edit(from);
            c.vault -= amount;
            c.books.seq += 1;
            let c = self.edit(to);
            c.vault += amount;
            c.books.money.reserve += amount;
            c.books.seq += 1;
            // it comes from people, by way of another co-op
            c.paid.entry(usize::MAX).or_default().0 += amount as u128;
        }
    }
}
