//! `call_panel`: Calls a review panel on a resolution that is waiting for its timelock.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn call_panel(&self, nth: impl Into<Nth>) -> Instruction {
        build(
            accounts::CallPanel { coop: self.coop, proposal: self.proposal(nth) },
            instruction::CallPanel {},
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
        fixtures::{active, pass, reviewable},
        governance::execute_spend::ToSpend,
        scenes::{member, no},
        stateful::{
            books::part,
            chain::Chain,
            deed::{Act, Deed, Touched},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
            proposal::{Proposal, Status},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "call_panel"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = reviewable(world);
            Call::new(g.coop.site.call_panel(0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            3
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, founded, .. } = aim;
            let waits = |p: &Proposal| founded && p.status(coop, now) == Status::Waiting;
            let proposal = g.proposal(coop, waits);
            CallPanel { slot, proposal }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotReviewable, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, Action::Expel { member: member(&g.coop, 1) });
            w.pass(-1);
            no(w, g.coop.site.call_panel(0), &[])
        }),
        (PanelCalled, |w| {
            let g = reviewable(w);
            w.accepts(g.coop.site.call_panel(0), &[]);
            w.pass_slots(64 + 512);
            no(w, g.coop.site.call_panel(0), &[])
        }),
    ];

    /// Calls a review panel.
    #[derive(Clone, Debug)]
    pub struct CallPanel {
        pub slot: usize,
        pub proposal: usize,
    }

    impl Act for CallPanel {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, .. } = *self;
            Touched::resolved(proposal, &[])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal } = *self;
            let site = &chain.sites[slot];
            (site.call_panel(model.nth(slot, proposal)), vec![0, 1])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal } = *self;
            let now = model.now;
            let slots = model.slot;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?;
            p.require_waiting(c, now)?;
            let large = p.what.of::<ToSpend>().is_some_and(|spend| {
                let base = c.books.money.operating().min(c.books.operating_at_start);
                spend.amount > part(base, c.terms().review_bps as u64, 10_000)
            });
            let enough = p.electors >= c.terms().panel_size as u32;
            let reviewable = (p.special || large) && enough && p.panel_seed.is_none();
            demand(reviewable, NotReviewable)?;
            demand(p.panel_slot == 0 || slots > p.panel_slot + REMEMBERED, PanelCalled)?;
            demand(p.panel_calls < 3, PanelCalled)?;
            let c = model.edit(slot);
            let p = c.edit_proposal(proposal);
            p.panel_slot = slots + 64;
            p.panel_calls += 1;
            c.books.seq += 1;
            Ok(())
        }
    }

    /// Slots of which the cluster remembers the hash.
    pub const REMEMBERED: u64 = 512;
}
