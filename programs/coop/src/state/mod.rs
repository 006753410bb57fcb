//! What is stored, one account a file. State is facts; every status is derived from facts and `now`.

mod charter;
mod coop;
mod member;
mod pledge;
mod pool;
mod terms;
mod tombstone;
mod vouch;

pub use {
    charter::{Charter, CharterTerms},
    coop::{Coop, CoopStatus, OpenPeriod},
    member::{Member, PodStanding, Standing, VINTAGES, Vintage},
    pledge::Pledge,
    pool::{Pool, PoolStatus, PoolTerms, StoredPoolTerms},
    tombstone::Tombstone,
    vouch::Vouch,
};
