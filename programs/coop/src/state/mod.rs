//! What is stored, one account a file. State is facts; every status is derived from facts and `now`.

use crate::error::CoopError;
use anchor_lang::prelude::*;

mod action;
mod ballot;
mod books;
mod charter;
mod coop;
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
/// Bytes of what a co-op is about, and of what a pool is for, at most.
pub const ABOUT: usize = 280;
/// Bytes of why something is proposed, at most.
pub const WHY: usize = 400;

/// Writes a text of visible characters ([`coop_math::words`]) into its room, padded with zeros.
#[inline(never)]
pub fn write_text(text: &str, room: &mut [u8]) -> Result<()> {
    require!(text.len() <= room.len(), CoopError::TextTooLong);
    require!(coop_math::words::is_shown(text), CoopError::TextNotShown);
    let (written, rest) = room.split_at_mut(text.len());
    written.copy_from_slice(text.as_bytes());
    rest.fill(0);
    Ok(())
}

/// Writes a link into its room, padded with zeros: visible ASCII, as URIs are.
#[inline(never)]
pub fn write_uri(uri: &str, room: &mut [u8]) -> Result<()> {
    require!(uri.bytes().all(|byte| byte.is_ascii_graphic()), CoopError::UriInvalid);
    write_text(uri, room)
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
    coop::{Coop, CoopStatus, OpenPeriod, Outlay},
    mandate::Mandate,
    member::{Member, OPEN_GAP, PodStanding, Standing, VINTAGES, Vintage},
    period::Period,
    pledge::Pledge,
    pool::{Pool, PoolStatus, PoolTerms, StoredPoolTerms},
    proposal::{Kind, PodKind, Proposal, flag},
    redirect::Redirect,
    service::{Service, Split},
    tombstone::Tombstone,
    vouch::Vouch,
};
