use anchor_lang::prelude::*;
use coop_math::raise;

/// What one member pledged to one pool, and what became of it.
///
/// Seeds: `["pledge", pool, member]`. Amounts are base units.
#[account]
pub struct Pledge {
    pub coop: Address,
    pub pool: Address,
    pub member: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// The membership that pledged: [`Member::application`](super::Member::application) at the time.
    pub application: PodU64,
    /// Money pledged; 0 once withdrawn, refunded or claimed.
    pub amount: PodU64,
    /// Use promised, in fees; 0 whenever nothing was ever kept in the pool.
    pub use_amount: PodU64,
    /// Shares that answer for the promise until it is settled.
    pub bond: PodU64,
    /// The charter in force at the last pledge: a newer one opens the way out again.
    pub charter_version: PodU32,
    pub bump: u8,
}

impl Pledge {
    /// The pledge as `coop-math` reads it.
    pub fn numbers(&self) -> raise::Pledge {
        raise::Pledge { amount: self.amount.get(), use_amount: self.use_amount.get() }
    }

    pub fn set_numbers(&mut self, pledge: &raise::Pledge) {
        self.amount = pledge.amount.into();
        self.use_amount = pledge.use_amount.into();
    }
}
