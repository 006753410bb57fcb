use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    events::{BallotCast, emit},
    seeds,
    state::{Ballot, Choice, Coop, Member, Proposal},
};
use anchor_lang::prelude::*;
use coop_math::voting::Status;

/// An elector says yes, no, or abstains; it may change its mind until the vote ends.
///
/// - who was an elector before the proposal was made, and still is one, has one vote, whatever it owns;
/// - a ballot stays when its elector leaves, and a wallet that comes back has no second one.
#[derive(Accounts)]
pub struct CastVote {
    /// Pays the rent of a new ballot.
    #[account(mut, constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// Made with the first vote. Its address alone says whose it is.
    #[cfg_attr(
        feature = "idl-build",
        account(mut, seeds = [seeds::BALLOT, proposal.address().as_ref(), member.address().as_ref()], bump)
    )]
    #[cfg_attr(not(feature = "idl-build"), account(mut))]
    pub ballot: UncheckedAccount,
    pub system_program: Program<System>,
}

impl CastVote {
    pub fn handle(&mut self, choice: Choice) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        let proposal = &mut self.proposal;
        match proposal.status(coop, now) {
            Status::Voting => {}
            Status::Waiting => return Err(CoopError::VotingOver.into()),
            other => return Err(CoopError::from(other).into()),
        }
        if !member.is_elector() {
            require!(!coop.counts_by_pledge(member), CoopError::ClaimSharesFirst);
            return Err(CoopError::ElectorsOnly.into());
        }
        require!(member.elector_since.get() < proposal.created_at.get(), CoopError::NotInSnapshot);
        let mut ballot = ballot(&self.ballot, &self.wallet, proposal, member)?;
        let before = ballot.said();
        require!(before != Some(choice.into()), CoopError::BallotUnchanged);

        let tally = proposal.tally().with(before, choice.into());
        proposal.set_tally(&tally);
        ballot.choice = 1 + choice as u8;
        member.last_active_at = now.into();

        emit(BallotCast {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            member: *member.address(),
            choice: ballot.choice,
            yes: proposal.yes,
            no: proposal.no,
            abstain: proposal.abstain,
        });
        Ok(())
    }
}

/// The ballot of a member on a proposal, made if it is the first time.
pub fn ballot(
    account: &UncheckedAccount,
    payer: &Signer,
    proposal: &Record<Proposal>,
    member: &mut Record<Member>,
) -> Result<Record<Ballot>> {
    let (mut ballot, made) = {
        let seeds = [seeds::BALLOT, proposal.address().as_ref(), member.address().as_ref()];
        let (ballot, made) = account::find_or_make::<Ballot>(account, payer, &seeds)?;
        if made.is_none() {
            let address = [seeds[0], seeds[1], seeds[2], &[ballot.bump]];
            require!(account::is_at(ballot.address(), &address), CoopError::BallotMismatch);
        }
        (ballot, made)
    };
    if let Some(bump) = made {
        ballot.bump = bump;
        member.ballots += 1;
    }
    Ok(ballot)
}
