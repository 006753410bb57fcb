//! `ask_back`: Says what matured capital is to be paid at the next close.

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
        fixtures::active,
        verb::{Link, Verb},
    };

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "ask_back"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            // what the founding pool brought rests until the period is closed
            crate::fixtures::close(world, &g.coop);
            world.accepts(g.coop.site.settle_patronage(&who.wallet(), 0), &[]);
            Call::new(g.coop.site.ask_back(&who.wallet(), 100 * UNIT, 10_000), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }
    }
}
