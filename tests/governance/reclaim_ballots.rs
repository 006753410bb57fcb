//! `reclaim_ballots`: Closes a page of ballots whose proposal is over.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_ballots(&self, rent_payer: &Address, nth: impl Into<Nth>, page: u32) -> Instruction {
        let nth = nth.into();
        build(
            accounts::ReclaimBallots {
                coop: self.coop,
                proposal: self.proposal(nth),
                ballots: self.ballots(nth, page),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimBallots {},
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
            deed::{Act, Deed, Touched, Who},
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
            "reclaim_ballots"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            world.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            Call::new(g.coop.site.reclaim_ballots(&g.coop.founder.wallet(), 0, 0), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 1, "a proposal's account that is not the program's is closed")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfBallots, Link::PayerOfBallots]
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
            let nth = g.rng.upto(coop.pages.len().max(1));
            let some = coop.pages.iter().nth(nth).map(|(proposal, page)| (*proposal, page.rent_payer));
            let (proposal, payer) = some.unwrap_or((0, who));
            ReclaimBallots { slot, proposal, payer: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (BallotStillNeeded, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Yes);
            w.set_time(w.proposal(&g.coop.site.proposal(0)).ends.get());
            no(w, g.coop.site.reclaim_ballots(&g.coop.founder.wallet(), 0, 0), &[])
        }),
        (BallotMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, spending(&g.coop));
            w.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            let mut call = g.coop.site.reclaim_ballots(&g.coop.founder.wallet(), 0, 0);
            // of a proposal that there is not: it would be over
            call.accounts[1].pubkey = g.coop.site.proposal(1);
            no(w, call, &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimBallots {
        pub slot: usize,
        pub proposal: usize,
        pub payer: Who,
    }

    impl Act for ReclaimBallots {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, payer, .. } = *self;
            Touched::resolved(proposal, &[payer])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, payer } = *self;
            let site = &chain.sites[slot];
            (site.reclaim_ballots(&chain.wallet(payer), model.nth(slot, proposal), 0), vec![0, 1, 2, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, payer } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let page = c.pages.get(&proposal).ok_or(Refused::Somehow)?;
            demand(page.rent_payer == payer, RentPayerMismatch)?;
            if let Ok(p) = c.proposal(proposal) {
                demand(p.is_over(c, now), BallotStillNeeded)?;
            }
            model.lamports[payer] += model.rents.ballots;
            let c = model.edit(slot);
            c.pages.remove(&proposal);
            c.books.ballot_pages -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}
