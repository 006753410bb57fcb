//! `release`: Releases a former member that left over a weighty resolution from its promise of use and its resting
//! capital.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Of one on the first page of ballots.
    pub fn release(&self, wallet: &Address, nth: impl Into<Nth>, pool: Option<u32>) -> Instruction {
        let nth = nth.into();
        build(
            accounts::Release {
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(nth),
                ballots: self.ballots(nth, 0),
                pool: pool.map(|index| self.pool(index).pool),
            },
            instruction::Release {},
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
        call::Nth,
        fixtures::{Founded, Gathering, active, propose, spending},
        scenes::{amendment, no},
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Member, Model, Standing, Verdict, demand},
            proposal::{Proposal, Status},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "release"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = passed_without_one(world);
            let who = &g.coop.members[1];
            world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            Call::new(g.coop.site.release(&who.wallet(), 0, None), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::ByAddress, 3, "a page that is not there says nothing")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            6
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, founded, who, .. } = aim;
            let open = |p: &Proposal| founded && p.weighty && !p.is_over(coop, now);
            let proposal = g.proposal(coop, open);
            let left = |who: &Who| coop.members.get(who).is_some_and(|m| m.left_at != 0 && m.binds(now));
            let bound: Vec<Who> = (0..PEOPLE).filter(left).collect();
            let who = if bound.is_empty() || g.rng.percent(20) { who } else { g.rng.pick(&bound) };
            Release { slot, proposal, who }.into()
        }
    }

    /// A resolution to amend has passed; the third of three did not vote, and is bound by the founding pool.
    pub fn passed_without_one(world: &mut World) -> Gathering {
        let g = active(world, 3, 200 * UNIT);
        pass_without_one(world, &g.coop);
        g
    }

    /// A resolution to amend passes by the votes of the first two, in this second.
    pub fn pass_without_one(world: &mut World, coop: &Founded) -> Nth {
        let nth = propose(world, coop, amendment(|c| c.cash_bps = 2_000)).into();
        for who in coop.everyone().take(2) {
            world.accepts(coop.site.cast_vote(&who.wallet(), nth, Choice::Yes), &[who]);
        }
        world.set_time(world.proposal(&coop.site.proposal(nth)).ends.get());
        nth
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotWeighty, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let who = &g.coop.members[1];
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            no(w, g.coop.site.release(&who.wallet(), 0, None), &[])
        }),
        (VotingNotOver, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, amendment(|c| c.cash_bps = 2_000));
            let who = &g.coop.members[1];
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            no(w, g.coop.site.release(&who.wallet(), 0, None), &[])
        }),
        (QuorumNotReached, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, amendment(|c| c.cash_bps = 2_000));
            let who = &g.coop.members[1];
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            w.set_time(w.proposal(&g.coop.site.proposal(0)).ends.get());
            no(w, g.coop.site.release(&who.wallet(), 0, None), &[])
        }),
        (NotLeftOverIt, |w| {
            let g = passed_without_one(w);
            no(w, g.coop.site.release(&g.coop.members[1].wallet(), 0, None), &[])
        }),
        (NotLeftOverIt, |w| {
            // who came after it was proposed knew of it
            let g = passed_without_one(w);
            let who = &g.coop.members[1];
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            let made = w.proposal(&g.coop.site.proposal(0)).created_at.get();
            w.edit::<coop::state::Member>(&g.coop.site.member(&who.wallet()), |m| {
                (m.applied_at, m.admitted_at) = ((made + 1).into(), (made + 1).into());
            });
            no(w, g.coop.site.release(&who.wallet(), 0, None), &[])
        }),
        (PledgedKnowingly, |w| {
            let g = passed_without_one(w);
            let who = &g.coop.members[1];
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            let made = w.proposal(&g.coop.site.proposal(0)).created_at.get();
            w.edit::<coop::state::Member>(&g.coop.site.member(&who.wallet()), |m| {
                m.pledged_at = (made + 1).into();
            });
            no(w, g.coop.site.release(&who.wallet(), 0, None), &[])
        }),
        (VotedYes, |w| {
            let g = passed_without_one(w);
            let who = &g.coop.members[0];
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            no(w, g.coop.site.release(&who.wallet(), 0, None), &[])
        }),
        (BallotMismatch, |w| {
            // a page on which it says nothing, of another resolution
            let g = active(w, 3, 200 * UNIT);
            let site = g.coop.site;
            w.pass(1);
            for (i, who) in g.coop.members.iter().enumerate() {
                let nth = (i as u32 + 1, 0);
                w.accepts(site.propose(&who.wallet(), nth, amendment(|c| c.cash_bps = 2_000)), &[who]);
            }
            let (yes, other) = (&g.coop.founder, &g.coop.members[1]);
            for who in [yes, &g.coop.members[0]] {
                w.accepts(site.cast_vote(&who.wallet(), (1, 0), Choice::Yes), &[who]);
            }
            w.accepts(site.cast_vote(&other.wallet(), (2, 0), Choice::Yes), &[other]);
            w.set_time(w.proposal(&site.proposal((1, 0))).ends.get());
            w.accepts(site.resign(&yes.wallet()), &[yes]);
            let mut call = site.release(&yes.wallet(), (1, 0), None);
            call.accounts[3].pubkey = site.ballots((2, 0), 0);
            no(w, call, &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Release {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
    }

    impl Act for Release {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched::resolved(self.proposal, &[self.who])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, who } = *self;
            let member = model.coops[slot].members.get(&who);
            let pool = member.and_then(|m| m.pledged_in.checked_sub(1));
            // anyone may release anyone, and whoever is free already is released whatever else is given
            let nth = model.nth(slot, proposal);
            (chain.sites[slot].release(&chain.wallet(who), nth, pool), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let (m, p) = (c.member(who)?, c.proposal(proposal)?);
            demand(p.weighty, NotWeighty)?;
            match p.status(c, now) {
                Status::Voting => demand(false, VotingNotOver)?,
                Status::Over(why) => demand(false, why)?,
                _ => {}
            }
            let out = matches!(m.standing, Standing::Left | Standing::Expelled);
            let came_before = m.admitted_at <= p.created_at || m.applied_at <= p.created_at;
            demand(out && came_before && p.proposer != who, NotLeftOverIt)?;
            demand(m.pledged_at <= p.created_at, PledgedKnowingly)?;
            let said = c.ballot_of(proposal, who).and_then(|ballot| ballot.said);
            demand(said != Some(Choice::Yes), VotedYes)?;
            let mut until = if m.resting(now) > 0 { m.rests_until } else { 0 };
            let (mut ends, mut open) = (m.promise_ends, false);
            if let Some(pool) = m.pledged_in.checked_sub(1) {
                let p = &c.pools[pool as usize];
                let from = if p.gathered.settled_at == 0 { p.terms.deadline } else { p.gathered.settled_at };
                let failed = p.gathered.settled_at != 0 && p.gathered.succeeded == 0;
                let stays = if failed { 0 } else { from + p.terms.stay as i64 };
                until = until.max(stays);
                (ends, open) =
                    if m.promise_stands { (ends, false) } else { (stays, p.gathered.settled_at == 0) };
            }
            let is_over = ends <= now && !open;
            until = if m.promised > 0 && !is_over { until.max(ends) } else { until };
            let new = m.unsettled_period == c.books.period && m.shares_new + m.matured_new > m.claimed_new;
            until = if new { until.max(c.period_ends()) } else { until };
            if m.returns_from != 0 || until == 0 {
                return Ok(());
            }
            let c = model.edit(slot);
            let m = c.edit_member(who);
            if new {
                m.claimed_new = m.shares_new + m.matured_new;
            }
            m.returns_from = until;
            (m.rests, m.rests_until) = Default::default();
            m.unbound = m.pledged_in > 0;
            if !is_over {
                m.end_promise();
            }
            c.books.seq += 1;
            Ok(())
        }
    }

    impl Member {
        /// Whether anything that it promised still binds it.
        fn binds(&self, now: i64) -> bool {
            self.promised > 0 || self.pledged_in > 0 || self.resting(now) > 0
        }
    }
}

#[cfg(test)]
mod bound;
#[cfg(test)]
mod tests;
