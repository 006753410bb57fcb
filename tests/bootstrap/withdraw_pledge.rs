//! `withdraw_pledge`: A member withdraws money that it has pledged.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn withdraw_pledge(&self, wallet: &Address, destination: &Address, amount: u64) -> Instruction {
        build(
            accounts::WithdrawPledge {
                wallet: *wallet,
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
                escrow: self.escrow,
                destination: *destination,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
            },
            instruction::WithdrawPledge { amount },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        fixtures::pledged,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Purse, Touched, Who},
            generate::{Aim, Generator, limits},
            model::{Coop, Model, Refused, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "withdraw_pledge"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopDissolving)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = pledged(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            Call::new(g.site.withdraw_pledge(&who.wallet(), &who.tokens, 50 * UNIT), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            4
        }

        fn fits(&self, coop: &Coop, pool: usize, who: Who) -> bool {
            coop.has_pledged(pool, who)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, pool, who, .. } = aim;
            let pledge = aim.pledge();
            let (share, _) = limits(coop);
            let near = [pledge.amount, pledge.amount.saturating_sub(share), 1];
            WithdrawPledge { slot, pool, who, to: g.purse(coop.wallet(who)), amount: g.amount(&near) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (MoreThanPledged, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            let call = g.site.withdraw_pledge(&who.wallet(), &who.tokens, 200 * UNIT + 1);
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
        (WithdrawalOver, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            w.pass(20 * DAY + 1);
            let who = &g.coop.founder;
            w.send(&[g.site.withdraw_pledge(&who.wallet(), &who.tokens, UNIT)], &[&who.key])
                .expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct WithdrawPledge {
        pub slot: usize,
        pub pool: usize,
        pub who: Who,
        pub to: Purse,
        pub amount: u64,
    }

    impl Act for WithdrawPledge {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, who, to, .. } = *self;
            Touched::pooled(pool, &[who, to.0])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, who, to, amount } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            let call = at(pool).withdraw_pledge(&w(who), &chain.purse(to), amount);
            (call, vec![0, 1, 2, 3, 4, 5, 6, 7, 8])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 9, data: 8, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, who, to, amount } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.pool(pool)?;
            let member = c.member(who)?;
            let (wallet, released) = (member.wallet, member.returns_from != 0);
            let counts = member.pledge_counts;
            let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?;
            demand(to.0 == wallet, DestinationNotTheMembers)?;
            demand(p.gathered.settled_at == 0, PoolSettled)?;
            demand(!c.is_dissolving(), CoopDissolving)?;
            c.member(who)?.require_at_home(now)?;
            let amended = pledge.charter_version != c.books.charter_version;
            demand(now <= p.terms.withdraw_until || amended || released, WithdrawalOver)?;
            demand(amount > 0, NothingPledged)?;
            demand(amount <= pledge.amount, MoreThanPledged)?;
            let left = pledge.amount - amount;
            demand(left == 0 || left >= p.floor, PledgeBelowShare)?;
            let ended = member.promised == 0;
            let promised = if ended { 0 } else { pledge.use_amount as u128 };
            let answers = (promised * p.terms.use_bond_bps as u128).div_ceil(10_000);
            demand(left == 0 || left as u128 >= answers, PledgeBelowBond)?;

            model.pay_to(slot, to, amount);
            let c = model.edit(slot);
            let p = &mut c.pools[pool];
            let pledge = p.pledges.get_mut(&who).expect("checked before");
            pledge.amount = left;
            let had_promised = promised > 0;
            if left == 0 {
                if counts {
                    p.gathered.use_pledged -= pledge.use_amount;
                    p.gathered.people -= 1;
                }
                p.gathered.pledgers -= 1;
            }
            if left == 0 || ended {
                pledge.use_amount = 0;
            }
            p.gathered.raised -= amount;
            p.gathered.people_raised -= if counts { amount } else { 0 };
            p.escrow -= amount;
            let m = c.edit_member(who);
            m.pledged -= amount;
            if left == 0 {
                m.end_pledge();
                if had_promised {
                    m.end_promise();
                }
            }
            m.last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{gather, pledge, pledged, pledged_again},
    };
    use coop::{
        error::CoopError::*,
        state::{Coop, Member, Pool},
    };
    use std::mem::offset_of;

    #[test]
    fn a_part_goes_back_while_the_member_share_remains() {
        let mut world = World::new();
        let g = pledged(&mut world, 3, 200 * UNIT);
        let who = &g.coop.members[0];
        let withdraw = |amount| g.site.withdraw_pledge(&who.wallet(), &who.tokens, amount);
        world.refuses(NothingPledged, withdraw(0), &[who]);
        world.refuses(MoreThanPledged, withdraw(200 * UNIT + 1), &[who]);
        world.refuses(MoreThanPledged, withdraw(u64::MAX), &[who]);
        world.refuses(PledgeBelowShare, withdraw(100 * UNIT + 1), &[who]);
        world.refuses(PledgeBelowShare, withdraw(200 * UNIT - 1), &[who]);
        world.accepts(withdraw(1), &[who]);
        world.accepts(withdraw(100 * UNIT - 1), &[who]);
        let pool = world.pool(&g.site.pool);
        assert_eq!(
            (pool.raised.get(), pool.pledgers.get(), pool.use_pledged.get()),
            (500 * UNIT, 3, 600 * UNIT)
        );
        assert_eq!(world.balance(&g.site.escrow), 500 * UNIT);
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 100 * UNIT);
        assert_eq!(world.member(&g.coop.site.member(&who.wallet())).pledged, 100 * UNIT);
    }

    #[test]
    fn with_the_last_unit_the_pledger_and_its_use_no_longer_count_and_it_may_pledge_again() {
        let mut world = World::new();
        let g = pledged(&mut world, 3, 200 * UNIT);
        let who = &g.coop.members[0];
        world.accepts(g.site.withdraw_pledge(&who.wallet(), &who.tokens, 200 * UNIT), &[who]);
        let (pool, member) = (world.pool(&g.site.pool), world.member(&g.coop.site.member(&who.wallet())));
        assert_eq!(
            (pool.pledgers.get(), pool.use_pledged.get(), pool.pledge_accounts.get()),
            (2, 400 * UNIT, 3)
        );
        assert_eq!((member.pledged.get(), member.pledged_in.get()), (0, 0));
        assert_eq!((member.promised.get(), member.promise_ends.get()), (0, 0));
        world.refuses(MoreThanPledged, g.site.withdraw_pledge(&who.wallet(), &who.tokens, 1), &[who]);
        pledge(&mut world, &g.site, who, 100 * UNIT, 0);
        let pool = world.pool(&g.site.pool);
        assert_eq!(
            (pool.pledgers.get(), pool.use_pledged.get(), pool.pledge_accounts.get()),
            (3, 400 * UNIT, 3)
        );
    }

    #[test]
    fn a_charter_changed_since_opens_the_way_out_until_one_pledges_anew_or_the_pool_is_settled() {
        let mut world = World::new();
        let g = pledged(&mut world, 4, 200 * UNIT);
        let terms = world.pool(&g.site.pool).terms;
        world.set_time(terms.withdraw_until.get() + 1);
        let (one, other) = (&g.coop.members[0], &g.coop.members[1]);
        let withdraw = |who: &crate::Actor| g.site.withdraw_pledge(&who.wallet(), &who.tokens, 1);
        world.refuses(WithdrawalOver, withdraw(one), &[one]);
        world.patch(&g.coop.site.coop, 8 + offset_of!(Coop, charter_version), &[2]);
        world.accepts(withdraw(one), &[one]);
        pledge(&mut world, &g.site, one, 1, 0);
        world.refuses(WithdrawalOver, withdraw(one), &[one]);
        world.set_time(terms.deadline.get() + 1);
        world.accepts(withdraw(other), &[other]);
        world.accepts(g.site.settle_pool(), &[]);
        world.refuses(PoolSettled, withdraw(other), &[other]);
    }

    #[test]
    fn a_member_who_left_withdraws_to_its_own_account_only() {
        let mut world = World::new();
        let g = pledged(&mut world, 3, 200 * UNIT);
        let (who, thief) = (&g.coop.members[0], &g.coop.members[1]);
        world.accepts(g.coop.site.resign_with(&who.wallet(), None, Some(0), false, false), &[who]);
        let stolen = g.site.withdraw_pledge(&who.wallet(), &thief.tokens, 200 * UNIT);
        world.refuses(DestinationNotTheMembers, stolen, &[who]);
        let mut forged = g.site.withdraw_pledge(&who.wallet(), &who.tokens, 200 * UNIT);
        forged.accounts[0].pubkey = thief.wallet();
        world.refuses(WalletMismatch, forged, &[thief]);
        world.accepts(g.site.withdraw_pledge(&who.wallet(), &who.tokens, 200 * UNIT), &[who]);
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT);
    }

    /// A promise to the founding pool, which succeeded, is none of a later pool's.
    #[test]
    fn a_promise_to_another_pool_stays_when_a_pledge_without_one_is_withdrawn() {
        let mut world = World::new();
        let (g, _) = pledged_again(&mut world);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let (pool, member) = (site.pool(1), site.member(&who.wallet()));
        let before = world.member(&member);
        world.accepts(pool.withdraw_pledge(&who.wallet(), &who.tokens, 100 * UNIT), &[who]);
        let after = world.member(&member);
        assert_eq!((after.promised.get(), after.bonded.get()), (200 * UNIT, 20 * UNIT));
        assert_eq!((after.promise_ends, after.promise_stands), (before.promise_ends, 1));
    }

    /// Nothing answers for a promise any more that ended with the membership.
    #[test]
    fn a_member_who_was_expelled_leaves_no_bond_behind_for_the_promise_that_ended() {
        let mut world = World::new();
        let g = gather(&mut world, 3);
        let who = &g.coop.members[1];
        world.edit::<Pool>(&g.site.pool, |p| p.terms.use_bond_bps = 2_000.into());
        pledge(&mut world, &g.site, who, 300 * UNIT, 1_000 * UNIT);
        let withdraw = g.site.withdraw_pledge(&who.wallet(), &who.tokens, 200 * UNIT);
        world.refuses(PledgeBelowBond, withdraw.clone(), &[who]);
        // as an expulsion leaves them
        world.edit::<Member>(&g.coop.site.member(&who.wallet()), |m| {
            m.end_promise();
            m.unbind();
            m.pledge_counts = 0;
        });
        world.edit::<Pool>(&g.site.pool, |p| {
            (p.people, p.people_raised, p.use_pledged) = Default::default();
        });
        world.accepts(withdraw, &[who]);
        assert_eq!(world.pledge(&g.site.pledge(&who.wallet())).amount, 100 * UNIT);
    }
}
