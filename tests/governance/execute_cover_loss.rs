//! `execute_cover_loss`: Covers losses from the reserve as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_cover_loss(&self, nth: impl Into<Nth>) -> Instruction {
        build(self.on_coop(nth), instruction::ExecuteCoverLoss {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        fixtures::{active, close, pass, spend, traded},
        scenes::{no, proposing},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Verdict, YEAR, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Kind},
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_cover_loss"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            spend(world, &t.site(), 5 * UNIT, false);
            close(world, &t.g.coop);
            pass(world, &t.g.coop, Action::CoverLoss { up_to: 1 });
            Call::new(t.site().execute_cover_loss(0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn one_in(&self) -> u64 {
            150_000
        }

        fn resolved(&self) -> u64 {
            2
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let b = &coop.books;
            let most = b.money.loss.min(b.money.reserve / 10);
            ToCoverLoss { up_to: g.amount(&[most, 1 + most / 2, b.money.loss]) }.into()
        }

        fn invited(&self, _g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let b = &model.coops[slot].books;
            let most = b.money.loss.min(b.money.reserve / 10);
            // by the turn of a period it may be made good: many tries
            let some = || ToCoverLoss { up_to: b.money.loss }.into();
            if most > 0 { (0..4).map(|_| some()).collect() } else { Vec::new() }
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteCoverLoss(g.execution_of(Kind::CoverLoss, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NothingToCover, |w| {
            let g = active(w, 3, 200 * UNIT);
            let index = pass(w, &g.coop, Action::CoverLoss { up_to: UNIT });
            no(w, g.coop.site.execute_cover_loss(index), &[])
        }),
        (FirstDayOnly, |w| {
            let g = active(w, 3, 200 * UNIT);
            let index = pass(w, &g.coop, Action::CoverLoss { up_to: UNIT });
            w.pass(DAY);
            no(w, g.coop.site.execute_cover_loss(index), &[])
        }),
        (LossCoveredRecently, |w| {
            proposing(w, |w, coop| {
                let now = w.now();
                w.edit::<coop::state::Coop>(&coop.site.coop, |c| {
                    c.loss_covered_at = (now + 2 - 365 * DAY).into();
                });
                Action::CoverLoss { up_to: 5 }
            })
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteCoverLoss(pub Execution);

    impl Act for ExecuteCoverLoss {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.0.slot
        }

        fn touched(&self) -> Touched {
            self.0.touched()
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Execution { slot, proposal, .. } = self.0;
            let site = &chain.sites[slot];
            let nth = model.nth(slot, proposal);
            (site.execute_cover_loss(nth), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::CoverLoss, c, now)?;
            let &ToCoverLoss { up_to } = p.resolved();
            c.may_cover(now)?;
            demand(now - c.books.period_started_at < DAY, FirstDayOnly)?;
            let b = &c.books.money;
            let most = up_to.min(b.reserve.min(c.books.reserve_at_start) / 10);
            let covered = c.books.losses.into_iter().fold(b.loss, u64::min).min(most);
            demand(covered > 0 && covered >= most - covered, NothingToCover)?;
            let b = &mut model.edit(slot).books;
            b.money.reserve -= covered;
            b.money.fund += covered;
            b.money.loss -= covered;
            b.money.covered += covered;
            b.loss_covered_at = now;
            b.covered = covered;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_cover_loss` executes.
    #[derive(Clone, Debug)]
    pub struct ToCoverLoss {
        pub up_to: u64,
    }

    impl Resolve for ToCoverLoss {
        fn kind(&self) -> Kind {
            Kind::CoverLoss
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { up_to } = *self;
            Action::CoverLoss { up_to }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let c = model.alive(slot)?;
            demand(self.up_to > 0, AmountZero)?;
            c.may_cover(model.now)?;
            Ok(Proposable::class(true))
        }
    }

    impl Coop {
        /// Once in 365 days.
        pub fn may_cover(&self, now: i64) -> Verdict {
            let b = &self.books;
            demand(b.loss_covered_at == 0 || now - b.loss_covered_at >= YEAR, LossCoveredRecently)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{clear, close, donate, pass, spend},
        patronage::{seasoned, with_a_loss},
        scenes::refused,
    };
    use coop::{error::CoopError::*, state::Action};

    #[test]
    fn a_loss_is_covered_by_at_most_a_tenth_of_the_reserve_once_a_year() {
        let mut world = World::new();
        let g = with_a_loss(&mut world);
        let site = g.coop.site;
        let index = pass(&mut world, &g.coop, Action::CoverLoss { up_to: 30 * UNIT });
        let before = world.coop(&site.coop);
        world.accepts(site.execute_cover_loss(index), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.reserve.get(), coop.books.loss.get()), (90 * UNIT, 40 * UNIT));
        assert_eq!(coop.books.fund, before.books.fund.get() + 10 * UNIT);
        assert_eq!((coop.cash(), coop.loss_covered_at.get()), (before.cash(), world.now()));
        assert_eq!(coop.books.earnings, 0, "no surplus comes of it");
        clear(&mut world, &g.coop, index);
        let again = Action::CoverLoss { up_to: UNIT };
        assert!(refused(&mut world, &g.coop, again.clone()).is(LossCoveredRecently));
        world.set_time(coop.loss_covered_at.get() + 365 * DAY);
        let index = pass(&mut world, &g.coop, again);
        world.accepts(site.execute_cover_loss(index), &[]);
    }

    #[test]
    fn no_more_than_the_loss_and_nothing_where_there_is_none() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        donate(&mut world, &site.vault, 100 * UNIT);
        world.accepts(site.sync_vault(), &[]);
        let index = pass(&mut world, &g.coop, Action::CoverLoss { up_to: 6 * UNIT });
        world.refuses(NothingToCover, site.execute_cover_loss(index), &[]);
        spend(&mut world, &site, 3 * UNIT, false);
        // until it has lasted for a whole period: who lost it may bring it back
        world.refuses(NothingToCover, site.execute_cover_loss(index), &[]);
        close(&mut world, &g.coop);
        close(&mut world, &g.coop);
        clear(&mut world, &g.coop, index);
        // half of what was resolved is there
        let index = pass(&mut world, &g.coop, Action::CoverLoss { up_to: 6 * UNIT });
        world.accepts(site.execute_cover_loss(index), &[]);
        let books = world.coop(&site.coop).books;
        assert_eq!((books.reserve.get(), books.loss.get(), books.fund.get()), (97 * UNIT, 0, 600 * UNIT));
    }
}
