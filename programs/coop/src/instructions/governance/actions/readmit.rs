//! Lets an expelled member apply again.

use super::{Weight, on_member::ExecuteOnMember};
use crate::{
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal, Standing},
};
use anchor_lang::prelude::*;

/// Ordinary.
pub fn check(new: &Propose, p: &mut Proposal, member: &Address) -> Result<Weight> {
    p.target = *member;
    let standing = new.named_member(member)?.standing;
    require!(standing == Standing::Expelled, CoopError::NotExpelled);
    Ok(Weight::Ordinary)
}

impl ExecuteOnMember {
    /// The member then counts as one that has left.
    pub fn readmit(&mut self) -> Result<()> {
        self.resolve(Kind::Readmit, |_, proposal, member, _, _| {
            require!(member.is(Standing::Expelled), CoopError::NotExpelled);
            // the resolution is about an expulsion before the proposal, not about a later one
            require!(member.left_at <= proposal.created_at, CoopError::SubjectMismatch);
            member.standing = Standing::Left.into();
            Ok(())
        })
    }
}
