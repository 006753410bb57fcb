use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MemberReclaimed, emit},
    state::{Coop, CoopStatus, Member, Standing},
};
use anchor_lang::prelude::*;

/// Closes the account of a candidate that withdrew, or of a member that left at least 300 days ago, if nothing is
/// owed to it any more. Anyone can send it.
///
/// - for those 300 days the account keeps a protest that can be counted, and it keeps the former member from applying
///   again before a resolution to expel it can be executed;
/// - the account of an expelled member stays as long as the co-op takes applications, because it is what keeps that
///   member from applying again;
/// - in a co-op that is dissolving, or that all members left before it became active, every account closes whose
///   owner is paid in full; three years into the dissolution, all of them do.
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
            let outlived = coop.status() == CoopStatus::Dissolving
                || (coop.status() == CoopStatus::Forming && coop.members == 0)
                || (member.is(Standing::Left) && !member.keeps_account(now) && member.returns_from <= now);
            (member.is(Standing::Left) || member.is(Standing::Expelled)) && member.is_empty() && outlived
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
