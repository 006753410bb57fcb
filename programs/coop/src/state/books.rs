//! The books, the business of a period, its rates and its result, as stored. [`coop_math::patronage::books`] defines
//! their meaning and their changes.

use super::terms::stored_terms;
use anchor_lang::prelude::*;
use coop_math::patronage::books;

/// The money that a co-op has and owes, in base units. Field for field [`coop_math::patronage::books::Books`].
///
/// `fund + invested + at_agent + loss = shares_total + shares_in_transit + retained_total + reserve_due`, and earnings
/// or loss is 0. For a dissolving co-op only the cash counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct Books {
    /// Cash that backs members' capital.
    pub fund: PodU64,
    /// Cash: the earnings of the open period so far.
    pub earnings: PodU64,
    /// Cash, indivisible: it covers losses, at most a tenth once a year, and at the end passes to another co-op or is burned.
    pub reserve: PodU64,
    /// Cash for grants to members.
    pub solidarity: PodU64,
    /// Cash owed to the federation.
    pub federation_due: PodU64,
    /// Cash owed to members: dividends, capital paid out, refunds of pools.
    pub dividends: PodU64,
    /// Cash owed to shares as interest, not yet settled to their holders.
    pub interest: PodU64,
    /// Cash owed to pioneer units, not yet settled to their holders.
    pub pioneers: PodU64,
    /// Money that was spent on investments and has not worn.
    pub invested: PodU64,
    /// Money that was sent to the co-op's agent and has neither come home nor worn.
    pub at_agent: PodU64,
    /// Money that was spent, and wear, beyond earnings; income makes it good first.
    pub loss: PodU64,
    /// The part of `invested` and `at_agent` that becomes the reserve's.
    pub reserve_due: PodU64,
    /// Losses that the reserve covered: the price of assets above their value in the books makes them good first.
    pub covered: PodU64,
    /// Paid-in capital of all members.
    pub shares_total: PodU64,
    /// Paid-in capital of settled pools that nobody has claimed yet.
    pub shares_in_transit: PodU64,
    /// Vintages, withdrawn, matured and forfeited capital.
    pub retained_total: PodU64,
    /// Capital paid in during the open period; it is left out of every price. The founding pool's is none: the first period
    /// begins with it.
    pub fresh: PodU64,
    /// Money moved from `fund` to `invested` and `at_agent` by weighty resolutions in the open period.
    pub moved_out: PodU64,
    /// Money that came back from there to `fund` in the open period.
    pub moved_back: PodU64,
    /// Money moved there by ordinary resolutions in the open period: it lowers the price of the period, until as much has come
    /// back.
    pub bought: PodU64,
    /// Capital that members ask back at the next close.
    pub asked: PodU64,
    /// Capital forfeited to the reserve; asked back at every close until it is paid.
    pub forfeited: PodU64,
    /// The exact amount owed out of `interest`, Q64.64; the bucket covers it.
    pub interest_owed: PodU128,
    /// The exact amount owed out of `pioneers`, Q64.64; the bucket covers it.
    pub pioneers_owed: PodU128,
    /// `invested` × seconds of the open period until `accrued_at`.
    pub invested_seconds: PodU128,
    /// `at_agent` × seconds of the open period until `accrued_at`.
    pub agent_seconds: PodU128,
    /// Unix seconds up to which the two products are counted.
    pub accrued_at: PodI64,
    /// Wear of `invested` below a base unit, in base units × seconds × basis points.
    pub invested_remainder: PodU64,
    /// The same of `at_agent`.
    pub agent_remainder: PodU64,
    /// Interest below a base unit, in base units × seconds × basis points.
    pub interest_remainder: PodU64,
}

const _: () = assert!(size_of::<Books>() == size_of::<books::Books>());

impl Books {
    /// The same numbers in the form that `coop-math` uses.
    #[inline(always)]
    pub fn numbers(&self) -> books::Books {
        // SAFETY: both have the same integers in the same order, little-endian; any bytes are valid.
        unsafe { core::mem::transmute_copy(self) }
    }

    /// Answers a question from the books without changing them.
    #[inline(always)]
    pub fn ask<R>(&self, question: impl FnOnce(&books::Books) -> R) -> R {
        #[cfg(target_os = "solana")]
        {
            // SAFETY: as in `change`.
            question(unsafe { &*core::ptr::from_ref(self).cast::<books::Books>() })
        }
        #[cfg(not(target_os = "solana"))]
        question(&self.numbers())
    }

    /// Changes the books by one or more events.
    #[inline(always)]
    pub fn change<R>(&mut self, event: impl FnOnce(&mut books::Books) -> R) -> R {
        #[cfg(target_os = "solana")]
        {
            // SAFETY: as in `numbers`. The runtime aligns the data of accounts to 8 bytes, and the books of a co-op
            // begin at a multiple of 8 bytes ([`Coop`](super::Coop) asserts it).
            event(unsafe { &mut *core::ptr::from_mut(self).cast::<books::Books>() })
        }
        #[cfg(not(target_os = "solana"))]
        {
            let mut numbers = self.numbers();
            let result = event(&mut numbers);
            // SAFETY: as in `numbers`.
            *self = unsafe { core::mem::transmute_copy(&numbers) };
            result
        }
    }
}

