//! Promises of turnover: the capital that answers for one, what counts towards it, what is lost.

use crate::fixed::{bps_ceil, mul_div_floor};

/// The capital that answers for a promise of turnover: ⌈use × `use_bond_bps`⌉.
pub fn bond_ceil(use_amount: u64, use_bond_bps: u16) -> u64 {
    bps_ceil(use_amount, use_bond_bps)
}

/// The turnover for which a payment to a service counts: amount × min(1, its take rate ÷ the pool's
/// `take_rate_bps`), rounded down; all of it if the latter is 0. So a service that takes next to no fee does not help to
/// keep a promise.
pub fn turnover_floor(amount: u64, take_rate_bps: u16, pool_rate_bps: u16) -> u64 {
    if take_rate_bps >= pool_rate_bps {
        return amount;
    }
    mul_div_floor(amount, take_rate_bps as u64, pool_rate_bps as u64).unwrap_or(amount)
}

/// The part of a bond that is forfeited when there was less turnover than promised: ⌊bond × missing ÷ promised⌋.
pub fn forfeit_floor(bond: u64, turnover: u64, promised: u64) -> u64 {
    mul_div_floor(bond, promised.saturating_sub(turnover), promised).unwrap_or(0)
}
