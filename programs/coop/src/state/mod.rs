//! The accounts, one in each file. They store facts; every status is derived from facts and `now`.

use crate::error::CoopError;
use anchor_lang::prelude::*;

mod action;
mod ballot;
mod books;
mod charter;
mod coop;
mod electors;
mod mandate;
mod member;
mod period;
mod pledge;
mod pool;
mod proposal;
mod redirect;
mod service;
mod terms;
mod tombstone;
mod vouch;

/// Bytes of a link, at most.
pub const LINK: usize = 96;
/// Bytes of the link to the statutes, at most.
pub const STATUTES_LINK: usize = 128;
/// Bytes of the description of a co-op and of the purpose of a pool, at most.
pub const ABOUT: usize = 280;
/// Bytes of the reasons of a proposal, at most.
pub const WHY: usize = 400;

/// Refuses a text that is too long or contains characters that are not shown ([`coop_math::words`]).
#[inline(never)]
pub fn require_text(text: &str, most: usize) -> Result<()> {
    require!(text.len() <= most, CoopError::TextTooLong);
    require!(coop_math::words::is_shown(text), CoopError::TextNotShown);
    Ok(())
}

/// Refuses a link that is too long or is not visible ASCII, as URIs are.
#[inline(never)]
pub fn require_uri(uri: &str, most: usize) -> Result<()> {
    require!(coop_math::words::is_visible_ascii(uri), CoopError::UriInvalid);
    require!(uri.len() <= most, CoopError::TextTooLong);
    Ok(())
}

/// Copies bytes, which were checked before, into a field, and fills the rest of it with zeros.
#[inline(never)]
pub fn fill(room: &mut [u8], bytes: &[u8]) {
    let (written, rest) = room.split_at_mut(bytes.len());
    written.copy_from_slice(bytes);
    rest.fill(0);
}

/// Writes a text into a field, if [`require_text`] accepts it.
pub fn write_text(text: &str, room: &mut [u8]) -> Result<()> {
    require_text(text, room.len())?;
    fill(room, text.as_bytes());
    Ok(())
}

/// Writes a link into a field, if [`require_uri`] accepts it.
pub fn write_uri(uri: &str, room: &mut [u8]) -> Result<()> {
    require_uri(uri, room.len())?;
    fill(room, uri.as_bytes());
    Ok(())
}

/// A name of 1 to 32 bytes, padded with zeros.
#[inline(never)]
pub fn label(name: &str) -> Result<[u8; 32]> {
    require!(!name.is_empty(), CoopError::NameMissing);
    let mut label = [0; 32];
    write_text(name, &mut label)?;
    Ok(label)
}

pub use {
    action::{Action, Document, IncomeKind, InvokeMeta, Purpose, Statutes},
    ballot::{BallotPage, Choice, PAGE_BALLOTS},
    books::{Books, PeriodRates, PeriodResult, Use},
    charter::{Charter, CharterTerms},
    coop::{After, Coop, CoopStatus, OpenPeriod, Outlay, Passing, Pledged, Transit},
    mandate::Mandate,
    member::{Member, OPEN_GAP, PodStanding, RESTS, Rest, Standing, VINTAGES, Vintage},
    period::Period,
    pledge::Pledge,
    pool::{Pool, PoolStatus, PoolTerms, StoredPoolTerms},
    proposal::{Kind, PodKind, Proposal, flag},
    redirect::Redirect,
    service::{Service, Split},
    tombstone::Tombstone,
    vouch::Vouch,
};
