use super::patron;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ServicePaid, emit},
    state::{Coop, Member, Service, Standing},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use coop_math::patronage::{fee_ceil, provided_floor};

/// Pays a service, for any member or for none: amount − fee to its payout account, and the fee, ⌈amount × take rate⌉,
/// to the co-op. Anyone can send it.
///
/// - it is refused if the fee is above `max_fee`;
/// - the units of the fee are split as was promised to the service: ⌊fee × `provider_bps`⌋ to the membership that
///   provides it, the rest to the member for which the payment is made. A part for which there is no active member is
///   outside use, whose part of the surplus goes to the reserve;
/// - unsettled business of an earlier period must be settled first (`settle_patronage`, possibly in the same
///   transaction).
#[derive(Accounts)]
pub struct PayService {
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(constraint = same(&service.coop, coop.address()) @ CoopError::ServiceOfAnotherCoop)]
    pub service: Record<Service>,
    /// The member for which the payment is made, if any. It may be the provider too.
    #[account(mut, unsafe(dup))]
    pub buyer: Option<Record<Member>>,
    /// The membership that the service belongs to. If the service names one, it must be given, even if its account is
    /// closed.
    #[account(mut, unsafe(dup))]
    pub provider: Option<UncheckedAccount>,
    /// The token account that pays. The token program checks its mint, and that the payer may draw on it.
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(mut, constraint = same(payout.address(), &service.payout) @ CoopError::PayoutMismatch)]
    pub payout: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl PayService {
    pub fn handle(&mut self, amount: u64, max_fee: u64) -> Result<()> {
        let now = clock::now()?;
        let (coop, service) = (&mut self.coop, &self.service);
        coop.require_active()?;
        require!(amount > 0, CoopError::AmountZero);
        let split = service.split(now);
        let fee = fee_ceil(amount, split.take_rate_bps);
        require!(fee <= max_fee, CoopError::FeeAboveMaximum);
        let payable =
            vault::can_be_paid(&self.payout, &coop.mint) && vault::is_owned_by(&self.payout, &service.owner);
        require!(payable, CoopError::PayoutUnpayable);
        let provided = provided_floor(fee, split.provider_bps);
        // first: it refuses an amount that would overflow the sums below
        coop.earn(fee)?;

        let mut outside = fee;
        let mut itself = false;
        let mut bought = PodU64::ZERO;
        if let Some(buyer) = &mut self.buyer {
            require!(same(&buyer.coop, coop.address()), CoopError::MemberOfAnotherCoop);
            itself = same(buyer.address(), &service.provider);
            if buyer.is(Standing::Member) {
                let provides = itself && buyer.number == service.provider_number;
                let units = if provides { fee } else { fee - provided };
                coop.count_units(buyer, units)?;
                buyer.turn_over_service(amount, split.take_rate_bps, now);
                outside -= units;
                bought = units.into();
                if same(&buyer.wallet, self.payer.address()) {
                    buyer.last_active_at = now.into();
                }
            }
        }
        let given = self.provider.as_ref().map(|provider| provider.account());
        if itself {
            // the buyer's account is the provider's, and already loaded
            require!(
                given.is_none_or(|view| same(view.address(), &service.provider)),
                CoopError::PatronMismatch
            );
        } else if let Some(mut provider) = patron(given, &service.provider, service.provider_number)? {
            coop.count_units(&mut provider, provided)?;
            provider.turn_over_service(amount, split.take_rate_bps, now);
            outside -= provided;
        }
        coop.period.done.outside_units += outside;

        let accounts = [
            *self.source.account(),
            *self.mint.account(),
            *self.payout.account(),
            *self.vault.account(),
            *self.payer.account(),
        ];
        let parts = [amount - fee, fee];
        vault::transfer_to_both(self.token_program.address(), accounts, parts, coop.decimals);
        coop.invariant()?;
        emit(ServicePaid {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *self.service.address(),
            payer: *self.payer.address(),
            buyer: self.buyer.as_ref().map_or(Address::default(), |buyer| *buyer.address()),
            amount: amount.into(),
            fee: fee.into(),
            buyer_units: bought,
            outside_units: outside.into(),
            revenue: coop.period.revenue,
            earnings: coop.books.earnings,
        });
        Ok(())
    }
}
