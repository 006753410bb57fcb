use super::require_acts_for;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PayoutUpdated, emit},
    state::{Coop, Service},
    vault,
};
use anchor_lang::prelude::*;

/// Changes the account to which a service is paid, to another one of the wallet that acts for it: that of its
/// membership, or its owner. It is possible at any time; but if the membership was moved to another wallet, not in
/// the 180 days in which the move can be undone.
#[derive(Accounts)]
pub struct UpdatePayout {
    pub caller: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&service.coop, coop.address()) @ CoopError::ServiceOfAnotherCoop)]
    pub service: Record<Service>,
    /// The membership that the service belongs to, if there is one.
    #[account(mut)]
    pub provider: Option<UncheckedAccount>,
    #[account(constraint = vault::is_owned_by(&payout, caller.address()) @ CoopError::PayoutUnpayable)]
    pub payout: UncheckedAccount,
}

impl UpdatePayout {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, service) = (&mut self.coop, &mut self.service);
        if let Some(member) = require_acts_for(service, self.caller.address(), &self.provider, now)? {
            member.require_at_home(now)?;
        }
        vault::require_token_account(&self.payout)?;
        require!(vault::can_be_paid(&self.payout, &coop.mint), CoopError::PayoutUnpayable);

        service.owner = *self.caller.address();
        service.payout = *self.payout.address();

        emit(PayoutUpdated {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *service.address(),
            owner: service.owner,
            payout: service.payout,
        });
        Ok(())
    }
}
