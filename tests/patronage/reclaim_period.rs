//! `reclaim_period`: Closes the account of a period that is settled and a year old.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_period(&self, number: u32, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimPeriod { coop: self.coop, period: self.period(number), rent_payer: *rent_payer },
            instruction::ReclaimPeriod {},
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
        fixtures::traded,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, YEAR, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_period"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            for who in t.g.coop.everyone() {
                world.accepts(t.site().settle_patronage(&who.wallet(), 0), &[]);
            }
            world.pass(365 * crate::DAY);
            Call::new(t.site().reclaim_period(0, &t.g.coop.founder.wallet()), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            4
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, .. } = aim;
            let left = coop.periods.iter().position(|p| p.as_ref().is_some_and(|p| p.unsettled == 0));
            let any = g.rng.upto(coop.periods.len() + 1);
            let period = if g.rng.percent(70) { left.unwrap_or(any) } else { any };
            let payer = coop.periods.get(period).and_then(|p| p.as_ref()).map_or(0, |p| p.rent_payer);
            ReclaimPeriod { slot, period, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(PeriodStillNeeded, |w| {
        let t = traded(w);
        w.pass(365 * DAY);
        w.send(&[t.site().reclaim_period(0, &t.g.coop.founder.wallet())], &[]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimPeriod {
        pub slot: usize,
        pub period: usize,
        pub to: Who,
    }

    impl Act for ReclaimPeriod {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { period, to, .. } = *self;
            Touched { period: Some(period), ..Touched::people(&[to]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, period, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.reclaim_period(period as u32, &w(to)), vec![0, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, period, to } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.periods.get(period).and_then(|p| p.as_ref()).ok_or(Refused::Somehow)?;
            demand(to == p.rent_payer, RentPayerMismatch)?;
            let settled = p.unsettled == 0 || c.books.swept_at != 0;
            demand(settled && now - p.closed_at >= YEAR, PeriodStillNeeded)?;
            model.lamports[to] += model.rents.period;
            let c = model.edit(slot);
            c.periods[period] = None;
            c.books.period_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{DAY, World, fixtures::traded};
    use coop::error::CoopError::*;

    #[test]
    fn a_result_can_be_read_for_a_year_and_until_everyone_is_settled() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, payer) = (t.site(), t.g.coop.founder.wallet());
        let closed = world.period(&site.period(0)).closed_at.get();
        let people: Vec<_> = t.g.coop.everyone().map(crate::support::actor::Actor::wallet).collect();
        for who in &people[..2] {
            world.accepts(site.settle_patronage(who, 0), &[]);
        }
        world.set_time(closed + 365 * DAY - 1);
        world.refuses(PeriodStillNeeded, site.reclaim_period(0, &payer), &[]);
        world.pass(1);
        world.refuses(PeriodStillNeeded, site.reclaim_period(0, &payer), &[]);
        world.accepts(site.settle_patronage(&people[2], 0), &[]);
        world.refuses(RentPayerMismatch, site.reclaim_period(0, &people[1]), &[]);
        let held = world.lamports(&payer);
        world.accepts(site.reclaim_period(0, &payer), &[]);
        assert!(world.lamports(&payer) > held && world.is_closed(&site.period(0)));
        assert_eq!(world.coop(&site.coop).period_accounts, 0);
    }
}
