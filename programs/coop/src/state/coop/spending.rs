//! Operating money that leaves by resolution.

use super::Coop;
use crate::error::CoopError;
use anchor_lang::prelude::*;
use coop_math::{YEAR, bucket::Bucket, governance};

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

    /// Takes a spend out of operating money and, unless it is `special`, out of the budget. A special expense beyond
    /// earnings also uses the budget while anyone has asked for capital back, except on the first day of a period. So
    /// a resolution is executed at its turn, whoever asks in the meantime, and after that day nothing else can lower
    /// the price between a request and its close.
    #[inline(never)]
    pub fn spend(&mut self, amount: u64, outlay: Outlay, special: bool, now: i64) -> Result<()> {
        self.require_not_overdue(now)?;
        let bounded = match outlay {
            _ if !special => amount,
            Outlay::Expense if self.books.asked != 0 && !self.period.has_just_begun(now) => {
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
                self.try_book(|books| books.expense(amount))
            }
            // a special spend is weighty
            Outlay::Investment => self.try_book(|books| books.invest(amount, special, now)),
            Outlay::ToAgent => self.try_book(|books| books.send_to_agent(amount, special, now)),
        }
    }

    /// Refuses a second cover of losses within 365 days.
    pub fn require_coverable(&self, now: i64) -> Result<()> {
        let last = self.loss_covered_at.get();
        require!(last == 0 || now.saturating_sub(last) >= YEAR, CoopError::LossCoveredRecently);
        Ok(())
    }
}
