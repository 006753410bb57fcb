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
            deed::{Act, AsMember, Deed,  Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Standing, Verdict, demand},
        },
        verb::{Link, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "pay_coop"
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
            (call.accounts[0].pubkey, call.accounts[3].pubkey) = (chain.wallet(payer), chain.purse((payer, 0)));
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
