//! The charter as an argument and as stored. The bounds, the ratchets and the meaning of each term are in
//! [`coop_math::charter`]; the heir, an address, is a field of [`Coop`](super::Coop).

use super::terms::{stored_terms, terms};
use anchor_lang::prelude::*;

terms! {
    /// The terms that a co-operative promises. Money is in base units of its one mint, rates are basis points (10 000
    /// = all), durations are seconds.
    CharterTerms, stored as Charter, for coop_math::charter::Charter {
        /// Paid-in capital that makes a member eligible to vote. At least 1. Ratchet: down only.
        member_share: u64 as PodU64,
        /// The most paid-in capital of one member. At least `member_share`.
        max_shares: u64 as PodU64,
        /// Vouches that a candidate needs, or one from each member if there are fewer members. 1 to 16.
        vouches_required: u8 as u8,
        /// Vouches that one member may give in a period, or in total while the co-op is forming. 1 to 32.
        vouches_per_period: u8 as u8,
        /// Admissions in 30 days, as a share of the members. 1 to 10 000.
        growth_bps: u16 as PodU16,
        /// Admissions in 30 days that are always allowed. At least 1.
        growth_floor: u32 as PodU32,
        /// Time from the payment of the member share to the vote. At most 90 days.
        seasoning: u32 as PodU32,
        /// Ballots that a vote needs, as a share of the electors. 100 to 5 000.
        quorum_bps: u16 as PodU16,
        /// How long electors can vote. 3 to 30 days.
        voting_period: u32 as PodU32,
        /// Time between the end of a vote and the execution. 1 to 90 days. Ratchet: up only.
        timelock: u32 as PodU32,
        /// How long a passed proposal can be executed. 3 to 30 days.
        execution_window: u32 as PodU32,
        /// A weighty resolution dies if more than this share of its electors, and at least two, leave in protest. 500
        /// to 5 000. Ratchet: down only.
        exodus_bps: u16 as PodU16,
        /// The minimum length of a period. 7 to 92 days. Applies from the next period on. Ratchet: down only.
        period_length: u32 as PodU32,
        /// The most that ordinary resolutions may spend in max(30 days, `period_length`), as a share of the operating
        /// money at the start of the period or now, whichever is less. At most 2 500.
        budget_bps: u16 as PodU16,
        /// The fee on payments to a service. At most `take_rate_ceiling_bps`.
        take_rate_bps: u16 as PodU16,
        /// The highest fee that is ever possible. At most 5 000. Ratchet: down only.
        take_rate_ceiling_bps: u16 as PodU16,
        /// The part of a fee's units that goes to the member that provides the service; the buyer gets the rest. At
        /// most 10 000. Each service keeps the value of its registration until it is repriced.
        provider_bps: u16 as PodU16,
        /// How long a service's rate and split are promised from its registration. At most 3 650 days. Ratchet: up only.
        commitment: u32 as PodU32,
        /// The part of every surplus that goes to the indivisible reserve. 500 to 5 000. Ratchet: up only.
        reserve_bps: u16 as PodU16,
        /// The part of every surplus that goes to solidarity. At most 4 000.
        solidarity_bps: u16 as PodU16,
        /// The part of solidarity that is due to the federation, if there is one. At most 10 000.
        remit_bps: u16 as PodU16,
        /// The highest yearly return on paid-in capital. At most 1 500. Ratchet: down only.
        interest_cap_bps: u16 as PodU16,
        /// The part of invested money that is written off in a year. 500 to 10 000. Ratchet: up only.
        depreciation_bps: u16 as PodU16,
        /// The part of the pot that goes to work before use; never more than the pay for work. At most 10 000.
        work_bps: u16 as PodU16,
        /// The part of a patronage dividend that is paid in cash; the rest is retained as capital. 2 000 to 10 000.
        cash_bps: u16 as PodU16,
        /// The number of periods after which a retained vintage matures. 1 to 8. Ratchet: down only.
        revolve_periods: u8 as u8,
        /// The part of its own matured capital that a staying member may ask back in a period. 500 to 10 000.
        /// Ratchet: up only.
        redemption_bps: u16 as PodU16,
        /// The part of the patronage pot that goes to pioneer units. At most 2 000. Fixed.
        pioneer_bps: u16 as PodU16,
        /// The lifetime surplus from which on no more pioneer units are made; 0: none are ever made. At most 2⁶².
        /// Fixed.
        pioneer_threshold: u64 as PodU64,
        /// Pioneer units for each share of the founding pool that is still held at `pioneer_start`. At most 10 000.
        /// Fixed.
        pioneer_shares_bps: u16 as PodU16,
        /// Time from the activation to the date from which pioneers are paid and no more units are made. 180 days to
        /// 5 years. Fixed.
        pioneer_start: u32 as PodU32,
        /// The most that a pioneer unit can ever return. At most `reserve_bps`. Fixed.
        pioneer_cap_bps: u16 as PodU16,
        /// Seats of a review panel drawn by lot. 9 to 32.
        panel_size: u8 as u8,
        /// A spend above this share of operating money can be reviewed. At most 10 000.
        review_bps: u16 as PodU16,
    }
}

impl Charter {
    /// Stores a charter.
    #[inline(never)]
    pub fn set_numbers(&mut self, charter: &coop_math::charter::Charter) {
        *self = (*charter).into();
    }
}
