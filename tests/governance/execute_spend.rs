//! `execute_spend`: Spends operating money as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_spend(&self, index: u32, destination: &Address) -> Instruction {
        self.execute_spend_for(index, destination, None)
    }

    /// The same, for the work of a membership.
    pub fn execute_spend_for(
        &self,
        index: u32,
        destination: &Address,
        worker: Option<Address>,
    ) -> Instruction {
        build(self.payment(index, destination, worker), instruction::ExecuteSpend {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, Refusal, UNIT, World, charter,
        fixtures::{Founded, active, await_execution, pass, propose, spending, vote},
        scenes::{amendment, member_proposes, no, proposing},
        verb::{Link, Scene, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Choice, Purpose},
    };

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_spend"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            Call::new(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
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
        (VotingNotOver, |w| spent(w, |w, coop| vote(w, coop, 0, Choice::Yes))),
        (QuorumNotReached, |w| spent(w, |w, coop| await_execution(w, coop, 0))),
        (MajorityNotReached, |w| spent(w, everyone(Choice::No))),
        (TimelockNotOver, |w| {
            spent(w, |w, coop| {
                everyone(Choice::Yes)(w, coop);
                w.pass(-1);
            })
        }),
        (ExecutionWindowOver, |w| {
            spent(w, |w, coop| {
                everyone(Choice::Yes)(w, coop);
                w.pass(charter().execution_window as i64);
            })
        }),
        (ProposalExecuted, |w| {
            spent(w, |w, coop| {
                everyone(Choice::Yes)(w, coop);
                w.accepts(coop.site.execute_spend(0, &coop.members[1].tokens), &[]);
            })
        }),
        (ProposalStale, |w| {
            let g = active(w, 3, 200 * UNIT);
            let amend = propose(w, &g.coop, amendment(|c| c.reserve_bps += 1));
            vote(w, &g.coop, amend, Choice::Yes);
            w.pass(1);
            let spend = member_proposes(w, &g.coop, spending(&g.coop));
            await_execution(w, &g.coop, amend);
            w.accepts(g.coop.site.execute_amend(amend, None), &[]);
            no(w, g.coop.site.execute_spend(spend, &g.coop.members[1].tokens), &[])
        }),
        (BudgetExceeded, |w| {
            // a tenth of 600 in a period
            let g = active(w, 3, 200 * UNIT);
            let to = g.coop.members[1].wallet();
            let forty = Action::Spend { to, amount: 40 * UNIT, purpose: Purpose::Expense };
            let second = {
                w.pass(1);
                member_proposes(w, &g.coop, forty.clone())
            };
            let first = pass(w, &g.coop, forty);
            w.accepts(g.coop.site.execute_spend(first, &g.coop.members[1].tokens), &[]);
            no(w, g.coop.site.execute_spend(second, &g.coop.members[1].tokens), &[])
        }),
        (MoreThanOperating, |w| {
            proposing(w, |_, coop| Action::Spend {
                to: coop.members[0].wallet(),
                amount: 600 * UNIT + 1,
                purpose: Purpose::Expense,
            })
        }),
        (ProposalOfAnotherCoop, |w| {
            let (one, other) = (active(w, 3, 200 * UNIT), active(w, 3, 200 * UNIT));
            pass(w, &one.coop, spending(&one.coop));
            let mut call = other.coop.site.execute_spend(0, &one.coop.members[1].tokens);
            call.accounts[1].pubkey = one.coop.site.proposal(0);
            no(w, call, &[])
        }),
        (DestinationNotThePayees, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, spending(&g.coop));
            no(w, g.coop.site.execute_spend(0, &g.coop.founder.tokens), &[])
        }),
    ];

    /// A spend is executed after `prepare` has had its way with it.
    fn spent(world: &mut World, prepare: impl FnOnce(&mut World, &Founded)) -> Refusal {
        let g = active(world, 3, 200 * UNIT);
        propose(world, &g.coop, spending(&g.coop));
        prepare(world, &g.coop);
        no(world, g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
    }

    fn everyone(choice: Choice) -> impl FnOnce(&mut World, &Founded) {
        move |world, coop| {
            vote(world, coop, 0, choice);
            await_execution(world, coop, 0);
        }
    }
}
