use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ProposalCancelled, emit},
    state::{Coop, Member, Proposal},
};
use anchor_lang::prelude::*;

/// A proposer cancels its proposal before the first ballot; the account closes.
#[derive(Accounts)]
pub struct CancelProposal {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.proposer, member.address()) @ CoopError::NotTheProposer)]
    pub member: Record<Member>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop,
    )]
    pub proposal: Record<Proposal>,
    /// Gets the rent back; may be the wallet.
    #[account(
        mut,
        unsafe(dup),
        constraint = same(rent_payer.address(), &proposal.rent_payer) @ CoopError::RentPayerMismatch,
    )]
    pub rent_payer: UncheckedAccount,
}

impl CancelProposal {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &self.proposal);
        require!(proposal.tally().ballots() == 0, CoopError::BallotsCast);

        self.member.open_proposal = 0;
        self.member.last_active_at = now.into();
        coop.proposal_accounts -= 1;

        emit(ProposalCancelled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            index: proposal.index,
        });
        Ok(())
    }
}
