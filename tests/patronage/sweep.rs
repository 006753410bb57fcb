//! `sweep`: Moves tokens from an associated token account of the co-op or of its vault to the reserve.

use crate::{CoopSite, call::build, mints::associated};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Where a wallet sends tokens by itself that are meant for the co-op, or for its vault.
    pub fn stray(&self, of_vault: bool) -> Address {
        associated(&self.token_program, &self.mint, if of_vault { &self.vault } else { &self.coop })
    }

    pub fn sweep(&self, stray: &Address) -> Instruction {
        build(
            accounts::Sweep {
                coop: self.coop,
                stray: *stray,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::Sweep {},
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
        fixtures::active,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "sweep"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let stray = world.token_account(&g.coop.site.coop, 5 * UNIT);
            Call::new(g.coop.site.sweep(&stray), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, .. } = aim;
            Sweep { slot, of_vault: g.rng.percent(50) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NothingToSweep, |w| {
            let g = active(w, 3, 200 * UNIT);
            let stray = w.token_account(&g.coop.site.vault, 0);
            no(w, g.coop.site.sweep(&stray), &[])
        }),
        (NotAStrayAccount, |w| {
            let g = active(w, 3, 200 * UNIT);
            no(w, g.coop.site.sweep(&g.coop.founder.tokens), &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Sweep {
        pub slot: usize,
        pub of_vault: bool,
    }

    impl Act for Sweep {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let site = &chain.sites[self.slot];
            (site.sweep(&site.stray(self.of_vault)), vec![0, 1, 2, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, of_vault } = *self;
            let c = model.alive(slot)?;
            let donated = c.strays[of_vault as usize];
            if donated == 0 && !c.has_stray[of_vault as usize] {
                // nothing stands there
                return Err(Refused::Somehow);
            }
            demand(donated > 0, NothingToSweep)?;
            let c = model.edit(slot);
            c.strays[of_vault as usize] = 0;
            c.vault += donated;
            c.books.money.reserve += donated;
            c.books.seq += 1;
            Ok(())
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::fixtures::dissolving;

        #[test]
        fn what_a_wallet_sent_to_the_co_op_or_its_vault_is_a_donation_to_the_reserve() {
            let mut world = World::new();
            let g = active(&mut world, 3, 200 * UNIT);
            let site = g.coop.site;
            for (owner, amount) in [(site.coop, 5), (site.vault, 7)] {
                let stray = world.token_account(&owner, amount);
                let before = (world.coop(&site.coop), world.balance(&site.vault));
                world.accepts(site.sweep(&stray), &[]);
                let after = world.coop(&site.coop);
                assert_eq!(after.books.reserve.get() - before.0.books.reserve.get(), amount);
                assert_eq!((after.operating(), after.equity()), (before.0.operating(), before.0.equity()));
                assert_eq!(world.balance(&site.vault) - before.1, amount);
                assert_eq!((world.balance(&stray), world.balance(&site.vault)), (0, after.cash()));
                world.refuses(NothingToSweep, site.sweep(&stray), &[]);
            }
        }

        /// The vault names the co-op as its owner, the escrow its pool, the agent itself: none of that is a stranger's money.
        #[test]
        fn what_is_the_vaults_an_escrows_the_agents_or_a_members_stays_where_it_is() {
            let mut world = World::new();
            let g = active(&mut world, 3, 200 * UNIT);
            let site = g.coop.site;
            let agents = world.token_account(&site.agent(), UNIT);
            let escrow = site.pool(0).escrow;
            for kept in [agents, escrow, g.coop.founder.tokens] {
                world.refuses(NotAStrayAccount, site.sweep(&kept), &[]);
            }
            // its own vault, twice in one call
            assert!(world.attempt(site.sweep(&site.vault), &[]).is_err());
            // an account that names the co-op, but stands elsewhere
            world.token_account(&site.coop, 0);
            let elsewhere = world.token_account(&site.coop, UNIT);
            world.refuses(NotAStrayAccount, site.sweep(&elsewhere), &[]);
            // of another co-op
            let other = active(&mut world, 3, 200 * UNIT).coop.site;
            let others = world.token_account(&other.coop, UNIT);
            world.refuses(NotAStrayAccount, site.sweep(&others), &[]);
        }

        #[test]
        fn of_a_co_op_at_its_end_it_goes_to_the_heir() {
            let mut world = World::new();
            let (small, large) = dissolving(&mut world);
            let (site, heir) = (small.site, large.site.coop);
            world.pass(3 * 365 * crate::DAY);
            world.accepts(site.finish_dissolution(Some(heir), Some(heir)), &[]);
            let before = world.coop(&heir).books.reserve.get();
            let stray = world.token_account(&site.coop, 3 * UNIT);
            world.accepts(site.sweep(&stray), &[]);
            world.accepts(site.finish_dissolution(Some(heir), Some(heir)), &[]);
            assert_eq!(world.coop(&heir).books.reserve.get() - before, 3 * UNIT);
        }
    }
}
