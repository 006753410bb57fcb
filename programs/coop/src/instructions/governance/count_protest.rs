use super::cast_vote::page;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ProtestCounted, emit},
    state::{Coop, Member, Proposal},
};
use anchor_lang::prelude::*;

/// Counts a protest against a weighty resolution: one of its electors resigned in protest or was expelled. Anyone can
/// send it, even in the transaction in which the member leaves. A second count of the same protest changes nothing.
///
/// - against a resolution that is over, it succeeds and counts nothing;
/// - the member had a vote in the second before the proposal was made, suspended since or not, and has left since;
/// - each protest counts once for each resolution, so proposing the same again gains nothing;
/// - with two or more protests, and more than `exodus_bps` of its electors, the resolution dies.
#[derive(Accounts)]
pub struct CountProtest {
    /// Pays the rent of a new page of ballots.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// The page of ballots that covers the member's number and records that the protest was counted.
    #[account(mut)]
    pub ballots: UncheckedAccount,
    pub system_program: Program<System>,
}

impl CountProtest {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member, proposal) = (&mut self.coop, &self.member, &mut self.proposal);
        require!(proposal.weighty == 1, CoopError::NotWeighty);
        // a member that leaves over several resolutions can still do so if one of them has just ended
        if proposal.status(coop, now).is_over() {
            return Ok(());
        }
        require!(member.protests(), CoopError::NotInProtest);
        require!(coop.is_of_the_snapshot(member, proposal), CoopError::NotInSnapshot);
        let number = member.number.get();
        if !page(&self.ballots, &self.payer, coop, proposal, number)?.protest(number) {
            return Ok(());
        }

        proposal.protests += 1;

        emit(ProtestCounted {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            member: *member.address(),
            protests: proposal.protests,
            electors: proposal.electors,
        });
        Ok(())
    }
}
