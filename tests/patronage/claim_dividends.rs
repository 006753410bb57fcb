//! `claim_dividends`: Pays a member all the cash it is owed.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn claim_dividends(&self, wallet: &Address, destination: &Address) -> Instruction {
        self.claim_dividends_by(wallet, wallet, destination)
    }

    /// `caller` has `wallet` paid.
    pub fn claim_dividends_by(
        &self,
        caller: &Address,
        wallet: &Address,
        destination: &Address,
    ) -> Instruction {
        build(
            accounts::ClaimDividends {
                caller: *caller,
                coop: self.coop,
                member: self.member(wallet),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::ClaimDividends {},
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
        fixtures::{active, traded},
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, AsMember, Deed, Purse, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "claim_dividends"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            let who = &t.g.coop.members[0];
            world.accepts(t.site().settle_patronage(&who.wallet(), 0), &[]);
            Call::new(t.site().claim_dividends(&who.wallet(), &who.tokens), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(|m| m.dividends > 0 || m.shares > 0)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            ClaimDividends { slot, caller: g.caller(coop, who), who, to: g.purse(coop.wallet(who)) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NothingOwed, |w| {
        let g = active(w, 3, 200 * UNIT);
        let who = &g.coop.founder;
        w.send(&[g.coop.site.claim_dividends(&who.wallet(), &who.tokens)], &[&who.key]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ClaimDividends {
        pub slot: usize,
        pub caller: Who,
        pub who: Who,
        pub to: Purse,
    }

    impl Act for ClaimDividends {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { caller, who, to, .. } = *self;
            Touched::people(&[caller, who, to.0])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, caller, who, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let call = site.claim_dividends_by(&w(caller), &w(who), &chain.purse(to));
            let fixed = if model.pays(self) { vec![1, 2, 3, 4, 5, 6] } else { vec![1, 2, 3, 4, 5] };
            (call, fixed)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 7, data: 0, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, caller, who, to } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let wallet = c.member(who)?.wallet;
            demand(to.0 == wallet, DestinationNotTheMembers)?;
            demand(caller == wallet || c.is_dissolving(), WalletMismatch)?;
            demand(caller == wallet || to.0 < PEOPLE || to.1 == 0, NotTheCanonicalAccount)?;
            c.member(who)?.require_at_home(now)?;
            c.require_claims()?;
            let mut drawn = c.clone();
            let booked = drawn.draw_returns(who);
            let owed = drawn.members[&who].dividends;
            demand(owed > 0 || c.is_dissolving(), NothingOwed)?;
            if owed == 0 && !booked {
                return Ok(());
            }
            if owed > 0 {
                model.pay_to(slot, to, owed);
            }
            let c = model.edit(slot);
            c.draw_returns(who);
            let m = c.edit_member(who);
            m.dividends = 0;
            if caller == wallet {
                m.last_active_at = now;
            }
            c.books.money.dividends -= owed;
            c.vault -= owed;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{active, close, dissolve, inheriting, settle_everyone},
    };
    use coop::error::CoopError::*;

    /// Where a token account says whether it is frozen, and what it says if so.
    const FROZEN: (usize, &[u8]) = (108, &[2]);

    #[test]
    fn all_that_is_owed_is_paid_once() {
        let mut world = World::new();
        let g = active(&mut world, 3, 500 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let owed = world.member(&site.member(&who.wallet())).dividends.get();
        let (coop, vault) = (world.coop(&site.coop), world.balance(&site.vault));
        let held = world.balance(&who.tokens);
        // 1 500 for 1 000: a third of each pledge goes back, to the unit
        assert_eq!(owed, 166_666_667);
        let claim = site.claim_dividends(&who.wallet(), &who.tokens);
        world.accepts(claim.clone(), &[who]);
        assert_eq!(world.balance(&who.tokens), held + owed);
        assert_eq!(world.balance(&site.vault), vault - owed);
        let after = world.coop(&site.coop);
        assert_eq!(after.books.dividends, coop.books.dividends.get() - owed);
        assert_eq!((after.operating(), after.equity()), (coop.operating(), coop.equity()));
        assert_eq!(world.member(&site.member(&who.wallet())).dividends, 0);
        world.refuses(NothingOwed, claim, &[who]);
    }

    #[test]
    fn a_member_who_left_is_paid_too_and_only_to_its_own_account() {
        let mut world = World::new();
        let g = active(&mut world, 3, 500 * UNIT);
        let (site, who, thief) = (g.coop.site, &g.coop.members[0], &g.coop.members[1]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        world.refuses(DestinationNotTheMembers, site.claim_dividends(&who.wallet(), &thief.tokens), &[who]);
        let stolen = site.claim_dividends_by(&thief.wallet(), &who.wallet(), &who.tokens);
        world.refuses(WalletMismatch, stolen, &[thief]);
        world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
    }

    #[test]
    fn a_frozen_account_makes_only_its_own_payout_wait() {
        let mut world = World::new();
        let g = active(&mut world, 3, 500 * UNIT);
        let (site, frozen, other) = (g.coop.site, &g.coop.members[0], &g.coop.members[1]);
        world.patch(&frozen.tokens, FROZEN.0, FROZEN.1);
        let claim = site.claim_dividends(&frozen.wallet(), &frozen.tokens);
        assert!(world.attempt(claim, &[frozen]).is_err());
        world.accepts(site.claim_dividends(&other.wallet(), &other.tokens), &[other]);
        let fresh = world.token_account(&frozen.wallet(), 0);
        world.accepts(site.claim_dividends(&frozen.wallet(), &fresh), &[frozen]);
        assert_eq!(world.balance(&fresh), 166_666_667);
    }
    /// One unit of interest belongs to three members in equal parts: each gets nothing, and the last one's fraction frees
    /// the unit for the reserve. Was: the books changed, and no event told it. A second claim changes nothing.
    #[test]
    fn fractions_of_a_unit_are_told_where_anyone_may_claim() {
        let mut world = World::new();
        let (small, large) = inheriting(&mut world);
        let (site, stranger, saver) = (small.site, &large.founder, world.actor("saver", UNIT));
        close(&mut world, &small);
        settle_everyone(&mut world, &small);
        world.accepts(site.book_income(&saver, 3), &[&saver]);
        dissolve(&mut world, &small, large.site.coop);
        let before = world.coop(&site.coop);
        assert_eq!((before.books.interest.get(), before.books.dividends.get()), (1, 0));
        for who in small.everyone() {
            let held = world.balance(&who.tokens);
            let claim = site.claim_dividends_by(&stranger.wallet(), &who.wallet(), &who.tokens);
            assert_eq!(world.accepts(claim.clone(), &[stranger]).events.len(), 1);
            assert_eq!(world.accepts(claim, &[stranger]).events.len(), 0);
            assert_eq!(world.balance(&who.tokens), held);
        }
        let after = world.coop(&site.coop);
        assert_eq!(after.seq.get(), before.seq.get() + 3);
        assert_eq!((after.books.interest.get(), after.books.interest_owed.get()), (0, 0));
        assert_eq!(after.books.reserve.get(), before.books.reserve.get() + 1);
    }
}
