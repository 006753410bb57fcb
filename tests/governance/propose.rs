//! `propose`: An elector proposes a resolution.

use crate::{
    CoopSite,
    call::{Nth, UPGRADEABLE_LOADER, build, system},
};
use anchor_lang::prelude::Address;
use coop::{
    accounts, instruction,
    state::{Action, Document, Purpose},
};
use solana_message::Instruction;

impl CoopSite {
    /// Proposes, without a reason, what must be the proposer's next. The account that the action names is given.
    pub fn propose(&self, wallet: &Address, nth: impl Into<Nth>, action: Action) -> Instruction {
        self.propose_with(wallet, nth, self.subject_of(&action), action)
    }

    /// The same with any account in the place of the one that the action names.
    pub fn propose_with(
        &self,
        wallet: &Address,
        nth: impl Into<Nth>,
        subject: Option<Address>,
        action: Action,
    ) -> Instruction {
        self.propose_for(wallet, wallet, nth, subject, action, ("", None))
    }

    /// The same for a reason and a document, at another's expense.
    pub fn propose_for(
        &self,
        payer: &Address,
        wallet: &Address,
        nth: impl Into<Nth>,
        subject: Option<Address>,
        action: Action,
        (why, document): (&str, Option<Document>),
    ) -> Instruction {
        build(
            accounts::Propose {
                payer: *payer,
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(nth),
                subject,
                place: match &action {
                    Action::Rehome { wallet, .. } => Some(self.member(wallet)),
                    _ => None,
                },
                system_program: system(),
            },
            instruction::Propose { action, why: why.into(), document },
        )
    }
}

