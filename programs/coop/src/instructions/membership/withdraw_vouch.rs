use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{VouchWithdrawn, emit},
    state::{Coop, Member, Standing, Vouch},
};
use anchor_lang::prelude::*;

/// A member withdraws its vouch before the candidate is admitted, and may give it to another in the same period. A
/// member that has left in the meantime can do so too. Anyone can withdraw a vouch of a member that has been expelled.
#[derive(Accounts)]
pub struct WithdrawVouch {
    /// The voucher's wallet; anyone if the voucher has been expelled.
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&voucher.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub voucher: Record<Member>,
    #[account(mut, constraint = same(&candidate.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub candidate: Record<Member>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&vouch.candidate, candidate.address()) @ CoopError::VouchMismatch,
        constraint = same(&vouch.voucher, voucher.address()) @ CoopError::VouchMismatch,
    )]
    pub vouch: Record<Vouch>,
    /// Gets the rent back. It may be the wallet, as it only receives lamports.
    #[account(unsafe(dup), constraint = same(rent_payer.address(), &vouch.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl WithdrawVouch {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, voucher, candidate) = (&mut self.coop, &mut self.voucher, &mut self.candidate);
        let its_own = same(self.wallet.address(), &voucher.wallet);
        require!(its_own || voucher.is(Standing::Expelled), CoopError::WalletMismatch);
        require!(candidate.is(Standing::Candidate), CoopError::NotACandidate);
        require!(self.vouch.application == candidate.application, CoopError::VouchOutdated);

        candidate.vouches_received -= 1;
        candidate.lacks_since = now.into();
        let same_membership = voucher.application == self.vouch.voucher_application;
        if same_membership && voucher.vouched_in == self.vouch.given_in {
            voucher.vouches_given -= 1;
        }
        if its_own {
            voucher.last_active_at = now.into();
        }
        coop.vouch_accounts -= 1;

        emit(VouchWithdrawn {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            candidate: self.vouch.candidate,
            voucher: self.vouch.voucher,
            vouches_received: candidate.vouches_received,
        });
        Ok(())
    }
}
