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
                payer: self.founder,
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
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched},
            generate::{Aim, Generator, limits},
            model::{Coop, FOUNDERS, Gathered, Model, Pool, Standing, Verdict, demand, refuse},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{
        error::CoopError::{self, *},
        state::PoolTerms,
    };
    use solana_message::Instruction;
    use std::collections::BTreeMap;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "open_pool"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotForming)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let coop = found(world, &Founding::default());
            let terms = pool_terms(world.now());
            Call::new(coop.site.open_pool(0, terms.clone()), &[&coop.founder.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
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

        fn weight(&self) -> u64 {
            6
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, model, coop, .. } = aim;
            OpenPool { slot, terms: Box::new(g.pool_terms(coop, model.now)) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopNotForming, |w| {
            let g = active(w, 3, 200 * UNIT);
            let terms = pool_terms(w.now());
            w.send(&[g.coop.site.open_pool(1, terms.clone())], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (FoundingPoolLive, |w| {
            let g = gather(w, 2);
            let terms = pool_terms(w.now());
            w.send(&[g.coop.site.open_pool(1, terms.clone())], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (NotTheFounder, |w| {
            let mut coop = found(w, &Founding::default());
            take_in(w, &mut coop, 1);
            let terms = pool_terms(w.now());
            let pretender = CoopSite { founder: coop.members[0].wallet(), ..coop.site };
            w.send(&[pretender.open_pool(0, terms.clone())], &[&coop.members[0].key]).expect_err("refused")
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
        (MaxUseOutOfBounds, |t| t.max_use = (1 << 53) + 1),
        (UseBondOutOfBounds, |t| t.use_bond_bps = 499),
        (UseBondOutOfBounds, |t| t.use_bond_bps = 5_001),
        (OpensInThePast, |t| t.opens -= 1),
        (TimesOutOfOrder, |t| t.opens = t.withdraw_until + 1),
        (TimesOutOfOrder, |t| t.withdraw_until = t.deadline + 1),
        (DeadlineTooFar, |t| t.deadline = t.opens + 180 * DAY + 1),
        (StayOutOfBounds, |t| t.stay = 30 * DAY as u32 - 1),
        (StayOutOfBounds, |t| t.stay = 366 * DAY as u32 + 1),
        (MinSolvencyOutOfBounds, |t| t.min_solvency_bps = 1),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct OpenPool {
        pub slot: usize,
        pub terms: Box<PoolTerms>,
    }

    impl Act for OpenPool {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            // the pool that opens is the last of the model, which the comparison looks at anyway
            Touched::people(&[0, 1, 2])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, ref terms } = *self;
            let site = &chain.sites[slot];
            let index = model.coops[slot].pools.len() as u32;
            (site.open_pool(index, terms.as_ref().clone()), vec![1, 2, 3, 4, 5, 6, 7, 8])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, ref terms } = *self;
            let founder = FOUNDERS[slot];
            let c = model.alive(slot)?;
            let m = c.member(founder)?;
            demand(m.wallet == founder, WalletMismatch)?;
            demand(!c.has_started(), CoopNotForming)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(c.books.founding_pool_live == 0, FoundingPoolLive)?;
            let floor = c.terms().member_share;
            if let Some(error) = broken_pool_term(terms, floor, model.now) {
                return refuse(error);
            }
            model.lamports[founder] -= model.rents.pool + model.rents.tokens;
            let c = model.edit(slot);
            let take_rate = c.lasting_take_rate();
            c.pools.push(Pool {
                exists: true,
                founding: true,
                rent_payer: founder,
                terms: terms.as_ref().clone(),
                floor,
                take_rate,
                gathered: Gathered::default(),
                escrow: 0,
                showers: [0; 2],
                pledges: BTreeMap::new(),
            });
            c.books.pools += 1;
            c.books.pool_accounts += 1;
            c.books.founding_pool_live = 1;
            c.books.founding_pool = c.books.pools;
            c.books.seq += 1;
            Ok(())
        }
    }

    /// The first term of a pool outside its bound.
    pub fn broken_pool_term(t: &PoolTerms, floor: u64, now: i64) -> Option<CoopError> {
        let least_bond = if t.min_use > 0 { 500 } else { 0 };
        let bounds = [
            (t.max_raise >= 1, MaxRaiseOutOfBounds),
            (t.min_raise <= t.max_raise, MinRaiseOutOfBounds),
            (t.min_members >= 1, MinMembersOutOfBounds),
            (t.min_members as u128 * floor as u128 <= t.max_raise as u128, NoRoomForMinMembers),
            (t.max_pledge >= floor && t.max_pledge >= 1, MaxPledgeOutOfBounds),
            (t.max_use <= 1 << 53, MaxUseOutOfBounds),
            (t.use_bond_bps >= least_bond && t.use_bond_bps <= 5_000, UseBondOutOfBounds),
            (t.opens >= now, OpensInThePast),
            (t.opens <= t.withdraw_until && t.withdraw_until <= t.deadline, TimesOutOfOrder),
            (t.deadline as i128 <= now as i128 + 180 * DAY as i128, DeadlineTooFar),
            (t.stay as i64 >= 30 * DAY && t.stay as i64 <= 366 * DAY, StayOutOfBounds),
            (t.min_solvency_bps <= if floor > 0 { 0 } else { 10_000 }, MinSolvencyOutOfBounds),
        ];
        bounds.into_iter().find(|(holds, _)| !holds).map(|(_, error)| error)
    }

    impl Generator {
        /// Terms of a pool, mostly of a kind that three or four people can fill; or with one outside its bound.
        pub fn pool_terms(&mut self, coop: &Coop, now: i64) -> PoolTerms {
            let (m, _) = limits(coop);
            let rng = &mut self.rng;
            let min_members = rng.pick(&[1, 1, 2, 3, 4]);
            let max_raise = m * min_members as u64 + rng.pick(&[0, m / 2 + 3, m * 4 + 1, m * 30]);
            let min_use = rng.pick(&[0, 0, 0, 1, 500]);
            let opens = now + rng.pick(&[0, 0, 0, 1, DAY]);
            let withdraw_until = opens + rng.pick(&[0, 1, DAY, 20 * DAY]);
            let mut t = PoolTerms {
                min_raise: rng.pick(&[0, m, max_raise / 2, max_raise]),
                max_raise,
                min_members,
                min_use,
                max_pledge: rng.pick(&[m, m * 3 + 1, m * 20, u64::MAX]),
                max_use: rng.pick(&[1_000, 1 << 32, 1 << 53]),
                opens,
                withdraw_until,
                deadline: withdraw_until + rng.pick(&[0, 1, 10 * DAY, 120 * DAY]),
                stay: rng.pick(&[30, 30, 30, 45, 100, 366]) * DAY as u32,
                use_bond_bps: rng.pick(&[500, 1_000, 3_333, 5_000]),
                min_solvency_bps: if coop.has_started() { rng.pick(&[0, 0, 5_000, 10_000]) } else { 0 },
                purpose: "An oven".into(),
            };
            if rng.percent(12) {
                match rng.below(12) {
                    0 => t.max_raise = 0,
                    1 => t.min_raise = t.max_raise + 1,
                    2 => t.min_members = 0,
                    3 => t.min_members = rng.pick(&[u32::MAX, (t.max_raise / m.max(1)) as u32 + 1]),
                    4 => t.max_pledge = m.saturating_sub(1),
                    5 => t.max_use = rng.pick(&[(1 << 53) + 1, u64::MAX]),
                    6 => t.use_bond_bps = rng.pick(&[0, 499, 5_001]),
                    7 => t.opens = now - 1,
                    8 => t.stay = rng.pick(&[0, 30 * DAY as u32 - 1, 366 * DAY as u32 + 1]),
                    9 => t.min_solvency_bps = rng.pick(&[1, 10_001]),
                    10 => t.withdraw_until = rng.pick(&[t.opens - 1, t.deadline + 1]),
                    _ => t.deadline = now + 180 * DAY + rng.pick(&[0, 1]),
                }
            }
            t
        }
    }
}

#[cfg(test)]
mod tests {
    use super::SPOILT_TERMS;
    use crate::{
        DAY, Refusal, UNIT, World,
        call::Founding,
        fixtures::{Founded, failed, found, take_in},
        pool_terms,
        stateful::chain::text,
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
        world.attempt(coop.site.open_pool(0, terms.clone()), &[&coop.founder]).unwrap_err()
    }

    #[test]
    fn a_pool_keeps_its_terms_and_the_founder_pays_its_rent() {
        let (mut world, coop) = founded();
        let (terms, site) = (pool_terms(world.now()), coop.site.pool(0));
        let before = world.lamports(&coop.founder.wallet());
        world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
        let pool = world.pool(&site.pool);
        assert_eq!(coop_math::bootstrap::Terms::from(&pool.terms), terms.numbers(100 * UNIT));
        assert_eq!(
            (pool.coop, pool.escrow, text(&pool.purpose)),
            (coop.site.coop, site.escrow, terms.purpose.clone())
        );
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
            |t| t.max_use = 1 << 53,
            |t| (t.min_use, t.use_bond_bps) = (0, 0),
            |t| t.use_bond_bps = 500,
            |t| t.use_bond_bps = 5_000,
            |t| t.stay = 366 * DAY as u32,
            |t| (t.withdraw_until, t.deadline) = (t.opens, t.opens),
            |t| t.deadline = t.opens + 180 * DAY,
        ];
        for change in at_bounds {
            let (mut world, coop) = founded();
            let mut terms = pool_terms(world.now());
            change(&mut terms);
            world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
        }
    }

    #[test]
    fn a_founder_who_left_opens_none() {
        let (mut world, mut coop) = founded();
        take_in(&mut world, &mut coop, 1);
        world.accepts(coop.site.resign(&coop.founder.wallet()), &[&coop.founder]);
        let terms = pool_terms(world.now());
        let mut call = coop.site.open_pool(0, terms);
        world.refuses(NotAMember, call.clone(), &[&coop.founder]);
        // nor by the membership of somebody else
        call.accounts[3].pubkey = coop.site.member(&coop.members[0].wallet());
        world.refuses(WalletMismatch, call, &[&coop.founder]);
    }

    #[test]
    fn after_a_failure_another_pool_can_be_opened_under_the_next_number_only() {
        let mut world = World::new();
        let g = failed(&mut world);
        let terms = pool_terms(world.now());
        assert!(world.attempt(g.coop.site.open_pool(0, terms.clone()), &[&g.coop.founder]).is_err());
        assert!(world.attempt(g.coop.site.open_pool(2, terms.clone()), &[&g.coop.founder]).is_err());
        world.accepts(g.coop.site.open_pool(1, terms.clone()), &[&g.coop.founder]);
        world.refuses(FoundingPoolLive, g.coop.site.open_pool(2, terms.clone()), &[&g.coop.founder]);
    }
}
