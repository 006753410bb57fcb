//! `propose`: An elector proposes a resolution.

use crate::{
    CoopSite,
    call::{UPGRADEABLE_LOADER, build, system},
};
use anchor_lang::prelude::Address;
use coop::{
    accounts, instruction,
    state::{Action, Purpose},
};
use solana_message::Instruction;

impl CoopSite {
    /// Proposes as number `index`, which must be the co-op's next. The account that the action names is given.
    pub fn propose(&self, wallet: &Address, index: u32, action: Action) -> Instruction {
        self.propose_with(wallet, index, self.subject_of(&action), action)
    }

    /// The same with any account in the place of the one that the action names.
    pub fn propose_with(
        &self,
        wallet: &Address,
        index: u32,
        subject: Option<Address>,
        action: Action,
    ) -> Instruction {
        build(
            accounts::Propose {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                subject,
                place: match &action {
                    Action::Rehome { wallet, .. } => Some(self.member(wallet)),
                    _ => None,
                },
                system_program: system(),
            },
            instruction::Propose { action, memo_hash: [3; 32] },
        )
    }
}

impl CoopSite {
    /// The account that must be given with a proposal of this action.
    fn subject_of(&self, action: &Action) -> Option<Address> {
        match action {
            Action::Spend { to, purpose: Purpose::Work, .. } | Action::Mandate { to, work: true, .. } => {
                Some(self.member(to))
            }
            Action::Expel { member } | Action::Readmit { member } | Action::Rehome { member, .. } => {
                Some(*member)
            }
            Action::RevokeMandate { mandate } => Some(*mandate),
            Action::JoinFederation { federation } => Some(*federation),
            Action::AcceptFederation { joining } => Some(*joining),
            Action::Represent { coop, .. } => Some(*coop),
            Action::Amend { heir, .. } => (*heir != Address::default()).then_some(*heir),
            Action::Invoke { program, pinned: true, .. } => {
                Some(Address::find_program_address(&[program.as_ref()], &UPGRADEABLE_LOADER).0)
            }
            _ => None,
        }
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, give_solidarity, newcomer, propose, spending},
        scenes::{no, proposing, refused},
        verb::{Link, Scene, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Purpose},
    };

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "propose"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            let call = g.coop.site.propose(&who.wallet(), 0, spending(&g.coop));
            Call::new(call, &[&who.key])
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
        (ElectorsOnly, |w| {
            let mut g = active(w, 3, 200 * UNIT);
            let i = newcomer(w, &mut g.coop);
            let who = &g.coop.members[i];
            let call = g.coop.site.propose(&who.wallet(), 0, spending(&g.coop));
            no(w, call, &[who])
        }),
        (PaysItself, |w| {
            proposing(w, |_, coop| Action::Spend {
                to: coop.site.coop,
                amount: UNIT,
                purpose: Purpose::Expense,
            })
        }),
        (PaysItself, |w| {
            let g = active(w, 3, 200 * UNIT);
            give_solidarity(w, &g.coop.site, UNIT);
            refused(w, &g.coop, Action::Grant { to: g.coop.site.agent(), amount: UNIT })
        }),
        (ProposalOpen, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            refused(w, &g.coop, spending(&g.coop))
        }),
    ];
}
