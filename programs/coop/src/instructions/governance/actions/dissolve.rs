//! Ends the co-op.

use super::Weight;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{DissolutionBegan, emit},
    instructions::governance::propose::Propose,
    seeds,
    state::{Coop, Kind, Period, Proposal},
};
use anchor_lang::prelude::*;
use coop_math::{federation::claims::Claims, governance::HALF, membership::ELECTORLESS};

/// Weighty, with a quorum of half the electors. The co-op has an heir, which is eligible now. In the second in
/// which a pool has succeeded it is stale at once.
pub fn check(new: &Propose, p: &mut Proposal, now: i64) -> Result<Weight> {
    let coop = &new.coop;
    require!(coop.heir != Address::default(), CoopError::HeirMissing);
    let heir: Record<Coop> = new.subject(&coop.heir)?;
    coop.require_heir(&heir, now)?;
    p.target = coop.heir;
    p.quorum_bps = p.quorum_bps.get().max(HALF).into();
    Ok(Weight::Weighty)
}

/// Begins the dissolution of a co-op, as resolved, or because it has had no elector for 180 days, and no
/// pool that succeeded in them. Anyone can send it.
///
/// The open period closes, and capital that was asked back becomes a claim like all other capital. Unsettled pools
/// fail, and every other proposal is stale. From now on all capital is paid as far as the money reaches, by anyone
/// for anyone (`draw_capital`); the co-op takes in and spends nothing more.
#[derive(Accounts)]
pub struct Dissolve {
    /// Pays the rent of the account that stores the result of the period.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    /// The resolution; none if there are no electors.
    #[account(mut)]
    pub proposal: Option<Record<Proposal>>,
    /// The heir; a resolution needs one.
    pub heir: Option<Record<Coop>>,
    #[account(
        init,
        payer = payer,
        seeds = [seeds::PERIOD, coop.address().as_ref(), &coop.period.number.get().to_le_bytes()],
        bump
    )]
    pub period: Record<Period>,
    pub system_program: Program<System>,
}

impl Dissolve {
    pub fn handle(&mut self, bumps: &DissolveBumps) -> Result<()> {
        let now = clock::now()?;
        let (coop, period) = (&mut self.coop, &mut self.period);
        let address = *coop.address();
        if let Some(proposal) = &mut self.proposal {
            require!(same(&proposal.coop, &address), CoopError::ProposalOfAnotherCoop);
            proposal.execute(Kind::Dissolve, coop, now)?;
            let heir = self.heir.as_ref().ok_or(CoopError::HeirMissing)?;
            let named = same(heir.address(), &coop.heir) && same(heir.address(), &proposal.target);
            require!(named, CoopError::HeirMissing);
            // its mint and age were asked when this was proposed
            coop.require_successor(&address, heir)?;
        } else {
            coop.require_active()?;
            let since = coop.electorless_since.get();
            // members who came with a pool meanwhile have the same time to become electors
            let quiet = since.max(coop.pool_succeeded_at.get());
            require!(since != 0 && now.saturating_sub(quiet) >= ELECTORLESS, CoopError::ElectorsRemain);
        }
        // capital that was asked back in a period that is over is paid by that period's close
        coop.require_not_overdue(now)?;

        let covered = coop.period.covered.get();
        period.coop = address;
        coop.close_period(period, self.payer.address(), bumps.period, true, now);
        coop.book(|books| books.give_back(covered));
        coop.claims = coop.books.ask(Claims::of).all.into();
        coop.dissolving_at = now.into();
        coop.charter_version += 1;
        coop.begin_succession();

        coop.invariant()?;
        emit(DissolutionBegan {
            coop: address,
            seq: coop.next_seq(),
            at: now.into(),
            heir: coop.heir,
            period: *period.address(),
            operating: coop.operating().into(),
            reserve: coop.books.reserve,
            claims: coop.claims,
        });
        Ok(())
    }
}
