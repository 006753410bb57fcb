//! Every reason to refuse in governance and federation, reached on purpose.

use super::errors::Scene;
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::{self, *},
    state::{Action, CharterTerms, Choice},
};
use coop_tests::{
    Actor, DAY, Refusal, UNIT, World,
    call::{act_of, call_of},
    charter,
    fixtures::{
        Founded, active, await_execution, clear, dissolving, federated, mandated, moving, newcomer, pair,
        pass, propose, reviewable, spending, transfer_by_agent, vote,
    },
    mints, pool_terms,
};
use solana_message::{AccountMeta, Instruction};

fn no(world: &mut World, call: Instruction, signers: &[&Actor]) -> Refusal {
    world.attempt(call, signers).expect_err("a refusal")
}

/// The founder proposes in a co-op of three, and is refused.
fn proposing(world: &mut World, action: impl FnOnce(&mut World, &Founded) -> Action) -> Refusal {
    let g = active(world, 3, 200 * UNIT);
    let action = action(world, &g.coop);
    refused(world, &g.coop, action)
}

fn refused(world: &mut World, coop: &Founded, action: Action) -> Refusal {
    world.pass(1);
    let index = world.coop(&coop.site.coop).proposals.get();
    no(world, coop.site.propose(&coop.founder.wallet(), index, action), &[&coop.founder])
}

fn member(coop: &Founded, i: usize) -> Address {
    coop.site.member(&coop.members[i].wallet())
}

