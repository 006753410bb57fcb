use anchor_lang::prelude::*;
use coop_math::waterfall::Allocation;

/// A closed period: its result, which never changes, and what of it is not settled to members yet.
///
/// Seeds: `["period", coop, number (u32 le)]`. Amounts are base units, times unix seconds, `…_per_…` and
/// rates of units Q64.64. The parts of the surplus come to exactly the surplus
/// ([`coop_math::waterfall`]).
#[account]
pub struct Period {
    pub coop: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    pub started_at: PodI64,
    pub closed_at: PodI64,
    /// Fees and other income.
    pub revenue: PodU64,
    /// Spends that were no investment, and depreciation.
    pub expenses: PodU64,
    /// The part of `expenses` that was written off investments.
    pub depreciation: PodU64,
    /// What expenses exceeded revenue by; carried.
    pub loss: PodU64,
    /// Losses of earlier periods that this one made good.
    pub loss_covered: PodU64,
    /// What was allocated.
    pub surplus: PodU64,
    /// To the reserve, as the charter promises.
    pub to_reserve: PodU64,
    pub to_solidarity: PodU64,
    pub to_interest: PodU64,
    /// To the reserve: the part of those who are no members, and of members if there was no use of theirs.
    pub to_reserve_for_outside: PodU64,
    pub to_pioneers: PodU64,
    /// To members in proportion to their units.
    pub to_members: PodU64,
    /// Fees paid by members.
    pub member_units: PodU64,
    /// Fees paid by others, and other income.
    pub outside_units: PodU64,
    /// The dividend of one member unit.
    pub member_rate: PodU128,
    /// The co-op's accumulator after the close: shares paid in during the period earn from here.
    pub interest_per_share: PodU128,
    /// The co-op's accumulator after the close.
    pub pioneer_per_unit: PodU128,
    /// Of `to_members`, not settled yet; what is left when the last member is settled goes to the reserve.
    pub unpaid: PodU64,
    /// Members, and some who left, whose fees or new shares of the period are not settled yet.
    pub unsettled: PodU32,
    pub number: PodU32,
    /// Of a dividend, paid in cash; basis points.
    pub cash_bps: PodU16,
    pub bump: u8,
}

impl Period {
    /// Writes down what a close did.
    pub fn record(&mut self, a: &Allocation) {
        self.depreciation = a.depreciation.into();
        self.loss = a.loss.into();
        self.loss_covered = a.loss_covered.into();
        self.surplus = a.surplus.into();
        self.to_reserve = a.reserve.into();
        self.to_solidarity = a.solidarity.into();
        self.to_interest = a.interest.into();
        self.to_reserve_for_outside = a.outside.into();
        self.to_pioneers = a.pioneers.into();
        self.to_members = a.members.into();
        self.unpaid = a.members.into();
        self.member_rate = a.member_rate.into();
    }
}
