use super::Coop;
use crate::error::CoopError;
use anchor_lang::prelude::*;

/// A standing permission to draw up to an amount in each period, for payroll or rent.
///
/// Seeds: `["mandate", coop, index (u32 le)]`. Amounts are base units, times are unix seconds.
#[account]
pub struct Mandate {
    pub coop: Address,
    /// The wallet that may draw, to a token account of its own.
    pub holder: Address,
    /// The account of the membership whose work is paid; all zeros: none.
    pub worker: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    /// The most that can be drawn in one period, whose length is that of periods when the mandate was given; the rest
    /// does not roll over.
    pub per_period: PodU64,
    /// The amount drawn since `drawn_since`.
    pub drawn: PodU64,
    /// The start of the period since which `drawn` counts, unix seconds. It is renewed by a period that starts at
    /// least `length` later.
    pub drawn_since: PodI64,
    /// The last second in which the holder can draw.
    pub until: PodI64,
    /// The length of a period when the mandate was given, in seconds: shorter periods do not multiply the amount.
    pub length: PodU32,
    pub index: PodU32,
    /// The member number of `worker`.
    pub worker_number: PodU32,
    /// 1: given by special resolution. The budget bounds it only while capital is asked back: for what is above earnings,
    /// and not on the first day of a period.
    pub special: u8,
    /// 1: pay for work.
    pub work: u8,
    pub bump: u8,
}

impl Mandate {
    /// Takes an amount out of what can be drawn in this period; the rest of an earlier one does not roll over.
    pub fn draw(&mut self, coop: &Coop, amount: u64, now: i64) -> Result<()> {
        require!(now <= self.until.get(), CoopError::MandateOver);
        let started_at = coop.period.started_at;
        let renewed = started_at.get() >= self.drawn_since.get() + self.length.get() as i64;
        let drawn = if renewed { 0 } else { self.drawn.get() };
        require!(amount <= self.per_period.get() - drawn, CoopError::MoreThanTheMandate);
        self.drawn = (drawn + amount).into();
        if renewed {
            self.drawn_since = started_at;
        }
        Ok(())
    }
}
