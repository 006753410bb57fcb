use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CoopDescribed, emit},
    state::{Coop, write_text},
};
use anchor_lang::prelude::*;

/// Says what a forming co-op is about, in at most 280 bytes. By its founder, as often as it likes: whoever pledges reads it.
/// Once the co-op is active its members say it, by resolution.
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
