//! `reclaim_pledge`: Closes a pledge that is over.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn reclaim_pledge(&self, wallet: &Address, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimPledge {
                coop: self.coop.coop,
                pool: self.pool,
                pledge: self.pledge(wallet),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimPledge {},
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
        fixtures::{pledged, settled},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_pledge"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = pledged(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            let wallet = who.wallet();
            world
                .send(&[g.site.withdraw_pledge(&wallet, &who.tokens, 200 * UNIT)], &[&who.key])
                .expect("withdrawn");
            Call::new(g.site.reclaim_pledge(&wallet, &wallet), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::PayerOfPledge]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            6
        }

        fn fits(&self, coop: &Coop, pool: usize, who: Who) -> bool {
            coop.pools.get(pool).is_some_and(|p| p.pledges.contains_key(&who))
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, pool, who, .. } = aim;
            let pledge = aim.pledge();
            ReclaimPledge { slot, pool, who, to: g.mostly(pledge.rent_payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(PledgeStillNeeded, |w| {
        let g = settled(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        w.send(&[g.site.reclaim_pledge(&founder, &founder)], &[]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimPledge {
        pub slot: usize,
        pub pool: usize,
        pub who: Who,
        pub to: Who,
    }

    impl Act for ReclaimPledge {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, who, to, .. } = *self;
            Touched::pooled(pool, &[who, to])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, who, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            (at(pool).reclaim_pledge(&w(who), &w(to)), vec![0, 1, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, who, to } = *self;
            let c = model.alive(slot)?;
            let p = c.pool(pool)?;
            let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?;
            demand(to == pledge.rent_payer, RentPayerMismatch)?;
            demand(pledge.amount == 0, PledgeStillNeeded)?;
            model.lamports[to] += model.rents.pledge;
            let c = model.edit(slot);
            c.pools[pool].pledges.remove(&who);
            c.pools[pool].gathered.pledge_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{gather, pledge},
    };
    use coop::error::CoopError::*;

    #[test]
    fn the_rent_goes_back_to_the_sponsor_who_paid_it() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        let (who, sponsor) = (&g.coop.members[0], world.actor("sponsor", 0));
        let (wallet, before) = (who.wallet(), world.lamports(&who.wallet()));
        world.accepts(g.site.make_pledge(&sponsor.wallet(), who, 100 * UNIT, 0), &[who, &sponsor]);
        world.refuses(PledgeStillNeeded, g.site.reclaim_pledge(&wallet, &sponsor.wallet()), &[]);
        world.accepts(g.site.withdraw_pledge(&wallet, &who.tokens, 100 * UNIT), &[who]);
        world.refuses(RentPayerMismatch, g.site.reclaim_pledge(&wallet, &wallet), &[who]);
        world.accepts(g.site.reclaim_pledge(&wallet, &sponsor.wallet()), &[]);
        assert!(world.is_closed(&g.site.pledge(&wallet)));
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
        assert_eq!(world.lamports(&wallet), before);
        assert_eq!(world.pool(&g.site.pool).pledge_accounts, 0);
        // and the way in is open again
        pledge(&mut world, &g.site, who, 100 * UNIT, 0);
        assert_eq!(world.pledge(&g.site.pledge(&wallet)).rent_payer, wallet);
    }
}
