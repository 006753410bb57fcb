//! Random lives of co-ops, step by step beside a model of them.
//!
//! Each world has twelve people, honest and hostile, and six co-ops; in some nearly all of them found the first
//! together. Every step is predicted by the model (whether it is accepted, for which reason not, what it changes),
//! done on the chain, and compared; then every invariant of docs/INVARIANTS.md is checked. A failure is shrunk to a short
//! sequence and printed.
//!
//! Longer, or elsewhere: `COOP_STEPS=1000000 COOP_SEED=7 cargo t -p coop-tests --test stateful`.

pub mod accounts;
pub mod books;
pub mod business;
pub mod chain;
mod close;
pub mod coop;
pub mod deed;
pub mod generate;
pub mod invariants;
pub mod model;
pub mod proposal;
pub mod resolution;
pub mod words;

use crate::verb::VERBS;
use chain::{Chain, Stored};
use deed::{Deed, Spoil, Step, Touched};
use generate::{Generator, Rng};
use invariants::{Change, INVARIANTS};
use model::{Model, Refused};
use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

const STEPS: u64 = 300_000;
const SEED: u64 = 1;
const STEPS_OF_A_WORLD: u64 = 2_000;
const THREADS: usize = 2;
/// Everything is compared this often, not only what a step touched.
const FULL_COMPARISON: usize = 50;
/// Seconds in which a failure is made shorter, unless `COOP_SHRINK` is another number.
const SHRINKING: u64 = 60;

/// By name: accepted, refused.
type Histogram = BTreeMap<&'static str, (u64, u64)>;

/// A world in which a step did not come out as it should.
struct Failure {
    /// What was wrong, in a word: shrinking keeps it.
    rule: &'static str,
    text: String,
    steps: Vec<Step>,
}

/// A chain and its model, walked together.
struct Run {
    chain: Chain,
    model: Model,
    done: usize,
    histogram: Histogram,
    /// Of everyone, before the step.
    tokens: Vec<[u64; 2]>,
}

impl Run {
    fn new(seed: u64) -> Self {
        let (chain, model) = Chain::new(seed);
        Self { chain, model, done: 0, histogram: Histogram::new(), tokens: Vec::new() }
    }

    /// Does one step in both and compares. The error: which rule is broken, and how.
    fn step(&mut self, step: &Step) -> Result<(), (&'static str, String)> {
        self.done += 1;
        self.tokens = self.model.tokens.clone();
        let deed = &step.deed;
        if deed.as_act().is_none() {
            let allowed = self.model.step(deed).is_ok();
            if allowed {
                self.chain.arrange(deed);
            }
            return self.check(deed, allowed);
        }
        // the model moves only if the call is the one it knows
        let mut next = self.model.clone();
        let predicted = next.step(deed);
        // another address could make a call valid that would be refused as it is
        let spoil = match step.spoil {
            Spoil::Swap { .. } if predicted.is_err() => Spoil::No,
            spoil => spoil,
        };
        let (spoiled, outcome) = self.chain.send(deed, spoil, &self.model);
        let predicted = if spoiled { Err(Refused::Somehow) } else { predicted };
        let count = self.histogram.entry(deed.name()).or_default();
        match (&predicted, &outcome) {
            (Ok(()), Ok(receipt)) if receipt.events.len() == expected_events(deed, &self.model, &next) => {
                count.0 += 1;
            }
            (Ok(()), Ok(receipt)) => {
                return Err(("one_event_each", format!("{} events", receipt.events.len())));
            }
            (Err(Refused::Code(code)), Err(refusal)) if refusal.code() == Some(*code) => count.1 += 1,
            (Err(Refused::Somehow), Err(_)) => count.1 += 1,
            _ => {
                let outcome = outcome.map(|_| "accepted").map_err(|refusal| refusal.error);
                let spoiled = if spoiled { " (spoiled)" } else { "" };
                return Err(("prediction", format!("model {predicted:?}{spoiled}, chain {outcome:?}")));
            }
        }
        if predicted.is_ok() {
            self.model = next;
        }
        if let Some(other) = deed.other_slot() {
            self.check_other(deed, other)?;
        }
        self.check(deed, predicted.is_ok())
    }

