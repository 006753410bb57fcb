use crate::{
    clock,
    error::CoopError,
    events::{DividendsClaimed, emit},
    state::{Coop, Member},
    vault,
};
use anchor_lang::{address_eq, prelude::*};
use anchor_spl::token_interface::{TokenAccount, TokenInterface};

/// Pays a member, or one who left, all the cash it is owed, in one transfer. By its wallet.
#[derive(Accounts)]
pub struct ClaimDividends {
    #[account(address = member.wallet @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Account<Coop>,
    #[account(mut, constraint = address_eq(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Account<Member>,
    #[account(mut, address = coop.vault @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = address_eq(destination.owner(), &member.wallet) @ CoopError::DestinationNotTheMembers)]
    pub destination: InterfaceAccount<TokenAccount>,
    #[account(address = coop.mint @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl ClaimDividends {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        let amount = member.dividends.get();
        require!(amount > 0, CoopError::NothingOwed);

        member.dividends = PodU64::ZERO;
        member.last_active_at = now.into();
        coop.dividends -= amount;

        vault::pay_out(
            self.token_program.address(),
            coop,
            self.vault.cpi_handle_mut(),
            self.mint.cpi_handle(),
            self.destination.cpi_handle_mut(),
            amount,
        );
        coop.invariant()?;
        member.invariant()?;
        emit(DividendsClaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            amount: amount.into(),
            dividends: coop.dividends,
        });
        Ok(())
    }
}
