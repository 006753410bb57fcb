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
    /// Moves min(`up_to`, the loss, a tenth of the reserve) from the reserve to the fund. What came to the reserve since the
    /// period began does not count: otherwise whoever remits or settles first would change what is covered. Of the loss only what has lasted
    /// for a period counts: otherwise an expense that is paid back later would turn reserve into surplus. If that is less
    /// than half of what could be moved without this limit, nothing is moved: otherwise somebody could send it in a second
    /// in which the loss is small, and no more could be covered for a year. It is possible only on the first day of a
    /// period: otherwise the sender could choose, by sending it before or after a close, whether those who leave or those
    /// who stay gain from it.
    pub fn cover_loss(&mut self) -> Result<()> {
        self.resolve(Kind::CoverLoss, |coop, proposal, now| {
            coop.require_coverable(now)?;
            coop.require_first_day(now)?;
            let lasting_reserve = coop.books.reserve.min(coop.period.reserve_at_start);
            // rounded down, as the books round it
            let most = proposal.amount.get().min(lasting_reserve.get() / 10);
            let lasts = coop.period.lasting_loss(coop.books.loss.get());
            let covered = coop.book(|books| books.cover_loss(most.min(lasts)));
            require!(covered > 0 && covered >= most - covered, CoopError::NothingToCover);
            coop.period.covered = covered.into();
            coop.loss_covered_at = now.into();
            Ok(())
        })
    }
}
