use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{SharesWithdrawn, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::prelude::*;

/// A staying member withdraws shares: they are asked back at the close of the open period, as with `ask_back`, at the
/// same price as everyone's. They earn nothing from now on.
///
/// - the remaining shares are at least the member share and cover the bond of a promise of use; shares of the open
///   period cannot be withdrawn;
/// - an amount that is not paid, because the request is taken back (`ask_back`) or the fund is too small, stays the
///   member's: it can ask for it in any later period, without a cap.
#[derive(Accounts)]
pub struct WithdrawShares {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl WithdrawShares {
    pub fn handle(&mut self, amount: u64, min_price_bps: u16) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_active()?;
        member.require_at_home(now)?;
        coop.require_not_overdue(now)?;
        require!(member.is(Standing::Member), CoopError::NotAMember);
        coop.require_settled(member)?;
        require!(amount > 0, CoopError::AmountZero);
        let most = member.capital(now).withdrawable(coop.charter.member_share.get());
        require!(amount <= most, CoopError::MoreThanWithdrawable);
        // no fresh capital is withdrawn
        require!(coop.pays_at_least(min_price_bps, 0), CoopError::PriceTooLow);

        coop.withdraw_shares(member, amount, now);
        member.last_active_at = now.into();

        coop.invariant()?;
        member.invariant()?;
        emit(SharesWithdrawn {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            amount: amount.into(),
            shares: member.shares,
            asked: member.asked,
            shares_total: coop.books.shares_total,
        });
        Ok(())
    }
}
