use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ElectorEnrolled, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::prelude::*;
use coop_math::membership::is_seasoned;

/// Makes a member an elector: it can vote on everything that is proposed from now on. Anyone can send it.
///
/// - its pledge to the founding pool, if it made one, is claimed: the settlement made it an elector already;
/// - its shares are at least `member_share`, and were at least `seasoning` ago;
/// - a member that was suspended becomes an elector again at once, but only by its own signature.
#[derive(Accounts)]
pub struct Enrol {
    /// Anyone; the member's wallet if it was suspended.
    pub caller: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl Enrol {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_active()?;
        require!(member.is(Standing::Member), CoopError::NotAMember);
        require!(!member.is_elector(), CoopError::AlreadyElector);
        require!(!coop.counts_by_pledge(member), CoopError::ClaimSharesFirst);
        require!(member.shares >= coop.charter.member_share, CoopError::MemberShareNotPaid);
        let itself = *self.caller.address() == member.wallet;
        if member.is_suspended() {
            require!(itself, CoopError::SuspendedMemberMustSign);
            member.gap_to = now.into();
        } else {
            let seasoned = is_seasoned(member.share_paid_at.get(), coop.charter.seasoning.get(), now);
            require!(seasoned, CoopError::SeasoningNotOver);
            member.elector_from = now.into();
        }

        if itself {
            member.last_active_at = now.into();
        }
        coop.gain_electors(1, now);

        coop.invariant()?;
        member.invariant()?;
        emit(ElectorEnrolled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            electors: coop.electors,
        });
        Ok(())
    }
}
