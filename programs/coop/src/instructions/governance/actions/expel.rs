//! Makes a member leave.

use super::{Weight, on_member::ExecuteOnMember};
use crate::{
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Member, Proposal, Standing},
};
use anchor_lang::prelude::*;

/// Special. It is possible also after the member has resigned or applied again: then it closes the way back, and
/// frees what bound the member.
pub fn check(new: &Propose, p: &mut Proposal, member: &Address) -> Result<Weight> {
    p.target = *member;
    let named = new.named_member(member)?;
    p.other_number = named.number;
    require!(named.standing != Standing::Expelled, CoopError::AlreadyExpelled);
    Ok(Weight::Special)
}

impl ExecuteOnMember {
    /// The member leaves as if it had resigned, is freed of what binds it (`free`), and can come back only by a resolution. A period
    /// that is over must be closed first: otherwise whoever sends this would choose whether the member gets the interest of that
    /// period. Its business of a closed period must be settled first too (`settle_patronage`). If it has resigned or applied in the
    /// meantime, it is freed in the same way, and the way back is closed. If the pool with its pledge has succeeded, its shares are
    /// claimed before it is freed: the time of the promise that came with them may be over.
    pub fn expel(&mut self) -> Result<()> {
        self.resolve(Kind::Expel, |coop, proposal, member, pledged, now| {
            // the account may meanwhile belong to another membership
            let meant = proposal.other_number.get();
            require!(meant == 0 || member.number.get() + 1 == meant, CoopError::SubjectMismatch);
            require!(!member.is(Standing::Expelled), CoopError::AlreadyExpelled);
            let stays = member.is(Standing::Member);
            if stays {
                coop.require_not_overdue(now)?;
            }
            coop.leave_pool(member, pledged, now)?;
            if stays {
                coop.dismiss(member, Standing::Expelled, now)?;
            } else {
                // a member that resigned first keeps its date of leaving
                if member.left_at == 0 {
                    member.left_at = now.into();
                }
                member.name = [0; 32];
                member.standing = Standing::Expelled.into();
            }
            free(member, proposal, now);
            Ok(())
        })
    }
}

/// Frees what binds an expelled member. Its promise of use ends, as nobody who is barred could keep one; but if its time was over
/// before, it is still to be settled (`settle_use`). Its capital still rests if it pledged after its expulsion was proposed: otherwise
/// a pool could be filled, in one transaction, by somebody who is expelled and leaves with its capital.
fn free(member: &mut Member, proposal: &Proposal, now: i64) {
    if member.promise_stands == 0 || !member.promise_is_over(now) {
        member.end_promise();
    }
    if member.pledged_at <= proposal.created_at.get() {
        member.unbind();
    }
}
