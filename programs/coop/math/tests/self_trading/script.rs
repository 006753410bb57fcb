//! What happens in a life, step by step, and what a coalition has at its end with its washes and without them.

use crate::{
    faults::Fault,
    life::{Life, MOST, Terms},
};

/// Parts are of what there is in every life that is compared, so that most steps can be done. People are members by
/// index; nobody is a stranger.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// A fee of use that is real, of all capital.
    Fee {
        part: f64,
        buyer: Option<usize>,
        provider: Option<usize>,
    },
    /// A fee that the coalition pays for a service of its own.
    Wash {
        part: f64,
        buyer: usize,
        provider: usize,
    },
    /// The coalition gives money as income that is nobody's use.
    WashIncome {
        part: f64,
    },
    /// The coalition buys what the co-op invested in.
    WashSale {
        part: f64,
    },
    Spend {
        part: f64,
    },
    Work {
        part: f64,
        worker: Option<usize>,
    },
    Invest {
        part: f64,
    },
    ToAgent {
        part: f64,
    },
    ComeHome {
        part: f64,
    },
    Sell {
        part: f64,
    },
    Cover {
        part: f64,
    },
    PayIn {
        who: usize,
        part: f64,
    },
    /// Resigns and asks for all it can.
    Leave {
        who: usize,
    },
    /// Is expelled; asking is its own step.
    Expel {
        who: usize,
    },
    Ask {
        who: usize,
        part: f64,
        min_price_bps: u16,
    },
    Withdraw {
        who: usize,
        part: f64,
    },
    Forfeit {
        who: usize,
        part: f64,
    },
    Rejoin {
        who: usize,
    },
    Wait {
        seconds: i64,
    },
    Close,
}

