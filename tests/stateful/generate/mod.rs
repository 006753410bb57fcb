//! Random instructions, aimed with the model: mostly what is allowed or just not, at the edges of time and
//! amounts, now and then anything at all. How each is made is in its own file.

mod begin;
mod outside;
mod resolve;

use crate::{
    DAY,
    stateful::{
        chain::{EVERYONE, PEOPLE},
        deed::{Deed, Purse, Spoil, Step, Who},
        model::{Coop, FOUNDERS, Member, Model, Pledge},
        proposal::Proposal,
    },
    verb::{VERBS, Verb},
    world::GENESIS,
};
use std::collections::VecDeque;

/// `SplitMix64`: the whole run follows from its seed.
#[derive(Clone)]
pub struct Rng(pub u64);

impl Rng {
    /// 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to `n` − 1; 0 if `n` is.
    pub fn below(&mut self, n: u64) -> u64 {
        self.bits().checked_rem(n).unwrap_or(0)
    }

    pub fn upto(&mut self, n: usize) -> usize {
        self.below(n as u64) as usize
    }

    pub fn percent(&mut self, p: u64) -> bool {
        self.below(100) < p
    }

    /// One of as many as there are weights, as often as its weight says.
    pub fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut draw = self.below(weights.iter().sum());
        let nth = weights.iter().position(|weight| {
            let here = draw < *weight;
            draw = draw.wrapping_sub(*weight);
            here
        });
        nth.expect("within the sum")
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.upto(from.len())]
    }
}

/// Co-ops from here on live short lives: founded, left, reclaimed.
pub const SHORT_LIVED: usize = 3;

/// What a random instruction is made from: a co-op, one of its pools, and someone for whom it could make sense.
#[derive(Clone, Copy)]
pub struct Aim<'a> {
    pub slot: usize,
    pub model: &'a Model,
    pub coop: &'a Coop,
    pub now: i64,
    /// Whether the co-op ever was.
    pub founded: bool,
    pub pool: usize,
    pub who: Who,
}

impl Aim<'_> {
    /// What they have pledged to the pool.
    pub fn pledge(&self) -> Pledge {
        let pool = self.coop.pools.get(self.pool);
        pool.and_then(|p| p.pledges.get(&self.who)).cloned().unwrap_or_default()
    }

    /// Their membership.
    pub fn member(&self) -> Member {
        self.coop.members.get(&self.who).cloned().unwrap_or_default()
    }
}

/// One world's habits.
pub struct Generator {
    pub rng: Rng,
    /// Whether nearly everyone founds the first co-op together: electors enough for a review panel.
    pub crowded: bool,
    /// Who loses its keys some weeks after the beginning, mostly: its membership may move.
    pub lost: Who,
    /// What comes first, in order.
    begins: VecDeque<Deed>,
    weights: Vec<u64>,
}

