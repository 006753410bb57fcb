use anchor_lang::prelude::*;

/// What remains at the address of a co-op that is over, so that its seeds are never founded twice, and so that whoever named
/// it as its heir finds who inherits instead.
///
/// Every instruction but `finish_dissolution` refuses it as what it is not.
#[account]
pub struct Tombstone {
    /// Whoever inherited from the co-op, or would have; all zeros: nobody was left.
    pub heir: Address,
}
