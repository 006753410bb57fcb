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

/// A name of 1 to 32 bytes of UTF-8 without control characters, padded with zeros.
#[inline(never)]
pub fn label(name: &str) -> Result<[u8; 32]> {
    require!(matches!(name.len(), 1..=32) && !name.chars().any(char::is_control), CoopError::NameInvalid);
    let mut label = [0; 32];
    label[..name.len()].copy_from_slice(name.as_bytes());
    Ok(label)
}

pub use {
    action::{Action, IncomeKind, InvokeMeta, Purpose},
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
