use anchor_lang::prelude::*;

/// A standing permission to draw up to so much a period: payroll, rent.
///
/// Seeds: `["mandate", coop, index (u32 le)]`. Amounts are base units, times unix seconds.
#[account]
pub struct Mandate {
    pub coop: Address,
    /// Who may draw; paid to a token account of its own.
    pub holder: Address,
    /// The account of the membership whose work is paid; all zeros: none.
    pub worker: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// At most this much in one period of the length that periods had when it was given; what is not drawn does not roll
    /// over.
    pub per_period: PodU64,
    /// Drawn since `drawn_since`.
    pub drawn: PodU64,
    /// The start of the period since which `drawn` counts, unix seconds: until one starts that is `length` later.
    pub drawn_since: PodI64,
    /// The last second in which it can be drawn on.
    pub until: PodI64,
    /// How long a period was when it was given, seconds: shorter ones do not multiply it.
    pub length: PodU32,
    pub index: PodU32,
    /// The member number of `worker`.
    pub worker_number: PodU32,
    /// 1: given by special resolution, and not bounded by the budget.
    pub special: u8,
    /// 1: pay for work.
    pub work: u8,
    pub bump: u8,
}
