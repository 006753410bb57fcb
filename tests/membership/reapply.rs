//! `reapply`: Makes one who left a candidate again.

use crate::{
    CoopSite,
    call::{STATUTES, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Applies again without a name, signing the statutes of the tests.
    pub fn reapply(&self, wallet: &Address) -> Instruction {
        self.reapply_as(wallet, "", STATUTES)
    }

    pub fn reapply_as(&self, wallet: &Address, name: &str, statutes: [u8; 32]) -> Instruction {
        build(
            accounts::Reapply { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::Reapply { name: name.into(), statutes_hash: statutes },
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
        call::Founding,
        fixtures::{active, candidacy, close, found, take_in, wallets},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
            words::{NAMES, demand_text},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reapply"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopDissolving)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            let wallet = candidate.wallet();
            world.send(&[coop.site.withdraw_application(&wallet)], &[&candidate.key]).expect("withdrawn");
            Call::new(coop.site.reapply(&wallet), &[&candidate.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(|m| match m.standing {
                Standing::Candidate => m.signed != coop.books.statutes_version,
                standing => standing == Standing::Left,
            })
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            let (name, signs) = (g.rng.pick(&NAMES), g.rng.percent(95));
            Reapply { slot, who, name, signs }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotLeft, |w| {
            let coop = found(w, &Founding::default());
            no(w, coop.site.reapply(&coop.founder.wallet()), &[&coop.founder])
        }),
        (OtherStatutes, |w| {
            let (coop, candidate) = wallets(w);
            candidacy(w, &coop.site, &candidate);
            let wallet = candidate.wallet();
            w.accepts(coop.site.withdraw_application(&wallet), &[&candidate]);
            no(w, coop.site.reapply_as(&wallet, "", [6; 32]), &[&candidate])
        }),
        (TooSoonToReturn, |w| {
            let g = active(w, 3, 200 * UNIT);
            let (who, number) = (&g.coop.members[0], close(w, &g.coop));
            w.accepts(g.coop.site.settle_patronage(&who.wallet(), number), &[]);
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            no(w, g.coop.site.reapply(&who.wallet()), &[who])
        }),
        (ReleasedRecently, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            let number = close(w, &g.coop);
            w.accepts(g.coop.site.settle_patronage(&who.wallet(), number), &[]);
            let soon = w.now() + 1;
            w.edit::<coop::state::Member>(&g.coop.site.member(&who.wallet()), |m| {
                m.returns_from = soon.into();
            });
            no(w, g.coop.site.reapply(&who.wallet()), &[who])
        }),
        (ProtestKept, |w| {
            let mut coop = found(w, &Founding::default());
            take_in(w, &mut coop, 1);
            let who = &coop.members[0];
            w.accepts(coop.site.resign_protesting(&who.wallet()), &[who]);
            no(w, coop.site.reapply(&who.wallet()), &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Reapply {
        pub slot: usize,
        pub who: Who,
        pub name: &'static str,
        /// The statutes in force, or others.
        pub signs: bool,
    }

    impl Act for Reapply {
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

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, name, signs } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let statutes = if signs { model.coops[slot].books.statutes } else { [6; 32] };
            (site.reapply_as(&w(who), name, statutes), vec![0, 1, 2])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn under_other_statutes(&self) -> Option<Deed> {
            Some(Reapply { signs: false, ..*self }.into())
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 3, data: 36 + self.name.len() as u64, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, name, signs } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            c.member(who)?;
            demand(!c.is_dissolving(), CoopDissolving)?;
            demand(signs, OtherStatutes)?;
            let m = c.member(who)?;
            let anew = m.standing == Standing::Candidate && m.signed != c.books.statutes_version;
            if !anew {
                demand(m.standing == Standing::Left, NotLeft)?;
                demand(!m.is_unsettled(), SettlePatronageFirst)?;
                demand(!c.is_active() || m.left_at < c.books.period_started_at, TooSoonToReturn)?;
                demand(!m.in_protest || now - m.left_at >= 120 * DAY, ProtestKept)?;
                demand(now >= m.returns_from, ReleasedRecently)?;
            }
            demand(c.books.members > 0, CoopWithoutMembers)?;
            demand_text(name, 32)?;
            let c = model.edit(slot);
            if anew {
                c.books.seq += 1;
                let statutes = c.books.statutes_version;
                let m = c.edit_member(who);
                (m.signed, m.applied_at, m.last_active_at) = (statutes, now, now);
                if !name.is_empty() {
                    m.take_name(name, now);
                }
            } else {
                c.become_candidate(who, now);
                c.edit_member(who).take_name(name, now);
            }
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::membership::with_candidate;
    use crate::{
        DAY, UNIT, World,
        call::{Founding, STATUTES},
        fixtures::{RESTATED, active, close, found, restate, signed_before, take_in, vouch, vouched_for},
    };
    use coop::{
        error::CoopError::*,
        state::{Member, Standing},
    };
    use std::mem::offset_of;

    #[test]
    fn what_was_earned_stays_and_earlier_vouches_count_nothing() {
        let mut world = World::new();
        let g = active(&mut world, 3, 500 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let number = close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        let before = world.member(&site.member(&who.wallet()));
        world.refuses(NotLeft, site.reapply(&who.wallet()), &[who]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        close(&mut world, &g.coop);
        let saved = world.save();
        world.edit::<Member>(&site.member(&who.wallet()), |m| m.name[..3].copy_from_slice(b"Eva"));
        world.accepts(site.reapply_as(&who.wallet(), "", STATUTES), &[who]);
        assert_eq!(world.member(&site.member(&who.wallet())).name, [0; 32], "without a name it has none");
        world.restore(&saved);
        world.accepts(site.reapply_as(&who.wallet(), "Ada", STATUTES), &[who]);
        let after = world.member(&site.member(&who.wallet()));
        assert!(after.is(Standing::Candidate) && !after.is_elector());
        assert_eq!((&after.name[..4], after.named_at.get()), (&b"Ada\0"[..], world.now()));
        assert_eq!((after.matured, after.dividends), (before.shares, before.dividends));
        assert_eq!((after.vouches_received, world.coop(&site.coop).vouches_needed()), (0, 2));
        assert!(after.application.get() > before.application.get());
        assert_eq!((after.admitted_at.get(), after.share_paid_at.get(), after.left_at.get()), (0, 0, 0));
        world.refuses(VouchesMissing, site.admit(&who.wallet()), &[]);
    }

    #[test]
    fn a_stale_vouch_is_neither_withdrawn_nor_counted_and_bars_its_giver_until_reclaimed() {
        let (mut world, coop, candidate) = with_candidate();
        let (wallet, founder) = (candidate.wallet(), coop.founder.wallet());
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.withdraw_application(&wallet), &[&candidate]);
        world.accepts(coop.site.reapply(&wallet), &[&candidate]);
        world.refuses(VouchesMissing, coop.site.admit(&wallet), &[]);
        world.refuses(VouchOutdated, coop.site.withdraw_vouch(&founder, &wallet, &founder), &[&coop.founder]);
        assert!(world.attempt(coop.site.vouch_for(&founder, &founder, &wallet), &[&coop.founder]).is_err());
        world.accepts(coop.site.reclaim_vouch(&founder, &wallet, &founder), &[]);
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.admit(&wallet), &[]);
    }

    #[test]
    fn a_member_who_left_in_protest_comes_back_after_120_days_to_the_second_and_is_in_protest_no_more() {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        take_in(&mut world, &mut coop, 2);
        let site = coop.site;
        let (protester, quiet) = (&coop.members[0], &coop.members[1]);
        world.accepts(site.resign_protesting(&protester.wallet()), &[protester]);
        world.accepts(site.resign(&quiet.wallet()), &[quiet]);
        world.accepts(site.reapply(&quiet.wallet()), &[quiet]);
        world.pass(120 * DAY - 1);
        world.refuses(ProtestKept, site.reapply(&protester.wallet()), &[protester]);
        world.pass(1);
        world.accepts(site.reapply(&protester.wallet()), &[protester]);
        let member = world.member(&site.member(&protester.wallet()));
        assert_eq!((member.in_protest, member.left_at.get(), member.elector_from.get()), (0, 0, 0));
    }

    #[test]
    fn an_expelled_member_does_not_come_back_by_itself() {
        let (mut world, coop, candidate) = with_candidate();
        let (wallet, member) = (candidate.wallet(), coop.site.member(&candidate.wallet()));
        world.patch(&member, 8 + offset_of!(Member, standing), &[Standing::Expelled as u8]);
        world.refuses(NotLeft, coop.site.reapply(&wallet), &[&candidate]);
        world.refuses(MemberStillNeeded, coop.site.reclaim_member(&wallet, &wallet), &[]);
        assert!(world.attempt(coop.site.apply(&wallet, &wallet), &[&candidate]).is_err());
    }

    #[test]
    fn nobody_comes_back_to_a_co_op_without_members() {
        let (mut world, coop, _) = with_candidate();
        let founder = coop.founder.wallet();
        world.accepts(coop.site.resign(&founder), &[&coop.founder]);
        world.refuses(CoopWithoutMembers, coop.site.reapply(&founder), &[&coop.founder]);
    }

    #[test]
    fn what_the_earlier_membership_did_and_asked_back_is_settled_first() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let number = close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        world.accepts(site.resign_asking(&who.wallet()), &[who]);
        let asked = world.member(&site.member(&who.wallet())).asked;
        world.refuses(SettlePatronageFirst, site.reapply(&who.wallet()), &[who]);
        let number = close(&mut world, &g.coop);
        world.refuses(SettlePatronageFirst, site.reapply(&who.wallet()), &[who]);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        world.accepts(site.reapply(&who.wallet()), &[who]);
        assert_eq!(world.member(&site.member(&who.wallet())).dividends, asked);
    }

    /// Two of three restate the statutes while somebody waits to be admitted.
    #[test]
    fn a_candidate_is_admitted_under_no_statutes_but_those_it_signed_and_keeps_its_vouches_when_it_signs_anew()
     {
        let mut world = World::new();
        let (g, who) = signed_before(&mut world);
        let (site, wallet) = (g.coop.site, who.wallet());
        world.edit::<Member>(&site.member(&wallet), |m| {
            m.name[..3].copy_from_slice(b"Eva");
            m.named_at = 7.into();
        });
        let before = world.member(&site.member(&wallet));
        world.refuses(StatutesRestated, site.admit(&wallet), &[]);
        world.refuses(OtherStatutes, site.reapply(&wallet), &[&who]);
        world.accepts(site.reapply_as(&wallet, "", RESTATED), &[&who]);
        let after = world.member(&site.member(&wallet));
        assert_eq!(
            (after.vouches_received, after.application),
            (before.vouches_received, before.application)
        );
        assert_eq!((after.name, after.named_at), (before.name, before.named_at), "no name is given");
        assert_eq!((before.statutes_version.get(), after.statutes_version.get()), (1, 2));
        assert_eq!((after.applied_at.get(), after.last_active_at.get()), (world.now(), world.now()));
        // once
        world.refuses(NotLeft, site.reapply_as(&wallet, "Ada", RESTATED), &[&who]);
        world.accepts(site.admit(&wallet), &[]);
        assert_eq!(world.member(&site.member(&wallet)).statutes_version.get(), 2);
    }

    #[test]
    fn a_candidate_that_signs_anew_may_take_a_name_and_a_member_does_not_sign_anew() {
        let mut world = World::new();
        let (g, who) = signed_before(&mut world);
        let site = g.coop.site;
        // a member does not become a candidate by it
        world.refuses(NotLeft, site.reapply_as(&g.coop.founder.wallet(), "", RESTATED), &[&g.coop.founder]);
        world.accepts(site.reapply_as(&who.wallet(), "Grace", RESTATED), &[&who]);
        let after = world.member(&site.member(&who.wallet()));
        assert_eq!((&after.name[..6], after.named_at.get()), (&b"Grace\0"[..], world.now()));
    }

    /// The same text under a new link is nothing to sign.
    #[test]
    fn a_new_link_to_the_same_statutes_asks_nobody_to_sign_anew() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let who = vouched_for(&mut world, &g.coop);
        restate(&mut world, &g.coop, STATUTES);
        assert_eq!(world.coop(&site.coop).statutes_version.get(), 1);
        world.accepts(site.admit(&who.wallet()), &[]);
    }
}
