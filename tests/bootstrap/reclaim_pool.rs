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
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;

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
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{active, donate, failed, gather},
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
}
