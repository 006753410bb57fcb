use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PayoutUpdated, emit},
    state::{Coop, Service},
    vault,
};
use anchor_lang::prelude::*;

/// Lets a service be paid to another account. By its owner, at any time.
#[derive(Accounts)]
pub struct UpdatePayout {
    #[account(constraint = same(owner.address(), &service.owner) @ CoopError::NotTheServiceOwner)]
    pub owner: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&service.coop, coop.address()) @ CoopError::ServiceOfAnotherCoop)]
    pub service: Record<Service>,
    #[account(constraint = !same(payout.address(), &coop.vault) @ CoopError::PayoutUnpayable)]
    pub payout: UncheckedAccount,
}

impl UpdatePayout {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, service) = (&mut self.coop, &mut self.service);
        vault::require_token_account(&self.payout)?;
        require!(vault::can_be_paid(&self.payout, &coop.mint), CoopError::PayoutUnpayable);

        service.payout = *self.payout.address();

        emit(PayoutUpdated {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *service.address(),
            payout: service.payout,
        });
        Ok(())
    }
}
