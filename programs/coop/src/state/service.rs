use super::{Coop, LINK};
use crate::error::CoopError;
use anchor_lang::prelude::*;

/// A service that is sold through the co-op: every payment to it includes the fee that was promised to it.
///
/// Seeds: `["service", coop, index (u32 le)]`. Its owner need not be a member. If the owner is one, the service
/// belongs to the membership, and the present wallet of the membership acts for it. Times are unix seconds.
#[account]
pub struct Service {
    pub coop: Address,
    /// The wallet that registered it or last set the payout account: it owns that account, and acts for the service
    /// unless a membership does.
    pub owner: Address,
    /// The account of the membership to which it belongs; all zeros: none.
    pub provider: Address,
    /// The token account to which it is paid, which belongs to its owner.
    pub payout: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    /// UTF-8, 1 to 32 bytes, padded with zeros.
    pub name: [u8; 32],
    /// A link to more about it: visible ASCII, at most 96 bytes, padded with zeros; may be empty.
    pub uri: [u8; LINK],
    pub registered_at: PodI64,
    /// The time until which neither the take rate nor the split becomes worse for the service.
    pub promised_until: PodI64,
    /// The time from which `next_take_rate_bps` and `next_provider_bps` hold; 0: no change is waiting.
    pub next_from: PodI64,
    pub index: PodU32,
    /// The member number of `provider`: another membership at its address is not the provider.
    pub provider_number: PodU32,
    /// The part of each payment that goes to the co-op, in basis points.
    pub take_rate_bps: PodU16,
    /// The part of a fee's units that goes to the provider, in basis points.
    pub provider_bps: PodU16,
    pub next_take_rate_bps: PodU16,
    pub next_provider_bps: PodU16,
    pub bump: u8,
}

/// The rates by which a service's payments are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    pub take_rate_bps: u16,
    pub provider_bps: u16,
}

impl Service {
    /// The rates that hold at `now`.
    pub fn split(&self, now: i64) -> Split {
        let next = self.next_from != 0 && now >= self.next_from.get();
        let (rate, provider) = if next {
            (self.next_take_rate_bps, self.next_provider_bps)
        } else {
            (self.take_rate_bps, self.provider_bps)
        };
        Split { take_rate_bps: rate.get(), provider_bps: provider.get() }
    }

    /// Whether the present rates are promised to it.
    pub fn is_promised(&self, now: i64) -> bool {
        now < self.promised_until.get()
    }

    /// Takes over the co-op's rates: better ones at once, worse ones a period later, and a take rate only as far as it
    /// has stood for a period. While the present rates are promised, worse ones are refused.
    pub fn reprice(&mut self, coop: &Coop, now: i64) -> Result<()> {
        let before = self.split(now);
        let provider = coop.charter.provider_bps;
        let waits = self.next_from.get() > now;
        // a take rate that has not stood for a period changes neither the present rate nor one that is to come
        let comes = if waits { self.next_take_rate_bps } else { before.take_rate_bps.into() };
        let rate = comes.clamp(coop.least_take_rate(), coop.lasting_take_rate());
        let (dearer, less) = (rate.get() > before.take_rate_bps, provider.get() < before.provider_bps);
        require!(!self.is_promised(now) || !(dearer || less), CoopError::TakeRatePromised);
        let changed = if dearer || less {
            !waits || rate != self.next_take_rate_bps || provider != self.next_provider_bps
        } else {
            waits || rate.get() != before.take_rate_bps || provider.get() != before.provider_bps
        };
        require!(changed, CoopError::TakeRateUnchanged);

        self.take_rate_bps = if dearer { before.take_rate_bps.into() } else { rate };
        self.provider_bps = if less { before.provider_bps.into() } else { provider };
        self.next_take_rate_bps = rate;
        self.next_provider_bps = provider;
        self.next_from = if dearer || less {
            now.saturating_add(coop.period.length.get() as i64).into()
        } else {
            PodI64::ZERO
        };
        Ok(())
    }
}
