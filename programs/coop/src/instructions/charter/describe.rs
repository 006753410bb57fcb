use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CoopDescribed, emit},
    state::{Coop, write_text},
};
use anchor_lang::prelude::*;

/// Sets the description of a forming co-op, in at most 280 bytes. Only the founder can, as often as it likes: those
/// who pledge can read it. Once the co-op is active, its members change it by a resolution.
#[derive(Accounts)]
pub struct Describe {
    #[account(constraint = same(founder.address(), &coop.founder) @ CoopError::NotTheFounder)]
    pub founder: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
}

impl Describe {
    pub fn handle(&mut self, about: &str) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        coop.require_forming()?;
        write_text(about, &mut coop.about)?;

        emit(CoopDescribed { coop: *coop.address(), seq: coop.next_seq(), at: now.into() });
        Ok(())
    }
}
