use anchor_lang::prelude::*;

/// A complement that earns with the co-op: who pays it pays the co-op its promised take rate.
///
/// Seeds: `["service", coop, index (u32 le)]`. Its owner need not be a member. Times are unix seconds.
#[account]
pub struct Service {
    pub coop: Address,
    /// Changes the payout account and retires the service.
    pub owner: Address,
    /// The token account that is paid.
    pub payout: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// UTF-8, 1 to 32 bytes, padded with zeros.
    pub name: [u8; 32],
    pub registered_at: PodI64,
    /// The take rate does not rise before.
    pub promised_until: PodI64,
    pub index: PodU32,
    /// Of each payment, to the co-op; basis points.
    pub take_rate_bps: PodU16,
    pub bump: u8,
}
