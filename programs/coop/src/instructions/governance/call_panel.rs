use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PanelCalled, emit},
    state::{Coop, Kind, Proposal},
};
use anchor_lang::prelude::*;
use coop_math::{fixed::bps_floor, governance::Status};

/// Slots between the call and the hash that draws the panel: nobody knows it yet.
const AHEAD: u64 = 64;
/// Slots whose hashes the cluster remembers.
const REMEMBERED: u64 = 512;
/// How often it can be called: a call that nobody seats draws another panel, and who waits for one it likes must not choose.
const MOST_CALLS: u8 = 3;

/// Calls a review panel over a special resolution, or a spend above `review_bps` of operating, that has passed
/// and waits. By anyone; again, twice at most, if nobody seated it before its slot was forgotten.
#[derive(Accounts)]
pub struct CallPanel {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
}

impl CallPanel {
    pub fn handle(&mut self) -> Result<()> {
        let (now, slot) = clock::now_and_slot()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.require(Status::Waiting, coop, now)?;
        // as of the budget: money that comes and goes lifts no limit
        let base = coop.operating().min(coop.period.operating_at_start.get());
        let limit = bps_floor(base, coop.charter.review_bps.get());
        let large = proposal.is(Kind::Spend) && proposal.amount.get() > limit;
        let enough = proposal.electors.get() >= coop.charter.panel_size as u32;
        let reviewable = (proposal.is_special() || large) && enough && proposal.panel_seated == 0;
        require!(reviewable, CoopError::NotReviewable);
        let called = proposal.panel_slot.get();
        require!(called == 0 || slot > called + REMEMBERED, CoopError::PanelCalled);
        require!(proposal.panel_calls < MOST_CALLS, CoopError::PanelCalled);

        proposal.panel_calls += 1;
        proposal.panel_slot = (slot + AHEAD).into();

        emit(PanelCalled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            slot: proposal.panel_slot,
        });
        Ok(())
    }
}
