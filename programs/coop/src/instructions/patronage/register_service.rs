use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ServiceRegistered, emit},
    seeds,
    state::{Coop, Member, Service, Standing, label, write_uri},
    vault,
};
use anchor_lang::prelude::*;

/// Registers a service at the co-op's present split, and at the highest take rate of the open period and of the one
/// before. Both are promised for the charter's `commitment`.
/// Anyone can send it, also a non-member; if the owner's membership is given, the service belongs to that.
///
/// - it is refused if the rate is above the most, or the provider's part below the least, that the service accepts:
///   an amendment may have come first;
/// - the payout account is the owner's own token account of the mint, and not frozen.
#[derive(Accounts)]
pub struct RegisterService {
    /// Pays the rent. It may be the owner itself: a signer holds no data, so it may be named twice.
    #[account(unsafe(dup))]
    pub payer: Signer,
    pub owner: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::SERVICE, coop.address().as_ref(), &coop.services.get().to_le_bytes()],
        bump
    )]
    pub service: Record<Service>,
    /// The owner's membership, if it has one.
    #[account(mut)]
    pub provider: Option<Record<Member>>,
    #[account(constraint = vault::is_owned_by(&payout, owner.address()) @ CoopError::PayoutUnpayable)]
    pub payout: UncheckedAccount,
    pub system_program: Program<System>,
}

impl RegisterService {
    pub fn handle(
        &mut self,
        bumps: &RegisterServiceBumps,
        name: &str,
        uri: &str,
        max_take_rate_bps: u16,
        min_provider_bps: u16,
    ) -> Result<()> {
        let now = clock::now()?;
        let (coop, service) = (&mut self.coop, &mut self.service);
        coop.require_active()?;
        let name = label(name)?;
        let rate = coop.lasting_take_rate();
        require!(rate.get() <= max_take_rate_bps, CoopError::TakeRateAboveAccepted);
        require!(coop.charter.provider_bps.get() >= min_provider_bps, CoopError::ProviderPartBelowAccepted);
        vault::require_token_account(&self.payout)?;
        require!(vault::can_be_paid(&self.payout, &coop.mint), CoopError::PayoutUnpayable);

        service.coop = *coop.address();
        service.owner = *self.owner.address();
        if let Some(provider) = &mut self.provider {
            require!(same(&provider.coop, coop.address()), CoopError::MemberOfAnotherCoop);
            require!(same(&provider.wallet, self.owner.address()), CoopError::WalletMismatch);
            require!(provider.is(Standing::Member), CoopError::NotAMember);
            provider.last_active_at = now.into();
            service.provider = *provider.address();
            service.provider_number = provider.number;
        }
        service.payout = *self.payout.address();
        service.rent_payer = *self.payer.address();
        service.name = name;
        write_uri(uri, &mut service.uri)?;
        service.registered_at = now.into();
        service.promised_until = now.saturating_add(coop.charter.commitment.get() as i64).into();
        service.index = coop.services;
        service.take_rate_bps = rate;
        service.provider_bps = coop.charter.provider_bps;
        service.bump = bumps.service;
        coop.services += 1;
        coop.service_accounts += 1;

        emit(ServiceRegistered {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *service.address(),
            index: service.index,
            owner: service.owner,
            payout: service.payout,
            provider: service.provider,
            take_rate_bps: service.take_rate_bps,
            provider_bps: service.provider_bps,
            promised_until: service.promised_until,
        });
        Ok(())
    }
}
