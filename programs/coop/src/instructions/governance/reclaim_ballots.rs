use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    events::{BallotsReclaimed, emit},
    seeds,
    state::{BallotPage, Coop, Proposal},
};
use anchor_lang::prelude::*;

/// Closes a page of ballots once its proposal is over or its account closed. By anyone; the rent goes to whoever paid it.
#[derive(Accounts)]
pub struct ReclaimBallots {
    #[account(mut)]
    pub coop: Record<Coop>,
    /// May be closed.
    pub proposal: UncheckedAccount,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&ballots.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop,
    )]
    pub ballots: Record<BallotPage>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &ballots.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimBallots {
    pub fn handle(&mut self, page: u32) -> Result<()> {
        let now = clock::now()?;
        let (coop, ballots, proposal) = (&mut self.coop, &self.ballots, *self.proposal.address());
        let (number, bump) = (page.to_le_bytes(), [ballots.bump]);
        let address = [seeds::BALLOTS, proposal.as_ref(), &number, &bump];
        require!(account::is_at(ballots.address(), &address), CoopError::BallotMismatch);
        if self.proposal.account().owned_by(&crate::ID) {
            let proposal: Record<Proposal> = Record::load(*self.proposal.account())?;
            require!(proposal.status(coop, now).is_over(), CoopError::BallotStillNeeded);
        }

        emit(BallotsReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal,
            page: page.into(),
        });
        Ok(())
    }
}
