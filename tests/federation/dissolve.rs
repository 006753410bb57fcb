//! `dissolve`: Begins the dissolution of a co-op, as resolved or after 180 days without an elector.

use crate::{
    CoopSite,
    call::{Nth, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Begins the end; `resolution` is the proposal's number, and the period is the open one.
    pub fn dissolve(
        &self,
        payer: &Address,
        resolution: Option<impl Into<Nth>>,
        heir: Option<Address>,
        period: u32,
    ) -> Instruction {
        build(
            accounts::Dissolve {
                payer: *payer,
                coop: self.coop,
                proposal: resolution.map(|nth| self.proposal(nth)),
                heir,
                period: self.period(period),
                system_program: system(),
            },
            instruction::Dissolve {},
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
        call::Nth,
        fixtures::{active, inheriting, pass_with},
        scenes::{no, proposing},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
            proposal::{Proposal, Status},
            resolution::{Proposable, Resolve, What},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{
        error::CoopError::{self, *},
        state::{Action, Kind},
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "dissolve"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = inheriting(world);
            let index = pass_with(world, &small, Action::Dissolve, Some(large.site.coop));
            let who = &small.founder;
            let period = world.coop(&small.site.coop).period.number.get();
            let call = small.site.dissolve(&who.wallet(), Some(index), Some(large.site.coop), period);
            Call::new(call, &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal, Link::HeirOfCoop]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            5
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, founded, who, .. } = aim;
            let ready = |p: &Proposal| {
                p.what.kind() == Kind::Dissolve && founded && p.status(coop, now) == Status::Executable
            };
            let proposal = g.proposal(coop, ready);
            let resolved = coop.books.electors > 0 || g.rng.percent(10);
            let heir = if g.rng.percent(90) { coop.books.heir } else { None };
            Dissolve { slot, proposal: resolved.then_some(proposal), heir, payer: who }.into()
        }

        fn resolved(&self) -> u64 {
            1
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let b = &coop.books;
            ToDissolve { heir: if g.rng.percent(95) { b.heir } else { None } }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (HeirMissing, |w| proposing(w, |_, _| Action::Dissolve)),
        (ElectorsRemain, |w| {
            let g = active(w, 3, 200 * UNIT);
            for who in g.coop.everyone() {
                w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            }
            w.pass(180 * DAY - 1);
            let by = &g.coop.founder;
            no(w, g.coop.site.dissolve(&by.wallet(), None::<u32>, None, 0), &[by])
        }),
    ];

    /// Ends a co-op, by resolution or without.
    #[derive(Clone, Debug)]
    pub struct Dissolve {
        pub slot: usize,
        pub proposal: Option<usize>,
        pub heir: Option<usize>,
        pub payer: Who,
    }

    impl Act for Dissolve {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, payer, .. } = *self;
            Touched { proposal, ..Touched::people(&[payer]) }
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, heir, payer } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let period = model.coops[slot].books.period;
            let heir = heir.map(|heir| chain.sites[heir].coop);
            let call = site.dissolve(&w(payer), proposal.map(|p| model.nth(slot, p)), heir, period);
            (call, vec![1, 4, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, heir, payer } = *self;

            let now = model.now;
            let c = model.alive(slot)?;
            let given = heir.map(|heir| model.other(slot, heir)).transpose()?;
            if let Some(proposal) = proposal {
                let p = c.proposal(proposal)?;
                p.require_executable(Kind::Dissolve, c, now)?;
                demand(heir.is_some() && heir == c.books.heir && heir == p.named, HeirMissing)?;
                let heir = given.expect("just asked");
                let another = heir.books.successor.is_some_and(|after| after != slot);
                let goes_on = heir.is_active() || another || c.books.federation.is_some();
                demand(goes_on, HeirNotActive)?;
            } else {
                demand(c.is_active(), CoopNotActive)?;
                let since = c.books.electorless_since;
                let quiet = since.max(c.books.pool_succeeded_at);
                demand(since != 0 && now - quiet >= 180 * DAY, ElectorsRemain)?;
            }
            c.require_not_overdue(now)?;
            model.lamports[payer] -= model.rents.period;
            let c = model.edit(slot);
            if let Some(proposal) = proposal {
                c.edit_proposal(proposal).executed_at = now;
            }
            let covered = c.books.covered;
            c.close(payer, true, now);
            let money = &mut c.books.money;
            let back = covered.min(money.covered).min(money.fund);
            money.covered -= back;
            money.fund -= back;
            money.reserve += back;
            c.books.claims = c.books.money.equity() - c.books.money.forfeited;
            c.books.dissolving_at = now;
            c.books.charter_version += 1;
            c.books.federations = c.books.federation.into_iter().collect();
            c.succeed(c.books.heir);
            c.books.seq += 1;
            Ok(())
        }
    }

    /// Names what the co-op names as its heir, if it does.
    #[derive(Clone, Debug)]
    pub struct ToDissolve {
        pub heir: Option<usize>,
    }

    impl Resolve for ToDissolve {
        fn kind(&self) -> Kind {
            Kind::Dissolve
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn names(&self) -> Option<usize> {
            self.heir
        }

        fn action(&self, _chain: &Chain, _slot: usize, _model: &Model) -> Action {
            Action::Dissolve
        }

        fn call(
            &self,
            chain: &Chain,
            slot: usize,
            who: Who,
            nth: Nth,
            action: Action,
        ) -> (Instruction, &'static [usize]) {
            let heir = self.heir.map(|heir| chain.sites[heir].coop);
            (chain.sites[slot].propose_with(&chain.wallet(who), nth, heir, action), &[])
        }

        fn least_quorum(&self) -> u16 {
            5_000
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { heir } = *self;
            let c = model.alive(slot)?;
            demand(c.books.heir.is_some(), HeirMissing)?;
            demand(heir == c.books.heir, SubjectMismatch)?;
            model.may_inherit(model.other(slot, heir.expect("just asked"))?)?;
            Ok(Proposable { special: true, named: heir, worker: None })
        }
    }
}
