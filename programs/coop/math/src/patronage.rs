//! The money of a co-op, its members' business, and their earnings from it.

use crate::fixed::{bps_ceil, bps_floor};

pub mod books;
pub mod capital;
pub mod pioneers;

/// The co-op's part of a payment to a service: ⌈amount × its promised take rate⌉. Rounded up, so that no split of a payment into
/// smaller ones costs less, and never more than the amount.
pub const fn fee_ceil(amount: u64, take_rate_bps: u16) -> u64 {
    bps_ceil(amount, take_rate_bps)
}

/// The provider's part of the units of a fee: ⌊fee × its promised split⌋. The rest are the buyer's.
pub const fn provided_floor(fee: u64, provider_bps: u16) -> u64 {
    bps_floor(fee, provider_bps)
}
