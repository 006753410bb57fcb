//! `vouch_for`: A member vouches for a candidate.

use crate::{
    CoopSite, address,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn vouch_for(&self, payer: &Address, voucher: &Address, candidate: &Address) -> Instruction {
        let (voucher_member, candidate_member) = (self.member(voucher), self.member(candidate));
        build(
            accounts::VouchFor {
                payer: *payer,
                wallet: *voucher,
                coop: self.coop,
                voucher: voucher_member,
                candidate: candidate_member,
                vouch: address::vouch(&candidate_member, &voucher_member),
                system_program: system(),
            },
            instruction::VouchFor {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, World,
        call::Founding,
        charter,
        fixtures::{candidacy, found, take_in, vouch, wallets},
        membership::resign,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Standing, Verdict, Vouch, demand},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{
        error::CoopError::{self, *},
        state::CharterTerms,
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "vouch_for"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopDissolving)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            let founder = coop.founder.wallet();
            Call::new(coop.site.vouch_for(&founder, &founder, &candidate.wallet()), &[&coop.founder.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            20
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Candidate)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, pool, who, .. } = aim;
            let voucher = g.candidate_for(&resign::This, coop, pool);
            VouchFor { slot, voucher, candidate: who, payer: g.who() }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotACandidate, |w| {
            let (coop, candidate) = wallets(w);
            candidacy(w, &coop.site, &candidate);
            w.accepts(coop.site.withdraw_application(&candidate.wallet()), &[&candidate]);
            let founder = coop.founder.wallet();
            let call = coop.site.vouch_for(&founder, &founder, &candidate.wallet());
            no(w, call, &[&coop.founder])
        }),
        (VouchesUsedUp, |w| {
            let charter = CharterTerms { vouches_per_period: 1, vouches_required: 1, ..charter() };
            let mut coop = found(w, &Founding { charter, ..Default::default() });
            take_in(w, &mut coop, 1);
            let second = w.actor("second", 0);
            candidacy(w, &coop.site, &second);
            let founder = coop.founder.wallet();
            let call = coop.site.vouch_for(&founder, &founder, &second.wallet());
            w.send(&[call], &[&coop.founder.key]).expect_err("refused")
        }),
        (VouchesComplete, |w| {
            let mut coop = found(w, &Founding::default());
            take_in(w, &mut coop, 2);
            let who = w.actor("candidate", 0);
            candidacy(w, &coop.site, &who);
            vouch(w, &coop.site, &coop.founder, &who);
            vouch(w, &coop.site, &coop.members[0], &who);
            let third = coop.members[1].wallet();
            let call = coop.site.vouch_for(&third, &third, &who.wallet());
            w.send(&[call], &[&coop.members[1].key]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct VouchFor {
        pub slot: usize,
        pub voucher: Who,
        pub candidate: Who,
        pub payer: Who,
    }

    impl Act for VouchFor {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { voucher, candidate, payer, .. } = *self;
            Touched::vouched(candidate, voucher, payer)
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, voucher, candidate, payer } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.vouch_for(&w(payer), &w(voucher), &w(candidate)), vec![1, 2, 3, 4, 5, 6])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 1, source: None, who: self.voucher })
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 7, data: 0, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, voucher, candidate, payer } = *self;

            let c = model.alive(slot)?;
            let (v, m) = (c.member(voucher)?, c.member(candidate)?);
            if voucher == candidate || c.vouches.contains_key(&(candidate, voucher)) {
                return Err(Refused::Somehow);
            }
            demand(!c.is_dissolving(), CoopDissolving)?;
            demand(v.standing == Standing::Member, NotAMember)?;
            demand(m.standing == Standing::Candidate, NotACandidate)?;
            let needed = c.vouches_needed().max(m.vouches_needed);
            demand(m.vouches_received < needed, VouchesComplete)?;
            let period = c.quota_period();
            let given = if v.vouched_in == period { v.vouches_given } else { 0 };
            demand(given < c.terms().vouches_per_period, VouchesUsedUp)?;
            let (application, voucher_application) = (m.application, v.application);
            let now = model.now;
            model.lamports[payer] -= model.rents.vouch;
            let c = model.edit(slot);
            let vouch = Vouch { rent_payer: payer, application, voucher_application, given_in: period };
            c.vouches.insert((candidate, voucher), vouch);
            c.books.vouch_accounts += 1;
            let m = c.edit_member(candidate);
            (m.vouches_needed, m.vouches_received) = (needed, m.vouches_received + 1);
            let v = c.edit_member(voucher);
            v.vouched_in = period;
            v.vouches_given = given + 1;
            v.last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::membership::with_candidate;
    use crate::{
        DAY, UNIT, World, address,
        fixtures::{active, candidacy, vouch},
    };
    use coop::{
        error::CoopError::*,
        state::{Coop, Vouch},
    };
    use std::mem::offset_of;

    #[test]
    fn a_vouch_names_the_application_and_its_rent_payer() {
        let (mut world, coop, candidate) = with_candidate();
        let (founder, sponsor) = (coop.founder.wallet(), world.actor("sponsor", 0));
        let before = world.lamports(&founder);
        let call = coop.site.vouch_for(&sponsor.wallet(), &founder, &candidate.wallet());
        world.accepts(call.clone(), &[&coop.founder, &sponsor]);
        let (voucher, member) = (coop.site.member(&founder), coop.site.member(&candidate.wallet()));
        let at = address::vouch(&member, &voucher);
        let given: Vouch = world.read(&at).unwrap();
        assert_eq!((given.candidate, given.voucher, given.rent_payer), (member, voucher, sponsor.wallet()));
        assert_eq!(given.application, world.member(&member).application);
        assert_eq!((world.member(&member).vouches_received, world.member(&voucher).vouches_given), (1, 1));
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000 - world.lamports(&at));
        assert_eq!(world.lamports(&founder), before);
        assert!(world.attempt(call, &[&coop.founder, &sponsor]).is_err());
    }

    #[test]
    fn candidates_and_leavers_vouch_for_nobody_and_nobody_for_itself() {
        let (mut world, coop, candidate) = with_candidate();
        let (one, founder) = (candidate.wallet(), coop.founder.wallet());
        assert!(world.attempt(coop.site.vouch_for(&one, &one, &one), &[&candidate]).is_err());
        assert!(world.attempt(coop.site.vouch_for(&founder, &founder, &founder), &[&coop.founder]).is_err());
        let other = world.actor("other", 0);
        candidacy(&mut world, &coop.site, &other);
        world.refuses(NotAMember, coop.site.vouch_for(&one, &one, &other.wallet()), &[&candidate]);
        world.accepts(coop.site.resign(&founder), &[&coop.founder]);
        world.refuses(NotAMember, coop.site.vouch_for(&founder, &founder, &one), &[&coop.founder]);
        world.refuses(NotAMember, coop.site.vouch_for(&one, &one, &founder), &[&candidate]);
    }

    #[test]
    fn while_forming_a_member_gives_all_its_vouches_only_once_however_long_it_waits() {
        let (mut world, coop, first) = with_candidate();
        let founder = coop.founder.wallet();
        vouch(&mut world, &coop.site, &coop.founder, &first);
        for _ in 1..crate::charter().vouches_per_period {
            let next = world.actor("candidate", 0);
            candidacy(&mut world, &coop.site, &next);
            vouch(&mut world, &coop.site, &coop.founder, &next);
        }
        let last = world.actor("candidate", 0);
        candidacy(&mut world, &coop.site, &last);
        let one_more = coop.site.vouch_for(&founder, &founder, &last.wallet());
        world.refuses(VouchesUsedUp, one_more.clone(), &[&coop.founder]);
        world.pass(400 * DAY);
        world.refuses(VouchesUsedUp, one_more.clone(), &[&coop.founder]);
        // a vouch taken back can be given to another
        world.accepts(coop.site.withdraw_vouch(&founder, &first.wallet(), &founder), &[&coop.founder]);
        world.accepts(one_more, &[&coop.founder]);
    }

    #[test]
    fn a_new_period_brings_new_vouches() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, voucher) = (g.coop.site, g.coop.founder.wallet());
        let candidates: Vec<_> = (0..9).map(|_| world.actor("candidate", 0)).collect();
        for candidate in &candidates {
            candidacy(&mut world, &site, candidate);
        }
        for candidate in &candidates[..8] {
            vouch(&mut world, &site, &g.coop.founder, candidate);
        }
        let one_more = site.vouch_for(&voucher, &voucher, &candidates[8].wallet());
        world.refuses(VouchesUsedUp, one_more.clone(), &[&g.coop.founder]);
        world.patch(&site.coop, 8 + offset_of!(Coop, period), &[1]);
        world.accepts(one_more, &[&g.coop.founder]);
        assert_eq!(world.member(&site.member(&voucher)).vouches_given, 1);
        // one of the earlier period gives nothing back to this one
        let earlier = site.withdraw_vouch(&voucher, &candidates[0].wallet(), &voucher);
        world.accepts(earlier, &[&g.coop.founder]);
        assert_eq!(world.member(&site.member(&voucher)).vouches_given, 1);
    }

    /// Two were needed when it was given. One of the two members leaves, and it is not enough after all.
    #[test]
    fn what_a_candidate_needed_at_a_vouch_does_not_fall_as_members_leave() {
        let (mut world, coop, candidate) = with_candidate();
        let second = world.actor("second", 0);
        candidacy(&mut world, &coop.site, &second);
        vouch(&mut world, &coop.site, &coop.founder, &second);
        world.accepts(coop.site.admit(&second.wallet()), &[]);
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.resign(&second.wallet()), &[&second]);
        assert_eq!(world.coop(&coop.site.coop).vouches_needed(), 1);
        let member = world.member(&coop.site.member(&candidate.wallet()));
        assert_eq!((member.vouches_received, member.vouches_needed), (1, 2));
        world.refuses(VouchesMissing, coop.site.admit(&candidate.wallet()), &[]);
    }

    #[test]
    fn a_vouch_taken_back_can_be_given_again_also_by_a_member_who_has_applied_anew() {
        let (mut world, coop, candidate) = with_candidate();
        let (second, site) = (world.actor("second", 0), coop.site);
        let by = second.wallet();
        candidacy(&mut world, &site, &second);
        vouch(&mut world, &site, &coop.founder, &second);
        world.accepts(site.admit(&by), &[]);
        vouch(&mut world, &site, &second, &candidate);
        let given: Vouch =
            world.read(&address::vouch(&site.member(&candidate.wallet()), &site.member(&by))).unwrap();
        assert_eq!(given.voucher_application, world.member(&site.member(&by)).application);
        world.accepts(site.withdraw_vouch(&by, &candidate.wallet(), &by), &[&second]);
        assert_eq!(world.member(&site.member(&by)).vouches_given, 0);
    }
}
