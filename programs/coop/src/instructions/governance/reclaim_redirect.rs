use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{RedirectReclaimed, emit},
    state::{Coop, Member, Redirect},
};
use anchor_lang::prelude::*;

/// Closes a redirect if its member's account is closed, or has moved to yet another wallet and cannot be moved back
/// to this one. Anyone can send it.
#[derive(Accounts)]
pub struct ReclaimRedirect {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&redirect.coop, coop.address()) @ CoopError::RedirectOfAnotherCoop,
    )]
    pub redirect: Record<Redirect>,
    /// The member, whose account may be closed.
    #[account(constraint = same(member.address(), &redirect.member) @ CoopError::SubjectMismatch)]
    pub member: UncheckedAccount,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &redirect.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimRedirect {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, redirect) = (&mut self.coop, &self.redirect);
        // it may be closed, and another membership may have moved to the wallet with which it began
        if let Ok(member) = Record::<Member>::load(*self.member.account()) {
            let may_return = member.is_quiet(now) && same(&member.former_wallet, &redirect.wallet);
            let needed = may_return || same(&member.wallet, &redirect.wallet);
            require!(!needed, CoopError::RedirectStillNeeded);
        }

        coop.redirect_accounts -= 1;

        emit(RedirectReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            wallet: redirect.wallet,
            member: redirect.member,
        });
        Ok(())
    }
}
