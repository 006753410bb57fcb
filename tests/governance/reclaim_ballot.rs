//! `reclaim_ballot`: Closes a ballot whose proposal is over.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_ballot(&self, wallet: &Address, index: u32) -> Instruction {
        build(
            accounts::ReclaimBallot {
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(index),
                ballot: self.ballot(index, wallet),
                wallet: *wallet,
            },
            instruction::ReclaimBallot {},
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
        fixtures::{active, pass, propose, spending, vote},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_ballot"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            world.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            Call::new(g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 2, "a proposal's account that is not the program's is closed")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let nth = g.rng.upto(coop.ballots.len().max(1));
            let some = coop.ballots.keys().nth(nth).copied();
            let (proposal, who) = some.unwrap_or((0, who));
            ReclaimBallot { slot, proposal, who }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (BallotStillNeeded, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Yes);
            w.set_time(w.proposal(&g.coop.site.proposal(0)).ends.get());
            no(w, g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0), &[])
        }),
        (BallotMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, spending(&g.coop));
            w.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            let mut call = g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0);
            call.accounts[3].pubkey = g.coop.site.ballot(0, &g.coop.members[1].wallet());
            no(w, call, &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimBallot {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
    }

    impl Act for ReclaimBallot {
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

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, who } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.reclaim_ballot(&w(who), proposal as u32), vec![0, 1, 2, 3, 4])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 4, source: None, who: self.who })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            c.member(who)?;
            c.ballots.get(&(proposal, who)).ok_or(Refused::Somehow)?;
            if let Ok(p) = c.proposal(proposal) {
                demand(p.is_over(c, now), BallotStillNeeded)?;
            }
            let wallet = c.wallet(who);
            model.lamports[wallet] += model.rents.ballot;
            let c = model.edit(slot);
            c.ballots.remove(&(proposal, who));
            c.edit_member(who).ballots -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}
