//! `open_pool`: Opens the founding pool of a forming co-op.

use crate::{
    CoopSite,
    call::{build, system},
};
use coop::{accounts, instruction, state::PoolTerms};
use solana_message::Instruction;

impl CoopSite {
    /// Opens the pool of this index, which must be the co-op's next.
    pub fn open_pool(&self, index: u32, terms: PoolTerms) -> Instruction {
        let site = self.pool(index);
        build(
            accounts::OpenPool {
                founder: self.founder,
                coop: self.coop,
                founder_member: self.member(&self.founder),
                pool: site.pool,
                escrow: site.escrow,
                mint: self.mint,
                token_program: self.token_program,
                system_program: system(),
            },
            instruction::OpenPool { terms },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, CoopSite, DAY, UNIT, World,
        call::Founding,
        fixtures::{active, found, gather, take_in},
        pool_terms,
        verb::{Link, Scene, Verb},
    };
    use coop::{
        error::CoopError::{self, *},
        state::PoolTerms,
    };

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "open_pool"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let coop = found(world, &Founding::default());
            let terms = pool_terms(world.now());
            Call::new(coop.site.open_pool(0, terms), &[&coop.founder.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::Founder, Link::CoopOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn bounds(&self) -> Vec<CoopError> {
            SPOILT_TERMS.iter().map(|row| row.0).collect()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopNotForming, |w| {
            let g = active(w, 3, 200 * UNIT);
            let terms = pool_terms(w.now());
            w.send(&[g.coop.site.open_pool(1, terms)], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (FoundingPoolLive, |w| {
            let g = gather(w, 2);
            let terms = pool_terms(w.now());
            w.send(&[g.coop.site.open_pool(1, terms)], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (NotTheFounder, |w| {
            let mut coop = found(w, &Founding::default());
            take_in(w, &mut coop, 1);
            let terms = pool_terms(w.now());
            let pretender = CoopSite { founder: coop.members[0].wallet(), ..coop.site };
            w.send(&[pretender.open_pool(0, terms)], &[&coop.members[0].key]).expect_err("refused")
        }),
    ];

    /// A change of terms, and why it is refused.
    pub type Spoilt = (CoopError, fn(&mut PoolTerms));

    /// Each term of a pool broken by one.
    pub const SPOILT_TERMS: &[Spoilt] = &[
        (MaxRaiseOutOfBounds, |t| t.max_raise = 0),
        (MinRaiseOutOfBounds, |t| t.min_raise = t.max_raise + 1),
        (MinMembersOutOfBounds, |t| t.min_members = 0),
        (NoRoomForMinMembers, |t| t.min_members = 11),
        (NoRoomForMinMembers, |t| t.min_members = u32::MAX),
        (MaxPledgeOutOfBounds, |t| t.max_pledge = 100 * UNIT - 1),
        (MaxUseOutOfBounds, |t| t.max_use = (1 << 32) + 1),
        (UseBondOutOfBounds, |t| t.use_bond_bps = 499),
        (UseBondOutOfBounds, |t| t.use_bond_bps = 10_001),
        (OpensInThePast, |t| t.opens -= 1),
        (TimesOutOfOrder, |t| t.opens = t.withdraw_until + 1),
        (TimesOutOfOrder, |t| t.withdraw_until = t.deadline + 1),
        (DeadlineTooFar, |t| t.deadline = t.opens + 180 * DAY + 1),
    ];
}

#[cfg(test)]
mod tests {
    use super::SPOILT_TERMS;
    use crate::{
        DAY, Refusal, UNIT, World,
        call::Founding,
        fixtures::{Founded, failed, found},
        pool_terms,
    };
    use coop::{
        error::CoopError::*,
        state::{PoolStatus, PoolTerms},
    };

    /// A co-op with nobody but its founder.
    fn founded() -> (World, Founded) {
        let mut world = World::new();
        let coop = found(&mut world, &Founding::default());
        (world, coop)
    }

    /// An opening that is refused once `spoil` has changed its terms.
    fn refused(spoil: impl FnOnce(&mut PoolTerms)) -> Refusal {
        let (mut world, coop) = founded();
        let mut terms = pool_terms(world.now());
        spoil(&mut terms);
        world.attempt(coop.site.open_pool(0, terms), &[&coop.founder]).unwrap_err()
    }

    #[test]
    fn a_pool_keeps_its_terms_and_the_founder_pays_its_rent() {
        let (mut world, coop) = founded();
        let (terms, site) = (pool_terms(world.now()), coop.site.pool(0));
        let before = world.lamports(&coop.founder.wallet());
        world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
        let pool = world.pool(&site.pool);
        assert_eq!(coop_math::raise::Terms::from(&pool.terms), terms.numbers(100 * UNIT));
        assert_eq!((pool.coop, pool.escrow, pool.purpose), (coop.site.coop, site.escrow, terms.purpose));
        assert_eq!((pool.index.get(), pool.founding, pool.raised.get()), (0, 1, 0));
        assert_eq!(pool.status(world.now()), PoolStatus::Open);
        let books = world.coop(&coop.site.coop);
        assert_eq!((books.pools.get(), books.pool_accounts.get(), books.founding_pool_live), (1, 1, 1));
        let rent = world.lamports(&site.pool) + world.lamports(&site.escrow);
        assert_eq!(before - world.lamports(&coop.founder.wallet()), rent);
    }

    #[test]
    fn every_term_beyond_its_bound_is_refused_by_name() {
        for (error, spoil) in SPOILT_TERMS {
            let refusal = refused(spoil);
            assert!(refusal.is(*error), "{error:?}: {refusal:#?}");
        }
    }

    #[test]
    fn every_term_at_its_bound_is_accepted() {
        let at_bounds: &[fn(&mut PoolTerms)] = &[
            |t| t.min_raise = 0,
            |t| t.min_raise = t.max_raise,
            |t| t.max_raise = u64::MAX,
            |t| t.min_members = 1,
            |t| t.min_members = 10,
            |t| t.max_pledge = 100 * UNIT,
            |t| t.max_pledge = u64::MAX,
            |t| t.max_use = 1 << 32,
            |t| (t.min_use, t.use_bond_bps) = (0, 0),
            |t| t.use_bond_bps = 500,
            |t| t.use_bond_bps = 10_000,
            |t| (t.withdraw_until, t.deadline) = (t.opens, t.opens),
            |t| t.deadline = t.opens + 180 * DAY,
        ];
        for change in at_bounds {
            let (mut world, coop) = founded();
            let mut terms = pool_terms(world.now());
            change(&mut terms);
            world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
        }
    }

    #[test]
    fn a_founder_who_left_opens_none() {
        let (mut world, coop) = founded();
        world.accepts(coop.site.resign(&coop.founder.wallet()), &[&coop.founder]);
        let terms = pool_terms(world.now());
        world.refuses(NotAMember, coop.site.open_pool(0, terms), &[&coop.founder]);
    }

    #[test]
    fn after_a_failure_another_pool_can_be_opened_under_the_next_number_only() {
        let mut world = World::new();
        let g = failed(&mut world);
        let terms = pool_terms(world.now());
        assert!(world.attempt(g.coop.site.open_pool(0, terms), &[&g.coop.founder]).is_err());
        assert!(world.attempt(g.coop.site.open_pool(2, terms), &[&g.coop.founder]).is_err());
        world.accepts(g.coop.site.open_pool(1, terms), &[&g.coop.founder]);
        world.refuses(FoundingPoolLive, g.coop.site.open_pool(2, terms), &[&g.coop.founder]);
    }
}
