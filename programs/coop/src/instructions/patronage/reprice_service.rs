use super::require_acts_for;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ServiceRepriced, emit},
    state::{Coop, Service},
};
use anchor_lang::prelude::*;

/// Gives a service the co-op's present split, and its take rate as far as that has stood for a period.
///
/// - whoever acts for the service (`caller`) can send this at any time, if neither becomes worse for it; the promise
///   never becomes longer;
/// - anyone can once the promise has ended: better terms hold at once, worse terms one period later.
#[derive(Accounts)]
pub struct RepriceService {
    /// The wallet that acts for the service; may be left out once its promise has ended.
    pub caller: Option<Signer>,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&service.coop, coop.address()) @ CoopError::ServiceOfAnotherCoop)]
    pub service: Record<Service>,
    /// The membership that the service belongs to, if there is one.
    #[account(mut)]
    pub provider: Option<UncheckedAccount>,
}

impl RepriceService {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, service) = (&mut self.coop, &mut self.service);
        coop.require_active()?;
        if service.is_promised(now) {
            let caller = self.caller.as_ref().ok_or(CoopError::TakeRatePromised)?;
            require_acts_for(service, caller.address(), &self.provider, now)?;
        }
        let before_bps = service.split(now).take_rate_bps;

        service.reprice(coop, now)?;

        emit(ServiceRepriced {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *service.address(),
            before_bps: before_bps.into(),
            take_rate_bps: service.next_take_rate_bps,
            provider_bps: coop.charter.provider_bps,
            from: if service.next_from == 0 { now.into() } else { service.next_from },
        });
        Ok(())
    }
}