    fn check(&mut self, deed: &Deed, done: bool) -> Result<(), (&'static str, String)> {
        let Some(slot) = deed.slot() else { return self.check_everything() };
        let touched = deed.touched();
        let before = std::mem::take(&mut self.chain.stored[slot]);
        self.chain.stored[slot] = before.clone();
        self.chain.read(slot, &touched, &self.model);
        if let Some(difference) = self.chain.differs(slot, &touched, &self.model) {
            return Err(("model", difference));
        }
        self.check_invariants(slot, &before, deed, done)?;
        self.check_everything()
    }

    /// The second co-op of two that one deed can change.
    fn check_other(&mut self, deed: &Deed, slot: usize) -> Result<(), (&'static str, String)> {
        let before = self.chain.stored[slot].clone();
        // what an agent does there is what anyone could do
        let act = deed.as_act().and_then(|act| act.elsewhere(&self.model));
        let touched = act.as_ref().map_or_else(Touched::default, Deed::touched);
        let deed = act.as_ref().unwrap_or(deed);
        self.chain.read(slot, &touched, &self.model);
        if let Some(difference) = self.chain.differs(slot, &touched, &self.model) {
            return Err(("model", difference));
        }
        let seq = |stored: &Stored| stored.coop.as_ref().map(|coop| coop.seq.get());
        let changed = seq(&before) != seq(&self.chain.stored[slot]);
        self.check_invariants(slot, &before, deed, changed)
    }

    fn check_invariants(
        &self,
        slot: usize,
        before: &Stored,
        deed: &Deed,
        done: bool,
    ) -> Result<(), (&'static str, String)> {
        let after = &self.chain.stored[slot];
        let Some(coop) = &after.coop else { return Ok(()) };
        let tokens = &self.tokens;
        let change = Change { before, after, coop, deed, done, model: &self.model, slot, tokens };
        match INVARIANTS.iter().find(|(_, holds)| !holds(&change)) {
            Some((name, _)) => Err((name, format!("broken in the co-op of slot {slot}"))),
            None => Ok(()),
        }
    }

    /// Now and then, everything.
    fn check_everything(&mut self) -> Result<(), (&'static str, String)> {
        if !self.done.is_multiple_of(FULL_COMPARISON) {
            return Ok(());
        }
        self.chain.read_all(&self.model);
        self.chain.differs_anywhere(&self.model).map_or(Ok(()), |difference| Err(("model", difference)))
    }
}

/// Events of an accepted deed: one of each co-op that it changes, none if what it would do is done already.
fn expected_events(deed: &Deed, before: &Model, after: &Model) -> usize {
    let slots = deed.slot().into_iter().chain(deed.other_slot());
    let numbers = |slot: usize| {
        let (old, new) = (before.coops[slot].books.seq, after.coops[slot].books.seq);
        // one that is closed, or founded again, logs one
        if new < old { 1 } else { (new - old) as usize }
    };
    slots.map(numbers).sum()
}

/// One world of random steps.
fn live(seed: u64, steps: u64, walked: &AtomicU64) -> (Histogram, Option<Failure>) {
    let mut run = Run::new(seed);
    let mut generator = Generator::new(seed);
    let mut record = Vec::new();
    for _ in 0..steps {
        walked.fetch_add(1, Ordering::Relaxed);
        let step = generator.next(&run.model);
        record.push(step);
        if let Err((rule, text)) = run.step(record.last().expect("just pushed")) {
            return (run.histogram, Some(Failure { rule, text, steps: record }));
        }
    }
    (run.histogram, None)
}

