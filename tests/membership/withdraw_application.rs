//! `withdraw_application`: Withdraws an application: by the candidate, or by anyone after 90 days.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn withdraw_application(&self, wallet: &Address) -> Instruction {
        self.clear_application(wallet, wallet)
    }

    /// Anyone clears away what nobody has admitted.
    pub fn clear_application(&self, by: &Address, wallet: &Address) -> Instruction {
        build(
            accounts::WithdrawApplication { wallet: *by, coop: self.coop, member: self.member(wallet) },
            instruction::WithdrawApplication {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, World,
        fixtures::{candidacy, wallets},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Member, Model, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "withdraw_application"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            Call::new(coop.site.withdraw_application(&candidate.wallet()), &[&candidate.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            1
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Candidate)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            let by = g.rng.percent(30).then(|| g.who());
            WithdrawApplication { slot, who, by }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(ApplicationStands, |w| {
        let (coop, candidate) = wallets(w);
        candidacy(w, &coop.site, &candidate);
        w.pass(90 * DAY - 1);
        let by = &coop.founder;
        no(w, coop.site.clear_application(&by.wallet(), &candidate.wallet()), &[by])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct WithdrawApplication {
        pub slot: usize,
        pub who: Who,
        /// Somebody else, who clears it away.
        pub by: Option<Who>,
    }

    impl Act for WithdrawApplication {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, by, .. } = *self;
            Touched::people(&[who, by.unwrap_or(who)])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, by } = *self;
            let site = &chain.sites[slot];
            // an application that anyone may clear away makes another valid call in the place of this one
            let c = &model.coops[slot];
            let stale = |m: &Member| {
                m.standing == Standing::Candidate
                    && (model.now - m.applied_at >= 90 * DAY || c.is_dissolving())
            };
            let fixed = if c.members.values().any(stale) { vec![1] } else { vec![1, 2] };
            let w = |who: Who| chain.wallet(who);
            let call = match by {
                Some(by) => site.clear_application(&w(by), &w(who)),
                None => site.withdraw_application(&w(who)),
            };
            (call, fixed)
        }

        fn acting(&self) -> Option<Acting> {
            match self.by {
                Some(_) => None,
                None => Some(Acting { wallet: 0, source: None, who: self.who }),
            }
        }

        fn cosigner(&self) -> Option<Who> {
            self.by
        }

        fn as_member(&self) -> Option<AsMember> {
            self.by.is_none().then_some(AsMember { accounts: 3, data: 0, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, by } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(m.standing == Standing::Candidate, NotACandidate)?;
            let own = by.is_none_or(|by| by == m.wallet);
            let lacks = m.vouches_received < c.vouches_needed().max(m.vouches_needed) || c.books.members == 0;
            let unsigned = m.signed != c.books.statutes_version;
            let last = if c.books.members == 0 { 0 } else { m.lacks_since.max(c.books.needs_since) };
            let lost_at = m.applied_at.max(last);
            let stale =
                now - lost_at >= 90 * DAY && lacks || unsigned && now - c.books.amended_at >= 90 * DAY;
            demand(own || stale || c.is_dissolving(), ApplicationStands)?;
            let c = model.edit(slot);
            let m = c.edit_member(who);
            m.standing = Standing::Left;
            m.left_at = now;
            m.name.clear();
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, World,
        fixtures::{RESTATED, signed_before, vouch},
        membership::with_candidate,
    };
    use coop::{
        error::CoopError::*,
        state::{Coop, Member, Standing},
    };

    #[test]
    fn what_nobody_has_admitted_for_ninety_days_is_cleared_away_by_anyone_with_its_rent() {
        let (mut world, coop, candidate) = with_candidate();
        let (wallet, stranger) = (candidate.wallet(), world.actor("stranger", 0));
        let clear = coop.site.clear_application(&stranger.wallet(), &wallet);
        world.pass(90 * DAY - 1);
        world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
        world.pass(1);
        world.accepts(clear, &[&stranger]);
        world.accepts(coop.site.reclaim_member(&wallet, &wallet), &[]);
        assert_eq!(world.lamports(&wallet), 1_000_000_000);
        world.accepts(coop.site.apply(&wallet, &wallet), &[&candidate]);
    }

    /// It only waits for somebody to admit it, or for room to grow.
    #[test]
    fn a_candidate_with_all_its_vouches_is_not_cleared_away() {
        let (mut world, coop, candidate) = with_candidate();
        let (wallet, stranger) = (candidate.wallet(), world.actor("stranger", 0));
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        world.pass(90 * DAY);
        let clear = coop.site.clear_application(&stranger.wallet(), &wallet);
        world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
        world.accepts(
            coop.site.withdraw_vouch(&coop.founder.wallet(), &wallet, &coop.founder.wallet()),
            &[&coop.founder],
        );
        // whoever takes a vouch back leaves it the time to find another
        world.pass(90 * DAY - 1);
        world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
        world.pass(1);
        world.accepts(clear, &[&stranger]);
        assert!(world.member(&coop.site.member(&wallet)).is(Standing::Left));
    }

    /// Nobody can admit it, so it would stay for ever.
    #[test]
    fn a_candidate_that_has_its_vouches_and_does_not_sign_restated_statutes_is_cleared_away_90_days_later() {
        for signs in [false, true] {
            let mut world = World::new();
            let (g, who) = signed_before(&mut world);
            let (site, stranger) = (g.coop.site, world.actor("stranger", 0));
            let restated = world.coop(&site.coop).amended_at.get();
            assert!(world.member(&site.member(&who.wallet())).applied_at < restated);
            let clear = site.clear_application(&stranger.wallet(), &who.wallet());
            world.set_time(restated + 90 * DAY - 1);
            world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
            if signs {
                world.accepts(site.reapply_as(&who.wallet(), "", RESTATED), &[&who]);
                world.pass(1_000 * DAY);
                world.refuses(ApplicationStands, clear, &[&stranger]);
            } else {
                world.pass(1);
                world.accepts(clear, &[&stranger]);
            }
        }
    }

    #[test]
    fn a_candidate_withdraws_once_and_is_no_member_then() {
        let (mut world, coop, candidate) = with_candidate();
        let withdraw = coop.site.withdraw_application(&candidate.wallet());
        world.edit::<Member>(&coop.site.member(&candidate.wallet()), |m| m.name[..3].copy_from_slice(b"Ada"));
        world.pass(1);
        world.accepts(withdraw.clone(), &[&candidate]);
        let member = world.member(&coop.site.member(&candidate.wallet()));
        assert!(member.is(Standing::Left));
        assert_eq!((member.left_at.get(), member.name), (world.now(), [0; 32]));
        assert_eq!(world.coop(&coop.site.coop).members, 1);
        world.refuses(NotACandidate, withdraw, &[&candidate]);
        world.refuses(NotACandidate, coop.site.admit(&candidate.wallet()), &[]);
        world.refuses(
            NotACandidate,
            coop.site.withdraw_application(&coop.founder.wallet()),
            &[&coop.founder],
        );
    }

    #[test]
    fn a_dissolving_co_op_admits_nobody_so_anyone_clears_every_application_away() {
        let (mut world, coop, candidate) = with_candidate();
        vouch(&mut world, &coop.site, &coop.founder, &candidate);
        let clear = coop.site.clear_application(&coop.founder.wallet(), &candidate.wallet());
        world.refuses(ApplicationStands, clear.clone(), &[&coop.founder]);
        world.edit::<Coop>(&coop.site.coop, |c| c.dissolving_at = 1.into());
        world.accepts(clear, &[&coop.founder]);
        assert!(world.member(&coop.site.member(&candidate.wallet())).is(Standing::Left));
    }
}
