//! Says anew what the co-op is about.

use super::{Weight, on_coop::ExecuteOnCoop};
use crate::{
    error::CoopError,
    state::{ABOUT, Kind, Proposal, write_text},
};
use anchor_lang::prelude::*;

/// Ordinary. At most 280 bytes of visible characters.
pub fn check(about: &str) -> Result<Weight> {
    write_text(about, &mut [0; ABOUT])?;
    Ok(Weight::Ordinary)
}

impl ExecuteOnCoop {
    /// In the words of the proposal.
    pub fn describe(&mut self) -> Result<()> {
        self.resolve(Kind::Describe, |coop, proposal, _| {
            let words = Proposal::behind(proposal);
            let (written, rest) =
                coop.about.split_at_mut_checked(words.len()).ok_or(CoopError::TextTooLong)?;
            written.copy_from_slice(words);
            rest.fill(0);
            Ok(())
        })
    }
}
