//! What is proposed, voted on, reviewed and executed.

use crate::{
    federation::execute_leave_federation::ToLeaveFederation,
    governance::{call_panel::CallPanel, cast_vote::CastVote, object::Object, seat_panel::SeatPanel},
    patronage::close_period::ClosePeriod,
    stateful::{
        chain::PEOPLE,
        deed::{Deed, Who},
        generate::{Aim, Generator, SHORT_LIVED},
        model::{Life, Member, Model, Standing},
        proposal::{Proposal, Status},
        resolution::{Execution, What},
    },
    verb::VERBS,
};
use coop::state::{Choice, Kind};

impl Generator {
    /// A ballot that some open proposal waits for: most resolutions would fail for want of a quorum.
    pub fn voting(&mut self, model: &Model) -> Option<Deed> {
        let slot = self.rng.upto(SHORT_LIVED);
        let coop = &model.coops[slot];
        if coop.life != Life::Alive {
            return None;
        }
        let mut fresh = Vec::new();
        for (index, p) in coop.proposals.iter().enumerate() {
            let Some(p) = p.as_ref().filter(|p| p.status(coop, model.now) == Status::Voting) else {
                continue;
            };
            let votes = |m: &Member| m.standing == Standing::Member && m.was_elector_at(p.created_at - 1);
            let voters = (0..PEOPLE).filter(|who| coop.members.get(who).is_some_and(votes));
            let silent = voters.filter(|who| coop.ballot_of(index, *who).is_none());
            fresh.extend(silent.map(|who| (index, who)));
        }
        let (proposal, who) = if fresh.is_empty() { return None } else { self.rng.pick(&fresh) };
        let choice = if self.rng.percent(90) { Choice::Yes } else { Choice::No };
        Some(CastVote { slot, proposal, who, choice, payer: who }.into())
    }

    /// The next of what becomes of a review: it is called, slots pass, it is seated, and some of it object.
    pub fn review(&mut self, model: &Model) -> Option<Deed> {
        let slot = 0;
        let (coop, now) = (&model.coops[slot], model.now);
        let reviewed = |index: &usize| {
            let enough = |p: &Proposal| p.electors >= coop.terms().panel_size as u32 && p.objections < 5;
            coop.proposal(*index).is_ok_and(|p| enough(p) && p.status(coop, now) == Status::Waiting)
        };
        let waiting: Vec<usize> = (0..coop.proposals.len()).filter(reviewed).collect();
        let proposal = if waiting.is_empty() { return None } else { self.rng.pick(&waiting) };
        let p = coop.proposal(proposal).expect("just found");
        let forgotten = p.panel_slot != 0 && p.panel_slot + 512 <= model.slot;
        if p.panel_seed.is_some() {
            let fresh = |who: &Who| {
                let objects = coop.ballot_of(proposal, *who).is_some_and(|ballot| ballot.objects);
                !objects && model.sits(slot, proposal, *who)
            };
            let panel: Vec<Who> = (0..PEOPLE).filter(fresh).collect();
            let who = if panel.is_empty() { self.who() } else { self.rng.pick(&panel) };
            return Some(Object { slot, proposal, who: self.mostly(who) }.into());
        }
        if p.panel_slot == 0 || forgotten || self.rng.percent(10) {
            return Some(CallPanel { slot, proposal }.into());
        }
        if p.panel_slot > model.slot && self.rng.percent(80) {
            return Some(Deed::Slots { count: self.rng.pick(&[65, 65, 64, 66, 1, 511, 576, 577, 578]) });
        }
        Some(SeatPanel { slot, proposal }.into())
    }

    /// The close of a period that is overdue, on which much waits.
    pub fn turn(&mut self, model: &Model) -> Option<Deed> {
        let overdue = |slot: &usize| {
            let coop = &model.coops[*slot];
            coop.life == Life::Alive && coop.is_active() && model.now >= coop.period_ends()
        };
        let slots: Vec<usize> = (0..SHORT_LIVED).filter(overdue).collect();
        let slot = if slots.is_empty() { return None } else { self.rng.pick(&slots) };
        let number = model.coops[slot].books.period;
        Some(ClosePeriod { slot, payer: self.who(), number }.into())
    }

    /// What executes some resolution that can be executed now: they wait for nobody.
    pub fn execution(&mut self, model: &Model) -> Option<Deed> {
        let mut ready = Vec::new();
        for (slot, coop) in model.coops[..SHORT_LIVED].iter().enumerate().filter(|(_, c)| c.is_active()) {
            let executable = |p: &&Proposal| p.status(coop, model.now) == Status::Executable;
            ready.extend(coop.proposals.iter().flatten().filter(executable).map(|p| (slot, p.what.verb())));
        }
        let (slot, verb) = if ready.is_empty() { return None } else { self.rng.pick(&ready) };
        // a co-op that has ended teaches little
        if verb.name() == "dissolve" && !self.rng.percent(20) {
            return None;
        }
        let who = self.who();
        let aim = self.aim(verb, slot, model);
        Some(verb.random(self, Aim { who, ..aim }))
    }

    /// What the state of the co-op invites to.
    fn invited(&mut self, slot: usize, model: &Model) -> Option<What> {
        let mut all: Vec<What> = VERBS.iter().flat_map(|verb| verb.invited(self, slot, model)).collect();
        let nth = self.rng.upto(all.len());
        (!all.is_empty()).then(|| all.swap_remove(nth))
    }

    /// Something to resolve, mostly what can be.
    pub fn resolution(&mut self, slot: usize, model: &Model) -> What {
        if self.rng.percent(35)
            && let Some(invited) = self.invited(slot, model)
        {
            return invited;
        }
        if model.coops[slot].charter.is_none() {
            return ToLeaveFederation.into();
        }
        let weights: Vec<u64> = VERBS.iter().map(|verb| verb.resolved()).collect();
        VERBS[self.rng.weighted(&weights)].resolution(self, slot, model)
    }

    /// An execution of a proposal of this kind, mostly one that is due.
    pub fn execution_of(&mut self, kind: Kind, aim: Aim) -> Execution {
        let Aim { slot, coop, now, founded, who, .. } = aim;
        let ready =
            |p: &Proposal| p.what.kind() == kind && founded && p.status(coop, now) == Status::Executable;
        let proposal = self.proposal(coop, ready);
        let to = (who, self.rng.upto(2));
        let mut execution =
            Execution { slot, proposal, payer: who, to, who, mandate: 0, worker: None, other: None };
        if let Ok(p) = coop.proposal(proposal) {
            p.what.aim(self, coop, &mut execution);
        }
        execution
    }
}
