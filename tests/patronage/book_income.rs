//! `book_income`: Takes in money that is no fee.

use crate::{Actor, CoopSite, call::build};
use coop::{accounts, instruction, state::IncomeKind};
use solana_message::Instruction;

impl CoopSite {
    pub fn book_income(&self, who: &Actor, amount: u64) -> Instruction {
        self.book(who, amount, IncomeKind::Income)
    }

    /// Income of any kind.
    pub fn book(&self, who: &Actor, amount: u64, kind: IncomeKind) -> Instruction {
        build(
            accounts::BookIncome {
                payer: who.wallet(),
                coop: self.coop,
                source: who.tokens,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::BookIncome { amount, kind },
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
        fixtures::active,
        scenes::no,
        verb::{Scene, Verb},
    };
    use coop::{error::CoopError::*, state::IncomeKind};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "book_income"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = world.actor("stranger", 100 * UNIT);
            Call::new(g.coop.site.book_income(&who, 50 * UNIT), &[&who.key])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(MoreThanForSale, |w| {
        let g = active(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        no(w, g.coop.site.book(who, 1, IncomeKind::Sale), &[who])
    })];
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{active, close, found, spend},
    };
    use coop::{error::CoopError::*, state::IncomeKind::*};

    #[test]
    fn income_makes_a_loss_good_first_and_counts_as_use_of_others() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, world.actor("payer", 1_000 * UNIT));
        spend(&mut world, &site, 100 * UNIT, true);
        spend(&mut world, &site, 50 * UNIT, false);
        world.refuses(AmountZero, site.book(&who, 0, Income), &[&who]);
        world.accepts(site.book(&who, 30 * UNIT, Income), &[&who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.loss.get(), coop.books.earnings.get()), (20 * UNIT, 0));
        world.accepts(site.book(&who, 60 * UNIT, Income), &[&who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.loss.get(), coop.books.earnings.get()), (0, 40 * UNIT));
        assert_eq!((coop.books.invested.get(), coop.books.fund.get()), (100 * UNIT, 500 * UNIT));
        assert_eq!((coop.period.revenue.get(), coop.period.done.outside_units.get()), (90 * UNIT, 90 * UNIT));
        assert_eq!(world.balance(&site.vault), coop.cash());
        // without use of members all of it is the reserve's and solidarity's
        close(&mut world, &g.coop);
        let result = world.period(&site.period(0)).result;
        assert_eq!((result.members.get(), result.work.get()), (0, 0));
    }

    #[test]
    fn a_sale_repays_what_is_invested_as_far_as_it_was_resolved() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, world.actor("payer", 1_000 * UNIT));
        spend(&mut world, &site, 100 * UNIT, true);
        world.refuses(MoreThanForSale, site.book(&who, 1, Sale), &[&who]);
        world.edit::<coop::state::Coop>(&site.coop, |c| c.for_sale = (130 * UNIT).into());
        world.refuses(MoreThanForSale, site.book(&who, 130 * UNIT + 1, Sale), &[&who]);
        world.accepts(site.book(&who, 90 * UNIT, Sale), &[&who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.invested.get(), coop.books.fund.get()), (10 * UNIT, 590 * UNIT));
        assert_eq!((coop.period.revenue.get(), coop.period.done.outside_units.get()), (0, 0));
        assert_eq!(coop.books.moved, 10 * UNIT);
        // above what the books say it is worth: income
        world.accepts(site.book(&who, 40 * UNIT, Sale), &[&who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.invested.get(), coop.books.earnings.get()), (0, 30 * UNIT));
        assert_eq!((coop.period.revenue.get(), coop.period.done.outside_units.get()), (30 * UNIT, 30 * UNIT));
        world.refuses(MoreThanForSale, site.book(&who, 1, Sale), &[&who]);
        assert_eq!(world.balance(&site.vault), coop.cash());
    }

    #[test]
    fn a_gift_is_for_solidarity_and_no_income() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, world.actor("payer", 100 * UNIT));
        spend(&mut world, &site, 50 * UNIT, false);
        world.accepts(site.book(&who, 30 * UNIT, Gift), &[&who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.solidarity.get(), coop.books.loss.get()), (30 * UNIT, 50 * UNIT));
        assert_eq!((coop.period.revenue.get(), coop.period.done.outside_units.get()), (0, 0));
    }

    #[test]
    fn a_forming_co_op_has_no_income() {
        let mut world = World::new();
        let coop = found(&mut world, &Default::default());
        for kind in [Income, Sale, Gift] {
            world.refuses(CoopNotActive, coop.site.book(&coop.founder, UNIT, kind), &[&coop.founder]);
        }
    }
}
