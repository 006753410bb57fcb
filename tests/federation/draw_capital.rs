//! `draw_capital`: Pays a member of a dissolving co-op its part of what there is.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Pays `wallet` its part of a dissolving co-op.
    pub fn draw_capital(&self, wallet: &Address, destination: &Address) -> Instruction {
        build(
            accounts::DrawCapital {
                coop: self.coop,
                member: self.member(wallet),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::DrawCapital {},
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
        fixtures::dissolving,
        verb::{Link, Verb},
    };

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "draw_capital"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, _) = dissolving(world);
            let who = &small.members[0];
            Call::new(small.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }
    }
}
