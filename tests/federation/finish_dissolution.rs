//! `finish_dissolution`: Passes the remaining money of a dissolving co-op to its heir.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Passes what is left to the successor, into the vault of `into`.
    pub fn finish_dissolution(&self, successor: Option<Address>, into: Option<Address>) -> Instruction {
        build(
            accounts::FinishDissolution {
                coop: self.coop,
                vault: self.vault,
                mint: self.mint,
                successor,
                successor_vault: into.map(|coop| address::vault(&coop)),
                token_program: self.token_program,
            },
            instruction::FinishDissolution {},
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
        fixtures::{active, dissolving},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed},
            generate::{Aim, Generator},
            model::{Coop, FOUNDERS, Life, Model, Refused, Verdict, YEAR, demand},
        },
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "finish_dissolution"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = dissolving(world);
            world.pass(180 * crate::DAY);
            let heir = Some(large.site.coop);
            Call::new(small.site.finish_dissolution(heir, heir), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[
                Spared(
                    Spoiling::ByAddress,
                    3,
                    "an heir that is no co-op of the mint is gone, and is passed over",
                ),
                Spared(Spoiling::Gone, 3, "an heir of another mint is passed over"),
            ]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            5
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, model, coop, .. } = aim;
            let next = coop.books.successor;
            let wrong = g.rng.percent(8).then(|| g.rng.upto(FOUNDERS.len()));
            let successor = if g.rng.percent(96) { next } else { wrong };
            let lives = next
                .is_some_and(|next| model.coops[next].life == Life::Alive && model.coops[next].is_active());
            let into = if g.rng.percent(95) { next.filter(|_| lives) } else { wrong };
            FinishDissolution { slot, successor, into }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopNotDissolving, |w| {
            let g = active(w, 3, 200 * UNIT);
            no(w, g.coop.site.finish_dissolution(None, None), &[])
        }),
        (TooEarlyToFinish, |w| {
            let (small, large) = dissolving(w);
            w.pass(180 * DAY - 1);
            let heir = Some(large.site.coop);
            no(w, small.site.finish_dissolution(heir, heir), &[])
        }),
        (NotTheSuccessor, |w| {
            let (small, _) = dissolving(w);
            w.pass(180 * DAY);
            no(w, small.site.finish_dissolution(None, None), &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct FinishDissolution {
        pub slot: usize,
        pub successor: Option<usize>,
        /// Into whose vault.
        pub into: Option<usize>,
    }

    impl Act for FinishDissolution {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn other_slot(&self) -> Option<usize> {
            self.successor
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, successor, into } = *self;
            let site = &chain.sites[slot];
            let at = |slot: Option<usize>| slot.map(|slot| chain.sites[slot].coop);
            let fixed = if model.pays(self) { vec![0, 1, 2, 5] } else { vec![0, 1, 2] };
            (site.finish_dissolution(at(successor), at(into)), fixed)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, successor, into } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let b = &c.books;
            // one account in two places
            if successor == Some(slot) || into == Some(slot) {
                return Err(Refused::Somehow);
            }
            demand(successor == b.successor, NotTheSuccessor)?;
            demand(c.is_dissolving(), CoopNotDissolving)?;
            if let Some(next) = successor {
                let heir = &model.coops[next];
                if heir.life != Life::Alive || !heir.is_active() {
                    // whoever inherits from it, or would have
                    let after = heir.books.successor;
                    let theirs =
                        if heir.life == Life::Alive { heir.books.federations.clone() } else { vec![] };
                    let c = model.edit(slot);
                    c.books.heirs_gone += 1;
                    if c.books.heirs_gone < 8 {
                        c.books.federations.extend(theirs.into_iter().filter(|of| *of != slot));
                        c.books.federations.truncate(8);
                    }
                    let ends = c.books.heirs_gone >= 8 || after == Some(slot);
                    c.succeed(after.filter(|_| !ends));
                    c.books.seq += 1;
                    return Ok(());
                }
            }
            let since = now - b.dissolving_at;
            demand(since >= 180 * DAY, TooEarlyToFinish)?;
            let last = since >= 3 * YEAR;
            let above = b.money.operating().saturating_sub(b.claims - b.claims_paid);
            let amount = if last { c.buckets() } else { b.money.reserve + b.money.solidarity + above };
            if amount == 0 && b.swept_at != 0 {
                return Ok(());
            }
            demand(amount > 0 || last, NothingToPass)?;
            if successor.is_some() {
                demand(into.is_some(), NotTheSuccessor)?;
                demand(into == successor, VaultMismatch)?;
            }
            let c = model.edit(slot);
            let b = &mut c.books;
            if last {
                b.money = Default::default();
                (b.shares_earning, b.pioneer_units, b.founding_shares) = (0, 0, 0);
                (b.shares_unclaimed, b.transits) = (0, Default::default());
                (b.claims, b.claims_paid, b.members, b.electors) = (0, 0, 0, 0);
                if b.swept_at == 0 {
                    b.swept_at = now;
                }
            } else {
                b.money.take(above);
                (b.money.reserve, b.money.solidarity) = (0, 0);
            }
            if let Some(next) = successor {
                model.pass(slot, next, amount);
            } else {
                let c = model.edit(slot);
                c.vault -= amount;
                c.books.seq += 1;
            }
            Ok(())
        }
    }

    impl Coop {
        /// The heir, or, if there is none left, the federation that is asked next.
        pub fn succeed(&mut self, heir: Option<usize>) {
            let b = &mut self.books;
            b.successor = heir.or_else(|| b.federations.pop());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{active, dissolving, donate, settle_everyone},
    };
    use anchor_lang::prelude::Address;
    use coop::{events::Event, state::Coop};

    /// Operating money above the claims of 600 goes with the reserve of 3 and the solidarity of 2, earnings first.
    #[test]
    fn after_180_days_what_nobody_claims_passes_and_the_claims_stay_covered() {
        for (fund, earnings, above) in [(610, 5, 15), (570, 50, 20), (600, 0, 0), (590, 10, 0)] {
            let mut world = World::new();
            let (small, large) = dissolving(&mut world);
            let (site, heir) = (small.site, large.site);
            donate(&mut world, &site.vault, 100 * UNIT);
            world.edit::<Coop>(&site.coop, |c| {
                (c.books.fund, c.books.earnings) = ((fund * UNIT).into(), (earnings * UNIT).into());
            });
            assert_eq!(world.coop(&site.coop).claims, 600 * UNIT);
            world.pass(180 * DAY);
            let before = world.balance(&heir.vault);
            world.accepts(site.finish_dissolution(Some(heir.coop), Some(heir.coop)), &[]);
            assert_eq!(world.balance(&heir.vault) - before, (5 + above) * UNIT);
            let books = world.coop(&site.coop).books;
            let earned = above.min(earnings);
            assert_eq!((books.reserve.get(), books.solidarity.get()), (0, 0));
            assert_eq!(books.earnings.get(), (earnings - earned) * UNIT);
            assert_eq!(books.fund.get(), (fund - (above - earned)) * UNIT);
        }
    }

    /// Nothing is moved, so a vault that is frozen holds nobody up.
    #[test]
    fn after_three_years_claims_lapse_though_nothing_is_left_and_the_vault_is_frozen() {
        let mut world = World::new();
        let (small, large) = dissolving(&mut world);
        let (site, heir) = (small.site, Some(large.site.coop));
        settle_everyone(&mut world, &small);
        for who in small.everyone() {
            world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        }
        world.pass(180 * DAY);
        world.accepts(site.finish_dissolution(heir, heir), &[]);
        assert_eq!((world.coop(&site.coop).cash(), world.balance(&site.vault)), (0, 0));
        world.pass(3 * 365 * DAY);
        // as if shares of a pool were unclaimed, and an elector without capital had not been dismissed
        world.edit::<Coop>(&site.coop, |c| (c.transits[1].pools, c.electors) = (1.into(), 1.into()));
        world.patch(&site.vault, 108, &[2]);
        let saved = world.save();
        for (successor, events) in [(heir, 2), (None, 1)] {
            world.restore(&saved);
            world.edit::<Coop>(&site.coop, |c| c.successor = successor.unwrap_or_default());
            let finish = site.finish_dissolution(successor, successor);
            assert_eq!(world.accepts(finish.clone(), &[]).events.len(), events);
            let coop = world.coop(&site.coop);
            assert_eq!((coop.swept_at.get(), coop.electors.get()), (world.now(), 0));
            assert!(coop.transits.iter().all(|place| place.pools == 0));
            world.pass(1);
            world.changes_nothing(finish);
        }
    }

    #[test]
    fn wrapped_sol_that_nobody_inherits_stays_and_the_books_say_that_it_is_nobodys() {
        let mut world = World::new();
        let (small, _) = dissolving(&mut world);
        let site = small.site;
        world.edit::<Coop>(&site.coop, |c| c.successor = Address::default());
        // as the native mint's: it says of its lamports how many are rent
        world.patch(&site.vault, 109, &1u32.to_le_bytes());
        let held = world.balance(&site.vault);
        world.pass(180 * DAY);
        let receipt = world.accepts(site.finish_dissolution(None, None), &[]);
        let [Event::MoneyPassed(passed)] = &receipt.events[..] else { panic!("{:?}", receipt.events) };
        assert_eq!((passed.amount.get(), passed.to, passed.last), (5 * UNIT, Address::default(), 0));
        assert_eq!(world.balance(&site.vault), held);
        assert_eq!(world.coop(&site.coop).cash(), held - 5 * UNIT);
    }

    /// The heir has asked its federation already, which is next in its own line: it is not asked a second time.
    #[test]
    fn a_federation_that_an_heir_has_passed_on_to_is_not_in_line_again() {
        let mut world = World::new();
        let (small, large) = dissolving(&mut world);
        let (site, federation) = (small.site, active(&mut world, 3, 200 * UNIT).coop.site.coop);
        let now = world.now();
        world.edit::<Coop>(&large.site.coop, |c| {
            (c.dissolving_at, c.federation) = (now.into(), federation);
            c.begin_succession();
            assert_eq!((c.successor, c.federations[0], c.federations_left), (federation, federation, 0));
        });
        world.accepts(site.finish_dissolution(Some(large.site.coop), None), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.successor, coop.federations_left, coop.heirs_gone), (federation, 0, 1));
    }
}
