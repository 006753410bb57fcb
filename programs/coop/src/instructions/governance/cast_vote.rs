use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    events::{BallotCast, emit},
    seeds,
    state::{BallotPage, Choice, Coop, Member, Proposal, Standing},
};
use anchor_lang::prelude::*;
use coop_math::governance::Status;

/// An elector votes yes or no, or abstains; it may change its vote until the voting period ends.
///
/// - everyone who was an elector in the second before the proposal was made has one vote, whatever it owns, even if
///   it was suspended since; those who have left have none;
/// - a ballot stays when its elector leaves, and a wallet that comes back has no second one;
/// - a ballot is one byte in a page, at the member's number: the first of 128 voters pays the rent of the page, or a
///   sponsor does, and the others pay nothing.
#[derive(Accounts)]
pub struct CastVote {
    /// Pays the rent of a new page. It may be the wallet itself: a signer holds no data, so it may be named twice.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    #[account(unsafe(dup), constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// The page that covers the member's number, created with its first ballot.
    #[account(mut)]
    pub ballots: UncheckedAccount,
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
        require!(member.is(Standing::Member), CoopError::NotAMember);
        require!(!coop.counts_by_pledge(member), CoopError::ClaimSharesFirst);
        require!(coop.is_of_the_snapshot(member, proposal), CoopError::NotInSnapshot);
        let number = member.number.get();
        let mut page = page(&self.ballots, &self.payer, coop, proposal, number)?;
        let before = page.said(number);
        require!(before != Some(choice.into()), CoopError::BallotUnchanged);

        let tally = proposal.tally().with(before, choice.into());
        proposal.set_tally(&tally);
        page.say(number, choice);
        member.last_active_at = now.into();

        emit(BallotCast {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            member: *member.address(),
            choice: 1 + choice as u8,
            yes: proposal.yes,
            no: proposal.no,
            abstain: proposal.abstain,
        });
        Ok(())
    }
}

/// The page of ballots that covers a member number; created if it does not exist.
pub fn page(
    account: &UncheckedAccount,
    payer: &Signer,
    coop: &mut Coop,
    proposal: &Record<Proposal>,
    number: u32,
) -> Result<Record<BallotPage>> {
    let of = PodU32::from(BallotPage::of(number));
    let which = of.get().to_le_bytes();
    let seeds = [seeds::BALLOTS, proposal.address().as_ref(), which.as_ref()];
    let (mut page, made) = account::find_or_make::<BallotPage>(account, payer, &seeds)?;
    if let Some(bump) = made {
        (page.coop, page.proposal, page.rent_payer) = (proposal.coop, *proposal.address(), *payer.address());
        (page.page, page.bump) = (of, bump);
        coop.ballot_pages += 1;
    } else {
        page.require_of(proposal.address(), number)?;
    }
    Ok(page)
}
