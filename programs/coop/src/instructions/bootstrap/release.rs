use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MemberReleased, emit},
    seeds,
    state::{BallotPage, Coop, Member, Pool, PoolStatus, Proposal, Standing},
};
use anchor_lang::{find_and_verify_program_address, prelude::*};
use coop_math::governance::{Choice, Status};

/// Releases a former member from its promises because of a weighty resolution, so that nobody stays bound under terms
/// that it did not agree to. Anyone can send it.
///
/// - it is possible from the end of the vote that passed the resolution until the resolution is executed or lapses;
/// - the member has left, before or after the proposal was made, did not make it, and did not vote yes; it has not
///   pledged after the second in which it was proposed, and is no newcomer who applied, and was admitted, after that;
/// - its promise of use ends, unless that was already over; its resting capital can be asked back, and its pledge to
///   an unsettled pool can be withdrawn. What came in during the open period can be asked back too;
/// - it may apply again when the time for which it was bound would have ended;
/// - a second release changes nothing.
#[derive(Accounts)]
pub struct Release {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// The page of ballots that covers the member's number, whether it exists or not.
    pub ballots: UncheckedAccount,
    /// The pool that holds its pledge, if one does.
    pub pool: Option<Record<Pool>>,
}

impl Release {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member, proposal) = (&mut self.coop, &mut self.member, &self.proposal);
        require!(proposal.weighty == 1, CoopError::NotWeighty);
        match proposal.status(coop, now) {
            Status::Waiting | Status::AwaitingTurn | Status::Executable => {}
            over => return Err(CoopError::from(over).into()),
        }
        let made = proposal.created_at.get();
        // a member who left before the proposal can be released too: its capital is bound, and it has no vote against
        // it
        let has_left = member.is(Standing::Left) || member.is(Standing::Expelled);
        // a member who applied before did not join because of the proposal, even if others admitted it only afterwards
        let came_before = member.admitted_at <= made || member.applied_at <= made;
        require!(has_left && came_before, CoopError::NotLeftOverIt);
        // otherwise a proposer could make a way out for itself
        require!(!same(&proposal.proposer, member.address()), CoopError::NotLeftOverIt);
        // otherwise a member could bind itself for a moment, knowing that there is a way out; a pledge in the same
        // second as the proposal counts as made without knowing
        require!(member.pledged_at <= made, CoopError::PledgedKnowingly);
        let said = said(&self.ballots, proposal, member.number.get())?;
        require!(said != Some(Choice::Yes), CoopError::VotedYes);
        if member.is_released() {
            return Ok(());
        }
        let (mut bound, mut ends, mut open) = (0, member.promise_ends.get(), false);
        if member.resting_at(now) != 0 {
            bound = member.rests_until.get();
        }
        if member.pledged_in != 0 {
            let pool = self.pool.as_ref().ok_or(CoopError::PledgeMissing)?;
            let its_own = same(&pool.coop, coop.address()) && member.pledged_in == pool.index + 1;
            require!(its_own, CoopError::PledgeOfAnotherPool);
            let until = if pool.status(now) == PoolStatus::Failed { 0 } else { pool.stays_until() };
            bound = bound.max(until);
            if member.promise_stands == 0 {
                // the time that its claim will set; after a failed pool the refund ends the promise
                ends = until;
                // the pool may be settled in the next instruction; the promise then runs for the whole stay
                open = pool.settled_at == 0;
            }
        }
        // a promise that is over is settled (`settle_use`), not released
        let is_over = ends <= now && !open;
        if !is_over {
            // without a promise this is the end of the pool's stay, which is in `bound` already
            bound = bound.max(ends);
        }
        let frees_new = member.unsettled_period == coop.period.number && member.rests_until_close() != 0;
        if frees_new {
            bound = bound.max(coop.period.ends());
        }
        if bound == 0 {
            return Ok(());
        }

        member.returns_from = bound.into();
        member.free_capital();
        if frees_new {
            member.free_new_capital();
        }
        if !is_over {
            member.end_promise();
        }

        member.invariant()?;
        emit(MemberReleased {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            proposal: *proposal.address(),
            returns_from: member.returns_from,
        });
        Ok(())
    }
}

/// A member's choice on a proposal, from the page that covers its number. If that page does not exist, the member has
/// not voted.
fn said(ballots: &UncheckedAccount, proposal: &Record<Proposal>, number: u32) -> Result<Option<Choice>> {
    if !ballots.account().owned_by(&crate::ID) {
        let which = BallotPage::of(number).to_le_bytes();
        let seeds = [seeds::BALLOTS, proposal.address().as_ref(), which.as_ref()];
        find_and_verify_program_address(&seeds, &crate::ID, ballots.address())?;
        require!(ballots.account().owned_by(&System::id()), ProgramError::IllegalOwner);
        return Ok(None);
    }
    let kept = Record::<BallotPage>::load(*ballots.account())?;
    kept.require_of(proposal.address(), number)?;
    Ok(kept.said(number))
}
