use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ApplicationWithdrawn, emit},
    state::{Coop, CoopStatus, Member, Standing},
};
use anchor_lang::prelude::*;
use coop_math::membership::APPLICATION_KEPT;

/// A candidate withdraws its application, or anyone clears away one that lacks vouches and has lacked them for 90 days:
/// since it was made, since a vouch was withdrawn, and since more are needed. The account can then be reclaimed, and
/// vouches for it no longer count. One that has all its vouches only waits for room to grow, as long as the co-op has
/// members; if it has not signed the statutes in force, it waits for 90 days after the last
/// amendment.
#[derive(Accounts)]
pub struct WithdrawApplication {
    /// The candidate's wallet; any wallet, if the application has lapsed or the co-op dissolves.
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl WithdrawApplication {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        require!(member.is(Standing::Candidate), CoopError::NotACandidate);
        let own = same(self.wallet.address(), &member.wallet);
        let waited = |since: i64| now.saturating_sub(since) >= APPLICATION_KEPT;
        // without members nobody can be admitted any more
        let empty = coop.members == 0;
        let lost = empty || member.vouches_received < coop.vouches_needed_by(member);
        let unsigned = member.statutes_version != coop.statutes_version;
        // after a vouch is withdrawn, or more are needed, others have the full time to vouch, if there are members
        let last = if empty { PodI64::ZERO } else { member.lacks_since.max(coop.needs_since) };
        let lost_at = member.applied_at.max(last);
        let stale = lost && waited(lost_at.get()) || unsigned && waited(coop.amended_at.get());
        require!(own || stale || coop.status() == CoopStatus::Dissolving, CoopError::ApplicationStands);

        member.standing = Standing::Left.into();
        member.left_at = now.into();
        member.name = [0; 32];

        member.invariant()?;
        emit(ApplicationWithdrawn {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
        });
        Ok(())
    }
}
