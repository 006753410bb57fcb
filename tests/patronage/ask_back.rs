//! `ask_back`: Asks for withdrawn and matured capital to be paid at the next close.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn ask_back(&self, wallet: &Address, amount: u64, min_price_bps: u16) -> Instruction {
        build(
            accounts::AskBack { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::AskBack { amount, min_price_bps },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, close, spend, traded},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Member, Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "ask_back"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            // what the founding pool brought rests until the period is closed
            close(world, &g.coop);
            world.accepts(g.coop.site.settle_patronage(&who.wallet(), 0), &[]);
            Call::new(g.coop.site.ask_back(&who.wallet(), 100 * UNIT, 10_000), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            12
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            let capital = |m: &Member| m.withdrawn > 0 || m.matured > 0 || m.vintages.iter().any(|v| v.1 > 0);
            coop.members.get(&who).is_some_and(capital)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, now, .. } = aim;
            let mut m = aim.member();
            let (open, terms) = (coop.books.period, coop.charter.unwrap_or(crate::charter()));
            m.mature(open, terms.revolve_periods);
            let most = m.askable(terms.redemption_bps, now);
            let amount = if g.rng.percent(8) { 0 } else { g.amount(&[most, most, 1 + most / 2]) };
            let price = coop.books.money.solvency();
            AskBack { slot, who, amount, least: g.rng.pick(&[0, price, price, price + 1]) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (MoreThanCanBeAsked, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            no(w, g.coop.site.ask_back(&who.wallet(), 1, 0), &[who])
        }),
        (PriceTooLow, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            close(w, &g.coop);
            w.accepts(g.coop.site.settle_patronage(&who.wallet(), 0), &[]);
            spend(w, &g.coop.site, 1, false);
            no(w, g.coop.site.ask_back(&who.wallet(), 1, 10_000), &[who])
        }),
        (ClosePeriodFirst, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            w.set_time(w.coop(&g.coop.site.coop).period.ends());
            no(w, g.coop.site.ask_back(&who.wallet(), 0, 0), &[who])
        }),
        (SettlePatronageFirst, |w| {
            let t = traded(w);
            let who = &t.g.coop.founder;
            no(w, t.site().ask_back(&who.wallet(), 0, 0), &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct AskBack {
        pub slot: usize,
        pub who: Who,
        pub amount: u64,
        /// The least price that is accepted.
        pub least: u16,
    }

    impl Act for AskBack {
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
            let Self { slot, who, amount, least } = *self;
            (chain.sites[slot].ask_back(&chain.wallet(who), amount, least), vec![0, 1, 2])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 3, data: 10, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, amount, least } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let mut m = c.member(who)?.clone();
            demand(c.is_active(), CoopNotActive)?;
            m.require_at_home(now)?;
            c.require_not_overdue(now)?;
            c.require_settled(&m)?;
            m.mature(c.books.period, c.terms().revolve_periods);
            demand(amount <= m.askable(c.terms().redemption_bps, now), MoreThanCanBeAsked)?;
            if amount > 0 {
                c.require_price(least, m.fresh_part(amount))?;
            }
            let c = model.edit(slot);
            m.last_active_at = now;
            *c.edit_member(who) = m;
            c.set_ask(who, amount);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{close, found, spend, traded},
        patronage::{held, seasoned, settle_everyone},
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_member_who_left_asks_for_all_but_its_bond_and_the_last_word_counts() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let ask = |amount| site.ask_back(&who.wallet(), amount, 10_000);
        world.accepts(site.resign(&who.wallet()), &[who]);
        // a tenth answers for the use it promised
        world.refuses(MoreThanCanBeAsked, ask(180 * UNIT + 1), &[who]);
        world.accepts(ask(180 * UNIT), &[who]);
        world.accepts(ask(50 * UNIT), &[who]);
        let books = world.coop(&site.coop);
        assert_eq!((books.books.asked.get(), books.period.unsettled.get()), (50 * UNIT, 1));
        // taking it back leaves no business behind
        world.accepts(ask(0), &[who]);
        let books = world.coop(&site.coop);
        assert_eq!((books.books.asked.get(), books.period.unsettled.get()), (0, 0));
        assert!(!held(&world, &site, who).is_unsettled());
        world.accepts(ask(180 * UNIT), &[who]);

        let number = close(&mut world, &g.coop);
        let (books, period) = (world.coop(&site.coop), world.period(&site.period(number)));
        assert_eq!((period.result.paid.get(), period.result.price_bps.get()), (180 * UNIT, 10_000));
        assert_eq!((books.books.asked.get(), books.books.fund.get()), (0, 420 * UNIT));
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        let tokens = world.balance(&who.tokens);
        world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
        assert_eq!(world.balance(&who.tokens), tokens + 180 * UNIT);
        assert_eq!(held(&world, &site, who).matured, 20 * UNIT);
        assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
    }

    #[test]
    fn capital_that_came_in_during_the_open_period_rests() {
        let mut world = World::new();
        let g = crate::fixtures::active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.resign(&who.wallet()), &[who]);
        world.refuses(MoreThanCanBeAsked, site.ask_back(&who.wallet(), 1, 0), &[who]);
        close(&mut world, &g.coop);
        world.refuses(SettlePatronageFirst, site.ask_back(&who.wallet(), 1, 0), &[who]);
        world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        world.accepts(site.ask_back(&who.wallet(), 180 * UNIT, 10_000), &[who]);
    }

    #[test]
    fn nobody_asks_below_its_price_nor_at_a_price_of_nothing() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.resign(&who.wallet()), &[who]);
        spend(&mut world, &site, 60 * UNIT, false);
        let ask = |amount, least| site.ask_back(&who.wallet(), amount, least);
        world.refuses(PriceTooLow, ask(180 * UNIT, 9_001), &[who]);
        world.accepts(ask(180 * UNIT, 9_000), &[who]);
        spend(&mut world, &site, 540 * UNIT, false);
        world.refuses(PriceTooLow, ask(1, 0), &[who]);
        world.accepts(ask(0, 10_000), &[who]);
        assert_eq!(world.coop(&site.coop).books.asked, 0, "an ask can be taken back at any price");
    }

    #[test]
    fn an_ask_waits_for_no_overdue_period_but_is_made_behind_its_close() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.resign(&who.wallet()), &[who]);
        let ends = world.coop(&site.coop).period.ends();
        let ask = site.ask_back(&who.wallet(), 100 * UNIT, 0);
        world.set_time(ends - 1);
        world.accepts(ask.clone(), &[who]);
        world.set_time(ends);
        world.refuses(ClosePeriodFirst, ask.clone(), &[who]);
        world.refuses(ClosePeriodFirst, site.ask_back(&who.wallet(), 0, 0), &[who]);
        let settle = site.settle_patronage(&who.wallet(), 1);
        // the earlier ask is paid; a new one, of what is left, waits for the next close
        let small = site.ask_back(&who.wallet(), 80 * UNIT, 0);
        world.send(&[site.close_period(&who.wallet(), 1), settle, small], &[&who.key]).expect("in one go");
        let member = held(&world, &site, who);
        assert_eq!((member.matured.get(), member.asked.get()), (100 * UNIT, 80 * UNIT));
        assert_eq!((member.dividends.get(), member.unsettled_period.get()), (100 * UNIT, 2));
    }

    #[test]
    fn a_staying_member_asks_for_its_part_of_what_has_matured() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, who) = (t.site(), &t.g.coop.founder);
        settle_everyone(&mut world, &t.g.coop, 0);
        let ask = |amount| site.ask_back(&who.wallet(), amount, 0);
        // 11.25 retained in period 0 mature when more than four have passed
        for _ in 0..3 {
            t.close(&mut world);
        }
        assert_eq!(world.coop(&site.coop).period.number, 4);
        world.refuses(MoreThanCanBeAsked, ask(1), &[who]);
        t.close(&mut world);
        world.refuses(MoreThanCanBeAsked, ask(2_250_001), &[who]);
        world.accepts(ask(2_250_000), &[who]);
        let number = t.close(&mut world);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        // of what is left again a fifth: the cap is of one's own capital
        world.refuses(MoreThanCanBeAsked, ask(1_800_001), &[who]);
        world.accepts(ask(1_800_000), &[who]);
        assert!(held(&world, &site, who).is_elector());
    }

    #[test]
    fn what_the_fund_does_not_reach_stays_its_owners() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.resign(&who.wallet()), &[who]);
        let ends = world.coop(&site.coop).period.ends();
        world.set_time(ends - 1);
        // moved in this period, so it is still in the price; but the money is gone when who leaves asks
        spend(&mut world, &site, 500 * UNIT, true);
        world.accepts(site.ask_back(&who.wallet(), 180 * UNIT, 10_000), &[who]);
        let number = close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        let member = held(&world, &site, who);
        // a second of wear puts the price below 1: what is retired for 100 is rounded up, for those who stay
        assert_eq!((member.dividends.get(), member.matured.get()), (100 * UNIT, 100 * UNIT - 1));
        assert_eq!(member.asked, 0, "an ask is for one period");
    }

    #[test]
    fn a_forming_co_op_has_no_capital_to_ask_back() {
        let mut world = World::new();
        let coop = found(&mut world, &Default::default());
        let who = &coop.founder;
        world.refuses(CoopNotActive, coop.site.ask_back(&who.wallet(), 0, 0), &[who]);
        world.refuses(CoopNotActive, coop.site.withdraw_shares(&who.wallet(), 1, 0), &[who]);
    }
}
