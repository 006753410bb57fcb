//! `settle_patronage`: Settles a member's part of a closed period.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn settle_patronage(&self, wallet: &Address, number: u32) -> Instruction {
        build(
            accounts::SettlePatronage {
                coop: self.coop,
                member: self.member(wallet),
                period: self.period(number),
            },
            instruction::SettlePatronage {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, World,
        fixtures::traded,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "settle_patronage"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            Call::new(t.site().settle_patronage(&t.g.coop.members[0].wallet(), 0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            30
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(|m| m.is_unsettled() && m.unsettled_period < coop.books.period)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let member = aim.member();
            let period = if g.rng.percent(95) {
                member.unsettled_period as usize
            } else {
                g.rng.upto(coop.periods.len() + 1)
            };
            SettlePatronage { slot, who, period }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PeriodOfAnotherCoop, |w| {
            let (one, other) = (traded(w), traded(w));
            let mut call = one.site().settle_patronage(&one.g.coop.founder.wallet(), 0);
            call.accounts[2].pubkey = other.site().period(0);
            w.send(&[call], &[]).expect_err("refused")
        }),
        (EarlierPeriodFirst, |w| {
            let t = traded(w);
            t.close(w);
            w.send(&[t.site().settle_patronage(&t.g.coop.founder.wallet(), 1)], &[]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SettlePatronage {
        pub slot: usize,
        pub who: Who,
        pub period: usize,
    }

    impl Act for SettlePatronage {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, period, .. } = *self;
            Touched { period: Some(period), ..Touched::people(&[who]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, period } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            // another member or period has nothing to settle, mostly, which succeeds
            (site.settle_patronage(&w(who), period as u32), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, period } = *self;

            let c = model.alive(slot)?;
            let m = c.member(who)?;
            c.period(period)?;
            c.require_claims()?;
            // what is settled is settled
            if !m.is_unsettled() || m.unsettled_period as usize > period {
                return Ok(());
            }
            demand(m.unsettled_period as usize == period, EarlierPeriodFirst)?;
            let c = model.edit(slot);
            c.settle(who, period);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{spend, traded, trading},
        patronage::held,
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_dividend_is_half_cash_half_vintage_and_settling_what_is_settled_changes_nothing() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, who) = (t.site(), &t.g.coop.founder);
        let settle = |number| site.settle_patronage(&who.wallet(), number);
        assert!(world.attempt(settle(1), &[]).is_err(), "that period is open");
        let before = world.coop(&site.coop);
        world.accepts(settle(0), &[]);
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
        // 30 units at 0.75
        assert_eq!((member.dividends.get(), member.vintages[0].retained.get()), (11_250_000, 11_250_000));
        assert_eq!((member.vintages[0].period.get(), member.units.get()), (0, 0));
        // the close decided it all: nothing but the owner of it changes
        assert_eq!(coop.books, before.books);
        assert_eq!((coop.books.retained_total.get(), coop.equity()), (16_875_000, 616_875_000));
        let addresses = [site.coop, site.member(&who.wallet()), site.period(0)];
        let settled = world.snapshot(addresses);
        for _ in 0..2 {
            let receipt = world.accepts(settle(0), &[]);
            assert!(receipt.events.is_empty());
        }
        assert_eq!(world.snapshot(addresses), settled);
        // of a period it has no business of
        t.close(&mut world);
        let addresses = [site.coop, site.member(&who.wallet()), site.period(1)];
        let settled = world.snapshot(addresses);
        world.accepts(settle(1), &[]);
        assert_eq!(world.snapshot(addresses), settled);
        assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
    }

    #[test]
    fn a_period_before_its_own_settles_nothing_of_a_member_and_one_after_it_is_refused() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, who) = (t.site(), &t.g.coop.founder);
        t.close(&mut world);
        world.refuses(EarlierPeriodFirst, site.settle_patronage(&who.wallet(), 1), &[]);
        world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        assert_eq!(held(&world, &site, who).dividends, 11_250_000);
        world.pass(1);
        world.changes_nothing(site.settle_patronage(&who.wallet(), 1));
        t.pay(&mut world, who, UNIT);
        world.changes_nothing(site.settle_patronage(&who.wallet(), 0));
    }

    #[test]
    fn whatever_the_order_everyone_gets_the_same_and_the_reserve_what_rounding_left() {
        let mut outcomes = Vec::new();
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0]] {
            let mut world = World::new();
            let t = trading(&mut world, 3, 200 * UNIT);
            let (site, people) = (t.site(), t.g.coop.everyone().collect::<Vec<_>>());
            for (who, amount) in people.iter().zip([1_000_003, 777_777, 333_331]) {
                t.pay(&mut world, who, amount);
            }
            t.close(&mut world);
            let result = world.period(&site.period(0)).result;
            let reserve = world.coop(&site.coop).books.reserve.get();
            for i in order {
                world.accepts(site.settle_patronage(&people[i].wallet(), 0), &[]);
            }
            let (coop, period) = (world.coop(&site.coop), world.period(&site.period(0)));
            let owed: Vec<(u64, u64)> = people
                .iter()
                .map(|who| {
                    let member = held(&world, &site, who);
                    (member.dividends.get(), member.vintages_total())
                })
                .collect();
            let cash: u64 = owed.iter().map(|owed| owed.0).sum();
            let capital: u64 = owed.iter().map(|owed| owed.1).sum();
            let (members, retained) = (result.members.get(), result.retained.get());
            assert!(members - cash - capital < 6, "less than a unit of each kind each");
            assert_eq!(coop.books.reserve - reserve, members - retained - cash);
            // capital that nobody holds is none, and what backs it will be the reserve's
            assert_eq!(coop.books.retained_total, capital);
            assert_eq!(coop.books.reserve_due, retained - capital);
            assert_eq!((period.unpaid.get(), period.unretained.get(), period.unsettled.get()), (0, 0, 0));
            outcomes.push((owed, coop.books));
        }
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
    }

    #[test]
    fn a_member_who_resigned_before_the_close_is_paid_wholly_in_cash_and_makes_no_pioneer_units() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who, other) = (t.site(), &t.g.coop.founder, &t.g.coop.members[0]);
        t.pay(&mut world, who, 1_000 * UNIT);
        t.pay(&mut world, other, 1_000 * UNIT);
        world.accepts(site.resign(&who.wallet()), &[who]);
        assert_eq!(world.coop(&site.coop).period.done.leaving_units, 30 * UNIT);
        t.close(&mut world);
        for wallet in [who.wallet(), other.wallet()] {
            world.accepts(site.settle_patronage(&wallet, 0), &[]);
        }
        // 45 for 60 units
        let (left, stayed) = (held(&world, &site, who), held(&world, &site, other));
        assert_eq!((left.dividends.get(), left.matured.get()), (22_500_000, 200 * UNIT));
        assert_eq!((stayed.dividends.get(), stayed.vintages_total()), (11_250_000, 11_250_000));
        assert!(left.pioneer_units == 0 && stayed.pioneer_units.get() > 0);
        assert_eq!(world.coop(&site.coop).pioneer_units, stayed.pioneer_units);
    }

    #[test]
    fn work_is_a_use_of_the_co_op() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, buyer, worker) = (t.site(), &t.g.coop.founder, &t.g.coop.members[0]);
        t.pay(&mut world, buyer, 2_000 * UNIT);
        // paid 10 for work out of earnings, as by resolution
        spend(&mut world, &site, 10 * UNIT, false);
        world.edit::<coop::state::Coop>(&site.coop, |c| c.period.done.member_work = (10 * UNIT).into());
        world.edit::<coop::state::Member>(&site.member(&worker.wallet()), |m| m.work = (10 * UNIT).into());
        t.close(&mut world);
        let result = world.period(&site.period(0)).result;
        // 50 of surplus, 37.5 of pot: at most half of it, and at most what was paid for work
        assert_eq!((result.surplus.get(), result.work.get()), (50 * UNIT, 10 * UNIT));
        assert_eq!(result.members, 27_500_000);
        world.accepts(site.settle_patronage(&worker.wallet(), 0), &[]);
        let member = held(&world, &site, worker);
        assert_eq!((member.dividends.get(), member.vintages_total()), (5 * UNIT, 5 * UNIT));
        assert_eq!(member.work, 0);
    }
}
