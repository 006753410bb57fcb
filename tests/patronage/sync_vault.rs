//! `sync_vault`: Books money that was sent to the vault directly as a donation to the reserve.

use crate::{CoopSite, call::build};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn sync_vault(&self) -> Instruction {
        build(accounts::SyncVault { coop: self.coop, vault: self.vault }, instruction::SyncVault {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        call::Founding,
        fixtures::{active, donate, found},
        stateful::{
            chain::Chain,
            deed::{Act, Deed},
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
            "sync_vault"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            donate(world, &g.coop.site.vault, 5 * UNIT);
            Call::new(g.coop.site.sync_vault(), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn random(&self, _g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, .. } = aim;
            SyncVault { slot }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NothingToSync, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.sync_vault()], &[]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SyncVault {
        pub slot: usize,
    }

    impl Act for SyncVault {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot } = *self;
            let site = &chain.sites[slot];
            (site.sync_vault(), vec![0, 1])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot } = *self;
            let c = model.alive(slot)?;
            let donated = c.vault - c.buckets();
            demand(donated > 0, NothingToSync)?;
            let c = model.edit(slot);
            c.books.money.reserve += donated;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        call::Founding,
        fixtures::{active, donate, found},
    };
    use coop::error::CoopError::*;

    #[test]
    fn one_unit_too_many_goes_to_the_reserve_and_no_further() {
        let mut world = World::new();
        let g = active(&mut world, 3, 500 * UNIT);
        let site = g.coop.site;
        world.refuses(NothingToSync, site.sync_vault(), &[]);
        let before = world.coop(&site.coop);
        donate(&mut world, &site.vault, 1);
        world.accepts(site.sync_vault(), &[]);
        let after = world.coop(&site.coop);
        assert_eq!((after.books.reserve.get(), after.cash()), (1, before.cash() + 1));
        assert_eq!((after.operating(), after.books.dividends), (before.operating(), before.books.dividends));
        assert_eq!(world.balance(&site.vault), after.cash());
        world.refuses(NothingToSync, site.sync_vault(), &[]);
    }

    #[test]
    fn a_forming_co_op_books_donations_too_and_stays_without_operating_money() {
        let mut world = World::new();
        let coop = found(&mut world, &Founding::default());
        donate(&mut world, &coop.site.vault, u64::MAX);
        world.accepts(coop.site.sync_vault(), &[]);
        let books = world.coop(&coop.site.coop);
        assert_eq!((books.books.reserve.get(), books.operating()), (u64::MAX, 0));
    }
}
