//! `execute_rehome`: Moves a membership to another wallet as resolved.

use crate::{
    CoopSite,
    call::{Nth, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_rehome(
        &self,
        payer: &Address,
        nth: impl Into<Nth>,
        member: &Address,
        wallet: &Address,
    ) -> Instruction {
        build(
            accounts::ExecuteRehome {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(nth),
                member: *member,
                redirect: self.member(wallet),
                system_program: system(),
            },
            instruction::ExecuteRehome {},
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
        fixtures::{active, moved, moving},
        scenes::{member, no, proposing, refused},
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator, Rng},
            model::{Coop, Model, Redirect, Refused, Standing, Verdict, demand},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
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
            "execute_rehome"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (g, member, wallet) = moving(world);
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_rehome(&who.wallet(), 0, &member, &wallet), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            6
        }

        fn one_in(&self) -> u64 {
            300_000
        }

        fn resolved(&self) -> u64 {
            5
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];

            let moved = |who: &Who| coop.wallet(*who) != *who;
            // an agent has but one wallet
            let mut members: Vec<Who> = coop.members.keys().copied().filter(|who| *who < PEOPLE).collect();
            if members.contains(&g.lost) && g.rng.percent(70) {
                members.retain(|who| *who == g.lost);
            }
            // one who moves on leaves a redirect behind that nobody needs
            if members.iter().any(moved) && g.rng.percent(50) {
                members.retain(moved);
            }
            let free: Vec<Who> = (0..PEOPLE).filter(|who| !coop.is_taken(*who)).collect();
            let any = |rng: &mut Rng, of: &[Who]| {
                if of.is_empty() || rng.percent(5) { rng.upto(PEOPLE) } else { rng.pick(of) }
            };
            ToRehome { member: any(&mut g.rng, &members), wallet: any(&mut g.rng, &free) }.into()
        }

        fn invited(&self, g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let coop = &model.coops[slot];
            if (0..PEOPLE).any(|who| !coop.is_taken(who)) {
                vec![self.resolution(g, slot, model)]
            } else {
                Vec::new()
            }
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteRehome(g.execution_of(Kind::Rehome, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (OldWalletObjected, |w| {
            let (g, member, wallet) = moving(w);
            let who = &g.coop.members[1];
            w.accepts(g.coop.site.veto_rehome(&who.wallet(), &member, 0), &[who]);
            let founder = &g.coop.founder;
            no(w, g.coop.site.execute_rehome(&founder.wallet(), 0, &member, &wallet), &[founder])
        }),
        (WalletNotLost, |w| {
            let (g, member, wallet) = moving(w);
            let (who, founder) = (&g.coop.members[1], &g.coop.founder);
            w.accepts(g.coop.site.set_name(&who.wallet(), "Here"), &[who]);
            no(w, g.coop.site.execute_rehome(&founder.wallet(), 0, &member, &wallet), &[founder])
        }),
        (AgentsAreNotMoved, |w| {
            let g = active(w, 3, 200 * UNIT);
            let member = g.coop.site.member(&g.coop.members[1].wallet());
            let wallet = w.actor("new wallet", 0).wallet();
            // as if it were the agent of another co-op
            let agent = g.coop.site.agent();
            w.edit::<coop::state::Member>(&member, |m| m.wallet = agent);
            refused(w, &g.coop, Action::Rehome { member, wallet })
        }),
        (RehomedRecently, |w| {
            let (g, member, _) = moved(w);
            let new = w.actor("another", 0);
            let wallet = new.wallet();
            w.edit::<coop::state::Member>(&member, |m| m.wallet = wallet);
            let mut call = g.coop.site.ask_back(&wallet, 0, 0);
            call.accounts[2].pubkey = member;
            no(w, call, &[&new])
        }),
        (WalletIsAMember, |w| {
            proposing(w, |_, coop| Action::Rehome {
                member: member(coop, 0),
                wallet: coop.members[1].wallet(),
            })
        }),
        (WalletUnchanged, |w| {
            proposing(w, |_, coop| Action::Rehome {
                member: member(coop, 1),
                wallet: coop.members[1].wallet(),
            })
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteRehome(pub Execution);

    impl Act for ExecuteRehome {
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
            let Execution { slot, proposal, payer, to, who, .. } = self.0;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let nth = model.nth(slot, proposal);
            let payer = w(payer);
            let member = site.member(&w(who));
            let call = site.execute_rehome(&payer, nth, &member, &w(to.0));
            (call, vec![1, 2, 3, 5])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, payer, to, who, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            c.member(who)?;
            demand(p.subject() == Some(who), SubjectMismatch)?;
            p.require_executable(Kind::Rehome, c, now)?;
            let &ToRehome { member, wallet } = p.resolved();
            let m = c.member(member)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            m.require_at_home(now)?;
            demand(now - m.last_active_at >= 180 * DAY && m.last_active_at < p.created_at, WalletNotLost)?;
            demand(m.wallet != wallet, WalletUnchanged)?;
            // where a membership of the new wallet would be, as given
            let (place, old) = (to.0, m.wallet);
            let mut made = false;
            if place == member {
                demand(wallet == member, WalletIsAMember)?;
            } else if c.members.contains_key(&place) {
                return Err(Refused::Somehow);
            } else if let Some(redirect) = c.redirects.get(&place) {
                demand(redirect.member == member && place == wallet, WalletIsAMember)?;
            } else if place != wallet {
                return Err(Refused::Somehow);
            } else {
                made = true;
                model.lamports[payer] -= model.rents.redirect;
            }
            let c = model.edit(slot);
            if made {
                c.redirects.insert(wallet, Redirect { wallet, member, rent_payer: payer });
                c.books.redirect_accounts += 1;
            }
            let m = c.edit_member(member);
            (m.wallet, m.former_wallet, m.rehomed_at) = (wallet, Some(old), now);
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_rehome` executes.
    #[derive(Clone, Debug)]
    pub struct ToRehome {
        pub member: Who,
        pub wallet: Who,
    }

    impl Resolve for ToRehome {
        fn kind(&self) -> Kind {
            Kind::Rehome
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn subject(&self) -> Option<Who> {
            Some(self.member)
        }

        fn action(&self, chain: &Chain, slot: usize, _model: &Model) -> Action {
            let Self { member, wallet } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            Action::Rehome { member: site.member(&w(member)), wallet: w(wallet) }
        }

        fn call(
            &self,
            chain: &Chain,
            slot: usize,
            who: Who,
            nth: Nth,
            action: Action,
        ) -> (Instruction, &'static [usize]) {
            (chain.sites[slot].propose(&chain.wallet(who), nth, action), &[5, 6])
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { member, wallet } = *self;
            let c = model.alive(slot)?;
            let m = c.member(member)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(m.wallet != wallet, WalletUnchanged)?;
            demand(m.wallet < PEOPLE && wallet < PEOPLE, AgentsAreNotMoved)?;
            let others = c.redirects.get(&wallet).is_some_and(|redirect| redirect.member != member);
            demand(wallet == member || !(others || c.members.contains_key(&wallet)), WalletIsAMember)?;
            Ok(Proposable::class(true))
        }

        fn least_quorum(&self) -> u16 {
            5_000
        }

        fn least_timelock(&self) -> u32 {
            30 * DAY as u32
        }

        fn aim(&self, g: &mut Generator, _coop: &Coop, execution: &mut Execution) {
            execution.to = (g.mostly(self.wallet), 0);
            execution.who = g.mostly(self.member);
        }
    }
}
