//! `reclaim_member`: Closes the account of a former member or candidate that is owed nothing.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_member(&self, wallet: &Address, rent_payer: &Address) -> Instruction {
        build(
            accounts::ReclaimMember { coop: self.coop, member: self.member(wallet), rent_payer: *rent_payer },
            instruction::ReclaimMember {},
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
        fixtures::{active, candidacy, wallets},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_member"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            let wallet = candidate.wallet();
            world.send(&[coop.site.withdraw_application(&wallet)], &[&candidate.key]).expect("withdrawn");
            Call::new(coop.site.reclaim_member(&wallet, &wallet), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::PayerOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            3
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Left)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            let member = aim.member();
            ReclaimMember { slot, who, to: g.mostly(member.rent_payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(MemberStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        let founder = g.coop.founder.wallet();
        w.send(&[g.coop.site.resign(&founder)], &[&g.coop.founder.key]).unwrap();
        w.send(&[g.coop.site.reclaim_member(&founder, &founder)], &[]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimMember {
        pub slot: usize,
        pub who: Who,
        pub to: Who,
    }

    impl Act for ReclaimMember {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, to, .. } = *self;
            Touched::people(&[who, to])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.reclaim_member(&w(who), &w(to)), vec![0, 2])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, to } = *self;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            let stays = m.numbered && model.now - m.left_at < 300 * crate::DAY;
            let gone = m.standing == Standing::Left && !stays && model.now >= m.returns_from;
            let left = matches!(m.standing, Standing::Left | Standing::Expelled);
            let outlived =
                gone || (left && (c.is_dissolving() || (!c.has_started() && c.books.members == 0)));
            demand(to == m.rent_payer, RentPayerMismatch)?;
            let owed = [m.shares, m.withdrawn, m.matured, m.pledged, m.dividends, m.pioneer_units];
            let owed_nothing = owed == [0; 6] && !m.is_unsettled();
            let alone = m.pledged_in == 0 && !m.open_proposal;
            let over = alone && (c.books.swept_at != 0 || (owed_nothing && outlived));
            demand(over, MemberStillNeeded)?;
            model.lamports[to] += model.rents.member;
            let c = model.edit(slot);
            c.members.remove(&who);
            c.books.member_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::membership::with_candidate;
    use crate::{
        DAY, UNIT, World,
        call::Founding,
        fixtures::{active, close, found, take_in},
    };
    use coop::{
        error::CoopError::*,
        state::{Coop, Member, Standing},
    };

    #[test]
    fn the_rent_goes_back_to_the_sponsor_and_the_wallet_may_apply_anew() {
        let mut world = World::new();
        let coop = found(&mut world, &Founding::default());
        let (who, sponsor) = (world.actor("candidate", 0), world.actor("sponsor", 0));
        let wallet = who.wallet();
        world.accepts(coop.site.apply(&sponsor.wallet(), &wallet), &[&who, &sponsor]);
        let reclaim = coop.site.reclaim_member(&wallet, &sponsor.wallet());
        world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
        world.accepts(coop.site.withdraw_application(&wallet), &[&who]);
        world.refuses(RentPayerMismatch, coop.site.reclaim_member(&wallet, &wallet), &[&who]);
        world.accepts(reclaim, &[]);
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
        assert_eq!(world.lamports(&wallet), 1_000_000_000);
        assert_eq!(world.coop(&coop.site.coop).member_accounts, 1);
        world.accepts(coop.site.apply(&wallet, &wallet), &[&who]);
    }

    #[test]
    fn an_account_that_is_owed_anything_stays() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let reclaim = site.reclaim_member(&who.wallet(), &who.wallet());
        world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
        // asked back at the close after the one that ends its rest, paid, and claimed: the rest answers for pledged use
        let first = close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), first), &[]);
        world.accepts(site.ask_back(&who.wallet(), 180 * UNIT, 10_000), &[who]);
        let second = close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), second), &[]);
        world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
        world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
        let pool = site.pool(0);
        world.accepts(site.settle_use(&who.wallet()), &[]);
        world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
        let left = world.member(&site.member(&who.wallet())).left_at.get();
        world.set_time(left + 300 * crate::DAY - 1);
        world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
        world.pass(1);
        world.accepts(reclaim, &[]);
        world.accepts(pool.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
    }

    #[test]
    fn a_candidates_account_stays() {
        let (mut world, coop, candidate) = with_candidate();
        let reclaim = coop.site.reclaim_member(&candidate.wallet(), &candidate.wallet());
        world.refuses(MemberStillNeeded, reclaim, &[]);
    }

    #[test]
    fn a_member_who_left_keeps_its_account_for_300_days_so_that_it_can_be_expelled_and_its_protest_counted() {
        let mut world = World::new();
        let mut coop = crate::fixtures::found(&mut world, &Default::default());
        crate::fixtures::take_in(&mut world, &mut coop, 1);
        let (site, who) = (coop.site, &coop.members[0]);
        world.accepts(site.resign_protesting(&who.wallet()), &[who]);
        let payer = world.member(&site.member(&who.wallet())).rent_payer;
        world.refuses(MemberStillNeeded, site.reclaim_member(&who.wallet(), &payer), &[]);
        world.pass(300 * crate::DAY - 1);
        world.refuses(MemberStillNeeded, site.reclaim_member(&who.wallet(), &payer), &[]);
        world.pass(1);
        world.accepts(site.reclaim_member(&who.wallet(), &payer), &[]);
    }

    /// A former member of a co-op, as each case has it: whether its account closes.
    type Case<'a> = (&'a str, bool, &'a dyn Fn(&mut Coop, &mut Member));

    #[test]
    fn an_account_closes_once_its_membership_is_outlived_and_nothing_is_owed() {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        take_in(&mut world, &mut coop, 2);
        world.pass(400 * DAY);
        let (site, wallet, now) = (coop.site, coop.members[0].wallet(), world.now());
        let (kept, recently) = (now - 300 * DAY, now - 300 * DAY + 1);
        let cases: &[Case] = &[
            ("300 days after it left", true, &|_, _| {}),
            ("a second less", false, &|_, m| m.left_at = recently.into()),
            ("of a dissolving co-op", true, &|c, m| (c.dissolving_at, m.left_at) = (1.into(), now.into())),
            ("of a forming one without members", true, &|c, m| {
                (c.activated_at, c.members, m.left_at) = (0.into(), 0.into(), now.into());
            }),
            ("of a forming one", false, &|c, m| (c.activated_at, m.left_at) = (0.into(), now.into())),
            ("of an active one without members", false, &|c, m| {
                (c.members, m.left_at) = (0.into(), now.into());
            }),
            ("released, until now", true, &|_, m| m.returns_from = now.into()),
            ("released, for a second more", false, &|_, m| m.returns_from = (now + 1).into()),
            ("expelled", false, &|_, m| m.standing = Standing::Expelled.into()),
            ("expelled by a dissolving co-op", true, &|c, m| {
                (c.dissolving_at, m.standing) = (1.into(), Standing::Expelled.into());
            }),
            ("a member of a dissolving co-op", false, &|c, m| {
                (c.dissolving_at, m.standing) = (1.into(), Standing::Member.into());
            }),
            ("a candidate of a dissolving co-op", false, &|c, m| {
                (c.dissolving_at, m.standing) = (1.into(), Standing::Candidate.into());
            }),
            ("with capital", false, &|_, m| m.matured = 1.into()),
            ("with a claim", false, &|c, m| (c.dissolving_at, m.matured) = (1.into(), 1.into())),
            ("with cash", false, &|c, m| (c.dissolving_at, m.dividends) = (1.into(), 1.into())),
            ("with business to settle", false, &|c, m| (c.dissolving_at, m.units) = (1.into(), 1.into())),
            ("with a dividend retained", false, &|c, m| {
                (c.dissolving_at, m.vintages[3].retained) = (1.into(), 1.into());
            }),
            ("with a pledge", false, &|c, m| (c.dissolving_at, m.pledged_in) = (1.into(), 1.into())),
            ("with a proposal", false, &|c, m| (c.dissolving_at, m.open_proposal) = (1.into(), 1)),
            ("with capital, of a co-op that is swept", true, &|c, m| {
                (c.swept_at, m.matured) = (1.into(), 1.into());
            }),
            ("with a pledge there", false, &|c, m| (c.swept_at, m.pledged_in) = (1.into(), 1.into())),
            ("with a proposal there", false, &|c, m| (c.swept_at, m.open_proposal) = (1.into(), 1)),
        ];
        let (saved, address) = (world.save(), site.member(&wallet));
        for (what, closes, change) in cases {
            world.restore(&saved);
            let (mut stored, mut member) = (world.coop(&site.coop), world.member(&address));
            (stored.activated_at, stored.members) = (1.into(), 2.into());
            (member.standing, member.left_at) = (Standing::Left.into(), kept.into());
            change(&mut stored, &mut member);
            world.edit::<Coop>(&site.coop, |coop| *coop = stored);
            world.edit::<Member>(&address, |account| *account = member);
            let reclaim = site.reclaim_member(&wallet, &wallet);
            if *closes {
                assert!(world.attempt(reclaim, &[]).is_ok(), "{what}");
                assert!(world.is_closed(&address), "{what}");
            } else {
                let refusal = world.attempt(reclaim, &[]).expect_err(what);
                assert!(refusal.is(MemberStillNeeded), "{what}: {refusal:#?}");
            }
        }
    }
}
