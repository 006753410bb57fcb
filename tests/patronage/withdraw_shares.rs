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
        verb::{Link, Verb},
    };

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
    }
}
