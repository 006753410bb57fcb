//! `refund_pledge`: Pays back a pledge to a failed pool.

use crate::{PoolSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn refund_pledge(&self, wallet: &Address, destination: &Address) -> Instruction {
        build(
            accounts::RefundPledge {
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(wallet),
                pledge: self.pledge(wallet),
                escrow: self.escrow,
                destination: *destination,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
            },
            instruction::RefundPledge {},
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
        fixtures::{failed, settled},
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Deed, Purse, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Verdict, demand},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "refund_pledge"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = failed(world);
            let founder = &g.coop.founder;
            Call::new(g.site.refund_pledge(&founder.wallet(), &founder.tokens), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn fits(&self, coop: &Coop, pool: usize, who: Who) -> bool {
            coop.has_pledged(pool, who)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, pool, who, .. } = aim;
            RefundPledge { slot, pool, who, to: g.purse(coop.wallet(who)) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolNotFailed, |w| {
            let g = settled(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.send(&[g.site.refund_pledge(&who.wallet(), &who.tokens)], &[]).expect_err("refused")
        }),
        (DestinationNotTheMembers, |w| {
            let g = failed(w);
            let thief = w.actor("thief", 0);
            w.send(&[g.site.refund_pledge(&g.coop.founder.wallet(), &thief.tokens)], &[])
                .expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct RefundPledge {
        pub slot: usize,
        pub pool: usize,
        pub who: Who,
        pub to: Purse,
    }

    impl Act for RefundPledge {
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

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, who, to } = *self;
            // where nothing is left to pay, either token program will do
            let pledge = model.coops[slot].pools.get(pool).and_then(|p| p.pledges.get(&who));
            let pays = pledge.is_none_or(|pledge| pledge.amount > 0);
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            let call = at(pool).refund_pledge(&w(who), &chain.purse(to));
            (call, (0..7 + usize::from(pays)).collect())
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, who, to } = *self;
            let c = model.alive(slot)?;
            let p = c.pool(pool)?;
            let wallet = c.member(who)?.wallet;
            let amount = p.pledges.get(&who).ok_or(Refused::Somehow)?.amount;
            demand(to.0 == wallet, DestinationNotTheMembers)?;
            demand(to.0 < PEOPLE || to.1 == 0, NotTheCanonicalAccount)?;
            demand(p.gathered.settled_at != 0 && p.gathered.succeeded == 0, PoolNotFailed)?;
            if amount == 0 {
                return Ok(());
            }
            c.member(who)?.require_at_home(model.now)?;
            model.pay_to(slot, to, amount);
            let c = model.edit(slot);
            let p = &mut c.pools[pool];
            p.escrow -= amount;
            let pledge = p.pledges.get_mut(&who).expect("checked before");
            pledge.amount = 0;
            let in_it = std::mem::take(&mut pledge.use_amount) > 0;
            let m = c.edit_member(who);
            let had_promised = in_it && m.promised > 0;
            m.end_pledge();
            if had_promised {
                m.end_promise();
            }
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{failed, pledged, pledged_again, settle_later},
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_stranger_brings_a_pledge_back_to_its_owner_once() {
        let mut world = World::new();
        let g = failed(&mut world);
        let who = &g.coop.members[0];
        let refund = g.site.refund_pledge(&who.wallet(), &who.tokens);
        world.accepts(refund.clone(), &[]);
        let member = world.member(&g.coop.site.member(&who.wallet()));
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT);
        assert_eq!(world.balance(&g.site.escrow), 150 * UNIT);
        assert_eq!((member.pledged.get(), member.pledged_in.get()), (0, 0));
        assert_eq!(world.pledge(&g.site.pledge(&who.wallet())).amount, 0);
        world.pass(1);
        world.changes_nothing(refund);
    }

    #[test]
    fn nothing_is_refunded_before_the_settlement_or_to_anyone_else() {
        let mut world = World::new();
        let g = pledged(&mut world, 2, 200 * UNIT);
        let (who, thief) = (&g.coop.founder, &g.coop.members[0]);
        world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
        world.refuses(PoolNotFailed, g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
        world.accepts(g.site.settle_pool(), &[]);
        for destination in [thief.tokens, g.site.escrow, g.coop.site.vault] {
            assert!(world.attempt(g.site.refund_pledge(&who.wallet(), &destination), &[thief]).is_err());
        }
        assert_eq!(world.balance(&g.site.escrow), 400 * UNIT);
    }

    #[test]
    fn a_member_who_left_is_refunded_too() {
        let mut world = World::new();
        let g = failed(&mut world);
        let who = &g.coop.members[0];
        world.accepts(g.coop.site.resign_with(&who.wallet(), None, Some(0), false, false), &[who]);
        world.refuses(MemberStillNeeded, g.coop.site.reclaim_member(&who.wallet(), &who.wallet()), &[]);
        world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
        world.pass(300 * crate::DAY);
        world.accepts(g.coop.site.reclaim_member(&who.wallet(), &who.wallet()), &[]);
    }

    /// A promise to the founding pool, which succeeded, is none of a later pool's.
    #[test]
    fn a_promise_to_another_pool_stays_when_a_pledge_without_one_is_refunded() {
        let mut world = World::new();
        let (g, terms) = pledged_again(&mut world);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let (pool, member) = (site.pool(1), site.member(&who.wallet()));
        let before = world.member(&member);
        world.set_time(terms.deadline + 1);
        settle_later(&mut world, &g.coop, &pool);
        world.accepts(pool.refund_pledge(&who.wallet(), &who.tokens), &[]);
        let after = world.member(&member);
        assert_eq!((after.promised.get(), after.bonded.get()), (200 * UNIT, 20 * UNIT));
        assert_eq!((after.promise_ends, after.promise_stands), (before.promise_ends, 1));
        assert_eq!((after.pledged.get(), after.pledged_in.get()), (0, 0));
    }
}
