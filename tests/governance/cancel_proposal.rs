//! `cancel_proposal`: A proposer cancels its proposal before the first ballot.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn cancel_proposal(
        &self,
        wallet: &Address,
        nth: impl Into<Nth>,
        rent_payer: &Address,
    ) -> Instruction {
        build(
            accounts::CancelProposal {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(nth),
                rent_payer: *rent_payer,
            },
            instruction::CancelProposal {},
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
        fixtures::{active, propose, spending, vote},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "cancel_proposal"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, spending(&g.coop));
            let who = &g.coop.founder;
            Call::new(g.coop.site.cancel_proposal(&who.wallet(), 0, &who.wallet()), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::WalletOfMember, Link::CoopOfProposal, Link::PayerOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            1
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let proposal = g.proposal(coop, |p| p.tally == [0; 3]);
            let (who, payer) = coop.proposal(proposal).map_or((who, who), |p| (p.proposer, p.rent_payer));
            CancelProposal { slot, proposal, who: g.mostly(who), to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotTheProposer, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let who = &g.coop.members[0];
            no(w, g.coop.site.cancel_proposal(&who.wallet(), 0, &g.coop.founder.wallet()), &[who])
        }),
        (BallotsCast, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Abstain);
            let who = &g.coop.founder;
            no(w, g.coop.site.cancel_proposal(&who.wallet(), 0, &who.wallet()), &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct CancelProposal {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
        pub to: Who,
    }

    impl Act for CancelProposal {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, who, to, .. } = *self;
            Touched::resolved(proposal, &[who, to])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, who, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.cancel_proposal(&w(who), model.nth(slot, proposal), &w(to)), vec![0, 1, 2, 3, 4])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who, to } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            c.member(who)?;
            let p = c.proposal(proposal)?;
            demand(p.proposer == who, NotTheProposer)?;
            demand(p.rent_payer == to, RentPayerMismatch)?;
            demand(p.tally == [0; 3], BallotsCast)?;
            model.lamports[to] += p.rent;
            let c = model.edit(slot);
            c.proposals[proposal] = None;
            let m = c.edit_member(who);
            m.open_proposal = false;
            m.last_active_at = now;
            c.books.proposal_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}
