//! `execute_sell`: Lets so much of what is invested be sold, as resolved.

use crate::{CoopSite, call::build};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_sell(&self, index: u32) -> Instruction {
        build(self.on_coop(index), instruction::ExecuteSell {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, pass},
        verb::{Link, Verb},
    };
    use coop::state::Action;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_sell"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, Action::Sell { amount: 20 * UNIT });
            Call::new(g.coop.site.execute_sell(0), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{clear, pass, propose, spend},
        patronage::seasoned,
        scenes::refused,
    };
    use coop::{
        error::CoopError::*,
        state::{Action, IncomeKind::Sale},
    };

    #[test]
    fn what_is_resolved_adds_up_and_is_used_up_by_sales() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, buyer) = (g.coop.site, world.actor("buyer", 1_000 * UNIT));
        spend(&mut world, &site, 100 * UNIT, true);
        for sold in [20, 30] {
            let index = pass(&mut world, &g.coop, Action::Sell { amount: sold * UNIT });
            world.accepts(site.execute_sell(index), &[]);
            world.refuses(ProposalExecuted, site.execute_sell(index), &[]);
            clear(&mut world, &g.coop, index);
        }
        assert_eq!(world.coop(&site.coop).for_sale, 50 * UNIT);
        let before = world.coop(&site.coop).books;
        world.refuses(MoreThanForSale, site.book(&buyer, 50 * UNIT + 1, Sale), &[&buyer]);
        world.accepts(site.book(&buyer, 35 * UNIT, Sale), &[&buyer]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.for_sale.get(), coop.books.invested.get()), (15 * UNIT, 65 * UNIT));
        assert_eq!(coop.books.fund, before.fund.get() + 35 * UNIT);
        assert_eq!(world.coop(&site.coop).budget_full, 0, "nothing leaves by a sale");
    }

    #[test]
    fn above_the_bucket_it_is_special() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        assert!(refused(&mut world, &g.coop, Action::Sell { amount: 0 }).is(AmountZero));
        let index = propose(&mut world, &g.coop, Action::Sell { amount: 60 * UNIT });
        assert!(!world.proposal(&site.proposal(index)).is_special());
        let other = &g.coop.members[0];
        let call = site.propose(&other.wallet(), index + 1, Action::Sell { amount: 60 * UNIT + 1 });
        world.accepts(call, &[other]);
        assert!(world.proposal(&site.proposal(index + 1)).is_special());
    }
}
