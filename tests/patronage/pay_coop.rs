//! `pay_coop`: Pays the co-op for what it sells.

use crate::{Actor, CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// `who` pays for the membership `buyer`, or for nobody.
    pub fn pay_coop(&self, who: &Actor, buyer: Option<Address>, amount: u64) -> Instruction {
        build(
            accounts::PayCoop {
                payer: who.wallet(),
                coop: self.coop,
                buyer,
                source: who.tokens,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::PayCoop { amount },
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
        fixtures::active,
        stateful::{
            chain::Chain,
            deed::{Act, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
        },
        verb::{Link, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "pay_coop"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            let call = g.coop.site.pay_coop(who, Some(g.coop.site.member(&who.wallet())), 20 * UNIT);
            Call::new(call, &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember]
        }

        fn weight(&self) -> u64 {
            14
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Member)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let some = 1 + g.rng.below(100_000);
            let buyer = g.rng.percent(75).then_some(who);
            let payer = if g.rng.percent(80) { coop.wallet(who) } else { g.who() };
            PayCoop { slot, payer, buyer, amount: g.amount(&[some, some, coop.books.money.loss, 1]) }.into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct PayCoop {
        pub slot: usize,
        pub payer: Who,
        /// Whose membership it is paid for.
        pub buyer: Option<Who>,
        pub amount: u64,
    }

    impl Act for PayCoop {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { payer, buyer, .. } = *self;
            Touched::people(&[payer, buyer.unwrap_or(payer)])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, payer, buyer, amount } = *self;
            let site = &chain.sites[slot];
            let buyer = buyer.map(|who| site.member(&chain.wallet(who)));
            let mut call = site.pay_coop(chain.actor(payer), buyer, amount);
            (call.accounts[0].pubkey, call.accounts[3].pubkey) =
                (chain.wallet(payer), chain.purse((payer, 0)));
            (call, vec![0, 1, 3, 4, 5, 6])
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 7, data: 8, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, payer, buyer, amount } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let member = buyer.map(|who| c.member(who)).transpose()?;
            demand(c.is_active(), CoopNotActive)?;
            demand(amount > 0, AmountZero)?;
            c.require_room_to_earn(amount)?;
            let buys = buyer.filter(|who| c.standing(*who) == Some(Standing::Member));
            if let Some(member) = member.filter(|_| buys.is_some()) {
                c.require_settled(member)?;
            }
            if model.tokens[payer][0] < amount {
                return Err(Refused::Somehow);
            }
            model.pay_from(slot, (payer, 0), amount);
            let c = model.edit(slot);
            c.vault += amount;
            match buys {
                Some(buyer) => {
                    c.count_units(buyer, amount);
                    c.turn_over(buyer, amount, now);
                    let m = c.edit_member(buyer);
                    m.last_active_at = if m.wallet == payer { now } else { m.last_active_at };
                }
                None => c.books.done.outside_units += amount,
            }
            c.earn(amount);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{active, candidacy, found},
        mints,
        patronage::{held, seasoned},
    };
    use coop::error::CoopError::*;

    #[test]
    fn all_of_it_is_income_and_units_of_the_member_that_is_paid_for() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, buyer) = (g.coop.site, &g.coop.members[0]);
        let payer = world.actor("parent", 100);
        let before = held(&world, &site, buyer).last_active_at;
        world.pass(10);
        let paid = |amount| site.pay_coop(&payer, Some(site.member(&buyer.wallet())), amount);
        world.refuses(AmountZero, paid(0), &[&payer]);
        world.accepts(paid(1), &[&payer]);
        world.accepts(paid(99), &[&payer]);
        assert!(world.attempt(paid(1), &[&payer]).is_err(), "it has no more");
        let (coop, member) = (world.coop(&site.coop), held(&world, &site, buyer));
        assert_eq!((member.units.get(), member.last_active_at), (100, before), "another's act");
        assert_eq!((coop.period.done.member_units.get(), coop.period.done.outside_units.get()), (100, 0));
        assert_eq!((coop.period.revenue.get(), coop.books.earnings.get()), (100, 100));
        assert_eq!(world.balance(&site.vault), coop.cash());
        // by itself it shows that it is there
        let own = site.pay_coop(buyer, Some(site.member(&buyer.wallet())), 1);
        world.accepts(own, &[buyer]);
        assert_eq!(held(&world, &site, buyer).last_active_at, world.now());
    }

    #[test]
    fn what_is_paid_for_nobody_who_is_a_member_is_outside_use() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who, leaver) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        let candidate = world.actor("candidate", UNIT);
        candidacy(&mut world, &site, &candidate);
        world.accepts(site.resign(&leaver.wallet()), &[leaver]);
        let for_whom = [None, Some(site.member(&candidate.wallet())), Some(site.member(&leaver.wallet()))];
        for buyer in for_whom {
            world.accepts(site.pay_coop(who, buyer, 5), &[who]);
        }
        let coop = world.coop(&site.coop);
        assert_eq!((coop.period.done.member_units.get(), coop.period.done.outside_units.get()), (0, 15));
        let other = found(&mut world, &Default::default());
        let theirs = Some(other.site.member(&other.founder.wallet()));
        world.refuses(MemberOfAnotherCoop, site.pay_coop(who, theirs, 5), &[who]);
        world.refuses(CoopNotActive, other.site.pay_coop(&other.founder, None, 5), &[&other.founder]);
    }

    #[test]
    fn amounts_up_to_all_there_can_be_are_booked_closed_and_paid() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, who) = (g.coop.site, &g.coop.founder);
        let most = u64::MAX - world.balance(&site.vault);
        // all tokens of a mint together are at most 2^64 − 1
        let rich = world.token_account(&who.wallet(), most);
        let pay = |amount| {
            let mut call = site.pay_coop(who, Some(site.member(&who.wallet())), amount);
            call.accounts[3].pubkey = rich;
            call
        };
        world.accepts(pay(most), &[who]);
        let number = crate::fixtures::close(&mut world, &g.coop);
        world.accepts(site.settle_patronage(&who.wallet(), number), &[]);
        let result = world.period(&site.period(number)).result;
        assert_eq!(result.surplus, most);
        let poor = world.token_account(&who.wallet(), 0);
        world.accepts(site.claim_dividends(&who.wallet(), &poor), &[who]);
        assert!(world.balance(&poor) >= (result.members.get() - result.retained.get()) - 2);
        assert_eq!(world.balance(&site.vault), world.coop(&site.coop).cash());
    }

    #[test]
    fn the_decimals_of_the_mint_make_no_difference() {
        for decimals in [0, 6, 9] {
            let mut world = World::new();
            let mut data = mints::plain(&world.mint);
            data[44] = decimals;
            world.mint = world.new_mint(data);
            let t = crate::fixtures::trading(&mut world, 3, 200 * UNIT);
            let (site, who) = (t.site(), &t.g.coop.founder);
            assert_eq!(world.coop(&site.coop).decimals, decimals);
            t.pay(&mut world, who, 1_000 * UNIT);
            world.accepts(site.pay_coop(who, Some(site.member(&who.wallet())), 10 * UNIT), &[who]);
            t.close(&mut world);
            world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
            world.accepts(site.claim_dividends(&who.wallet(), &who.tokens), &[who]);
            // 40 less 20 % and 5 %, half of it in cash
            let paid = 1_000_000 * UNIT - 200 * UNIT - 1_010 * UNIT + 15 * UNIT;
            assert_eq!(world.balance(&who.tokens), paid);
        }
    }
}
