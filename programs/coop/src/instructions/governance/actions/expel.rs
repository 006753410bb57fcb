//! Makes a member leave.

use super::{Weight, on_member::ExecuteOnMember};
use crate::{
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal, Standing},
};
use anchor_lang::prelude::*;

/// Special. Also one who resigned or applies: only the way back is closed then.
pub fn check(new: &Propose, p: &mut Proposal, member: &Address) -> Result<Weight> {
    p.target = *member;
    let named = new.named_member(member)?;
    p.other_number = named.number;
    require!(named.standing != Standing::Expelled, CoopError::AlreadyExpelled);
    Ok(Weight::Special)
}

impl ExecuteOnMember {
    /// It leaves as if it had resigned, is bound by no promise any more, and comes back only by resolution; what it has to
    /// settle of a closed period is settled first (`settle_patronage`). Of one who resigned or applied meanwhile only the way back is closed.
    pub fn expel(&mut self) -> Result<()> {
        self.resolve(Kind::Expel, |coop, proposal, member, pledged, now| {
            // another membership may have begun at this address
            let meant = proposal.other_number.get();
            require!(meant == 0 || member.number.get() + 1 == meant, CoopError::SubjectMismatch);
            if member.is(Standing::Member) {
                coop.leave_pool(member, pledged, now)?;
                return coop.dismiss(member, Standing::Expelled, now);
            }
            require!(!member.is(Standing::Expelled), CoopError::AlreadyExpelled);
            member.unbind();
            // who resigned first has been gone since then
            if member.left_at == 0 {
                member.left_at = now.into();
            }
            member.name = [0; 32];
            member.standing = Standing::Expelled.into();
            Ok(())
        })
    }
}
