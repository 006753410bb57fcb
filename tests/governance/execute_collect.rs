//! `execute_collect`: Brings money of the agent's home as resolved; of a dissolving co-op all of it, by anyone.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Brings the agent's money home, by a resolution or in a dissolving co-op without.
    pub fn execute_collect(&self, index: Option<u32>, source: &Address) -> Instruction {
        build(
            accounts::ExecuteCollect {
                coop: self.coop,
                proposal: index.map(|index| self.proposal(index)),
                agent: self.agent(),
                source: *source,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::ExecuteCollect {},
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
        fixtures::{active, pass},
        scenes::no,
        verb::{Link, Scene, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_collect"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let source = world.token_account(&g.coop.site.agent(), UNIT);
            pass(world, &g.coop, Action::Collect { amount: UNIT });
            Call::new(g.coop.site.execute_collect(Some(0), &source), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(SourceNotTheAgents, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, Action::Collect { amount: 1 });
        no(w, g.coop.site.execute_collect(Some(0), &g.coop.founder.tokens), &[])
    })];
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{clear, donate, pass},
        patronage::seasoned,
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Purpose},
    };

    #[test]
    fn what_was_sent_comes_back_to_the_fund_and_what_it_brings_is_income_of_outside_use() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let source = world.token_account(&site.agent(), 0);
        let send = Action::Spend { to: site.agent(), amount: 50 * UNIT, purpose: Purpose::Investment };
        let index = pass(&mut world, &g.coop, send);
        world.accepts(site.execute_spend(index, &source), &[]);
        clear(&mut world, &g.coop, index);
        donate(&mut world, &source, 30 * UNIT);
        for (amount, at_agent, earned) in [(20, 30, 0), (40, 0, 10)] {
            let index = pass(&mut world, &g.coop, Action::Collect { amount: amount * UNIT });
            world.accepts(site.execute_collect(Some(index), &source), &[]);
            let coop = world.coop(&site.coop);
            // no close came between: nothing has worn off in the books
            assert_eq!(coop.books.at_agent, at_agent * UNIT);
            assert_eq!((coop.books.earnings.get(), coop.books.loss.get()), (earned * UNIT, 0));
            assert_eq!(coop.period.done.outside_units, earned * UNIT);
            assert_eq!(world.balance(&site.vault), coop.cash());
            clear(&mut world, &g.coop, index);
            if at_agent > 0 {
                // stay within the period in which it was sent
                let ends = world.coop(&site.coop).period.ends() + 365 * crate::DAY;
                world.edit::<coop::state::Coop>(&site.coop, |c| {
                    c.period.length = ((ends - c.period.started_at.get()) as u32).into();
                });
            }
        }
        let books = world.coop(&site.coop).books;
        assert_eq!((books.fund.get(), books.moved.get()), (600 * UNIT, 0));
    }

    #[test]
    fn of_an_active_co_op_nothing_is_collected_without_a_resolution() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let source = world.token_account(&site.agent(), 50 * UNIT);
        world.refuses(CoopNotDissolving, site.execute_collect(None, &source), &[]);
        let index = pass(&mut world, &g.coop, Action::Collect { amount: 51 * UNIT });
        assert!(world.attempt(site.execute_collect(Some(index), &source), &[]).is_err(), "it has 50");
        assert_eq!(world.coop(&site.coop).books.earnings, 0);
    }
}
