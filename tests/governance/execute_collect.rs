//! `execute_collect`: Moves money from the agent to the vault as resolved; once the co-op is dissolving, anyone can
//! move all of it.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Brings the agent's money home, by a resolution or in a dissolving co-op without.
    pub fn execute_collect(&self, nth: Option<impl Into<Nth>>, source: &Address) -> Instruction {
        build(
            accounts::ExecuteCollect {
                coop: self.coop,
                proposal: nth.map(|nth| self.proposal(nth)),
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
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Purse, Touched, Who, agent},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
            proposal::{Proposal, Status},
            resolution::{Proposable, Resolve, What},
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

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, model, coop, now, founded, .. } = aim;
            let ready = |p: &Proposal| {
                p.what.kind() == Kind::Collect && founded && p.status(coop, now) == Status::Executable
            };
            let proposal = g.proposal(coop, ready);
            let resolved = if coop.is_dissolving() { 10 } else { 95 };
            let proposal = g.rng.percent(resolved).then_some(proposal);
            let tokens = model.tokens[agent(slot)];
            let fuller = (tokens[1] > tokens[0]) as usize;
            let which = if g.rng.percent(80) { fuller } else { 1 - fuller };
            let whose = if g.rng.percent(95) { agent(slot) } else { g.someone() };
            ExecuteCollect { slot, proposal, from: (whose, which) }.into()
        }

        fn resolved(&self) -> u64 {
            2
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let tokens = model.tokens[agent(slot)];
            ToCollect { amount: g.amount(&[tokens[0], tokens[1], 1 + tokens[0] / 2]) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (SourceNotTheAgents, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, Action::Collect { amount: 1 });
            no(w, g.coop.site.execute_collect(Some(0), &g.coop.founder.tokens), &[])
        }),
        (NotTheCanonicalAccount, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, Action::Collect { amount: 1 });
            let agent = g.coop.site.agent();
            let (_, elsewhere) = (w.token_account(&agent, 1), w.token_account(&agent, 1));
            no(w, g.coop.site.execute_collect(Some(0), &elsewhere), &[])
        }),
    ];

    /// Brings the agent's money home, by resolution or without.
    #[derive(Clone, Debug)]
    pub struct ExecuteCollect {
        pub slot: usize,
        pub proposal: Option<usize>,
        pub from: Purse,
    }

    impl Act for ExecuteCollect {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, from, .. } = *self;
            Touched { proposal, ..Touched::people(&[from.0]) }
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, from } = *self;
            let site = &chain.sites[slot];
            let call = site.execute_collect(proposal.map(|p| model.nth(slot, p)), &chain.purse(from));
            (call, vec![0, 2, 3, 4, 5, 6])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, from } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let resolved = proposal.map(|proposal| c.proposal(proposal)).transpose()?;
            demand(from.0 == agent(slot), SourceNotTheAgents)?;
            demand(resolved.is_none() || from.1 == 0, NotTheCanonicalAccount)?;
            let held = model.tokens[from.0][from.1];
            let amount = if let Some(p) = resolved {
                p.require_executable(Kind::Collect, c, now)?;
                let &ToCollect { amount } = p.resolved();
                c.books.money.require_room(amount)?;
                if held < amount {
                    return Err(Refused::Somehow);
                }
                amount
            } else {
                demand(c.is_dissolving(), CoopNotDissolving)?;
                demand(held > 0, AmountZero)?;
                held
            };
            model.pay_from(slot, from, amount);
            let c = model.edit(slot);
            c.vault += amount;
            let above = c.books.money.come_home(amount, now);
            if let Some(proposal) = proposal {
                c.books.revenue += above;
                c.books.done.outside_units += above;
                c.edit_proposal(proposal).executed_at = now;
            } else {
                c.books.money.pass_to_reserve();
            }
            c.books.seq += 1;
            Ok(())
        }
    }

    /// A resolution that `execute_collect` executes.
    #[derive(Clone, Debug)]
    pub struct ToCollect {
        pub amount: u64,
    }

    impl Resolve for ToCollect {
        fn kind(&self) -> Kind {
            Kind::Collect
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { amount } = *self;
            Action::Collect { amount }
        }

        fn may_be_proposed(&self, _model: &Model, _slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { amount } = *self;
            demand(amount > 0, AmountZero)?;
            Ok(Proposable::class(false))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{clear, dissolving, donate, pass, send_to_agent},
        patronage::seasoned,
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Coop, Purpose},
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
        assert_eq!((books.fund.get(), books.bought), (600 * UNIT, books.moved_back));
    }

    #[test]
    fn of_an_active_co_op_nothing_is_collected_without_a_resolution() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let source = world.token_account(&site.agent(), 50 * UNIT);
        world.refuses(CoopNotDissolving, site.execute_collect(None::<u32>, &source), &[]);
        let index = pass(&mut world, &g.coop, Action::Collect { amount: 51 * UNIT });
        assert!(world.attempt(site.execute_collect(Some(index), &source), &[]).is_err(), "it has 50");
        assert_eq!(world.coop(&site.coop).books.earnings, 0);
    }

    /// A part of the assets is due to the reserve: once they have become money, it is in the reserve, which passes on to the heir.
    #[test]
    fn what_comes_home_in_the_end_is_the_reserves_as_far_as_assets_were() {
        let mut world = World::new();
        let (small, _) = dissolving(&mut world);
        let site = small.site;
        let source = send_to_agent(&mut world, &site, 50 * UNIT);
        let reserve = world.coop(&site.coop).books.reserve.get();
        world.edit::<Coop>(&site.coop, |c| {
            c.books.shares_total -= 20 * UNIT;
            c.books.reserve_due += 20 * UNIT;
            (c.claims, c.period.shares_earning) = ((580 * UNIT).into(), (580 * UNIT).into());
        });
        world.accepts(site.execute_collect(None::<u32>, &source), &[]);
        let books = world.coop(&site.coop).books;
        assert_eq!((books.reserve_due.get(), books.reserve.get()), (0, reserve + 20 * UNIT));
        assert_eq!((books.fund.get(), books.at_agent.get()), (580 * UNIT, 0));
    }
}
