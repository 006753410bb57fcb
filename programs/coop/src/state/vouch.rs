use anchor_lang::prelude::*;

/// A member's vouch for a candidate.
///
/// Seeds: `["vouch", candidate, voucher]`, both addresses of [`Member`](super::Member) accounts.
#[account]
pub struct Vouch {
    pub coop: Address,
    pub candidate: Address,
    pub voucher: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    /// The application of the candidate for which the vouch counts; it counts for no other.
    pub application: PodU64,
    /// The membership of the voucher that gave it; only the quota of that membership gets it back.
    pub voucher_application: PodU64,
    /// The quota period in which it was given.
    pub given_in: PodU32,
    pub bump: u8,
}