impl Step {
    /// The part that the step is of something.
    pub fn part_mut(&mut self) -> Option<&mut f64> {
        match self {
            Self::Fee { part, .. } | Self::Wash { part, .. } => Some(part),
            Self::WashIncome { part } | Self::WashSale { part } => Some(part),
            Self::Spend { part } | Self::Work { part, .. } => Some(part),
            Self::Invest { part } | Self::ToAgent { part } => Some(part),
            Self::ComeHome { part } | Self::Sell { part } | Self::Cover { part } => Some(part),
            Self::PayIn { part, .. } | Self::Ask { part, .. } => Some(part),
            Self::Withdraw { part, .. } | Self::Forfeit { part, .. } => Some(part),
            Self::Leave { .. } | Self::Expel { .. } | Self::Rejoin { .. } => None,
            Self::Wait { .. } | Self::Close => None,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Script {
    pub terms: Terms,
    /// Founding capital of each member.
    pub start: Vec<u64>,
    /// Whether a member is of the coalition.
    pub ours: Vec<bool>,
    pub steps: Vec<Step>,
}

/// What the coalition has more with its washes than in the better of the two lives without them, and what explains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gain {
    pub money: i64,
    /// No more than this is a matter of rounding.
    pub roundings: i64,
    /// Whether every close of every life reached all capital that was asked back.
    pub reached: bool,
    /// Whether nobody left at a haircut in any life.
    pub at_par: bool,
    /// What haircuts had taken at any close, more with washes than without.
    pub given_up: i64,
    /// Capital that closes had retired at any time, more with washes than without.
    pub retired: i64,
    /// What the reserve covered of losses, more with washes than without.
    pub covered: i64,
    /// What the coalition paid to itself.
    pub washed: i64,
}

impl Gain {
    /// What no rounding explains, nor the corners: see [`Gain::corner`].
    pub fn excess(&self, corner: i64) -> i64 {
        self.money - self.roundings - corner
    }

    /// What haircuts took; or, if the fund did not reach all, what a wash made it reach; and what the reserve covered.
    pub fn corner(&self) -> i64 {
        self.covered + if self.reached { self.given_up } else { self.given_up.max(self.retired) }
    }

    /// Of each unit that was washed: what a search makes as large as it can. A life without washes is of no use to it.
    pub fn per_unit(&self, corner: i64) -> f64 {
        if self.washed == 0 {
            return f64::NEG_INFINITY;
        }
        (self.money - corner) as f64 / (self.washed + 1_000) as f64
    }
}

/// No payment is larger, so that sums fit.
const LARGEST: u64 = 1 << 45;
/// Nobody asks for capital at a lower price.
const LEAST_PRICE_BPS: u16 = 100;
/// With washes; without; without, and without leaving before the end.
const LIVES: usize = 3;
const WASHED: usize = 0;
const PLAIN: usize = 1;
const STAYING: usize = 2;

struct Play<'a> {
    ours: &'a [bool],
    lives: [Life<'a>; LIVES],
    /// What the coalition got less what it paid, beside what its members were paid.
    money: [i64; LIVES],
    /// See [`Gain`].
    given_up: i64,
    retired: i64,
    reached: bool,
    at_par: bool,
    washed: i64,
}

impl Script {
    /// Plays the lives in lockstep.
    pub fn play(&self, fault: Fault) -> Gain {
        let life = Life::founded(&self.terms, &self.start, fault);
        let (ours, lives) = (&self.ours[..], [life; LIVES]);
        let (money, given_up, retired, reached, at_par, washed) = ([0; LIVES], 0, 0, true, true, 0);
        let mut play = Play { ours, lives, money, given_up, retired, reached, at_par, washed };
        for step in &self.steps {
            play.step(*step);
        }
        play.end();
        let without = play.money[PLAIN].max(play.money[STAYING]);
        Gain {
            money: play.money[WASHED] - without,
            roundings: 3 * self.steps.len() as i64 + 20,
            reached: play.reached,
            at_par: play.at_par,
            given_up: play.given_up,
            retired: play.retired,
            washed: play.washed,
            covered: play.more(|life| life.covered).max(0),
        }
    }
}

fn part_of(part: f64, whole: u64) -> u64 {
    ((part * whole as f64) as u64).min(LARGEST)
}

impl Play<'_> {
    /// The least of something in all lives.
    fn least(&self, of: impl Fn(&Life) -> u64) -> u64 {
        self.lives.iter().map(of).min().unwrap_or(0)
    }

    /// The lowest price of all lives, as it stands.
    fn price_bps(&self) -> u16 {
        self.lives.iter().map(|life| life.books.price().solvency_bps_floor()).min().unwrap_or(0)
    }

    /// Whoever asked and sees the price fall to next to nothing before the close takes it back.
    fn take_back_at_a_price_near_nothing(&mut self) {
        let asks = self.lives.iter().any(|life| life.books.asked != 0);
        if asks && self.lives.iter().any(|life| life.price_at_close() < LEAST_PRICE_BPS) {
            self.each(|life| (0..MOST).for_each(|who| life.ask(who, 0)));
        }
    }

    fn all_capital(&self) -> u64 {
        1 + self.lives[PLAIN].books.equity()
    }

    fn each(&mut self, act: impl Fn(&mut Life)) {
        self.lives.iter_mut().for_each(act);
    }

    /// What members of the coalition do to leave is not done in the life in which they stay.
    fn each_that_leaves(&mut self, who: usize, act: impl Fn(&mut Life)) {
        let lives = if self.ours[who] { STAYING } else { LIVES };
        self.lives[..lives].iter_mut().for_each(act);
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Fee { part, buyer, provider } => {
                let fee = part_of(part, self.all_capital());
                self.each(|life| life.fee(fee, buyer, provider));
            }
            Step::Wash { part, buyer, provider } => {
                let fee = part_of(part, self.all_capital());
                self.lives[WASHED].fee(fee, Some(buyer), Some(provider));
                self.pay_own(fee);
            }
            Step::WashIncome { part } => {
                let amount = part_of(part, self.all_capital());
                self.lives[WASHED].income(amount);
                self.pay_own(amount);
            }
            Step::WashSale { part } => {
                let amount = part_of(part, self.lives[WASHED].books.invested);
                self.lives[WASHED].sell(amount);
                self.pay_own(amount);
            }
            Step::Spend { part } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.books.operating()));
                self.each(|life| life.spend(amount));
            }
            Step::Work { part, worker } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.books.operating()));
                self.each(|life| life.pay_for_work(amount, worker));
            }
            Step::Invest { part } => {
                let amount = self.free_part(part);
                self.each(|life| life.books.invest(amount, life.now).expect("the fund covers it"));
            }
            Step::ToAgent { part } => {
                let amount = self.free_part(part);
                self.each(|life| life.books.send_to_agent(amount, life.now).expect("the fund covers it"));
            }
            Step::ComeHome { part } => {
                let amount = part_of(part, self.least(|life| life.books.at_agent));
                self.each(|life| life.come_home(amount));
            }
            Step::Sell { part } => {
                let amount = part_of(part, self.least(|life| life.books.invested));
                self.each(|life| life.sell(amount));
            }
            Step::Cover { part } => {
                let most = self.lives.iter().map(|life| life.books.loss).max().unwrap_or(0);
                self.each(|life| life.cover_loss(part_of(part, most)));
            }
            Step::PayIn { who, part } => {
                let amount = part_of(part, self.all_capital());
                if self.lives.iter().any(|life| life.members[who].left) {
                    return;
                }
                self.each(|life| life.pay_in(who, amount));
                if self.ours[who] {
                    self.money.iter_mut().for_each(|money| *money -= amount as i64);
                }
            }
            Step::Leave { who } => {
                self.each_that_leaves(who, |life| life.leave(who));
                if self.price_bps() >= LEAST_PRICE_BPS {
                    self.each_that_leaves(who, |life| life.ask(who, u64::MAX));
                }
            }
            Step::Expel { who } => self.each(|life| life.leave(who)),
            Step::Ask { who, part, min_price_bps } => {
                if self.price_bps() >= min_price_bps.max(LEAST_PRICE_BPS) {
                    self.each_that_leaves(who, |life| {
                        let held = life.members[who].withdrawn + life.members[who].matured;
                        life.ask(who, part_of(part.min(1.0), held));
                    });
                }
            }
            Step::Withdraw { who, part } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.members[who].shares));
                if self.price_bps() >= LEAST_PRICE_BPS {
                    self.each_that_leaves(who, |life| life.withdraw(who, amount));
                }
            }
            Step::Forfeit { who, part } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.members[who].shares));
                self.each(|life| life.forfeit(who, amount));
            }
            Step::Rejoin { who } => {
                if self.lives.iter().all(|life| !life.members[who].waits()) {
                    self.each(|life| life.rejoin(who));
                }
            }
            Step::Wait { seconds } => self.each(|life| life.now += seconds),
            Step::Close => {
                self.take_back_at_a_price_near_nothing();
                self.each(|life| life.close());
                self.compare_haircuts();
                self.even();
            }
        }
        self.lives.iter().for_each(|life| life.check());
    }

    fn pay_own(&mut self, amount: u64) {
        self.money[WASHED] -= amount as i64;
        self.washed += amount as i64;
    }

    /// A part of what is free of asks in the fund.
    fn free_part(&self, part: f64) -> u64 {
        let free = self.least(|life| life.books.fund.saturating_sub(life.books.asked_in_all()));
        part_of(part.min(1.0), free)
    }

    /// What a wash adds to capital is paid in as capital in the other lives: it could have been subscribed.
    fn even(&mut self) {
        for who in (0..self.ours.len()).filter(|who| self.ours[*who]) {
            let most = self.lives.iter().map(|life| life.members[who].retained).max().unwrap_or(0);
            for (life, money) in self.lives.iter_mut().zip(&mut self.money) {
                let more = most - life.members[who].retained;
                life.add_capital(who, more);
                *money -= more as i64;
            }
        }
    }

    /// How much more there is of something with washes than without.
    fn more(&self, of: impl Fn(&Life) -> u64) -> i64 {
        let of = self.lives.each_ref().map(|life| of(life) as i64);
        of[WASHED] - of[PLAIN].min(of[STAYING])
    }

    fn compare_haircuts(&mut self) {
        self.reached &= self.lives.iter().all(|life| !life.unreached);
        self.at_par &= self.lives.iter().all(|life| !life.haircut);
        self.given_up = self.given_up.max(self.more(|life| life.given_up));
        self.retired = self.retired.max(self.more(|life| life.retired));
    }

    /// The last period ends; the coalition resigns, asks for all it has, and is paid a period later.
    fn end(&mut self) {
        self.take_back_at_a_price_near_nothing();
        self.each(|life| life.close());
        self.compare_haircuts();
        for (life, money) in self.lives.iter_mut().zip(&mut self.money) {
            for who in 0..self.ours.len() {
                if self.ours[who] {
                    life.leave(who);
                }
                if life.members[who].left {
                    life.ask(who, u64::MAX);
                }
            }
            life.close();
            let ours = life.members.iter().zip(self.ours).filter(|(_, ours)| **ours);
            *money += ours.map(|(member, _)| member.paid as i64).sum::<i64>();
        }
    }
}
