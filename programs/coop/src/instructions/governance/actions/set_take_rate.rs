//! Sets the take rate.

use super::{Weight, on_coop::ExecuteOnCoop};
use crate::{
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Ordinary. At most the ceiling.
pub fn check(new: &Propose, p: &mut Proposal, bps: u16) -> Result<Weight> {
    require!(bps <= new.coop.charter.take_rate_ceiling_bps.get(), CoopError::TakeRateOutOfBounds);
    p.rate_bps = bps.into();
    Ok(Weight::Ordinary)
}

impl ExecuteOnCoop {
    /// Services that are registered get a raised rate at once, and a lowered one once it has stood for a period.
    pub fn set_take_rate(&mut self) -> Result<()> {
        self.resolve(Kind::SetTakeRate, |coop, proposal, _| {
            coop.charter.take_rate_bps = proposal.rate_bps;
            coop.mark_take_rate();
            Ok(())
        })
    }
}
