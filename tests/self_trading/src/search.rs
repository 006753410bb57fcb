//! Lives by chance.

use crate::{chance::Chance, life::Terms, script::Script, step::Step};
use coop_math::{DAY, patronage::books::Rates};

/// The longest script.
pub const LONGEST: usize = 60;

/// What the lives are made of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kind {
    /// Assets can be sold, to the coalition too.
    pub sales: bool,
    /// The reserve covers losses.
    pub cover: bool,
}

pub(crate) struct Maker<'a> {
    chance: &'a mut Chance,
    kind: Kind,
    ours: Vec<usize>,
    others: Vec<usize>,
}

/// How often a kind of step is taken, and how one is made.
type Way<S> = (f64, fn(&mut S) -> Step);

impl Maker<'_> {
    fn our_own(&mut self) -> usize {
        self.chance.of(&self.ours)
    }

    fn other(&mut self) -> usize {
        self.chance.of(&self.others)
    }

    fn anyone(&mut self) -> usize {
        if self.chance.happens(0.5) { self.our_own() } else { self.other() }
    }

    fn anyone_or_nobody(&mut self) -> Option<usize> {
        if self.chance.happens(0.3) { None } else { Some(self.anyone()) }
    }

    fn ask(&mut self) -> Step {
        let min_price_bps = self.chance.of(&[100, 500, 5_000, 9_000, 10_000]);
        Step::Ask { who: self.anyone(), part: self.chance.share(), min_price_bps }
    }

    fn wash(&mut self) -> Step {
        let size = self.chance.of(&[0.1, 1.0, 2.0]);
        let part = self.chance.share() * size;
        match self.chance.below(8) {
            0 => Step::WashIncome { part },
            1 if self.kind.sales => Step::WashSale { part: part.min(1.2) },
            _ => Step::Wash { part, buyer: self.our_own(), provider: self.our_own() },
        }
    }

    /// What can happen in a period, with its chance.
    fn period(&mut self, washing: bool, steps: &mut Vec<Step>) {
        let from = steps.len();
        for _ in 0..self.chance.below(3) {
            let size = self.chance.of(&[0.1, 1.0, 3.0]);
            let (part, buyer) = (self.chance.share() * size, self.anyone_or_nobody());
            let provider = if self.chance.happens(0.5) { Some(self.other()) } else { None };
            steps.push(Step::Fee { part, buyer, provider });
        }
        if washing {
            steps.push(self.wash());
        }
        let kinds: [Way<Self>; 13] = [
            (0.35, |m| Step::Invest { part: m.chance.share() }),
            (0.15, |m| Step::ToAgent { part: m.chance.share() }),
            (0.15, |m| Step::ComeHome { part: m.chance.share() * m.chance.of(&[1.0, 2.0]) }),
            (0.30, |m| Step::Spend { part: m.chance.share() * 0.5 }),
            (0.25, |m| Step::Work { part: m.chance.share() * 0.5, worker: m.anyone_or_nobody() }),
            (0.15, |m| Step::PayIn { who: m.anyone(), part: m.chance.share() }),
            (0.25, |m| Step::Leave { who: m.anyone() }),
            (0.25, Self::ask),
            (0.10, |m| Step::Withdraw { who: m.anyone(), part: m.chance.share() }),
            (0.05, |m| Step::Forfeit { who: m.anyone(), part: m.chance.share() }),
            (0.05, |m| Step::Expel { who: m.anyone() }),
            (0.10, |m| Step::Rejoin { who: m.anyone() }),
            (0.30, |m| Step::Wait { seconds: m.chance.of(&[1, DAY]) }),
        ];
        for (often, make) in kinds {
            if self.chance.happens(often) {
                steps.push(make(self));
            }
        }
        if self.kind.sales && self.chance.happens(0.1) {
            steps.push(Step::Sell { part: self.chance.share() * self.chance.of(&[1.0, 1.2]) });
        }
        if self.kind.cover && self.chance.happens(0.2) {
            steps.push(Step::Cover { part: self.chance.share() });
        }
        for i in (from + 1..steps.len()).rev() {
            steps.swap(i, from + self.chance.below(i - from + 1));
        }
        steps.push(Step::Close);
    }

    /// One step of any kind.
    pub(crate) fn any_step(&mut self) -> Step {
        let (who, part) = (self.anyone(), self.chance.part());
        let (buyer, provider) = (self.anyone_or_nobody(), self.anyone_or_nobody());
        match self.chance.below(if self.kind.cover { 19 } else { 18 }) {
            0 => Step::Leave { who },
            1 => self.ask(),
            2 | 3 => Step::Close,
            4 => Step::Invest { part },
            5 => Step::Spend { part },
            6 => Step::ToAgent { part },
            7 => Step::ComeHome { part: 2.0 * part },
            8 => Step::PayIn { who, part },
            9 => Step::Wash { part, buyer: self.our_own(), provider: self.our_own() },
            10 => Step::Fee { part: 3.0 * part, buyer, provider },
            11 => Step::Work { part, worker: buyer },
            12 => Step::Rejoin { who },
            13 => Step::Wait { seconds: DAY },
            14 => Step::Withdraw { who, part },
            15 => Step::Expel { who },
            16 => self.wash(),
            17 if self.kind.sales => Step::Sell { part },
            18 => Step::Cover { part },
            _ => Step::Forfeit { who, part },
        }
    }
}

