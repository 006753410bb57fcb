//! `execute_represent`: Acts as a member of another co-op as resolved; the co-op's agent is its wallet there.

use crate::{
    CoopSite,
    call::{Nth, build, unsigned},
};
use coop::instruction;
use solana_message::Instruction;

impl CoopSite {
    /// Acts as a member as was resolved: `act` is the instruction that the agent signs there.
    pub fn execute_represent(&self, nth: impl Into<Nth>, act: &Instruction) -> Instruction {
        let mut call = build(self.call(nth, &coop::ID, None), instruction::ExecuteRepresent {});
        call.accounts.extend(unsigned(&act.accounts));
        call
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        bootstrap::{make_pledge::MakePledge, withdraw_pledge::WithdrawPledge},
        call::act_of,
        fixtures::{active, pair, pass},
        governance::{cast_vote::CastVote, execute_invoke},
        membership::{
            admit::Admit, apply::Apply, enrol::Enrol, reapply::Reapply, resign::Resign, subscribe::Subscribe,
            vouch_for::VouchFor, withdraw_application::WithdrawApplication,
        },
        patronage::{
            ask_back::AskBack, claim_dividends::ClaimDividends, pay_coop::PayCoop, pay_service::PayService,
            withdraw_shares::WithdrawShares,
        },
        scenes::{no, refused},
        stateful::{
            chain::Chain,
            deed::{Act, AsMember, Deed, Touched, Who, agent},
            generate::{Aim, Generator, SHORT_LIVED, limits},
            model::{Coop, Life, Model, Refused, Standing, Verdict, demand, refuse},
            proposal::{Known, Proposal, Status},
            resolution::{Execution, Proposable, Resolve, What},
            words::NAMES,
        },
        verb::{Link, Scene, Verb},
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Choice, Kind},
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_represent"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = pair(world);
            let agent = small.site.agent();
            world.fund(&agent, 1_000_000_000);
            let act = large.site.apply(&agent, &agent);
            pass(world, &small, act_of(large.site.coop, &act));
            Call::new(small.site.execute_represent(0, &act), &[])
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
            8
        }

        fn resolution(&self, g: &mut Generator, own: usize, model: &Model) -> What {
            let who = agent(own);
            let others: Vec<usize> =
                (0..SHORT_LIVED).filter(|s| *s != own && model.coops[*s].life == Life::Alive).collect();
            let member = |s: &usize| model.coops[*s].members.contains_key(&who);
            let slot = match others.iter().copied().find(member) {
                Some(other) if g.rng.percent(70) => other,
                _ if others.is_empty() => (own + 1) % SHORT_LIVED,
                _ => g.rng.pick(&others),
            };
            let (coop, now) = (&model.coops[slot], model.now);
            let m = coop.members.get(&who).cloned().unwrap_or_default();
            let (share, _) = limits(coop);
            let pool = coop.pools.len().saturating_sub(1);
            let payer = if g.rng.percent(95) { who } else { g.who() };
            let to = (g.mostly(who), 0);
            let standing = coop.members.get(&who).map(|m| m.standing);
            let act: Deed = match (standing, g.rng.below(20)) {
                // what no member's wallet signs
                (_, 0) if g.rng.percent(60) => Admit { slot, who }.into(),
                (_, 0) => Enrol { slot, who, caller: payer }.into(),
                (None, _) => Apply { slot, who, payer, name: g.rng.pick(&NAMES), signs: true }.into(),
                (Some(Standing::Candidate), 1..4) => WithdrawApplication { slot, who, by: None }.into(),
                (Some(Standing::Candidate | Standing::Expelled), _) => {
                    return execute_invoke::This.resolution(g, own, model);
                }
                (Some(Standing::Left), 0..10) => Reapply { slot, who, name: "", signs: true }.into(),
                (Some(Standing::Member), 1..13) if m.shares < share => {
                    Subscribe { slot, who, amount: g.amount(&[share, share, share + 1]), least: 0 }.into()
                }
                (Some(Standing::Member), 8..10) => {
                    let use_amount = g.rng.pick(&[0, 10]);
                    MakePledge {
                        slot,
                        pool,
                        who,
                        payer,
                        amount: g.amount(&[share]),
                        use_amount,
                        version: model.coops[slot].books.charter_version,
                    }
                    .into()
                }
                (Some(Standing::Member), 10) => {
                    WithdrawPledge { slot, pool, who, to, amount: g.amount(&[share, m.pledged]) }.into()
                }
                (Some(Standing::Member), 11 | 12) => {
                    let candidates: Vec<Who> = coop
                        .members
                        .iter()
                        .filter(|(_, m)| m.standing == Standing::Candidate)
                        .map(|(who, _)| *who)
                        .collect();
                    let candidate = if candidates.is_empty() { g.who() } else { g.rng.pick(&candidates) };
                    VouchFor { slot, voucher: who, candidate, payer }.into()
                }
                (Some(Standing::Member), 13) if g.rng.percent(50) => {
                    let waits = m.is_unsettled() && m.unsettled_period < coop.books.period;
                    let period = waits.then_some(m.unsettled_period as usize);
                    let pool = m.pledged_in.checked_sub(1).map(|pool| pool as usize);
                    Resign { slot, who, ask: g.rng.percent(70), period, pool, protest: false }.into()
                }
                (Some(Standing::Member), 14) => {
                    let amount = 1 + g.rng.below(model.tokens[who][0]);
                    if g.rng.percent(50) || coop.services.is_empty() {
                        PayCoop { slot, payer: who, buyer: Some(who), amount }.into()
                    } else {
                        let service = g.service(coop);
                        let known = coop.service(service).ok();
                        let payout = known.map_or((0, 0), |s| s.payout);
                        let provider = known.and_then(|s| s.provider).map(|(who, _)| who);
                        let (payer, buyer, max_fee) = (who, Some(who), amount);
                        PayService { slot, service, payer, buyer, provider, payout, amount, max_fee }.into()
                    }
                }
                (Some(Standing::Member), 16) => {
                    let most = m.shares.saturating_sub(share);
                    WithdrawShares { slot, who, amount: g.amount(&[most, 1 + most / 2]), least: 0 }.into()
                }
                (_, 15) => ClaimDividends { slot, caller: who, who, to }.into(),
                (Some(Standing::Member), _) => {
                    let open = |p: &Proposal| p.status(coop, now) == Status::Voting;
                    let proposal = g.proposal(coop, open);
                    CastVote {
                        slot,
                        proposal,
                        who,
                        choice: g.rng.pick(&[Choice::Yes, Choice::No]),
                        payer: who,
                    }
                    .into()
                }
                _ => {
                    let amount = g.amount(&[m.matured + m.shares, m.matured / 2]);
                    AskBack { slot, who, amount, least: 0 }.into()
                }
            };
            ToRepresent { act }.into()
        }

        fn invited(&self, g: &mut Generator, slot: usize, model: &Model) -> Vec<What> {
            let acts_elsewhere = (0..SHORT_LIVED).any(|s| model.coops[s].members.contains_key(&agent(slot)));
            if acts_elsewhere {
                vec![self.resolution(g, slot, model), self.resolution(g, slot, model)]
            } else {
                Vec::new()
            }
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteRepresent(g.execution_of(Kind::Represent, aim)).into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotAMembersAct, |w| {
            let (small, large) = pair(w);
            let mut act = large.site.apply(&small.site.agent(), &small.site.agent());
            act.data.clear();
            refused(w, &small, act_of(large.site.coop, &act))
        }),
        (ActsElsewhere, |w| {
            let coop = active(w, 3, 200 * UNIT).coop;
            let agent = coop.site.agent();
            let at_home = act_of(coop.site.coop, &coop.site.apply(&agent, &agent));
            w.pass(1);
            no(w, coop.site.propose_with(&coop.founder.wallet(), 0, None, at_home), &[&coop.founder])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteRepresent(pub Execution);

    impl Act for ExecuteRepresent {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.0.slot
        }

        fn other_slot(&self) -> Option<usize> {
            self.0.other
        }

        fn touched(&self) -> Touched {
            self.0.touched()
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Execution { slot, proposal, .. } = self.0;
            let site = &chain.sites[slot];
            let nth = model.nth(slot, proposal);
            let coop = &model.coops[slot];
            let act = match coop.proposal(proposal).ok().and_then(|p| p.what.of::<ToRepresent>()) {
                Some(ToRepresent { act }) => act.as_act().expect("an act").call(chain, model).0,
                None => Instruction::new_with_bytes(::coop::ID, &[], Vec::new()),
            };
            let fixed = (0..4).chain(5..5 + act.accounts.len()).collect();
            (site.execute_represent(nth, &act), fixed)
        }

        fn elsewhere(&self, model: &Model) -> Option<Deed> {
            let Execution { slot, proposal, .. } = self.0;
            model.coops[slot].proposal(proposal).ok()?.what.of().map(|ToRepresent { act }| act.clone())
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();

            p.require_executable(Kind::Represent, c, now)?;
            let ToRepresent { act } = p.resolved();
            let there = &model.coops[act.slot().expect("an instruction is about a co-op")];
            let member = act.as_act().expect("an act");
            if let Some(named) = member.names_proposal() {
                demand(named < p.knows.proposals || named >= there.nths.len(), CallMismatch)?;
            }
            let signs = (there.books.statutes != p.knows.statutes).then(|| member.under_other_statutes());
            let act = signs.flatten().unwrap_or_else(|| act.clone());
            model.step(&act)?;
            model.executed(slot, proposal)
        }
    }

    /// The agent does this in another co-op.
    #[derive(Clone, Debug)]
    pub struct ToRepresent {
        pub act: Deed,
    }

    impl Resolve for ToRepresent {
        fn kind(&self) -> Kind {
            Kind::Represent
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn names(&self) -> Option<usize> {
            self.act.slot()
        }

        fn action(&self, chain: &Chain, _slot: usize, model: &Model) -> Action {
            let Self { ref act } = *self;
            let other = act.slot().expect("an instruction is about a co-op");
            act_of(chain.sites[other].coop, &act.as_act().expect("an act").call(chain, model).0)
        }

        fn bytes(&self) -> u64 {
            let act =
                self.act.as_act().and_then(crate::stateful::deed::Act::as_member).expect("a member's act");
            1 + 33 * act.accounts + 8 + act.data
        }

        fn knows(&self, model: &Model) -> Known {
            let there = &model.coops[self.act.slot().expect("an instruction is about a co-op")];
            Known { proposals: there.nths.len(), statutes: there.books.statutes }
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { ref act } = *self;
            let there = act.slot();
            model.alive(there.expect("an instruction is about a co-op"))?;
            let act = act.as_act().expect("an act");
            demand(act.cosigner().is_none_or(|who| who == agent(slot)), SignerNotTheAgent)?;
            let Some(AsMember { moves_money, .. }) = act.as_member() else { return refuse(NotAMembersAct) };
            Ok(Proposable { special: moves_money, named: there, worker: None })
        }

        fn aim(&self, _g: &mut Generator, _coop: &Coop, execution: &mut Execution) {
            execution.other = self.act.slot();
        }
    }
}

#[cfg(test)]
mod tests;
