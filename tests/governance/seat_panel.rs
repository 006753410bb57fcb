//! `seat_panel`: Draws the review panel that was called.

use crate::{
    CoopSite,
    call::{Nth, SLOT_HASHES, build},
};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn seat_panel(&self, nth: impl Into<Nth>) -> Instruction {
        build(
            accounts::SeatPanel { coop: self.coop, proposal: self.proposal(nth), slot_hashes: SLOT_HASHES },
            instruction::SeatPanel {},
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
        fixtures::reviewable,
        governance::call_panel::REMEMBERED,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
            proposal::{Proposal, Status},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "seat_panel"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = reviewable(world);
            world.accepts(g.coop.site.call_panel(0), &[]);
            world.pass_slots(65);
            Call::new(g.coop.site.seat_panel(0), &[])
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
            SeatPanel { slot, proposal }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(PanelSlotNotThere, |w| {
        let g = reviewable(w);
        w.accepts(g.coop.site.call_panel(0), &[]);
        w.pass_slots(64);
        no(w, g.coop.site.seat_panel(0), &[])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SeatPanel {
        pub slot: usize,
        pub proposal: usize,
    }

    impl Act for SeatPanel {
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
            (site.seat_panel(model.nth(slot, proposal)), vec![0, 1, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal } = *self;
            let slots = model.slot;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?;
            let called = p.panel_slot;
            let known = called < slots && called + REMEMBERED >= slots;
            let open = called != 0 && p.panel_seed.is_none();
            demand(open && known, PanelSlotNotThere)?;
            let c = model.edit(slot);
            c.edit_proposal(proposal).panel_seed = Some(hash_of(called));
            c.books.seq += 1;
            Ok(())
        }
    }

    /// The hash of a slot of [`World::pass_slots`](crate::World::pass_slots).
    fn hash_of(slot: u64) -> [u8; 32] {
        std::array::from_fn(|i| slot.to_le_bytes()[i % 8])
    }
}
