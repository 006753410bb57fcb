use anchor_lang::prelude::*;

/// Stands where the membership of a wallet would be whose member's account is elsewhere: it was moved to this
/// wallet by resolution. Keeps the wallet from becoming a second member.
///
/// Seeds: `["member", coop, wallet]`, as of a [`Member`](super::Member).
#[account]
pub struct Redirect {
    pub coop: Address,
    /// The account that acts under this wallet.
    pub member: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    pub wallet: Address,
    pub bump: u8,
}
