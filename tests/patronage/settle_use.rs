//! `settle_use`: Compares a promise of use with the member's turnover, and frees or forfeits the bond.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn settle_use(&self, wallet: &Address) -> Instruction {
        build(accounts::SettleUse { coop: self.coop, member: self.member(wallet) }, instruction::SettleUse {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, settled, traded},
        scenes::no,
        stateful::{
            books::part,
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "settle_use"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            let wallet = t.g.coop.members[0].wallet();
            world.accepts(t.site().settle_patronage(&wallet, 0), &[]);
            Call::new(t.site().settle_use(&wallet), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            12
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(|m| m.promised > 0)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, _g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            SettleUse { slot, who }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (UseNotDue, |w| {
            let g = active(w, 3, 200 * UNIT);
            no(w, g.coop.site.settle_use(&g.coop.founder.wallet()), &[])
        }),
        (ClaimSharesFirst, |w| {
            let g = settled(w, 3, 200 * UNIT);
            no(w, g.coop.site.settle_use(&g.coop.founder.wallet()), &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SettleUse {
        pub slot: usize,
        pub who: Who,
    }

    impl Act for SettleUse {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched::people(&[self.who])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who } = *self;
            (chain.sites[slot].settle_use(&chain.wallet(who)), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            if m.promised == 0 {
                return Ok(());
            }
            c.require_claims()?;
            demand(m.promise_stands, ClaimSharesFirst)?;
            let over = m.turnover >= m.promised || now >= m.promise_ends;
            demand(over || c.is_dissolving(), UseNotDue)?;
            let missing = if c.is_dissolving() { 0 } else { m.promised.saturating_sub(m.turnover) };
            let lost = part(m.bonded, missing, m.promised);
            if lost > 0 {
                c.require_not_overdue(now)?;
                c.require_settled(m)?;
            }
            let c = model.edit(slot);
            if lost > 0 {
                let (open, revolve) = (c.books.period, c.terms().revolve_periods);
                let m = c.edit_member(who);
                m.mature(open, revolve);
                // what has matured and is not asked back goes first
                let free = m.matured.min(m.matured + m.withdrawn - m.asked);
                c.forfeit(who, lost, lost.saturating_sub(free), now);
            }
            c.edit_member(who).end_promise();
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
