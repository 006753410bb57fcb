use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{VouchReclaimed, emit},
    state::{Coop, Member, Standing, Vouch},
};
use anchor_lang::prelude::*;

/// Closes a vouch that no longer counts, because the candidate was admitted, is gone, or has applied again. Anyone
/// can send it.
#[derive(Accounts)]
pub struct ReclaimVouch {
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The candidate's account, which may have been closed.
    #[account(constraint = same(candidate.address(), &vouch.candidate) @ CoopError::VouchMismatch)]
    pub candidate: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&vouch.coop, coop.address()) @ CoopError::MemberOfAnotherCoop,
    )]
    pub vouch: Record<Vouch>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &vouch.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimVouch {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        // it may be closed, and another membership may have moved to its wallet: then there is a redirect at this
        // address
        if let Ok(candidate) = Record::<Member>::load(*self.candidate.account()) {
            let counts = candidate.is(Standing::Candidate) && candidate.application == self.vouch.application;
            require!(!counts, CoopError::VouchCounts);
        }
        self.coop.vouch_accounts -= 1;
        emit(VouchReclaimed {
            coop: self.vouch.coop,
            seq: self.coop.next_seq(),
            at: now.into(),
            candidate: self.vouch.candidate,
            voucher: self.vouch.voucher,
        });
        Ok(())
    }
}
