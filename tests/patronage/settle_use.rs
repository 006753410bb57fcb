//! `settle_use`: Compares pledged use with the fees paid, and frees or forfeits the bond.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn settle_use(&self, wallet: &Address) -> Instruction {
        build(
            accounts::SettleUse {
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
            },
            instruction::SettleUse {},
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
        fixtures::{settled, traded},
        stateful::{
            books::part,
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Pool, Refused, Standing, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "settle_use"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            t.close(world);
            let wallet = t.g.coop.members[0].wallet();
            world.accepts(t.site().settle_patronage(&wallet, 0), &[]);
            Call::new(t.g.site.settle_use(&wallet), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            12
        }

        fn fits(&self, coop: &Coop, pool: usize, who: Who) -> bool {
            let bond = |p: &Pool| p.pledges.get(&who).is_some_and(|p| p.bond > 0);
            coop.pools.get(pool).is_some_and(bond)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, _g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, pool, who, .. } = aim;
            SettleUse { slot, pool, who }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (UseNotDue, |w| {
            let t = traded(w);
            w.send(&[t.g.site.settle_use(&t.g.coop.founder.wallet())], &[]).expect_err("refused")
        }),
        (NoBond, |w| {
            let g = settled(w, 3, 200 * UNIT);
            w.send(&[g.site.settle_use(&g.coop.founder.wallet())], &[]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SettleUse {
        pub slot: usize,
        pub pool: usize,
        pub who: Who,
    }

    impl Act for SettleUse {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, who, .. } = *self;
            Touched::pooled(pool, &[who])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, who } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            (at(pool).settle_use(&w(who)), vec![0, 1, 2, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, who } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let (p, m) = (c.pool(pool)?, c.member(who)?);
            let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?.clone();
            demand(pledge.bond > 0, NoBond)?;
            c.require_claims()?;
            let from = p.gathered.use_from;
            let due = c.books.period > from + 1;
            demand(due || c.is_dissolving(), UseNotDue)?;
            let done = match (m.done_in(from), m.done_in(from + 1)) {
                (Some(a), Some(b)) if !c.is_dissolving() => a + b,
                _ => pledge.use_amount,
            };
            let missing = pledge.use_amount.saturating_sub(done);
            let lost = part(pledge.bond, missing, pledge.use_amount);
            let same = m.standing == Standing::Member && m.application == pledge.application;
            // what is asked back is not there any more
            let free = m.matured.min(m.matured + m.withdrawn - m.asked);
            let from_shares = if same { lost.min(m.shares) } else { lost.saturating_sub(free) };
            if lost > 0 {
                if !c.is_dissolving() {
                    c.require_not_overdue(now)?;
                }
                c.require_settled(m)?;
            }

            let c = model.edit(slot);
            if lost > 0 {
                c.forfeit(who, lost, from_shares, now);
            }
            c.edit_member(who).bonded -= pledge.bond;
            let kept = c.pools[pool].pledges.get_mut(&who).expect("checked before");
            (kept.bond, kept.use_amount) = (0, 0);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{Trading, close, spend, trading},
        patronage::held,
    };
    use coop::error::CoopError::*;

    /// Pledged use is 20 units of each of three members, the bond 20 of 200 shares: the founder pays `fees` in
    /// fees over two periods, which close.
    fn after_two_periods(world: &mut World, fees: u64) -> Trading {
        let t = trading(world, 3, 200 * UNIT);
        let who = &t.g.coop.founder;
        for number in 0..2 {
            if fees > 0 {
                t.pay(world, who, fees / 2 * 10_000 / 300);
            }
            world.refuses(UseNotDue, t.g.site.settle_use(&who.wallet()), &[]);
            t.close(world);
            world.accepts(t.site().settle_patronage(&who.wallet(), number), &[]);
        }
        t
    }

    #[test]
    fn a_kept_promise_frees_the_bond() {
        let mut world = World::new();
        let t = after_two_periods(&mut world, 20 * UNIT);
        let (site, wallet) = (t.site(), t.g.coop.founder.wallet());
        let before = world.coop(&site.coop).books;
        world.accepts(t.g.site.settle_use(&wallet), &[]);
        let member = held(&world, &site, &t.g.coop.founder);
        assert_eq!((member.shares.get(), member.bonded.get()), (200 * UNIT, 0));
        assert_eq!(world.coop(&site.coop).books, before);
        world.refuses(NoBond, t.g.site.settle_use(&wallet), &[]);
        world.accepts(t.g.site.reclaim_pledge(&wallet, &wallet), &[]);
    }

    #[test]
    fn use_of_the_last_period_counts_before_it_is_settled() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who) = (t.site(), &t.g.coop.founder);
        t.close(&mut world);
        world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        t.pay(&mut world, who, 20 * UNIT * 10_000 / 300 + 1);
        t.close(&mut world);
        world.accepts(t.g.site.settle_use(&who.wallet()), &[]);
        assert_eq!(held(&world, &site, who).shares, 200 * UNIT);
    }

    #[test]
    fn work_counts_as_use() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who) = (t.site(), &t.g.coop.founder);
        world.edit::<coop::state::Member>(&site.member(&who.wallet()), |m| m.work = (20 * UNIT).into());
        for number in 0..2 {
            t.close(&mut world);
            world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        }
        world.accepts(t.g.site.settle_use(&who.wallet()), &[]);
        assert_eq!(held(&world, &site, who).shares, 200 * UNIT);
    }

    #[test]
    fn what_is_forfeited_is_asked_back_for_the_reserve_at_the_price_of_everyone() {
        let mut world = World::new();
        let t = after_two_periods(&mut world, 10 * UNIT);
        let (site, who) = (t.site(), &t.g.coop.founder);
        let before = world.coop(&site.coop);
        world.accepts(t.g.site.settle_use(&who.wallet()), &[]);
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
        assert_eq!((member.shares.get(), member.bonded.get()), (190 * UNIT, 0));
        assert_eq!((coop.equity(), coop.books.fund), (before.equity(), before.books.fund));
        assert_eq!((coop.books.forfeited.get(), coop.books.reserve), (10 * UNIT, before.books.reserve));
        assert_eq!(coop.period.shares_earning, 590 * UNIT);
        assert!(member.is_elector(), "190 are more than the member share");
        // half of all capital is lost, so half of the forfeit is paid to the reserve
        spend(&mut world, &site, coop.equity() / 2, false);
        let number = close(&mut world, &t.g.coop);
        let (after, result) = (world.coop(&site.coop), world.period(&site.period(number)).result);
        assert_eq!(result.price_bps, 5_000);
        assert_eq!((result.paid.get(), result.paid_to_members.get()), (5 * UNIT, 0));
        assert_eq!(after.books.reserve - coop.books.reserve.get(), 5 * UNIT);
        assert_eq!((after.equity(), after.books.forfeited.get()), (coop.equity() - 10 * UNIT, 0));
    }

    #[test]
    fn a_forfeit_that_nothing_can_pay_waits_for_the_next_close() {
        let mut world = World::new();
        let t = after_two_periods(&mut world, 0);
        let (site, who) = (t.site(), &t.g.coop.founder);
        world.accepts(t.g.site.settle_use(&who.wallet()), &[]);
        let fund = world.coop(&site.coop).books.fund.get();
        spend(&mut world, &site, fund, false);
        t.close(&mut world);
        assert_eq!(world.coop(&site.coop).books.forfeited, 20 * UNIT);
        let stranger = world.actor("stranger", 10_000 * UNIT);
        world.accepts(site.book_income(&stranger, fund), &[&stranger]);
        t.close(&mut world);
        let books = world.coop(&site.coop).books;
        assert_eq!((books.forfeited.get(), books.reserve.get()), (0, 20 * UNIT));
    }

    #[test]
    fn one_who_left_answers_with_what_its_shares_became() {
        let mut world = World::new();
        let t = after_two_periods(&mut world, 0);
        let (site, who) = (t.site(), &t.g.coop.founder);
        let wallet = who.wallet();
        world.accepts(site.resign(&wallet), &[who]);
        let ask = |amount| site.ask_back(&wallet, amount, 0);
        world.refuses(MoreThanCanBeAsked, ask(180 * UNIT + 1), &[who]);
        world.accepts(ask(180 * UNIT), &[who]);
        world.accepts(t.g.site.settle_use(&wallet), &[]);
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
        assert_eq!((member.matured.get(), member.bonded.get()), (180 * UNIT, 0));
        assert_eq!((coop.books.asked.get(), coop.books.forfeited.get()), (180 * UNIT, 20 * UNIT));
        let number = t.close(&mut world);
        world.accepts(site.settle_patronage(&wallet, number), &[]);
        world.accepts(site.claim_dividends(&wallet, &who.tokens), &[who]);
        assert_eq!(world.coop(&site.coop).books.reserve, 20 * UNIT);
        world.accepts(site.reclaim_member(&wallet, &wallet), &[]);
    }

    #[test]
    fn who_falls_below_the_member_share_votes_for_ninety_days_more_and_again_once_it_is_paid() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who, stranger) = (t.site(), &t.g.coop.founder, &t.owner);
        let (wallet, suspend) = (who.wallet(), site.suspend(&who.wallet()));
        let set = |c: &mut coop::state::Coop| c.charter.member_share = (201 * UNIT).into();
        world.edit::<coop::state::Coop>(&site.coop, set);
        t.close(&mut world);
        t.close(&mut world);
        world.accepts(site.settle_patronage(&wallet, 0), &[]);
        // a sign of life, and the whole share
        world.accepts(site.subscribe(who, UNIT), &[who]);
        let number = t.close(&mut world);
        world.accepts(site.settle_patronage(&wallet, number), &[]);
        let member = held(&world, &site, who);
        assert_eq!((member.shares.get(), member.short_since.get()), (201 * UNIT, 0));
        world.set_time(member.elector_from.get() + 300 * DAY);
        t.close(&mut world);
        world.accepts(t.g.site.settle_use(&wallet), &[]);
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, who));
        assert_eq!((member.shares.get(), member.is_elector(), coop.electors.get()), (181 * UNIT, true, 3));
        assert_eq!(member.short_since, world.now());
        world.pass(90 * DAY);
        world.refuses(ElectorNotSuspendable, suspend.clone(), &[]);
        world.pass(1);
        world.accepts(suspend.clone(), &[]);
        assert_eq!(world.coop(&site.coop).electors, 2);
        // it comes back as soon as it has paid, by its own signature
        world.refuses(MemberShareNotPaid, site.enrol(&wallet, &wallet), &[who]);
        world.accepts(site.subscribe(who, 20 * UNIT - 1), &[who]);
        assert_eq!(held(&world, &site, who).short_since, member.short_since);
        world.accepts(site.subscribe(who, 1), &[who]);
        assert_eq!(held(&world, &site, who).short_since, 0);
        world.refuses(SuspendedMemberMustSign, site.enrol(&stranger.wallet(), &wallet), &[stranger]);
        world.accepts(site.enrol(&wallet, &wallet), &[who]);
        assert_eq!(world.coop(&site.coop).electors, 3);
        world.pass(91 * DAY);
        world.refuses(ElectorNotSuspendable, suspend, &[]);
    }

    #[test]
    fn shares_of_an_older_period_are_settled_before_they_are_taken() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        t.close(&mut world);
        t.close(&mut world);
        let wallet = t.g.coop.founder.wallet();
        world.refuses(SettlePatronageFirst, t.g.site.settle_use(&wallet), &[]);
        world.accepts(t.site().settle_patronage(&wallet, 0), &[]);
        world.accepts(t.g.site.settle_use(&wallet), &[]);
    }
}
