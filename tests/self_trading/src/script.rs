//! A life step by step, and what a coalition has at its end with its washes and without them.

use crate::{
    deed::Deed,
    faults::Fault,
    life::{Life, MOST, Terms},
    step::Step,
};

#[derive(Clone, Debug)]
pub struct Script {
    pub terms: Terms,
    /// Founding capital of each member.
    pub start: Vec<u64>,
    /// Whether a member is of the coalition.
    pub ours: Vec<bool>,
    pub steps: Vec<Step>,
    /// Whether investments and money to the agent are resolved before the period turns: at most what was operating then.
    pub ahead: bool,
}

/// Sees what is done in which life, and the life after it.
pub trait Witness {
    fn sees(&mut self, life: usize, deed: Deed, after: &Life);
}

/// Nobody looks.
impl Witness for () {
    fn sees(&mut self, _: usize, _: Deed, _: &Life) {}
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
    /// What haircuts had taken at any close, more with washes than without, or less than in the life that leaves alike.
    pub given_up: i64,
    /// Capital that closes had retired at any time, likewise.
    pub retired: i64,
    /// What the reserve had covered of losses and not got back, likewise.
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
pub const LIVES: usize = 3;
pub const WASHED: usize = 0;
pub const PLAIN: usize = 1;
pub const STAYING: usize = 2;

struct Play<'a, W> {
    script: &'a Script,
    lives: [Life<'a>; LIVES],
    witness: &'a mut W,
    /// What the coalition got less what it paid, beside what its members were paid.
    money: [i64; LIVES],
    /// See [`Gain`].
    given_up: i64,
    retired: i64,
    covered: i64,
    reached: bool,
    at_par: bool,
    washed: i64,
}

impl Script {
    /// Plays the lives in lockstep.
    pub fn play(&self, fault: Fault) -> Gain {
        self.play_before(&mut (), fault)
    }

    /// Plays the lives in lockstep, and shows them to a witness.
    pub fn play_before(&self, witness: &mut impl Witness, fault: Fault) -> Gain {
        let life = Life::founded(&self.terms, &self.start, fault);
        let (lives, money) = ([life; LIVES], [0; LIVES]);
        let (given_up, retired, covered, reached, at_par, washed) = (0, 0, 0, true, true, 0);
        let mut play =
            Play { script: self, lives, witness, money, given_up, retired, covered, reached, at_par, washed };
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
            covered: play.covered,
        }
    }
}

fn part_of(part: f64, whole: u64) -> u64 {
    ((part * whole as f64) as u64).min(LARGEST)
}

