//! `withdraw_application`: A candidate withdraws.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn withdraw_application(&self, wallet: &Address) -> Instruction {
        build(
            accounts::WithdrawApplication { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
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
        Call, World,
        fixtures::{candidacy, wallets},
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
        },
        verb::{Link, Verb},
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
            &[Link::CoopOfMember, Link::WalletOfMember]
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

        fn random(&self, _g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            WithdrawApplication { slot, who }.into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct WithdrawApplication {
        pub slot: usize,
        pub who: Who,
    }

    impl Act for WithdrawApplication {
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
            (site.withdraw_application(&w(who)), vec![0, 1, 2])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 3, data: 0, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            demand(c.member(who)?.standing == Standing::Candidate, NotACandidate)?;
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
    use crate::membership::with_candidate;
    use coop::{error::CoopError::*, state::Standing};

    #[test]
    fn a_candidate_withdraws_once_and_is_no_member_then() {
        let (mut world, coop, candidate) = with_candidate();
        let withdraw = coop.site.withdraw_application(&candidate.wallet());
        world.pass(1);
        world.accepts(withdraw.clone(), &[&candidate]);
        let member = world.member(&coop.site.member(&candidate.wallet()));
        assert!(member.is(Standing::Left));
        assert_eq!(member.left_at, world.now());
        assert_eq!(world.coop(&coop.site.coop).members, 1);
        world.refuses(NotACandidate, withdraw, &[&candidate]);
        world.refuses(NotACandidate, coop.site.admit(&candidate.wallet()), &[]);
        world.refuses(
            NotACandidate,
            coop.site.withdraw_application(&coop.founder.wallet()),
            &[&coop.founder],
        );
    }
}
