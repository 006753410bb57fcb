use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{VouchGiven, emit},
    seeds,
    state::{Coop, Member, Standing, Vouch},
};
use anchor_lang::prelude::*;

/// A member vouches for a candidate.
///
/// - once for each application, and never for itself: a member is no candidate;
/// - at most `vouches_per_period` in a period, or in total while the co-op is forming;
/// - not for a candidate that has all the vouches it needs at present: it can need more when there are more members.
#[derive(Accounts)]
pub struct VouchFor {
    /// Pays the rent. It may be the wallet itself: a signer holds no data, so it may be named twice.
    #[account(unsafe(dup))]
    pub payer: Signer,
    #[account(constraint = same(wallet.address(), &voucher.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&voucher.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub voucher: Record<Member>,
    #[account(mut, constraint = same(&candidate.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub candidate: Record<Member>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::VOUCH, candidate.address().as_ref(), voucher.address().as_ref()],
        bump
    )]
    pub vouch: Record<Vouch>,
    pub system_program: Program<System>,
}

impl VouchFor {
    pub fn handle(&mut self, bumps: &VouchForBumps) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        let (voucher, candidate, vouch) = (&mut self.voucher, &mut self.candidate, &mut self.vouch);
        coop.require_not_dissolving()?;
        require!(voucher.is(Standing::Member), CoopError::NotAMember);
        require!(candidate.is(Standing::Candidate), CoopError::NotACandidate);
        let needed = coop.vouches_needed_by(candidate);
        require!(candidate.vouches_received < needed, CoopError::VouchesComplete);
        let period = coop.quota_period();
        let given = if voucher.vouched_in == period { voucher.vouches_given } else { 0 };
        require!(given < coop.charter.vouches_per_period, CoopError::VouchesUsedUp);

        voucher.vouched_in = period.into();
        voucher.vouches_given = given + 1;
        voucher.last_active_at = now.into();
        candidate.vouches_needed = needed;
        candidate.vouches_received += 1;
        coop.vouch_accounts += 1;
        vouch.coop = *coop.address();
        vouch.candidate = *candidate.address();
        vouch.voucher = *voucher.address();
        vouch.rent_payer = *self.payer.address();
        vouch.application = candidate.application;
        vouch.voucher_application = voucher.application;
        vouch.given_in = period.into();
        vouch.bump = bumps.vouch;

        candidate.invariant()?;
        emit(VouchGiven {
            coop: vouch.coop,
            seq: coop.next_seq(),
            at: now.into(),
            candidate: vouch.candidate,
            voucher: vouch.voucher,
            vouches_received: candidate.vouches_received,
            vouches_needed: needed,
        });
        Ok(())
    }
}