impl<W: Witness> Play<'_, W> {
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
            (0..MOST).for_each(|who| self.each(Deed::Ask { who, amount: 0 }));
        }
    }

    fn all_capital(&self) -> u64 {
        1 + self.lives[PLAIN].books.equity()
    }

    fn one(&mut self, life: usize, deed: Deed) {
        if let Some(done) = self.lives[life].does(deed) {
            self.witness.sees(life, done, &self.lives[life]);
        }
    }

    fn each(&mut self, deed: Deed) {
        (0..LIVES).for_each(|life| self.one(life, deed));
    }

    /// What members of the coalition do to leave is not done in the life in which they stay.
    fn each_that_leaves(&mut self, who: usize, deed: Deed) {
        let lives = if self.script.ours[who] { STAYING } else { LIVES };
        (0..lives).for_each(|life| self.one(life, deed));
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Fee { part, buyer, provider } => {
                let fee = part_of(part, self.all_capital());
                self.each(Deed::Fee { fee, buyer, provider });
            }
            Step::Wash { part, buyer, provider } => {
                let fee = part_of(part, self.all_capital());
                self.wash(Deed::Fee { fee, buyer: Some(buyer), provider: Some(provider) }, fee);
            }
            Step::WashIncome { part } => {
                let amount = part_of(part, self.all_capital());
                self.wash(Deed::Income { amount, ours: true }, amount);
            }
            Step::WashSale { part } => {
                let amount = part_of(part, self.lives[WASHED].books.invested);
                self.wash(Deed::Sell { amount, ours: true }, amount);
            }
            Step::Spend { part } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.spendable()));
                self.each(Deed::Spend { amount });
            }
            Step::Work { part, worker } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.spendable()));
                self.each(Deed::Work { amount, worker });
            }
            Step::Invest { part } => {
                let amount = self.free_part(part);
                // of those that are not all resolved ahead one in eight is within the budget
                let ahead = self.script.ahead || amount % 8 != 7;
                let spare = self.least(|life| life.books.spare());
                self.each(Deed::Invest { amount: if ahead { amount } else { amount.min(spare) }, ahead });
            }
            Step::ToAgent { part } => {
                let amount = self.free_part(part);
                self.each(Deed::ToAgent { amount });
            }
            Step::ComeHome { part } => {
                let amount = part_of(part, self.least(|life| life.books.at_agent));
                self.each(Deed::ComeHome { amount });
            }
            Step::Sell { part } => {
                // who bought a part of an asset before leaves less of it to be sold
                for life in 0..LIVES {
                    let amount = part_of(part, self.lives[life].books.invested);
                    self.one(life, Deed::Sell { amount, ours: false });
                }
            }
            Step::Cover { part } => {
                let most = self.lives.iter().map(|life| life.books.loss).max().unwrap_or(0);
                self.each(Deed::Cover { up_to: part_of(part, most) });
            }
            Step::PayIn { who, part } => {
                let amount = part_of(part, self.all_capital());
                if self.lives.iter().all(|life| !life.members[who].left) {
                    self.each(Deed::PayIn { who, amount });
                    if self.script.ours[who] {
                        self.money.iter_mut().for_each(|money| *money -= amount as i64);
                    }
                }
            }
            Step::Leave { who } => {
                let asks = self.price_bps() >= LEAST_PRICE_BPS;
                self.each_that_leaves(who, Deed::Leave { who, asks });
            }
            Step::Expel { who } => self.each(Deed::Expel { who }),
            Step::Ask { who, part, min_price_bps } => {
                if self.price_bps() >= min_price_bps.max(LEAST_PRICE_BPS) {
                    for life in 0..if self.script.ours[who] { STAYING } else { LIVES } {
                        let member = &self.lives[life].members[who];
                        let amount = part_of(part.min(1.0), member.withdrawn + member.matured);
                        self.one(life, Deed::Ask { who, amount });
                    }
                }
            }
            Step::Withdraw { who, part } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.members[who].shares));
                if self.price_bps() >= LEAST_PRICE_BPS {
                    self.each_that_leaves(who, Deed::Withdraw { who, amount });
                }
            }
            Step::Forfeit { who, part } => {
                let amount = part_of(part.min(1.0), self.least(|life| life.members[who].shares));
                self.each(Deed::Forfeit { who, amount });
            }
            Step::Rejoin { who } => {
                if self.lives.iter().all(|life| life.may_rejoin(who)) {
                    self.each(Deed::Rejoin { who });
                }
            }
            Step::Wait { seconds } => self.each(Deed::Wait { seconds }),
            Step::Close => {
                self.take_back_at_a_price_near_nothing();
                self.close();
                self.even();
            }
        }
        self.covered = self.covered.max(self.more(|life| life.books.covered));
        self.lives.iter().for_each(|life| life.check());
    }

    /// The coalition pays to itself in one life only.
    fn wash(&mut self, deed: Deed, amount: u64) {
        self.one(WASHED, deed);
        self.money[WASHED] -= amount as i64;
        self.washed += amount as i64;
    }

    /// A part of what a weighty resolution can move to assets: at its turn the whole fund. Those that are resolved on a
    /// chain are carried out later in the period, beside what is asked for.
    fn free_part(&self, part: f64) -> u64 {
        let free = self.least(|life| {
            if self.script.ahead { life.books.spare().min(life.operating_at_turn) } else { life.books.fund }
        });
        part_of(part.min(1.0), free)
    }

    /// What a wash adds to capital is paid in as capital in the other lives: it could have been subscribed.
    fn even(&mut self) {
        for who in (0..self.script.ours.len()).filter(|who| self.script.ours[*who]) {
            let retained = self.lives.each_ref().map(|life| life.members[who].retained);
            let most = retained.into_iter().max().unwrap_or(0);
            for (life, retained) in retained.into_iter().enumerate() {
                let amount = most - retained;
                self.one(life, Deed::Add { who, amount });
                self.money[life] -= amount as i64;
            }
        }
    }

    /// How much more there is of something with washes than without, or less than without washes and with leaving: either
    /// can be to the coalition's advantage.
    fn more(&self, of: impl Fn(&Life) -> u64) -> i64 {
        let of = self.lives.each_ref().map(|life| of(life) as i64);
        (of[WASHED] - of[PLAIN].min(of[STAYING])).max(of[PLAIN] - of[WASHED])
    }

    /// Closes the period, and compares what leavers gave up.
    fn close(&mut self) {
        self.each(Deed::Close);
        self.reached &= self.lives.iter().all(|life| !life.unreached);
        self.at_par &= self.lives.iter().all(|life| !life.haircut);
        self.given_up = self.given_up.max(self.more(|life| life.given_up));
        self.retired = self.retired.max(self.more(|life| life.retired));
    }

    /// The last period ends; the coalition resigns, asks for all it has, and is paid a period later.
    fn end(&mut self) {
        self.take_back_at_a_price_near_nothing();
        self.close();
        for life in 0..LIVES {
            let asks = self.lives[life].books.price().pays();
            for who in 0..self.script.ours.len() {
                if self.script.ours[who] {
                    self.one(life, Deed::Leave { who, asks });
                } else if self.lives[life].members[who].left && asks {
                    self.one(life, Deed::Ask { who, amount: u64::MAX });
                }
            }
            self.one(life, Deed::Close);
            let ours = self.lives[life].members.iter().zip(&self.script.ours).filter(|(_, ours)| **ours);
            self.money[life] += ours.map(|(member, _)| member.paid as i64).sum::<i64>();
        }
    }
}
