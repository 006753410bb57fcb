use crate::{
    clock,
    error::CoopError,
    events::{MemberReclaimed, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::{address_eq, prelude::*};

/// Closes the account of one who left or withdrew and is owed nothing any more. By anyone. The account of
/// an expelled member stays, because it is what keeps it from applying anew.
#[derive(Accounts)]
pub struct ReclaimMember {
    #[account(mut)]
    pub coop: Account<Coop>,
    #[account(
        mut,
        close = rent_payer,
        constraint = address_eq(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop,
    )]
    pub member: Account<Member>,
    /// Gets the rent back.
    #[account(mut, address = member.rent_payer @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimMember {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &self.member);
        require!(member.is(Standing::Left) && member.is_empty(), CoopError::MemberStillNeeded);

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
