use super::executed;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    seeds,
    state::{Coop, Kind, Member, Proposal, Redirect},
};
use anchor_lang::prelude::*;

/// Moves a membership to another wallet, as was resolved. By anyone.
///
/// The account stays where it is, with its ballots, pledges and vouches; at the place of a membership of the
/// new wallet a redirect is made, so that nobody is a member twice.
#[derive(Accounts)]
pub struct ExecuteRehome {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(mut, constraint = same(member.address(), &proposal.target) @ CoopError::SubjectMismatch)]
    pub member: Record<Member>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::MEMBER, coop.address().as_ref(), proposal.other.as_ref()],
        bump
    )]
    pub redirect: Record<Redirect>,
    pub system_program: Program<System>,
}

impl ExecuteRehome {
    pub fn handle(&mut self, bumps: &ExecuteRehomeBumps) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal, member) = (&mut self.coop, &mut self.proposal, &mut self.member);
        proposal.execute(Kind::Rehome, coop, now)?;

        let redirect = &mut self.redirect;
        redirect.coop = *coop.address();
        redirect.member = *member.address();
        redirect.rent_payer = *self.payer.address();
        redirect.wallet = proposal.other;
        redirect.bump = bumps.redirect;
        coop.redirect_accounts += 1;
        member.wallet = proposal.other;

        executed(coop, proposal, now);
        Ok(())
    }
}
