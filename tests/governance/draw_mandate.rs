//! `draw_mandate`: The holder of a mandate draws on it.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn draw_mandate(
        &self,
        holder: &Address,
        mandate: u32,
        destination: &Address,
        amount: u64,
    ) -> Instruction {
        self.draw_mandate_for(holder, mandate, destination, amount, None)
    }

    /// The same, for the work of a membership.
    pub fn draw_mandate_for(
        &self,
        holder: &Address,
        mandate: u32,
        destination: &Address,
        amount: u64,
        worker: Option<Address>,
    ) -> Instruction {
        build(
            accounts::DrawMandate {
                holder: *holder,
                coop: self.coop,
                mandate: self.mandate(mandate),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
                worker,
            },
            instruction::DrawMandate { amount },
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
        fixtures::mandated,
        scenes::no,
        stateful::{
            business::Outlay,
            chain::Chain,
            deed::{Act, Deed, Purse, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "draw_mandate"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = mandated(world);
            let who = &g.coop.members[1];
            Call::new(g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 5 * UNIT), &[&who.key])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let mandate = g.rng.upto(coop.mandates.len() + 1);
            let known = coop.mandate(mandate).ok();
            let left = known.map_or(0, |m| m.per_period - if m.renewed(coop) { 0 } else { m.drawn });
            let holder = known.map_or(who, |m| m.holder);
            let some = 1 + g.rng.below(left);
            let amount = g.amount(&[left, some, some]);
            let worker = g.given(known.and_then(|m| m.worker).map(|(who, _)| who));
            DrawMandate { slot, mandate, who: g.mostly(holder), to: g.purse(holder), amount, worker }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (ClosePeriodFirst, |w| {
            let g = mandated(w);
            w.set_time(w.coop(&g.coop.site.coop).period.ends());
            let who = &g.coop.members[1];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
        }),
        (BudgetExceeded, |w| {
            let g = mandated(w);
            let full = w.now() + 30 * crate::DAY;
            w.edit::<coop::state::Coop>(&g.coop.site.coop, |c| c.budget_full = full.into());
            let who = &g.coop.members[1];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
        }),
        (MandateOver, |w| {
            let g = mandated(w);
            w.set_time(w.mandate(&g.coop.site.mandate(0)).until.get() + 1);
            let who = &g.coop.members[1];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
        }),
        (NotTheMandateHolder, |w| {
            let g = mandated(w);
            let who = &g.coop.members[0];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
        }),
        (MoreThanTheMandate, |w| {
            let g = mandated(w);
            let who = &g.coop.members[1];
            no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 10 * UNIT + 1), &[who])
        }),
        (MandateOfAnotherCoop, |w| {
            let (one, other) = (mandated(w), mandated(w));
            let who = &one.coop.members[1];
            let mut call = other.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1);
            call.accounts[2].pubkey = one.coop.site.mandate(0);
            no(w, call, &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct DrawMandate {
        pub slot: usize,
        pub mandate: usize,
        pub who: Who,
        pub to: Purse,
        pub amount: u64,
        /// The membership whose work is paid, as given.
        pub worker: Option<Who>,
    }

    impl Act for DrawMandate {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { mandate, who, to, worker, .. } = *self;
            Touched { mandate: Some(mandate), ..Touched::people(&[who, to.0, worker.unwrap_or(who)]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, mandate, who, to, amount, worker } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let worker = worker.map(|who| site.member(&w(who)));
            let call = site.draw_mandate_for(&w(who), mandate as u32, &chain.purse(to), amount, worker);
            (call, vec![0, 1, 3, 4, 5, 6])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, mandate, who, to, amount, worker } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.mandate(mandate)?;
            demand(m.holder == who, NotTheMandateHolder)?;
            demand(to.0 == who, DestinationNotThePayees)?;
            demand(c.is_active(), CoopNotActive)?;
            demand(amount > 0, AmountZero)?;
            demand(now <= m.until, MandateOver)?;
            let (renewed, started_at) = (m.renewed(c), c.books.period_started_at);
            let drawn = if renewed { 0 } else { m.drawn };
            demand(amount <= m.per_period - drawn, MoreThanTheMandate)?;
            let mut next = c.clone();
            next.spend(amount, Outlay::Expense, m.special, now)?;
            if m.work {
                let paid = next.work_is_paid(worker, m.worker, amount, now)?;
                next.acted(paid.filter(|worker| next.wallet(*worker) == who), now);
            }
            *model.edit(slot) = next;
            model.pay_to(slot, to, amount);
            let c = model.edit(slot);
            let m = c.mandates[mandate].as_mut().expect("checked before");
            m.drawn = drawn + amount;
            m.drawn_since = if renewed { started_at } else { m.drawn_since };
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{Gathering, close, mandated, pass},
        patronage::{held, seasoned, settle_everyone},
    };
    use coop::{error::CoopError::*, state::Action};

    /// The second member has a mandate of so much a period, for work.
    fn working(world: &mut World, per_period: u64) -> Gathering {
        let g = seasoned(world, 3, 200 * UNIT);
        let (to, until) = (g.coop.members[1].wallet(), world.now() + 365 * DAY);
        let index = pass(world, &g.coop, Action::Mandate { to, per_period, until, work: true });
        let who = &g.coop.founder;
        world.accepts(g.coop.site.execute_mandate(&who.wallet(), index, 0), &[who]);
        g
    }

    #[test]
    fn pay_for_work_is_patronage_of_the_member_whose_account_must_be_given() {
        let mut world = World::new();
        let g = working(&mut world, 10 * UNIT);
        let (site, worker) = (g.coop.site, &g.coop.members[1]);
        let member = site.member(&worker.wallet());
        let draw = |amount, given| site.draw_mandate_for(&worker.wallet(), 0, &worker.tokens, amount, given);
        world.refuses(PatronMissing, draw(UNIT, None), &[worker]);
        world.refuses(PatronMismatch, draw(UNIT, Some(site.member(&g.coop.founder.wallet()))), &[worker]);
        world.refuses(AmountZero, draw(0, Some(member)), &[worker]);
        world.accepts(draw(4 * UNIT, Some(member)), &[worker]);
        world.accepts(draw(6 * UNIT, Some(member)), &[worker]);
        world.refuses(MoreThanTheMandate, draw(1, Some(member)), &[worker]);
        assert_eq!(held(&world, &site, worker).work, 10 * UNIT);
        assert_eq!(world.coop(&site.coop).period.done.member_work, 10 * UNIT);
        assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
        // of the next period what waits is settled first
        let number = close(&mut world, &g.coop);
        world.refuses(SettlePatronageFirst, draw(UNIT, Some(member)), &[worker]);
        let calls = [site.settle_patronage(&worker.wallet(), number), draw(UNIT, Some(member))];
        world.send(&calls, &[&worker.key]).expect("settled first");
    }

    #[test]
    fn a_member_who_left_is_paid_and_its_work_is_outside_work() {
        let mut world = World::new();
        let g = working(&mut world, 10 * UNIT);
        let (site, worker) = (g.coop.site, &g.coop.members[1]);
        world.accepts(site.resign(&worker.wallet()), &[worker]);
        let given = Some(site.member(&worker.wallet()));
        world.accepts(site.draw_mandate_for(&worker.wallet(), 0, &worker.tokens, 5 * UNIT, given), &[worker]);
        let done = world.coop(&site.coop).period.done;
        assert_eq!((done.member_work.get(), done.outside_work.get()), (0, 5 * UNIT));
    }

    #[test]
    fn what_is_not_drawn_does_not_roll_over_and_an_overdue_period_is_closed_first() {
        let mut world = World::new();
        let g = mandated(&mut world);
        let (site, who) = (g.coop.site, &g.coop.members[1]);
        let draw = |amount| site.draw_mandate(&who.wallet(), 0, &who.tokens, amount);
        world.accepts(draw(3 * UNIT), &[who]);
        world.refuses(MoreThanTheMandate, draw(7 * UNIT + 1), &[who]);
        world.set_time(world.coop(&site.coop).period.ends());
        world.refuses(ClosePeriodFirst, draw(UNIT), &[who]);
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop, 0);
        world.refuses(MoreThanTheMandate, draw(10 * UNIT + 1), &[who]);
        world.accepts(draw(10 * UNIT), &[who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.books.fund.get(), coop.books.loss.get()), (587 * UNIT, 13 * UNIT));
        let now = world.now();
        world.edit::<coop::state::Mandate>(&site.mandate(0), |m| (m.drawn, m.until) = (0.into(), now.into()));
        world.accepts(draw(1), &[who]);
        world.pass(1);
        world.refuses(MandateOver, draw(1), &[who]);
    }

    #[test]
    fn every_draw_of_an_ordinary_mandate_fills_the_bucket_of_all() {
        let mut world = World::new();
        let g = mandated(&mut world);
        let (site, who) = (g.coop.site, &g.coop.members[1]);
        world.accepts(site.draw_mandate(&who.wallet(), 0, &who.tokens, 10 * UNIT), &[who]);
        // 10 of 60 are five days of thirty
        assert_eq!(world.coop(&site.coop).budget_full, world.now() + 5 * DAY);
        let full = world.now() + 30 * DAY;
        world.edit::<coop::state::Coop>(&site.coop, |c| c.budget_full = full.into());
        close(&mut world, &g.coop);
        world.edit::<coop::state::Coop>(&site.coop, |c| {
            c.budget_full = (c.period.started_at.get() + 30 * DAY).into();
        });
        let draw = site.draw_mandate(&who.wallet(), 0, &who.tokens, UNIT);
        world.refuses(BudgetExceeded, draw.clone(), &[who]);
        world.edit::<coop::state::Mandate>(&site.mandate(0), |m| m.special = 1);
        world.accepts(draw, &[who]);
    }

    /// As if periods had been three times as long when it was resolved.
    #[test]
    fn shorter_periods_give_a_mandate_no_more_than_it_had() {
        let mut world = World::new();
        let g = mandated(&mut world);
        let (site, who) = (g.coop.site, &g.coop.members[1]);
        world.edit::<coop::state::Mandate>(&site.mandate(0), |m| m.length = (90 * DAY as u32).into());
        let draw = |amount| site.draw_mandate(&who.wallet(), 0, &who.tokens, amount);
        world.accepts(draw(8 * UNIT), &[who]);
        let turn = |world: &mut World| {
            close(world, &g.coop);
            crate::fixtures::settle_everyone(world, &g.coop);
        };
        turn(&mut world);
        world.refuses(MoreThanTheMandate, draw(2 * UNIT + 1), &[who]);
        world.accepts(draw(2 * UNIT), &[who]);
        turn(&mut world);
        world.refuses(MoreThanTheMandate, draw(1), &[who]);
        turn(&mut world);
        world.accepts(draw(10 * UNIT), &[who]);
    }
}
