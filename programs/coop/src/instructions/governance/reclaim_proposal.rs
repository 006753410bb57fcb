use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ProposalReclaimed, emit},
    state::{Coop, Member, Proposal},
};
use anchor_lang::prelude::*;
use coop_math::DAY;

/// How long a proposal that is over stays readable, unless its proposer makes room for the next one.
const READ: i64 = 30 * DAY;

/// Closes the account of a proposal that is over: its proposer can at once, anyone 30 days after the execution
/// window. The proposer can then make its next proposal.
#[derive(Accounts)]
pub struct ReclaimProposal {
    pub caller: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.proposer, proposer.address()) @ CoopError::NotTheProposer)]
    pub proposer: Record<Member>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop,
    )]
    pub proposal: Record<Proposal>,
    /// Gets the rent back; may be the caller.
    #[account(
        mut,
        unsafe(dup),
        constraint = same(rent_payer.address(), &proposal.rent_payer) @ CoopError::RentPayerMismatch,
    )]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimProposal {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &self.proposal);
        let timeline = proposal.timeline();
        let window = timeline.timelock as i64 + timeline.execution_window as i64;
        let read = now >= timeline.ends + window + READ;
        let its_own = same(self.caller.address(), &self.proposer.wallet);
        let over = proposal.status(coop, now).is_over();
        require!(over && (read || its_own), CoopError::ProposalStillNeeded);

        self.proposer.open_proposal = 0;
        if its_own {
            self.proposer.last_active_at = now.into();
        }
        coop.proposal_accounts -= 1;

        emit(ProposalReclaimed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            index: proposal.index,
        });
        Ok(())
    }
}
