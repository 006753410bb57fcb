//! `pay_service`: Pays a service, and pays the fee to the co-op.

use crate::{Actor, CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// `who` pays; `as_member` names its membership.
    pub fn pay_service(
        &self,
        who: &Actor,
        as_member: bool,
        index: u32,
        payout: &Address,
        amount: u64,
        max_fee: u64,
    ) -> Instruction {
        let buyer = as_member.then(|| self.member(&who.wallet()));
        self.pay_service_for(who, buyer, None, index, payout, amount, max_fee)
    }

    /// `who` pays for the membership `buyer`; `provider` is the membership that the service belongs to.
    #[expect(clippy::too_many_arguments, reason = "what a payment says")]
    pub fn pay_service_for(
        &self,
        who: &Actor,
        buyer: Option<Address>,
        provider: Option<Address>,
        index: u32,
        payout: &Address,
        amount: u64,
        max_fee: u64,
    ) -> Instruction {
        build(
            accounts::PayService {
                payer: who.wallet(),
                coop: self.coop,
                service: self.service(index),
                buyer,
                provider,
                source: who.tokens,
                payout: *payout,
                vault: self.vault,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::PayService { amount, max_fee },
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
        fixtures::{traded, trading},
        scenes::no,
        stateful::{
            books::{part, part_up},
            chain::Chain,
            deed::{Act, AsMember, Deed, Purse, Touched, Who},
            generate::{Aim, Generator, limits},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "pay_service"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = trading(world, 3, 200 * UNIT);
            let who = &t.g.coop.members[0];
            Call::new(t.payment(who, true, 1_000 * UNIT), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::OwnerOfService]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            40
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Member)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let service = g.service(coop);
            let known = coop.service(service).ok();
            let rate = known.map_or(0, |s| s.split(aim.now).0) as u128;
            let named = known.and_then(|s| s.provider).map(|(who, _)| who);
            let payout = known.map_or((0, 0), |s| s.payout);
            let payout = if g.rng.percent(96) { payout } else { (g.who(), 0) };
            let (share, _) = limits(coop);
            let some = 1 + g.rng.below(share.saturating_mul(50).min(1 << 45));
            let small = 1 + g.rng.below(100_000);
            let amount = g.amount(&[some, some, small, small, 1]);
            let fee = (amount as u128 * rate).div_ceil(10_000) as u64;
            let max_fee = g.rng.pick(&[fee, fee, u64::MAX, fee.saturating_sub(1)]);
            let buyer = g.rng.percent(75).then_some(who);
            let payer = if g.rng.percent(80) { coop.wallet(who) } else { g.who() };
            let provider = if g.rng.percent(96) { named } else { g.rng.percent(50).then(|| g.who()) };
            PayService { slot, service, payer, buyer, provider, payout, amount, max_fee }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (PatronMissing, |w| {
            let t = trading(w, 3, 200 * UNIT);
            let who = &t.g.coop.founder;
            let provider = t.site().member(&t.g.coop.members[0].wallet());
            w.edit::<coop::state::Service>(&t.site().service(0), |s| s.provider = provider);
            no(w, t.payment(who, true, UNIT), &[who])
        }),
        (PatronMismatch, |w| {
            let t = trading(w, 3, 200 * UNIT);
            let (who, site) = (&t.g.coop.founder, t.site());
            let provider = Some(site.member(&t.g.coop.members[0].wallet()));
            let call = site.pay_service_for(who, None, provider, 0, &t.owner.tokens, UNIT, UNIT);
            no(w, call, &[who])
        }),
        (SettlePatronageFirst, |w| {
            let t = traded(w);
            let who = &t.g.coop.founder;
            w.send(&[t.payment(who, true, UNIT)], &[&who.key]).expect_err("refused")
        }),
        (FeeAboveMaximum, |w| {
            let t = trading(w, 3, 200 * UNIT);
            let who = &t.g.coop.founder;
            let call = t.site().pay_service(who, true, 0, &t.owner.tokens, 1_000, 29);
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
        (ServiceOfAnotherCoop, |w| {
            let (one, other) = (trading(w, 3, 200 * UNIT), trading(w, 3, 200 * UNIT));
            let who = &one.g.coop.founder;
            let mut call = one.payment(who, true, UNIT);
            call.accounts[2].pubkey = other.site().service(0);
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
        (PayoutMismatch, |w| {
            let t = trading(w, 3, 200 * UNIT);
            let (who, thief) = (&t.g.coop.founder, w.actor("thief", 0));
            let call = t.site().pay_service(who, true, 0, &thief.tokens, UNIT, UNIT);
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct PayService {
        pub slot: usize,
        pub service: usize,
        pub payer: Who,
        /// Whose membership it is paid for.
        pub buyer: Option<Who>,
        /// The membership that is given as the service's.
        pub provider: Option<Who>,
        pub payout: Purse,
        pub amount: u64,
        pub max_fee: u64,
    }

    impl Act for PayService {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { service, payer, buyer, provider, payout, .. } = *self;
            let people = [payer, payout.0, buyer.unwrap_or(payer), provider.unwrap_or(payer)];
            Touched { service: Some(service), ..Touched::people(&people) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, service, payer, buyer, provider, payout, amount, max_fee } = *self;
            let site = &chain.sites[slot];
            let member = |who: Option<Who>| who.map(|who| site.member(&chain.wallet(who)));
            let (buyer, provider) = (member(buyer), member(provider));
            let someone = chain.actor(payer);
            let to = chain.purse(payout);
            let mut call =
                site.pay_service_for(someone, buyer, provider, service as u32, &to, amount, max_fee);
            (call.accounts[0].pubkey, call.accounts[5].pubkey) =
                (chain.wallet(payer), chain.purse((payer, 0)));
            // another service of the same payee would do, and so would naming a membership or none
            (call, vec![0, 1, 5, 6, 7, 8, 9])
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 10, data: 16, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, service, payer, buyer, provider, payout, amount, max_fee } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let s = c.service(service)?.clone();
            if let Some(buyer) = buyer {
                c.member(buyer)?;
            }
            // one account in the place of two
            if payout == (payer, 0) {
                return Err(Refused::Somehow);
            }
            demand(payout == s.payout, PayoutMismatch)?;
            demand(c.is_active(), CoopNotActive)?;
            demand(amount > 0, AmountZero)?;
            let (rate, provided) = s.split(now);
            let fee = part_up(amount, rate as u64, 10_000);
            demand(fee <= max_fee, FeeAboveMaximum)?;
            c.require_room_to_earn(fee)?;
            let provided = part(fee, provided as u64, 10_000);
            let may_count = |who: Option<Who>, units: u64| match who {
                Some(who) if units > 0 => c.require_settled(&c.members[&who]),
                _ => Ok(()),
            };
            let itself = buyer.is_some() && buyer == s.provider.map(|(who, _)| who);
            let buys = buyer.filter(|who| c.standing(*who) == Some(Standing::Member));
            // one who buys of itself gets both parts, if the service is of this membership of its
            let own =
                itself && s.provider.map(|(_, number)| number) == buys.map(|who| c.members[&who].number);
            let units = if own { fee } else { fee - provided };
            may_count(buys, units)?;
            let provides = if itself {
                demand(provider.is_none() || provider == buyer, PatronMismatch)?;
                None
            } else {
                c.patron(provider, s.provider)?
            };
            may_count(provides, provided)?;
            let inside = buys.map_or(0, |_| units) + provides.map_or(0, |_| provided);
            if model.tokens[payer][0] < amount {
                return Err(Refused::Somehow);
            }
            model.tokens[payer][0] -= amount - fee;
            model.tokens[payout.0][payout.1] += amount - fee;
            model.pay_from(slot, (payer, 0), fee);
            let c = model.edit(slot);
            c.vault += fee;
            if let Some(buyer) = buys {
                c.count_units(buyer, units);
                c.turn_over_service(buyer, amount, rate, now);
                let m = c.edit_member(buyer);
                m.last_active_at = if m.wallet == payer { now } else { m.last_active_at };
            }
            if let Some(provider) = provides {
                c.count_units(provider, provided);
                c.turn_over_service(provider, amount, rate, now);
            }
            c.books.done.outside_units += fee - inside;
            c.earn(fee);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod split;

#[cfg(test)]
mod tests;
