//! The payment of those who leave: all capital asked back, at one price.

use super::{Books, Closed};
use crate::fixed::{mul_div_ceil, mul_div_floor};

impl Books {
    /// Pays all capital asked back, C, min(⌊C × price⌋, fund − fresh) in all: money of newcomers pays no leaver. If the
    /// fund does not suffice for all of C, only ⌈paid ÷ price⌉ is retired.
    ///
    /// A haircut has two parts. The leavers' part of the loss, ⌈loss × retired ÷ (E − fresh)⌉, reduces the loss. The
    /// rest is their part of the assets and becomes `reserve_due`, so that nobody profits from others leaving cheaply:
    /// those who stay keep their own part of the loss (docs/decisions/0021). The proceeds of an asset that was sold in
    /// the period are not in the price, so leavers give up their part of them too. [`close`](Self::close) then passes
    /// that part to the reserve; otherwise the next investment would raise the price by it (docs/decisions/0017).
    pub(super) fn pay_leavers(&mut self, closed: &mut Closed) {
        let price = self.price();
        closed.price_bps = price.solvency_bps_floor();
        let asked = self.asked_in_all();
        if asked == 0 {
            return;
        }
        let Some(full) = mul_div_floor(asked, price.numerator, price.denominator) else { return };
        let paid = full.min(self.fund.saturating_sub(self.fresh));
        if paid == 0 {
            return;
        }
        let retired = if paid == full {
            asked
        } else {
            // price > 0, as paid is; at most asked, as paid < full: rounded up, for those who stay
            mul_div_ceil(paid, price.denominator, price.numerator).unwrap_or(asked)
        };
        let forfeited = self.forfeited;
        let all = |part: u64, of: u64| {
            if of == asked { part } else { mul_div_floor(part, of, asked).unwrap_or(0) }
        };
        closed.asked = asked;
        closed.paid = paid;
        closed.retired = retired;
        closed.paid_to_members = if forfeited == 0 { paid } else { all(asked - forfeited, paid) };
        let retired_forfeits = if forfeited == 0 { 0 } else { all(forfeited, retired) };
        closed.retired_of_members = retired - retired_forfeits;

        self.fund -= paid;
        self.dividends += closed.paid_to_members;
        self.reserve += paid - closed.paid_to_members;
        self.forfeited -= retired_forfeits;
        self.retained_total -= retired;
        let haircut = retired - paid;
        let of_loss = mul_div_ceil(self.loss, retired, price.denominator).unwrap_or(self.loss);
        let off_loss = haircut.min(of_loss).min(self.loss);
        self.loss -= off_loss;
        self.reserve_due += haircut - off_loss;
    }
}
