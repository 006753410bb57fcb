use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{NameSet, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::prelude::*;
use coop_math::membership::NAME_KEPT;

/// Sets the name of a member or candidate, in at most 32 bytes and at most once in 30 days. An empty name leaves only
/// its number.
#[derive(Accounts)]
pub struct SetName {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl SetName {
    pub fn handle(&mut self, name: &str) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_not_dissolving()?;
        require!(member.is(Standing::Member) || member.is(Standing::Candidate), CoopError::NotAMember);
        let kept = now.saturating_sub(member.named_at.get()) < NAME_KEPT;
        require!(!kept, CoopError::NameKept);
        member.take_name(name, now)?;
        member.last_active_at = now.into();

        emit(NameSet {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            number: member.number,
            name: member.name,
        });
        Ok(())
    }
}
