use super::Books;
use crate::fixed::{ALL_BPS, mul_div_floor};

/// What a unit of capital is paid when it leaves: a fraction between 0 and 1.
///
/// price = (fund − fresh + moved) ÷ (E − fresh), at most 1. Fresh capital, paid in during the open period, is in no
/// price: whoever brings money cannot move what others get. What the period moved out of the fund to investments
/// and to the agent (at most what stands there) counts as if it were still there: whoever decides on an investment
/// cannot lower what a leaver gets at its close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Price {
    pub numerator: u64,
    /// 0: there is no capital but fresh capital, so nobody can leave.
    pub denominator: u64,
}

impl Books {
    /// The price as the books stand.
    pub fn price(&self) -> Price {
        // no sum exceeds 64 bits: what the fund and the assets come to is in the identity
        let equity = self.equity();
        let moved = self.moved.min(self.invested.wrapping_add(self.at_agent));
        let backed = self.fund.wrapping_add(moved).min(equity);
        Price { numerator: backed.saturating_sub(self.fresh), denominator: equity.saturating_sub(self.fresh) }
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
