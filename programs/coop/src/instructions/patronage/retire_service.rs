use super::require_acts_for;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ServiceRetired, emit},
    state::{Coop, CoopStatus, Service},
};
use anchor_lang::prelude::*;

/// Retires a service and closes its account. The wallet that acts for it can send this: that of its membership, or
/// its owner; once the co-op is dissolving, anyone can. If the membership was moved to another wallet, this is
/// refused for the 180 days in which the move can be undone.
#[derive(Accounts)]
pub struct RetireService {
    pub caller: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&service.coop, coop.address()) @ CoopError::ServiceOfAnotherCoop,
    )]
    pub service: Record<Service>,
    /// The membership that the service belongs to, if there is one.
    #[account(mut)]
    pub provider: Option<UncheckedAccount>,
    /// Gets the rent back; may be the caller.
    #[account(
        mut,
        unsafe(dup),
        constraint = same(rent_payer.address(), &service.rent_payer) @ CoopError::RentPayerMismatch,
    )]
    pub rent_payer: UncheckedAccount,
}

impl RetireService {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        let dissolving = coop.status() == CoopStatus::Dissolving;
        if !dissolving {
            let acts_for = require_acts_for(&self.service, self.caller.address(), &self.provider, now)?;
            if let Some(member) = acts_for {
                member.require_at_home(now)?;
            }
        }

        coop.service_accounts -= 1;

        emit(ServiceRetired {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *self.service.address(),
        });
        Ok(())
    }
}
