//! `withdraw_shares`: Withdraws shares, to be paid at the next close.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn withdraw_shares(&self, wallet: &Address, amount: u64, min_price_bps: u16) -> Instruction {
        build(
            accounts::WithdrawShares { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::WithdrawShares { amount, min_price_bps },
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
        fixtures::{active, close},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "withdraw_shares"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            close(world, &g.coop);
            world.accepts(g.coop.site.settle_patronage(&who.wallet(), 0), &[]);
            Call::new(g.coop.site.withdraw_shares(&who.wallet(), 50 * UNIT, 10_000), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            let share = coop.charter.map_or(0, |c| c.member_share);
            coop.members.get(&who).is_some_and(|m| m.shares > share.max(m.shares_new))
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let m = aim.member();
            let share = coop.charter.map_or(0, |c| c.member_share);
            let most = m.shares.saturating_sub(share.max(m.bonded).max(m.shares_new));
            let price = coop.books.money.solvency();
            let least = g.rng.pick(&[0, price, price, price + 1]);
            WithdrawShares { slot, who, amount: g.amount(&[most, 1 + most / 2, 1 + most / 3]), least }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (MoreThanWithdrawable, |w| {
            // what came in during the open period
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            no(w, g.coop.site.withdraw_shares(&who.wallet(), 1, 0), &[who])
        }),
        (ClosePeriodFirst, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.set_time(w.coop(&g.coop.site.coop).period.ends());
            no(w, g.coop.site.withdraw_shares(&who.wallet(), UNIT, 0), &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct WithdrawShares {
        pub slot: usize,
        pub who: Who,
        pub amount: u64,
        /// The least price that is accepted.
        pub least: u16,
    }

    impl Act for WithdrawShares {
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
            (chain.sites[slot].withdraw_shares(&chain.wallet(who), amount, least), vec![0, 1, 2])
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
            let m = c.member(who)?;
            demand(c.is_active(), CoopNotActive)?;
            m.require_at_home(now)?;
            c.require_not_overdue(now)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            c.require_settled(m)?;
            demand(amount > 0, AmountZero)?;
            // what stays is the member share, and all that is bound
            let most = m.shares.saturating_sub(c.terms().member_share.max(m.bound(now)));
            demand(amount <= most, MoreThanWithdrawable)?;
            c.require_price(least, 0)?;
            let asked = m.asked + amount;
            let c = model.edit(slot);
            c.draw_returns(who);
            let m = c.edit_member(who);
            m.shares -= amount;
            m.withdrawn += amount;
            m.last_active_at = now;
            c.books.money.shares_total -= amount;
            c.books.money.retained_total += amount;
            c.books.shares_earning -= amount;
            c.forget_founding_shares(who, now);
            c.set_ask(who, asked);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{close, spend, traded},
        patronage::{held, seasoned},
    };
    use coop::error::CoopError::*;

    #[test]
    fn what_is_above_the_member_share_is_paid_at_the_close_and_earns_nothing_meanwhile() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let withdraw = |amount| site.withdraw_shares(&who.wallet(), amount, 10_000);
        world.refuses(AmountZero, withdraw(0), &[who]);
        world.refuses(MoreThanWithdrawable, withdraw(100 * UNIT + 1), &[who]);
        world.accepts(withdraw(60 * UNIT), &[who]);
        world.refuses(MoreThanWithdrawable, withdraw(40 * UNIT + 1), &[who]);
        world.accepts(withdraw(40 * UNIT), &[who]);
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
        assert_eq!((member.shares.get(), member.withdrawn.get()), (100 * UNIT, 100 * UNIT));
        assert_eq!((coop.books.asked.get(), coop.equity()), (100 * UNIT, 600 * UNIT));
        assert_eq!((coop.period.shares_earning.get(), member.asked.get()), (500 * UNIT, 100 * UNIT));
        let number = close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
        assert_eq!((member.dividends.get(), member.withdrawn.get()), (100 * UNIT, 0));
        assert_eq!((coop.equity(), coop.books.fund.get()), (500 * UNIT, 500 * UNIT));
        assert!(member.is_elector());
        assert_eq!(world.balance(&site.vault), coop.cash());
    }

    #[test]
    fn what_was_withdrawn_and_taken_back_is_asked_for_again_without_a_cap() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.withdraw_shares(&who.wallet(), 100 * UNIT, 0), &[who]);
        world.accepts(site.ask_back(&who.wallet(), 0, 0), &[who]);
        assert_eq!(held(&world, &site, who).withdrawn, 100 * UNIT);
        close(&mut world, &g.coop);
        assert_eq!(held(&world, &site, who).withdrawn, 100 * UNIT, "nobody is paid unasked");
        world.refuses(MoreThanCanBeAsked, site.ask_back(&who.wallet(), 100 * UNIT + 1, 0), &[who]);
        world.accepts(site.ask_back(&who.wallet(), 100 * UNIT, 10_000), &[who]);
    }

    #[test]
    fn shares_of_the_open_period_and_a_bond_stay() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.subscribe(who, 1_000 * UNIT), &[who]);
        world.refuses(MoreThanWithdrawable, site.withdraw_shares(&who.wallet(), 200 * UNIT + 1, 0), &[who]);
        world.accepts(site.withdraw_shares(&who.wallet(), 200 * UNIT, 0), &[who]);
        let other = &g.coop.members[0];
        world.edit::<coop::state::Member>(&site.member(&other.wallet()), |m| m.bonded = (150 * UNIT).into());
        world.refuses(
            MoreThanWithdrawable,
            site.withdraw_shares(&other.wallet(), 50 * UNIT + 1, 0),
            &[other],
        );
        world.accepts(site.withdraw_shares(&other.wallet(), 50 * UNIT, 0), &[other]);
    }

    #[test]
    fn only_a_settled_member_withdraws_and_not_below_its_price() {
        let mut world = World::new();
        let t = traded(&mut world);
        let (site, who, leaver) = (t.site(), &t.g.coop.founder, &t.g.coop.members[1]);
        let withdraw = |least| site.withdraw_shares(&who.wallet(), UNIT, least);
        world.refuses(SettlePatronageFirst, withdraw(0), &[who]);
        world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        spend(&mut world, &site, 61_687_500, false);
        // 555.1875 of 616.875
        world.refuses(PriceTooLow, withdraw(9_001), &[who]);
        world.accepts(withdraw(9_000), &[who]);
        world.accepts(site.settle_patronage(&leaver.wallet(), 0), &[]);
        world.accepts(site.resign(&leaver.wallet()), &[leaver]);
        world.refuses(NotAMember, site.withdraw_shares(&leaver.wallet(), UNIT, 0), &[leaver]);
        world.set_time(world.coop(&site.coop).period.ends());
        world.refuses(ClosePeriodFirst, withdraw(0), &[who]);
    }
}
