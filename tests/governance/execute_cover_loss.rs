//! `execute_cover_loss`: Covers losses from the reserve as resolved.

use crate::{CoopSite, call::build};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_cover_loss(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteCoverLoss {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        fixtures::{active, pass, spend, traded},
        scenes::{no, proposing},
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_cover_loss"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            spend(world, &t.site(), 5 * UNIT, false);
            pass(world, &t.g.coop, Action::CoverLoss { up_to: 1 });
            Call::new(t.site().execute_cover_loss(0), &[])
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
        (NothingToCover, |w| {
            let g = active(w, 3, 200 * UNIT);
            let index = pass(w, &g.coop, Action::CoverLoss { up_to: UNIT });
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
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{clear, donate, pass, spend},
        patronage::seasoned,
        scenes::refused,
    };
    use coop::{error::CoopError::*, state::Action};

    #[test]
    fn a_loss_is_covered_by_at_most_a_tenth_of_the_reserve_once_a_year() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        donate(&mut world, &site.vault, 100 * UNIT);
        world.accepts(site.sync_vault(), &[]);
        spend(&mut world, &site, 50 * UNIT, false);
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
        let index = pass(&mut world, &g.coop, Action::CoverLoss { up_to: 30 * UNIT });
        world.refuses(NothingToCover, site.execute_cover_loss(index), &[]);
        spend(&mut world, &site, 3 * UNIT, false);
        world.accepts(site.execute_cover_loss(index), &[]);
        let books = world.coop(&site.coop).books;
        assert_eq!((books.reserve.get(), books.loss.get(), books.fund.get()), (97 * UNIT, 0, 600 * UNIT));
    }
}