/// The failure of these steps in a fresh world, if there is one, cut where it happens.
fn replay(seed: u64, steps: &[Step]) -> Option<Failure> {
    let mut run = Run::new(seed);
    steps.iter().enumerate().find_map(|(at, step)| {
        let (rule, text) = run.step(step).err()?;
        Some(Failure { rule, text, steps: steps[..=at].to_vec() })
    })
}

/// Leaves out more and more of the steps, as long as the same rule is broken.
fn shrink(seed: u64, mut failure: Failure) -> Failure {
    let end = Instant::now() + Duration::from_secs(setting("COOP_SHRINK", SHRINKING));
    let mut chunk = failure.steps.len() / 2;
    while chunk > 0 {
        let mut at = 0;
        let mut shorter = false;
        while at < failure.steps.len() && Instant::now() < end {
            let mut fewer = failure.steps.clone();
            fewer.drain(at..(at + chunk).min(failure.steps.len()));
            match replay(seed, &fewer).filter(|again| again.rule == failure.rule) {
                Some(again) => (failure, shorter) = (again, true),
                None => at += chunk,
            }
        }
        chunk = if shorter && chunk == 1 { 1 } else { chunk / 2 };
        if Instant::now() >= end {
            break;
        }
    }
    failure
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().expect("a number"))
}

/// As many lives as are asked for.
pub fn run() {
    let (steps, seed) = (setting("COOP_STEPS", STEPS), setting("COOP_SEED", SEED));
    let worlds = steps.div_ceil(STEPS_OF_A_WORLD);
    let (next, walked, failed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let results = Mutex::new((Histogram::new(), None::<(u64, Failure)>));
    let began = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                loop {
                    let world = next.fetch_add(1, Ordering::Relaxed);
                    if world >= worlds || failed.load(Ordering::Relaxed) {
                        break;
                    }
                    let world_seed = Rng(seed ^ (world << 32)).bits();
                    let (histogram, failure) = live(world_seed, STEPS_OF_A_WORLD.min(steps), &walked);
                    let mut results = results.lock().unwrap();
                    for (name, (accepted, refused)) in histogram {
                        let count = results.0.entry(name).or_default();
                        *count = (count.0 + accepted, count.1 + refused);
                    }
                    if let Some(failure) = failure {
                        failed.store(true, Ordering::Relaxed);
                        results.1 = Some((world_seed, failure));
                    }
                }
            });
        }
    });
    let (histogram, failure) = results.into_inner().unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let walked = walked.load(Ordering::Relaxed);
    println!("seed {seed}: {walked} steps in {seconds:.1} s, {:.0} a second", walked as f64 / seconds);
    println!("{:24}{:>10}{:>10}", "instruction", "accepted", "refused");
    for (name, (accepted, refused)) in &histogram {
        println!("{name:24}{accepted:>10}{refused:>10}");
    }
    if let Some((world_seed, failure)) = failure {
        let length = failure.steps.len();
        let last = failure.steps.last().map(|step| &step.deed);
        println!("{} after {length} steps: shrinking\n{}\nlast {last:?}", failure.rule, failure.text);
        let short = shrink(world_seed, failure);
        for Step { deed, spoil } in &short.steps {
            println!(
                "  {deed:?} {}",
                if matches!(spoil, Spoil::No) { String::new() } else { format!("{spoil:?}") }
            );
        }
        let kept = short.steps.len();
        panic!(
            "seed {seed}, world {world_seed}: {} after {length} steps, {kept} of them enough (above):\n{}",
            short.rule, short.text
        );
    }
    // the walk must not degenerate into refusals; of a longer one no more is asked, since what is rare comes in clusters
    for verb in VERBS {
        let (name, least) = (verb.name(), walked.min(STEPS) / verb.one_in());
        let (accepted, refused) = histogram.get(name).copied().unwrap_or_default();
        assert!(accepted >= least && refused >= least, "{name}: accepted {accepted}, refused {refused}");
    }
}
