//! The money of a co-op in the model: where it is, whose it is, and what each event does to it. Written from the
//! design; every quotient says which way it is rounded.

mod returns;

use crate::stateful::model::{Refused, Verdict, demand, refuse};
use coop::error::CoopError::*;

/// The year of yearly rates, times all basis points.
pub const YEARLY: u128 = 10_000 * 365 * 86_400;

/// ⌊a × b ÷ c⌋; 0 if c is.
pub fn part(a: u64, b: u64, c: u64) -> u64 {
    (a as u128 * b as u128).checked_div(c as u128).unwrap_or(0) as u64
}

/// ⌈a × b ÷ c⌉; 0 if c is.
pub fn part_up(a: u64, b: u64, c: u64) -> u64 {
    if c == 0 { 0 } else { (a as u128 * b as u128).div_ceil(c as u128) as u64 }
}

/// ⌊a × 2⁶⁴ ÷ b⌋; 0 if b is.
pub fn ratio(a: u64, b: u64) -> u128 {
    ((a as u128) << 64).checked_div(b as u128).unwrap_or(0)
}

/// ⌊rate × units ÷ 2⁶⁴⌋; the rate is at most 2⁶⁴.
pub fn at_rate(rate: u128, units: u64) -> u64 {
    let (whole, below) = (rate >> 64, rate & u64::MAX as u128);
    (whole * units as u128 + ((below * units as u128) >> 64)) as u64
}

/// What of an amount falls to ours of ours + others, rounded down.
pub fn ours_of(amount: u64, ours: u64, others: u64) -> u64 {
    (amount as u128 * ours as u128).checked_div(ours as u128 + others as u128).unwrap_or(0) as u64
}

/// Pioneer units that a member or all of them hold: made by dividends, and shares of the founding pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Founders {
    pub units: u64,
    pub shares: u64,
    /// Of a unit, what a share makes.
    pub bps: u16,
}

/// What the books hold: see docs/ECONOMICS.md, "The books".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Money {
    pub fund: u64,
    pub earnings: u64,
    pub reserve: u64,
    pub solidarity: u64,
    pub federation_due: u64,
    pub dividends: u64,
    pub interest: u64,
    pub pioneers: u64,
    pub invested: u64,
    pub at_agent: u64,
    pub loss: u64,
    pub reserve_due: u64,
    /// Losses that the reserve covered and that no asset has made good since.
    pub covered: u64,
    pub shares_total: u64,
    pub shares_in_transit: u64,
    pub retained_total: u64,
    pub fresh: u64,
    pub moved_out: u64,
    pub moved_back: u64,
    pub bought: u64,
    pub asked: u64,
    pub forfeited: u64,
    pub interest_owed: u128,
    pub pioneers_owed: u128,
    pub invested_seconds: u128,
    pub agent_seconds: u128,
    pub accrued_at: i64,
    pub invested_remainder: u64,
    pub agent_remainder: u64,
    pub interest_remainder: u64,
}

/// The charter's terms of money that a period began with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    pub reserve: u16,
    pub solidarity: u16,
    pub remit: u16,
    pub interest_cap: u16,
    pub depreciation: u16,
    pub work: u16,
    pub cash: u16,
    pub pioneer: u16,
}

/// What was done in a period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    pub units: u64,
    pub outside_units: u64,
    pub leaving_units: u64,
    pub work: u64,
    pub outside_work: u64,
    pub leaving_work: u64,
}

/// What a close is told beside the books.
#[derive(Clone, Copy, Debug)]
pub struct Closing {
    pub rates: Rates,
    pub done: Done,
    pub founders: Founders,
    pub pioneer_per_unit: u128,
    pub threshold: u64,
    pub cap_bps: u16,
    /// The pioneers' date has come.
    pub due: bool,
    pub shares_earning: u64,
    pub lifetime: u64,
    pub seconds: i64,
    pub now: i64,
    pub federated: bool,
    /// The co-op dissolves.
    pub last: bool,
}

