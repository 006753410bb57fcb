//! Replaces the charter, the heir, and the statutes if they are given.

use super::{Weight, executed};
use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{CharterTerms, Coop, Kind, Proposal, STATUTES_LINK, Statutes, fill, require_uri},
};
use anchor_lang::prelude::*;

/// Weighty. The new charter keeps every bound and every ratchet, and the heir is eligible.
pub fn check(
    new: &Propose,
    p: &mut Proposal,
    charter: &CharterTerms,
    heir: &Address,
    statutes: &Option<Statutes>,
    now: i64,
) -> Result<Weight> {
    let coop = &new.coop;
    coop.require_amendable(charter.numbers())?;
    if *heir != Address::default() {
        coop.require_heir(&new.subject_coop(heir)?, now)?;
    }
    if let Some(statutes) = statutes {
        require_uri(&statutes.uri, STATUTES_LINK)?;
        p.flag = 1;
    }
    p.charter.set_numbers(charter.numbers());
    p.other = *heir;
    Ok(Weight::Weighty)
}

/// Replaces the charter and the heir by those that were resolved, and the statutes if the resolution contains them.
/// Anyone can send it.
///
/// Every bound and every ratchet is checked again. Every other open proposal is stale from now on, pledges to open
/// pools can be withdrawn, and candidates sign other statutes anew before they are admitted.
#[derive(Accounts)]
pub struct ExecuteAmend {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// The heir that the proposal names, if it is another than before.
    pub heir: Option<Record<Coop>>,
}

impl ExecuteAmend {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal) = (&mut self.coop, &mut self.proposal);
        proposal.execute(Kind::Amend, coop, now)?;
        coop.require_amendable(&proposal.charter.numbers())?;
        // an heir that stays is not asked again: if it ends meanwhile, the amendment does not end with it
        if proposal.other != Address::default() && proposal.other != coop.heir {
            let heir = self.heir.as_ref().ok_or(CoopError::HeirMissing)?;
            require!(same(heir.address(), &proposal.other), CoopError::SubjectMismatch);
            coop.require_heir(heir, now)?;
        }

        if proposal.flag == 1 {
            let (hash, uri) = account::behind(proposal).split_first_chunk().ok_or(CoopError::UriInvalid)?;
            if coop.statutes_hash != *hash {
                coop.statutes_hash = *hash;
                coop.statutes_version += 1;
            }
            fill(&mut coop.statutes_uri, uri);
        }
        let needed = coop.vouches_needed();
        coop.charter = proposal.charter;
        coop.mark_vouches_needed(needed, now);
        coop.mark_take_rate();
        coop.heir = proposal.other;
        coop.charter_version += 1;
        coop.amended_at = now.into();

        coop.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}
