//! `cancel_pool`: The founder gives up a founding pool that holds nobody's money.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn cancel_pool(&self, founder: &Address) -> Instruction {
        build(
            accounts::CancelPool { founder: *founder, coop: self.coop.coop, pool: self.pool },
            instruction::CancelPool {},
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
        call::Founding,
        fixtures::{Founded, failed, found, pledged, take_in},
        pool_terms,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched},
            generate::{Aim, Generator},
            model::{Coop, FOUNDERS, Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    /// A forming co-op of three whose founding pool nobody has pledged to.
    pub fn empty(world: &mut World) -> Founded {
        let mut coop = found(world, &Founding::default());
        take_in(world, &mut coop, 2);
        world.accepts(coop.site.open_pool(0, pool_terms(world.now())), &[&coop.founder]);
        coop
    }

    impl Verb for This {
        fn name(&self) -> &'static str {
            "cancel_pool"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let coop = empty(world);
            Call::new(coop.site.pool(0).cancel_pool(&coop.founder.wallet()), &[&coop.founder.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::Founder]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            1
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn one_in(&self) -> u64 {
            40_000
        }

        fn fits(&self, coop: &Coop, pool: usize, _who: usize) -> bool {
            coop.pools.get(pool).is_some_and(|p| p.exists && p.founding && p.gathered.settled_at == 0)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, pool, .. } = aim;
            // hardly ever: what is cancelled starts nothing
            let by = if g.rng.percent(10) { FOUNDERS[slot] } else { g.who() };
            CancelPool { slot, pool, by }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolHasPledges, |w| {
            let g = pledged(w, 1, 200 * UNIT);
            no(w, g.site.cancel_pool(&g.coop.founder.wallet()), &[&g.coop.founder])
        }),
        (NotAFoundingPool, |w| {
            let coop = empty(w);
            w.edit::<coop::state::Pool>(&coop.site.pool(0).pool, |p| p.founding = 0);
            no(w, coop.site.pool(0).cancel_pool(&coop.founder.wallet()), &[&coop.founder])
        }),
        (PoolSettled, |w| {
            let g = failed(w);
            no(w, g.site.cancel_pool(&g.coop.founder.wallet()), &[&g.coop.founder])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct CancelPool {
        pub slot: usize,
        pub pool: usize,
        pub by: usize,
    }

    impl Act for CancelPool {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, by, .. } = *self;
            Touched::pooled(pool, &[by])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, by } = *self;
            (chain.sites[slot].pool(pool as u32).cancel_pool(&chain.wallet(by)), vec![0, 1])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, by } = *self;
            let now = model.now;
            let p = model.alive(slot)?.pool(pool)?;
            demand(by == FOUNDERS[slot], NotTheFounder)?;
            demand(p.gathered.settled_at == 0, PoolSettled)?;
            demand(p.founding, NotAFoundingPool)?;
            demand(p.gathered.pledgers == 0, PoolHasPledges)?;
            let c = model.edit(slot);
            c.pools[pool].gathered.settled_at = now;
            c.books.founding_pool_live = 0;
            c.books.seq += 1;
            Ok(())
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use crate::fixtures::{later_terms, pass, pledge};
        use coop::state::Action;

        #[test]
        fn whoever_promised_something_wrong_opens_another_at_once_and_gets_its_rent_back() {
            let mut world = World::new();
            let coop = empty(&mut world);
            let (site, founder) = (coop.site, &coop.founder);
            world.refuses(FoundingPoolLive, site.open_pool(1, pool_terms(world.now())), &[founder]);
            let held = world.lamports(&founder.wallet());
            let stranger = &coop.members[0];
            world.refuses(NotTheFounder, site.pool(0).cancel_pool(&stranger.wallet()), &[stranger]);
            world.accepts(site.pool(0).cancel_pool(&founder.wallet()), &[founder]);
            world.accepts(site.pool(0).reclaim_pool(&founder.wallet()), &[]);
            assert!(world.lamports(&founder.wallet()) > held);
            world.accepts(site.open_pool(1, pool_terms(world.now())), &[founder]);
        }

        /// Whoever pledged is in a pool whose terms nobody ends before it is settled; one that it withdrew from whole is free.
        #[test]
        fn one_pledge_keeps_it_until_that_is_withdrawn() {
            let mut world = World::new();
            let coop = empty(&mut world);
            let (pool, founder, who) = (coop.site.pool(0), &coop.founder, &coop.members[0]);
            pledge(&mut world, &pool, who, 100 * UNIT, 0);
            world.refuses(PoolHasPledges, pool.cancel_pool(&founder.wallet()), &[founder]);
            // also of one who has left since, and is no longer one of its people
            world.accepts(coop.site.resign_with(&who.wallet(), None, Some(0), false, false), &[who]);
            assert_eq!(world.pool(&pool.pool).people.get(), 0);
            world.refuses(PoolHasPledges, pool.cancel_pool(&founder.wallet()), &[founder]);
            world.accepts(pool.withdraw_pledge(&who.wallet(), &who.tokens, 100 * UNIT), &[who]);
            world.accepts(pool.cancel_pool(&founder.wallet()), &[founder]);
            let again = pool.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
            world.refuses(PoolSettled, again, &[who]);
        }

        #[test]
        fn a_later_pool_is_the_members_to_end_not_the_founders() {
            let mut world = World::new();
            let g = crate::patronage::seasoned(&mut world, 3, 200 * UNIT);
            let terms = later_terms(&world);
            let index = pass(&mut world, &g.coop, Action::OpenPool { terms });
            let founder = &g.coop.founder;
            world.accepts(g.coop.site.execute_open_pool(&founder.wallet(), index, 1), &[founder]);
            world.refuses(NotAFoundingPool, g.coop.site.pool(1).cancel_pool(&founder.wallet()), &[founder]);
        }
    }
}
