//! `execute_spend`: Spends operating money as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_spend(&self, nth: impl Into<Nth>, destination: &Address) -> Instruction {
        self.execute_spend_for(nth, destination, None)
    }

    /// The same, for the work of a membership.
    pub fn execute_spend_for(
        &self,
        nth: impl Into<Nth>,
        destination: &Address,
        worker: Option<Address>,
    ) -> Instruction {
        build(self.payment(nth, destination, worker), instruction::ExecuteSpend {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, Refusal, UNIT, World,
        call::Nth,
        charter,
        fixtures::{Founded, active, await_execution, pass, propose, spending, vote},
        scenes::{amendment, member_proposes, no, proposing},
        stateful::{
            business::Outlay,
            chain::{Chain, PEOPLE},
            deed::{Act, Deed, Touched, Who, agent},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Choice, Kind, Purpose},
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_spend"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            Call::new(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            10
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            10
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let b = &coop.books;
            let to = g.who();
            let payee = if g.rng.percent(25) { agent(slot) } else { to };
            let budget = coop.budget().room(b.budget_full, model.now);
            let some = 1 + g.rng.below(budget);
            let near = [budget, some, some, b.money.operating(), b.money.fund / 2];
            let amount = g.amount(&near);
            let purpose = g.rng.pick(&[Purpose::Expense, Purpose::Investment, Purpose::Work]);
            ToSpend { to: payee, amount, purpose, worker: g.worker(coop, payee) }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteSpend(g.execution_of(Kind::Spend, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (ClosePeriodFirst, |w| {
            let g = active(w, 3, 200 * UNIT);
            // so late that the window is still open at the period's end
            w.pass(15 * crate::DAY);
            pass(w, &g.coop, spending(&g.coop));
            w.set_time(w.coop(&g.coop.site.coop).period.ends());
            no(w, g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
        }),
        (AwaitsPeriodTurn, |w| {
            let g = active(w, 3, 200 * UNIT);
            let to = g.coop.members[1].wallet();
            let much = Action::Spend { to, amount: 61 * UNIT, purpose: Purpose::Expense };
            let index = propose(w, &g.coop, much);
            vote(w, &g.coop, index, Choice::Yes);
            let p = w.proposal(&g.coop.site.proposal(index));
            w.set_time(p.ends.get() + p.timelock.get() as i64);
            no(w, g.coop.site.execute_spend(index, &g.coop.members[1].tokens), &[])
        }),
        (MoreThanFund, |w| {
            // an investment leaves what is asked back: 30 are left of 600
            let g = active(w, 3, 200 * UNIT);
            let to = g.coop.members[1].wallet();
            let buy = Action::Spend { to, amount: 40 * UNIT, purpose: Purpose::Investment };
            pass(w, &g.coop, buy);
            w.edit::<coop::state::Coop>(&g.coop.site.coop, |c| c.books.asked = (570 * UNIT).into());
            no(w, g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
        }),
        (VotingNotOver, |w| spent(w, |w, coop| vote(w, coop, 0, Choice::Yes))),
        (QuorumNotReached, |w| spent(w, |w, coop| await_execution(w, coop, 0))),
        (MajorityNotReached, |w| spent(w, everyone(Choice::No))),
        (TimelockNotOver, |w| {
            spent(w, |w, coop| {
                everyone(Choice::Yes)(w, coop);
                w.pass(-1);
            })
        }),
        (ExecutionWindowOver, |w| {
            spent(w, |w, coop| {
                everyone(Choice::Yes)(w, coop);
                w.pass(charter().execution_window as i64);
            })
        }),
        (ProposalExecuted, |w| {
            spent(w, |w, coop| {
                everyone(Choice::Yes)(w, coop);
                w.accepts(coop.site.execute_spend(0, &coop.members[1].tokens), &[]);
            })
        }),
        (ProposalStale, |w| {
            let g = active(w, 3, 200 * UNIT);
            // so late that the spend can still be executed at the turn of the period
            w.pass(15 * crate::DAY);
            let amend = propose(w, &g.coop, amendment(|c| c.reserve_bps += 1));
            vote(w, &g.coop, amend, Choice::Yes);
            w.pass(1);
            let spend = member_proposes(w, &g.coop, spending(&g.coop));
            await_execution(w, &g.coop, amend);
            w.accepts(g.coop.site.execute_amend(amend, None), &[]);
            no(w, g.coop.site.execute_spend(spend, &g.coop.members[1].tokens), &[])
        }),
        (BudgetExceeded, |w| {
            // a tenth of 600 in a period
            let g = active(w, 3, 200 * UNIT);
            let to = g.coop.members[1].wallet();
            let forty = Action::Spend { to, amount: 40 * UNIT, purpose: Purpose::Expense };
            let second = {
                w.pass(1);
                member_proposes(w, &g.coop, forty.clone())
            };
            let first = pass(w, &g.coop, forty);
            w.accepts(g.coop.site.execute_spend(first, &g.coop.members[1].tokens), &[]);
            no(w, g.coop.site.execute_spend(second, &g.coop.members[1].tokens), &[])
        }),
        (PaysItself, |w| {
            proposing(w, |_, coop| Action::Spend {
                to: coop.site.coop,
                amount: UNIT,
                purpose: Purpose::Expense,
            })
        }),
        (MoreThanOperating, |w| {
            proposing(w, |_, coop| Action::Spend {
                to: coop.members[0].wallet(),
                amount: 600 * UNIT + 1,
                purpose: Purpose::Expense,
            })
        }),
        (ProposalOfAnotherCoop, |w| {
            let (one, other) = (active(w, 3, 200 * UNIT), active(w, 3, 200 * UNIT));
            pass(w, &one.coop, spending(&one.coop));
            let mut call = other.coop.site.execute_spend(0, &one.coop.members[1].tokens);
            call.accounts[1].pubkey = one.coop.site.proposal(0);
            no(w, call, &[])
        }),
        (DestinationNotThePayees, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, spending(&g.coop));
            no(w, g.coop.site.execute_spend(0, &g.coop.founder.tokens), &[])
        }),
    ];

    /// A spend is executed after `prepare` has had its way with it.
    fn spent(world: &mut World, prepare: impl FnOnce(&mut World, &Founded)) -> Refusal {
        let g = active(world, 3, 200 * UNIT);
        propose(world, &g.coop, spending(&g.coop));
        prepare(world, &g.coop);
        no(world, g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
    }

    fn everyone(choice: Choice) -> impl FnOnce(&mut World, &Founded) {
        move |world, coop| {
            vote(world, coop, 0, choice);
            await_execution(world, coop, 0);
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteSpend(pub Execution);

    impl Act for ExecuteSpend {
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
            let Execution { slot, proposal, to, worker, .. } = self.0;
            let site = &chain.sites[slot];
            let nth = model.nth(slot, proposal);
            let worker = worker.map(|who| site.member(&chain.wallet(who)));
            (site.execute_spend_for(nth, &chain.purse(to), worker), vec![0, 1, 2, 3, 4, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, to, worker, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            demand(p.payee() == Some(to.0), DestinationNotThePayees)?;
            // the first purse of one who cannot sign is its associated account
            demand(to.0 < PEOPLE || to.1 == 0, NotTheCanonicalAccount)?;
            p.require_executable(Kind::Spend, c, now)?;
            let what: &ToSpend = p.resolved();
            let mut next = c.clone();
            next.spend(what.amount, what.outlay(slot), p.special, now)?;
            if what.is_work(slot) {
                next.work_is_paid(worker, p.worker, what.amount, now)?;
            }
            *model.edit(slot) = next;
            model.pay_to(slot, to, what.amount);
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_spend` executes.
    #[derive(Clone, Debug)]
    pub struct ToSpend {
        pub to: Who,
        pub amount: u64,
        pub purpose: Purpose,
        /// Whose membership is given as the payee's, of pay for work.
        pub worker: Who,
    }

    impl ToSpend {
        fn is_work(&self, slot: usize) -> bool {
            self.purpose == Purpose::Work && self.to != agent(slot)
        }

        /// What it is to the books: what goes to the own agent is to come home.
        pub fn outlay(&self, slot: usize) -> Outlay {
            match self.purpose {
                _ if self.to == agent(slot) => Outlay::ToAgent,
                Purpose::Investment => Outlay::Investment,
                _ => Outlay::Expense,
            }
        }
    }

    impl Resolve for ToSpend {
        fn kind(&self) -> Kind {
            Kind::Spend
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn payee(&self) -> Option<Who> {
            Some(self.to)
        }

        fn action(&self, chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { to, amount, purpose, .. } = *self;
            Action::Spend { to: chain.wallet(to), amount, purpose }
        }

        fn call(
            &self,
            chain: &Chain,
            slot: usize,
            who: Who,
            nth: Nth,
            action: Action,
        ) -> (Instruction, &'static [usize]) {
            let site = &chain.sites[slot];
            let worker = (self.purpose == Purpose::Work).then(|| site.member(&chain.wallet(self.worker)));
            (site.propose_with(&chain.wallet(who), nth, worker, action), &[])
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { to, amount, worker, .. } = *self;
            let c = model.alive(slot)?;
            demand(amount > 0, AmountZero)?;
            demand(amount <= c.books.money.operating(), MoreThanOperating)?;
            let worker = if self.is_work(slot) { c.worker(to, worker)? } else { None };
            Ok(Proposable { special: amount > c.budget().capacity, named: None, worker })
        }

        fn aim(&self, g: &mut Generator, coop: &Coop, execution: &mut Execution) {
            execution.to = g.purse(self.to);
            let worker = coop.proposal(execution.proposal).ok().and_then(|p| p.worker).map(|(who, _)| who);
            execution.worker = g.given(worker);
        }
    }

    impl Coop {
        /// The membership of a wallet whose work is paid, with its number, if it is a member: the account that is given must be
        /// it, or the place where it would be.
        pub fn worker(&self, wallet: Who, given: Who) -> Result<Option<(Who, u32)>, Refused> {
            if let Some(m) = self.members.get(&given) {
                demand(m.wallet == wallet, PatronMismatch)?;
                Ok((m.standing == Standing::Member).then_some((given, m.number)))
            } else {
                demand(given == wallet && !self.is_taken(wallet), PatronMismatch)?;
                Ok(None)
            }
        }

        /// Pay for the work of a membership, which is given as it is named.
        pub fn work_is_paid(
            &mut self,
            given: Option<Who>,
            named: Option<(Who, u32)>,
            pay: u64,
            now: i64,
        ) -> Result<Option<Who>, Refused> {
            let worker = self.patron(given, named)?;
            if let Some(worker) = worker {
                self.require_settled(&self.members[&worker])?;
            }
            self.count_work(worker, pay, now);
            Ok(worker)
        }
    }
}

#[cfg(test)]
mod tests;
