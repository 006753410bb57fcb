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
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "close_period"
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
mod tests {
    use crate::{
        DAY, UNIT, World, charter,
        fixtures::{close, found, spend, traded, trading},
    };
    use coop::error::CoopError::*;

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
        world.refuses(PeriodNotOver, site.close_period(&who.wallet(), 1), &[who]);
    }

    #[test]
    fn the_waterfall_is_as_computed_by_hand() {
        let mut world = World::new();
        let t = traded(&mut world);
        let site = t.site();
        // fees 30 and 15 of members, 15 of a stranger; 20 % and 5 %; no shares earn yet; a quarter is outside use
        let p = world.period(&site.period(0));
        assert_eq!((p.revenue.get(), p.surplus.get()), (60 * UNIT, 60 * UNIT));
        assert_eq!(
            (p.to_reserve.get(), p.to_solidarity.get(), p.to_interest.get()),
            (12 * UNIT, 3 * UNIT, 0)
        );
        assert_eq!((p.to_reserve_for_outside.get(), p.to_pioneers.get()), (11_250_000, 0));
        assert_eq!((p.to_members.get(), p.unpaid.get()), (33_750_000, 33_750_000));
        assert_eq!(
            (p.member_units.get(), p.outside_units.get(), p.unsettled.get()),
            (45 * UNIT, 15 * UNIT, 3)
        );
        let coop = world.coop(&site.coop);
        assert_eq!((coop.operating(), coop.books.reserve.get()), (600 * UNIT, 23_250_000));
        assert_eq!((coop.books.dividends.get(), coop.books.solidarity.get()), (33_750_000, 3 * UNIT));
        assert_eq!(coop.shares_earning, 600 * UNIT);
        assert_eq!(world.balance(&site.vault), coop.cash());
    }

    #[test]
    fn capital_earns_from_the_period_after_it_was_paid_in() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, g) = (t.site(), &t.g);
        let (early, late) = (&g.coop.founder, &g.coop.members[1]);
        for who in g.coop.everyone() {
            world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        }
        t.pay(&mut world, early, 4_000 * UNIT);
        world.pass(charter().period_length as i64 - 1);
        // a second before the close
        world.accepts(site.subscribe(late, 10_000 * UNIT), &[late]);
        t.close(&mut world);
        // 600 × 5 % × 30 ÷ 365, not limited by half of what is left of 120
        let interest = 600 * UNIT * 5 * 30 / (100 * 365);
        assert_eq!(world.period(&site.period(1)).to_interest, interest);
        world.accepts(site.settle_patronage(&late.wallet(), 1), &[]);
        let earned =
            |world: &World, who: &crate::Actor| world.member(&site.member(&who.wallet())).dividends.get();
        assert_eq!(earned(&world, late), interest / 3, "for its first 200, not for the 10 000");
        // a period later they earn
        t.pay(&mut world, late, 100_000 * UNIT);
        t.close(&mut world);
        world.accepts(site.settle_patronage(&late.wallet(), 2), &[]);
        let second = 10_600 * UNIT as u128 * 5 * 30 / (100 * 365);
        let p = world.period(&site.period(2));
        assert_eq!(p.to_interest, second as u64);
        let cash = world.member(&site.member(&late.wallet())).dividends.get();
        let share = (second * 10_200 / 10_600) as u64 + p.to_members.get() / 2;
        assert!(cash.abs_diff(interest / 3 + share) <= 2, "{cash}");
    }

    #[test]
    fn losses_are_carried_and_made_good_first() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, g) = (t.site(), &t.g);
        for number in 0..3 {
            if number == 0 {
                t.pay(&mut world, &g.coop.founder, 1_000 * UNIT);
            }
            spend(&mut world, &site, 40 * UNIT, false);
            t.close(&mut world);
            let p = world.period(&site.period(number));
            let loss = if number == 0 { 10 } else { 40 } * UNIT;
            assert_eq!((p.loss.get(), p.surplus.get(), p.to_members.get()), (loss, 0, 0));
        }
        assert_eq!(world.coop(&site.coop).books.loss, 90 * UNIT);
        for who in g.coop.everyone() {
            world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        }
        t.pay(&mut world, &g.coop.founder, 4_000 * UNIT);
        t.close(&mut world);
        let (coop, p) = (world.coop(&site.coop), world.period(&site.period(3)));
        assert_eq!((p.loss_covered.get(), p.surplus.get(), coop.books.loss.get()), (90 * UNIT, 30 * UNIT, 0));
        assert_eq!(world.balance(&site.vault), coop.cash());
    }

    #[test]
    fn investments_wear_off_and_count_as_expenses() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let site = t.site();
        spend(&mut world, &site, 365 * UNIT, true);
        t.pay(&mut world, &t.g.coop.founder, 1_000 * UNIT);
        t.close(&mut world);
        // 365 × 20 % × 30 ÷ 365 = 6
        let (coop, p) = (world.coop(&site.coop), world.period(&site.period(0)));
        assert_eq!(
            (p.depreciation.get(), p.expenses.get(), p.surplus.get()),
            (6 * UNIT, 6 * UNIT, 24 * UNIT)
        );
        assert_eq!(coop.books.invested, 359 * UNIT);
        // what was never closed for six years is worth nothing
        world.pass(6 * 365 * DAY);
        t.close(&mut world);
        let (coop, p) = (world.coop(&site.coop), world.period(&site.period(1)));
        assert_eq!(
            (coop.books.invested.get(), p.depreciation.get(), p.loss.get()),
            (0, 359 * UNIT, 359 * UNIT)
        );
    }

    #[test]
    fn a_gap_of_ten_periods_is_one_closing() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let site = t.site();
        t.pay(&mut world, &t.g.coop.founder, 1_000 * UNIT);
        world.pass(10 * charter().period_length as i64 + 12_345);
        t.close(&mut world);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.period.number.get(), coop.period.started_at.get()), (1, world.now()));
        assert_eq!(world.period(&site.period(0)).surplus, 30 * UNIT);
    }

    #[test]
    fn without_use_of_members_the_pot_goes_to_the_reserve() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, stranger) = (t.site(), world.actor("stranger", 1_000 * UNIT));
        world.accepts(t.payment(&stranger, false, 1_000 * UNIT), &[&stranger]);
        t.close(&mut world);
        let (coop, p) = (world.coop(&site.coop), world.period(&site.period(0)));
        assert_eq!((p.to_members.get(), p.member_rate.get()), (0, 0));
        assert_eq!((coop.books.reserve.get(), coop.books.solidarity.get()), (28_500_000, 1_500_000));
        // and a period in which nothing happened closes too
        t.close(&mut world);
        assert_eq!(world.period(&site.period(1)).surplus, 0);
    }

    #[test]
    fn a_co_op_without_capital_pays_no_interest_and_works() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, g) = (t.site(), &t.g);
        for who in g.coop.everyone() {
            world.accepts(site.resign(&who.wallet()), &[who]);
        }
        let coop = world.coop(&site.coop);
        assert_eq!(
            (coop.books.shares_total.get(), coop.shares_earning.get(), coop.period.unsettled.get()),
            (0, 0, 0)
        );
        let stranger = world.actor("stranger", 1_000 * UNIT);
        world.accepts(t.payment(&stranger, false, 1_000 * UNIT), &[&stranger]);
        let number = close(&mut world, &g.coop);
        assert_eq!(world.period(&site.period(number)).to_interest, 0);
    }

    #[test]
    fn pioneers_are_paid_once_the_threshold_is_reached_and_never_beyond_their_cap() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, pioneer, late) = (t.site(), &t.g.coop.founder, &t.g.coop.members[0]);
        let set = |c: &mut coop::state::Coop| c.charter.pioneer_threshold = (40 * UNIT).into();
        world.edit::<coop::state::Coop>(&site.coop, set);
        t.pay(&mut world, pioneer, 1_000 * UNIT);
        t.close(&mut world);
        assert_eq!(world.period(&site.period(0)).to_pioneers, 0, "30 of 40");
        // B(30) of T = 40: 30 × 50 ÷ 80 = 18.75
        assert_eq!(world.coop(&site.coop).pioneer_units, 18_750_000);
        let mut all = 0;
        for number in 1..5 {
            world.accepts(site.settle_patronage(&late.wallet(), number - 1), &[]);
            t.pay(&mut world, late, 500 * UNIT);
            t.close(&mut world);
            let p = world.period(&site.period(number));
            all += p.to_pioneers.get();
            // a tenth of what is left after reserve, solidarity and interest, until the cap is full
            let pot = p.surplus.get() - p.to_reserve.get() - p.to_solidarity.get() - p.to_interest.get();
            assert!(p.to_pioneers.get() == pot / 10 || number > 1);
        }
        // B(40) = 20: each of 20 units brings at most a tenth
        let coop = world.coop(&site.coop);
        assert_eq!(coop.pioneer_units, 20 * UNIT);
        assert!((2 * UNIT - 4..=2 * UNIT).contains(&all), "{all}");
        world.accepts(site.settle_patronage(&pioneer.wallet(), 0), &[]);
        let member = world.member(&site.member(&pioneer.wallet()));
        assert_eq!(member.pioneer_checkpoint, coop.pioneer_per_unit);
        assert!(world.coop(&site.coop).pioneers.get() < coop.pioneers.get());
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
