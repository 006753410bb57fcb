//! `execute_sell`: Permits the sale of invested assets, up to an amount, as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_sell(&self, nth: impl Into<Nth>) -> Instruction {
        build(self.on_coop(nth), instruction::ExecuteSell {})
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
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Verb},
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

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            3
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let invested = coop.books.money.invested;
            ToSell { amount: g.amount(&[invested, 1 + invested / 2, coop.budget().capacity]) }.into()
        }

        fn invited(&self, _g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let invested = model.coops[slot].books.money.invested;
            if invested > 0 { vec![ToSell { amount: 1 + invested / 2 }.into()] } else { Vec::new() }
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteSell(g.execution_of(Kind::Sell, aim)).into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteSell(pub Execution);

    impl Act for ExecuteSell {
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
            (chain.sites[slot].execute_sell(model.nth(slot, proposal)), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            p.require_executable(Kind::Sell, c, now)?;
            let &ToSell { amount } = p.resolved();
            let full = c.budget().draw(c.books.sales_full, amount, now);
            demand(p.special || full.is_some(), BudgetExceeded)?;
            let b = &mut model.edit(slot).books;
            b.sales_full = if p.special { b.sales_full } else { full.expect("just checked") };
            b.for_sale = b.for_sale.saturating_add(amount);
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_sell` executes.
    #[derive(Clone, Debug)]
    pub struct ToSell {
        pub amount: u64,
    }

    impl Resolve for ToSell {
        fn kind(&self) -> Kind {
            Kind::Sell
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            Action::Sell { amount: self.amount }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let c = model.alive(slot)?;
            demand(self.amount > 0, AmountZero)?;
            Ok(Proposable::class(self.amount > c.budget().capacity))
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
        let call = site.propose(&other.wallet(), (1, 0), Action::Sell { amount: 60 * UNIT + 1 });
        world.accepts(call, &[other]);
        assert!(world.proposal(&site.proposal((1, 0))).is_special());
    }
}
