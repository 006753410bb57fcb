use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{DividendsClaimed, emit},
    state::{Coop, Member},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Pays a member, or a former one, all the cash that it is owed, in one transfer: settled patronage and capital,
/// interest and pioneer returns until the last close, and refunds of pools. Only the member's wallet can send it, or
/// anyone once the co-op is dissolving.
#[derive(Accounts)]
pub struct ClaimDividends {
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

impl ClaimDividends {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_its_own_or_dissolving(self.caller.address(), member)?;
        if !same(self.caller.address(), &member.wallet) {
            let token_program = self.token_program.address();
            vault::require_members_canonical_account(&self.destination, member, &self.mint, token_program)?;
        }
        member.require_at_home(now)?;
        coop.require_claims()?;
        let booked = coop.draw_returns(member);
        let amount = member.dividends.get();
        if amount == 0 {
            require!(coop.dissolving_at != 0, CoopError::NothingOwed);
            if !booked {
                // anyone may send this then, and the second sender loses nothing by it
                return Ok(());
            }
        }

        member.dividends = PodU64::ZERO;
        if same(self.caller.address(), &member.wallet) {
            member.last_active_at = now.into();
        }
        coop.books.dividends -= amount;

        // what was booked may be less than a unit, which went to the reserve
        if amount > 0 {
            vault::pay_out(
                self.token_program.address(),
                coop,
                [*self.vault.account(), *self.mint.account(), *self.destination.account()],
                amount,
            );
        }
        coop.invariant()?;
        member.invariant()?;
        emit(DividendsClaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            amount: amount.into(),
            dividends: coop.books.dividends,
        });
        Ok(())
    }
}
