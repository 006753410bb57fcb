use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    state::{Coop, Kind, Member, Proposal, Standing},
};
use anchor_lang::prelude::*;

/// Does to a member what was resolved. By anyone.
///
/// - `execute_expel`: it leaves as if it had resigned, and comes back only by resolution; what it has to settle of a
///   closed period is settled first (`settle_patronage`). Of one who resigned
///   or applied meanwhile only the way back is closed;
/// - `execute_readmit`: an expelled member may apply anew.
#[derive(Accounts)]
pub struct ExecuteOnMember {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(mut, constraint = same(member.address(), &proposal.target) @ CoopError::SubjectMismatch)]
    pub member: Record<Member>,
}

impl ExecuteOnMember {
    pub fn expel(&mut self) -> Result<()> {
        self.apply(Kind::Expel)
    }

    pub fn readmit(&mut self) -> Result<()> {
        self.apply(Kind::Readmit)
    }

    #[inline(never)]
    fn apply(&mut self, kind: Kind) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal, member) = (&mut self.coop, &mut self.proposal, &mut self.member);
        proposal.execute(kind, coop, now)?;
        let expelled = member.is(Standing::Expelled);
        if kind == Kind::Readmit {
            require!(expelled, CoopError::NotExpelled);
            member.standing = Standing::Left.into();
        } else if member.is(Standing::Member) {
            coop.dismiss(member, Standing::Expelled, now)?;
        } else {
            require!(!expelled, CoopError::AlreadyExpelled);
            // who resigned first has been gone since then
            if member.left_at == 0 {
                member.left_at = now.into();
            }
            member.standing = Standing::Expelled.into();
        }
        coop.invariant()?;
        member.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
