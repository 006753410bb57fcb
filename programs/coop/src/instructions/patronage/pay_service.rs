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
use coop_math::fixed::bps_ceil;

/// Pays a service: amount − fee to its payout account, fee = ⌈amount × take rate⌉ to the co-op. By anyone.
///
/// - refused if the fee is above `max_fee`;
/// - of an active member the fee counts as patronage of the open period; what waits of an older period must
///   be settled first (`settle_patronage`, in the same transaction). Of anyone else, and of a member that
///   does not name its membership, it counts as use of others, whose part goes to the reserve.
#[derive(Accounts)]
pub struct PayService {
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(constraint = same(&service.coop, coop.address()) @ CoopError::ServiceOfAnotherCoop)]
    pub service: Record<Service>,
    /// The payer's membership, if it has one.
    #[account(mut)]
    pub member: Option<Record<Member>>,
    /// What is paid from; the token program checks that it is of the mint and that the payer may draw on it.
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
        let coop = &mut self.coop;
        coop.require_active()?;
        require!(amount > 0, CoopError::AmountZero);
        let fee = bps_ceil(amount, self.service.take_rate_bps.get());
        require!(fee <= max_fee, CoopError::FeeAboveMaximum);
        require!(vault::can_be_paid(&self.payout, &coop.mint), CoopError::PayoutUnpayable);

        let mut units = PodU64::ZERO;
        let mut counted = false;
        if let Some(member) = &mut self.member {
            require!(same(&member.coop, coop.address()), CoopError::MemberOfAnotherCoop);
            require!(same(&member.wallet, self.payer.address()), CoopError::WalletMismatch);
            if member.is(Standing::Member) {
                coop.count_use(member, fee)?;
                member.last_active_at = now.into();
                (units, counted) = (member.units, true);
                member.invariant()?;
            }
        }
        if !counted {
            coop.period.outside_units += fee;
        }
        coop.earn(fee);

        for (to, part) in [(&mut self.payout, amount - fee), (&mut self.vault, fee)] {
            if part > 0 {
                vault::transfer(
                    self.token_program.address(),
                    self.source.try_cpi_handle_mut()?,
                    self.mint.cpi_handle(),
                    to.try_cpi_handle_mut()?,
                    self.payer.cpi_handle(),
                    part,
                    coop.decimals,
                    &[],
                );
            }
        }
        coop.invariant()?;
        emit(ServicePaid {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            service: *self.service.address(),
            payer: *self.payer.address(),
            amount: amount.into(),
            fee: fee.into(),
            units,
            revenue: coop.period.revenue,
            operating: coop.operating,
        });
        Ok(())
    }
}
