use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ApplicationRenewed, emit},
    state::{Coop, CoopStatus, Member, Standing},
};
use anchor_lang::prelude::*;

/// Makes one who left, and whose account is still there, a candidate again. What was earned stays.
///
/// - it signs the statutes that are in force by now, and may say what it wants to be called;
/// - an expelled member comes back only by resolution;
/// - who was released from a promise waits until it would have been over;
/// - what the earlier membership did, and what it asked back, is settled first: that waits for a close;
/// - earlier vouches count nothing.
#[derive(Accounts)]
pub struct Reapply {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl Reapply {
    pub fn handle(&mut self, name: &str, statutes_hash: [u8; 32]) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_not_dissolving()?;
        coop.require_signed(&statutes_hash)?;
        require!(member.is(Standing::Left), CoopError::NotLeft);
        require!(!member.is_unsettled(), CoopError::SettlePatronageFirst);
        let closed_since = coop.status() != CoopStatus::Active || member.left_at < coop.period.started_at;
        require!(closed_since, CoopError::TooSoonToReturn);
        require!(!member.keeps_protest(now), CoopError::ProtestKept);
        require!(member.returns_from <= now, CoopError::ReleasedRecently);
        require!(coop.members > 0, CoopError::CoopWithoutMembers);

        let seq = coop.next_seq();
        let needed = coop.vouches_needed();
        member.become_candidate(seq, needed, now);
        member.take_name(name, now)?;

        coop.invariant()?;
        member.invariant()?;
        emit(ApplicationRenewed {
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
