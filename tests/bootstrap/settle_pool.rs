//! `settle_pool`: Settles a pool that is due or full.

use crate::{PoolSite, call::build};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn settle_pool(&self) -> Instruction {
        build(
            accounts::SettlePool {
                coop: self.coop.coop,
                pool: self.pool,
                escrow: self.escrow,
                vault: self.coop.vault,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
            },
            instruction::SettlePool {},
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
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "settle_pool"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = pledged(world, 3, 200 * UNIT);
            world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
            Call::new(g.site.settle_pool(), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolSettled, |w| {
            let g = settled(w, 3, 200 * UNIT);
            w.send(&[g.site.settle_pool()], &[]).expect_err("refused")
        }),
        (TooEarlyToSettle, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            w.send(&[g.site.settle_pool()], &[]).expect_err("refused")
        }),
    ];
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        call::Founding,
        fixtures::{Founded, found, pledge, pledged, take_in},
        pool_terms,
    };
    use coop::{
        error::CoopError::*,
        state::{CoopStatus, PoolStatus, PoolTerms},
    };

    /// A change of terms, and whether the pool succeeds with it.
    type Gate = (fn(&mut PoolTerms), bool);

    /// A pool in which three have pledged 100 and 20 of use each, after its deadline and settlement.
    fn settled_with(change: fn(&mut PoolTerms)) -> (World, Founded) {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        take_in(&mut world, &mut coop, 2);
        let mut terms = pool_terms(world.now());
        change(&mut terms);
        world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
        for who in coop.everyone() {
            pledge(&mut world, &coop.site.pool(0), who, 100 * UNIT, 20 * UNIT);
        }
        world.set_time(terms.deadline + 1);
        world.accepts(coop.site.pool(0).settle_pool(), &[]);
        (world, coop)
    }

    #[test]
    fn each_gate_opens_at_its_bound_and_stays_shut_one_short_of_it() {
        let gates: [Gate; 6] = [
            (|t| t.min_raise = 300 * UNIT, true),
            (|t| t.min_raise = 300 * UNIT + 1, false),
            (|t| t.min_members = 3, true),
            (|t| t.min_members = 4, false),
            (|t| t.min_use = 60 * UNIT, true),
            (|t| t.min_use = 60 * UNIT + 1, false),
        ];
        for (i, (gate, opens)) in gates.into_iter().enumerate() {
            let (world, coop) = settled_with(gate);
            let (pool, books) = (world.pool(&coop.site.pool(0).pool), world.coop(&coop.site.coop));
            let (status, life) = if opens {
                (PoolStatus::Succeeded, CoopStatus::Active)
            } else {
                (PoolStatus::Failed, CoopStatus::Forming)
            };
            assert_eq!((pool.status(world.now()), books.status()), (status, life), "gate {i}");
            assert_eq!(books.founding_pool_live, 0);
        }
    }

    #[test]
    fn success_moves_all_of_it_in_one_transfer_and_counts_every_pledger() {
        let (world, coop) = settled_with(|_| {});
        let (site, books) = (coop.site.pool(0), world.coop(&coop.site.coop));
        assert_eq!((world.balance(&site.escrow), world.balance(&coop.site.vault)), (0, 300 * UNIT));
        assert_eq!((books.operating(), books.books.shares_in_transit.get()), (300 * UNIT, 300 * UNIT));
        assert_eq!((books.books.dividends.get(), books.books.shares_total.get()), (0, 0));
        assert_eq!((books.electors.get(), books.activated_at.get()), (3, world.now()));
        assert_eq!(books.period.started_at, world.now());
        assert_eq!(books.period.operating_at_start, 300 * UNIT);
        assert_eq!((books.members.get(), books.period.number.get()), (3, 0));
    }

    #[test]
    fn failure_leaves_every_unit_in_the_escrow_and_starts_nothing() {
        let (world, coop) = settled_with(|t| t.min_members = 4);
        let books = world.coop(&coop.site.coop);
        assert_eq!(world.balance(&coop.site.pool(0).escrow), 300 * UNIT);
        assert_eq!((books.cash(), books.equity(), books.electors.get()), (0, 0, 0));
        assert_eq!(world.balance(&coop.site.vault), 0);
    }

    #[test]
    fn a_pool_one_unit_short_of_full_waits_for_its_deadline() {
        let mut world = World::new();
        let g = pledged(&mut world, 3, 333 * UNIT);
        let who = &g.coop.founder;
        pledge(&mut world, &g.site, who, UNIT - 1, 0);
        let last = world.pool(&g.site.pool).terms.withdraw_until.get();
        world.set_time(last + 1);
        world.refuses(TooEarlyToSettle, g.site.settle_pool(), &[]);
        pledge(&mut world, &g.site, who, 1, 0);
        world.accepts(g.site.settle_pool(), &[]);
    }

    #[test]
    fn a_full_pool_with_a_gate_shut_waits_for_its_deadline() {
        let mut world = World::new();
        let g = pledged(&mut world, 2, 500 * UNIT);
        let terms = world.pool(&g.site.pool).terms;
        world.set_time(terms.withdraw_until.get() + 1);
        world.refuses(TooEarlyToSettle, g.site.settle_pool(), &[]);
        world.set_time(terms.deadline.get() + 1);
        world.accepts(g.site.settle_pool(), &[]);
        assert_eq!(world.pool(&g.site.pool).status(world.now()), PoolStatus::Failed);
    }
}
