use super::propose::set_reasons;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ProposalExplained, emit},
    state::{Coop, Document, Member, Proposal},
};
use anchor_lang::prelude::*;

/// A proposer adds the reasons of a proposal, and the document with more about it, if they did not fit beside the
/// action.
///
/// This is possible once, before the first ballot, and only if the proposal has neither: once a ballot counts, the
/// words under it never change. A ballot that was signed before the reasons came may still be the first.
#[derive(Accounts)]
pub struct Explain {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.proposer, member.address()) @ CoopError::NotTheProposer)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
}

impl Explain {
    pub fn handle(&mut self, why: &str, document: &Option<Document>) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        require!(proposal.tally().ballots() == 0, CoopError::BallotsCast);
        require!(proposal.why[0] == 0 && proposal.document_uri[0] == 0, CoopError::AlreadyExplained);
        let status = proposal.status(coop, now);
        require!(!status.is_over(), CoopError::from(status));
        require!(!why.is_empty() || document.is_some(), CoopError::NothingExplained);

        set_reasons(proposal, why, document)?;
        self.member.last_active_at = now.into();

        emit(ProposalExplained {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            index: proposal.index,
        });
        Ok(())
    }
}
