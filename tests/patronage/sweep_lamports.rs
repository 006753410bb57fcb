//! `sweep_lamports`: Returns lamports above the rent of a co-op's or a pool's accounts to the payer of that rent.

use crate::{CoopSite, PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn sweep_lamports(&self, rent_payer: &Address) -> Instruction {
        build(
            accounts::SweepLamports {
                coop: self.coop,
                pool: None,
                tokens: self.vault,
                rent_payer: *rent_payer,
                token_program: self.token_program,
            },
            instruction::SweepLamports {},
        )
    }
}

impl PoolSite {
    pub fn sweep_lamports(&self, rent_payer: &Address) -> Instruction {
        build(
            accounts::SweepLamports {
                coop: self.coop.coop,
                pool: Some(self.pool),
                tokens: self.escrow,
                rent_payer: *rent_payer,
                token_program: self.coop.token_program,
            },
            instruction::SweepLamports {},
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
        fixtures::{active, shower},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{FOUNDERS, Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "sweep_lamports"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            shower(world, &g.coop.site.coop, 5);
            shower(world, &g.coop.site.vault, 7);
            Call::new(g.coop.site.sweep_lamports(&g.coop.founder.wallet()), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::PayerOfCoop]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, .. } = aim;
            let some = !coop.pools.is_empty() && g.rng.percent(50);
            let pool = some.then(|| g.rng.upto(coop.pools.len()));
            let payer = pool.map_or(FOUNDERS[slot], |pool| coop.pools[pool].rent_payer);
            SweepLamports { slot, pool, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NothingToSweep, |w| {
        let g = active(w, 3, 200 * UNIT);
        no(w, g.coop.site.sweep_lamports(&g.coop.founder.wallet()), &[])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SweepLamports {
        pub slot: usize,
        pub pool: Option<usize>,
        pub to: Who,
    }

    impl Act for SweepLamports {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched { pool: self.pool, ..Touched::people(&[self.to]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, to } = *self;
            let (site, to) = (&chain.sites[slot], chain.wallet(to));
            match pool {
                Some(pool) => (site.pool(pool as u32).sweep_lamports(&to), vec![0, 1, 2]),
                None => (site.sweep_lamports(&to), vec![0, 2]),
            }
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, to } = *self;
            let c = model.alive(slot)?;
            let (payer, showers) = match pool {
                Some(pool) => {
                    let p = c.pool(pool)?;
                    (p.rent_payer, p.showers)
                }
                None => (FOUNDERS[slot], c.showers),
            };
            demand(to == payer, RentPayerMismatch)?;
            demand(showers != [0; 2], NothingToSweep)?;
            model.shower(to, showers);
            let c = model.edit(slot);
            *pool.map_or(&mut c.showers, |pool| &mut c.pools[pool].showers) = [0; 2];
            c.books.seq += 1;
            Ok(())
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::fixtures::{found, pledged};

        #[test]
        fn lamports_sent_by_mistake_go_to_whoever_paid_the_rent_and_the_rent_stays() {
            let mut world = World::new();
            let g = pledged(&mut world, 3, 200 * UNIT);
            let (site, payer) = (g.coop.site, g.coop.founder.wallet());
            let accounts = [site.coop, site.vault, g.site.pool, g.site.escrow];
            let rents = accounts.map(|account| world.lamports(&account));
            let tokens = (world.balance(&site.vault), world.balance(&g.site.escrow));
            for (nth, account) in accounts.iter().enumerate() {
                shower(&mut world, account, 1 << nth);
            }
            let held = world.lamports(&payer);
            let stranger = world.actor("stranger", 0).wallet();
            world.refuses(RentPayerMismatch, site.sweep_lamports(&stranger), &[]);
            world.refuses(RentPayerMismatch, g.site.sweep_lamports(&stranger), &[]);
            world.accepts(site.sweep_lamports(&payer), &[]);
            assert_eq!(world.lamports(&payer) - held, 3);
            world.accepts(g.site.sweep_lamports(&payer), &[]);
            assert_eq!(world.lamports(&payer) - held, 15);
            assert_eq!(accounts.map(|account| world.lamports(&account)), rents);
            assert_eq!((world.balance(&site.vault), world.balance(&g.site.escrow)), tokens);
            world.refuses(NothingToSweep, site.sweep_lamports(&payer), &[]);
            world.refuses(NothingToSweep, g.site.sweep_lamports(&payer), &[]);
        }

        #[test]
        fn of_wrapped_sol_lamports_are_money_and_stay() {
            let mut world = World::new();
            let coop = found(&mut world, &Default::default());
            let (site, payer) = (coop.site, coop.founder.wallet());
            // as the native mint's: it says of its lamports how many are rent
            let rent = world.lamports(&site.vault);
            world.patch(&site.vault, 109, &1u32.to_le_bytes());
            world.patch(&site.vault, 113, &rent.to_le_bytes());
            shower(&mut world, &site.vault, 9);
            world.refuses(NothingToSweep, site.sweep_lamports(&payer), &[]);
            shower(&mut world, &site.coop, 4);
            let held = (world.lamports(&payer), world.lamports(&site.vault));
            world.accepts(site.sweep_lamports(&payer), &[]);
            assert_eq!((world.lamports(&payer) - held.0, world.lamports(&site.vault)), (4, held.1));
        }
    }
}
