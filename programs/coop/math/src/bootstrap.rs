//! The bootstrapping pool: pledges of money and use, three gates, and shares pro rata.
//!
//! A pool succeeds only when there is enough money, enough people and enough pledged use. Until then every pledge
//! belongs to its pledger, to the unit.

pub mod promise;

use crate::{DAY, fixed::mul_div_floor};
use promise::bond_ceil;

/// The longest time from the opening of a pool to its deadline, in seconds: 180 days.
pub const LONGEST: i64 = 180 * DAY;
/// The most turnover that one member may promise, in base units: 2⁵³.
pub const MAX_USE: u64 = 1 << 53;
/// The smallest bond, in basis points of the promised turnover, in a pool with a gate for use.
pub const MIN_USE_BOND_BPS: u16 = 500;
/// The largest bond, in basis points of the promised turnover.
pub const MAX_USE_BOND_BPS: u16 = 5_000;
/// The shortest time for which a pool's capital stays and its promises run after the settlement, in seconds: 30 days.
pub const SHORTEST_STAY: u32 = 30 * DAY as u32;
/// The longest such time, in seconds: 366 days.
pub const LONGEST_STAY: u32 = 366 * DAY as u32;
/// The time after an amendment in which no pool is settled, in seconds: those who pledged before it can withdraw.
pub const AFTER_AMENDMENT: i64 = 7 * DAY;
/// The time after its deadline at which a pool fails if the vault cannot take its money, in seconds.
pub const UNPAYABLE: i64 = 30 * DAY;

/// Whether those who pledged before the last amendment of the charter (0: there is none) have had their time to withdraw:
/// before that no pool is settled.
pub const fn has_stood(amended_at: i64, now: i64) -> bool {
    amended_at == 0 || now.saturating_sub(amended_at) >= AFTER_AMENDMENT
}

/// The terms of a pool, fixed at its opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Gate: the least money raised, in base units. At most `max_raise`.
    pub min_raise: u64,
    /// The most money accepted, in base units. At least 1 and `min_members` × `share_floor`.
    pub max_raise: u64,
    /// Gate: the least number of pledgers who have not left. At least 1.
    pub min_members: u32,
    /// Gate: the least turnover promised by them, in base units.
    pub min_use: u64,
    /// The most money that one member may pledge. At least `share_floor` and 1.
    pub max_pledge: u64,
    /// The most turnover that one member may promise. At most 2⁵³.
    pub max_use: u64,
    /// The time from which pledges are taken.
    pub opens: i64,
    /// The last second in which pledges can be withdrawn.
    pub withdraw_until: i64,
    /// The last second in which pledges are taken. At most 180 days from the opening.
    pub deadline: i64,
    /// How long the capital stays and the promises run after the settlement, in seconds. 30 to 366 days.
    pub stay: u32,
    /// The bond: the part of the promised turnover for which capital answers. 500 to 5 000 if `min_use` > 0,
    /// otherwise 0 to 5 000.
    pub use_bond_bps: u16,
    /// The lowest solvency, in this period and the one before, at which the pool can succeed, in basis points; below it, the pool fails
    /// once its deadline has passed. At most 10 000; 0 in a founding pool.
    pub min_solvency_bps: u16,
    /// The member share in a founding pool, otherwise 0: a pledge is nothing or at least this much, and this much of
    /// it is accepted in full.
    pub share_floor: u64,
}

/// A term of a pool that is outside its bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsRule {
    MaxRaise,
    RaiseBounds,
    MinMembers,
    RoomForMembers,
    MaxPledge,
    MaxUse,
    UseBond,
    OpensInThePast,
    Times,
    Deadline,
    Stay,
    Solvency,
}

/// The totals of all pledges of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Money pledged, in base units.
    pub raised: u64,
    /// The number of members with money in the pool, including those who left: their money stays committed.
    pub pledgers: u32,
    /// The number of those who have not left.
    pub people: u32,
    /// Money pledged by those who have not left, in base units. Their shares earn while they are unclaimed.
    pub people_raised: u64,
    /// Turnover promised by those who have not left, in base units.
    pub use_pledged: u64,
}

