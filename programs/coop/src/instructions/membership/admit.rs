use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MemberAdmitted, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::prelude::*;

/// Makes a candidate a member. Anyone can send it.
///
/// - the candidate has `vouches_required` vouches, or one from each present member if there are fewer members. The
///   number needed rises with the members, even for candidates who applied earlier, and does not fall when members
///   leave;
/// - it has signed the statutes in force: one that applied before they were restated signs anew
///   ([`Reapply`](super::reapply::Reapply));
/// - a co-op that everyone has left admits nobody;
/// - in an active co-op, at most max(`growth_floor`, members × `growth_bps`) are admitted in 30 days. This is a
///   bucket, and a member that leaves within 30 days gives back what is left of its place.
#[derive(Accounts)]
pub struct Admit {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl Admit {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_not_dissolving()?;
        require!(member.is(Standing::Candidate), CoopError::NotACandidate);
        // otherwise no vouch would be needed, and any candidate could take over the co-op
        require!(coop.members > 0, CoopError::CoopWithoutMembers);
        require!(member.statutes_version == coop.statutes_version, CoopError::StatutesRestated);
        require!(member.vouches_received >= coop.vouches_needed_by(member), CoopError::VouchesMissing);
        coop.draw_admission(member, now)?;

        member.standing = Standing::Member.into();
        member.admitted_at = now.into();
        if member.numbered == 0 {
            member.numbered = 1;
            member.number = coop.next_member;
            coop.next_member += 1;
        }
        let needed = coop.vouches_needed();
        coop.members += 1;
        coop.mark_vouches_needed(needed, now);

        coop.invariant()?;
        member.invariant()?;
        emit(MemberAdmitted {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
            number: member.number,
            members: coop.members,
        });
        Ok(())
    }
}