/// A spend is executed after `prepare` has had its way with it.
fn spent(world: &mut World, prepare: impl FnOnce(&mut World, &Founded)) -> Refusal {
    let g = active(world, 3, 200 * UNIT);
    propose(world, &g.coop, spending(&g.coop));
    prepare(world, &g.coop);
    no(world, g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
}

fn everyone(choice: Choice) -> impl FnOnce(&mut World, &Founded) {
    move |world, coop| {
        vote(world, coop, 0, choice);
        await_execution(world, coop, 0);
    }
}

/// Another member proposes.
fn member_proposes(world: &mut World, coop: &Founded, action: Action) -> u32 {
    let who = &coop.members[0];
    let index = world.coop(&coop.site.coop).proposals.get();
    world.accepts(coop.site.propose(&who.wallet(), index, action), &[who]);
    vote(world, coop, index, Choice::Yes);
    index
}

fn amendment(spoil: fn(&mut CharterTerms)) -> Action {
    let mut charter = charter();
    spoil(&mut charter);
    Action::Amend { charter, heir: Address::default() }
}

type Loosening = (CoopError, fn(&mut CharterTerms));

/// Every ratchet, moved one step the wrong way.
pub const LOOSENINGS: &[Loosening] = &[
    (MemberShareRaised, |c| c.member_share += 1),
    (TimelockShortened, |c| c.timelock -= 1),
    (ExodusRaised, |c| c.exodus_bps += 1),
    (PeriodLengthened, |c| c.period_length += 1),
    (TakeRateCeilingRaised, |c| c.take_rate_ceiling_bps += 1),
    (CommitmentShortened, |c| c.commitment -= 1),
    (ReserveLowered, |c| c.reserve_bps -= 1),
    (InterestCapRaised, |c| c.interest_cap_bps += 1),
    (DepreciationLowered, |c| c.depreciation_bps -= 1),
    (RevolvingLengthened, |c| c.revolve_periods += 1),
    (RedemptionLowered, |c| c.redemption_bps -= 1),
    (PioneerTermsChanged, |c| c.pioneer_bps += 1),
    (PioneerTermsChanged, |c| c.pioneer_threshold += 1),
    (PioneerTermsChanged, |c| c.pioneer_cap_bps -= 1),
];

/// One scene a rule.
pub const SCENES: &[Scene] = &[
    (ElectorsOnly, |w| {
        let mut g = active(w, 3, 200 * UNIT);
        let i = newcomer(w, &mut g.coop);
        let who = &g.coop.members[i];
        let call = g.coop.site.propose(&who.wallet(), 0, spending(&g.coop));
        no(w, call, &[who])
    }),
    (ProposalOpen, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        refused(w, &g.coop, spending(&g.coop))
    }),
    (NotInSnapshot, |w| {
        let mut g = active(w, 3, 200 * UNIT);
        let i = newcomer(w, &mut g.coop);
        let who = &g.coop.members[i];
        w.accepts(g.coop.site.subscribe(who, 100 * UNIT), &[who]);
        w.pass(charter().seasoning as i64);
        propose(w, &g.coop, spending(&g.coop));
        // in the same second
        w.accepts(g.coop.site.enrol(&who.wallet(), &who.wallet()), &[who]);
        no(w, g.coop.site.cast_vote(&who.wallet(), 0, Choice::Yes), &[who])
    }),
    (VotingOver, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        vote(w, &g.coop, 0, Choice::Yes);
        w.set_time(w.proposal(&g.coop.site.proposal(0)).ends.get());
        let who = &g.coop.members[0];
        no(w, g.coop.site.cast_vote(&who.wallet(), 0, Choice::No), &[who])
    }),
    (VotingNotOver, |w| spent(w, |w, coop| vote(w, coop, 0, Choice::Yes))),
    (QuorumNotReached, |w| spent(w, |w, coop| await_execution(w, coop, 0))),
    (MajorityNotReached, |w| spent(w, everyone(Choice::No))),
    (TimelockNotOver, |w| {
        spent(w, |w, coop| {
            everyone(Choice::Yes)(w, coop);
            w.pass(-1);
        })
    }),
    (ExecutionWindowOver, |w| {
        spent(w, |w, coop| {
            everyone(Choice::Yes)(w, coop);
            w.pass(charter().execution_window as i64);
        })
    }),
    (ProposalExecuted, |w| {
        spent(w, |w, coop| {
            everyone(Choice::Yes)(w, coop);
            w.accepts(coop.site.execute_spend(0, &coop.members[1].tokens), &[]);
        })
    }),
    (ProposalStale, |w| {
        let g = active(w, 3, 200 * UNIT);
        let amend = propose(w, &g.coop, amendment(|c| c.reserve_bps += 1));
        vote(w, &g.coop, amend, Choice::Yes);
        w.pass(1);
        let spend = member_proposes(w, &g.coop, spending(&g.coop));
        await_execution(w, &g.coop, amend);
        w.accepts(g.coop.site.execute_amend(amend, None), &[]);
        no(w, g.coop.site.execute_spend(spend, &g.coop.members[1].tokens), &[])
    }),
    (TooManyLeft, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, amendment(|c| c.cash_bps = 2_000));
        // one of three is more than a fifth
        let who = &g.coop.members[0];
        w.accepts(g.coop.site.resign_over(&who.wallet(), Some(0)), &[who]);
        no(w, g.coop.site.execute_amend(0, None), &[])
    }),
    (OldWalletObjected, |w| {
        let (g, member, wallet) = moving(w);
        let who = &g.coop.members[1];
        w.accepts(g.coop.site.veto_rehome(&who.wallet(), &member, 0), &[who]);
        let founder = &g.coop.founder;
        no(w, g.coop.site.execute_rehome(&founder.wallet(), 0, &member, &wallet), &[founder])
    }),
    (ActionMismatch, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, spending(&g.coop));
        no(w, g.coop.site.execute_grant(0, &g.coop.members[1].tokens), &[])
    }),
    (SubjectMismatch, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, Action::Expel { member: member(&g.coop, 1) });
        no(w, g.coop.site.execute_expel(0, &member(&g.coop, 0)), &[])
    }),
    (BallotUnchanged, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        vote(w, &g.coop, 0, Choice::Abstain);
        let who = &g.coop.members[0];
        no(w, g.coop.site.cast_vote(&who.wallet(), 0, Choice::Abstain), &[who])
    }),
    (NotTheProposer, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        let who = &g.coop.members[0];
        no(w, g.coop.site.cancel_proposal(&who.wallet(), 0, &g.coop.founder.wallet()), &[who])
    }),
    (BallotsCast, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        vote(w, &g.coop, 0, Choice::Abstain);
        let who = &g.coop.founder;
        no(w, g.coop.site.cancel_proposal(&who.wallet(), 0, &who.wallet()), &[who])
    }),
    (ProposalStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        let who = &g.coop.founder;
        let wallet = who.wallet();
        no(w, g.coop.site.reclaim_proposal(&wallet, &wallet, 0, &wallet), &[who])
    }),
    (BallotStillNeeded, |w| {
        let g = active(w, 3, 200 * UNIT);
        propose(w, &g.coop, spending(&g.coop));
        vote(w, &g.coop, 0, Choice::Yes);
        w.set_time(w.proposal(&g.coop.site.proposal(0)).ends.get());
        no(w, g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0), &[])
    }),
    (BudgetExceeded, |w| {
        // a tenth of 600 in a period
        let g = active(w, 3, 200 * UNIT);
        let to = g.coop.members[1].wallet();
        let forty = Action::Spend { to, amount: 40 * UNIT, investment: false };
        let second = {
            w.pass(1);
            member_proposes(w, &g.coop, forty.clone())
        };
        let first = pass(w, &g.coop, forty);
        w.accepts(g.coop.site.execute_spend(first, &g.coop.members[1].tokens), &[]);
        no(w, g.coop.site.execute_spend(second, &g.coop.members[1].tokens), &[])
    }),
    (MoreThanOperating, |w| {
        proposing(w, |_, coop| Action::Spend {
            to: coop.members[0].wallet(),
            amount: 600 * UNIT + 1,
            investment: false,
        })
    }),
    (MoreThanSolidarity, |w| {
        proposing(w, |_, coop| Action::Grant { to: coop.members[0].wallet(), amount: 1 })
    }),
    (LossCoverOutOfBounds, |w| proposing(w, |_, _| Action::CoverLoss { amount: 1 })),
    (LossCoveredRecently, |w| {
        proposing(w, |w, coop| {
            let now = w.now();
            w.edit::<coop::state::Coop>(&coop.site.coop, |c| {
                (c.loss_carried, c.reserve) = (5.into(), 50.into());
                c.loss_covered_at = (now + 2 - 365 * DAY).into();
            });
            Action::CoverLoss { amount: 5 }
        })
    }),
    (MandateOver, |w| {
        let g = mandated(w);
        w.set_time(w.mandate(&g.coop.site.mandate(0)).until.get() + 1);
        let who = &g.coop.members[1];
        no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
    }),
    (MandateStillRuns, |w| {
        let g = mandated(w);
        w.set_time(w.mandate(&g.coop.site.mandate(0)).until.get());
        no(w, g.coop.site.reclaim_mandate(0, &g.coop.founder.wallet()), &[])
    }),
    (NotTheMandateHolder, |w| {
        let g = mandated(w);
        let who = &g.coop.members[0];
        no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1), &[who])
    }),
    (MoreThanTheMandate, |w| {
        let g = mandated(w);
        let who = &g.coop.members[1];
        no(w, g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 10 * UNIT + 1), &[who])
    }),
    (MandateTooShort, |w| {
        proposing(w, |w, coop| {
            let c = charter();
            let over = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
            Action::Mandate { to: coop.members[0].wallet(), per_period: 1, until: over - 1 }
        })
    }),
    (OpensBeforeExecution, |w| {
        proposing(w, |w, _| {
            let c = charter();
            let over = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
            Action::OpenPool { terms: pool_terms(over - 1) }
        })
    }),
    (AlreadyExpelled, |w| {
        let g = active(w, 3, 200 * UNIT);
        let member = member(&g.coop, 1);
        pass(w, &g.coop, Action::Expel { member });
        w.accepts(g.coop.site.execute_expel(0, &member), &[]);
        clear(w, &g.coop, 0);
        refused(w, &g.coop, Action::Expel { member })
    }),
    (NotExpelled, |w| proposing(w, |_, coop| Action::Readmit { member: member(coop, 1) })),
    (CallsThisProgram, |w| proposing(w, |_, _| call_of(coop::ID, &[], vec![], false))),
    (SignerNotTheAgent, |w| {
        proposing(w, |w, coop| {
            let founder = AccountMeta::new_readonly(coop.founder.wallet(), true);
            call_of(w.token_program, &[founder], vec![3], false)
        })
    }),
    (WritesToOurs, |w| {
        proposing(w, |w, coop| {
            call_of(w.token_program, &[AccountMeta::new(coop.site.vault, false)], vec![3], false)
        })
    }),
    (CallTooLarge, |w| {
        proposing(w, |w, _| {
            let accounts: Vec<_> =
                (0..17).map(|i| AccountMeta::new_readonly(Address::new_from_array([i; 32]), false)).collect();
            call_of(w.token_program, &accounts, vec![], false)
        })
    }),
    (CallMismatch, |w| {
        let g = active(w, 3, 200 * UNIT);
        let (action, mut accounts) = transfer_by_agent(w, &g.coop, UNIT);
        pass(w, &g.coop, action);
        accounts.swap(0, 1);
        let program = w.token_program;
        no(w, g.coop.site.execute_invoke(0, &program, None, &accounts), &[])
    }),
    (ProgramChanged, |w| {
        let g = active(w, 3, 200 * UNIT);
        let pinned = call_of(w.token_program, &[], vec![], true);
        w.pass(1);
        let call = g.coop.site.propose_with(&g.coop.founder.wallet(), 0, None, pinned);
        no(w, call, &[&g.coop.founder])
    }),
    (WalletIsAMember, |w| {
        proposing(w, |_, coop| Action::Rehome { member: member(coop, 0), wallet: coop.members[1].wallet() })
    }),
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
    (SourceNotTheAgents, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, Action::Collect { amount: 1 });
        no(w, g.coop.site.execute_collect(Some(0), &g.coop.founder.tokens), &[])
    }),
    (NotReviewable, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, Action::Expel { member: member(&g.coop, 1) });
        w.pass(-1);
        no(w, g.coop.site.call_panel(0), &[])
    }),
    (PanelCalled, |w| {
        let g = reviewable(w);
        w.accepts(g.coop.site.call_panel(0), &[]);
        w.pass_slots(64 + 512);
        no(w, g.coop.site.call_panel(0), &[])
    }),
    (PanelSlotNotThere, |w| {
        let g = reviewable(w);
        w.accepts(g.coop.site.call_panel(0), &[]);
        w.pass_slots(63);
        no(w, g.coop.site.seat_panel(0), &[])
    }),
    (NotOnThePanel, |w| {
        let g = reviewable(w);
        w.accepts(g.coop.site.call_panel(0), &[]);
        let who = &g.coop.members[0];
        no(w, g.coop.site.object(&who.wallet(), 0), &[who])
    }),
    (RedirectStillNeeded, |w| {
        let (g, member, wallet) = moving(w);
        let founder = &g.coop.founder;
        let by = founder.wallet();
        w.accepts(g.coop.site.execute_rehome(&by, 0, &member, &wallet), &[founder]);
        no(w, g.coop.site.reclaim_redirect(&wallet, &member, &by), &[])
    }),
    (WalletUnchanged, |w| {
        proposing(w, |_, coop| Action::Rehome { member: member(coop, 1), wallet: coop.members[1].wallet() })
    }),
    (NotFederable, |w| {
        proposing(w, |w, _| {
            let mint = w.mint;
            w.mint = w.new_mint(mints::plain(&mint));
            let federation = active(w, 3, 200 * UNIT).coop.site.coop;
            w.mint = mint;
            Action::JoinFederation { federation }
        })
    }),
    (InAFederation, |w| {
        let (small, large) = federated(w);
        refused(w, &small, Action::JoinFederation { federation: large.site.coop })
    }),
    (InNoFederation, |w| proposing(w, |_, _| Action::LeaveFederation)),
    (FederationNotSought, |w| {
        let (small, large) = pair(w);
        refused(w, &large, Action::AcceptFederation { joining: small.site.coop })
    }),
    (NothingToPass, |w| {
        let (small, large) = federated(w);
        no(w, small.site.remit_solidarity(&large.site.coop), &[])
    }),
    (HeirMissing, |w| proposing(w, |_, _| Action::Dissolve)),
    (ElectorsRemain, |w| {
        let g = active(w, 3, 200 * UNIT);
        for who in g.coop.everyone() {
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
        }
        w.pass(90 * DAY - 1);
        let by = &g.coop.founder;
        no(w, g.coop.site.dissolve(&by.wallet(), None, None, 0), &[by])
    }),
    (CoopNotDissolving, |w| {
        let g = active(w, 3, 200 * UNIT);
        no(w, g.coop.site.finish_dissolution(None, None, None), &[])
    }),
    (TooEarlyToFinish, |w| {
        let (small, large) = dissolving(w);
        w.pass(180 * DAY - 1);
        let heir = Some(large.site.coop);
        no(w, small.site.finish_dissolution(heir, None, heir), &[])
    }),
    (NotTheSuccessor, |w| {
        let (small, _) = dissolving(w);
        w.pass(180 * DAY);
        no(w, small.site.finish_dissolution(None, None, None), &[])
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
    (ProposalOfAnotherCoop, |w| {
        let (one, other) = (active(w, 3, 200 * UNIT), active(w, 3, 200 * UNIT));
        pass(w, &one.coop, spending(&one.coop));
        let mut call = other.coop.site.execute_spend(0, &one.coop.members[1].tokens);
        call.accounts[1].pubkey = one.coop.site.proposal(0);
        no(w, call, &[])
    }),
    (BallotMismatch, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, spending(&g.coop));
        w.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
        let mut call = g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0);
        call.accounts[3].pubkey = g.coop.site.ballot(0, &g.coop.members[1].wallet());
        no(w, call, &[])
    }),
    (MandateOfAnotherCoop, |w| {
        let (one, other) = (mandated(w), mandated(w));
        let who = &one.coop.members[1];
        let mut call = other.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 1);
        call.accounts[2].pubkey = one.coop.site.mandate(0);
        no(w, call, &[who])
    }),
    (DestinationNotThePayees, |w| {
        let g = active(w, 3, 200 * UNIT);
        pass(w, &g.coop, spending(&g.coop));
        no(w, g.coop.site.execute_spend(0, &g.coop.founder.tokens), &[])
    }),
    (RedirectOfAnotherCoop, |w| {
        let (g, member, wallet) = moving(w);
        let founder = &g.coop.founder;
        let by = founder.wallet();
        w.accepts(g.coop.site.execute_rehome(&by, 0, &member, &wallet), &[founder]);
        let mut call = g.coop.site.reclaim_redirect(&wallet, &member, &by);
        call.accounts[0].pubkey = active(w, 3, 200 * UNIT).coop.site.coop;
        no(w, call, &[])
    }),
];

#[test]
fn an_amendment_that_loosens_a_ratchet_is_refused_by_its_name_when_it_is_proposed() {
    for (error, loosen) in LOOSENINGS {
        let refusal = proposing(&mut World::new(), |_, _| amendment(*loosen));
        assert!(refusal.is(*error), "{error:?}: {refusal:#?}");
    }
}

#[test]
fn every_rule_of_governance_and_federation_is_refused_by_name() {
    for (error, scene) in SCENES {
        let refusal = scene(&mut World::new());
        assert!(refusal.is(*error), "not {error:?} but {refusal:#?}");
    }
}
