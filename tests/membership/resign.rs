//! `resign`: A member leaves; its capital matures.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn resign(&self, wallet: &Address) -> Instruction {
        self.resign_with(wallet, None, None, false)
    }

    /// Resigns and asks for all that does not rest.
    pub fn resign_asking(&self, wallet: &Address) -> Instruction {
        self.resign_with(wallet, None, None, true)
    }

    /// Resigns over the resolution of this number, if over one.
    pub fn resign_over(&self, wallet: &Address, over: Option<u32>) -> Instruction {
        self.resign_with(wallet, None, over, false)
    }

    /// Resigns with business of the closed `period`, over a resolution, asking for its capital, or without any of these.
    pub fn resign_with(
        &self,
        wallet: &Address,
        period: Option<u32>,
        over: Option<u32>,
        ask: bool,
    ) -> Instruction {
        build(
            accounts::Resign {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                period: period.map(|number| self.period(number)),
                over: over.map(|index| self.proposal(index)),
            },
            instruction::Resign { ask },
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
        call::Founding,
        fixtures::{active, candidacy, found},
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "resign"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            Call::new(g.coop.site.resign(&g.coop.founder.wallet()), &[&g.coop.founder.key])
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
        (NotAMember, |w| {
            let coop = found(w, &Founding::default());
            let who = w.actor("candidate", 0);
            candidacy(w, &coop.site, &who);
            w.send(&[coop.site.resign(&who.wallet())], &[&who.key]).expect_err("refused")
        }),
        (WalletMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            let thief = w.actor("thief", 0);
            let mut call = g.coop.site.resign(&g.coop.founder.wallet());
            call.accounts[0].pubkey = thief.wallet();
            w.send(&[call], &[&thief.key]).expect_err("refused")
        }),
        (MemberOfAnotherCoop, |w| {
            let (one, other) = (found(w, &Founding::default()), found(w, &Founding::default()));
            let mut call = one.site.resign(&one.founder.wallet());
            call.accounts[1].pubkey = other.site.coop;
            w.send(&[call], &[&one.founder.key]).expect_err("refused")
        }),
    ];
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{active, pledged},
    };
    use coop::{error::CoopError::*, state::Standing};

    #[test]
    fn shares_become_matured_capital_and_nobody_elses_solvency_changes() {
        let mut world = World::new();
        let g = active(&mut world, 3, 500 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let (before, held) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        world.accepts(site.resign(&who.wallet()), &[who]);
        let (after, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        assert!(member.is(Standing::Left) && !member.is_elector());
        assert_eq!((member.shares.get(), member.shares_new.get(), member.matured), (0, 0, held.shares));
        assert_eq!((member.dividends, member.bonded), (held.dividends, held.bonded));
        assert_eq!(member.left_at, world.now());
        assert_eq!((after.members.get(), after.electors.get()), (2, 2));
        assert_eq!((after.equity(), after.operating()), (before.equity(), before.operating()));
        assert_eq!(after.books.retained_total, held.shares);
        world.refuses(NotAMember, site.resign(&who.wallet()), &[who]);
    }

    #[test]
    fn the_last_one_out_leaves_a_co_op_without_electors() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        world.pass(DAY);
        for who in g.coop.everyone() {
            world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
        }
        let books = world.coop(&g.coop.site.coop);
        assert_eq!((books.members.get(), books.electors.get()), (0, 0));
        assert_eq!(books.electorless_since, world.now());
        assert_eq!((books.books.shares_total.get(), books.books.retained_total.get()), (0, 600 * UNIT));
    }

    #[test]
    fn a_suspended_member_leaves_without_a_second_vote_being_lost() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let who = &g.coop.founder;
        world.pass(366 * DAY);
        world.accepts(g.coop.site.suspend(&who.wallet()), &[]);
        world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
        assert_eq!(world.coop(&g.coop.site.coop).electors, 2);
        assert_eq!(world.member(&g.coop.site.member(&who.wallet())).suspended_at, 0);
    }

    #[test]
    fn a_pledge_stays_where_it_is() {
        let mut world = World::new();
        let g = pledged(&mut world, 3, 200 * UNIT);
        let who = &g.coop.members[0];
        world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
        assert_eq!(world.pool(&g.site.pool).raised, 600 * UNIT);
        assert_eq!(world.member(&g.coop.site.member(&who.wallet())).pledged, 200 * UNIT);
    }
}
