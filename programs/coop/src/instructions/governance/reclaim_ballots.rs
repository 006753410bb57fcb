use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{BallotsReclaimed, emit},
    state::{BallotPage, Coop, Proposal},
};
use anchor_lang::prelude::*;

/// Closes a page of ballots once its proposal is over or the proposal's account is closed. Anyone can send it; the
/// rent goes to its payer.
#[derive(Accounts)]
pub struct ReclaimBallots {
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The proposal, whose account may be closed.
    pub proposal: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&ballots.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop,
        constraint = same(&ballots.proposal, proposal.address()) @ CoopError::BallotMismatch,
    )]
    pub ballots: Record<BallotPage>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &ballots.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimBallots {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, ballots, proposal) = (&mut self.coop, &self.ballots, *self.proposal.address());
        if self.proposal.account().owned_by(&crate::ID) {
            let proposal: Record<Proposal> = Record::load(*self.proposal.account())?;
            require!(proposal.status(coop, now).is_over(), CoopError::BallotStillNeeded);
        }

        coop.ballot_pages -= 1;

        emit(BallotsReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal,
            page: ballots.page,
        });
        Ok(())
    }
}
