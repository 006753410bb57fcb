//! What comes from outside the program: time, gifts.

use crate::{
    DAY,
    stateful::{
        deed::Deed,
        generate::{Generator, SHORT_LIVED, limits},
        model::{FOUNDERS, Life, Model, YEAR},
        proposal::Status,
    },
};

impl Generator {
    /// Time passes: to the edge of something that ends or begins, or by some seconds or days.
    pub fn warp(&mut self, model: &Model) -> Deed {
        let mut edges = Vec::new();
        for coop in model.coops[..SHORT_LIVED].iter().filter(|c| c.life == Life::Alive) {
            for pool in coop.pools.iter().filter(|p| p.exists && p.gathered.settled_at == 0) {
                edges.extend([pool.terms.opens, pool.terms.withdraw_until, pool.terms.deadline]);
            }
            for p in coop.proposals.iter().flatten().filter(|p| p.executed_at == 0) {
                edges.extend([p.ends, p.opens(), p.opens(), p.opens(), p.expires()]);
            }
            if coop.is_dissolving() {
                let began = coop.books.dissolving_at;
                edges.extend([began + 180 * DAY, began + 3 * YEAR]);
            }
            if coop.books.electorless_since != 0 {
                edges.push(coop.books.electorless_since.max(coop.books.pool_succeeded_at) + 180 * DAY);
            }
            if coop.is_active() {
                let end = coop.period_ends();
                edges.extend([end, end, end]);
            }
            if coop.is_active() && self.rng.percent(10) {
                edges.push(coop.pioneer_date());
            }
            edges.extend(coop.services.iter().flatten().flat_map(|s| [s.promised_until, s.next.0]));
            let seasoning = coop.terms().seasoning as i64;
            let unseasoned = coop.members.values().filter(|m| m.shares > 0 && !m.is_elector());
            edges.extend(unseasoned.map(|m| m.share_paid_at + seasoning));
            if self.rng.percent(15) {
                edges.extend(coop.members.values().map(|m| m.last_active_at + YEAR));
                let enrolled = coop.members.values().filter(|m| m.is_elector());
                edges.extend(enrolled.flat_map(|m| [m.elector_since() + YEAR, m.short_since + 90 * DAY]));
                let protesting = coop.members.values().filter(|m| m.in_protest);
                edges.extend(protesting.map(|m| m.left_at + 120 * DAY));
                edges.push(coop.books.founded_at + YEAR);
                edges.extend(
                    coop.members
                        .values()
                        .flat_map(|m| [m.last_active_at, m.rehomed_at])
                        .map(|at| at + 180 * DAY),
                );
            }
        }
        edges.retain(|edge| *edge >= model.now);
        let to = if edges.is_empty() || self.rng.percent(30) {
            model.now + self.rng.pick(&[1, 60, DAY, 3 * DAY, 31 * DAY])
        } else {
            self.rng.pick(&edges) + self.rng.pick(&[-1, 0, 1])
        };
        // no further, mostly, than the next moment of a resolution: what has passed would lapse unseen
        let mut moments = Vec::new();
        for coop in model.coops[..SHORT_LIVED].iter().filter(|c| c.is_active()) {
            moments.extend(coop.proposals.iter().flatten().filter_map(|p| match p.status(coop, model.now) {
                Status::Voting if p.tally != [0; 3] => Some(p.ends),
                Status::Waiting => Some(p.opens()),
                Status::AwaitingTurn => Some(coop.period_ends()),
                Status::Executable => Some(p.expires() - 1),
                _ => None,
            }));
        }
        let next = moments.into_iter().filter(|moment| *moment > model.now).min();
        let to = if self.rng.percent(70) { next.map_or(to, |next| to.min(next)) } else { to };
        Deed::Warp { to }
    }

    /// What comes from outside the program.
    pub fn outside(&mut self, model: &Model) -> Deed {
        if self.rng.percent(60) {
            let (slot, purse) = (self.rng.upto(SHORT_LIVED), self.rng.pick(&[0, 0, 0, 1]));
            // often what a share of another co-op costs
            let (share, _) = limits(&model.coops[self.rng.upto(SHORT_LIVED)]);
            let amount = self.rng.pick(&[share, share.saturating_mul(3), 1 + self.rng.0 % 100_000]);
            return Deed::Endow { slot, purse, who: self.who(), amount };
        }
        let slot = self.rng.upto(FOUNDERS.len());
        let coop = &model.coops[slot];
        let who = self.who();
        let pool = self.rng.percent(50).then(|| self.rng.upto(coop.pools.len() + 1));
        match self.rng.below(3) {
            0 => {
                let (of_vault, amount) = (self.rng.percent(50), 1 + self.rng.below(1_000));
                return Deed::Stray { slot, of_vault, who, amount };
            }
            1 => {
                let (of_tokens, amount) = (self.rng.percent(50), 1 + self.rng.below(1_000));
                return Deed::Shower { slot, pool, of_tokens, who, amount };
            }
            _ => {}
        }
        Deed::Donate { slot, pool, who, amount: 1 + self.rng.below(1_000) }
    }
}
