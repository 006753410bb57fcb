//! `reclaim_pool`: Closes a pool that is over, and its escrow.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn reclaim_pool(&self, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimPool {
                coop: self.coop.coop,
                pool: self.pool,
                escrow: self.escrow,
                vault: self.coop.vault,
                mint: self.coop.mint,
                rent_payer: *rent_payer,
                token_program: self.coop.token_program,
            },
            instruction::ReclaimPool {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, World,
        fixtures::{failed, gather},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{FOUNDERS, Model, Verdict, demand},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_pool"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = gather(world, 2);
            world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
            world.send(&[g.site.settle_pool()], &[]).expect("settled");
            Call::new(g.site.reclaim_pool(&g.coop.founder.wallet()), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 3, "nothing was donated, so the vault is not touched")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::PayerOfPool]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            3
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, .. } = aim;
            let pool = g.rng.upto(coop.pools.len() + 1);
            let payer = coop.pools.get(pool).map_or(FOUNDERS[slot], |p| p.rent_payer);
            ReclaimPool { slot, pool, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolStillNeeded, |w| {
            let g = failed(w);
            w.send(&[g.site.reclaim_pool(&g.coop.founder.wallet())], &[]).expect_err("refused")
        }),
        (RentPayerMismatch, |w| {
            let g = gather(w, 2);
            w.pass(31 * DAY);
            w.send(&[g.site.settle_pool()], &[]).unwrap();
            w.send(&[g.site.reclaim_pool(&g.coop.members[0].wallet())], &[]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimPool {
        pub slot: usize,
        pub pool: usize,
        pub to: Who,
    }

    impl Act for ReclaimPool {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, to, .. } = *self;
            Touched::pooled(pool, &[to])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            (at(pool).reclaim_pool(&w(to)), vec![0, 1, 2, 3, 4, 5, 6])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, to } = *self;
            let c = model.alive(slot)?;
            let p = c.pool(pool)?;
            demand(to == p.rent_payer, RentPayerMismatch)?;
            let over = p.gathered.settled_at != 0 && p.gathered.pledge_accounts == 0;
            demand(over, PoolStillNeeded)?;
            let donated = p.escrow;
            let showers = p.showers;
            model.lamports[to] += model.rents.pool + model.rents.tokens;
            model.shower(to, showers);
            let c = model.edit(slot);
            c.pools[pool].exists = false;
            c.pools[pool].escrow = 0;
            c.vault += donated;
            c.books.money.reserve += donated;
            c.books.pool_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{active, donate, failed, gather, pledged},
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_donation_to_the_escrow_goes_to_the_reserve_and_the_rent_to_the_founder() {
        let mut world = World::new();
        let g = failed(&mut world);
        donate(&mut world, &g.site.escrow, 7);
        let founder = g.coop.founder.wallet();
        for who in [&g.coop.founder, &g.coop.members[0]] {
            world.refuses(PoolStillNeeded, g.site.reclaim_pool(&founder), &[]);
            world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
            world.accepts(g.site.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
        }
        let rent = world.lamports(&g.site.pool) + world.lamports(&g.site.escrow);
        let before = world.lamports(&founder);
        world.refuses(RentPayerMismatch, g.site.reclaim_pool(&g.coop.members[0].wallet()), &[]);
        world.accepts(g.site.reclaim_pool(&founder), &[]);
        assert_eq!(world.lamports(&founder), before + rent);
        assert!(world.is_closed(&g.site.pool) && world.is_closed(&g.site.escrow));
        let books = world.coop(&g.coop.site.coop);
        assert_eq!((books.books.reserve.get(), books.pool_accounts.get()), (7, 0));
        assert_eq!(world.balance(&g.coop.site.vault), 7);
    }

    #[test]
    fn an_unsettled_pool_and_one_with_bonds_stay() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        world.refuses(PoolStillNeeded, g.site.reclaim_pool(&g.coop.founder.wallet()), &[]);
        let g = active(&mut world, 3, 200 * UNIT);
        world.refuses(PoolStillNeeded, g.site.reclaim_pool(&g.coop.founder.wallet()), &[]);
    }

    /// Where nothing was donated nothing is moved. A donation waits until the vault can take it.
    #[test]
    fn a_pool_that_failed_as_the_vault_is_frozen_is_closed_while_it_still_is() {
        let mut world = World::new();
        let g = pledged(&mut world, 3, 200 * UNIT);
        let (founder, vault) = (g.coop.founder.wallet(), g.coop.site.vault);
        world.patch(&vault, 108, &[2]);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 30 * DAY + 1);
        world.accepts(g.site.settle_pool(), &[]);
        for who in g.coop.everyone() {
            world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
            world.accepts(g.site.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
        }
        let saved = world.save();
        donate(&mut world, &g.site.escrow, 7);
        assert!(world.attempt(g.site.reclaim_pool(&founder), &[]).is_err());
        world.patch(&vault, 108, &[1]);
        world.accepts(g.site.reclaim_pool(&founder), &[]);
        assert_eq!(world.balance(&vault), 7);
        world.restore(&saved);
        world.accepts(g.site.reclaim_pool(&founder), &[]);
        assert!(world.is_closed(&g.site.pool) && world.is_closed(&g.site.escrow));
    }
}
