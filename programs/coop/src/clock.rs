//! The only place that reads the clock. Rules take the time as an argument.

use anchor_lang::prelude::*;

/// The cluster's time in unix seconds. Never slots: their length changes.
#[inline(always)]
pub fn now() -> Result<i64> {
    Ok(anchor_lang::solana_program::clock::Clock::get()?.unix_timestamp)
}

/// The cluster's time in unix seconds, and its slot: only for what is drawn by the hash of a slot.
#[inline(always)]
pub fn now_and_slot() -> Result<(i64, u64)> {
    let clock = anchor_lang::solana_program::clock::Clock::get()?;
    Ok((clock.unix_timestamp, clock.slot))
}
