//! The charter as an argument and as stored. Bounds, ratchets and what each term means to the rules are
//! [`coop_math::charter`]'s; the heir, an address, stands beside it in [`Coop`](super::Coop).

use super::terms::{stored_terms, terms};
use anchor_lang::prelude::*;

terms! {
    /// The terms a co-operative promises. Money is in base units of its one mint, rates are basis points
    /// (10 000 = all), durations are seconds.
    CharterTerms, stored as Charter, for coop_math::charter::Charter {
        /// Paid-in capital that makes a member eligible to vote. At least 1. Ratchet: down only.
        member_share: u64 as PodU64,
        /// Paid-in capital of one member, at most. At least `member_share`.
        max_shares: u64 as PodU64,
        /// Vouches a candidate needs, or as many as there were members when it applied. 1 to 16.
        vouches_required: u8 as u8,
        /// Vouches one member may give in a period; while forming, in all. 1 to 32.
        vouches_per_period: u8 as u8,
        /// Admissions in 30 days, as a share of the members. 1 to 10 000.
        growth_bps: u16 as PodU16,
        /// Admissions in 30 days that are always allowed. At least 1.
        growth_floor: u32 as PodU32,
        /// From the payment of the member share to the vote. At most 90 days.
        seasoning: u32 as PodU32,
        /// Ballots that a vote needs, as a share of the electors. 100 to 5 000.
        quorum_bps: u16 as PodU16,
        /// How long ballots are taken. 3 to 30 days.
        voting_period: u32 as PodU32,
        /// Between a vote's end and its execution. 1 to 90 days. Ratchet: up only.
        timelock: u32 as PodU32,
        /// How long a passed proposal can be executed. 3 to 30 days.
        execution_window: u32 as PodU32,
        /// A special resolution dies if more than this share of its electors leave over it. 500 to 5 000.
        /// Ratchet: down only.
        exodus_bps: u16 as PodU16,
        /// How long a period lasts at least. 7 to 92 days. From the next period on. Ratchet: down only.
        period_length: u32 as PodU32,
        /// What ordinary resolutions may spend in max(30 days, `period_length`), of operating money when the period began or
        /// now, whichever is less. At most 2 500.
        budget_bps: u16 as PodU16,
        /// The fee on what a service is paid. At most `take_rate_ceiling_bps`.
        take_rate_bps: u16 as PodU16,
        /// The highest fee there can ever be. At most 5 000. Ratchet: down only.
        take_rate_ceiling_bps: u16 as PodU16,
        /// Of the units of a fee, to the member that provides the service; the rest to the buyer. At most 10 000. Kept for
        /// each service as it was at its registration.
        provider_bps: u16 as PodU16,
        /// How long a service's rate and split are promised from its registration. At most 3 650 days. Ratchet: up only.
        commitment: u32 as PodU32,
        /// Of every surplus, to the indivisible reserve. 500 to 5 000. Ratchet: up only.
        reserve_bps: u16 as PodU16,
        /// Of every surplus, to solidarity. At most 4 000.
        solidarity_bps: u16 as PodU16,
        /// Of solidarity, due to the federation if there is one. At most 10 000.
        remit_bps: u16 as PodU16,
        /// Yearly return on paid-in capital, at most. At most 1 500. Ratchet: down only.
        interest_cap_bps: u16 as PodU16,
        /// Of what is invested, written off in a year. 500 to 10 000. Ratchet: up only.
        depreciation_bps: u16 as PodU16,
        /// Of the pot, to work before use, at most the pay for work. At most 10 000.
        work_bps: u16 as PodU16,
        /// Of a patronage dividend, paid in cash; the rest is retained as capital. 2 000 to 10 000.
        cash_bps: u16 as PodU16,
        /// A retained vintage matures after this many periods. 1 to 8. Ratchet: down only.
        revolve_periods: u8 as u8,
        /// Of a staying member's own matured capital, what it may ask back in a period. 500 to 10 000. Ratchet: up only.
        redemption_bps: u16 as PodU16,
        /// Of the patronage pot, to pioneer units. At most 2 000. Fixed.
        pioneer_bps: u16 as PodU16,
        /// Lifetime surplus at which no more pioneer units are made; 0: none ever. At most 2⁶². Fixed.
        pioneer_threshold: u64 as PodU64,
        /// Pioneer units that a share of the founding pool makes if it is still held at `pioneer_start`. At most 10 000.
        /// Fixed.
        pioneer_shares_bps: u16 as PodU16,
        /// From the activation to the date on which pioneers begin to be paid and no more units are made. 180 days to
        /// 5 years. Fixed.
        pioneer_start: u32 as PodU32,
        /// What a pioneer unit can ever return. At most `reserve_bps`. Fixed.
        pioneer_cap_bps: u16 as PodU16,
        /// Seats of a review panel drawn by lot. 9 to 32.
        panel_size: u8 as u8,
        /// Spends above this share of operating can be called for review. At most 10 000.
        review_bps: u16 as PodU16,
    }
}

impl Charter {
    /// Writes a charter down.
    #[inline(never)]
    pub fn set_numbers(&mut self, charter: &coop_math::charter::Charter) {
        *self = (*charter).into();
    }
}
