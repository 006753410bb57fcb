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
        verb::{Link, Verb},
    };

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
