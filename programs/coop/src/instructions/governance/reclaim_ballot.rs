use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    events::{BallotReclaimed, emit},
    seeds,
    state::{Ballot, Coop, Member, Proposal},
};
use anchor_lang::prelude::*;

/// Closes the account of a ballot once its proposal is over or its account closed. By anyone; the rent goes to
/// the member's wallet, which paid it.
#[derive(Accounts)]
pub struct ReclaimBallot {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    /// May be closed.
    pub proposal: UncheckedAccount,
    #[account(mut, close = wallet)]
    pub ballot: Record<Ballot>,
    /// Gets the rent back.
    #[account(mut, constraint = same(wallet.address(), &member.wallet) @ CoopError::RentPayerMismatch)]
    pub wallet: UncheckedAccount,
}

impl ReclaimBallot {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member, ballot) = (&mut self.coop, &mut self.member, &self.ballot);
        let (proposal, member_address) = (*self.proposal.address(), *member.address());
        let bump = [ballot.bump];
        let address = [seeds::BALLOT, proposal.as_ref(), member_address.as_ref(), &bump];
        require!(account::is_at(ballot.address(), &address), CoopError::BallotMismatch);
        if self.proposal.account().owned_by(&crate::ID) {
            let proposal: Record<Proposal> = Record::load(*self.proposal.account())?;
            require!(proposal.status(coop, now).is_over(), CoopError::BallotStillNeeded);
        }

        member.ballots -= 1;

        emit(BallotReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal,
            member: member_address,
        });
        Ok(())
    }
}
