//! `execute_spend`: Spends operating money as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_spend(&self, index: u32, destination: &Address) -> Instruction {
        self.execute_spend_for(index, destination, None)
    }

    /// The same, for the work of a membership.
    pub fn execute_spend_for(
        &self,
        index: u32,
        destination: &Address,
        worker: Option<Address>,
    ) -> Instruction {
        build(self.payment(index, destination, worker), instruction::ExecuteSpend {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, Refusal, UNIT, World, charter,
        fixtures::{Founded, active, await_execution, pass, propose, spending, vote},
        scenes::{amendment, member_proposes, no, proposing},
        stateful::{
            business::Outlay,
            chain::Chain,
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

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Execution { slot, proposal, to, worker, .. } = self.0;
            let site = &chain.sites[slot];
            let index = proposal as u32;
            let worker = worker.map(|who| site.member(&chain.wallet(who)));
            (site.execute_spend_for(index, &chain.purse(to), worker), vec![0, 1, 2, 3, 4, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, to, worker, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            demand(p.payee() == Some(to.0), DestinationNotThePayees)?;
            p.require_executable(Kind::Spend, c, now)?;
            let what: &ToSpend = p.resolved();
            let mut next = c.clone();
            next.spend(what.amount, what.outlay(slot), p.special, now)?;
            if what.is_work(slot) {
                next.work_is_paid(worker, p.worker, what.amount)?;
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
            index: u32,
            action: Action,
        ) -> (Instruction, &'static [usize]) {
            let site = &chain.sites[slot];
            let worker = (self.purpose == Purpose::Work).then(|| site.member(&chain.wallet(self.worker)));
            (site.propose_with(&chain.wallet(who), index, worker, action), &[])
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
            match self.members.get(&given) {
                Some(m) => {
                    demand(m.wallet == wallet, PatronMismatch)?;
                    Ok((m.standing == Standing::Member).then_some((given, m.number)))
                }
                None => {
                    demand(given == wallet && !self.is_taken(wallet), PatronMismatch)?;
                    Ok(None)
                }
            }
        }

        /// Pay for the work of a membership, which is given as it is named.
        pub fn work_is_paid(&mut self, given: Option<Who>, named: Option<(Who, u32)>, pay: u64) -> Verdict {
            let worker = self.patron(given, named)?;
            if let Some(worker) = worker {
                self.require_settled(&self.members[&worker])?;
            }
            self.count_work(worker, pay);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{Gathering, active, clear, close, pass, propose, vote},
        patronage::{held, seasoned},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Choice, Purpose},
    };

    /// A spend to the second member.
    fn to_member(g: &Gathering, amount: u64, purpose: Purpose) -> Action {
        Action::Spend { to: g.coop.members[1].wallet(), amount, purpose }
    }

    #[test]
    fn an_expense_is_paid_out_of_earnings_and_then_of_the_fund() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who, to) = (g.coop.site, &g.coop.founder, g.coop.members[1].tokens);
        let index = pass(&mut world, &g.coop, to_member(&g, 50 * UNIT, Purpose::Expense));
        world.accepts(site.pay_coop(who, None, 20 * UNIT), &[who]);
        let before = world.balance(&to);
        world.accepts(site.execute_spend(index, &to), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!(world.balance(&to) - before, 50 * UNIT);
        assert_eq!((coop.books.earnings.get(), coop.books.fund.get()), (0, 570 * UNIT));
        assert_eq!((coop.books.loss.get(), coop.period.expenses.get()), (30 * UNIT, 50 * UNIT));
        assert_eq!(world.balance(&site.vault), coop.cash());
        world.refuses(ProposalExecuted, site.execute_spend(index, &to), &[]);
    }

    #[test]
    fn an_investment_is_an_asset_and_never_takes_what_is_asked_back() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, g.coop.members[1].tokens);
        let index = pass(&mut world, &g.coop, to_member(&g, 60 * UNIT, Purpose::Investment));
        // two leave: 360 are asked back of 600
        for who in [&g.coop.founder, &g.coop.members[0]] {
            world.accepts(site.resign_asking(&who.wallet()), &[who]);
        }
        let set = |asked: u64| move |c: &mut coop::state::Coop| c.books.asked = asked.into();
        world.edit(&site.coop, set(540 * UNIT + 1));
        world.refuses(MoreThanFund, site.execute_spend(index, &to), &[]);
        world.edit(&site.coop, set(540 * UNIT));
        world.accepts(site.execute_spend(index, &to), &[]);
        let books = world.coop(&site.coop).books;
        assert_eq!((books.invested.get(), books.moved.get()), (60 * UNIT, 60 * UNIT));
        assert_eq!((books.fund.get(), books.loss.get()), (540 * UNIT, 0));
    }

    #[test]
    fn ordinary_spends_fill_a_bucket_of_the_smaller_of_then_and_now() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, to, rich) = (g.coop.site, g.coop.members[1].tokens, &g.coop.members[0]);
        // what comes in during the period is no base
        world.accepts(site.subscribe(rich, 10_000 * UNIT), &[rich]);
        assert_eq!(world.coop(&site.coop).budget().capacity, 60 * UNIT);
        let first = pass(&mut world, &g.coop, to_member(&g, 40 * UNIT, Purpose::Expense));
        world.accepts(site.execute_spend(first, &to), &[]);
        clear(&mut world, &g.coop, first);
        let drawn = world.now();
        // ⌈40 × 30 ÷ 60⌉ days until it is empty
        assert_eq!(world.coop(&site.coop).budget_full, drawn + 20 * DAY);
        let second = pass(&mut world, &g.coop, to_member(&g, 40 * UNIT, Purpose::Expense));
        assert_eq!(world.now() - drawn, 10 * DAY + 1);
        world.accepts(site.execute_spend(second, &to), &[]);
        assert_eq!(world.coop(&site.coop).budget_full, drawn + 40 * DAY);
        clear(&mut world, &g.coop, second);
        let third = pass(&mut world, &g.coop, to_member(&g, 40 * UNIT, Purpose::Expense));
        close(&mut world, &g.coop);
        // the next period begins with all of it: 10 520 of operating money, a capacity of 1 052
        let capacity = world.coop(&site.coop).budget().capacity;
        assert_eq!(capacity, 1_052 * UNIT);
        world.accepts(site.execute_spend(third, &to), &[]);
    }

    #[test]
    fn what_there_is_no_room_for_waits_to_the_second() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, g.coop.members[1].tokens);
        let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Expense));
        let now = world.now();
        // 30 of 60 are half of the window
        let set = |full: i64| move |c: &mut coop::state::Coop| c.budget_full = full.into();
        world.edit(&site.coop, set(now + 15 * DAY + 1));
        world.refuses(BudgetExceeded, site.execute_spend(index, &to), &[]);
        world.pass(1);
        world.accepts(site.execute_spend(index, &to), &[]);
    }

    #[test]
    fn a_special_spend_is_bounded_by_operating_and_waits_for_the_turn() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, g.coop.members[1].tokens);
        let index = propose(&mut world, &g.coop, to_member(&g, 61 * UNIT, Purpose::Expense));
        let p = world.proposal(&site.proposal(index));
        assert!(p.is_special() && p.weighty == 1);
        vote(&mut world, &g.coop, index, Choice::Yes);
        world.set_time(p.ends.get() + p.timelock.get() as i64);
        assert!(world.now() < world.coop(&site.coop).period.ends());
        world.refuses(AwaitsPeriodTurn, site.execute_spend(index, &to), &[]);
        // whoever leaves before the close is paid by it
        let leaver = &g.coop.members[0];
        world.accepts(site.resign_asking(&leaver.wallet()), &[leaver]);
        close(&mut world, &g.coop);
        world.accepts(site.execute_spend(index, &to), &[]);
        assert_eq!(world.coop(&site.coop).budget_full, 0, "no draw on the bucket");
        world.accepts(site.settle_patronage(&leaver.wallet(), 1), &[]);
        assert_eq!(held(&world, &site, leaver).dividends, 180 * UNIT);
    }

    #[test]
    fn pay_for_work_is_patronage_of_the_member_whose_account_must_be_given() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, worker) = (g.coop.site, &g.coop.members[1]);
        let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Work));
        let member = site.member(&worker.wallet());
        let pay = |given| site.execute_spend_for(index, &worker.tokens, given);
        world.refuses(PatronMissing, pay(None), &[]);
        world.refuses(PatronMismatch, pay(Some(site.member(&g.coop.founder.wallet()))), &[]);
        world.accepts(pay(Some(member)), &[]);
        let done = world.coop(&site.coop).period.done;
        assert_eq!((done.member_work.get(), done.outside_work.get()), (30 * UNIT, 0));
        assert_eq!(held(&world, &site, worker).work, 30 * UNIT);
    }

    #[test]
    fn work_of_one_who_left_meanwhile_or_never_was_a_member_is_outside_work() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, worker) = (g.coop.site, &g.coop.members[1]);
        let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Work));
        world.accepts(site.resign(&worker.wallet()), &[worker]);
        let given = Some(site.member(&worker.wallet()));
        world.accepts(site.execute_spend_for(index, &worker.tokens, given), &[]);
        let done = world.coop(&site.coop).period.done;
        assert_eq!((done.member_work.get(), done.outside_work.get()), (0, 30 * UNIT));
        clear(&mut world, &g.coop, index);
        let stranger = world.actor("plumber", 0);
        close(&mut world, &g.coop);
        let pay = Action::Spend { to: stranger.wallet(), amount: 20 * UNIT, purpose: Purpose::Work };
        let index = pass(&mut world, &g.coop, pay);
        world.accepts(site.execute_spend(index, &stranger.tokens), &[]);
        assert_eq!(world.coop(&site.coop).period.done.outside_work, 20 * UNIT);
    }

    #[test]
    fn a_worker_with_business_of_an_older_period_is_settled_first() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, worker) = (g.coop.site, &g.coop.members[1]);
        world.pass(15 * DAY);
        let index = pass(&mut world, &g.coop, to_member(&g, 30 * UNIT, Purpose::Work));
        close(&mut world, &g.coop);
        let pay = site.execute_spend_for(index, &worker.tokens, Some(site.member(&worker.wallet())));
        world.refuses(SettlePatronageFirst, pay.clone(), &[]);
        world.send(&[site.settle_patronage(&worker.wallet(), 0), pay], &[]).expect("settled first");
    }

    #[test]
    fn while_a_period_is_overdue_nothing_is_spent() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, g.coop.members[1].tokens);
        world.pass(15 * DAY);
        let index = pass(&mut world, &g.coop, to_member(&g, 10 * UNIT, Purpose::Expense));
        let ends = world.coop(&site.coop).period.ends();
        world.set_time(ends);
        world.refuses(ClosePeriodFirst, site.execute_spend(index, &to), &[]);
        let close = site.close_period(&g.coop.founder.wallet(), 1);
        let calls = [close, site.execute_spend(index, &to)];
        world.send(&calls, &[&g.coop.founder.key]).expect("closed in the same transaction");
        assert_eq!(world.coop(&site.coop).period.expenses, 10 * UNIT);
    }

    #[test]
    fn money_to_the_own_agent_is_no_expense_and_comes_home() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let source = world.token_account(&site.agent(), 0);
        let action = Action::Spend { to: site.agent(), amount: 60 * UNIT, purpose: Purpose::Expense };
        let index = pass(&mut world, &g.coop, action);
        world.accepts(site.execute_spend(index, &source), &[]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.at_agent.get(), coop.books.loss.get()), (60 * UNIT, 0));
        assert_eq!((coop.books.moved.get(), coop.period.expenses.get()), (60 * UNIT, 0));
    }
}