/// Terms of any charter that validates, its ends more often.
pub(crate) fn terms(chance: &mut Chance, big: u64) -> Terms {
    let any_reserve = 500 + chance.below(4_501) as u16;
    let reserve_bps = chance.of(&[500, 500, any_reserve]);
    Terms {
        rates: Rates {
            reserve_bps,
            solidarity_bps: chance.of(&[0, 0, 500, 4_000]),
            remit_bps: chance.of(&[0, 5_000]),
            interest_cap_bps: chance.of(&[0, 300, 1_500]),
            depreciation_bps: chance.of(&[500, 2_000, 10_000]),
            work_bps: chance.of(&[0, 0, 3_000, 10_000]),
            cash_bps: chance.of(&[2_000, 5_000, 10_000]),
            pioneer_bps: chance.of(&[0, 2_000]),
        },
        member_share: 1,
        provider_bps: chance.of(&[0, 5_000, 10_000]),
        redemption_bps: chance.of(&[500, 5_000, 10_000]),
        revolve_periods: chance.of(&[1, 1, 2, 4]),
        pioneer_threshold: chance.of(&[0, big, big * 5]),
        pioneer_cap_bps: chance.of(&[0, reserve_bps]),
        pioneer_shares_bps: chance.of(&[0, 0, 10_000]),
        pioneer_start: chance.of(&[180, 400]) * DAY,
        length: chance.of(&[7, 30, 92]) * DAY,
    }
}

pub(crate) fn maker<'a>(chance: &'a mut Chance, kind: Kind, ours: &[bool]) -> Maker<'a> {
    let of = |whose: bool| (0..ours.len()).filter(|i| ours[*i] == whose).collect();
    Maker { chance, kind, ours: of(true), others: of(false) }
}

pub fn random(chance: &mut Chance, kind: Kind) -> Script {
    let big = 10u64.pow(3 + chance.below(8) as u32);
    let terms = terms(chance, big);
    let members = 2 + chance.below(3);
    let start = (0..members).map(|_| 1 + chance.number() % big).collect();
    let mut ours = vec![false; members];
    // at least one of ours and one of others
    ours[chance.below(members)] = true;
    let one = ours.iter().position(|ours| *ours);
    let other = (one.unwrap_or(0) + 1 + chance.below(members - 1)) % members;
    for (i, ours) in ours.iter_mut().enumerate() {
        *ours |= i != other && chance.happens(0.5);
    }
    let steps = steps(chance, kind, &ours);
    Script { terms, start, ours, steps, ahead: false }
}

/// What happens in a life of members of whom these are of the coalition.
pub fn steps(chance: &mut Chance, kind: Kind, ours: &[bool]) -> Vec<Step> {
    let periods = 1 + chance.below(6);
    let washing: Vec<usize> = (0..chance.of(&[1, 1, 1, 2])).map(|_| chance.below(periods)).collect();
    let mut steps = Vec::with_capacity(LONGEST);
    let mut maker = maker(chance, kind, ours);
    for period in 0..periods {
        maker.period(washing.contains(&period), &mut steps);
    }
    steps.truncate(LONGEST);
    steps
}
