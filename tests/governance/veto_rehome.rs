//! `veto_rehome`: A member objects with its present wallet to a proposal that would move its membership to another
//! one.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn veto_rehome(&self, wallet: &Address, member: &Address, nth: impl Into<Nth>) -> Instruction {
        build(
            accounts::VetoRehome {
                wallet: *wallet,
                coop: self.coop,
                member: *member,
                proposal: self.proposal(nth),
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
        stateful::{
            chain::Chain,
            deed::{Act, Acting, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand, refuse},
            proposal::{Proposal, Status},
        },
        verb::{Link, Verb},
    };
    use coop::{error::CoopError::*, state::Kind};
    use solana_message::Instruction;

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

        fn weight(&self) -> u64 {
            2
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, founded, who, .. } = aim;
            let open = |p: &Proposal| p.what.kind() == Kind::Rehome && founded && !p.is_over(coop, now);
            let proposal = g.proposal(coop, open);
            let subject = coop.proposal(proposal).ok().and_then(Proposal::subject).unwrap_or(who);
            VetoRehome { slot, proposal, who: g.mostly(subject) }.into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct VetoRehome {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
    }

    impl Act for VetoRehome {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, who, .. } = *self;
            Touched::resolved(proposal, &[who])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, who } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let member = site.member(&w(who));
            (site.veto_rehome(&w(who), &member, model.nth(slot, proposal)), vec![0, 1, 2, 3])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            c.member(who)?;
            let p = c.proposal(proposal)?;
            demand(p.subject() == Some(who), SubjectMismatch)?;
            demand(p.what.kind() == Kind::Rehome, ActionMismatch)?;
            if let Status::Over(why) = p.status(c, now) {
                return refuse(why);
            }
            let c = model.edit(slot);
            c.edit_proposal(proposal).vetoed = true;
            c.edit_member(who).last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }
}
