//! `ask_back`: Says what matured capital is to be paid at the next close.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn ask_back(&self, wallet: &Address, amount: u64, min_price_bps: u16) -> Instruction {
        build(
            accounts::AskBack { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::AskBack { amount, min_price_bps },
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
            deed::{Act, Acting, AsMember, Deed,  Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Member, Model, Verdict, demand},
        },
        verb::{Link, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "ask_back"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            // what the founding pool brought rests until the period is closed
            crate::fixtures::close(world, &g.coop);
            world.accepts(g.coop.site.settle_patronage(&who.wallet(), 0), &[]);
            Call::new(g.coop.site.ask_back(&who.wallet(), 100 * UNIT, 10_000), &[&who.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn weight(&self) -> u64 {
            12
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            let capital = |m: &Member| m.withdrawn > 0 || m.matured > 0 || m.vintages.iter().any(|v| v.1 > 0);
            coop.members.get(&who).is_some_and(capital)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let mut m = aim.member();
            let (open, terms) = (coop.books.period, coop.charter.unwrap_or(crate::charter()));
            m.mature(open, terms.revolve_periods);
            let most = m.askable(terms.redemption_bps);
            let amount = if g.rng.percent(8) { 0 } else { g.amount(&[most, most, 1 + most / 2]) };
            let price = coop.books.money.solvency();
            AskBack { slot, who, amount, least: g.rng.pick(&[0, price, price, price + 1]) }.into()
        }
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct AskBack {
        pub slot: usize,
        pub who: Who,
        pub amount: u64,
        /// The least price that is accepted.
        pub least: u16,
    }

    impl Act for AskBack {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched::people(&[self.who])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, amount, least } = *self;
            (chain.sites[slot].ask_back(&chain.wallet(who), amount, least), vec![0, 1, 2])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 3, data: 10, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, amount, least } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let mut m = c.member(who)?.clone();
            demand(c.is_active(), CoopNotActive)?;
            c.require_not_overdue(now)?;
            c.require_settled(&m)?;
            m.mature(c.books.period, c.terms().revolve_periods);
            demand(amount <= m.askable(c.terms().redemption_bps), MoreThanCanBeAsked)?;
            if amount > 0 {
                c.require_price(least)?;
            }
            let c = model.edit(slot);
            m.last_active_at = now;
            *c.edit_member(who) = m;
            c.set_ask(who, amount);
            c.books.seq += 1;
            Ok(())
        }
    }
}
