//! `redeem`: Redeems matured capital at solvency.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn redeem(&self, wallet: &Address, destination: &Address, amount: u64, at_least: u64) -> Instruction {
        self.redeem_by(wallet, wallet, destination, amount, at_least)
    }

    /// `caller` redeems capital of `wallet`.
    pub fn redeem_by(
        &self,
        caller: &Address,
        wallet: &Address,
        destination: &Address,
        amount: u64,
        at_least: u64,
    ) -> Instruction {
        build(
            accounts::Redeem {
                caller: *caller,
                coop: self.coop,
                member: self.member(wallet),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::Redeem { amount, at_least },
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
        fixtures::{active, dissolving, vouch},
        scenes::no,
        stateful::{
            chain::Chain,
            coop::part,
            deed::{Act, AsMember, Deed, Purse, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "redeem"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let founder = &g.coop.founder;
            let wallet = founder.wallet();
            world.send(&[g.coop.site.resign(&wallet)], &[&founder.key]).expect("resigned");
            let redeem = g.coop.site.redeem(&wallet, &founder.tokens, 100 * UNIT, 100 * UNIT);
            Call::new(redeem, &[&founder.key])
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
            coop.members.get(&who).is_some_and(|m| m.matured > 0 || m.vintages.iter().any(|v| v.1 > 0))
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let member = aim.member();
            let mut matured = coop.charter.as_ref().map_or(0, |_| coop.matured(&member));
            let mut member = member.clone();
            if coop.is_dissolving() {
                matured = member.matured
                    + member.shares
                    + member.vintages.iter().map(|(_, retained, _)| retained).sum::<u64>();
                member.shares = 0;
            }
            let free = matured.saturating_sub(member.bonded.saturating_sub(member.shares));
            let some = 1 + g.rng.below(free);
            let amount = g.amount(&[free, some, matured]);
            let at_least = match g.rng.percent(75) {
                true => 0,
                false => g.amount(&[amount, amount / 2]),
            };
            Redeem { slot, caller: g.caller(coop, who), who, to: g.purse(coop.wallet(who)), amount, at_least }
                .into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (MoreThanMatured, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.send(&[g.coop.site.redeem(&who.wallet(), &who.tokens, 1, 0)], &[&who.key]).expect_err("refused")
        }),
        (PaidTooLittle, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.send(&[g.coop.site.resign(&who.wallet())], &[&who.key]).unwrap();
            let call = g.coop.site.redeem(&who.wallet(), &who.tokens, UNIT, UNIT + 1);
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
        (RedemptionCapReached, |w| {
            let g = active(w, 4, 200 * UNIT);
            let who = &g.coop.founder;
            let wallet = who.wallet();
            w.send(&[g.coop.site.resign(&wallet), g.coop.site.reapply(&wallet)], &[&who.key]).unwrap();
            vouch(w, &g.coop.site, &g.coop.members[0], who);
            vouch(w, &g.coop.site, &g.coop.members[1], who);
            w.send(&[g.coop.site.admit(&wallet)], &[]).unwrap();
            // a fifth of the 800 units that the period began with
            let most = g.coop.site.redeem(&wallet, &who.tokens, 160 * UNIT, 1);
            w.send(&[most], &[&who.key]).unwrap();
            w.send(&[g.coop.site.redeem(&wallet, &who.tokens, 1, 1)], &[&who.key]).expect_err("refused")
        }),
        (ClaimsLapsed, |w| {
            let (small, large) = dissolving(w);
            w.pass(3 * 365 * DAY);
            let heir = Some(large.site.coop);
            w.accepts(small.site.finish_dissolution(heir, None, heir), &[]);
            let who = &small.members[0];
            no(w, small.site.redeem(&who.wallet(), &who.tokens, 1, 1), &[who])
        }),
        (RedeemsAllOrNothing, |w| {
            let (small, large) = dissolving(w);
            let (who, other) = (&small.members[0], &large.founder);
            no(w, small.site.redeem_by(&other.wallet(), &who.wallet(), &who.tokens, 100 * UNIT, 1), &[other])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Redeem {
        pub slot: usize,
        pub caller: Who,
        pub who: Who,
        pub to: Purse,
        pub amount: u64,
        pub at_least: u64,
    }

    impl Act for Redeem {
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

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, caller, who, to, amount, at_least } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let call = site.redeem_by(&w(caller), &w(who), &chain.purse(to), amount, at_least);
            (call, vec![1, 2, 3, 4, 5, 6])
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 7, data: 16, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, caller, who, to, amount, at_least } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let wallet = c.member(who)?.wallet;
            demand(to.0 == wallet, DestinationNotTheMembers)?;
            demand(caller == wallet || c.is_dissolving(), WalletMismatch)?;
            c.require_claims()?;
            demand(amount > 0, AmountZero)?;
            let mut c = c.clone();
            if c.is_dissolving() && c.members[&who].standing == Standing::Member {
                c.dismiss(who, Standing::Left, now);
            }
            let m = c.members[&who].clone();
            let matured = c.matured(&m);
            let free = (matured as i128 - (m.bonded as i128 - m.shares as i128).max(0)).max(0);
            demand(amount as i128 <= free, MoreThanMatured)?;
            demand(caller == wallet || amount as i128 == free, RedeemsAllOrNothing)?;
            let (operating, equity) = (c.books.operating, c.equity());
            let paid = if operating >= equity { amount } else { part(amount, operating, equity) };
            demand(paid > 0 && paid >= at_least, PaidTooLittle)?;
            let capped = m.standing == Standing::Member;
            if capped {
                let cap = part(c.books.operating_at_start, c.terms().redemption_bps as u64, 10_000);
                demand(c.books.redeemed as u128 + paid as u128 <= cap as u128, RedemptionCapReached)?;
            }
            *model.edit(slot) = c;
            model.pay_to(slot, to, paid);
            let c = model.edit(slot);
            let (revolve, open) = (c.terms().revolve_periods as u32, c.books.period);
            let m = c.edit_member(who);
            for (period, retained, _) in &mut m.vintages {
                if open > *period + revolve {
                    *retained = 0;
                }
            }
            m.matured = matured - amount;
            if caller == wallet {
                m.last_active_at = now;
            }
            c.books.redeemed += if capped { paid } else { 0 };
            c.books.retained_total -= amount;
            c.books.operating -= paid;
            c.books.loss_carried = c.books.loss_carried.saturating_sub(amount - paid);
            c.vault -= paid;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{Gathering, active, vouch},
    };
    use coop::{
        error::CoopError::*,
        state::{Coop, Standing},
    };
    use std::mem::offset_of;

    /// The first member leaves with all its capital matured and is admitted again.
    fn leave_and_come_back(world: &mut World, g: &Gathering) {
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        world.accepts(site.reapply(&who.wallet()), &[who]);
        let founder = g.coop.founder.wallet();
        world.accepts(site.reclaim_vouch(&founder, &who.wallet(), &founder), &[]);
        vouch(world, &site, &g.coop.founder, who);
        vouch(world, &site, &g.coop.members[1], who);
        world.accepts(site.admit(&who.wallet()), &[]);
        assert!(world.member(&site.member(&who.wallet())).is(Standing::Member));
    }

    /// What is stored of the co-op's operating money becomes `amount`, as after a loss.
    fn operating_becomes(world: &mut World, g: &Gathering, amount: u64) {
        world.patch(&g.coop.site.coop, 8 + offset_of!(Coop, operating), &amount.to_le_bytes());
    }

    #[test]
    fn a_leaver_is_paid_at_par_and_keeps_only_its_bond() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        let redeem = |amount, least| site.redeem(&who.wallet(), &who.tokens, amount, least);
        let held = world.balance(&who.tokens);
        world.refuses(AmountZero, redeem(0, 0), &[who]);
        world.refuses(MoreThanMatured, redeem(u64::MAX, 0), &[who]);
        world.refuses(MoreThanMatured, redeem(180 * UNIT + 1, 0), &[who]);
        world.refuses(PaidTooLittle, redeem(UNIT, UNIT + 1), &[who]);
        world.accepts(redeem(1, 1), &[who]);
        world.accepts(redeem(180 * UNIT - 1, 180 * UNIT - 1), &[who]);
        assert_eq!(world.balance(&who.tokens), held + 180 * UNIT);
        let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        assert_eq!((member.matured.get(), member.bonded.get()), (20 * UNIT, 20 * UNIT));
        assert_eq!((coop.operating.get(), coop.retained_total.get()), (420 * UNIT, 20 * UNIT));
        assert_eq!((coop.equity(), world.balance(&site.vault)), (420 * UNIT, 420 * UNIT));
        assert_eq!(coop.period.redeemed, 0, "who has left is never capped");
        world.refuses(MoreThanMatured, redeem(1, 0), &[who]);
    }

    #[test]
    fn after_a_loss_a_leaver_is_paid_at_solvency_and_nobody_elses_changes() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        operating_becomes(&mut world, &g, 300 * UNIT);
        let redeem = |amount, least| site.redeem(&who.wallet(), &who.tokens, amount, least);
        world.refuses(PaidTooLittle, redeem(1, 0), &[who]);
        world.refuses(PaidTooLittle, redeem(180 * UNIT, 90 * UNIT + 1), &[who]);
        world.accepts(redeem(180 * UNIT, 90 * UNIT), &[who]);
        let coop = world.coop(&site.coop);
        assert_eq!((coop.operating.get(), coop.equity()), (210 * UNIT, 420 * UNIT));
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 200 * UNIT + 90 * UNIT);
    }

    #[test]
    fn a_co_op_with_nothing_left_redeems_nothing_for_nothing() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        world.accepts(site.resign(&who.wallet()), &[who]);
        operating_becomes(&mut world, &g, 0);
        world.refuses(PaidTooLittle, site.redeem(&who.wallet(), &who.tokens, 100 * UNIT, 0), &[who]);
    }

    #[test]
    fn one_who_came_back_redeems_at_most_the_periods_cap() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        leave_and_come_back(&mut world, &g);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let redeem = |amount| site.redeem(&who.wallet(), &who.tokens, amount, 1);
        // a fifth of the 600 at the start of the period
        world.refuses(RedemptionCapReached, redeem(120 * UNIT + 1), &[who]);
        world.accepts(redeem(50 * UNIT), &[who]);
        world.refuses(RedemptionCapReached, redeem(70 * UNIT + 1), &[who]);
        world.accepts(redeem(70 * UNIT), &[who]);
        assert_eq!(world.coop(&site.coop).period.redeemed, 120 * UNIT);
        world.refuses(RedemptionCapReached, redeem(1), &[who]);
        // leaving again lifts the cap
        world.accepts(site.resign(&who.wallet()), &[who]);
        world.accepts(redeem(60 * UNIT), &[who]);
    }

    #[test]
    fn new_shares_answer_for_pledged_use_in_place_of_matured_capital() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        leave_and_come_back(&mut world, &g);
        let (site, who) = (g.coop.site, &g.coop.members[0]);
        let redeemable = |world: &World| world.member(&site.member(&who.wallet())).redeemable();
        assert_eq!(redeemable(&world), 180 * UNIT);
        world.accepts(site.subscribe(who, 5 * UNIT), &[who]);
        assert_eq!(redeemable(&world), 185 * UNIT);
        world.accepts(site.subscribe(who, 15 * UNIT), &[who]);
        assert_eq!(redeemable(&world), 200 * UNIT);
    }

    #[test]
    fn a_vintage_is_redeemed_once_its_periods_have_passed_and_no_period_sooner() {
        let mut world = World::new();
        let t = crate::fixtures::traded(&mut world);
        let (site, who) = (t.site(), &t.g.coop.founder);
        world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
        let redeem = |amount| site.redeem(&who.wallet(), &who.tokens, amount, amount);
        // retained in period 0; revolve_periods is 4
        for _ in 1..=4 {
            world.refuses(MoreThanMatured, redeem(1), &[who]);
            t.close(&mut world);
        }
        assert_eq!(world.coop(&site.coop).period.number, 5);
        world.refuses(MoreThanMatured, redeem(11_250_001), &[who]);
        let held = world.balance(&who.tokens);
        world.accepts(redeem(11_250_000), &[who]);
        assert_eq!(world.balance(&who.tokens) - held, 11_250_000);
        let member = world.member(&site.member(&who.wallet()));
        assert_eq!((member.vintages_total(), member.matured.get()), (0, 0));
        assert_eq!(member.vintages[0].fees, 30 * UNIT, "what was paid stays on record");
        let another = &t.g.coop.members[0];
        let theirs = site.redeem(&another.wallet(), &who.tokens, 1, 1);
        world.refuses(DestinationNotTheMembers, theirs, &[another]);
    }
}
