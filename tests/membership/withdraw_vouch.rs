//! `withdraw_vouch`: A member takes a vouch back before the candidate is admitted.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn withdraw_vouch(
        &self,
        voucher: &Address,
        candidate: &Address,
        rent_payer: &Address,
    ) -> Instruction {
        self.withdraw_vouch_of(voucher, voucher, candidate, rent_payer)
    }

    /// Sent by somebody else.
    pub fn withdraw_vouch_of(
        &self,
        caller: &Address,
        voucher: &Address,
        candidate: &Address,
        rent_payer: &Address,
    ) -> Instruction {
        let (voucher_member, candidate_member) = (self.member(voucher), self.member(candidate));
        build(
            accounts::WithdrawVouch {
                wallet: *caller,
                coop: self.coop,
                voucher: voucher_member,
                candidate: candidate_member,
                vouch: address::vouch(&candidate_member, &voucher_member),
                rent_payer: *rent_payer,
            },
            instruction::WithdrawVouch {},
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
        fixtures::{candidacy, found, vouch, wallets},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "withdraw_vouch"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            vouch(world, &coop.site, &coop.founder, &candidate);
            let founder = coop.founder.wallet();
            Call::new(coop.site.withdraw_vouch(&founder, &candidate.wallet(), &founder), &[&coop.founder.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            1
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let nth = g.rng.upto(coop.vouches.len().max(1));
            let some = coop.vouches.iter().nth(nth).map(|(pair, vouch)| (*pair, vouch.rent_payer));
            let ((candidate, voucher), payer) = some.unwrap_or(((who, 0), 0));
            WithdrawVouch { slot, caller: g.caller(coop, voucher), voucher, candidate, to: g.mostly(payer) }
                .into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (VouchOutdated, |w| {
            let coop = found(w, &Founding::default());
            let who = w.actor("candidate", 0);
            candidacy(w, &coop.site, &who);
            vouch(w, &coop.site, &coop.founder, &who);
            let (founder, wallet) = (coop.founder.wallet(), who.wallet());
            w.send(&[coop.site.withdraw_application(&wallet), coop.site.reapply(&wallet)], &[&who.key])
                .unwrap();
            let call = coop.site.withdraw_vouch(&founder, &wallet, &founder);
            w.send(&[call], &[&coop.founder.key]).expect_err("refused")
        }),
        (VouchMismatch, |w| {
            let coop = found(w, &Founding::default());
            let (one, other) = (w.actor("one", 0), w.actor("other", 0));
            for who in [&one, &other] {
                candidacy(w, &coop.site, who);
                vouch(w, &coop.site, &coop.founder, who);
            }
            let founder = coop.founder.wallet();
            let mut call = coop.site.withdraw_vouch(&founder, &one.wallet(), &founder);
            call.accounts[4] =
                coop.site.withdraw_vouch(&founder, &other.wallet(), &founder).accounts[4].clone();
            w.send(&[call], &[&coop.founder.key]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct WithdrawVouch {
        pub slot: usize,
        pub caller: Who,
        pub voucher: Who,
        pub candidate: Who,
        pub to: Who,
    }

    impl Act for WithdrawVouch {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { caller, voucher, candidate, to, .. } = *self;
            let mut touched = Touched::vouched(candidate, voucher, to);
            touched.people.push(caller);
            touched
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, caller, voucher, candidate, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let call = site.withdraw_vouch_of(&w(caller), &w(voucher), &w(candidate), &w(to));
            (call, vec![1, 2, 3, 4, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, caller, voucher, candidate, to } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let by = c.member(voucher)?;
            let its_own = caller == by.wallet;
            let expelled = by.standing == Standing::Expelled;
            let standing = c.member(candidate)?;
            let vouch = c.vouches.get(&(candidate, voucher)).ok_or(Refused::Somehow)?.clone();
            demand(to == vouch.rent_payer, RentPayerMismatch)?;
            demand(its_own || expelled, WalletMismatch)?;
            demand(standing.standing == Standing::Candidate, NotACandidate)?;
            demand(vouch.application == standing.application, VouchOutdated)?;
            model.lamports[to] += model.rents.vouch;
            let c = model.edit(slot);
            c.vouches.remove(&(candidate, voucher));
            let withdrawn_from = c.edit_member(candidate);
            withdrawn_from.vouches_received -= 1;
            withdrawn_from.lacks_since = now;
            let m = c.edit_member(voucher);
            if (m.vouched_in, m.application) == (vouch.given_in, vouch.voucher_application) {
                m.vouches_given -= 1;
            }
            if its_own {
                m.last_active_at = now;
            }
            c.books.vouch_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::membership::with_candidate;
    use crate::{
        UNIT, World, address,
        fixtures::{active, candidacy, vouch},
    };
    use coop::error::CoopError::*;

    #[test]
    fn the_vouch_no_longer_counts_and_its_rent_goes_back_to_the_sponsor() {
        let (mut world, coop, candidate) = with_candidate();
        let (founder, wallet, sponsor) =
            (coop.founder.wallet(), candidate.wallet(), world.actor("sponsor", 0));
        let before = world.lamports(&founder);
        world.accepts(coop.site.vouch_for(&sponsor.wallet(), &founder, &wallet), &[&coop.founder, &sponsor]);
        let stolen = coop.site.withdraw_vouch(&founder, &wallet, &founder);
        world.refuses(RentPayerMismatch, stolen, &[&coop.founder]);
        world.accepts(coop.site.withdraw_vouch(&founder, &wallet, &sponsor.wallet()), &[&coop.founder]);
        let (voucher, member) = (coop.site.member(&founder), coop.site.member(&wallet));
        assert!(world.is_closed(&address::vouch(&member, &voucher)));
        assert_eq!((world.member(&member).vouches_received, world.member(&voucher).vouches_given), (0, 0));
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
        assert_eq!(world.lamports(&founder), before);
        world.refuses(VouchesMissing, coop.site.admit(&wallet), &[]);
    }

    #[test]
    fn after_the_admission_it_is_too_late() {
        let (mut world, coop, candidate) = with_candidate();
        let (founder, wallet) = (coop.founder.wallet(), candidate.wallet());
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.admit(&wallet), &[]);
        world.refuses(NotACandidate, coop.site.withdraw_vouch(&founder, &wallet, &founder), &[&coop.founder]);
    }

    #[test]
    fn a_member_who_left_and_applied_anew_can_still_take_its_vouch_back() {
        let mut world = World::new();
        let mut g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let i = crate::fixtures::newcomer(&mut world, &mut g.coop);
        let (voucher, candidate) = (&g.coop.members[i], world.actor("candidate", 0));
        let wallet = voucher.wallet();
        candidacy(&mut world, &site, &candidate);
        vouch(&mut world, &site, voucher, &candidate);
        world.accepts(site.resign(&wallet), &[voucher]);
        world.pass(300 * crate::DAY);
        world.accepts(site.reclaim_member(&wallet, &wallet), &[]);
        candidacy(&mut world, &site, voucher);
        world.accepts(site.withdraw_vouch(&wallet, &candidate.wallet(), &wallet), &[voucher]);
        assert_eq!(world.member(&site.member(&wallet)).vouches_given, 0);
    }
}