/// What a close decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    pub wear: u64,
    pub loss: u64,
    pub asked: u64,
    pub paid: u64,
    pub retired: u64,
    pub paid_to_members: u64,
    pub retired_of_members: u64,
    pub price_bps: u16,
    pub surplus: u64,
    pub reserve: u64,
    pub solidarity: u64,
    pub federation: u64,
    pub interest: u64,
    pub work: u64,
    pub outside: u64,
    pub pioneers: u64,
    pub members: u64,
    pub retained: u64,
    pub member_rate: u128,
    pub work_rate: u128,
    pub interest_per_share: u128,
    pub pioneer_per_unit: u128,
    pub units_made: u64,
    pub units_of_members: u64,
    pub cash_bps: u16,
}

/// A member's part of a close.
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    pub paid: u64,
    pub retired: u64,
    pub cash: u64,
    pub retained: u64,
    pub units: u64,
}

/// B(x) = ⌊x(2T − x) ÷ 2T⌋ of x at most T.
pub fn integral(x: u64, t: u64) -> u64 {
    let (x, t) = (x.min(t) as u128, t as u128);
    (x * (2 * t - x)).checked_div(2 * t).unwrap_or(0) as u64
}

fn more(a: u64, b: u64) -> Result<u64, Refused> {
    a.checked_add(b).map_or_else(|| refuse(BooksOverflow), Ok)
}

impl Money {
    pub fn equity(&self) -> u64 {
        self.shares_total + self.shares_in_transit + self.retained_total
    }

    /// What the co-op can spend: not what of the fund is the reserve's.
    pub fn operating(&self) -> u64 {
        self.fund - self.of_reserve() + self.earnings
    }

    /// What the vault must cover.
    pub fn cash(&self) -> u64 {
        let owed = self.dividends + self.interest + self.pioneers;
        self.fund + self.earnings + self.reserve + self.solidarity + self.federation_due + owed
    }

    /// All that is asked back, for the reserve too.
    pub fn all_asked(&self) -> u64 {
        self.asked + self.forfeited
    }

    /// What of the fund is the reserve's: it was due to it, and was sold or came home.
    pub fn of_reserve(&self) -> u64 {
        self.fund.min(self.reserve_due.saturating_sub(self.invested + self.at_agent))
    }

    /// (fund − fresh + moved) ÷ (E − fresh), at most 1, as if nothing had moved in the period. Of what came back, what is
    /// the reserve's did not come to the fund.
    pub fn price(&self) -> (u64, u64) {
        let own = self.of_reserve() as i128;
        let moved = match self.moved_out as i128 - self.moved_back as i128 {
            out if out > 0 => out.min((self.invested + self.at_agent).saturating_sub(self.bought) as i128),
            back => (own - (-back - self.bought as i128).max(0)).min(0),
        };
        self.backed_by(self.fund as i128 - own + moved)
    }

    /// What came back beyond what was bought within the budget.
    fn net_back(&self) -> u64 {
        self.moved_back.saturating_sub(self.bought)
    }

    fn backed_by(&self, money: i128) -> (u64, u64) {
        let capital = self.equity() - self.fresh;
        ((money - self.fresh as i128).clamp(0, capital as i128) as u64, capital)
    }

    /// The price in basis points, rounded down; all if there is nothing to price.
    pub fn solvency(&self) -> u16 {
        Self::in_bps(self.price())
    }

    /// The same of what a newcomer's money would stand beside: what moved out is no money.
    pub fn solvency_of_newcomers(&self) -> u16 {
        let own = self.of_reserve() as i128;
        let back = (self.net_back() as i128 - self.moved_out as i128 - own).max(0);
        Self::in_bps(self.backed_by(self.fund as i128 - own - back))
    }

    fn in_bps((backed, capital): (u64, u64)) -> u16 {
        if capital == 0 { 10_000 } else { part(backed, 10_000, capital) as u16 }
    }

    /// What of the fund is the reserve's goes there.
    pub fn pass_to_reserve(&mut self) {
        let own = self.of_reserve();
        let net = self.net_back().saturating_sub(self.moved_out);
        self.moved_back -= own.min(net);
        self.fund -= own;
        self.reserve += own;
        self.reserve_due -= own;
    }

