//! What is tried with resolutions: panels over them, and releases from what binds.

use super::Meant;
use crate::trials::{All, At, Trials, Try};
use anchor_lang::prelude::Address;
use coop::{
    accounts, instruction,
    state::{BallotPage, Coop, Member, Pool, Proposal, Standing},
};
use coop_math::governance::{Choice, Status};
use coop_tests::{World, address, call::build};

/// Panels over resolutions, who sits on them, and whom a resolution releases.
pub fn with_proposals(trials: &mut Trials, world: &mut World, all: &All, meant: Meant) {
    for proposal in all.each::<Proposal>() {
        let Some(coop) = all.get::<Coop>(&proposal.is.coop) else { continue };
        if meant(&proposal.address) {
            let called = accounts::CallPanel { coop: coop.address, proposal: proposal.address };
            let callable = Try {
                rule: "mayCallPanel",
                of: &[("coop", &coop.data), ("proposal", &proposal.data)],
                given: &[],
                calls: &[build(called, instruction::CallPanel {})],
                shows: &[],
                times: &stages(&proposal.is),
            };
            trials.attempt(world, &callable);
        }
        for member in all.each::<Member>().iter().filter(|member| member.is.coop == coop.address) {
            if meant(&proposal.address) || meant(&member.address) {
                concerned(trials, world, all, &coop, &proposal, member);
            }
        }
    }
}

/// When the vote is over, when the timelock is, and when the window is.
fn stages(proposal: &Proposal) -> [i64; 3] {
    let ends = proposal.ends.get();
    let opens = ends + proposal.timelock.get() as i64;
    [ends, opens, opens + proposal.execution_window.get() as i64]
}

/// A member objects, and is released: once it has left, if it has not.
fn concerned(
    trials: &mut Trials,
    world: &mut World,
    all: &All,
    coop: &At<Coop>,
    proposal: &At<Proposal>,
    member: &At<Member>,
) {
    let (number, it) = (member.is.number.get(), &member.is);
    let ballots = address::ballots(&proposal.address, BallotPage::of(number));
    let page = all.get::<BallotPage>(&ballots);
    let objected = page.as_ref().is_some_and(|page| page.is.objects(number));
    let said = match page.and_then(|page| page.is.said(number)) {
        None => "0",
        Some(Choice::Yes) => "1",
        Some(Choice::No) => "2",
        Some(Choice::Abstain) => "3",
    };
    let pool = it.pledged_in.get().checked_sub(1).map(|index| address::pool(&coop.address, index));
    let closed = it.is_unsettled() && it.unsettled_period != coop.is.period.number;
    let resigned = accounts::Resign {
        wallet: it.wallet,
        coop: coop.address,
        member: member.address,
        period: closed.then(|| address::period(&coop.address, it.unsettled_period.get())),
        pool,
        pledge: pool.map(|pool| address::pledge(&pool, &member.address)),
    };
    let released = accounts::Release {
        coop: coop.address,
        member: member.address,
        proposal: proposal.address,
        ballots,
        pool,
    };
    let mut calls = vec![build(released, instruction::Release {})];
    if it.is(Standing::Member) {
        calls.insert(0, build(resigned, instruction::Resign { ask: false, protest: false }));
    }
    let pooled = pool.and_then(|pool| all.get::<Pool>(&pool)).map(|pool| pool.data);
    let mut of = vec![("coop", coop.data.as_slice()), ("proposal", &proposal.data), ("member", &member.data)];
    of.extend(pooled.as_ref().map(|data| ("pool", data.as_slice())));
    let [ends, opens, over] = stages(&proposal.is);
    let times = [ends, opens, over, it.promise_ends.get(), it.rests_until.get()];
    let release = Try {
        rule: "wouldRelease",
        of: &of,
        given: &[("said", said.into())],
        calls: &calls,
        shows: &[("member", member.address)],
        // over one of no weight nobody ever is
        times: if proposal.is.weighty == 1 { &times } else { &[] },
    };
    trials.attempt(world, &release);
    let waits = proposal.is.status(&coop.is, world.now()) == Status::Waiting;
    if !waits || objected || !coop.is.is_of_the_snapshot(it, &proposal.is) {
        return;
    }
    let objects = accounts::Object {
        payer: it.wallet,
        wallet: it.wallet,
        coop: coop.address,
        member: member.address,
        proposal: proposal.address,
        ballots,
        system_program: Address::default(),
    };
    let sits = Try {
        rule: "sitsOnPanel",
        given: &[("proposal", proposal.address.to_string()), ("member", member.address.to_string())],
        calls: &[build(objects, instruction::Object {})],
        shows: &[],
        times: &[],
        ..release
    };
    trials.attempt(world, &sits);
}
