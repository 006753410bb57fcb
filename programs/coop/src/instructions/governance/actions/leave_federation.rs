//! Leaves the federation, or takes back the request to join one.

use super::{Weight, on_coop::ExecuteOnCoop};
use crate::{
    account::same,
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Weighty; ordinary if the co-op has only asked to join.
pub fn check(new: &Propose, p: &mut Proposal) -> Result<Weight> {
    let coop = &new.coop;
    let only_sought = coop.federation == Address::default();
    p.target = if only_sought { coop.federation_sought } else { coop.federation };
    require!(p.target != Address::default(), CoopError::InNoFederation);
    p.flag = only_sought as u8;
    Ok(if only_sought { Weight::Ordinary } else { Weight::Weighty })
}

impl ExecuteOnCoop {
    /// Money that is due to the federation must be passed on first, and a federation is left on the first day of a period:
    /// otherwise whoever sends it would choose whether the federation has its part of that period. An ordinary resolution
    /// cannot end a membership: it fails if the request has been accepted in the meantime.
    pub fn leave_federation(&mut self) -> Result<()> {
        self.resolve(Kind::LeaveFederation, |coop, proposal, now| {
            let only_sought = proposal.flag == 1;
            let from = if only_sought { &mut coop.federation_sought } else { &mut coop.federation };
            require!(same(from, &proposal.target), CoopError::InNoFederation);
            *from = Address::default();
            if !only_sought {
                coop.require_first_day(now)?;
                require!(coop.books.federation_due == 0, CoopError::RemitFirst);
                coop.federation_sought = Address::default();
            }
            Ok(())
        })
    }
}