impl CoopSite {
    /// The account that must be given with a proposal of this action.
    fn subject_of(&self, action: &Action) -> Option<Address> {
        match action {
            Action::Spend { to, purpose: Purpose::Work, .. } | Action::Mandate { to, work: true, .. } => {
                Some(self.member(to))
            }
            Action::Expel { member } | Action::Readmit { member } | Action::Rehome { member, .. } => {
                Some(*member)
            }
            Action::RevokeMandate { mandate } => Some(*mandate),
            Action::JoinFederation { federation } => Some(*federation),
            Action::AcceptFederation { joining } => Some(*joining),
            Action::Represent { coop, .. } => Some(*coop),
            Action::Amend { heir, .. } => (*heir != Address::default()).then_some(*heir),
            Action::Invoke { program, pinned: true, .. } => {
                Some(Address::find_program_address(&[program.as_ref()], &UPGRADEABLE_LOADER).0)
            }
            _ => None,
        }
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, UNIT, World,
        fixtures::{active, give_solidarity, newcomer, propose, spending},
        scenes::{no, proposing, refused},
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Acting, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Refused, Verdict, demand},
            proposal::Proposal,
            resolution::{Proposable, What},
            words::{TEXTS, demand_text},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use anchor_lang::InstructionData;
    use coop::{
        error::CoopError::{self, *},
        instruction,
        state::{Action, Kind, Purpose},
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "propose"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            let call = g.coop.site.propose(&who.wallet(), 0, spending(&g.coop));
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
            40
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, model, coop, who, .. } = aim;
            let electors: Vec<Who> = (0..PEOPLE)
                .filter(|who| coop.members.get(who).is_some_and(|m| m.is_elector() && !m.open_proposal))
                .collect();
            let who = if electors.is_empty() || g.rng.percent(5) { who } else { g.rng.pick(&electors) };
            let (payer, why) = (g.mostly(coop.wallet(who)), g.rng.pick(&TEXTS));
            Propose { slot, who, payer, why, what: g.resolution(slot, model) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (ElectorsOnly, |w| {
            let mut g = active(w, 3, 200 * UNIT);
            let i = newcomer(w, &mut g.coop);
            let who = &g.coop.members[i];
            let call = g.coop.site.propose(&who.wallet(), 0, spending(&g.coop));
            no(w, call, &[who])
        }),
        (PaysItself, |w| {
            proposing(w, |_, coop| Action::Spend {
                to: coop.site.coop,
                amount: UNIT,
                purpose: Purpose::Expense,
            })
        }),
        (PaysItself, |w| {
            let g = active(w, 3, 200 * UNIT);
            give_solidarity(w, &g.coop.site, UNIT);
            refused(w, &g.coop, Action::Grant { to: g.coop.site.agent(), amount: UNIT })
        }),
        (ProposalOpen, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            refused(w, &g.coop, spending(&g.coop))
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Propose {
        pub slot: usize,
        pub who: Who,
        pub payer: Who,
        pub why: &'static str,
        pub what: What,
    }

    impl Act for Propose {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            // what is made is the last of its kind
            let Self { who, payer, .. } = *self;
            Touched::people(&[who, payer])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, payer, why, ref what } = *self;
            let nth = model.next_nth(slot, who);
            let action = what.action(chain, slot, model);
            let (mut call, named) = what.call(chain, slot, who, nth, action.clone());
            call.accounts[0].pubkey = chain.wallet(payer);
            call.data = instruction::Propose { action, why: why.into(), document: None }.data();
            (call, [&[1, 2, 3, 4, 7], named].concat())
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 1, source: None, who: self.who })
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, payer, why, ref what } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            // one account in two places
            if what.names() == Some(slot) {
                return Err(Refused::Somehow);
            }
            demand(c.is_active(), CoopNotActive)?;
            demand(m.is_elector(), ElectorsOnly)?;
            demand(!m.open_proposal, ProposalOpen)?;
            demand_text(why, 400)?;
            let t = c.terms();
            let Proposable { special, named, worker } = what.may_be_proposed(model, slot, who)?;
            let least = if special { 7 * DAY as u32 } else { 0 }.max(what.least_timelock());
            // it waits for the turn of a period, after the close that pays whoever left in time
            let weighty = special && is_weighty(what.kind());
            let expelled = what
                .of::<crate::governance::execute_expel::ToExpel>()
                .and_then(|expel| c.members.get(&expel.member));
            let expels = expelled.filter(|m| m.numbered).map_or(0, |m| m.number + 1);
            let p = Proposal {
                what: what.clone(),
                proposer: who,
                rent_payer: payer,
                nth: model.next_nth(slot, who),
                why,
                created_at: now,
                ends: now + t.voting_period as i64,
                executed_at: 0,
                timelock: t.timelock.max(least),
                window: t.execution_window + if weighty { c.books.period_length } else { 0 },
                quorum: t.quorum_bps.max(if special { 2_000 } else { 0 }).max(what.least_quorum()),
                electors: c.electors_until(now),
                version: c.books.charter_version,
                tally: [0; 3],
                protests: 0,
                special,
                weighty,
                worker,
                panel_slot: 0,
                panel_calls: 0,
                expels,
                panel_seed: None,
                objections: 0,
                vetoed: false,
                knows: what.knows(model),
                rent: model.rents.proposal + model.rents.byte * what.bytes(),
                named,
                rate: c.lasting_take_rate(),
                delay: 0,
            };
            what.fits(&p)?;
            model.lamports[p.rent_payer] -= p.rent;
            let c = model.edit(slot);
            c.nths.push(p.nth);
            c.proposals.push(Some(p));
            c.books.proposals += 1;
            c.books.proposal_accounts += 1;
            let m = c.edit_member(who);
            m.proposals += 1;
            m.open_proposal = true;
            m.last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }

    /// What changes so much that whoever disagrees must be paid before: the special ones of these kinds.
    fn is_weighty(kind: Kind) -> bool {
        use Kind::*;
        matches!(
            kind,
            Amend | Dissolve | Invoke | CoverLoss | LeaveFederation | Spend | Sell | Mandate | Represent
        )
    }
}
