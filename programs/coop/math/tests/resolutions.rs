//! Every life a resolution can have: all orders of up to eight events with three electors, walked as a graph
//! whose nodes are what happened so far, as far as it can still matter. Beside `coop_math::governance` a second
//! description, in the words of the documents, says what must come of it.

use coop_math::governance::{Choice, Class, Rejection, Status, Tally, Timeline, Vote};
use std::collections::HashSet;

const ELECTORS: usize = 3;
const EVENTS: usize = 8;
/// Voting lasts 10 seconds, the timelock 5, the window 3.
const TIMELINE: Timeline = Timeline { ends: 10, timelock: 5, execution_window: 3 };
/// The first and last second of each phase.
const MOMENTS: [i64; 8] = [0, 9, 10, 14, 15, 17, 18, 1_000];

#[derive(Clone, Copy, Debug)]
enum Event {
    Says(usize, Choice),
    /// Resigns over it.
    Leaves(usize),
    Amended,
    Vetoed,
    Executed,
    /// A period is closed whose regular end is the last second of the timelock.
    TurnsTooEarly,
    /// A period is closed whose regular end is the first second after the timelock.
    Turns,
    /// The clock moves to the next of the moments.
    Later,
}

/// What happened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
struct Past {
    moment: usize,
    ballots: [u8; ELECTORS],
    gone: [bool; ELECTORS],
    amended: bool,
    vetoed: bool,
    executed: bool,
    /// The regular end of the last period closed; 0: none yet.
    closed_until: u8,
}

const CHOICES: [Choice; 3] = [Choice::Yes, Choice::No, Choice::Abstain];

fn events() -> Vec<Event> {
    let mut events = vec![
        Event::Amended,
        Event::Vetoed,
        Event::Executed,
        Event::TurnsTooEarly,
        Event::Turns,
        Event::Later,
    ];
    for elector in 0..ELECTORS {
        events.push(Event::Leaves(elector));
        events.extend(CHOICES.map(|choice| Event::Says(elector, choice)));
    }
    events
}

#[derive(Clone, Copy, Debug)]
struct Rules {
    class: Class,
    quorum_bps: u16,
    exodus_bps: u16,
    /// Executed only after the turn of a period.
    weighty: bool,
}

impl Past {
    fn now(&self) -> i64 {
        MOMENTS[self.moment]
    }

    fn count(&self, choice: u8) -> u32 {
        self.ballots.iter().filter(|said| **said == choice).count() as u32
    }

    fn protests(&self) -> u32 {
        self.gone.iter().filter(|gone| **gone).count() as u32
    }

    /// As the program has it.
    fn vote(&self, rules: &Rules) -> Vote {
        Vote {
            class: rules.class,
            tally: Tally { yes: self.count(1), no: self.count(2), abstain: self.count(3) },
            electors: ELECTORS as u32,
            quorum_bps: rules.quorum_bps,
            timeline: TIMELINE,
            protests: self.protests(),
            exodus_bps: rules.exodus_bps,
            stale: self.amended,
            vetoed: self.vetoed,
            executed: self.executed,
            closed_until: rules.weighty.then_some(self.closed_until as i64),
        }
    }

    /// Whether it passed, in percent of whole people.
    fn passed(&self, rules: &Rules) -> bool {
        let (yes, no) = (self.count(1) as f64, self.count(2) as f64);
        let turnout = (yes + no + self.count(3) as f64) / ELECTORS as f64;
        let enough = match rules.class {
            Class::Ordinary => yes > no,
            Class::Special => yes > no && yes / (yes + no) > 0.6666,
        };
        turnout + 1e-9 >= rules.quorum_bps as f64 / 10_000.0 && enough
    }

    fn died(&self, rules: &Rules) -> bool {
        let share = self.protests() as f64 / ELECTORS as f64;
        let many = self.protests() >= 2 && share > rules.exodus_bps as f64 / 10_000.0 + 1e-9;
        let exodus = rules.weighty && many;
        self.amended || self.vetoed || exodus
    }

    fn may_vote(&self, rules: &Rules) -> bool {
        self.now() < 10 && !self.died(rules)
    }

    fn in_window(&self, rules: &Rules) -> bool {
        (15..18).contains(&self.now()) && self.passed(rules) && !self.died(rules) && !self.executed
    }

    /// Whoever left in time has been paid, or nobody has to wait for it.
    fn has_turned(&self, rules: &Rules) -> bool {
        !rules.weighty || self.closed_until >= 15
    }

