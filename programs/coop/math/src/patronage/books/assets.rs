//! Money that becomes assets and comes back, and which part of it affects the period's price.

use super::{Books, BooksRule, Outcome, add};
use crate::fixed::{mul_div_ceil, product};

impl Books {
    /// An investment: money becomes an asset that wears. Before a `weighty` one everyone could leave, so it does not
    /// change the price of its period. An ordinary one lowers that price, as an ordinary expense does, for all who
    /// leave alike: otherwise a majority could buy something worthless and leave at full price, with the money of those
    /// who stay.
    pub fn invest(&mut self, amount: u64, weighty: bool, now: i64) -> Outcome {
        self.move_out(amount, weighty, now)?;
        self.invested = add(self.invested, amount)?;
        Ok(())
    }

    /// Money sent to the co-op's own agent: it counts in the price like an investment. It is no safer, since a call
    /// that was resolved before can take it in the same transaction.
    pub fn send_to_agent(&mut self, amount: u64, weighty: bool, now: i64) -> Outcome {
        self.move_out(amount, weighty, now)?;
        self.at_agent = add(self.at_agent, amount)?;
        Ok(())
    }

    /// The part of the fund that can be moved to assets while those who have asked wait for their close.
    pub fn spare(&self) -> u64 {
        self.fund.saturating_sub(self.kept())
    }

    /// The amount that the fund must keep for those who have asked: what they would be paid at the present price, and
    /// the money paid in during the open period, which pays none of them.
    pub fn kept(&self) -> u64 {
        let asked = self.asked_in_all();
        if asked == 0 {
            return 0;
        }
        let price = self.price();
        mul_div_ceil(asked, price.numerator, price.denominator).unwrap_or(0).saturating_add(self.fresh)
    }

    fn move_out(&mut self, amount: u64, weighty: bool, now: i64) -> Outcome {
        if amount > self.fund {
            return Err(BooksRule::MoreThanFund);
        }
        self.accrue(now);
        self.fund -= amount;
        let moved = if weighty { &mut self.moved_out } else { &mut self.bought };
        *moved = add(*moved, amount)?;
        Ok(())
    }

    /// Money that comes home from the agent. Anything above `at_agent` is a gain; returns the part of it that is
    /// income.
    pub fn come_home(&mut self, amount: u64, now: i64) -> u64 {
        self.accrue(now);
        let home = amount.min(self.at_agent);
        self.at_agent -= home;
        self.move_back(home);
        self.gain(amount - home)
    }

    /// Sells assets. Anything above `invested` is a gain; returns the part of it that is income.
    pub fn sell(&mut self, amount: u64, now: i64) -> u64 {
        self.accrue(now);
        let repaid = amount.min(self.invested);
        self.invested -= repaid;
        self.move_back(repaid);
        self.gain(amount - repaid)
    }

    /// Books what assets bring above their value in the books. First the reserve gets back the losses that it covered:
    /// otherwise wear that it covered would become members' surplus. The rest is income, and is returned.
    fn gain(&mut self, amount: u64) -> u64 {
        let back = amount.min(self.covered);
        self.covered -= back;
        self.reserve += back;
        self.income(amount - back);
        amount - back
    }

    fn move_back(&mut self, amount: u64) {
        self.fund += amount;
        self.moved_back = self.moved_back.saturating_add(amount);
    }

    /// Counts wear up to `now`: money × seconds.
    pub fn accrue(&mut self, now: i64) {
        let elapsed = now.saturating_sub(self.accrued_at).max(0) as u64;
        if self.invested != 0 {
            let seconds = self.invested_seconds.get() + product(self.invested, elapsed);
            self.invested_seconds = seconds.into();
        }
        if self.at_agent != 0 {
            let seconds = self.agent_seconds.get() + product(self.at_agent, elapsed);
            self.agent_seconds = seconds.into();
        }
        self.accrued_at = self.accrued_at.max(now);
    }
}
