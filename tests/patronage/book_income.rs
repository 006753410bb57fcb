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
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
        },
        verb::Verb,
    };
    use coop::{error::CoopError::*, state::IncomeKind};
    use solana_message::Instruction;

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
        fixtures::{active, found, spend},
    };
    use coop::error::CoopError::*;

    #[test]
    fn income_repays_what_is_invested_first() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, world.actor("payer", 1_000 * UNIT));
        spend(&mut world, &site, 100 * UNIT, true);
        world.refuses(AmountZero, site.book_income(&who, 0), &[&who]);
        world.accepts(site.book_income(&who, 60 * UNIT), &[&who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.invested.get(), coop.period.revenue.get()), (40 * UNIT, 0));
        world.accepts(site.book_income(&who, 60 * UNIT), &[&who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.invested.get(), coop.period.revenue.get()), (0, 20 * UNIT));
        assert_eq!((coop.period.done.outside_units.get(), coop.operating()), (20 * UNIT, 620 * UNIT));
        assert_eq!(world.balance(&site.vault), coop.cash());
    }

    #[test]
    fn a_forming_co_op_has_no_income() {
        let mut world = World::new();
        let coop = found(&mut world, &Default::default());
        world.refuses(CoopNotActive, coop.site.book_income(&coop.founder, UNIT), &[&coop.founder]);
    }
}
