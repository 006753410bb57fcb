use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ApplicationWithdrawn, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::prelude::*;

/// A candidate withdraws. Its account can be reclaimed then; vouches for it count nothing any more.
#[derive(Accounts)]
pub struct WithdrawApplication {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
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
