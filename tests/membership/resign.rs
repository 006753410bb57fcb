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
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator, SHORT_LIVED},
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

        fn weight(&self) -> u64 {
            2
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Member)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let mut who = who;
            // in a small co-op people stay, mostly: a dead one teaches nothing
            if slot < SHORT_LIVED && coop.books.members < 4 && !g.rng.percent(4) {
                who = PEOPLE - 1;
            }
            // and a crowd must stay one
            if slot == 0 && g.crowded && !g.rng.percent(15) {
                who = PEOPLE - 1;
            }
            let last = coop.proposals.len().checked_sub(1);
            let over = if g.rng.percent(60) { last } else { None };
            Resign { slot, who, over }.into()
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

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Resign {
        pub slot: usize,
        pub who: Who,
        /// The resolution it leaves over.
        pub over: Option<usize>,
    }

    impl Act for Resign {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, over, .. } = *self;
            Touched { proposal: over, ..Touched::people(&[who]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, over } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (site.resign_over(&w(who), over.map(|over| over as u32)), vec![0, 1, 2])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 4, data: 0, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, over } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            if let Some(over) = over {
                c.proposal(over)?;
            }
            demand(m.standing == Standing::Member, NotAMember)?;
            c.require_claims()?;
            let counts = over.is_some_and(|over| c.leaves_over(over, m, now));
            let c = model.edit(slot);
            if let Some(over) = over.filter(|_| counts) {
                c.edit_proposal(over).exits += 1;
            }
            c.dismiss(who, Standing::Left, now);
            c.books.seq += 1;
            Ok(())
        }
    }

    impl Coop {
        /// Ends a membership.
        pub fn dismiss(&mut self, who: Who, standing: Standing, now: i64) {
            let m = &self.members[&who];
            let unclaimed = self.counted_unclaimed(m);
            let votes = m.elector_since != 0 || unclaimed;
            let open = m.unsettled_period == self.books.period;
            let (shares, new) = (m.shares, m.shares_new);
            let earning = if open { shares - new } else { shares };
            self.draw_returns(who);
            self.books.pioneer_units -= self.members[&who].pioneer_units;
            self.edit_member(who).pioneer_units = 0;
            if new > 0 && open {
                self.edit_member(who).shares_new = 0;
                self.books.unsettled -= !self.members[&who].is_unsettled() as u32;
            }
            if unclaimed {
                self.edit_member(who).founding_pledge = 0;
            }
            if votes {
                self.lose_elector(now);
            }
            self.books.members -= 1;
            self.books.shares_total -= shares;
            self.books.retained_total += shares;
            self.books.shares_earning -= earning;
            let m = self.edit_member(who);
            m.matured += shares;
            for (_, retained, _) in &mut m.vintages {
                m.matured += std::mem::take(retained);
            }
            (m.shares, m.elector_since, m.suspended_at) = (0, 0, 0);
            m.left_at = now;
            m.standing = standing;
        }

        /// Whether one who leaves counts among the exits of a resolution.
        pub fn leaves_over(&self, over: usize, m: &Member, now: i64) -> bool {
            let p = self.proposal(over).expect("checked before");
            let counted = self.counted_unclaimed(m);
            let since = if counted { self.books.activated_at } else { m.elector_since };
            p.special && !p.is_over(self, now) && since != 0 && since < p.created_at
        }
    }
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
