use anchor_lang::prelude::*;

/// The remainder at the address of a co-op that is over, so that its seeds cannot be used for another founding, and
/// so that a co-op that named it as its heir can find out who inherits instead.
///
/// Every instruction except `finish_dissolution` refuses it, as an account of another kind.
#[account]
pub struct Tombstone {
    /// The co-op that inherited from it, or would have; all zeros: nobody was left.
    pub heir: Address,
}
