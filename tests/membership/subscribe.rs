//! `subscribe`: A member of an active co-op pays in capital.

use crate::{Actor, CoopSite, call::build};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn subscribe(&self, who: &Actor, amount: u64) -> Instruction {
        self.subscribe_at(who, amount, 0)
    }

    /// The same, refused below a solvency.
    pub fn subscribe_at(&self, who: &Actor, amount: u64, min_solvency_bps: u16) -> Instruction {
        build(
            accounts::Subscribe {
                wallet: who.wallet(),
                coop: self.coop,
                member: self.member(&who.wallet()),
                source: who.tokens,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::Subscribe { amount, min_solvency_bps },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, CoopSite, UNIT, World,
        call::Founding,
        fixtures::{active, close, found, spend},
        mints,
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator, limits},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use anchor_lang::prelude::Address;
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "subscribe"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            Call::new(g.coop.site.subscribe(who, 100 * UNIT), &[&who.key])
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
            coop.standing(who) == Some(Standing::Member)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let member = aim.member();
            let (share, most) = limits(coop);
            let room = most.saturating_sub(member.shares).saturating_sub(member.pledged);
            let some = 1 + g.rng.below(share.saturating_mul(3));
            let solvency = coop.solvency_of_newcomers();
            let least = g.rng.pick(&[0, solvency, solvency, solvency + 1, 10_000]);
            Subscribe { slot, who, amount: g.amount(&[share, some, some, room]), least }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (SolvencyTooLow, |w| {
            let g = active(w, 3, 200 * UNIT);
            close(w, &g.coop);
            w.accepts(g.coop.site.settle_patronage(&g.coop.founder.wallet(), 0), &[]);
            spend(w, &g.coop.site, 1, false);
            no(w, g.coop.site.subscribe_at(&g.coop.founder, UNIT, 10_000), &[&g.coop.founder])
        }),
        (BooksOverflow, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.edit::<coop::state::Coop>(&g.coop.site.coop, |c| c.charter.max_shares = u64::MAX.into());
            no(w, g.coop.site.subscribe(who, u64::MAX - 200 * UNIT), &[who])
        }),
        (CoopNotActive, |w| {
            let coop = found(w, &Founding::default());
            w.send(&[coop.site.subscribe(&coop.founder, 1)], &[&coop.founder.key]).expect_err("refused")
        }),
        (AmountZero, |w| {
            let g = active(w, 3, 200 * UNIT);
            w.send(&[g.coop.site.subscribe(&g.coop.founder, 0)], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (SharesAboveMaximum, |w| {
            let g = active(w, 3, 200 * UNIT);
            let call = g.coop.site.subscribe(&g.coop.founder, u64::MAX);
            w.send(&[call], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (MintMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            let mint = w.new_mint(mints::plain(&Address::default()));
            let site = CoopSite { mint, ..g.coop.site };
            w.send(&[site.subscribe(&g.coop.founder, UNIT)], &[&g.coop.founder.key]).expect_err("refused")
        }),
        (VaultMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            let site = CoopSite { vault: g.coop.members[0].tokens, ..g.coop.site };
            w.send(&[site.subscribe(&g.coop.founder, UNIT)], &[&g.coop.founder.key]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Subscribe {
        pub slot: usize,
        pub who: Who,
        pub amount: u64,
        /// The least solvency that is accepted.
        pub least: u16,
    }

    impl Act for Subscribe {
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
            let Self { slot, who, amount, least } = *self;
            let site = &chain.sites[slot];
            let call = chain.of(slot, who, site.subscribe_at(chain.actor(who), amount, least));
            (call, vec![0, 1, 2, 3, 4, 5, 6])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: Some(3), who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 7, data: 10, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, amount, least } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(c.is_active(), CoopNotActive)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(amount > 0, AmountZero)?;
            let wanted = m.shares as u128 + m.pledged as u128 + amount as u128;
            demand(wanted <= c.terms().max_shares as u128, SharesAboveMaximum)?;
            demand(c.solvency_of_newcomers() >= least, SolvencyTooLow)?;
            c.require_settled(m)?;
            let mut money = c.books.money;
            money.pay_in(amount, false)?;
            let wallet = m.wallet;
            if model.tokens[wallet][0] < amount {
                return Err(Refused::Somehow);
            }
            model.pay_from(slot, (wallet, 0), amount);
            let c = model.edit(slot);
            c.pay_in(who, amount, now);
            c.edit_member(who).fresh += amount;
            c.edit_member(who).last_active_at = now;
            c.books.money = money;
            c.vault += amount;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World, charter,
        fixtures::{active, newcomer},
    };
    use coop::error::CoopError::*;

    #[test]
    fn one_unit_is_one_share_and_seasoning_runs_from_the_payment_that_reaches_the_member_share() {
        let mut world = World::new();
        let mut g = active(&mut world, 3, 200 * UNIT);
        let i = newcomer(&mut world, &mut g.coop);
        let (site, who) = (g.coop.site, &g.coop.members[i]);
        let paid_at = |world: &World| world.member(&site.member(&who.wallet())).share_paid_at.get();
        world.accepts(site.subscribe(who, 1), &[who]);
        world.pass(10);
        world.accepts(site.subscribe(who, 100 * UNIT - 1), &[who]);
        let reached = world.now();
        assert_eq!(paid_at(&world), reached);
        world.pass(10);
        world.accepts(site.subscribe(who, 5), &[who]);
        assert_eq!(paid_at(&world), reached, "what is paid beyond the member share restarts nothing");
        let (books, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        assert_eq!((member.shares.get(), member.shares_new.get()), (100 * UNIT + 5, 100 * UNIT + 5));
        assert_eq!((books.books.shares_total.get(), books.operating()), (700 * UNIT + 5, 700 * UNIT + 5));
        assert_eq!((books.period.shares_earning.get(), books.electors.get()), (0, 3));
        assert_eq!(world.balance(&site.vault), books.cash());
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 100 * UNIT - 5);
    }

    #[test]
    fn shares_stop_at_the_most_one_member_may_hold() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let room = charter().max_shares - 200 * UNIT;
        world.refuses(AmountZero, site.subscribe(who, 0), &[who]);
        world.refuses(SharesAboveMaximum, site.subscribe(who, room + 1), &[who]);
        world.refuses(SharesAboveMaximum, site.subscribe(who, u64::MAX), &[who]);
        world.accepts(site.subscribe(who, room), &[who]);
        world.refuses(SharesAboveMaximum, site.subscribe(who, 1), &[who]);
        // who has more than an amendment allows buys none
        let less = charter().max_shares - UNIT;
        world.edit::<coop::state::Coop>(&site.coop, |c| c.charter.max_shares = less.into());
        world.refuses(SharesAboveMaximum, site.subscribe(who, 1), &[who]);
    }

    #[test]
    fn neither_leavers_nor_the_penniless_subscribe_and_nobody_with_the_vaults_own_money() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, leaver, who) = (g.coop.site, &g.coop.members[0], &g.coop.members[1]);
        world.accepts(site.resign(&leaver.wallet()), &[leaver]);
        world.refuses(NotAMember, site.subscribe(leaver, UNIT), &[leaver]);
        for source in [site.vault, leaver.tokens, world.token_account(&who.wallet(), UNIT - 1)] {
            let mut call = site.subscribe(who, UNIT);
            call.accounts[3].pubkey = source;
            assert!(world.attempt(call, &[who]).is_err());
        }
        assert_eq!(world.coop(&site.coop).operating(), 600 * UNIT);
    }

    #[test]
    fn nobody_pays_in_beside_a_loss_it_did_not_accept() {
        let mut world = World::new();
        let g = crate::patronage::seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.subscribe_at(who, UNIT, 10_000), &[who]);
        crate::fixtures::spend(&mut world, &site, 60 * UNIT, false);
        // 540 of 600: what was just paid in is in no price
        world.refuses(SolvencyTooLow, site.subscribe_at(who, UNIT, 9_001), &[who]);
        world.accepts(site.subscribe_at(who, UNIT, 9_000), &[who]);
        world.accepts(site.subscribe_at(who, 100_000 * UNIT, 0), &[who]);
        world.refuses(SolvencyTooLow, site.subscribe_at(who, UNIT, 9_001), &[who]);
    }

    #[test]
    fn what_is_paid_in_is_fresh_until_the_close() {
        let mut world = World::new();
        let g = crate::patronage::seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        world.accepts(site.subscribe(who, 50 * UNIT), &[who]);
        let (books, member) = (world.coop(&site.coop).books, world.member(&site.member(&who.wallet())));
        assert_eq!(
            (books.fresh.get(), member.fresh.get(), member.shares_new.get()),
            (50 * UNIT, 50 * UNIT, 50 * UNIT)
        );
        crate::fixtures::close(&mut world, &g.coop);
        assert_eq!(world.coop(&site.coop).books.fresh, 0);
        world.accepts(site.settle_patronage(&who.wallet(), 1), &[]);
        let member = world.member(&site.member(&who.wallet()));
        assert_eq!((member.fresh.get(), member.shares_new.get()), (0, 0));
    }
}
