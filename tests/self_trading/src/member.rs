//! A member of a life.

use coop_math::patronage::capital::Capital;

/// The longest that a vintage takes to mature, in periods.
const LONGEST_REVOLVING: usize = 7;

/// What the program keeps of a member, as far as it matters to money.
#[derive(Clone, Copy, Debug, Default)]
pub struct Member {
    pub left: bool,
    pub left_at: i64,
    pub shares: u64,
    /// The part of what it paid in during the open period; it earns from the next one on.
    pub fresh: u64,
    pub withdrawn: u64,
    pub matured: u64,
    /// What the last close retained for it.
    pub retained: u64,
    /// What closes retained for it and has not matured, the latest first.
    vintages: [u64; LONGEST_REVOLVING],
    pub asked: u64,
    pub units: u64,
    pub work: u64,
    /// Paid to it in cash so far.
    pub paid: u64,
    pub pioneer_units: u64,
    pub founding_shares: u64,
    pub(crate) interest_checkpoint: u128,
    pub(crate) pioneer_checkpoint: u128,
}

impl Member {
    pub fn capital(&self) -> Capital {
        Capital {
            shares: self.shares,
            withdrawn: self.withdrawn,
            matured: self.matured,
            bonded: 0,
            resting: 0,
            fresh: self.fresh,
            staying: !self.left,
        }
    }

    /// All its capital.
    pub fn held(&self) -> u64 {
        self.shares + self.withdrawn + self.matured + self.vintages.iter().sum::<u64>()
    }

    /// Keeps what the last close retained, and lets mature what has been kept for `revolve_periods`.
    pub(crate) fn retain(&mut self, revolve_periods: u8) {
        let kept = revolve_periods as usize;
        self.matured += self.vintages[kept - 1];
        self.vintages.copy_within(..kept - 1, 1);
        self.vintages[0] = 0;
        self.add(self.retained);
    }

    /// Adds to what the last close retained. Of one who left it has matured.
    pub(crate) fn add(&mut self, amount: u64) {
        if self.left { self.matured += amount } else { self.vintages[0] += amount }
    }

    /// Shares and vintages of one who leaves become matured capital.
    pub(crate) fn all_matures(&mut self) {
        self.matured = self.held();
        (self.shares, self.withdrawn, self.vintages) = (0, 0, [0; LONGEST_REVOLVING]);
    }

    /// Whether business of the open period waits for its close.
    pub fn waits(&self) -> bool {
        (self.asked, self.fresh, self.units, self.work) != (0, 0, 0, 0)
    }

    pub(crate) fn earning(&self) -> u64 {
        if self.left { 0 } else { self.shares - self.fresh }
    }
}
