//! `execute_expel`: Expels a member as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_expel(&self, nth: impl Into<Nth>, member: &Address) -> Instruction {
        build(self.on_member(nth, member), instruction::ExecuteExpel {})
    }

    /// Of one, whose membership began with `wallet`, that has a pledge in a pool.
    pub fn execute_expel_of(
        &self,
        nth: impl Into<Nth>,
        member: &Address,
        pool: Option<u32>,
        wallet: &Address,
    ) -> Instruction {
        let site = pool.map(|index| self.pool(index));
        let pool = site.map(|site| site.pool);
        let pledge = site.map(|site| site.pledge(wallet));
        build(
            accounts::ExecuteOnMember { pool, pledge, ..self.on_member(nth, member) },
            instruction::ExecuteExpel {},
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
        fixtures::{active, clear, pass},
        scenes::{member, no, refused},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
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
            "execute_expel"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let member = g.coop.site.member(&g.coop.members[1].wallet());
            pass(world, &g.coop, Action::Expel { member });
            Call::new(g.coop.site.execute_expel(0, &member), &[])
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
            4
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            // those who left or applied can be expelled too
            let known: Vec<Who> = model.coops[slot].members.keys().copied().filter(|who| *who != 0).collect();
            let to = if known.is_empty() || g.rng.percent(10) { g.who() } else { g.rng.pick(&known) };
            ToExpel { member: to }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteExpel(g.execution_of(Kind::Expel, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (SubjectMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, Action::Expel { member: member(&g.coop, 1) });
            no(w, g.coop.site.execute_expel(0, &member(&g.coop, 0)), &[])
        }),
        (ClosePeriodFirst, |w| {
            let g = active(w, 3, 200 * UNIT);
            let member = member(&g.coop, 1);
            pass(w, &g.coop, Action::Expel { member });
            let now = w.now();
            w.edit::<coop::state::Coop>(&g.coop.site.coop, |c| {
                c.period.started_at = (now - i64::from(c.period.length.get())).into();
            });
            no(w, g.coop.site.execute_expel(0, &member), &[])
        }),
        (AlreadyExpelled, |w| {
            let g = active(w, 3, 200 * UNIT);
            let member = member(&g.coop, 1);
            pass(w, &g.coop, Action::Expel { member });
            w.accepts(g.coop.site.execute_expel(0, &member), &[]);
            clear(w, &g.coop, 0);
            refused(w, &g.coop, Action::Expel { member })
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteExpel(pub Execution);

    impl ExecuteExpel {
        /// The pool of the pledge of whom it names.
        fn pool(&self, model: &Model) -> Option<usize> {
            let member = model.coops[self.0.slot].members.get(&self.0.who)?;
            member.pledged_in.checked_sub(1).map(|pool| pool as usize)
        }
    }

    impl Act for ExecuteExpel {
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
            let Execution { slot, proposal, who, .. } = self.0;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let nth = model.nth(slot, proposal);
            let member = site.member(&w(who));
            let pool = self.pool(model).map(|pool| pool as u32);
            (site.execute_expel_of(nth, &member, pool, &w(who)), vec![0, 1, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, who, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            c.member(who)?;
            demand(p.subject() == Some(who), SubjectMismatch)?;

            p.require_executable(Kind::Expel, c, now)?;
            let &ToExpel { member } = p.resolved();
            let m = c.member(member)?;
            demand(p.expels == 0 || m.number + 1 == p.expels, SubjectMismatch)?;
            let standing = m.standing;
            demand(standing != Standing::Expelled, AlreadyExpelled)?;
            let mut next = c.clone();
            if standing == Standing::Member {
                next.require_not_overdue(now)?;
            }
            next.leave_pool(member, self.pool(model), now)?;
            if standing == Standing::Member {
                next.require_settled(&next.members[&member])?;
                next.dismiss(member, Standing::Expelled, now);
            } else {
                let m = next.edit_member(member);
                m.left_at = if m.left_at == 0 { now } else { m.left_at };
                m.name.clear();
                m.standing = Standing::Expelled;
            }
            let m = next.edit_member(member);
            // one whose time was over is settled
            if !m.promise_stands || now < m.promise_ends {
                m.end_promise();
            }
            // what was pledged knowing of it still rests
            if m.pledged_at <= p.created_at {
                m.unbind();
            }
            *model.edit(slot) = next;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_expel` executes.
    #[derive(Clone, Debug)]
    pub struct ToExpel {
        pub member: Who,
    }

    impl Resolve for ToExpel {
        fn kind(&self) -> Kind {
            Kind::Expel
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn subject(&self) -> Option<Who> {
            Some(self.member)
        }

        fn action(&self, chain: &Chain, slot: usize, _model: &Model) -> Action {
            let Self { member } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            Action::Expel { member: site.member(&w(member)) }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { member } = *self;
            let c = model.alive(slot)?;
            demand(c.member(member)?.standing != Standing::Expelled, AlreadyExpelled)?;
            Ok(Proposable::class(true))
        }

        fn aim(&self, g: &mut Generator, _coop: &Coop, execution: &mut Execution) {
            execution.who = g.mostly(self.member);
        }
    }
}
