//! `suspend`: Suspends the vote of an elector that has been silent for more than 365 days, or short for more than 90.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn suspend(&self, wallet: &Address) -> Instruction {
        build(accounts::Suspend { coop: self.coop, member: self.member(wallet) }, instruction::Suspend {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        call::Founding,
        fixtures::{active, found},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Verdict, YEAR, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "suspend"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            world.pass(366 * crate::DAY);
            Call::new(g.coop.site.suspend(&g.coop.founder.wallet()), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            4
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(crate::stateful::accounts::Member::is_elector)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, _g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            Suspend { slot, who }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotAnElector, |w| {
            let coop = found(w, &Founding::default());
            w.send(&[coop.site.suspend(&coop.founder.wallet())], &[]).expect_err("refused")
        }),
        (ElectorNotSuspendable, |w| {
            let g = active(w, 3, 200 * UNIT);
            let founder = g.coop.founder.wallet();
            let acted = w.member(&g.coop.site.member(&founder)).last_active_at.get();
            w.set_time(acted + 365 * DAY);
            w.send(&[g.coop.site.suspend(&founder)], &[]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Suspend {
        pub slot: usize,
        pub who: Who,
    }

    impl Act for Suspend {
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
            let Self { slot, who } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.suspend(&w(who)), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(m.is_elector(), NotAnElector)?;
            c.require_claims()?;
            let silent = now - m.last_active_at > YEAR;
            let is_short = m.short_since != 0 && m.shares < c.terms().member_share;
            let short = is_short && now - m.short_since > 90 * DAY;
            demand((silent || short) && now - m.elector_since() > YEAR, ElectorNotSuspendable)?;
            let c = model.edit(slot);
            let m = c.edit_member(who);
            m.gap = [now, i64::MAX];
            c.lose_elector(now);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{DAY, UNIT, World, fixtures::active};
    use coop::{
        error::CoopError::*,
        state::{Coop, Member, OPEN_GAP},
    };
    use coop_math::YEAR;

    #[test]
    fn an_elector_silent_for_a_year_and_a_second_loses_its_vote_and_nothing_else() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
        let suspend = site.suspend(&wallet);
        world.pass(DAY);
        world.accepts(site.subscribe(who, 1), &[who]);
        let before = world.member(&member);
        assert_eq!(before.last_active_at, world.now());
        world.pass(YEAR);
        world.refuses(ElectorNotSuspendable, suspend.clone(), &[]);
        world.pass(1);
        world.accepts(suspend.clone(), &[]);
        let after = world.member(&member);
        assert_eq!((after.is_elector(), after.is_suspended()), (false, true));
        assert_eq!((after.gap_from.get(), after.gap_to.get()), (world.now(), OPEN_GAP));
        let mut expected = before;
        (expected.gap_from, expected.gap_to) = (after.gap_from, after.gap_to);
        assert_eq!(bytemuck::bytes_of(&after), bytemuck::bytes_of(&expected), "and nothing else");
        let books = world.coop(&site.coop);
        assert_eq!((books.electors.get(), books.members.get()), (2, 3));
        world.refuses(NotAnElector, suspend, &[]);
    }

    #[test]
    fn nobody_is_suspended_within_a_year_of_becoming_an_elector_or_of_coming_back() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
        let suspend = site.suspend(&wallet);
        // it pledged, its last act, long before the settlement made it an elector; and it is short of the share
        let since = world.member(&member).elector_from.get();
        assert!(world.member(&member).last_active_at.get() < since - DAY);
        let short = |world: &mut World, share: u64| {
            world.edit::<Member>(&member, |m| m.short_since = since.into());
            world.edit::<Coop>(&site.coop, |c| c.charter.member_share = (share * UNIT).into());
        };
        short(&mut world, 201);
        world.set_time(since + YEAR);
        world.refuses(ElectorNotSuspendable, suspend.clone(), &[]);
        world.pass(1);
        world.accepts(suspend.clone(), &[]);
        // the same from its return on, however long it has been short
        world.pass(DAY);
        short(&mut world, 200);
        world.accepts(site.enrol(&wallet, &wallet), &[who]);
        let back = world.now();
        short(&mut world, 201);
        world.set_time(back + YEAR);
        world.refuses(ElectorNotSuspendable, suspend.clone(), &[]);
        world.pass(1);
        world.accepts(suspend, &[]);
        assert_eq!(world.member(&member).elector_from, since, "it votes in what is older than its absence");
    }

    #[test]
    fn any_act_of_ones_own_is_a_sign_of_life() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.pass(YEAR);
        world.accepts(site.subscribe(who, 1), &[who]);
        world.pass(YEAR);
        world.refuses(ElectorNotSuspendable, site.suspend(&who.wallet()), &[]);
        world.pass(1);
        world.accepts(site.suspend(&who.wallet()), &[]);
    }

    /// Its `short_since` is of a higher member share, which an amendment has lowered since.
    #[test]
    fn a_member_who_holds_exactly_the_member_share_is_not_short_of_it() {
        let mut world = World::new();
        let g = active(&mut world, 3, 100 * UNIT);
        let (site, wallet) = (g.coop.site, g.coop.founder.wallet());
        let since = world.now();
        world.pass(YEAR + 1);
        let now = world.now();
        world.edit::<Member>(&site.member(&wallet), |m| {
            (m.short_since, m.last_active_at) = (since.into(), now.into());
        });
        world.refuses(ElectorNotSuspendable, site.suspend(&wallet), &[]);
        world.edit::<Coop>(&site.coop, |c| c.charter.member_share += 1);
        world.accepts(site.suspend(&wallet), &[]);
    }
}
