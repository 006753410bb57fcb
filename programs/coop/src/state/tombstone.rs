use anchor_lang::prelude::*;

/// What remains at the address of a co-op that is over, so that its seeds are never founded twice.
///
/// Holds nothing but its discriminator: every instruction refuses it as what it is not.
#[account]
pub struct Tombstone {}
