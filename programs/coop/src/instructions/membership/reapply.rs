use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ApplicationRenewed, emit},
    state::{Coop, CoopStatus, Member, Standing},
};
use anchor_lang::prelude::*;

/// Makes a former member, whose account still exists, a candidate again. What it earned stays. A candidate that signed
/// statutes which were restated since signs those in force: it keeps its vouches and, unless it gives another one, its
/// name.
///
/// - it signs the statutes in force now, and may give a name;
/// - an expelled member must be readmitted by a resolution first;
/// - a member that was released from a promise must wait until that promise would have been over;
/// - the business of its earlier membership, and the capital that it asked back, must be settled first, which takes a
///   close;
/// - vouches for an earlier application count for nothing.
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
        let signs_anew = member.is(Standing::Candidate) && member.statutes_version != coop.statutes_version;
        if !signs_anew {
            require!(member.is(Standing::Left), CoopError::NotLeft);
            require!(!member.is_unsettled(), CoopError::SettlePatronageFirst);
            let closed_since = coop.status() != CoopStatus::Active || member.left_at < coop.period.started_at;
            require!(closed_since, CoopError::TooSoonToReturn);
            require!(!member.keeps_protest(now), CoopError::ProtestKept);
            require!(member.returns_from <= now, CoopError::ReleasedRecently);
        }
        require!(coop.members > 0, CoopError::CoopWithoutMembers);

        let seq = coop.next_seq();
        if !signs_anew {
            member.become_candidate(seq, coop.vouches_needed());
        }
        member.sign(coop.statutes_version, now);
        if !signs_anew || !name.is_empty() {
            member.take_name(name, now)?;
        }

        coop.invariant()?;
        member.invariant()?;
        emit(ApplicationRenewed {
            coop: *coop.address(),
            seq,
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
            vouches_needed: coop.vouches_needed_by(member),
        });
        Ok(())
    }
}
