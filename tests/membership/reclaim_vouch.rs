//! `reclaim_vouch`: Closes a vouch that no longer counts.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_vouch(&self, voucher: &Address, candidate: &Address, rent_payer: &Address) -> Instruction {
        let (voucher_member, candidate_member) = (self.member(voucher), self.member(candidate));
        build(
            accounts::ReclaimVouch {
                coop: self.coop,
                candidate: candidate_member,
                vouch: address::vouch(&candidate_member, &voucher_member),
                rent_payer: *rent_payer,
            },
            instruction::ReclaimVouch {},
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
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_vouch"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            vouch(world, &coop.site, &coop.founder, &candidate);
            world.send(&[coop.site.admit(&candidate.wallet())], &[]).expect("admitted");
            let founder = coop.founder.wallet();
            Call::new(coop.site.reclaim_vouch(&founder, &candidate.wallet(), &founder), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 1, "a candidate's account that is not the program's is gone")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfVouch]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            5
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let nth = g.rng.upto(coop.vouches.len().max(1));
            let some = coop.vouches.iter().nth(nth).map(|(pair, vouch)| (*pair, vouch.rent_payer));
            let ((candidate, voucher), payer) = some.unwrap_or(((who, 0), 0));
            ReclaimVouch { slot, voucher, candidate, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(VouchCounts, |w| {
        let coop = found(w, &Founding::default());
        let who = w.actor("candidate", 0);
        candidacy(w, &coop.site, &who);
        vouch(w, &coop.site, &coop.founder, &who);
        let founder = coop.founder.wallet();
        w.send(&[coop.site.reclaim_vouch(&founder, &who.wallet(), &founder)], &[]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimVouch {
        pub slot: usize,
        pub voucher: Who,
        pub candidate: Who,
        pub to: Who,
    }

    impl Act for ReclaimVouch {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { voucher, candidate, to, .. } = *self;
            Touched::vouched(candidate, voucher, to)
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, voucher, candidate, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.reclaim_vouch(&w(voucher), &w(candidate), &w(to)), vec![0, 1, 3])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, voucher, candidate, to } = *self;
            let c = model.alive(slot)?;
            let vouch = c.vouches.get(&(candidate, voucher)).ok_or(Refused::Somehow)?;
            demand(to == vouch.rent_payer, RentPayerMismatch)?;
            let counts = c
                .members
                .get(&candidate)
                .is_some_and(|m| m.standing == Standing::Candidate && m.application == vouch.application);
            demand(!counts, VouchCounts)?;
            model.lamports[to] += model.rents.vouch;
            let c = model.edit(slot);
            c.vouches.remove(&(candidate, voucher));
            c.books.vouch_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::fixtures::vouch;
    use crate::membership::with_candidate;
    use coop::error::CoopError::*;

    #[test]
    fn a_vouch_is_closed_by_anyone_once_it_no_longer_counts_and_the_sponsor_gets_the_rent() {
        let (mut world, coop, candidate) = with_candidate();
        let (founder, wallet, sponsor) =
            (coop.founder.wallet(), candidate.wallet(), world.actor("sponsor", 0));
        world.accepts(coop.site.vouch_for(&sponsor.wallet(), &founder, &wallet), &[&coop.founder, &sponsor]);
        let reclaim = coop.site.reclaim_vouch(&founder, &wallet, &sponsor.wallet());
        world.refuses(VouchCounts, reclaim.clone(), &[]);
        world.accepts(coop.site.admit(&wallet), &[]);
        world.refuses(RentPayerMismatch, coop.site.reclaim_vouch(&founder, &wallet, &founder), &[]);
        world.accepts(reclaim.clone(), &[]);
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
        assert!(world.attempt(reclaim, &[]).is_err());
    }

    #[test]
    fn a_vouch_for_one_whose_account_is_closed_is_closed_too() {
        let (mut world, coop, candidate) = with_candidate();
        let (founder, wallet) = (coop.founder.wallet(), candidate.wallet());
        let before = world.lamports(&founder);
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.accepts(coop.site.withdraw_application(&wallet), &[&candidate]);
        world.accepts(coop.site.reclaim_member(&wallet, &wallet), &[]);
        world.accepts(coop.site.reclaim_vouch(&founder, &wallet, &founder), &[]);
        assert_eq!(world.lamports(&founder), before);
    }
}
