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
            model::{Coop, Model, Refused, Verdict, demand},
        },
        verb::Verb,
    };
    use coop::error::CoopError::*;
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
            BookIncome { slot, who, amount: g.amount(&[some, some, coop.books.invested]) }.into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct BookIncome {
        pub slot: usize,
        pub who: Who,
        pub amount: u64,
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
            let Self { slot, who, amount } = *self;
            let site = &chain.sites[slot];
            (site.book_income(&chain.people[who], amount), vec![0, 1, 2, 3, 4, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, amount } = *self;
            let c = model.alive(slot)?;
            demand(c.is_active(), CoopNotActive)?;
            demand(amount > 0, AmountZero)?;
            if model.tokens[who][0] < amount {
                return Err(Refused::Somehow);
            }
            model.pay_from(slot, (who, 0), amount);
            let c = model.edit(slot);
            c.vault += amount;
            c.take_in(amount);
            c.books.seq += 1;
            Ok(())
        }
    }

    impl Coop {
        /// Income: it repays what was invested first.
        pub fn take_in(&mut self, amount: u64) {
            let b = &mut self.books;
            let repaid = amount.min(b.invested);
            b.invested -= repaid;
            b.operating += amount;
            b.revenue += amount - repaid;
            b.outside_units += amount - repaid;
            b.lifetime_revenue += amount - repaid;
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
