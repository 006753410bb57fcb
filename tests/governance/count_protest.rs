//! `count_protest`: Counts against a weighty resolution that one of its electors left in protest, or was expelled.

use crate::{
    CoopSite,
    call::{Nth, build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// A protest of one of the first page of ballots.
    pub fn count_protest(&self, payer: &Address, wallet: &Address, nth: impl Into<Nth>) -> Instruction {
        let nth = nth.into();
        build(
            accounts::CountProtest {
                payer: *payer,
                coop: self.coop,
                member: self.member(wallet),
                proposal: self.proposal(nth),
                ballots: self.ballots(nth, 0),
                system_program: system(),
            },
            instruction::CountProtest {},
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
        fixtures::{active, propose, spending},
        scenes::{amendment, no},
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Member, Model, Standing, Verdict, demand},
            proposal::{Proposal, Status},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "count_protest"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, amendment(|c| c.cash_bps = 2_000));
            let who = &g.coop.members[0];
            world.accepts(g.coop.site.resign_protesting(&who.wallet()), &[who]);
            let payer = &g.coop.founder;
            Call::new(g.coop.site.count_protest(&payer.wallet(), &who.wallet(), 0), &[&payer.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
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
            let mut uncounted = Vec::new();
            for (index, _) in coop.proposals.iter().enumerate().filter(|(_, p)| p.as_ref().is_some_and(open))
            {
                let counts = |who: &Who| {
                    let votes = |m: &Member| m.protests() && coop.was_elector_for(m, index);
                    let fresh = coop.ballot_of(index, *who).is_none_or(|ballot| !ballot.protests);
                    fresh && coop.members.get(who).is_some_and(votes)
                };
                uncounted.extend((0..PEOPLE).filter(counts).map(|who| (index, who)));
            }
            let any = uncounted.is_empty() || g.rng.percent(20);
            let (proposal, who) = if any { (g.proposal(coop, open), who) } else { g.rng.pick(&uncounted) };
            CountProtest { slot, proposal, who, payer: g.who() }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotWeighty, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, spending(&g.coop));
            let (who, payer) = (&g.coop.members[0], &g.coop.founder);
            w.accepts(g.coop.site.resign_protesting(&who.wallet()), &[who]);
            no(w, g.coop.site.count_protest(&payer.wallet(), &who.wallet(), 0), &[payer])
        }),
        (NotInProtest, |w| {
            let g = active(w, 3, 200 * UNIT);
            propose(w, &g.coop, amendment(|c| c.cash_bps = 2_000));
            let (who, payer) = (&g.coop.members[0], &g.coop.founder);
            w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            no(w, g.coop.site.count_protest(&payer.wallet(), &who.wallet(), 0), &[payer])
        }),
        (NotInSnapshot, |w| {
            let g = active(w, 3, 200 * UNIT);
            let (who, payer) = (&g.coop.members[0], &g.coop.founder);
            w.accepts(g.coop.site.resign_protesting(&who.wallet()), &[who]);
            propose(w, &g.coop, amendment(|c| c.cash_bps = 2_000));
            no(w, g.coop.site.count_protest(&payer.wallet(), &who.wallet(), 0), &[payer])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct CountProtest {
        pub slot: usize,
        pub proposal: usize,
        pub who: Who,
        pub payer: Who,
    }

    impl Act for CountProtest {
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
            let Self { slot, proposal, who, payer } = *self;
            let w = |who: Who| chain.wallet(who);
            // who pays is anyone, and pays only for a page that is not there yet
            (chain.sites[slot].count_protest(&w(payer), &w(who), model.nth(slot, proposal)), vec![1])
        }

        fn cosigner(&self) -> Option<Who> {
            Some(self.payer)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, proposal, who, payer } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let (m, p) = (c.member(who)?, c.proposal(proposal)?);
            demand(p.weighty, NotWeighty)?;
            if let Status::Over(_) = p.status(c, now) {
                return Ok(());
            }
            demand(m.protests(), NotInProtest)?;
            demand(c.was_elector_for(m, proposal), NotInSnapshot)?;
            let ballot = model.ballot(slot, proposal, who, payer);
            if std::mem::replace(&mut ballot.protests, true) {
                return Ok(());
            }
            let c = model.edit(slot);
            c.edit_proposal(proposal).protests += 1;
            c.books.seq += 1;
            Ok(())
        }
    }

    impl Member {
        /// Whether it left in protest, or had to leave.
        pub fn protests(&self) -> bool {
            self.standing == Standing::Expelled || (self.standing == Standing::Left && self.in_protest)
        }
    }

    impl Coop {
        /// Whether one had a vote at the end of the second before a resolution was proposed.
        pub fn was_elector_for(&self, m: &Member, proposal: usize) -> bool {
            let before = self.proposal(proposal).expect("checked before").created_at - 1;
            if self.counted_unclaimed(m) {
                self.books.activated_at <= before
            } else {
                m.was_elector_at(before)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Actor, DAY, UNIT, World,
        call::Nth,
        fixtures::{
            active, await_execution, close, close_overdue, leave_in_protest, pass, propose, reviewable_of,
            settle_everyone, settled, spending, vote,
        },
        scenes::amendment,
    };
    use coop::{
        error::CoopError::*,
        state::{Action, Choice, Purpose},
    };

    #[test]
    fn a_member_who_leaves_over_a_special_spend_counts_against_its_twin_too() {
        let mut world = World::new();
        let g = active(&mut world, 4, 200 * UNIT);
        let (site, founder) = (g.coop.site, &g.coop.founder);
        // two proposers, the same large spend
        let spend = Action::Spend { to: founder.wallet(), amount: 700 * UNIT, purpose: Purpose::Expense };
        let twins = [propose(&mut world, &g.coop, spend.clone()).into(), {
            let second = &g.coop.members[2];
            world.accepts(site.propose(&second.wallet(), (3, 0), spend), &[second]);
            Nth { proposer: 3, count: 0 }
        }];
        for index in twins {
            vote(&mut world, &g.coop, index, Choice::Yes);
        }
        for who in &g.coop.members[..2] {
            world.accepts(site.resign_protesting(&who.wallet()), &[who]);
            for index in twins {
                world.accepts(site.count_protest(&founder.wallet(), &who.wallet(), index), &[founder]);
            }
        }
        await_execution(&mut world, &g.coop, 0);
        for index in twins {
            assert_eq!(world.proposal(&site.proposal(index)).protests, 2);
            world.refuses(TooManyLeft, site.execute_spend(index, &founder.tokens), &[]);
        }
    }

    #[test]
    fn a_protest_counts_once_and_counting_it_again_changes_nothing() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who, payer) = (g.coop.site, &g.coop.members[0], &g.coop.founder);
        propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
        vote(&mut world, &g.coop, 0, Choice::Yes);
        let count = site.count_protest(&payer.wallet(), &who.wallet(), 0);
        // in the transaction in which it leaves
        let all = [site.resign_protesting(&who.wallet()), count.clone()];
        world.send(&all, &[&who.key, &payer.key]).expect("left and counted");
        let p = world.proposal(&site.proposal(0));
        assert_eq!((p.protests.get(), p.yes.get()), (1, 3), "its ballot stays");
        let before = world.snapshot([site.coop, site.proposal(0), site.ballots(0, 0)]);
        let receipt = world.accepts(count, &[payer]);
        assert!(receipt.events.is_empty());
        assert_eq!(world.snapshot([site.coop, site.proposal(0), site.ballots(0, 0)]), before);
    }

    #[test]
    fn nobody_loses_its_say_in_what_was_proposed_by_being_suspended_or_expelled() {
        let mut world = World::new();
        let g = active(&mut world, 5, 200 * UNIT);
        let (site, founder) = (g.coop.site, &g.coop.founder);
        let [silent, opponent, second, third] = &g.coop.members[..] else { panic!("five") };
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop);
        world.pass(366 * DAY);
        let by = |world: &mut World, who: &Actor, index: Nth, action: Action| {
            world.accepts(site.propose(&who.wallet(), index, action), &[who]);
        };
        let amend = || amendment(|c| c.cash_bps = 2_000);
        let expelled = site.member(&opponent.wallet());
        let [expel, resolution, later] = [0, 3, 4].map(|proposer| Nth { proposer, count: 0 });
        by(&mut world, founder, expel, Action::Expel { member: expelled });
        by(&mut world, second, resolution, amend());
        world.accepts(site.suspend(&silent.wallet()), &[]);
        world.pass(1);
        by(&mut world, third, later, amend());
        let electors = |world: &World, index| world.proposal(&site.proposal(index)).electors.get();
        assert_eq!((electors(&world, resolution), electors(&world, later)), (5, 4));
        // who is suspended votes on what was proposed before, and on nothing else
        world.accepts(site.cast_vote(&silent.wallet(), resolution, Choice::No), &[silent]);
        let vote = site.cast_vote(&silent.wallet(), later, Choice::No);
        world.refuses(NotInSnapshot, vote, &[silent]);
        for who in [founder, opponent, second, third] {
            for index in [expel, resolution, later] {
                world.accepts(site.cast_vote(&who.wallet(), index, Choice::Yes), &[who]);
            }
        }
        await_execution(&mut world, &g.coop, expel);
        close_overdue(&mut world, &g.coop);
        world.accepts(site.execute_expel(expel, &expelled), &[]);
        let count = |who: &Actor, index| site.count_protest(&founder.wallet(), &who.wallet(), index);
        // whatever its ballot: who is expelled counts against it, and so does the protest of one who was suspended
        world.accepts(count(opponent, resolution), &[founder]);
        await_execution(&mut world, &g.coop, resolution);
        assert_eq!(world.proposal(&site.proposal(resolution)).protests, 1);
        world.accepts(site.resign_protesting(&silent.wallet()), &[silent]);
        world.refuses(NotInSnapshot, count(silent, later), &[founder]);
        world.accepts(count(silent, resolution), &[founder]);
        world.refuses(TooManyLeft, site.execute_amend(resolution, None), &[]);
        // what is over is not touched, and keeps nobody from anything else
        let seq = world.coop(&site.coop).seq;
        world.pass(1);
        world.accepts(count(silent, resolution), &[founder]);
        assert_eq!(world.coop(&site.coop).seq, seq);
    }

    #[test]
    fn whoever_leaves_in_the_second_of_a_resolution_or_before_is_counted_with_its_electors_of_the_second_before()
     {
        let mut world = World::new();
        let g = active(&mut world, 4, 200 * UNIT);
        let (site, founder) = (g.coop.site, &g.coop.founder);
        let [earlier, before, after] = &g.coop.members[..] else { panic!("four") };
        world.accepts(site.resign_protesting(&earlier.wallet()), &[earlier]);
        world.pass(1);
        world.accepts(site.resign_protesting(&before.wallet()), &[before]);
        let action = amendment(|c| c.cash_bps = 2_000);
        world.accepts(site.propose(&founder.wallet(), 0, action), &[founder]);
        world.accepts(site.resign_protesting(&after.wallet()), &[after]);
        assert_eq!(world.proposal(&site.proposal(0)).electors, 3);
        let count = |who: &Actor| site.count_protest(&founder.wallet(), &who.wallet(), 0);
        world.refuses(NotInSnapshot, count(earlier), &[founder]);
        world.accepts(count(before), &[founder]);
        world.accepts(count(after), &[founder]);
        assert_eq!(world.proposal(&site.proposal(0)).protests, 2);
        world.refuses(TooManyLeft, site.cast_vote(&founder.wallet(), 0, Choice::Yes), &[founder]);
    }

    #[test]
    fn a_pledger_whose_shares_are_not_claimed_yet_protests_too() {
        let mut world = World::new();
        let g = settled(&mut world, 3, 200 * UNIT);
        let (site, founder, who) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        world.accepts(g.site.claim_shares(&founder.wallet()), &[]);
        propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
        world.accepts(site.resign_with(&who.wallet(), None, Some(0), false, true), &[who]);
        world.accepts(site.count_protest(&founder.wallet(), &who.wallet(), 0), &[founder]);
        assert_eq!(world.proposal(&site.proposal(0)).protests, 1);
    }

    #[test]
    fn two_are_not_enough_if_they_are_no_more_than_exodus_bps_of_the_electors() {
        let mut world = World::new();
        let g = reviewable_of(&mut world, 10);
        let (site, founder) = (g.coop.site, &g.coop.founder);
        world.pass(1);
        let who = &g.coop.members[0];
        world.accepts(site.propose(&who.wallet(), (1, 0), amendment(|c| c.cash_bps = 2_000)), &[who]);
        let vote = |who: &Actor| site.cast_vote(&who.wallet(), (1, 0), Choice::Yes);
        // a fifth of ten
        leave_in_protest(&mut world, &g.coop, &g.coop.members[1..3], (1, 0));
        world.accepts(vote(founder), &[founder]);
        leave_in_protest(&mut world, &g.coop, &g.coop.members[3..4], (1, 0));
        world.refuses(TooManyLeft, vote(who), &[who]);
    }

    #[test]
    fn an_ordinary_resolution_dies_of_no_protest() {
        let mut world = World::new();
        let g = active(&mut world, 4, 200 * UNIT);
        let (site, founder) = (g.coop.site, &g.coop.founder);
        let index = pass(&mut world, &g.coop, spending(&g.coop));
        for who in [&g.coop.members[0], &g.coop.members[2]] {
            world.accepts(site.resign_protesting(&who.wallet()), &[who]);
            let count = site.count_protest(&founder.wallet(), &who.wallet(), index);
            world.refuses(NotWeighty, count, &[founder]);
        }
        world.accepts(site.execute_spend(index, &g.coop.members[1].tokens), &[]);
    }
}
