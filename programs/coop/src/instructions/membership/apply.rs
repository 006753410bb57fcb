use crate::{
    account::Record,
    clock,
    error::CoopError,
    events::{ApplicationMade, emit},
    seeds,
    state::{Coop, Member},
};
use anchor_lang::prelude::*;

/// Makes a wallet a candidate.
///
/// - the co-op is not dissolving and has a member who could vouch;
/// - the wallet signs the statutes in force, by their hash;
/// - it may give a name of at most 32 bytes;
/// - it will need `vouches_required` vouches, or one from each member at its admission if there are fewer members;
/// - anyone can clear away an application that has lacked vouches for 90 days
///   ([`WithdrawApplication`](super::withdraw_application::WithdrawApplication)).
#[derive(Accounts)]
pub struct Apply {
    /// Pays the rent. It may be the wallet itself: a signer holds no data, so it may be named twice.
    #[account(unsafe(dup))]
    pub payer: Signer,
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::MEMBER, coop.address().as_ref(), wallet.address().as_ref()],
        bump
    )]
    pub member: Record<Member>,
    pub system_program: Program<System>,
}

impl Apply {
    pub fn handle(&mut self, bumps: &ApplyBumps, name: &str, statutes_hash: [u8; 32]) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_not_dissolving()?;
        coop.require_signed(&statutes_hash)?;
        require!(coop.members > 0, CoopError::CoopWithoutMembers);

        let seq = coop.next_seq();
        coop.member_accounts += 1;
        member.coop = *coop.address();
        member.wallet = *self.wallet.address();
        member.rent_payer = *self.payer.address();
        member.keyless = !member.wallet.is_on_curve() as u8;
        member.bump = bumps.member;
        let needed = coop.vouches_needed();
        member.become_candidate(seq, needed);
        member.sign(coop.statutes_version, now);
        member.take_name(name, now)?;

        coop.invariant()?;
        member.invariant()?;
        emit(ApplicationMade {
            coop: *coop.address(),
            seq,
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
            vouches_needed: needed,
        });
        Ok(())
    }
}
