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
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::{
        error::CoopError::{self, *},
        state::IncomeKind,
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "book_income"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = world.actor("stranger", 100 * UNIT);
            Call::new(g.coop.site.book_income(&who, 50 * UNIT), &[&who.key])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            5
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let some = 1 + g.rng.below(1_000_000);
            let b = &coop.books;
            let kind = match g.rng.below(10) {
                0..3 => IncomeKind::Gift,
                3..6 => IncomeKind::Sale,
                _ if b.for_sale > 0 => IncomeKind::Sale,
                _ => IncomeKind::Income,
            };
            let near = match kind {
                IncomeKind::Sale => [b.for_sale, b.for_sale.min(b.money.invested), 1 + b.for_sale / 2],
                _ => [some, some, b.money.loss],
            };
            BookIncome { slot, who, amount: g.amount(&near), kind }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(MoreThanForSale, |w| {
        let g = active(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        no(w, g.coop.site.book(who, 1, IncomeKind::Sale), &[who])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct BookIncome {
        pub slot: usize,
        pub who: Who,
        pub amount: u64,
        pub kind: IncomeKind,
    }

    impl Act for BookIncome {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, .. } = *self;
            Touched::people(&[who])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, amount, kind } = *self;
            let site = &chain.sites[slot];
            (site.book(&chain.people[who], amount, kind), vec![0, 1, 2, 3, 4, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, amount, kind } = *self;
            let c = model.alive(slot)?;
            demand(c.is_active(), CoopNotActive)?;
            demand(amount > 0, AmountZero)?;
            demand(kind != IncomeKind::Sale || amount <= c.books.for_sale, MoreThanForSale)?;
            let now = model.now;
            if model.tokens[who][0] < amount {
                return Err(Refused::Somehow);
            }
            if kind != IncomeKind::Gift {
                c.books.money.require_room(amount)?;
            }
            model.pay_from(slot, (who, 0), amount);
            let c = model.edit(slot);
            c.vault += amount;
            let earned = match kind {
                IncomeKind::Income => {
                    c.earn(amount);
                    amount
                }
                IncomeKind::Sale => {
                    c.books.for_sale -= amount;
                    let above = c.books.money.sell(amount, now);
                    c.books.revenue += above;
                    above
                }
                IncomeKind::Gift => {
                    c.books.money.solidarity += amount;
                    0
                }
            };
            c.books.done.outside_units += earned;
            c.books.seq += 1;
            Ok(())
        }
    }
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
        assert_eq!((coop.books.moved_out.get(), coop.books.moved_back.get()), (100 * UNIT, 90 * UNIT));
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
    fn what_comes_in_in_one_period_fits_64_bits() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, world.actor("payer", 100 * UNIT));
        // the same money can come in and go out again any number of times
        world.edit::<coop::state::Coop>(&site.coop, |c| c.period.revenue = (u64::MAX - 10 * UNIT).into());
        world.refuses(BooksOverflow, site.book(&who, 10 * UNIT + 1, Income), &[&who]);
        world.refuses(BooksOverflow, site.pay_coop(&who, None, 10 * UNIT + 1), &[&who]);
        world.accepts(site.book(&who, 10 * UNIT, Income), &[&who]);
        world.accepts(site.book(&who, 1, Gift), &[&who]);
        world.refuses(BooksOverflow, site.book(&who, u64::MAX, Gift), &[&who]);
        assert_eq!(world.coop(&site.coop).books.solidarity, 1);
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
