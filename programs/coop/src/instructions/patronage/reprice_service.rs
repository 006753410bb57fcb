use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ServiceRepriced, emit},
    state::{Coop, Service},
};
use anchor_lang::prelude::*;

/// Gives a service the co-op's take rate of now. By anyone: there is no discretion in it.
///
/// - down at any time; up no sooner than the promise ends;
/// - never above the charter's ceiling: no rate of the co-op is.
#[derive(Accounts)]
pub struct RepriceService {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&service.coop, coop.address()) @ CoopError::ServiceOfAnotherCoop)]
    pub service: Record<Service>,
}

impl RepriceService {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, service) = (&mut self.coop, &mut self.service);
        coop.require_active()?;
        let (before, rate) = (service.take_rate_bps, coop.charter.take_rate_bps);
        require!(rate != before, CoopError::TakeRateUnchanged);
        require!(rate < before || now >= service.promised_until.get(), CoopError::TakeRatePromised);

        service.take_rate_bps = rate;

        emit(ServiceRepriced {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *service.address(),
            before_bps: before,
            take_rate_bps: rate,
        });
        Ok(())
    }
}
