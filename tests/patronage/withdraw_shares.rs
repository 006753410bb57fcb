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
        fixtures::active,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed,  Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model,  Standing, Verdict, demand},
        },
        verb::{Link, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "withdraw_shares"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            crate::fixtures::close(world, &g.coop);
            world.accepts(g.coop.site.settle_patronage(&who.wallet(), 0), &[]);
            Call::new(g.coop.site.withdraw_shares(&who.wallet(), 50 * UNIT, 10_000), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
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
            c.require_not_overdue(now)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            c.require_settled(m)?;
            demand(amount > 0, AmountZero)?;
            // what stays is the member share, covers the bond, and is not of this period
            let stays = [c.terms().member_share, m.bonded, m.shares_new];
            let most = m.shares.saturating_sub(stays.into_iter().fold(0, u64::max));
            demand(amount <= most, MoreThanWithdrawable)?;
            c.require_price(least)?;
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
