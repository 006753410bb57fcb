//! Changes the co-op's description.

use super::{Weight, on_coop::ExecuteOnCoop};
use crate::{
    account,
    state::{ABOUT, Kind, fill, require_text},
};
use anchor_lang::prelude::*;

/// Ordinary. At most 280 bytes of visible characters.
pub fn check(about: &str) -> Result<Weight> {
    require_text(about, ABOUT)?;
    Ok(Weight::Ordinary)
}

impl ExecuteOnCoop {
    /// The new text is stored with the proposal.
    pub fn describe(&mut self) -> Result<()> {
        self.resolve(Kind::Describe, |coop, proposal, _| {
            fill(&mut coop.about, account::behind(proposal));
            Ok(())
        })
    }
}
