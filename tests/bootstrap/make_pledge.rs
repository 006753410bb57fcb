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
        self.make_pledge_under(1, payer, who, amount, use_amount)
    }

    /// Under a charter that was amended since the founding.
    pub fn make_pledge_under(
        &self,
        charter_version: u32,
        payer: &Address,
        who: &Actor,
        amount: u64,
        use_amount: u64,
    ) -> Instruction {
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
            instruction::MakePledge { amount, use_amount, charter_version },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, PoolSite, Refusal, UNIT, World,
        call::Founding,
        fixtures::{Gathering, active, failed, found, gather, later_terms, pass, pledge, settled},
        pool_terms,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator, limits},
            model::{Coop, Model, Pledge, Refused, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{
        error::CoopError::{self, *},
        state::Action,
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "make_pledge"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopDissolving)
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
            let terms = coop.pools.get(pool).map(|p| p.terms.clone());
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
            let version = coop.books.charter_version.wrapping_sub(g.rng.percent(3) as u32);
            MakePledge { slot, pool, who, payer: g.mostly(who), amount, use_amount, version }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PoolNotOpenYet, |w| {
            let coop = found(w, &Founding::default());
            let mut terms = pool_terms(w.now());
            terms.opens += 1;
            w.send(&[coop.site.open_pool(0, terms.clone())], &[&coop.founder.key]).unwrap();
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
        (PledgeBelowBond, |w| {
            let g = gather(w, 2);
            let who = &g.coop.founder;
            w.edit::<coop::state::Pool>(&g.site.pool, |p| p.terms.use_bond_bps = 1_001.into());
            no(w, g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 1_000 * UNIT), &[who])
        }),
        (PledgedElsewhere, |w| {
            // its founding shares are not claimed yet
            let g = settled(w, 3, 200 * UNIT);
            for who in g.coop.everyone().take(2) {
                w.accepts(g.site.claim_shares(&who.wallet()), &[]);
            }
            let (who, pool) = (&g.coop.members[1], another_pool(w, &g, 1));
            no(w, pool.make_pledge(&who.wallet(), who, 100 * UNIT, 0), &[who])
        }),
        (PromiseOpen, |w| {
            let g = active(w, 3, 200 * UNIT);
            let (who, pool) = (&g.coop.founder, another_pool(w, &g, 1));
            w.accepts(pool.make_pledge(&who.wallet(), who, 100 * UNIT, 0), &[who]);
            no(w, pool.make_pledge(&who.wallet(), who, 0, 1), &[who])
        }),
        (TooMuchRests, |w| {
            let g = gather(w, 2);
            let who = &g.coop.founder;
            let until = (w.now() + 1).into();
            w.edit::<coop::state::Member>(&g.coop.site.member(&who.wallet()), |m| {
                (m.rests, m.rests_until) =
                    ([coop::state::Rest { until, capital: 1.into(), new_in: 0.into() }; 4], until);
            });
            no(w, g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0), &[who])
        }),
        (CharterChanged, |w| {
            let g = gather(w, 2);
            let who = &g.coop.founder;
            w.edit::<coop::state::Coop>(&g.coop.site.coop, |c| c.charter_version += 1);
            no(w, g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0), &[who])
        }),
        (PledgeOfAnotherPool, |w| {
            // that pool failed and paid it back; the account of the pledge is still there
            let g = failed(w);
            let who = &g.coop.founder;
            w.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
            w.accepts(g.coop.site.open_pool(1, pool_terms(w.now())), &[who]);
            let mut call = g.coop.site.pool(1).make_pledge(&who.wallet(), who, 100 * UNIT, 0);
            call.accounts[5].pubkey = g.site.pledge(&who.wallet());
            no(w, call, &[who])
        }),
        (PledgeOfAnotherMember, |w| {
            let g = gather(w, 2);
            let (who, other) = (&g.coop.founder, &g.coop.members[0]);
            pledge(w, &g.site, other, 100 * UNIT, 0);
            let mut call = g.site.make_pledge(&who.wallet(), who, 100 * UNIT, 0);
            call.accounts[5].pubkey = g.site.pledge(&other.wallet());
            no(w, call, &[who])
        }),
        (EscrowMismatch, |w| {
            let g = gather(w, 2);
            let who = &g.coop.founder;
            let mut site = g.site;
            site.escrow = g.coop.members[0].tokens;
            w.send(&[site.make_pledge(&who.wallet(), who, 100 * UNIT, 0)], &[&who.key]).expect_err("refused")
        }),
    ];

    /// A later pool, that opens when it may be pledged to.
    fn another_pool(world: &mut World, g: &Gathering, index: u32) -> PoolSite {
        let terms = later_terms(world);
        let proposal = pass(world, &g.coop, Action::OpenPool { terms: terms.clone() });
        let founder = &g.coop.founder;
        world.accepts(g.coop.site.execute_open_pool(&founder.wallet(), proposal, index), &[founder]);
        world.set_time(terms.opens);
        g.coop.site.pool(index)
    }

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
        /// Of the charter that it names: not the one in force, sometimes.
        pub version: u32,
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
            let Self { slot, pool, who, payer, amount, use_amount, version } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let at = |pool: usize| site.pool(pool as u32);
            let call = at(pool).make_pledge_under(version, &w(payer), chain.actor(who), amount, use_amount);
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
            Some(AsMember { accounts: 11, data: 20, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, pool, who, payer, amount, use_amount, version } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let (p, m) = (c.pool(pool)?, c.member(who)?);
            let (t, g) = (&p.terms, &p.gathered);
            demand(!c.is_dissolving(), CoopDissolving)?;
            demand(version == c.books.charter_version, CharterChanged)?;
            demand(g.settled_at == 0, PoolSettled)?;
            demand(now >= t.opens, PoolNotOpenYet)?;
            demand(now <= t.deadline, PoolClosed)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(m.pledged_in == 0 || m.pledged_in == pool as u32 + 1, PledgedElsewhere)?;
            let room = m.rests.iter().any(|(until, ..)| now >= *until);
            demand(m.pledged_in > 0 || room, TooMuchRests)?;
            demand(amount > 0 || use_amount > 0, NothingPledged)?;
            let mut old = p.pledges.get(&who).cloned().unwrap_or_default();
            // a promise that was released is not in the pledge any more
            old.use_amount = if m.promised > 0 { old.use_amount } else { 0 };
            let money = old.amount as u128 + amount as u128;
            let used = old.use_amount as u128 + use_amount as u128;
            let range = u64::MAX as u128;
            demand(money <= range, PledgeAboveMaximum)?;
            demand(used <= range, UseAboveMaximum)?;
            demand(money >= p.floor.max(1) as u128, PledgeBelowShare)?;
            demand(money <= t.max_pledge as u128, PledgeAboveMaximum)?;
            demand(used <= t.max_use as u128, UseAboveMaximum)?;
            let answers = (used * t.use_bond_bps as u128).div_ceil(10_000);
            demand(money >= answers, PledgeBelowBond)?;
            demand(g.raised as u128 + amount as u128 <= range, PoolOverflow)?;
            let joins = old.amount == 0;
            let pledgers = g.pledgers + joins as u32;
            let room = pledgers as u128 * p.floor as u128 <= t.max_raise as u128;
            demand(!joins || room, NoRoomForShare)?;
            let wanted = m.shares as u128 + m.pledged as u128 + amount as u128;
            demand(wanted <= c.terms().max_shares as u128, SharesAboveMaximum)?;
            demand(use_amount == 0 || m.promised == 0 || old.use_amount > 0, PromiseOpen)?;
            // one who left and came back counts again, with all that it promised
            let again = !m.pledge_counts;
            let use_now = if again { used as u64 } else { use_amount };
            let wallet = m.wallet;
            if model.tokens[wallet][0] < amount {
                return Err(Refused::Somehow);
            }

            let is_new = !p.pledges.contains_key(&who);
            let (rate, latest) = (p.take_rate, t.deadline + t.stay as i64 + 30 * DAY);
            if is_new {
                model.lamports[payer] -= model.rents.pledge;
            }
            model.pay_from(slot, (wallet, 0), amount);
            let c = model.edit(slot);
            let version = c.books.charter_version;
            let m = c.edit_member(who);
            m.pledged += amount;
            m.pledged_in = pool as u32 + 1;
            m.pledge_counts = true;
            (m.unbound, m.pledged_at) = (false, now);
            if use_amount > 0 {
                m.turnover = m.turnover.min(m.promised);
                (m.promised, m.promise_rate, m.promise_ends) = (used as u64, rate, latest);
            }
            m.last_active_at = now;
            let p = &mut c.pools[pool];
            p.escrow += amount;
            p.gathered.raised += amount;
            p.gathered.use_pledged += use_now;
            p.gathered.people_raised += if again { money as u64 } else { amount };
            p.gathered.pledgers = pledgers;
            p.gathered.people += again as u32;
            p.gathered.pledge_accounts += is_new as u32;
            let rent_payer = if is_new { payer } else { old.rent_payer };
            let pledge = Pledge {
                rent_payer,
                amount: money as u64,
                use_amount: used as u64,
                charter_version: version,
            };
            p.pledges.insert(who, pledge);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests;
