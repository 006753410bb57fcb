//! Seeks to join a federation.

use super::{Weight, on_coop::ExecuteOnCoop};
use crate::{
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Special. The federation is another active co-op of the same mint; a co-op is in one at a time.
pub fn check(new: &Propose, p: &mut Proposal, federation: &Address) -> Result<Weight> {
    require!(new.coop.federation == Address::default(), CoopError::InAFederation);
    new.require_federable(&new.subject_coop(federation)?)?;
    p.target = *federation;
    Ok(Weight::Special)
}

impl ExecuteOnCoop {
    /// The federation can accept the request for 90 days. An earlier request is replaced.
    pub fn join_federation(&mut self) -> Result<()> {
        self.resolve(Kind::JoinFederation, |coop, proposal, now| {
            require!(coop.federation == Address::default(), CoopError::InAFederation);
            coop.federation_sought = proposal.target;
            coop.federation_since = now.into();
            Ok(())
        })
    }
}
