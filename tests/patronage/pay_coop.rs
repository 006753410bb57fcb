//! `pay_coop`: Pays the co-op for what it sells.

use crate::{Actor, CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// `who` pays for the membership `buyer`, or for nobody.
    pub fn pay_coop(&self, who: &Actor, buyer: Option<Address>, amount: u64) -> Instruction {
        build(
            accounts::PayCoop {
                payer: who.wallet(),
                coop: self.coop,
                buyer,
                source: who.tokens,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::PayCoop { amount },
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
            "pay_coop"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            let call = g.coop.site.pay_coop(who, Some(g.coop.site.member(&who.wallet())), 20 * UNIT);
            Call::new(call, &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }
    }
}