impl Generator {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng(seed);
        // every world dwells on something else
        let weights = VERBS.iter().map(|verb| verb.weight() * rng.pick(&[1, 2, 4])).collect();
        let crowded = rng.percent(40);
        let lost = rng.upto(PEOPLE - 2);
        let mut generator = Self { rng, crowded, lost, begins: VecDeque::new(), weights };
        if crowded {
            let (charter, everyone) = (generator.crowd(), (0..PEOPLE - 1).collect::<Vec<_>>());
            generator.begin(0, &everyone, charter, GENESIS);
            if generator.rng.percent(60) {
                generator.accede(charter.member_share, GENESIS + DAY);
            }
        }
        generator
    }

    pub fn next(&mut self, model: &Model) -> Step {
        if let Some(deed) = self.begins.pop_front() {
            return Step { deed, spoil: Spoil::No };
        }
        let deed = match self.rng.below(100) {
            0..5 => self.warp(model),
            5..7 => self.outside(model),
            _ => self.of_the_living(model),
        };
        let spoil = match self.rng.below(100) {
            0..6 => Spoil::Swap { place: self.rng.upto(16), with: self.rng.upto(1 << 16) },
            6..8 => Spoil::Unsigned,
            _ => Spoil::No,
        };
        Step { deed, spoil }
    }

    /// An instruction, hardly ever by who has lost its keys.
    fn of_the_living(&mut self, model: &Model) -> Deed {
        let late = model.now > GENESIS + 60 * DAY;
        for _ in 0..4 {
            let deed = self.instruction(model);
            let acting = deed.as_act().and_then(super::deed::Act::acting);
            if !late || acting.is_none_or(|acting| acting.who != self.lost) || self.rng.percent(1) {
                return deed;
            }
        }
        self.warp(model)
    }

    /// Mostly what is allowed: some tries of one instruction, then another one.
    fn instruction(&mut self, model: &Model) -> Deed {
        if self.rng.percent(8)
            && let Some(deed) = self.turn(model)
        {
            return deed;
        }
        if self.rng.percent(15)
            && let Some(deed) = self.execution(model)
        {
            return deed;
        }
        if self.rng.percent(10)
            && let Some(deed) = self.voting(model)
        {
            return deed;
        }
        if self.crowded
            && self.rng.percent(20)
            && let Some(deed) = self.review(model)
        {
            return deed;
        }
        let wanted = self.rng.percent(72);
        loop {
            let (verb, slot) = self.which();
            for _ in 0..6 {
                let aim = self.aim(verb, slot, model);
                let deed = verb.random(self, aim);
                if !wanted || model.allows(&deed) || self.rng.percent(2) {
                    return deed;
                }
            }
        }
    }

    /// An instruction and a co-op.
    fn which(&mut self) -> (&'static dyn Verb, usize) {
        if self.rng.percent(8) {
            let slot = SHORT_LIVED + self.rng.upto(FOUNDERS.len() - SHORT_LIVED);
            let weights: Vec<u64> = VERBS.iter().map(|verb| verb.short_weight()).collect();
            return (VERBS[self.rng.weighted(&weights)], slot);
        }
        let nth = self.rng.weighted(&self.weights);
        (VERBS[nth], self.rng.upto(SHORT_LIVED))
    }

    /// Someone for whom the instruction could make sense, mostly.
    pub fn candidate_for(&mut self, verb: &dyn Verb, coop: &Coop, pool: usize) -> Who {
        // what anyone may do for anyone may be done for an agent
        let all = if verb.for_anyone() { EVERYONE } else { PEOPLE };
        let fitting: Vec<Who> = (0..all).filter(|who| verb.fits(coop, pool, *who)).collect();
        if fitting.is_empty() || self.rng.percent(10) { self.who() } else { self.rng.pick(&fitting) }
    }

    /// What one of this instruction is made from in a co-op.
    pub fn aim<'a>(&mut self, verb: &dyn Verb, slot: usize, model: &'a Model) -> Aim<'a> {
        let coop = &model.coops[slot];
        let pool = if self.rng.percent(80) {
            coop.pools.len().saturating_sub(1)
        } else {
            self.rng.upto(coop.pools.len() + 1)
        };
        let who = self.candidate_for(verb, coop, pool);
        Aim { slot, model, coop, now: model.now, founded: coop.charter.is_some(), pool, who }
    }

    /// Someone, or a co-op's agent.
    pub fn someone(&mut self) -> Who {
        self.rng.upto(EVERYONE)
    }

    pub fn who(&mut self) -> Who {
        self.rng.upto(PEOPLE)
    }

    /// Mostly `likely`.
    pub fn mostly(&mut self, likely: Who) -> Who {
        if self.rng.percent(92) { likely } else { self.who() }
    }

    pub fn purse(&mut self, likely: Who) -> Purse {
        (self.mostly(likely), self.rng.upto(2))
    }

    /// An amount at, or one off, one of these; or none, one, anything, or all there can be.
    pub fn amount(&mut self, near: &[u64]) -> u64 {
        match self.rng.below(20) {
            0 => self.rng.pick(&[0, 1]),
            1 => self.rng.pick(&[u64::MAX, u64::MAX - 1]),
            2 => self.rng.bits() >> self.rng.below(64),
            3..8 => self.rng.pick(near).wrapping_add(self.rng.pick(&[u64::MAX, 1])),
            _ => self.rng.pick(near),
        }
    }

    /// Itself, mostly; of a dissolving co-op often someone else.
    pub fn caller(&mut self, coop: &Coop, who: Who) -> Who {
        if coop.is_dissolving() && self.rng.percent(50) { self.who() } else { self.mostly(coop.wallet(who)) }
    }

    /// A proposal of which this holds, or any.
    pub fn proposal(&mut self, coop: &Coop, fits: impl Fn(&Proposal) -> bool) -> usize {
        let fitting: Vec<usize> = (0..coop.proposals.len())
            .filter(|index| coop.proposals[*index].as_ref().is_some_and(&fits))
            .collect();
        match fitting.last() {
            Some(last) if self.rng.percent(60) => *last,
            Some(_) if self.rng.percent(80) => self.rng.pick(&fitting),
            _ => self.rng.upto(coop.proposals.len() + 1),
        }
    }

    /// The membership that is given as a wallet's: its own, mostly.
    pub fn worker(&mut self, coop: &Coop, wallet: Who) -> Who {
        let own = coop.members.iter().find(|(_, m)| m.wallet == wallet).map_or(wallet, |(who, _)| *who);
        self.mostly(own)
    }

    /// The membership that must be given, mostly.
    pub fn given(&mut self, named: Option<Who>) -> Option<Who> {
        if self.rng.percent(95) { named } else { self.rng.percent(50).then(|| self.who()) }
    }

    /// The latest service, mostly.
    pub fn service(&mut self, coop: &Coop) -> usize {
        let last = coop.services.len().saturating_sub(1);
        if self.rng.percent(70) { last } else { self.rng.upto(coop.services.len() + 1) }
    }
}

/// Member share and the most shares of one member; 1 and 1 before the founding.
pub fn limits(coop: &Coop) -> (u64, u64) {
    coop.charter.as_ref().map_or((1, 1), |c| (c.member_share, c.max_shares))
}
