//! Operating money that leaves by resolution.

use super::Coop;
use crate::error::CoopError;
use anchor_lang::prelude::*;
use coop_math::{YEAR, bucket::Bucket, governance, patronage::books::Books};

/// The kinds of spend that the books distinguish.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlay {
    /// Money that is gone, pay for work included.
    Expense,
    /// An asset that wears.
    Investment,
    /// Sent to the co-op's own agent, to come home.
    ToAgent,
}

impl Coop {
    /// The bucket that ordinary resolutions and mandates draw from.
    pub fn budget(&self) -> Bucket {
        governance::budget::budget(
            self.period.operating_at_start.get(),
            self.operating(),
            self.charter.budget_bps.get(),
            self.period.length.get(),
        )
    }

    /// Takes a spend out of operating money and, unless it is `special`, out of the budget. While anyone has asked for
    /// capital back, the fund keeps the amount that they would be paid: only the rest can move to assets, and a special
    /// expense beyond earnings draws from the budget too. Neither rule applies to a special spend on the first day of a
    /// period: the close has paid everyone who asked before, and a new ask, which can be taken back, must not block it.
    #[inline(never)]
    pub fn spend(&mut self, amount: u64, outlay: Outlay, special: bool, now: i64) -> Result<()> {
        self.require_not_overdue(now)?;
        let at_its_turn = special && self.period.has_just_begun(now);
        let bounded = match outlay {
            _ if !special => amount,
            Outlay::Expense if self.books.asked != 0 && !at_its_turn => {
                amount.saturating_sub(self.books.earnings.get())
            }
            _ => 0,
        };
        if bounded != 0 {
            let full = self.budget().draw(self.budget_full.get(), bounded, now);
            self.budget_full = full.ok_or(CoopError::BudgetExceeded)?.into();
        }
        match outlay {
            Outlay::Expense => {
                self.count_expenses(amount)?;
                self.try_book(|books| books.expense(amount))?;
            }
            // a special spend is weighty
            Outlay::Investment | Outlay::ToAgent => {
                let free = at_its_turn || amount <= self.books.ask(Books::spare);
                require!(free, CoopError::MoreThanFund);
                self.try_book(|books| match outlay {
                    Outlay::Investment => books.invest(amount, special, now),
                    _ => books.send_to_agent(amount, special, now),
                })?;
            }
        }
        self.mark_solvency();
        Ok(())
    }

    /// Refuses what is carried out at the turn only, after the first day of a period.
    pub fn require_first_day(&self, now: i64) -> Result<()> {
        require!(self.period.has_just_begun(now), CoopError::FirstDayOnly);
        Ok(())
    }

    /// Refuses a second cover of losses within 365 days.
    pub fn require_coverable(&self, now: i64) -> Result<()> {
        let last = self.loss_covered_at.get();
        require!(last == 0 || now.saturating_sub(last) >= YEAR, CoopError::LossCoveredRecently);
        Ok(())
    }
}