/// The pledge of one member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pledge {
    /// Money in escrow, in base units.
    pub amount: u64,
    /// Turnover promised, in base units. 0 whenever `amount` is.
    pub use_amount: u64,
    /// Whether its member is one of the pool's people: there is a pledge, and the member has not left since.
    pub counts: bool,
}

/// The reasons for which a pledge, or a withdrawal from one, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PledgeRule {
    /// Neither money nor use.
    Nothing,
    /// The resulting pledge is neither nothing nor at least `share_floor` (and 1).
    BelowShare,
    /// More than `max_pledge`.
    AboveMaxPledge,
    /// More than `max_use`.
    AboveMaxUse,
    /// Less money than the bond for the promise of use.
    BelowBond,
    /// pledgers × `share_floor` would exceed `max_raise`: there would not be a share for everyone.
    NoRoomForShare,
    /// More than the pledge.
    MoreThanPledged,
    /// The pool's totals would exceed their range.
    Overflow,
}

/// A gate that keeps a pool from succeeding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gate {
    Money,
    Members,
    Use,
}

/// The bookings of a successful pool's money at its settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// min(raised, `max_raise`): the most that all shares together amount to.
    pub accepted: u64,
    /// Booked as operating money and as shares in transit.
    pub shares: u64,
    /// Booked as dividends: the excess, and the dust that may result from rounding shares down.
    pub refunds: u64,
}

/// The facts about a settled pool that a claim needs; no claim changes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub raised: u64,
    pub accepted: u64,
    pub pledgers: u32,
    pub share_floor: u64,
}

/// The unclaimed part of a settled pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclaimed {
    pub shares: u64,
    pub refunds: u64,
}

/// The bookings of one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Capital for the pledger.
    pub share: u64,
    /// Owed to the pledger in cash. `share` + `refund` is exactly what was pledged.
    pub refund: u64,
    /// Moved from refunds to shares first (dividends → operating): set-aside dust that turned out to be shares.
    pub moved: u64,
    /// The unclaimed part that is left for the others.
    pub unclaimed: Unclaimed,
}

impl Terms {
    /// Checks every bound at the opening, and returns the first that is broken.
    pub fn validate(&self, now: i64) -> Result<(), TermsRule> {
        use TermsRule::*;
        let shares_of_all = self.min_members as u128 * self.share_floor as u128;
        let least_bond = if self.min_use > 0 { MIN_USE_BOND_BPS } else { 0 };
        let bounds = [
            (self.max_raise >= 1, MaxRaise),
            (self.min_raise <= self.max_raise, RaiseBounds),
            (self.min_members >= 1, MinMembers),
            (shares_of_all <= self.max_raise as u128, RoomForMembers),
            (self.max_pledge >= self.share_floor.max(1), MaxPledge),
            (self.max_use <= MAX_USE, MaxUse),
            ((least_bond..=MAX_USE_BOND_BPS).contains(&self.use_bond_bps), UseBond),
            (now <= self.opens, OpensInThePast),
            (self.opens <= self.withdraw_until && self.withdraw_until <= self.deadline, Times),
            (self.deadline <= now.saturating_add(LONGEST), Deadline),
            ((SHORTEST_STAY..=LONGEST_STAY).contains(&self.stay), Stay),
            (self.min_solvency_bps <= if self.share_floor == 0 { 10_000 } else { 0 }, Solvency),
        ];
        match bounds.iter().find(|(holds, _)| !holds) {
            Some((_, rule)) => Err(*rule),
            None => Ok(()),
        }
    }

