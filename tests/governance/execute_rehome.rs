//! `execute_rehome`: Moves a membership to another wallet as resolved.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_rehome(
        &self,
        payer: &Address,
        index: u32,
        member: &Address,
        wallet: &Address,
    ) -> Instruction {
        build(
            accounts::ExecuteRehome {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(index),
                member: *member,
                redirect: self.member(wallet),
                system_program: system(),
            },
            instruction::ExecuteRehome {},
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
        scenes::{member, no, proposing},
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_rehome"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (g, member, wallet) = moving(world);
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_rehome(&who.wallet(), 0, &member, &wallet), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (OldWalletObjected, |w| {
            let (g, member, wallet) = moving(w);
            let who = &g.coop.members[1];
            w.accepts(g.coop.site.veto_rehome(&who.wallet(), &member, 0), &[who]);
            let founder = &g.coop.founder;
            no(w, g.coop.site.execute_rehome(&founder.wallet(), 0, &member, &wallet), &[founder])
        }),
        (WalletIsAMember, |w| {
            proposing(w, |_, coop| Action::Rehome {
                member: member(coop, 0),
                wallet: coop.members[1].wallet(),
            })
        }),
        (WalletUnchanged, |w| {
            proposing(w, |_, coop| Action::Rehome {
                member: member(coop, 1),
                wallet: coop.members[1].wallet(),
            })
        }),
    ];
}
