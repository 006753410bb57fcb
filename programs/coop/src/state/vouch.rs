use anchor_lang::prelude::*;

/// That a member vouched for a candidate.
///
/// Seeds: `["vouch", candidate, voucher]`, both addresses of [`Member`](super::Member) accounts.
#[account]
pub struct Vouch {
    pub coop: Address,
    pub candidate: Address,
    pub voucher: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// The candidate's application that was vouched for; for any other it counts nothing.
    pub application: PodU64,
    /// The voucher's membership that gave it; only that one's quota gets it back.
    pub voucher_application: PodU64,
    /// The quota's period in which it was given.
    pub given_in: PodU32,
    pub bump: u8,
}
