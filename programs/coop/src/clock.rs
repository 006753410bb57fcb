//! The only place that reads the clock. Rules take the time as an argument.

use anchor_lang::{prelude::*, solana_program::clock::Clock};
use core::num::NonZero;

/// The cluster's time in unix seconds. Slots are never used as time, because their length changes.
#[inline(always)]
pub fn now() -> Result<i64> {
    Ok(seconds().ok_or(ProgramError::UnsupportedSysvar)?.get())
}

/// `NonZero` so that the result fits in one register; cluster time is never 0.
#[inline(always)]
fn seconds() -> Option<NonZero<i64>> {
    NonZero::new(Clock::get().ok()?.unix_timestamp)
}

/// The cluster's time in unix seconds, and its slot. Only the draw by a slot's hash needs the slot.
#[inline(always)]
pub fn now_and_slot() -> Result<(i64, u64)> {
    let clock = Clock::get()?;
    Ok((clock.unix_timestamp, clock.slot))
}
