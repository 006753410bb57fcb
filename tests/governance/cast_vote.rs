//! `cast_vote`: An elector votes, or changes its vote.

use crate::{
    CoopSite,
    call::{Nth, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction, state::Choice};
use solana_message::Instruction;

impl CoopSite {
    /// A vote of one of the first page, who pays for it.
    pub fn cast_vote(&self, wallet: &Address, nth: impl Into<Nth>, choice: Choice) -> Instruction {
        self.cast_vote_of(wallet, wallet, 0, nth, choice)
    }

    /// A vote of one whose number is on a page.
    pub fn cast_vote_of(
        &self,
        payer: &Address,
        wallet: &Address,
        page: u32,
        nth: impl Into<Nth>,
        choice: Choice,
    ) -> Instruction {
        let nth = nth.into();
        build(
            accounts::CastVote {
                payer: *payer,
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(nth),
                ballots: self.ballots(nth, page),
                system_program: system(),
            },
            instruction::CastVote { choice },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World, charter,
        fixtures::{active, newcomer, propose, spending, vote},
        scenes::no,
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Standing, Verdict, demand, refuse},
            proposal::{Ballot, Page, Proposal, Status},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Choice};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "cast_vote"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, spending(&g.coop));
            let who = &g.coop.members[0];
            Call::new(g.coop.site.cast_vote(&who.wallet(), 0, Choice::Yes), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember, Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            90
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, now, founded, who, .. } = aim;
            let open = |p: &Proposal| founded && p.status(coop, now) == Status::Voting;
            let proposal = g.proposal(coop, open);
            let opened = coop.proposal(proposal).map_or(0, |p| p.created_at);
            let fresh: Vec<Who> = (0..PEOPLE)
                .filter(|who| {
                    let votes = coop
                        .members
                        .get(who)
                        .is_some_and(|m| m.standing == Standing::Member && m.was_elector_at(opened - 1));
                    votes && coop.ballot_of(proposal, *who).is_none()
                })
                .collect();
            let who = if fresh.is_empty() || g.rng.percent(15) { who } else { g.rng.pick(&fresh) };
            let choice = match g.rng.below(10) {
                0 => Choice::No,
                1 => Choice::Abstain,
                _ => Choice::Yes,
            };
            let payer = if g.rng.percent(80) { who } else { g.who() };
            CastVote { slot, proposal, who, choice, payer }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
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
        (BallotUnchanged, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            vote(w, &g.coop, 0, Choice::Abstain);
            let who = &g.coop.members[0];
            no(w, g.coop.site.cast_vote(&who.wallet(), 0, Choice::Abstain), &[who])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct CastVote {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
        pub choice: Choice,
        pub payer: Who,
    }

    impl Act for CastVote {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { proposal, who, payer, .. } = *self;
            Touched::resolved(proposal, &[who, payer])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, proposal, who, choice, payer } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            (
                site.cast_vote_of(&w(payer), &w(who), 0, model.nth(slot, proposal), choice),
                vec![1, 2, 3, 4, 5, 6],
            )
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 1, source: None, who: self.who })
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn names_proposal(&self) -> Option<usize> {
            Some(self.proposal)
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 7, data: 1, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who, choice, payer } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let (m, p) = (c.member(who)?, c.proposal(proposal)?);
            match p.status(c, now) {
                Status::Voting => {}
                Status::Over(why) => return refuse(why),
                Status::AwaitingTurn => return refuse(AwaitsPeriodTurn),
                _ => return refuse(VotingOver),
            }
            demand(m.standing == Standing::Member, NotAMember)?;
            demand(!c.counted_unclaimed(m), ClaimSharesFirst)?;
            demand(c.was_elector_for(m, proposal), NotInSnapshot)?;
            let before = c.ballot_of(proposal, who).and_then(|ballot| ballot.said);
            demand(before != Some(choice), BallotUnchanged)?;
            model.ballot(slot, proposal, who, payer).said = Some(choice);
            let c = model.edit(slot);
            let p = c.edit_proposal(proposal);
            p.tally[choice as usize] += 1;
            if let Some(before) = before {
                p.tally[before as usize] -= 1;
            }
            c.edit_member(who).last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }

    impl Model {
        /// Someone's ballot, on a page that is paid for if there is none yet.
        pub fn ballot(&mut self, slot: usize, proposal: usize, who: Who, payer: Who) -> &mut Ballot {
            let is_new = !self.coops[slot].pages.contains_key(&proposal);
            self.lamports[payer] -= if is_new { self.rents.ballots } else { 0 };
            let c = self.edit(slot);
            c.books.ballot_pages += is_new as u32;
            let number = c.members[&who].number;
            let page =
                c.pages.entry(proposal).or_insert_with(|| Page { rent_payer: payer, ..Page::default() });
            page.ballots.entry(number).or_default()
        }
    }
}
