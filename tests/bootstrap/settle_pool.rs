//! `settle_pool`: Settles a pool that is due or full.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn settle_pool(&self) -> Instruction {
        self.settle_pool_of(None)
    }

    /// `ending`: the co-op's resolution to dissolve.
    pub fn settle_pool_of(&self, ending: Option<Address>) -> Instruction {
        build(
            accounts::SettlePool {
                coop: self.coop.coop,
                pool: self.pool,
                escrow: self.escrow,
                vault: self.coop.vault,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
                ending,
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
        Call, DAY, UNIT, World,
        fixtures::{
            Gathering, active, close_overdue, fill_books, later_terms, open_later, pass, pledge, pledged,
        },
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched},
            generate::{Aim, Generator},
            model::{Coop, Model, Verdict, demand},
            proposal::Proposal,
        },
        verb::{Scene, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Kind, PoolTerms},
    };
    use solana_message::Instruction;

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

        fn weight(&self) -> u64 {
            6
        }

        fn fits(&self, coop: &Coop, pool: usize, _who: usize) -> bool {
            coop.pools.get(pool).is_some_and(|p| p.exists && p.gathered.settled_at == 0)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, pool, coop, now, .. } = aim;
            let is_to_end = |p: &Proposal| p.what.kind() == Kind::Dissolve && p.has_passed(coop, now);
            let some = coop.proposals.iter().flatten().any(is_to_end);
            let names = g.rng.percent(if some { 50 } else { 1 });
            let ending = names.then(|| g.proposal(coop, is_to_end));
            SettlePool { slot, pool, ending }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (TooEarlyToSettle, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            w.send(&[g.site.settle_pool()], &[]).expect_err("refused")
        }),
        (CharterJustAmended, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            let ends = w.pool(&g.site.pool).terms.deadline.get();
            w.edit::<coop::state::Coop>(&g.coop.site.coop, |c| c.amended_at = (ends - 7 * DAY + 2).into());
            w.set_time(ends + 1);
            no(w, g.site.settle_pool(), &[])
        }),
        (ClaimOlderPoolsFirst, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            w.edit::<coop::state::Coop>(&g.coop.site.coop, |c| {
                (c.transits[0].pools, c.transits[0].period) = (1.into(), 4.into());
            });
            w.set_time(w.pool(&g.site.pool).terms.deadline.get() + 1);
            no(w, g.site.settle_pool(), &[])
        }),
        (NotResolvedToDissolve, |w| {
            let g = active(w, 3, 200 * UNIT);
            let site = g.coop.site;
            let terms = later_terms(w);
            let index = pass(w, &g.coop, Action::OpenPool { terms });
            w.accepts(site.execute_open_pool(&g.coop.founder.wallet(), index, 1), &[&g.coop.founder]);
            no(w, site.pool(1).settle_pool_of(Some(site.proposal(index))), &[])
        }),
        (VaultUnpayable, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            w.patch(&g.coop.site.vault, 108, &[2]);
            w.set_time(w.pool(&g.site.pool).terms.deadline.get() + 30 * DAY);
            no(w, g.site.settle_pool(), &[])
        }),
        (BooksOverflow, |w| {
            let (g, terms) = pledged_later(w);
            w.set_time(terms.deadline + 30 * DAY);
            close_overdue(w, &g.coop);
            fill_books(w, &g.coop.site, 300 * UNIT - 1);
            no(w, g.coop.site.pool(1).settle_pool(), &[])
        }),
    ];

    /// An active co-op whose three members have pledged 100 each to pool 1, with its terms.
    pub(super) fn pledged_later(w: &mut World) -> (Gathering, PoolTerms) {
        let g = active(w, 3, 200 * UNIT);
        let terms = later_terms(w);
        open_later(w, &g.coop, &terms);
        for who in g.coop.everyone() {
            pledge(w, &g.coop.site.pool(1), who, 100 * UNIT, 0);
        }
        (g, terms)
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SettlePool {
        pub slot: usize,
        pub pool: usize,
        /// The resolution that it names.
        pub ending: Option<usize>,
    }

    impl Act for SettlePool {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, ending, .. } = *self;
            Touched { proposal: ending, ..Touched::pooled(pool, &[]) }
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, ending } = *self;
            let site = &chain.sites[slot];
            let ending = ending.map(|p| site.proposal(model.nth(slot, p)));
            (site.pool(pool as u32).settle_pool_of(ending), vec![0, 1, 2, 3, 4])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, ending } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let ending = ending.map(|ending| c.proposal(ending)).transpose()?;
            let p = c.pool(pool)?;
            let (t, g) = (&p.terms, p.gathered);
            if g.settled_at != 0 {
                return Ok(());
            }
            if let Some(ending) = ending {
                let is_to_end = ending.what.kind() == Kind::Dissolve && ending.has_passed(c, now);
                demand(is_to_end, NotResolvedToDissolve)?;
            }
            let ends = c.is_dissolving() || ending.is_some();
            let passes = !p.closed();
            let full = now > t.withdraw_until && passes && g.raised >= t.max_raise;
            demand(ends || now > t.deadline || full, TooEarlyToSettle)?;
            let amended = c.books.amended_at;
            let read = amended == 0 || now - amended >= 7 * DAY;
            demand(ends || read, CharterJustAmended)?;
            if !ends && !p.founding {
                c.require_not_overdue(now)?;
            }
            let solvent = t.min_solvency_bps == 0 || c.solvency_of_newcomers() >= t.min_solvency_bps;
            demand(ends || solvent || now > t.deadline, TooEarlyToSettle)?;
            let mut succeeds = passes && solvent && !ends;
            let (max_raise, founding) = (t.max_raise, p.founding);
            let accepted = g.raised.min(max_raise);
            // pro-rata shares round down: up to one unit less than there are pledgers may prove refunds
            let aside = if g.raised > accepted { g.pledgers as u64 - 1 } else { 0 };
            let shares = accepted.saturating_sub(aside);
            let mut money = c.books.money;
            if succeeds && now > t.deadline + 30 * DAY {
                // what does not fit into the books fails at last
                succeeds = money.pay_in(accepted, true).is_ok();
                money = c.books.money;
            }
            if succeeds {
                money.pay_in(shares, true)?;
                money.dividends += g.raised - shares;
            }

            let m = c.pools[pool].floor as u128;
            let (all, own) = (g.pledgers as u128 * m, g.people as u128 * m);
            // what those who stayed can get at most, by the formula of a claim, on all of theirs at once
            let earning = if g.raised > accepted {
                own + (g.people_raised as u128 - own) * (accepted as u128 - all) / (g.raised as u128 - all)
            } else {
                g.people_raised as u128
            };
            let number = if founding { 0 } else { c.books.period };
            let place = c.books.transits[number as usize % 4];
            demand(!succeeds || place.2 == 0 || place.1 == number, ClaimOlderPoolsFirst)?;
            let c = model.edit(slot);
            if founding {
                c.books.founding_pool_live = 0;
            }
            c.books.seq += 1;
            c.pools[pool].gathered.settled_at = now;
            if succeeds {
                c.books.pool_succeeded_at = now;
                let p = &mut c.pools[pool];
                p.gathered.succeeded = 1;
                p.gathered.accepted = accepted;
                p.gathered.shares_unclaimed = shares;
                p.gathered.refunds_unclaimed = g.raised - shares;
                p.gathered.settled_in = c.books.period;
                p.escrow -= g.raised;
                c.vault += g.raised;
                c.books.money = money;
                if founding {
                    c.books.money.fresh = 0;
                    c.books.activated_at = now;
                    c.gain_electors(g.people, now);
                    c.books.founding_shares = earning as u64;
                    c.start(0, 0, now);
                }
                c.pools[pool].gathered.earning_unclaimed = earning as u64;
                c.books.shares_unclaimed += earning as u64;
                let place = &mut c.books.transits[number as usize % 4];
                (place.1, place.2) = (number, place.2 + 1);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
