use super::LINK;
use anchor_lang::prelude::*;

/// A complement that earns with the co-op: who pays it pays the co-op its promised take rate.
///
/// Seeds: `["service", coop, index (u32 le)]`. Its owner need not be a member; if it is one, the service belongs to the
/// membership, and the member's wallet of the day acts for it. Times are unix seconds.
#[account]
pub struct Service {
    pub coop: Address,
    /// Who registered it, or set the payout account last: owns that account, and acts for the service unless a
    /// membership does.
    pub owner: Address,
    /// The account of the membership it belongs to; all zeros: none.
    pub provider: Address,
    /// The token account that is paid: its owner's own.
    pub payout: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// UTF-8, 1 to 32 bytes, padded with zeros.
    pub name: [u8; 32],
    /// Where to read of it: visible ASCII, at most 96 bytes, padded with zeros; may be empty.
    pub uri: [u8; LINK],
    pub registered_at: PodI64,
    /// Neither take rate nor split becomes worse for the service before.
    pub promised_until: PodI64,
    /// From when on `next_take_rate_bps` and `next_provider_bps` hold; 0: nothing waits.
    pub next_from: PodI64,
    pub index: PodU32,
    /// The member number of `provider`: another membership at its address is not the provider.
    pub provider_number: PodU32,
    /// Of each payment, to the co-op; basis points.
    pub take_rate_bps: PodU16,
    /// Of the units of a fee, to the provider; basis points.
    pub provider_bps: PodU16,
    pub next_take_rate_bps: PodU16,
    pub next_provider_bps: PodU16,
    pub bump: u8,
}

/// What a service's payments are divided by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    pub take_rate_bps: u16,
    pub provider_bps: u16,
}

impl Service {
    /// What holds at `now`.
    pub fn split(&self, now: i64) -> Split {
        let next = self.next_from != 0 && now >= self.next_from.get();
        let (rate, provider) = if next {
            (self.next_take_rate_bps, self.next_provider_bps)
        } else {
            (self.take_rate_bps, self.provider_bps)
        };
        Split { take_rate_bps: rate.get(), provider_bps: provider.get() }
    }
}