    /// Capital and all that may become of earnings stay below 2⁶⁴.
    pub fn require_room(&self, amount: u64) -> Verdict {
        let taken = [self.equity(), self.reserve_due, self.earnings, amount].map(u128::from);
        demand(taken.iter().sum::<u128>() <= u64::MAX as u128, BooksOverflow)
    }

    pub fn income(&mut self, amount: u64) {
        let good = amount.min(self.loss);
        self.loss -= good;
        self.fund += good;
        self.earnings += amount - good;
    }

    pub fn expense(&mut self, amount: u64) -> Verdict {
        demand(amount <= self.operating(), MoreThanOperating)?;
        let earned = amount.min(self.earnings);
        self.loss = more(self.loss, amount - earned)?;
        self.earnings -= earned;
        self.fund -= amount - earned;
        Ok(())
    }

    /// What of the fund nobody has asked for, with all money that came in during the period if anybody has.
    pub fn spare(&self) -> u128 {
        let kept = match self.all_asked() {
            0 => 0,
            asked => {
                let (backed, capital) = self.price();
                part_up(asked, backed, capital) as u128 + self.fresh as u128
            }
        };
        (self.fund as u128).saturating_sub(kept)
    }

    /// `weighty`: everyone could leave before it, so it is in no price of the period.
    fn move_out(&mut self, amount: u64, weighty: bool, now: i64) -> Verdict {
        demand(amount <= self.fund, MoreThanFund)?;
        self.accrue(now);
        self.fund -= amount;
        let sum = if weighty { &mut self.moved_out } else { &mut self.bought };
        *sum = more(*sum, amount)?;
        Ok(())
    }

    pub fn invest(&mut self, amount: u64, weighty: bool, now: i64) -> Verdict {
        self.move_out(amount, weighty, now)?;
        self.invested = more(self.invested, amount)?;
        Ok(())
    }

    pub fn to_agent(&mut self, amount: u64, weighty: bool, now: i64) -> Verdict {
        self.move_out(amount, weighty, now)?;
        self.at_agent = more(self.at_agent, amount)?;
        Ok(())
    }

    /// What is above what was sent out is income: returned.
    pub fn come_home(&mut self, amount: u64, now: i64) -> u64 {
        self.accrue(now);
        let home = amount.min(self.at_agent);
        self.at_agent -= home;
        self.back(home, amount)
    }

    /// What is above the books' value is income: returned.
    pub fn sell(&mut self, amount: u64, now: i64) -> u64 {
        self.accrue(now);
        let repaid = amount.min(self.invested);
        self.invested -= repaid;
        self.back(repaid, amount)
    }

    fn back(&mut self, repaid: u64, of: u64) -> u64 {
        self.fund += repaid;
        self.moved_back = self.moved_back.saturating_add(repaid);
        // what assets bring above the books makes good first what the reserve covered
        let good = (of - repaid).min(self.covered);
        self.covered -= good;
        self.reserve += good;
        self.income(of - repaid - good);
        of - repaid - good
    }

    pub fn pay_in(&mut self, amount: u64, by_pool: bool) -> Verdict {
        self.require_room(amount)?;
        if by_pool {
            self.shares_in_transit += amount;
        } else {
            self.shares_total += amount;
        }
        self.fund = more(self.fund, amount)?;
        self.fresh = more(self.fresh, amount)?;
        Ok(())
    }

    /// What the last settlement of a period leaves.
    pub fn sweep(&mut self, cash: u64, capital: u64) {
        self.dividends -= cash;
        self.reserve += cash;
        self.retained_total -= capital;
        self.reserve_due += capital;
    }

    /// What a claim of a dissolving co-op can draw.
    pub fn claim(&self, all: u64, paid: u64, claim: u64, drawn: u64) -> u64 {
        let came = self.operating() as u128 + paid as u128;
        let due = if came >= all as u128 { claim } else { part(claim, came as u64, all) };
        due.saturating_sub(drawn)
    }

    /// Takes operating money, what was earned first.
    pub fn take(&mut self, amount: u64) {
        let earned = amount.min(self.earnings);
        self.earnings -= earned;
        self.fund -= amount - earned;
    }
}
