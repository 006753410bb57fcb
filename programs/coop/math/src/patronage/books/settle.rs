use super::Closed;
use crate::{
    fixed::{ALL_BPS, bps_floor, mul_div_ceil, mul_div_floor, q64_floor},
    patronage::pioneers::pioneer_part_floor,
};

/// The unsettled business of one member in one period. Base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Business {
    /// Units of use.
    pub units: u64,
    /// Pay for work.
    pub work: u64,
    /// Capital that it asked back.
    pub asked: u64,
    /// Whether it was a member at the close. A member that resigned is paid wholly in cash and makes no pioneer
    /// units.
    pub staying: bool,
}

/// A member's part of the result of a close. Every part is rounded down, so that all parts together are covered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settlement {
    /// The money for capital that it asked back.
    pub paid: u64,
    /// The capital that this payment retired, rounded up.
    pub retired: u64,
    /// The part of the dividend owed in cash.
    pub cash: u64,
    /// The part of the dividend kept as capital.
    pub retained: u64,
    /// Pioneer units made.
    pub pioneer_units: u64,
}

impl Closed {
    /// Settles a member's part: paid = ⌊asked × paid ÷ all asked⌋ for ⌈asked × retired ÷ all asked⌉ of capital;
    /// dividend = ⌊units × rate⌋ + ⌊work × rate⌋, of which ⌊`cash_bps`⌋ in cash and ⌊the rest⌋ as capital.
    pub fn settle(&self, business: &Business) -> Settlement {
        let mut settlement = Settlement::default();
        if business.asked != 0 && self.asked != 0 {
            // both quotients are at most the capital asked back
            settlement.paid = mul_div_floor(business.asked, self.paid, self.asked).unwrap_or(0);
            settlement.retired =
                mul_div_ceil(business.asked, self.retired, self.asked).unwrap_or(business.asked);
        }
        let mut dividend = 0;
        if business.units != 0 {
            dividend += q64_floor(self.member_rate, business.units);
        }
        if business.work != 0 {
            dividend += q64_floor(self.work_rate, business.work);
        }
        if business.staying {
            settlement.cash = bps_floor(dividend, self.cash_bps);
            settlement.retained = bps_floor(dividend, ALL_BPS as u16 - self.cash_bps);
        } else {
            settlement.cash = dividend;
        }
        settlement.pioneer_units =
            pioneer_part_floor(self.pioneer_units_made, dividend, self.surplus, business.staying);
        settlement
    }
}