    /// The first gate that `totals` do not pass, if any.
    pub fn closed_gate(&self, totals: &Totals) -> Option<Gate> {
        if totals.raised < self.min_raise {
            Some(Gate::Money)
        } else if totals.people < self.min_members {
            Some(Gate::Members)
        } else if totals.use_pledged < self.min_use {
            Some(Gate::Use)
        } else {
            None
        }
    }

    /// Whether the pool can be settled at `now`: after its deadline; or, once nobody can withdraw any
    /// more, as soon as every gate is passed and `max_raise` is reached.
    pub fn may_settle(&self, totals: &Totals, now: i64) -> bool {
        now > self.deadline
            || (now > self.withdraw_until
                && totals.raised >= self.max_raise
                && self.closed_gate(totals).is_none())
    }

    /// Adds money and use to the pledge of a member. Returns the resulting totals of the pool and the resulting
    /// pledge.
    pub fn pledge(
        &self,
        totals: &Totals,
        pledge: &Pledge,
        amount: u64,
        use_amount: u64,
    ) -> Result<(Totals, Pledge), PledgeRule> {
        if amount == 0 && use_amount == 0 {
            return Err(PledgeRule::Nothing);
        }
        let joins = pledge.amount == 0;
        let after = Pledge {
            amount: pledge.amount.checked_add(amount).ok_or(PledgeRule::AboveMaxPledge)?,
            use_amount: pledge.use_amount.checked_add(use_amount).ok_or(PledgeRule::AboveMaxUse)?,
            counts: true,
        };
        if after.amount < self.share_floor.max(1) {
            return Err(PledgeRule::BelowShare);
        }
        if after.amount > self.max_pledge {
            return Err(PledgeRule::AboveMaxPledge);
        }
        if after.use_amount > self.max_use {
            return Err(PledgeRule::AboveMaxUse);
        }
        if after.amount < bond_ceil(after.use_amount, self.use_bond_bps) {
            return Err(PledgeRule::BelowBond);
        }
        // a pledger that left and came back counts again, with its whole promise
        let counts_now = !pledge.counts;
        let (raised_now, use_now) =
            if counts_now { (after.amount, after.use_amount) } else { (amount, use_amount) };
        let totals = Totals {
            raised: totals.raised.checked_add(amount).ok_or(PledgeRule::Overflow)?,
            pledgers: totals.pledgers.checked_add(joins as u32).ok_or(PledgeRule::Overflow)?,
            people: totals.people.checked_add(counts_now as u32).ok_or(PledgeRule::Overflow)?,
            // a part of what was raised
            people_raised: totals.people_raised.wrapping_add(raised_now),
            use_pledged: totals.use_pledged.checked_add(use_now).ok_or(PledgeRule::Overflow)?,
        };
        if totals.pledgers as u128 * self.share_floor as u128 > self.max_raise as u128 {
            return Err(PledgeRule::NoRoomForShare);
        }
        Ok((totals, after))
    }

    /// Takes money out of a pledge; the rest covers the bond for its promise. At 0 the pledger and its use no longer
    /// count.
    pub fn withdraw(
        &self,
        totals: &Totals,
        pledge: &Pledge,
        amount: u64,
    ) -> Result<(Totals, Pledge), PledgeRule> {
        if amount == 0 {
            return Err(PledgeRule::Nothing);
        }
        let left = pledge.amount.checked_sub(amount).ok_or(PledgeRule::MoreThanPledged)?;
        if left == 0 {
            let totals = if pledge.counts { self.leave(totals, pledge)? } else { *totals };
            return Ok((
                Totals {
                    raised: totals.raised.checked_sub(amount).ok_or(PledgeRule::Overflow)?,
                    pledgers: totals.pledgers.checked_sub(1).ok_or(PledgeRule::Overflow)?,
                    ..totals
                },
                Pledge::default(),
            ));
        }
        if left < self.share_floor {
            return Err(PledgeRule::BelowShare);
        }
        if left < bond_ceil(pledge.use_amount, self.use_bond_bps) {
            return Err(PledgeRule::BelowBond);
        }
        let raised = totals.raised.checked_sub(amount).ok_or(PledgeRule::Overflow)?;
        let of_people = if pledge.counts { amount } else { 0 };
        // a part of what was raised
        let people_raised = totals.people_raised.wrapping_sub(of_people);
        Ok((Totals { raised, people_raised, ..*totals }, Pledge { amount: left, ..*pledge }))
    }

