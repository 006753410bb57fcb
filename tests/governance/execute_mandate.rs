//! `execute_mandate`: Gives a mandate as resolved.

use crate::{
    CoopSite,
    call::{Nth, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Gives the mandate of number `mandate`, which must be the co-op's next.
    pub fn execute_mandate(&self, payer: &Address, nth: impl Into<Nth>, mandate: u32) -> Instruction {
        build(
            accounts::ExecuteMandate {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(nth),
                mandate: self.mandate(mandate),
                system_program: system(),
            },
            instruction::ExecuteMandate {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        call::Nth,
        charter,
        fixtures::{active, pass, payroll},
        scenes::proposing,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, YEAR, demand},
            proposal::{Mandate, Proposal},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
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
            "execute_mandate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, payroll(&g.coop, world.now()));
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_mandate(&who.wallet(), 0, 0), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            6
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            3
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let now = model.now;
            let terms = *coop.terms();
            let week = 7 * DAY as u32;
            let over = |special: bool| {
                let lock = if special { terms.timelock.max(week) } else { terms.timelock };
                let turn = if special { coop.books.period_length } else { 0 };
                now + (terms.voting_period + lock + terms.execution_window + turn) as i64
            };
            let to = g.who();
            let budget = coop.budget().capacity;
            let per_period =
                g.amount(&[budget, 1 + budget / 3, budget / 2, coop.books.money.operating() / 3]);
            let until = over(per_period > budget) + g.rng.pick(&[0, 30 * DAY, YEAR, -1]);
            ToMandate { to, per_period, until, work: g.rng.percent(50), worker: g.worker(coop, to) }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteMandate(g.execution_of(Kind::Mandate, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (MoreThanOperating, |w| {
            proposing(w, |w, coop| {
                let until = w.now() + 365 * crate::DAY;
                let to = coop.members[0].wallet();
                Action::Mandate { to, per_period: 600 * UNIT + 1, until, work: false }
            })
        }),
        (MandateTooShort, |w| {
            proposing(w, |w, coop| {
                let c = charter();
                let over = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
                Action::Mandate { to: coop.members[0].wallet(), per_period: 1, until: over - 1, work: false }
            })
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteMandate(pub Execution);

    impl Act for ExecuteMandate {
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
            let Execution { slot, proposal, payer, .. } = self.0;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let nth = model.nth(slot, proposal);
            let payer = w(payer);
            let coop = &model.coops[slot];
            let next = coop.mandates.len() as u32;
            (site.execute_mandate(&payer, nth, next), vec![1, 2, 3, 4])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, payer, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::Mandate, c, now)?;
            let &ToMandate { to: holder, per_period, until, work, .. } = p.resolved();
            model.lamports[payer] -= model.rents.mandate;
            let c = model.edit(slot);
            c.mandates.push(Some(Mandate {
                holder,
                rent_payer: payer,
                per_period,
                drawn: 0,
                until: until.saturating_add(p.delay),
                drawn_since: 0,
                length: c.terms().period_length,
                special: p.special,
                work,
                worker: p.worker,
            }));
            c.books.mandates += 1;
            c.books.mandate_accounts += 1;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_mandate` executes.
    #[derive(Clone, Debug)]
    pub struct ToMandate {
        pub to: Who,
        pub per_period: u64,
        pub until: i64,
        pub work: bool,
        /// Whose membership is given as the holder's, of pay for work.
        pub worker: Who,
    }

    impl Resolve for ToMandate {
        fn kind(&self) -> Kind {
            Kind::Mandate
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn payee(&self) -> Option<Who> {
            Some(self.to)
        }

        fn action(&self, chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { to, per_period, until, work, .. } = *self;
            Action::Mandate { to: chain.wallet(to), per_period, until, work }
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
            let worker = self.work.then(|| site.member(&chain.wallet(self.worker)));
            (site.propose_with(&chain.wallet(who), nth, worker, action), &[])
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { to, per_period, work, worker, .. } = *self;
            let c = model.alive(slot)?;
            demand(per_period > 0, AmountZero)?;
            let operating = c.books.money.operating().min(c.books.operating_at_start);
            demand(per_period <= operating, MoreThanOperating)?;
            let worker = if work { c.worker(to, worker)? } else { None };
            Ok(Proposable { special: per_period > c.budget().capacity, named: None, worker })
        }

        fn fits(&self, p: &Proposal) -> Verdict {
            demand(self.until >= p.expires(), MandateTooShort)
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{pass, propose},
        patronage::seasoned,
        scenes::refused,
    };
    use coop::{error::CoopError::*, state::Action};

    #[test]
    fn a_mandate_keeps_what_was_resolved_and_whose_work_it_pays() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, worker, payer) = (g.coop.site, &g.coop.members[1], world.actor("payer", 0));
        let until = world.now() + 365 * DAY;
        let to = worker.wallet();
        let index =
            pass(&mut world, &g.coop, Action::Mandate { to, per_period: 10 * UNIT, until, work: true });
        world.accepts(site.execute_mandate(&payer.wallet(), index, 0), &[&payer]);
        let mandate = world.mandate(&site.mandate(0));
        assert_eq!((mandate.holder, mandate.worker), (to, site.member(&to)));
        assert_eq!((mandate.per_period.get(), mandate.until.get()), (10 * UNIT, until));
        assert_eq!((mandate.work, mandate.special, mandate.worker_number.get()), (1, 0, 2));
        assert_eq!(mandate.rent_payer, payer.wallet());
        assert_eq!(world.coop(&site.coop).mandate_accounts, 1);
    }

    #[test]
    fn above_the_bucket_it_is_special_and_above_operating_it_is_none() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, g.coop.members[1].wallet());
        let until = world.now() + 365 * DAY;
        let of = |per_period| Action::Mandate { to, per_period, until, work: false };
        for most in [600 * UNIT + 1, u64::MAX] {
            assert!(refused(&mut world, &g.coop, of(most)).is(MoreThanOperating));
        }
        assert!(refused(&mut world, &g.coop, of(0)).is(AmountZero));
        let index = propose(&mut world, &g.coop, of(60 * UNIT + 1));
        let p = world.proposal(&site.proposal(index));
        assert!(p.is_special() && p.weighty == 1);
    }

    #[test]
    fn work_of_a_stranger_is_nobodys_and_its_place_must_be_given() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, plumber) = (g.coop.site, world.actor("plumber", 0));
        let until = world.now() + 365 * DAY;
        let action = Action::Mandate { to: plumber.wallet(), per_period: UNIT, until, work: true };
        let who = &g.coop.founder;
        let with = |subject| site.propose_with(&who.wallet(), 0, subject, action.clone());
        world.refuses(PatronMissing, with(None), &[who]);
        world.refuses(PatronMismatch, with(Some(site.member(&g.coop.members[0].wallet()))), &[who]);
        let index = pass(&mut world, &g.coop, action.clone());
        world.accepts(site.execute_mandate(&who.wallet(), index, 0), &[who]);
        assert_eq!(world.mandate(&site.mandate(0)).worker, Default::default());
        world.accepts(site.draw_mandate(&plumber.wallet(), 0, &plumber.tokens, UNIT), &[&plumber]);
        assert_eq!(world.coop(&site.coop).period.done.outside_work, UNIT);
    }
}