stored_terms! {
    /// The business of a period, which is the measure of patronage, in base units.
    Use, for books::Use {
        /// Units of members, and of those who resigned in the period.
        member_units: u64 as PodU64,
        /// Units of outside use.
        outside_units: u64 as PodU64,
        /// The part of `member_units` that belongs to members who resigned in the period.
        leaving_units: u64 as PodU64,
        /// Pay for work of members, and of those who resigned in the period.
        member_work: u64 as PodU64,
        /// Pay for work of others.
        outside_work: u64 as PodU64,
        /// The part of `member_work` that belongs to members who resigned in the period.
        leaving_work: u64 as PodU64,
    }
}

stored_terms! {
    /// The charter's rates that a period began with, in basis points: no amendment changes them.
    PeriodRates, for books::Rates {
        reserve_bps: u16 as PodU16,
        solidarity_bps: u16 as PodU16,
        remit_bps: u16 as PodU16,
        interest_cap_bps: u16 as PodU16,
        depreciation_bps: u16 as PodU16,
        work_bps: u16 as PodU16,
        cash_bps: u16 as PodU16,
        pioneer_bps: u16 as PodU16,
    }
}

stored_terms! {
    /// The result of a close. The parts from `reserve` to `members` add up to exactly `surplus`. Amounts are base
    /// units; rates are Q64.64.
    PeriodResult, for books::Closed {
        /// The wear of `invested` and `at_agent`.
        wear: u64 as PodU64,
        /// The part of the wear that was not covered.
        loss: u64 as PodU64,
        /// All capital that was asked back, if anyone was paid.
        asked: u64 as PodU64,
        /// The money that was paid for it.
        paid: u64 as PodU64,
        /// The capital that this payment retired.
        retired: u64 as PodU64,
        /// The part of `paid` owed to members.
        paid_to_members: u64 as PodU64,
        /// The part of `retired` that members held.
        retired_of_members: u64 as PodU64,
        /// The price at which everyone was paid, in basis points.
        price_bps: u16 as PodU16,
        /// The amount that was allocated.
        surplus: u64 as PodU64,
        /// The part of the reserve that the charter promises.
        reserve: u64 as PodU64,
        solidarity: u64 as PodU64,
        /// The part of the federation.
        federation: u64 as PodU64,
        interest: u64 as PodU64,
        /// The part of members for their work.
        work: u64 as PodU64,
        /// The part of the reserve that comes from outside use and outside work.
        outside: u64 as PodU64,
        pioneers: u64 as PodU64,
        /// The part of members for their use.
        members: u64 as PodU64,
        /// The part of `work` and `members` that is kept as capital.
        retained: u64 as PodU64,
        /// The dividend of one member unit, Q64.64.
        member_rate: u128 as PodU128,
        /// The dividend of one unit of members' work, Q64.64.
        work_rate: u128 as PodU128,
        /// Added to the interest of one share, Q64.64.
        interest_per_share: u128 as PodU128,
        /// Added to the return of one pioneer unit, Q64.64.
        pioneer_per_unit: u128 as PodU128,
        /// Pioneer units that the whole surplus would make.
        pioneer_units_made: u64 as PodU64,
        /// The part of them that falls to members' dividends.
        pioneer_units: u64 as PodU64,
        /// The part of a dividend that is paid in cash, in basis points.
        cash_bps: u16 as PodU16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_books_as_stored_are_the_books_that_are_counted_with() {
        let counted = books::Books {
            fund: 1,
            earnings: 2,
            dividends: 3,
            invested: 4,
            reserve_due: 5,
            retained_total: 6,
            forfeited: 7,
            interest_owed: (8 << 64).into(),
            agent_seconds: (9 << 64).into(),
            accrued_at: -10,
            interest_remainder: 11,
            ..books::Books::default()
        };
        let mut stored: Books = bytemuck::Zeroable::zeroed();
        stored.change(|books| *books = counted);
        assert_eq!(stored.numbers(), counted);
        assert_eq!((stored.fund, stored.earnings, stored.dividends), (1.into(), 2.into(), 3.into()));
        assert_eq!((stored.invested, stored.reserve_due), (4.into(), 5.into()));
        assert_eq!((stored.retained_total, stored.forfeited), (6.into(), 7.into()));
        assert_eq!((stored.interest_owed.get(), stored.agent_seconds.get()), (8 << 64, 9 << 64));
        assert_eq!((stored.accrued_at.get(), stored.interest_remainder.get()), (-10, 11));
    }
}
