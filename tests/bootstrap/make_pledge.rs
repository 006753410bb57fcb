//! `make_pledge`: A member pledges money, use, or more of either.

use crate::{
    Actor, PoolSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl PoolSite {
    pub fn make_pledge(&self, payer: &Address, who: &Actor, amount: u64, use_amount: u64) -> Instruction {
        build(
            accounts::MakePledge {
                payer: *payer,
                wallet: who.wallet(),
                coop: self.coop.coop,
                pool: self.pool,
                member: self.coop.member(&who.wallet()),
                pledge: self.pledge(&who.wallet()),
                source: who.tokens,
                escrow: self.escrow,
                mint: self.coop.mint,
                token_program: self.coop.token_program,
                system_program: system(),
            },
            instruction::MakePledge { amount, use_amount },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, Refusal, UNIT, World,
        call::Founding,
        fixtures::{found, gather, pledge},
        pool_terms,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator, limits},
            model::{Coop, Model, Pledge, Refused, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "make_pledge"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = gather(world, 2);
            let who = &g.coop.members[0];
            let call = g.site.make_pledge(&who.wallet(), who, 150 * UNIT, 20 * UNIT);
            Call::new(call, &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            30
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Member)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, pool, who, .. } = aim;
            let member = aim.member();
            let pledge = aim.pledge();
            let (share, most) = limits(coop);
            let terms = coop.pools.get(pool).map(|p| p.terms);
            let (limit, used) = terms.map_or((0, 0), |t| (t.max_pledge, t.max_use));
            let some = share.saturating_add(g.rng.below(limit.min(share.saturating_mul(5))));
            let room = limit.saturating_sub(pledge.amount);
            let near = [share, some, some, some, room, most.saturating_sub(member.pledged)];
            let amount = if g.rng.percent(85) { g.amount(&near) } else { 0 };
            let use_amount = if g.rng.percent(50) {
                0
            } else {
                let some = g.rng.below(used.min(5_000));
                g.amount(&[used, used.saturating_sub(pledge.use_amount), some, some])
            };
            MakePledge { slot, pool, who, payer: g.mostly(who), amount, use_amount }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolNotOpenYet, |w| {
            let coop = found(w, &Founding::default());
            let mut terms = pool_terms(w.now());
            terms.opens += 1;
            w.send(&[coop.site.open_pool(0, terms)], &[&coop.founder.key]).unwrap();
            let call = coop.site.pool(0).make_pledge(&coop.founder.wallet(), &coop.founder, 100 * UNIT, 0);
            w.send(&[call], &[&coop.founder.key]).expect_err("refused")
        }),
        (PoolClosed, |w| {
            let g = gather(w, 2);
            w.pass(30 * DAY + 1);
            let call = g.site.make_pledge(&g.coop.founder.wallet(), &g.coop.founder, 100 * UNIT, 0);
            w.send(&[call], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (NothingPledged, |w| pledging(w, 0, 0)),
        (PledgeBelowShare, |w| pledging(w, 100 * UNIT - 1, 0)),
        (PledgeBelowShare, |w| pledging(w, 0, 1)),
        (PledgeAboveMaximum, |w| pledging(w, 500 * UNIT + 1, 0)),
        (PledgeAboveMaximum, |w| pledging(w, u64::MAX, 0)),
        (UseAboveMaximum, |w| pledging(w, 100 * UNIT, 1_000 * UNIT + 1)),
        (NoRoomForShare, |w| {
            let g = gather(w, 11);
            for who in g.coop.everyone().take(10) {
                pledge(w, &g.site, who, 100 * UNIT, 0);
            }
            let who = &g.coop.members[9];
            let call = g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
        (EscrowMismatch, |w| {
            let g = gather(w, 2);
            let who = &g.coop.founder;
            let mut site = g.site;
            site.escrow = g.coop.members[0].tokens;
            w.send(&[site.make_pledge(&who.wallet(), who, 100 * UNIT, 0)], &[&who.key]).expect_err("refused")
        }),
    ];

    fn pledging(world: &mut World, amount: u64, used: u64) -> Refusal {
        let g = gather(world, 2);
        let who = &g.coop.founder;
        world.send(&[g.site.make_pledge(&who.wallet(), who, amount, used)], &[&who.key]).expect_err("refused")
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct MakePledge {
        pub slot: usize,
        pub pool: usize,
        pub who: Who,
        pub payer: Who,
        pub amount: u64,
        pub use_amount: u64,
    }

    impl Act for MakePledge {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { pool, who, payer, .. } = *self;
            Touched::pooled(pool, &[who, payer])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, pool, who, payer, amount, use_amount } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            let call = at(pool).make_pledge(&w(payer), chain.actor(who), amount, use_amount);
            let mut call = chain.of(slot, who, call);
            call.accounts[5].pubkey = at(pool).pledge(&w(who));
            // without money nothing is transferred, and nobody looks at the source
            let paid: &[usize] = if amount > 0 { &[6, 9] } else { &[] };
            (call, [&[1, 2, 3, 4, 5, 7, 8, 10], paid].concat())
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 1, source: Some(6), who: self.who })
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 11, data: 16, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, who, payer, amount, use_amount } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let (p, m) = (c.pool(pool)?, c.member(who)?);
            let (t, g) = (&p.terms, &p.gathered);
            demand(!c.is_dissolving(), CoopDissolving)?;
            demand(g.settled_at == 0, PoolSettled)?;
            demand(now >= t.opens, PoolNotOpenYet)?;
            demand(now <= t.deadline, PoolClosed)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(amount > 0 || use_amount > 0, NothingPledged)?;
            let old = p.pledges.get(&who).cloned().unwrap_or_default();
            let money = old.amount as u128 + amount as u128;
            let used = old.use_amount as u128 + use_amount as u128;
            let range = u64::MAX as u128;
            demand(money <= range, PledgeAboveMaximum)?;
            demand(used <= range, UseAboveMaximum)?;
            demand(money >= p.floor.max(1) as u128, PledgeBelowShare)?;
            demand(money <= t.max_pledge as u128, PledgeAboveMaximum)?;
            demand(used <= t.max_use as u128, UseAboveMaximum)?;
            demand(g.raised as u128 + amount as u128 <= range, PoolOverflow)?;
            let joins = old.amount == 0;
            let pledgers = g.pledgers + joins as u32;
            let room = pledgers as u128 * p.floor as u128 <= t.max_raise as u128;
            demand(!joins || room, NoRoomForShare)?;
            let wanted = m.shares as u128 + m.pledged as u128 + amount as u128;
            demand(wanted <= c.terms().max_shares as u128, SharesAboveMaximum)?;
            let wallet = m.wallet;
            if model.tokens[wallet][0] < amount {
                return Err(Refused::Somehow);
            }

            let is_new = !p.pledges.contains_key(&who);
            let founding = p.founding;
            if is_new {
                model.lamports[payer] -= model.rents.pledge;
            }
            model.pay_from(slot, (wallet, 0), amount);
            let c = model.edit(slot);
            let version = c.books.charter_version;
            let m = c.edit_member(who);
            m.pledged += amount;
            if founding {
                m.founding_pledge = pool as u32 + 1;
            }
            m.open_pledges += joins as u32;
            m.last_active_at = now;
            let application = m.application;
            let p = &mut c.pools[pool];
            p.escrow += amount;
            p.gathered.raised += amount;
            p.gathered.use_pledged += use_amount;
            p.gathered.pledgers = pledgers;
            p.gathered.pledge_accounts += is_new as u32;
            let rent_payer = if is_new { payer } else { old.rent_payer };
            let pledge = Pledge {
                rent_payer,
                application,
                amount: money as u64,
                use_amount: used as u64,
                bond: 0,
                charter_version: version,
            };
            p.pledges.insert(who, pledge);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        call::Founding,
        fixtures::{donate, found, gather, pledge, take_in},
        pool_terms,
    };
    use coop::error::CoopError::*;

    #[test]
    fn money_and_use_are_added_up_and_a_sponsor_may_pay_the_rent() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        let (who, sponsor) = (&g.coop.members[0], world.actor("sponsor", 0));
        let before = world.lamports(&who.wallet());
        world.accepts(g.site.make_pledge(&sponsor.wallet(), who, 100 * UNIT, 3), &[who, &sponsor]);
        world.pass(DAY);
        world.accepts(g.site.make_pledge(&who.wallet(), who, 1, 0), &[who]);
        world.accepts(g.site.make_pledge(&who.wallet(), who, 0, 4), &[who]);
        let (pool, stored) = (world.pool(&g.site.pool), world.pledge(&g.site.pledge(&who.wallet())));
        let member = world.member(&g.coop.site.member(&who.wallet()));
        assert_eq!((stored.amount.get(), stored.use_amount.get()), (100 * UNIT + 1, 7));
        assert_eq!((stored.rent_payer, stored.application), (sponsor.wallet(), member.application));
        assert_eq!((pool.raised.get(), pool.use_pledged.get()), (100 * UNIT + 1, 7));
        assert_eq!((pool.pledgers.get(), pool.pledge_accounts.get()), (1, 1));
        assert_eq!((member.pledged.get(), member.open_pledges.get()), (100 * UNIT + 1, 1));
        assert_eq!(member.last_active_at, world.now());
        assert_eq!(world.balance(&g.site.escrow), 100 * UNIT + 1);
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 100 * UNIT - 1);
        let rent = world.lamports(&g.site.pledge(&who.wallet()));
        assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000 - rent);
        assert_eq!(world.lamports(&who.wallet()), before);
    }

    #[test]
    fn each_amount_stops_at_its_bound() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        let who = &g.coop.members[0];
        let make = |amount, use_amount| g.site.make_pledge(&who.wallet(), who, amount, use_amount);
        world.refuses(NothingPledged, make(0, 0), &[who]);
        world.refuses(PledgeBelowShare, make(0, 1), &[who]);
        world.refuses(PledgeBelowShare, make(1, 0), &[who]);
        world.refuses(PledgeBelowShare, make(100 * UNIT - 1, 0), &[who]);
        world.refuses(PledgeAboveMaximum, make(500 * UNIT + 1, 0), &[who]);
        world.refuses(PledgeAboveMaximum, make(u64::MAX, 0), &[who]);
        world.refuses(UseAboveMaximum, make(100 * UNIT, 1_000 * UNIT + 1), &[who]);
        world.refuses(UseAboveMaximum, make(100 * UNIT, u64::MAX), &[who]);
        world.accepts(make(500 * UNIT, 1_000 * UNIT), &[who]);
        world.refuses(PledgeAboveMaximum, make(1, 0), &[who]);
        world.refuses(PledgeAboveMaximum, make(u64::MAX, 0), &[who]);
        world.refuses(UseAboveMaximum, make(0, 1), &[who]);
        world.refuses(UseAboveMaximum, make(0, u64::MAX), &[who]);
    }

    #[test]
    fn pledges_are_taken_from_the_opening_to_the_deadline_both_included() {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        take_in(&mut world, &mut coop, 1);
        let mut terms = pool_terms(world.now());
        terms.opens += 1_000;
        world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
        let site = coop.site.pool(0);
        let (one, other) = (&coop.founder, &coop.members[0]);
        let make = |who: &crate::Actor| site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
        world.set_time(terms.opens - 1);
        world.refuses(PoolNotOpenYet, make(one), &[one]);
        world.set_time(terms.opens);
        world.accepts(make(one), &[one]);
        world.set_time(terms.deadline);
        world.accepts(make(other), &[other]);
        world.set_time(terms.deadline + 1);
        world.refuses(PoolClosed, make(one), &[one]);
        world.accepts(site.settle_pool(), &[]);
        world.refuses(PoolSettled, make(one), &[one]);
    }

    #[test]
    fn only_admitted_members_pledge() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        let candidate = world.actor("candidate", 1_000 * UNIT);
        let make = g.site.make_pledge(&candidate.wallet(), &candidate, 100 * UNIT, 0);
        assert!(world.attempt(make.clone(), &[&candidate]).is_err());
        world.accepts(g.coop.site.apply(&candidate.wallet(), &candidate.wallet()), &[&candidate]);
        world.refuses(NotAMember, make, &[&candidate]);
        let leaver = &g.coop.members[0];
        world.accepts(g.coop.site.resign(&leaver.wallet()), &[leaver]);
        world.refuses(NotAMember, g.site.make_pledge(&leaver.wallet(), leaver, 100 * UNIT, 0), &[leaver]);
    }

    #[test]
    fn a_pledge_counts_against_the_most_shares_of_one_member() {
        let mut world = World::new();
        let mut founding = Founding::default();
        founding.charter.max_shares = 150 * UNIT;
        let coop = found(&mut world, &founding);
        let terms = pool_terms(world.now());
        world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
        let (site, who) = (coop.site.pool(0), &coop.founder);
        let make = |amount| site.make_pledge(&who.wallet(), who, amount, 0);
        world.refuses(SharesAboveMaximum, make(150 * UNIT + 1), &[who]);
        world.accepts(make(150 * UNIT), &[who]);
        world.refuses(SharesAboveMaximum, make(1), &[who]);
    }

    #[test]
    fn a_member_share_always_fits_for_those_who_are_in() {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        take_in(&mut world, &mut coop, 3);
        let mut terms = pool_terms(world.now());
        terms.max_raise = 400 * UNIT - 1;
        world.accepts(coop.site.open_pool(0, terms), &[&coop.founder]);
        let site = coop.site.pool(0);
        for who in coop.everyone().take(3) {
            pledge(&mut world, &site, who, 100 * UNIT, 0);
        }
        let (in_already, late) = (&coop.founder, &coop.members[2]);
        world.refuses(NoRoomForShare, site.make_pledge(&late.wallet(), late, 100 * UNIT, 0), &[late]);
        pledge(&mut world, &site, in_already, 400 * UNIT, 0);
    }

    #[test]
    fn money_that_is_not_there_or_is_anothers_is_not_pledged() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        let (who, rich) = (&g.coop.members[0], &g.coop.founder);
        let empty = world.token_account(&who.wallet(), 100 * UNIT - 1);
        for source in [empty, rich.tokens, g.site.escrow, g.coop.site.vault] {
            let mut make = g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
            make.accounts[6].pubkey = source;
            assert!(world.attempt(make, &[who]).is_err());
        }
        assert_eq!(world.pool(&g.site.pool).pledgers, 0);
        assert!(world.is_closed(&g.site.pledge(&who.wallet())));
    }

    #[test]
    fn a_donation_to_the_escrow_is_nobodys_pledge() {
        let mut world = World::new();
        let g = gather(&mut world, 2);
        donate(&mut world, &g.site.escrow, 900 * UNIT);
        pledge(&mut world, &g.site, &g.coop.founder, 100 * UNIT, 0);
        assert_eq!(world.pool(&g.site.pool).raised, 100 * UNIT);
    }
}
