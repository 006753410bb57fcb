use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MandateReclaimed, emit},
    state::{Coop, CoopStatus, Mandate},
};
use anchor_lang::prelude::*;

/// Closes the account of a mandate that is over, or of any mandate once the co-op is dissolving. Anyone can send it.
#[derive(Accounts)]
pub struct ReclaimMandate {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&mandate.coop, coop.address()) @ CoopError::MandateOfAnotherCoop,
    )]
    pub mandate: Record<Mandate>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &mandate.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimMandate {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, mandate) = (&mut self.coop, &self.mandate);
        let over = now > mandate.until.get() || coop.status() == CoopStatus::Dissolving;
        require!(over, CoopError::MandateStillRuns);

        coop.mandate_accounts -= 1;

        emit(MandateReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            mandate: *mandate.address(),
            index: mandate.index,
        });
        Ok(())
    }
}
