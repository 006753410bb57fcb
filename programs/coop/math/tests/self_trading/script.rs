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

/// What the coalition has more with its washes than in the better of the two lives without them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gain {
    pub money: i64,
    /// More than this is no matter of rounding.
    pub roundings: i64,
    /// What the reserve covered of losses more with washes than without.
    pub covered_more: i64,
    pub given_up: i64,
    pub unreached: bool,
    pub haircut: bool,
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
    /// What others and the reserve had at any close given up more with washes than without: see [`Gain`].
    given_up: i64,
}

impl Script {
    pub fn trace(&self) {
        let life = Life::founded(&self.terms, &self.start, Fault::None);
        let mut play = Play { ours: &self.ours, lives: [life; LIVES], money: [0; LIVES], given_up: 0 };
        let show = |play: &Play| for (l, m) in play.lives.iter().zip(play.money) {
            let b = &l.books;
            println!("      fund {} earn {} inv {} ag {} loss {} due {} E {} res {} fresh {} moved {} asked {} price {} money {m} | {:?}", b.fund, b.earnings, b.invested, b.at_agent, b.loss, b.reserve_due, b.equity(), b.reserve, b.fresh, b.moved, b.asked, b.price().solvency_bps_floor(), l.members.iter().take(self.start.len()).map(|m| (m.shares, m.withdrawn + m.matured, m.asked, m.paid)).collect::<Vec<_>>());
        };
        for step in &self.steps {
            println!("  {step:?}");
            play.step(*step);
            show(&play);
        }
        play.end();
        println!("  end");
        show(&play);
    }

    /// Plays the lives in lockstep.
    pub fn play(&self, fault: Fault) -> Gain {
        let life = Life::founded(&self.terms, &self.start, fault);
        let mut play = Play { ours: &self.ours, lives: [life; LIVES], money: [0; LIVES], given_up: 0 };
        for step in &self.steps {
            play.step(*step);
        }
        let unreached = play.lives.iter().any(|l| l.unreached);
        let haircut = play.lives.iter().any(|l| l.haircut);
        play.end();
        let without = play.money[PLAIN].max(play.money[STAYING]);
        let covered = play.lives.map(|life| life.covered as i64);
        Gain {
            given_up: play.given_up,
            unreached: unreached,
            haircut: haircut,
            money: play.money[WASHED] - without,
            roundings: 3 * self.steps.len() as i64 + 20,
            covered_more: covered[WASHED] - covered[PLAIN].min(covered[STAYING]),
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
                self.money[WASHED] -= fee as i64;
            }
            Step::WashIncome { part } => {
                let amount = part_of(part, self.all_capital());
                self.lives[WASHED].income(amount);
                self.money[WASHED] -= amount as i64;
            }
            Step::WashSale { part } => {
                let amount = part_of(part, self.lives[WASHED].books.invested);
                self.lives[WASHED].sell(amount);
                self.money[WASHED] -= amount as i64;
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
        if cfg!(debug_assertions) {
            self.lives.iter().for_each(|life| life.check());
        }
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

    fn compare_haircuts(&mut self) {
        let given_up = self.lives.map(|life| life.given_up_by_others(self.ours) as i64);
        let more = given_up[WASHED] - given_up[PLAIN].min(given_up[STAYING]);
        self.given_up = self.given_up.max(more);
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
