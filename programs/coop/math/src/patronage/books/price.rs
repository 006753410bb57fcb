//! The price of capital. `leavers.rs` pays those who leave at it.

use super::Books;
use crate::fixed::{ALL_BPS, mul_div_floor};

/// What a unit of capital is paid when it leaves: a fraction between 0 and 1.
///
/// price = (fund − fresh + moved) ÷ (E − fresh), at most 1, where the fund is counted without the part that belongs to
/// the reserve ([`Books::reserves_own`]).
///
/// - *fresh* is capital paid in during the open period. It is left out, so new money cannot change what others get.
/// - *moved* is the money that weighty resolutions moved from the fund to investments and to the agent in the period,
///   less the money that came back; at most the value of the assets that ordinary resolutions did not buy. Adding it
///   gives the price as if that money had not moved, whatever the order of the resolutions.
/// - Money that ordinary resolutions moved out is not added: it lowers the price, as an ordinary expense does.
///   Otherwise a majority could buy something worthless and leave at full price.
/// - Money that comes back counts first against the money that weighty resolutions moved out, then against the money
///   that ordinary ones did. Otherwise sending money to the agent and home again could hide an ordinary purchase.
/// - Money that comes back beyond both counts from the next close on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    pub numerator: u64,
    /// 0: all capital is fresh, so nobody is paid at this price.
    pub denominator: u64,
}

/// a − b, and 0 where b is more: on the chain a third of what `saturating_sub` costs.
const fn beyond(a: u64, b: u64) -> u64 {
    if a > b { a.wrapping_sub(b) } else { 0 }
}

impl Books {
    /// The money that came back in the period beyond all that had moved out in it: no price of the period includes it.
    fn came_beyond(&self) -> u64 {
        beyond(beyond(self.moved_back, self.moved_out), self.bought)
    }

    /// The price as the books stand.
    pub fn price(&self) -> Price {
        let cash = self.fund.wrapping_sub(self.reserves_own());
        if self.moved_back < self.moved_out {
            // no sum exceeds 64 bits: what the fund and the assets come to is in the identity
            let assets = self.invested.wrapping_add(self.at_agent);
            let moved = (self.moved_out - self.moved_back).min(beyond(assets, self.bought));
            return self.priced(cash.wrapping_add(moved));
        }
        if self.moved_back == self.moved_out { self.priced(cash) } else { self.solvency() }
    }

    /// The price that a newcomer accepts: without the money that the period moved out, because that money could not be
    /// paid at the next close.
    pub fn solvency(&self) -> Price {
        // the reserve's part of the money that came back beyond what went out did not come to members
        let own = self.reserves_own();
        let back = beyond(self.came_beyond(), own);
        self.priced(beyond(self.fund.wrapping_sub(own), back))
    }

    fn priced(&self, backed: u64) -> Price {
        let equity = self.equity();
        Price { numerator: beyond(backed.min(equity), self.fresh), denominator: beyond(equity, self.fresh) }
    }

    /// The part of the fund that belongs to the reserve: the amount by which what is due to it exceeds the assets, because
    /// assets were sold or money came home. It pays no expense and no leaver; another asset may take the place of the one that was
    /// sold. A close passes it on, so that every period begins with assets that cover what is due.
    pub fn reserves_own(&self) -> u64 {
        if self.reserve_due == 0 {
            return 0;
        }
        beyond(self.reserve_due, self.invested.wrapping_add(self.at_agent)).min(self.fund)
    }

    /// Moves the part of the fund that belongs to the reserve into the reserve.
    pub fn pass_reserves_own(&mut self) {
        let own = self.reserves_own();
        if own != 0 {
            self.moved_back -= own.min(self.came_beyond());
            self.fund -= own;
            self.reserve_due -= own;
            self.reserve += own;
        }
    }
}

impl Price {
    /// Whether anyone is paid at this price.
    pub const fn pays(&self) -> bool {
        self.numerator != 0
    }

    /// Whether anyone is paid, and at no less than this.
    pub fn pays_at_least(&self, min_bps: u16) -> bool {
        self.pays() && self.solvency_bps_floor() >= min_bps
    }

    /// Solvency in basis points, rounded down: the price, or 10 000 if there is no capital to price.
    pub fn solvency_bps_floor(&self) -> u16 {
        if self.numerator == self.denominator {
            return ALL_BPS as u16;
        }
        match mul_div_floor(self.numerator, ALL_BPS, self.denominator) {
            Some(bps) => bps as u16,
            None => ALL_BPS as u16,
        }
    }
}
