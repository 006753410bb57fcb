use anchor_lang::prelude::*;

/// A placeholder at the new wallet's member address, after a membership was moved to that wallet by a resolution; it
/// points to the account that moved. It keeps the wallet from becoming a second member.
///
/// Seeds: `["member", coop, wallet]`, like those of a [`Member`](super::Member).
#[account]
pub struct Redirect {
    pub coop: Address,
    /// The member account for which this wallet acts.
    pub member: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    pub wallet: Address,
    pub bump: u8,
}
