use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MemberReclaimed, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::prelude::*;

/// Closes the account of one who left or withdrew and is owed nothing any more. By anyone. The account of
/// an expelled member stays, because it is what keeps it from applying anew.
#[derive(Accounts)]
pub struct ReclaimMember {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop,
    )]
    pub member: Record<Member>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &member.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimMember {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &self.member);
        let over = if coop.swept_at != 0 {
            member.has_no_accounts()
        } else {
            member.is(Standing::Left)
                && member.is_empty()
                && !member.keeps_protest(now)
                && member.returns_from <= now
        };
        require!(over, CoopError::MemberStillNeeded);

        coop.member_accounts -= 1;

        coop.invariant()?;
        emit(MemberReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
        });
        Ok(())
    }
}
