use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{RehomeVetoed, emit},
    state::{Coop, Kind, Member, Proposal},
};
use anchor_lang::prelude::*;

/// A member whose wallet still signs objects to a proposal that would move its membership to another wallet. The
/// proposal is then over.
#[derive(Accounts)]
pub struct VetoRehome {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(member.address(), &proposal.target) @ CoopError::SubjectMismatch)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
}

impl VetoRehome {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        require!(proposal.is(Kind::Rehome), CoopError::ActionMismatch);
        let status = proposal.status(coop, now);
        require!(!status.is_over(), CoopError::from(status));

        proposal.vetoed = 1;
        self.member.last_active_at = now.into();

        emit(RehomeVetoed {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            member: *self.member.address(),
        });
        Ok(())
    }
}
