//! `finish_dissolution`: Passes what is left of a dissolving co-op to its heir.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Passes what is left to the successor; `heir` and `federation` are what the co-op names.
    pub fn finish_dissolution(
        &self,
        heir: Option<Address>,
        federation: Option<Address>,
        successor: Option<Address>,
    ) -> Instruction {
        build(
            accounts::FinishDissolution {
                coop: self.coop,
                vault: self.vault,
                mint: self.mint,
                heir,
                federation,
                successor_vault: successor.map(|coop| address::vault(&coop)),
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
            model::{FOUNDERS, Life, Model, Refused, Verdict, YEAR, demand},
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
            Call::new(small.site.finish_dissolution(heir, None, heir), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[
                Spared(
                    Spoiling::ByAddress,
                    3,
                    "an heir that is no co-op of the mint is gone, and does not inherit",
                ),
                Spared(Spoiling::Gone, 3, "an heir of another mint does not inherit"),
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
            let b = &coop.books;
            let alive =
                |slot: &usize| model.coops[*slot].life == Life::Alive && model.coops[*slot].is_active();
            let next = [b.heir, b.federation].into_iter().flatten().find(alive);
            let federation = if b.heir == b.federation { None } else { b.federation };
            let wrong = g.rng.percent(8).then(|| g.rng.upto(FOUNDERS.len()));
            let successor = if g.rng.percent(95) { next } else { wrong };
            let heir = if g.rng.percent(96) { b.heir } else { wrong };
            FinishDissolution { slot, heir, federation, successor }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopNotDissolving, |w| {
            let g = active(w, 3, 200 * UNIT);
            no(w, g.coop.site.finish_dissolution(None, None, None), &[])
        }),
        (TooEarlyToFinish, |w| {
            let (small, large) = dissolving(w);
            w.pass(180 * DAY - 1);
            let heir = Some(large.site.coop);
            no(w, small.site.finish_dissolution(heir, None, heir), &[])
        }),
        (NotTheSuccessor, |w| {
            let (small, _) = dissolving(w);
            w.pass(180 * DAY);
            no(w, small.site.finish_dissolution(None, None, None), &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct FinishDissolution {
        pub slot: usize,
        pub heir: Option<usize>,
        pub federation: Option<usize>,
        pub successor: Option<usize>,
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

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, heir, federation, successor } = *self;
            let site = &chain.sites[slot];
            let at = |slot: Option<usize>| slot.map(|slot| chain.sites[slot].coop);
            let call = site.finish_dissolution(at(heir), at(federation), at(successor));
            (call, vec![0, 1, 2, 6])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, heir, federation, successor } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let b = &c.books;
            // one account in two places
            let same = |a: Option<usize>, b: Option<usize>| a.is_some() && a == b;
            if [heir, federation, successor].contains(&Some(slot)) || same(heir, federation) {
                return Err(Refused::Somehow);
            }
            demand(heir == b.heir, NotTheSuccessor)?;
            demand(b.federation == b.heir || federation == b.federation, NotTheSuccessor)?;
            let federation = if b.federation == b.heir { None } else { b.federation };
            let inherits = |slot: &usize| {
                let coop = &model.coops[*slot];
                coop.life == Life::Alive && coop.is_active()
            };
            let next = [b.heir, federation].into_iter().flatten().find(inherits);
            demand(c.is_dissolving(), CoopNotDissolving)?;
            let since = now - b.dissolving_at;
            demand(since >= 180 * DAY, TooEarlyToFinish)?;
            let last = since >= 3 * YEAR;
            let above = b.money.operating().saturating_sub(b.claims - b.claims_paid);
            let amount = if last {
                demand(b.money.shares_in_transit == 0, ClaimSharesFirst)?;
                c.buckets()
            } else {
                b.money.reserve + b.money.solidarity + above
            };
            let sweeps = last && (b.swept_at == 0 || b.swept_at == now);
            demand(amount > 0 || sweeps, NothingToPass)?;
            if let Some(next) = next {
                demand(successor.is_some(), NotTheSuccessor)?;
                demand(successor == Some(next), VaultMismatch)?;
            }
            let c = model.edit(slot);
            let b = &mut c.books;
            if last {
                b.money = Default::default();
                (b.shares_earning, b.pioneer_units, b.founding_shares) = (0, 0, 0);
                (b.claims, b.claims_paid, b.members, b.electors) = (0, 0, 0, 0);
                if b.swept_at == 0 {
                    b.swept_at = now;
                }
            } else {
                b.money.take(above);
                (b.money.reserve, b.money.solidarity) = (0, 0);
            }
            match next {
                Some(next) => model.pass(slot, next, amount),
                None => {
                    let c = model.edit(slot);
                    c.vault -= amount;
                    c.books.seq += 1;
                }
            }
            Ok(())
        }
    }
}
