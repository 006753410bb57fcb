//! `enrol`: Makes a member whose share is paid and seasoned an elector.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn enrol(&self, caller: &Address, wallet: &Address) -> Instruction {
        build(
            accounts::Enrol { caller: *caller, coop: self.coop, member: self.member(wallet) },
            instruction::Enrol {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World, charter,
        fixtures::{active, candidacy, newcomer, settled},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "enrol"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let mut g = active(world, 3, 200 * UNIT);
            let i = newcomer(world, &mut g.coop);
            let who = &g.coop.members[i];
            world.send(&[g.coop.site.subscribe(who, 100 * UNIT)], &[&who.key]).expect("subscribed");
            world.pass(charter().seasoning as i64);
            Call::new(g.coop.site.enrol(&who.wallet(), &who.wallet()), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may enrol a seasoned member")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(|m| m.shares > 0 && !m.is_elector())
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            Enrol { slot, who, caller: g.rng.pick(&[coop.wallet(who), 0]) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotAMember, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = w.actor("candidate", 0);
            candidacy(w, &g.coop.site, &who);
            no(w, g.coop.site.enrol(&who.wallet(), &who.wallet()), &[&who])
        }),
        (AlreadyElector, |w| {
            let g = active(w, 3, 200 * UNIT);
            let founder = g.coop.founder.wallet();
            w.send(&[g.coop.site.enrol(&founder, &founder)], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (ClaimSharesFirst, |w| {
            let g = settled(w, 3, 200 * UNIT);
            let founder = g.coop.founder.wallet();
            w.send(&[g.coop.site.enrol(&founder, &founder)], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (MemberShareNotPaid, |w| {
            let mut g = active(w, 3, 200 * UNIT);
            let i = newcomer(w, &mut g.coop);
            let who = &g.coop.members[i];
            w.send(&[g.coop.site.subscribe(who, 100 * UNIT - 1)], &[&who.key]).unwrap();
            w.pass(365 * DAY);
            w.send(&[g.coop.site.enrol(&who.wallet(), &who.wallet())], &[&who.key]).expect_err("refused")
        }),
        (SeasoningNotOver, |w| {
            let mut g = active(w, 3, 200 * UNIT);
            let i = newcomer(w, &mut g.coop);
            let who = &g.coop.members[i];
            w.send(&[g.coop.site.subscribe(who, 100 * UNIT)], &[&who.key]).unwrap();
            w.pass(charter().seasoning as i64 - 1);
            w.send(&[g.coop.site.enrol(&who.wallet(), &who.wallet())], &[&who.key]).expect_err("refused")
        }),
        (SuspendedMemberMustSign, |w| {
            let g = active(w, 3, 200 * UNIT);
            w.pass(366 * DAY);
            let founder = g.coop.founder.wallet();
            w.send(&[g.coop.site.suspend(&founder)], &[]).unwrap();
            let other = &g.coop.members[0];
            w.send(&[g.coop.site.enrol(&other.wallet(), &founder)], &[&other.key]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Enrol {
        pub slot: usize,
        pub who: Who,
        pub caller: Who,
    }

    impl Act for Enrol {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, caller, .. } = *self;
            Touched::people(&[who, caller])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, caller } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.enrol(&w(caller), &w(who)), vec![1])
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.caller)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 3, data: 0, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, caller } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(c.is_active(), CoopNotActive)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(!m.is_elector(), AlreadyElector)?;
            demand(!c.counted_unclaimed(m), ClaimSharesFirst)?;
            demand(m.shares >= c.terms().member_share, MemberShareNotPaid)?;
            if m.is_suspended() {
                demand(caller == m.wallet, SuspendedMemberMustSign)?;
            } else {
                let seasoned = now - m.share_paid_at >= c.terms().seasoning as i64;
                demand(seasoned, SeasoningNotOver)?;
            }
            let c = model.edit(slot);
            let m = c.edit_member(who);
            if caller == m.wallet {
                m.last_active_at = now;
            }
            if m.is_suspended() {
                m.gap[1] = now;
            } else {
                m.elector_from = now;
            }
            c.gain_electors(1, now);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World, charter,
        fixtures::{active, newcomer},
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_stranger_enrols_a_member_at_the_second_its_seasoning_ends() {
        let mut world = World::new();
        let mut g = active(&mut world, 3, 200 * UNIT);
        let i = newcomer(&mut world, &mut g.coop);
        let (site, who, stranger) = (g.coop.site, &g.coop.members[i], world.actor("stranger", 0));
        let enrol = site.enrol(&stranger.wallet(), &who.wallet());
        world.accepts(site.subscribe(who, 100 * UNIT - 1), &[who]);
        world.pass(100 * DAY);
        world.refuses(MemberShareNotPaid, enrol.clone(), &[&stranger]);
        world.accepts(site.subscribe(who, 1), &[who]);
        let active_at = world.now();
        world.pass(charter().seasoning as i64 - 1);
        world.refuses(SeasoningNotOver, enrol.clone(), &[&stranger]);
        world.pass(1);
        world.accepts(enrol.clone(), &[&stranger]);
        let member = world.member(&site.member(&who.wallet()));
        assert_eq!((member.elector_from.get(), member.last_active_at.get()), (world.now(), active_at));
        assert_eq!(world.coop(&site.coop).electors, 4);
        world.refuses(AlreadyElector, enrol, &[&stranger]);
    }

    #[test]
    fn a_suspended_member_comes_back_at_once_by_its_own_signature_only() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who, stranger) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        world.pass(366 * DAY);
        world.accepts(site.suspend(&who.wallet()), &[]);
        world.refuses(SuspendedMemberMustSign, site.enrol(&stranger.wallet(), &who.wallet()), &[stranger]);
        world.accepts(site.enrol(&who.wallet(), &who.wallet()), &[who]);
        let member = world.member(&site.member(&who.wallet()));
        assert_eq!((member.is_elector(), member.elector_since()), (true, world.now()));
        assert_eq!(member.last_active_at, world.now());
        assert_eq!(world.coop(&site.coop).electors, 3);
        world.refuses(ElectorNotSuspendable, site.suspend(&who.wallet()), &[]);
    }

    #[test]
    fn the_first_elector_after_none_ends_the_time_without() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        world.pass(366 * DAY);
        for who in g.coop.everyone() {
            assert_eq!(world.coop(&site.coop).electorless_since, 0);
            world.accepts(site.suspend(&who.wallet()), &[]);
        }
        let books = world.coop(&site.coop);
        assert_eq!((books.electors.get(), books.electorless_since.get()), (0, world.now()));
        let who = &g.coop.founder;
        world.accepts(site.enrol(&who.wallet(), &who.wallet()), &[who]);
        assert_eq!(world.coop(&site.coop).electorless_since, 0);
    }
}