    /// The totals after the pledger of a counted pledge has left: its money stays, but the pledger and its use no
    /// longer count.
    pub fn leave(&self, totals: &Totals, pledge: &Pledge) -> Result<Totals, PledgeRule> {
        Ok(Totals {
            people: totals.people.checked_sub(1).ok_or(PledgeRule::Overflow)?,
            people_raised: totals.people_raised.checked_sub(pledge.amount).ok_or(PledgeRule::Overflow)?,
            use_pledged: totals.use_pledged.checked_sub(pledge.use_amount).ok_or(PledgeRule::Overflow)?,
            ..*totals
        })
    }

    /// Splits the money raised, at a settlement where every gate is passed.
    ///
    /// Σ share ≤ accepted, and each share is rounded down by less than one unit, so the shares fall short of
    /// `accepted` by less than the number of pledgers. That much is set aside with the refunds. The part of it that
    /// turns out to be shares returns with the claims ([`Settled::claim`]), so nobody's refund ever waits for
    /// operating money that may have been spent.
    pub fn settle(&self, totals: &Totals) -> Settlement {
        let accepted = totals.raised.min(self.max_raise);
        let dust = if totals.raised > accepted { (totals.pledgers as u64).saturating_sub(1) } else { 0 };
        let shares = accepted.saturating_sub(dust);
        Settlement { accepted, shares, refunds: totals.raised - shares }
    }
}

impl Settled {
    /// The most that the shares of those who have not left amount to, for `people` who pledged `raised` in all. Each
    /// of their shares is rounded down by less than one unit, so this is too high by less than their number.
    pub fn of_people_ceil(&self, people: u32, raised: u64) -> u64 {
        if self.accepted == self.raised {
            return raised;
        }
        let (all, own) = (self.floor_of(self.pledgers), self.floor_of(people));
        own + mul_div_floor(raised - own, self.accepted - all, self.raised - all).unwrap_or(0)
    }

    /// The member shares of a number of people, which are accepted in full.
    fn floor_of(&self, people: u32) -> u64 {
        (people as u64).saturating_mul(self.share_floor).min(self.accepted)
    }

    /// The result of a pledge of `amount`: with m = min(`share_floor`, amount) and base = pledgers × m,
    /// share = m + ⌊(amount − m) × (accepted − base) ÷ (raised − base)⌋, or m if raised = base; refund = amount − share. Every pledged unit is one or the other.
    ///
    /// Invariant: the amounts not yet claimed add up to exactly `unclaimed.shares + unclaimed.refunds`, so `moved` is
    /// covered, and the last claim leaves nothing.
    pub fn claim(&self, unclaimed: &Unclaimed, amount: u64) -> Claim {
        if self.accepted == self.raised {
            // no excess: everything becomes shares
            let unclaimed = Unclaimed { shares: unclaimed.shares - amount, ..*unclaimed };
            return Claim { share: amount, refund: 0, moved: 0, unclaimed };
        }
        let m = self.share_floor.min(amount);
        let base = (self.pledgers as u64).saturating_mul(m).min(self.accepted);
        let share = m + mul_div_floor(amount - m, self.accepted - base, self.raised - base).unwrap_or(0);
        let refund = amount - share;
        let moved = share.saturating_sub(unclaimed.shares);
        let unclaimed = Unclaimed {
            shares: unclaimed.shares + moved - share,
            refunds: unclaimed.refunds - moved - refund,
        };
        Claim { share, refund, moved, unclaimed }
    }
}

#[cfg(test)]
mod tests;
