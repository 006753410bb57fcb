//! `veto_rehome`: A member objects to being moved to another wallet.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn veto_rehome(&self, wallet: &Address, member: &Address, index: u32) -> Instruction {
        build(
            accounts::VetoRehome {
                wallet: *wallet,
                coop: self.coop,
                member: *member,
                proposal: self.proposal(index),
            },
            instruction::VetoRehome {},
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
        fixtures::moving,
        verb::{Link, Verb},
    };

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "veto_rehome"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (g, member, _) = moving(world);
            let who = &g.coop.members[1];
            Call::new(g.coop.site.veto_rehome(&who.wallet(), &member, 0), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::WalletOfMember, Link::CoopOfProposal]
        }
    }
}
