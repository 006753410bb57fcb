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
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "withdraw_shares"
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
