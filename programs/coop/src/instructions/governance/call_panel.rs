use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PanelCalled, emit},
    state::{Coop, Kind, Proposal},
};
use anchor_lang::prelude::*;
use coop_math::{fixed::bps_floor, voting::Status};

/// Slots between the call and the hash that draws the panel: nobody knows it yet.
const AHEAD: u64 = 64;
/// Slots whose hashes the cluster remembers.
const REMEMBERED: u64 = 512;

/// Calls a review panel over a special resolution, or a spend above `review_bps` of operating, that has passed
/// and waits. By anyone; again if nobody seated it before its slot was forgotten.
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
        let limit = bps_floor(coop.operating(), coop.charter.review_bps.get());
        let large = proposal.is(Kind::Spend) && proposal.amount.get() > limit;
        let enough = proposal.electors.get() >= coop.charter.panel_size as u32;
        let reviewable = (proposal.is_special() || large) && enough && proposal.panel_seated == 0;
        require!(reviewable, CoopError::NotReviewable);
        let called = proposal.panel_slot.get();
        require!(called == 0 || slot > called + REMEMBERED, CoopError::PanelCalled);

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