    fn may_execute(&self, rules: &Rules) -> bool {
        self.in_window(rules) && self.has_turned(rules)
    }

    /// What comes after, if the event can happen. The program asks `status`, and nothing else.
    fn after(&self, event: Event, rules: &Rules) -> Option<Past> {
        let status = self.vote(rules).status(self.now());
        let mut next = *self;
        match event {
            Event::Says(who, choice) => {
                let said = 1 + choice as u8;
                if status != Status::Voting || self.gone[who] || self.ballots[who] == said {
                    return None;
                }
                let before = self.ballots[who].checked_sub(1).map(|said| CHOICES[said as usize]);
                next.ballots[who] = said;
                assert_eq!(self.vote(rules).tally.with(before, choice), next.vote(rules).tally);
            }
            Event::Leaves(who) => {
                // leaving is never refused; it counts as long as something can come of the proposal
                if self.gone[who] || status.is_over() {
                    return None;
                }
                next.gone[who] = true;
            }
            Event::Amended => next.amended = true,
            Event::Vetoed if status.is_over() => return None,
            Event::Vetoed => next.vetoed = true,
            Event::Executed if status != Status::Executable => return None,
            Event::Executed => next.executed = true,
            // a period is closed once, after its regular end
            Event::TurnsTooEarly if self.now() < 14 || self.closed_until >= 14 => return None,
            Event::TurnsTooEarly => next.closed_until = 14,
            Event::Turns if self.now() < 15 || self.closed_until >= 15 => return None,
            Event::Turns => next.closed_until = 15,
            Event::Later => next.moment = (self.moment + 1).min(MOMENTS.len() - 1),
        }
        Some(next)
    }

    fn check(&self, rules: &Rules) {
        let status = self.vote(rules).status(self.now());
        assert_eq!(status == Status::Voting, self.may_vote(rules) && !self.executed, "{self:?} {rules:?}");
        assert_eq!(status == Status::Executable, self.may_execute(rules), "{self:?} {rules:?}");
        let waits = self.in_window(rules) && !self.has_turned(rules);
        assert_eq!(status == Status::AwaitingTurn, waits, "{self:?} {rules:?}");
        match status {
            Status::Executed => assert!(self.executed),
            Status::Rejected(_) => assert!(self.now() >= 10 && !self.passed(rules)),
            Status::Waiting => assert!((10..15).contains(&self.now()) && self.passed(rules)),
            Status::AwaitingTurn => assert!(self.in_window(rules) && !self.has_turned(rules)),
            Status::Expired => assert!(self.now() >= 18 && self.passed(rules)),
            Status::Stale => assert!(self.amended),
            Status::Vetoed => assert!(self.vetoed),
            Status::Abandoned => assert!(self.protests() > 1 && rules.weighty),
            Status::Voting | Status::Executable => {}
        }
        if status == Status::Rejected(Rejection::Quorum) {
            let ballots = self.ballots.iter().filter(|said| **said > 0).count();
            assert!(ballots * 10_000 < ELECTORS * rules.quorum_bps as usize);
        }
    }
}

#[test]
fn every_order_of_eight_events_ends_as_the_design_says() {
    let (mut walked, mut executed) = (0u64, 0u64);
    for (class, weighty) in [(Class::Ordinary, false), (Class::Special, false), (Class::Special, true)] {
        for (quorum_bps, exodus_bps) in [(100, 500), (3_400, 3_333), (5_000, 3_334), (5_000, 5_000)] {
            let rules = Rules { class, quorum_bps, exodus_bps, weighty };
            // executions need seconds to pass: they start from every moment
            let starts = (0..MOMENTS.len()).map(|moment| Past { moment, ..Past::default() });
            let mut now: HashSet<Past> = starts.collect();
            let mut seen = now.clone();
            for _ in 0..EVENTS {
                let mut next = HashSet::new();
                for past in &now {
                    past.check(&rules);
                    let was = past.vote(&rules).status(past.now());
                    for event in events() {
                        let Some(then) = past.after(event, &rules) else { continue };
                        walked += 1;
                        executed += matches!(event, Event::Executed) as u64;
                        then.check(&rules);
                        let is = then.vote(&rules).status(then.now());
                        assert!(!was.is_over() || is.is_over(), "{past:?} {event:?}: over, and then not");
                        assert!(was != Status::Executed || is == Status::Executed);
                        if seen.insert(then) {
                            next.insert(then);
                        }
                    }
                }
                now = next;
            }
        }
    }
    println!("{walked} events, {executed} of them executions");
    assert!(walked > 100_000 && executed > 100);
}
