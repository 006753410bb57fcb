use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PanelCalled, emit},
    state::{Coop, Kind, Proposal},
};
use anchor_lang::prelude::*;
use coop_math::{fixed::bps_floor, governance::Status};

/// Slots between the call and the slot whose hash draws the panel: at the call nobody can know that hash.
const AHEAD: u64 = 64;
/// The number of latest slots whose hashes the cluster keeps.
const REMEMBERED: u64 = 512;
/// How often a panel can be called. A call that nobody seats can be followed by another, which draws another panel;
/// the limit prevents waiting for a panel that one likes.
const MOST_CALLS: u8 = 3;

/// Calls a review panel on a special resolution, or on a spend above `review_bps` of operating money, that has passed
/// and waits for its timelock. Anyone can send it; and again, at most twice, if nobody seated the panel while the
/// hash of its slot was known.
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
        // as with the budget: money that comes and goes raises no limit
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
