use super::Member;
use anchor_lang::prelude::*;
use coop_math::bootstrap;

/// The pledge of one member to one pool.
///
/// Seeds: `["pledge", pool, member]`. Amounts are base units.
#[account]
pub struct Pledge {
    pub coop: Address,
    pub pool: Address,
    pub member: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    /// Money pledged; 0 once withdrawn, refunded or claimed.
    pub amount: PodU64,
    /// The turnover promised with it; 0 whenever `amount` is. After the claim the promise is in the member's account.
    pub use_amount: PodU64,
    /// The version of the charter at the last pledge: under a newer one, the pledge can be withdrawn again.
    pub charter_version: PodU32,
    pub bump: u8,
}

impl Pledge {
    /// Ends the pledge, which was refunded or claimed.
    pub fn end(&mut self) {
        self.amount = PodU64::ZERO;
        self.use_amount = PodU64::ZERO;
    }

    /// The pledge in the form that `coop-math` uses; `counts`: whether its member is one of the pool's people.
    pub fn numbers(&self, counts: bool) -> bootstrap::Pledge {
        bootstrap::Pledge { amount: self.amount.get(), use_amount: self.use_amount.get(), counts }
    }

    /// Removes a promise that ended before the pledge did, because its member was released or expelled.
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
