//! `execute_grant`: Grants solidarity money as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_grant(&self, nth: impl Into<Nth>, destination: &Address) -> Instruction {
        build(self.payment(nth, destination, None), instruction::ExecuteGrant {})
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        fixtures::{active, pass, spending, traded},
        scenes::{no, proposing},
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Deed, Touched, Who, agent},
            generate::{Aim, Generator},
            model::{Coop, Model, Refused, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Kind},
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_grant"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = traded(world);
            let to = t.g.coop.members[1].wallet();
            pass(world, &t.g.coop, Action::Grant { to, amount: 1 });
            Call::new(t.site().execute_grant(0, &t.g.coop.members[1].tokens), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            4
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            2
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let b = &coop.books;
            let to = if g.rng.percent(10) { agent(slot) } else { g.who() };
            ToGrant { to, amount: g.amount(&[b.money.solidarity, 1 + g.rng.0 % 100]) }.into()
        }

        fn invited(&self, g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let b = &model.coops[slot].books;
            if b.money.solidarity == 0 {
                return Vec::new();
            }
            vec![ToGrant { to: g.who(), amount: 1 + b.money.solidarity / 3 }.into()]
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteGrant(g.execution_of(Kind::Grant, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (ActionMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, spending(&g.coop));
            no(w, g.coop.site.execute_grant(0, &g.coop.members[1].tokens), &[])
        }),
        (MoreThanSolidarity, |w| {
            proposing(w, |_, coop| Action::Grant { to: coop.members[0].wallet(), amount: 1 })
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteGrant(pub Execution);

    impl Act for ExecuteGrant {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.0.slot
        }

        fn touched(&self) -> Touched {
            self.0.touched()
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Execution { slot, proposal, to, .. } = self.0;
            let site = &chain.sites[slot];
            let nth = model.nth(slot, proposal);
            (site.execute_grant(nth, &chain.purse(to)), vec![0, 1, 2, 3, 4, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, to, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            demand(p.payee() == Some(to.0), DestinationNotThePayees)?;
            // the first purse of one who cannot sign is its associated account
            demand(to.0 < PEOPLE || to.1 == 0, NotTheCanonicalAccount)?;
            p.require_executable(Kind::Grant, c, now)?;
            let &ToGrant { amount, .. } = p.resolved();
            demand(amount <= c.books.money.solidarity, MoreThanSolidarity)?;
            model.pay_to(slot, to, amount);
            let c = model.edit(slot);
            c.books.money.solidarity -= amount;
            c.vault -= amount;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_grant` executes.
    #[derive(Clone, Debug)]
    pub struct ToGrant {
        pub to: Who,
        pub amount: u64,
    }

    impl Resolve for ToGrant {
        fn kind(&self) -> Kind {
            Kind::Grant
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn payee(&self) -> Option<Who> {
            Some(self.to)
        }

        fn action(&self, chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { to, amount } = *self;
            let w = |who: Who| chain.wallet(who);
            Action::Grant { to: w(to), amount }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { to, amount } = *self;
            let c = model.alive(slot)?;
            demand(amount > 0, AmountZero)?;
            demand(amount <= c.books.money.solidarity, MoreThanSolidarity)?;
            demand(to != agent(slot), PaysItself)?;
            Ok(Proposable::class(false))
        }

        fn aim(&self, g: &mut Generator, _coop: &Coop, execution: &mut Execution) {
            execution.to = g.purse(self.to);
        }
    }
}
