//! `apply`: Makes a wallet a candidate.

use crate::{
    CoopSite,
    call::{STATUTES, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Applies without a name, signing the statutes of the tests.
    pub fn apply(&self, payer: &Address, wallet: &Address) -> Instruction {
        self.apply_as(payer, wallet, "", STATUTES)
    }

    pub fn apply_as(&self, payer: &Address, wallet: &Address, name: &str, statutes: [u8; 32]) -> Instruction {
        build(
            accounts::Apply {
                payer: *payer,
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                system_program: system(),
            },
            instruction::Apply { name: name.into(), statutes_hash: statutes },
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
        fixtures::{dissolving, found, wallets},
        scenes::no,
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
            words::{NAMES, demand_text},
        },
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "apply"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopDissolving)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (coop, candidate) = wallets(world);
            Call::new(coop.site.apply(&candidate.wallet(), &candidate.wallet()), &[&candidate.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            12
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who).is_none()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            let mut who = who;
            // two stay outside, mostly: memberships may move to their wallets
            if who >= PEOPLE - 2 && g.rng.percent(80) {
                who = g.rng.upto(PEOPLE - 2);
            }
            let (name, signs) = (g.rng.pick(&NAMES), g.rng.percent(95));
            Apply { slot, who, payer: g.mostly(who), name, signs }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopDissolving, |w| {
            let (small, large) = dissolving(w);
            let late = &large.founder;
            no(w, small.site.apply(&late.wallet(), &late.wallet()), &[late])
        }),
        (OtherStatutes, |w| {
            let (coop, candidate) = wallets(w);
            let wallet = candidate.wallet();
            no(w, coop.site.apply_as(&wallet, &wallet, "", [6; 32]), &[&candidate])
        }),
        (CoopWithoutMembers, |w| {
            let coop = found(w, &Founding::default());
            w.send(&[coop.site.resign(&coop.founder.wallet())], &[&coop.founder.key]).unwrap();
            let late = w.actor("late", 0);
            let wallet = late.wallet();
            w.send(&[coop.site.apply(&wallet, &wallet)], &[&late.key]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Apply {
        pub slot: usize,
        pub who: Who,
        pub payer: Who,
        pub name: &'static str,
        /// The statutes in force, or others.
        pub signs: bool,
    }

    impl Act for Apply {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, payer, .. } = *self;
            Touched::people(&[who, payer])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, payer, name, signs } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let statutes = if signs { model.coops[slot].books.statutes } else { [6; 32] };
            (site.apply_as(&w(payer), &w(who), name, statutes), vec![2, 3, 4])
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn under_other_statutes(&self) -> Option<Deed> {
            Some(Apply { signs: false, ..*self }.into())
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 5, data: 36 + self.name.len() as u64, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, payer, name, signs } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            if c.is_taken(who) {
                return Err(Refused::Somehow);
            }
            demand(!c.is_dissolving(), CoopDissolving)?;
            demand(signs, OtherStatutes)?;
            demand(c.books.members > 0, CoopWithoutMembers)?;
            demand_text(name, 32)?;
            model.lamports[payer] -= model.rents.member;
            let c = model.edit(slot);
            c.become_candidate(who, now);
            let m = c.edit_member(who);
            (m.rent_payer, m.wallet) = (payer, who);
            m.keyless = who >= PEOPLE;
            m.take_name(name, now);
            c.books.member_accounts += 1;
            Ok(())
        }
    }

    impl Coop {
        pub fn become_candidate(&mut self, who: Who, now: i64) {
            let needed = self.vouches_needed();
            self.books.seq += 1;
            let (application, statutes) = (self.books.seq, self.books.statutes_version);
            let member = self.members.entry(who).or_default();
            member.application = application;
            member.signed = statutes;
            member.applied_at = now;
            member.last_active_at = now;
            (member.admitted_at, member.left_at, member.share_paid_at) = (0, 0, 0);
            (member.elector_from, member.gap, member.short_since) = (0, [0; 2], 0);
            member.in_protest = false;
            member.returns_from = 0;
            (member.vouches_needed, member.vouches_received, member.lacks_since) = (needed, 0, 0);
            member.standing = Standing::Candidate;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::membership::with_candidate;
    use crate::{
        Call, World,
        call::{Founding, STATUTES},
        fixtures::{found, take_in},
        governance::execute_represent,
        verb::Verb,
    };
    use coop::{
        error::CoopError::*,
        state::{Member, Standing},
    };

    #[test]
    fn a_sponsor_pays_the_rent_and_the_wallet_becomes_a_candidate() {
        let mut world = World::new();
        let coop = found(&mut world, &Founding::default());
        let (who, sponsor) = (world.actor("candidate", 0), world.actor("sponsor", 0));
        world.accepts(coop.site.apply(&sponsor.wallet(), &who.wallet()), &[&who, &sponsor]);
        let (books, member) = (world.coop(&coop.site.coop), world.member(&coop.site.member(&who.wallet())));
        assert!(member.is(Standing::Candidate));
        assert_eq!((member.wallet, member.rent_payer), (who.wallet(), sponsor.wallet()));
        assert_eq!((member.applied_at.get(), member.application.get()), (world.now(), 2));
        assert_eq!((books.vouches_needed(), member.vouches_received), (1, 0));
        assert_eq!((books.members.get(), books.member_accounts.get()), (1, 2));
        let rent = world.lamports(&coop.site.member(&who.wallet()));
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000 - rent);
        assert_eq!(world.lamports(&who.wallet()), 1_000_000_000);
    }

    #[test]
    fn a_candidate_needs_as_many_vouches_as_there_are_members_up_to_the_charters_number() {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        for needed in [1, 2, 2] {
            assert_eq!(world.coop(&coop.site.coop).vouches_needed(), needed);
            take_in(&mut world, &mut coop, 1);
        }
    }

    #[test]
    fn nobody_applies_twice_or_to_a_co_op_without_members() {
        let (mut world, coop, candidate) = with_candidate();
        assert!(
            world.attempt(coop.site.apply(&candidate.wallet(), &candidate.wallet()), &[&candidate]).is_err()
        );
        world.accepts(coop.site.resign(&coop.founder.wallet()), &[&coop.founder]);
        let late = world.actor("late", 0);
        world.refuses(CoopWithoutMembers, coop.site.apply(&late.wallet(), &late.wallet()), &[&late]);
    }

    #[test]
    fn an_application_has_the_name_that_it_gives() {
        let mut world = World::new();
        let coop = found(&mut world, &Founding::default());
        let who = world.actor("candidate", 0);
        let wallet = who.wallet();
        let call = |name| coop.site.apply_as(&wallet, &wallet, name, STATUTES);
        world.refuses(TextTooLong, call("a name of thirty-three characters"), &[&who]);
        world.accepts(call("Ada"), &[&who]);
        let member = world.member(&coop.site.member(&wallet));
        assert_eq!((&member.name[..4], member.named_at.get()), (&b"Ada\0"[..], world.now()));
    }

    /// A wallet has a key; a co-op's agent, which applies by a resolution, has none.
    #[test]
    fn an_application_records_whether_its_wallet_can_sign_by_itself() {
        let (world, coop, candidate) = with_candidate();
        assert_eq!(world.member(&coop.site.member(&candidate.wallet())).keyless, 0);
        let mut world = World::new();
        let Call { instruction, .. } = execute_represent::This.fixture(&mut world);
        world.accepts(instruction.clone(), &[]);
        let applied = instruction.accounts.iter().find_map(|meta| world.read::<Member>(&meta.pubkey));
        let applied = applied.expect("the agent's");
        assert_eq!((applied.wallet.is_on_curve(), applied.keyless), (false, 1));
    }
}
