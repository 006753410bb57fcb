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
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::CharterTerms};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "vouch_for"
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
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
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
}
