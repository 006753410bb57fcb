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
            model::{Coop, Model, Verdict},
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
    const REFUSALS: &[Scene] = &[(PeriodOfAnotherCoop, |w| {
        let (one, other) = (traded(w), traded(w));
        let mut call = one.site().settle_patronage(&one.g.coop.founder.wallet(), 0);
        call.accounts[2].pubkey = other.site().period(0);
        w.send(&[call], &[]).expect_err("refused")
    })];

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
            if !m.is_unsettled() || m.unsettled_period as usize != period {
                return Ok(());
            }
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
        fixtures::{traded, trading, vouch},
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_dividend_is_half_cash_half_vintage_and_is_settled_once() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, who) = (t.site(), t.g.coop.founder.wallet());
        let settle = |number| site.settle_patronage(&who, number);
        assert!(world.attempt(settle(1), &[]).is_err(), "that period is open");
        let before = world.coop(&site.coop);
        world.accepts(settle(0), &[]);
        let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who)));
        // 30 units at 0.75
        assert_eq!((member.dividends.get(), member.vintages[0].retained.get()), (11_250_000, 11_250_000));
        assert_eq!((member.vintages[0].period.get(), member.vintages[0].fees.get()), (0, 30 * UNIT));
        assert_eq!(before.books.dividends - coop.books.dividends, 11_250_000);
        assert_eq!(coop.operating() - before.operating(), 11_250_000);
        assert_eq!((coop.books.retained_total.get(), coop.equity()), (11_250_000, 611_250_000));
        world.refuses(NothingToSettle, settle(0), &[]);
        t.close(&mut world);
        world.refuses(NothingToSettle, settle(1), &[]);
        assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
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
            let members = world.period(&site.period(0)).to_members.get();
            let reserve = world.coop(&site.coop).reserve.get();
            for i in order {
                world.accepts(site.settle_patronage(&people[i].wallet(), 0), &[]);
            }
            let (coop, period) = (world.coop(&site.coop), world.period(&site.period(0)));
            let owed: Vec<u64> = people
                .iter()
                .map(|who| {
                    let member = world.member(&site.member(&who.wallet()));
                    member.dividends.get() + member.vintages_total()
                })
                .collect();
            let paid: u64 = owed.iter().sum();
            assert!(members - paid < 3, "less than a unit each");
            assert_eq!(coop.books.reserve - reserve, members - paid);
            assert_eq!((period.unpaid.get(), period.unsettled.get()), (0, 0));
            outcomes.push((owed, coop.books.reserve.get()));
        }
        assert!(outcomes.iter().all(|outcome| *outcome == outcomes[0]));
    }

    #[test]
    fn one_who_left_is_still_paid_what_was_earned_and_what_is_retained_is_matured() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who) = (t.site(), &t.g.coop.founder);
        let wallet = who.wallet();
        t.pay(&mut world, who, 1_000 * UNIT);
        t.close(&mut world);
        // a second period, so that shares earned interest that is not settled yet
        let other = &t.g.coop.members[0];
        world.accepts(site.settle_patronage(&other.wallet(), 0), &[]);
        t.pay(&mut world, other, 1_000 * UNIT);
        t.close(&mut world);
        world.accepts(site.resign(&wallet), &[who]);
        let left = world.member(&site.member(&wallet));
        assert_eq!((left.shares.get(), left.shares_new.get()), (0, 200 * UNIT), "earned, not settled");
        world.refuses(SettlePatronageFirst, site.reapply(&wallet), &[who]);
        world.accepts(site.settle_patronage(&wallet, 0), &[]);
        let member = world.member(&site.member(&wallet));
        let interest = world.period(&site.period(1)).to_interest.get() / 3;
        assert!(interest > 0);
        let half = (world.period(&site.period(0)).to_members.get()) / 2;
        assert_eq!(member.dividends, half + interest);
        assert_eq!((member.matured.get(), member.vintages_total()), (200 * UNIT + half, 0));
        world.accepts(site.claim_dividends(&wallet, &who.tokens), &[who]);
        let free = member.redeemable();
        world.accepts(site.redeem(&wallet, &who.tokens, free, free), &[who]);
        world.accepts(site.reapply(&wallet), &[who]);
        assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
    }

    #[test]
    fn leaving_lets_the_open_periods_interest_and_all_pioneer_units_lapse() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, who) = (t.site(), &t.g.coop.founder);
        let wallet = who.wallet();
        assert!(world.member(&site.member(&wallet)).pioneer_units.get() > 0);
        let before = world.coop(&site.coop);
        world.accepts(site.resign(&wallet), &[who]);
        let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&wallet)));
        assert_eq!(member.pioneer_units, 0);
        assert!(coop.pioneer_units.get() < before.pioneer_units.get());
        assert_eq!(coop.shares_earning, 400 * UNIT);
        assert_eq!((coop.operating(), coop.equity()), (before.operating(), before.equity()));
        // back again, it starts anew
        world.accepts(site.settle_patronage(&wallet, 0), &[]);
        world.accepts(site.reapply(&wallet), &[who]);
        let founder = &t.g.coop.members;
        world.accepts(site.reclaim_vouch(&wallet, &founder[0].wallet(), &wallet), &[]);
        vouch(&mut world, &site, &founder[0], who);
        vouch(&mut world, &site, &founder[1], who);
        world.accepts(site.admit(&wallet), &[]);
        assert_eq!(world.member(&site.member(&wallet)).shares, 0);
    }
}
