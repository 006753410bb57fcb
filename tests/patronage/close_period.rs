//! `close_period`: Closes a period that is over and allocates its surplus.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Closes the period of this number, which must be the open one.
    pub fn close_period(&self, payer: &Address, number: u32) -> Instruction {
        build(
            accounts::ClosePeriod {
                payer: *payer,
                coop: self.coop,
                period: self.period(number),
                system_program: system(),
            },
            instruction::ClosePeriod { number },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World, charter,
        fixtures::{traded, trading},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "close_period"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            let who = &t.g.coop.members[1];
            world.accepts(t.site().settle_patronage(&who.wallet(), 0), &[]);
            t.pay(world, who, 700 * UNIT);
            let stranger = world.actor("stranger", 1_000 * UNIT);
            world.accepts(t.payment(&stranger, false, 500 * UNIT), &[&stranger]);
            world.pass(charter().period_length as i64);
            Call::new(t.site().close_period(&t.owner.wallet(), 1), &[&t.owner.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            20
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            let open = aim.coop.books.period;
            // one that is closed already, or not begun yet, now and then
            let number = match g.rng.below(20) {
                0 => open.saturating_sub(1),
                1 => open + 1,
                _ => open,
            };
            ClosePeriod { slot, payer: who, number }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(PeriodNotOver, |w| {
        let t = trading(w, 3, 200 * UNIT);
        w.pass(charter().period_length as i64 - 1);
        w.send(&[t.site().close_period(&t.owner.wallet(), 0)], &[&t.owner.key]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ClosePeriod {
        pub slot: usize,
        pub payer: Who,
        pub number: u32,
    }

    impl Act for ClosePeriod {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { payer, .. } = *self;
            Touched::people(&[payer])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, payer, number } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            // of one that is closed already nobody looks at the account; and in the place of a co-op another may do
            let open = number >= model.coops[slot].books.period;
            (site.close_period(&w(payer), number), if open { vec![2, 3] } else { vec![3] })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, payer, number } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            if number < c.books.period {
                return Ok(());
            }
            demand(c.is_active(), CoopNotActive)?;
            demand(number == c.books.period && now >= c.period_ends(), PeriodNotOver)?;
            model.lamports[payer] -= model.rents.period;
            let c = model.edit(slot);
            c.close(payer, false, now);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod leavers;
#[cfg(test)]
mod waterfall;

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World, charter,
        fixtures::{active, found, pass, spend, traded, trading},
        patronage::seasoned,
        scenes::amendment,
    };
    use coop::{error::CoopError::*, state::Coop};

    #[test]
    fn a_period_closes_at_the_second_it_is_over_and_the_next_begins_then() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who) = (t.site(), &t.owner);
        let began = world.coop(&site.coop).period.started_at.get();
        world.set_time(began + charter().period_length as i64 - 1);
        world.refuses(PeriodNotOver, site.close_period(&who.wallet(), 0), &[who]);
        world.pass(1);
        world.accepts(site.close_period(&who.wallet(), 0), &[who]);
        let (coop, period) = (world.coop(&site.coop), world.period(&site.period(0)));
        assert_eq!((coop.period.number.get(), coop.period.started_at.get()), (1, world.now()));
        assert_eq!((period.started_at.get(), period.closed_at.get()), (began, world.now()));
        assert_eq!(coop.closed_until, world.now());
        world.refuses(PeriodNotOver, site.close_period(&who.wallet(), 1), &[who]);
        world.refuses(PeriodNotOver, site.close_period(&who.wallet(), 2), &[who]);
    }

    #[test]
    fn to_close_what_is_closed_succeeds_and_changes_nothing() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, one, two) = (t.site(), &t.owner, &t.g.coop.founder);
        world.pass(charter().period_length as i64);
        let close = |who: &crate::Actor, number| site.close_period(&who.wallet(), number);
        let both = [close(one, 1), close(two, 1)];
        world.send(&both, &[&one.key, &two.key]).expect("both get through");
        let addresses = [site.coop, site.period(0), site.period(1), one.wallet(), two.wallet()];
        let before = world.snapshot(addresses);
        for number in [0, 1] {
            let receipt = world.accepts(close(two, number), &[two]);
            assert!(receipt.events.is_empty());
        }
        assert_eq!(world.snapshot(addresses), before);
        assert_eq!(world.coop(&site.coop).period_accounts, 2);
    }

    #[test]
    fn an_overdue_close_keeps_the_regular_end_and_is_one_closing() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let site = t.site();
        let regular = world.coop(&site.coop).period.ends();
        t.pay(&mut world, &t.g.coop.founder, 1_000 * UNIT);
        world.set_time(regular + 10 * charter().period_length as i64 + 12_345);
        t.close(&mut world);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.period.number.get(), coop.period.started_at.get()), (1, world.now()));
        assert_eq!(world.period(&site.period(0)).result.surplus, 30 * UNIT);
        assert_eq!(coop.closed_until, regular);
    }

    #[test]
    fn nothing_of_the_open_period_is_changed_by_another_charter() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who) = (t.site(), &t.g.coop.founder);
        let ends = world.coop(&site.coop).period.ends();
        t.pay(&mut world, who, 1_000 * UNIT);
        // all that an amendment can change: as executed in the open period
        world.edit::<Coop>(&site.coop, |c| {
            let terms = &mut c.charter;
            terms.period_length = (7 * DAY as u32).into();
            terms.reserve_bps = 5_000.into();
            terms.solidarity_bps = 4_000.into();
            terms.remit_bps = 10_000.into();
            terms.interest_cap_bps = 0.into();
            terms.depreciation_bps = 10_000.into();
            terms.work_bps = 0.into();
            terms.cash_bps = 2_000.into();
        });
        world.set_time(ends - 1);
        world.refuses(PeriodNotOver, site.close_period(&who.wallet(), 0), &[who]);
        t.close(&mut world);
        let result = world.period(&site.period(0)).result;
        assert_eq!((result.reserve.get(), result.solidarity.get()), (6 * UNIT, 1_500_000));
        assert_eq!((result.members.get(), result.cash_bps.get()), (22_500_000, 5_000));
        // the next one takes them
        let period = world.coop(&site.coop).period;
        assert_eq!((period.ends() - world.now(), period.rates.reserve_bps.get()), (7 * DAY, 5_000));
        world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        t.pay(&mut world, who, 1_000 * UNIT);
        t.close(&mut world);
        let result = world.period(&site.period(1)).result;
        assert_eq!((result.reserve.get(), result.solidarity.get()), (15 * UNIT, 12 * UNIT));
    }

    #[test]
    fn an_amendment_that_passes_is_in_force_from_the_period_after_its_turn() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let index = pass(&mut world, &g.coop, amendment(|c| c.reserve_bps = 4_000));
        world.accepts(site.execute_amend(index, None), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.charter.reserve_bps.get(), coop.period.rates.reserve_bps.get()), (4_000, 2_000));
        crate::fixtures::close(&mut world, &g.coop);
        assert_eq!(world.coop(&site.coop).period.rates.reserve_bps, 4_000);
    }

    #[test]
    fn while_a_period_is_overdue_nothing_leaves_but_everything_comes_in() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who, other) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        world.set_time(world.coop(&site.coop).period.ends());
        world.refuses(ClosePeriodFirst, site.withdraw_shares(&who.wallet(), UNIT, 0), &[who]);
        world.refuses(ClosePeriodFirst, site.ask_back(&who.wallet(), 0, 0), &[who]);
        world.refuses(ClosePeriodFirst, site.resign_asking(&who.wallet()), &[who]);
        world.accepts(site.subscribe(other, UNIT), &[other]);
        world.accepts(site.pay_coop(other, None, UNIT), &[other]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        let close = site.close_period(&other.wallet(), 1);
        let ask = site.ask_back(&who.wallet(), 180 * UNIT, 0);
        world.send(&[close, ask], &[&other.key, &who.key]).expect("closed in the same transaction");
    }

    #[test]
    fn investments_wear_by_the_second_out_of_earnings() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let site = t.site();
        spend(&mut world, &site, 365 * UNIT, true);
        t.pay(&mut world, &t.g.coop.founder, 1_000 * UNIT);
        t.close(&mut world);
        // 365 × 20 % × 30 ÷ 365 = 6
        let (coop, result) = (world.coop(&site.coop), world.period(&site.period(0)).result);
        assert_eq!((result.wear.get(), result.loss.get(), result.surplus.get()), (6 * UNIT, 0, 24 * UNIT));
        assert_eq!((coop.books.invested.get(), coop.books.loss.get()), (359 * UNIT, 0));
        // 6 came back to the fund, and the retained half of 18
        assert_eq!(coop.books.fund, 600 * UNIT - 365 * UNIT + 6 * UNIT + 9 * UNIT);
        // what was never closed for six years is worth nothing
        world.pass(6 * 365 * DAY);
        t.close(&mut world);
        let (coop, result) = (world.coop(&site.coop), world.period(&site.period(1)).result);
        assert_eq!((result.wear.get(), result.loss.get()), (359 * UNIT, 359 * UNIT));
        assert_eq!((coop.books.invested.get(), coop.books.loss.get()), (0, 359 * UNIT));
    }

    #[test]
    fn a_forming_co_op_has_no_periods() {
        let mut world = World::new();
        let coop = found(&mut world, &Default::default());
        world.pass(365 * DAY);
        let call = coop.site.close_period(&coop.founder.wallet(), 0);
        world.refuses(CoopNotActive, call, &[&coop.founder]);
    }
}
