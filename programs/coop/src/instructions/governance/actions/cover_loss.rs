//! Covers losses from the reserve.

use super::{Weight, on_coop::ExecuteOnCoop};
use crate::{
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Weighty; once in 365 days.
pub fn check(new: &Propose, p: &mut Proposal, up_to: u64, now: i64) -> Result<Weight> {
    require!(up_to > 0, CoopError::AmountZero);
    new.coop.require_coverable(now)?;
    p.amount = up_to.into();
    Ok(Weight::Weighty)
}

impl ExecuteOnCoop {
    /// Moves min(`up_to`, the loss, a tenth of the reserve) from the reserve to the fund. The loss has lasted for a period:
    /// else an expense that comes back would make surplus of the reserve. It is the first day of a period: else whoever
    /// sends this before or after a close would decide whether those who leave with it, or those who stay, have more of it.
    pub fn cover_loss(&mut self) -> Result<()> {
        self.resolve(Kind::CoverLoss, |coop, proposal, now| {
            coop.require_coverable(now)?;
            coop.require_first_day(now)?;
            let up_to = proposal.amount.get().min(coop.period.lasting_loss(coop.books.loss.get()));
            let covered = coop.book(|books| books.cover_loss(up_to));
            require!(covered > 0, CoopError::NothingToCover);
            coop.period.covered = covered.into();
            coop.loss_covered_at = now.into();
            Ok(())
        })
    }
}
