//! The books, what is done in a period, its rates and its result, as stored. What they mean and how they change is
//! [`coop_math::books`]'.

use super::terms::stored_terms;
use anchor_lang::prelude::*;
use coop_math::books;

stored_terms! {
    /// What a co-op has, owes and owns, in base units.
    ///
    /// fund + invested + at_agent + loss = shares_total + shares_in_transit + retained_total + reserve_due, and
    /// earnings or loss is 0; of a dissolving co-op only its cash counts.
    Books, for books::Books {
        /// Cash that backs members' capital.
        fund: u64 as PodU64,
        /// Cash: the result of the open period so far.
        earnings: u64 as PodU64,
        /// Cash, indivisible: it can only pass to another co-op.
        reserve: u64 as PodU64,
        /// Cash for grants to members.
        solidarity: u64 as PodU64,
        /// Cash owed to the federation.
        federation_due: u64 as PodU64,
        /// Cash owed to members: dividends, capital paid out, refunds of pools.
        dividends: u64 as PodU64,
        /// Cash owed to shares as interest, not yet settled to their holders.
        interest: u64 as PodU64,
        /// Cash owed to pioneer units, not yet settled to their holders.
        pioneers: u64 as PodU64,
        /// Spent on investments and not yet worn.
        invested: u64 as PodU64,
        /// Sent to the co-op's agent and not yet home or worn.
        at_agent: u64 as PodU64,
        /// Spent beyond what was earned; income makes it good first.
        loss: u64 as PodU64,
        /// The part of `invested` and `at_agent` that becomes the reserve's.
        reserve_due: u64 as PodU64,
        /// Paid-in capital of all members.
        shares_total: u64 as PodU64,
        /// Paid-in capital of settled pools that nobody has claimed yet.
        shares_in_transit: u64 as PodU64,
        /// Vintages, withdrawn, matured and forfeited capital.
        retained_total: u64 as PodU64,
        /// Capital paid in during the open period: it is in no price.
        fresh: u64 as PodU64,
        /// Moved from `fund` to `invested` and `at_agent` in the open period, less what came back.
        moved: u64 as PodU64,
        /// Capital that members ask back at the next close.
        asked: u64 as PodU64,
        /// Capital forfeited to the reserve; asked back at every close until it is paid.
        forfeited: u64 as PodU64,
        /// What of `interest` is owed exactly, Q64.64; the bucket covers it.
        interest_owed: u128 as PodU128,
        /// What of `pioneers` is owed exactly, Q64.64; the bucket covers it.
        pioneers_owed: u128 as PodU128,
        /// `invested` × seconds of the open period until `accrued_at`.
        invested_seconds: u128 as PodU128,
        /// `at_agent` × seconds of the open period until `accrued_at`.
        agent_seconds: u128 as PodU128,
        /// Unix seconds up to which the two products are counted.
        accrued_at: i64 as PodI64,
        /// Wear of `invested` below a base unit, in base units × seconds × basis points.
        invested_remainder: u64 as PodU64,
        /// The same of `at_agent`.
        agent_remainder: u64 as PodU64,
        /// Interest below a base unit, in base units × seconds × basis points.
        interest_remainder: u64 as PodU64,
    }
}

stored_terms! {
    /// What was done in a period: the measure of patronage, in base units.
    Use, for books::Use {
        /// Units of members, and of those who resigned in the period.
        member_units: u64 as PodU64,
        /// Units of nobody who is a member.
        outside_units: u64 as PodU64,
        /// The part of `member_units` of those who resigned in the period.
        leaving_units: u64 as PodU64,
        /// Pay for work of members, and of those who resigned in the period.
        member_work: u64 as PodU64,
        /// Pay for work of others.
        outside_work: u64 as PodU64,
        /// The part of `member_work` of those who resigned in the period.
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
    /// What a close decided. The parts from `reserve` to `members` come to exactly `surplus`. Base units; rates Q64.64.
    PeriodResult, for books::Closed {
        /// Wear of what was invested and at the agent.
        wear: u64 as PodU64,
        /// The part of it that nothing bore.
        loss: u64 as PodU64,
        /// All capital asked back, if anyone was paid.
        asked: u64 as PodU64,
        /// Paid for it.
        paid: u64 as PodU64,
        /// Capital that this retired.
        retired: u64 as PodU64,
        /// The part of `paid` owed to members.
        paid_to_members: u64 as PodU64,
        /// The part of `retired` that members held.
        retired_of_members: u64 as PodU64,
        /// The price everyone was paid at, basis points.
        price_bps: u16 as PodU16,
        /// What was allocated.
        surplus: u64 as PodU64,
        /// To the reserve, as the charter promises.
        reserve: u64 as PodU64,
        solidarity: u64 as PodU64,
        /// To the federation.
        federation: u64 as PodU64,
        interest: u64 as PodU64,
        /// To members for their work.
        work: u64 as PodU64,
        /// To the reserve: the parts of those who are no members.
        outside: u64 as PodU64,
        pioneers: u64 as PodU64,
        /// To members for their use.
        members: u64 as PodU64,
        /// The part of `work` and `members` kept as capital.
        retained: u64 as PodU64,
        /// Of one member unit, Q64.64.
        member_rate: u128 as PodU128,
        /// Of one unit of members' work, Q64.64.
        work_rate: u128 as PodU128,
        /// Added to the interest of one share, Q64.64.
        interest_per_share: u128 as PodU128,
        /// Added to the return of one pioneer unit, Q64.64.
        pioneer_per_unit: u128 as PodU128,
        /// Pioneer units that the whole surplus would make.
        pioneer_units_made: u64 as PodU64,
        /// The part of them that falls to members' dividends.
        pioneer_units: u64 as PodU64,
        /// Of a dividend, paid in cash; basis points.
        cash_bps: u16 as PodU16,
    }
}
