//! `admit`: Makes a candidate that has its vouches a member.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn admit(&self, wallet: &Address) -> Instruction {
        build(accounts::Admit { coop: self.coop, member: self.member(wallet) }, instruction::Admit {})
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
        fixtures::{active, candidacy, found, signed_before, take_in, vouch, vouched_for, wallets},
        stateful::{
            books::part,
            chain::Chain,
            coop::Bucket,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand, refuse},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "admit"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopDissolving)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            vouch(world, &coop.site, &coop.founder, &candidate);
            Call::new(coop.site.admit(&candidate.wallet()), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            20
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(|m| {
                m.standing == Standing::Candidate
                    && m.signed == coop.books.statutes_version
                    && m.vouches_received >= coop.vouches_needed().max(m.vouches_needed)
            })
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, _g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            Admit { slot, who }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotACandidate, |w| {
            let coop = found(w, &Founding::default());
            w.send(&[coop.site.admit(&coop.founder.wallet())], &[]).expect_err("refused")
        }),
        (VouchesMissing, |w| {
            let coop = found(w, &Founding::default());
            let who = w.actor("candidate", 0);
            candidacy(w, &coop.site, &who);
            w.send(&[coop.site.admit(&who.wallet())], &[]).expect_err("refused")
        }),
        (StatutesRestated, |w| {
            let (g, who) = signed_before(w);
            w.send(&[g.coop.site.admit(&who.wallet())], &[]).expect_err("refused")
        }),
        (GrowthCapReached, |w| {
            let mut g = active(w, 3, 200 * UNIT);
            take_in(w, &mut g.coop, 5);
            let who = vouched_for(w, &g.coop);
            w.send(&[g.coop.site.admit(&who.wallet())], &[]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Admit {
        pub slot: usize,
        pub who: Who,
    }

    impl Act for Admit {
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
            (site.admit(&w(who)), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(!c.is_dissolving(), CoopDissolving)?;
            demand(m.standing == Standing::Candidate, NotACandidate)?;
            demand(c.books.members > 0, CoopWithoutMembers)?;
            demand(m.signed == c.books.statutes_version, StatutesRestated)?;
            demand(m.vouches_received >= c.vouches_needed().max(m.vouches_needed), VouchesMissing)?;
            let mut full = c.books.growth_full;
            if c.is_active() {
                let share = part(c.books.members as u64, c.terms().growth_bps as u64, 10_000);
                let capacity = share.max(c.terms().growth_floor as u64);
                let bucket = Bucket { capacity, window: 30 * DAY as u32 };
                full = bucket.draw(full, 1, now).map_or_else(|| refuse(GrowthCapReached), Ok)?;
            }
            let c = model.edit(slot);
            let number = c.books.next_member;
            let drawn = c.is_active().then(|| (full - c.books.growth_full.max(now)) as u32);
            c.books.growth_full = full;
            c.books.next_member += !c.members[&who].numbered as u32;
            let needed = c.vouches_needed();
            c.books.members += 1;
            if c.vouches_needed() > needed {
                c.books.needs_since = now;
            }
            c.books.seq += 1;
            let m = c.edit_member(who);
            m.standing = Standing::Member;
            m.admitted_at = now;
            m.place_drawn = drawn.unwrap_or(m.place_drawn);
            if !m.numbered {
                (m.numbered, m.number) = (true, number);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::membership::with_candidate;
    use crate::{
        DAY, UNIT, World, charter,
        fixtures::{active, candidacy, take_in, vouch},
    };
    use coop::{error::CoopError::*, state::Standing};

    #[test]
    fn the_last_vouch_opens_the_door_to_anyones_crank() {
        let (mut world, coop, candidate) = with_candidate();
        let admit = coop.site.admit(&candidate.wallet());
        world.refuses(VouchesMissing, admit.clone(), &[]);
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.pass(1);
        world.accepts(admit.clone(), &[]);
        let (books, member) =
            (world.coop(&coop.site.coop), world.member(&coop.site.member(&candidate.wallet())));
        assert!(member.is(Standing::Member) && !member.is_elector());
        assert_eq!((member.number.get(), member.admitted_at.get()), (1, world.now()));
        assert_eq!((books.members.get(), books.next_member.get(), books.electors.get()), (2, 2, 0));
        world.refuses(NotACandidate, admit, &[]);
    }

    /// The founder, alone, vouches for whoever applies, and lets them all in once there are others.
    #[test]
    fn what_it_takes_to_get_in_rises_with_those_who_are_in_also_for_candidates_who_applied_before() {
        let (mut world, coop, first) = with_candidate();
        let second = world.actor("second", 0);
        candidacy(&mut world, &coop.site, &second);
        for candidate in [&first, &second] {
            vouch(&mut world, &coop.site, &coop.founder, candidate);
        }
        world.accepts(coop.site.admit(&first.wallet()), &[]);
        world.refuses(VouchesMissing, coop.site.admit(&second.wallet()), &[]);
        vouch(&mut world, &coop.site, &first, &second);
        world.accepts(coop.site.admit(&second.wallet()), &[]);
        // and does not fall with who leaves: one who vouched and goes in the same transaction takes nothing off
        let third = world.actor("third", 0);
        candidacy(&mut world, &coop.site, &third);
        vouch(&mut world, &coop.site, &second, &third);
        let flash = [coop.site.resign(&second.wallet()), coop.site.admit(&third.wallet())];
        let refusal = world.send(&flash, &[&second.key]).expect_err("two vouches are needed");
        assert!(refusal.is(VouchesMissing));
        for who in [&first, &coop.founder] {
            world.accepts(coop.site.resign(&who.wallet()), &[who]);
            world.refuses(VouchesMissing, coop.site.admit(&third.wallet()), &[]);
        }
        // who applies to what the co-op has become needs no more than that
        world.accepts(coop.site.withdraw_application(&third.wallet()), &[&third]);
        world.accepts(coop.site.reclaim_vouch(&second.wallet(), &third.wallet(), &second.wallet()), &[]);
        world.accepts(coop.site.reapply(&third.wallet()), &[&third]);
        vouch(&mut world, &coop.site, &second, &third);
        world.accepts(coop.site.admit(&third.wallet()), &[]);
    }

    /// Nobody is there to vouch: none of the vouches that would be needed is not one that was given.
    #[test]
    fn a_co_op_that_everyone_has_left_takes_in_nobody_who_had_applied() {
        let (mut world, coop, candidate) = with_candidate();
        let second = world.actor("second", 0);
        candidacy(&mut world, &coop.site, &second);
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.resign(&coop.founder.wallet()), &[&coop.founder]);
        for who in [&candidate, &second] {
            world.refuses(CoopWithoutMembers, coop.site.admit(&who.wallet()), &[]);
        }
    }

    #[test]
    fn an_active_co_op_grows_by_its_bucket_and_a_forming_one_without() {
        let mut world = World::new();
        let mut g = active(&mut world, 9, 100 * UNIT);
        let site = g.coop.site;
        assert_eq!(world.coop(&site.coop).growth_full, 0);
        take_in(&mut world, &mut g.coop, charter().growth_floor as usize);
        assert_eq!(world.coop(&site.coop).growth_full, world.now() + 30 * DAY);
        let candidate = ready(&mut world, &g.coop, "candidate");
        let admit = site.admit(&candidate.wallet());
        world.refuses(GrowthCapReached, admit.clone(), &[]);
        // one who came before makes no room
        let leaver = &g.coop.members[2];
        world.accepts(site.resign(&leaver.wallet()), &[leaver]);
        world.refuses(GrowthCapReached, admit.clone(), &[]);
        // a fifth of 30 days for each place of five
        world.pass(6 * DAY - 1);
        world.refuses(GrowthCapReached, admit.clone(), &[]);
        world.pass(1);
        world.accepts(admit, &[]);
    }

    #[test]
    fn a_member_who_leaves_gives_back_once_what_is_left_of_its_place() {
        for (stays, left) in [(0, 6 * DAY), (6 * DAY - 1, 1), (6 * DAY, 0), (31 * DAY, 0)] {
            let mut world = World::new();
            let mut g = active(&mut world, 9, 100 * UNIT);
            let site = g.coop.site;
            take_in(&mut world, &mut g.coop, 1);
            let leaver = g.coop.members.pop().expect("just taken in");
            world.pass(stays);
            let member = world.member(&site.member(&leaver.wallet()));
            assert_eq!(member.place_drawn, 6 * DAY as u32);
            let before = world.coop(&site.coop).growth_full.get();
            world.accepts(site.resign(&leaver.wallet()), &[&leaver]);
            let after = world.coop(&site.coop).growth_full.get();
            assert_eq!(before - after, left);
            assert_eq!(world.member(&site.member(&leaver.wallet())).place_drawn, 0);
        }
    }

    #[test]
    fn a_place_given_back_is_taken_by_another() {
        let mut world = World::new();
        let mut g = active(&mut world, 9, 100 * UNIT);
        let site = g.coop.site;
        take_in(&mut world, &mut g.coop, charter().growth_floor as usize);
        let candidate = ready(&mut world, &g.coop, "candidate");
        world.refuses(GrowthCapReached, site.admit(&candidate.wallet()), &[]);
        let leaver = g.coop.members.last().expect("five");
        world.accepts(site.resign(&leaver.wallet()), &[leaver]);
        world.accepts(site.admit(&candidate.wallet()), &[]);
        let next = ready(&mut world, &g.coop, "next");
        world.refuses(GrowthCapReached, site.admit(&next.wallet()), &[]);
    }

    /// A candidate with all its vouches.
    fn ready(world: &mut World, coop: &crate::fixtures::Founded, name: &str) -> crate::Actor {
        let candidate = world.actor(name, 0);
        candidacy(world, &coop.site, &candidate);
        vouch(world, &coop.site, &coop.members[0], &candidate);
        vouch(world, &coop.site, &coop.members[1], &candidate);
        candidate
    }

    #[test]
    fn the_cap_follows_the_share_of_members_where_that_is_more_than_the_floor() {
        let mut world = World::new();
        let mut founding = crate::call::Founding::default();
        (founding.charter.growth_floor, founding.charter.growth_bps) = (1, 6_700);
        let mut coop = crate::fixtures::found(&mut world, &founding);
        take_in(&mut world, &mut coop, 2);
        let terms = crate::pool_terms(world.now());
        world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
        for who in coop.everyone() {
            crate::fixtures::pledge(&mut world, &coop.site.pool(0), who, 100 * UNIT, 20 * UNIT);
        }
        world.set_time(terms.deadline + 1);
        world.accepts(coop.site.pool(0).settle_pool(), &[]);
        // ⌊3 × 0.67⌋
        take_in(&mut world, &mut coop, 2);
        let candidate = world.actor("candidate", 0);
        candidacy(&mut world, &coop.site, &candidate);
        vouch(&mut world, &coop.site, &coop.members[2], &candidate);
        vouch(&mut world, &coop.site, &coop.members[3], &candidate);
        world.refuses(GrowthCapReached, coop.site.admit(&candidate.wallet()), &[]);
    }

    #[test]
    fn a_member_who_comes_back_has_the_number_that_it_had() {
        let (mut world, coop, candidate) = with_candidate();
        let (wallet, founder) = (candidate.wallet(), coop.founder.wallet());
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.admit(&wallet), &[]);
        world.accepts(coop.site.resign(&wallet), &[&candidate]);
        world.accepts(coop.site.reapply(&wallet), &[&candidate]);
        world.accepts(coop.site.reclaim_vouch(&founder, &wallet, &founder), &[]);
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.admit(&wallet), &[]);
        assert_eq!(world.member(&coop.site.member(&wallet)).number, 1);
        assert_eq!(world.coop(&coop.site.coop).next_member, 2);
    }
}
