use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{SharesSubscribed, emit},
    state::{Coop, Member, Standing},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// A member of an active co-op pays in capital: one base unit is one share.
///
/// - shares and open pledges of one member are at most `max_shares`;
/// - it is refused if the price, before the member's own money, is below `min_solvency_bps`: a loss or an amendment
///   may have come first;
/// - the shares earn interest from the start of the next period, and cannot be withdrawn before; business of an
///   earlier period must be settled first.
#[derive(Accounts)]
pub struct Subscribe {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    /// The token account that pays. The token program checks its mint, and that the wallet may draw on it.
    #[account(mut)]
    pub source: UncheckedAccount,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl Subscribe {
    pub fn handle(&mut self, amount: u64, min_solvency_bps: u16) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_active()?;
        require!(member.is(Standing::Member), CoopError::NotAMember);
        require!(amount > 0, CoopError::AmountZero);
        coop.require_room_for_shares(member, amount)?;
        let solvency = coop.lasting_solvency_bps();
        require!(solvency >= min_solvency_bps, CoopError::SolvencyTooLow);

        member.last_active_at = now.into();
        coop.pay_in_shares(member, amount, now)?;
        member.fresh += amount;
        coop.try_book(|books| books.pay_in(amount))?;

        vault::transfer(
            self.token_program.address(),
            [*self.source.account(), *self.mint.account(), *self.vault.account(), *self.wallet.account()],
            amount,
            coop.decimals,
            &[],
        );
        coop.invariant()?;
        member.invariant()?;
        emit(SharesSubscribed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            amount: amount.into(),
            shares: member.shares,
            shares_total: coop.books.shares_total,
            fund: coop.books.fund,
        });
        Ok(())
    }
}
