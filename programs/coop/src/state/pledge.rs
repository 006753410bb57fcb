use super::Member;
use anchor_lang::prelude::*;
use coop_math::bootstrap;

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
    /// Money pledged; 0 once withdrawn, refunded or claimed.
    pub amount: PodU64,
    /// Turnover promised with it; 0 whenever `amount` is. From the claim on the promise stands in the member's account.
    pub use_amount: PodU64,
    /// The charter in force at the last pledge: a newer one opens the way out again.
    pub charter_version: PodU32,
    pub bump: u8,
}

impl Pledge {
    /// It is refunded or claimed: nothing is left in it.
    pub fn end(&mut self) {
        self.amount = PodU64::ZERO;
        self.use_amount = PodU64::ZERO;
    }

    /// The pledge as `coop-math` reads it; `counts`: whether its member is among the pool's people.
    pub fn numbers(&self, counts: bool) -> bootstrap::Pledge {
        bootstrap::Pledge { amount: self.amount.get(), use_amount: self.use_amount.get(), counts }
    }

    /// A promise that ended before the pledge did, as its member was released or expelled, is not in it any more.
    pub fn forget_ended_promise(&mut self, member: &Member) {
        if !member.has_promised() {
            self.use_amount = PodU64::ZERO;
        }
    }

    pub fn set_numbers(&mut self, pledge: &bootstrap::Pledge) {
        self.amount = pledge.amount.into();
        self.use_amount = pledge.use_amount.into();
    }
}
