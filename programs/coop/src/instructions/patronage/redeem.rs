use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CapitalRedeemed, emit},
    state::{Coop, CoopStatus, Member, Standing},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;
use coop_math::{capital::redeem_floor, fixed::bps_floor};

/// Redeems matured capital at solvency, at once, by its owner: paid = ⌊amount × min(1, operating ÷ equity)⌋.
///
/// - run-proof: nobody else's solvency changes, so there is no prize for being first; one who thinks the
///   co-op will recover keeps the claim;
/// - nothing is redeemed for less than `at_least`, nor for nothing;
/// - who has left is never capped; a staying member's redemptions are, by `redemption_bps` of operating at
///   the period's start, all members together; a retained vintage counts once it is due;
/// - of a dissolving co-op all capital is matured and uncapped, and anyone may redeem anyone's: all of it at
///   once, so that nobody is nibbled by rounding;
/// - capital that answers for pledged use waits for `settle_use`.
#[derive(Accounts)]
pub struct Redeem {
    /// The member's wallet; anyone if the co-op is dissolving.
    pub caller: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = vault::is_owned_by(&destination, &member.wallet) @ CoopError::DestinationNotTheMembers)]
    pub destination: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl Redeem {
    pub fn handle(&mut self, amount: u64, at_least: u64) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_its_own_or_dissolving(self.caller.address(), member)?;
        coop.require_claims()?;
        require!(amount > 0, CoopError::AmountZero);
        member.mature(coop.period.number.get(), coop.charter.revolve_periods);
        if coop.status() == CoopStatus::Dissolving && member.is(Standing::Member) {
            coop.dismiss(member, Standing::Left, now);
        }
        let redeemable = member.redeemable();
        require!(amount <= redeemable, CoopError::MoreThanMatured);
        let its_own = same(self.caller.address(), &member.wallet);
        require!(its_own || amount == redeemable, CoopError::RedeemsAllOrNothing);
        let redemption = redeem_floor(amount, coop.operating.get(), coop.equity());
        let paid = redemption.paid;
        require!(paid >= at_least.max(1), CoopError::PaidTooLittle);
        if member.is(Standing::Member) && coop.status() == CoopStatus::Active {
            let cap = bps_floor(coop.period.operating_at_start.get(), coop.charter.redemption_bps.get());
            let redeemed = coop.period.redeemed.get() + paid;
            require!(redeemed <= cap, CoopError::RedemptionCapReached);
            coop.period.redeemed = redeemed.into();
        }

        member.matured -= amount;
        if its_own {
            member.last_active_at = now.into();
        }
        coop.retained_total -= amount;
        coop.operating -= paid;
        coop.loss_carried = coop.loss_carried.saturating_sub(redemption.haircut);

        vault::pay_out(
            self.token_program.address(),
            coop,
            self.vault.try_cpi_handle_mut()?,
            self.mint.cpi_handle(),
            self.destination.try_cpi_handle_mut()?,
            paid,
        );
        coop.invariant()?;
        member.invariant()?;
        emit(CapitalRedeemed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            amount: amount.into(),
            paid: paid.into(),
            matured: member.matured,
            operating: coop.operating,
            retained_total: coop.retained_total,
        });
        Ok(())
    }
}
