//! The bootstrapping pool: pledges of money and use, three gates, and shares pro rata.
//!
//! A pool starts something only when enough money, enough people and enough pledged use are there. Until
//! then what is pledged is the pledgers', to the unit.

use crate::{
    DAY,
    fixed::{bps_ceil, mul_div_floor},
};

/// The longest a pool may run, from its opening to its deadline, in seconds: 180 days.
pub const LONGEST: i64 = 180 * DAY;
/// The most turnover one member may promise, in base units: 2⁵³.
pub const MAX_USE: u64 = 1 << 53;
/// The smallest bond, in basis points of the turnover promised, behind use that a gate counts.
pub const MIN_USE_BOND_BPS: u16 = 500;
/// The largest bond, in basis points of the turnover promised.
pub const MAX_USE_BOND_BPS: u16 = 5_000;
/// How long a pool's capital stays and its promises run, from the settlement, in seconds: 30 days at least.
pub const SHORTEST_STAY: u32 = 30 * DAY as u32;
/// And 366 days at most.
pub const LONGEST_STAY: u32 = 366 * DAY as u32;
/// No pool is settled so many seconds after an amendment: whoever pledged before it can withdraw.
pub const AFTER_AMENDMENT: i64 = 7 * DAY;
/// So many seconds after its deadline a pool whose money the vault cannot take fails.
pub const UNPAYABLE: i64 = 30 * DAY;

/// What a pool promises, fixed at its opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Gate: money raised, at least, in base units. At most `max_raise`.
    pub min_raise: u64,
    /// Money accepted, at most, in base units. At least 1 and `min_members` × `share_floor`.
    pub max_raise: u64,
    /// Gate: pledgers who have not left, at least. At least 1.
    pub min_members: u32,
    /// Gate: turnover promised by them, at least, in base units.
    pub min_use: u64,
    /// Money one member may pledge, at most. At least `share_floor` and 1.
    pub max_pledge: u64,
    /// Turnover one member may promise, at most. At most 2⁵³.
    pub max_use: u64,
    /// Pledges are taken from here on.
    pub opens: i64,
    /// Pledges can be withdrawn until here, this second included.
    pub withdraw_until: i64,
    /// Pledges are taken until here, this second included. At most 180 days from the opening.
    pub deadline: i64,
    /// How long, from the settlement, the capital stays and the promises run, in seconds. 30 to 366 days.
    pub stay: u32,
    /// Of the turnover promised, what capital answers for it. 500 to 5 000 if `min_use` > 0, else 0 to 5 000.
    pub use_bond_bps: u16,
    /// Below this solvency, in basis points, the settlement fails. At most 10 000; 0 in a founding pool.
    pub min_solvency_bps: u16,
    /// The member share in a founding pool, else 0: a pledge is nothing or at least this much, and this
    /// much of it is accepted in full.
    pub share_floor: u64,
}

/// A term of a pool outside its bound.
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

/// What all pledges of a pool come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Money pledged, in base units.
    pub raised: u64,
    /// Members with money in the pool, those who left too: their money stays committed.
    pub pledgers: u32,
    /// Those of them who have not left.
    pub people: u32,
    /// Money pledged by those, in base units: what of the shares earns while nobody has claimed them.
    pub people_raised: u64,
    /// Turnover promised by those, in base units.
    pub use_pledged: u64,
}

/// What one member has pledged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pledge {
    /// Money in escrow, in base units.
    pub amount: u64,
    /// Turnover promised, in base units. 0 whenever `amount` is.
    pub use_amount: u64,
    /// Whether it counts among the pool's people: it is there, and whoever made it has not left since.
    pub counts: bool,
}

/// Why a pledge, or a withdrawal from one, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PledgeRule {
    /// Neither money nor use.
    Nothing,
    /// What remains or results is neither nothing nor at least `share_floor` (and 1).
    BelowShare,
    /// More than `max_pledge`.
    AboveMaxPledge,
    /// More than `max_use`.
    AboveMaxUse,
    /// Less money than answers for the promise of use.
    BelowBond,
    /// pledgers × `share_floor` would exceed `max_raise`: there would be no share for everyone.
    NoRoomForShare,
    /// More than was pledged.
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

/// How a successful pool's money is booked at its settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// min(raised, `max_raise`): what all shares together come to, at most.
    pub accepted: u64,
    /// Booked as operating and as shares in transit.
    pub shares: u64,
    /// Booked as dividends: what is over, and the dust that shares rounded down may leave.
    pub refunds: u64,
}

/// A settled pool, as a claim needs it: facts that no claim changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    pub raised: u64,
    pub accepted: u64,
    pub pledgers: u32,
    pub share_floor: u64,
}

/// What of a settled pool nobody has claimed yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclaimed {
    pub shares: u64,
    pub refunds: u64,
}

/// What one claim books.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Capital for the pledger.
    pub share: u64,
    /// Owed to the pledger in cash. `share` + `refund` is exactly what was pledged.
    pub refund: u64,
    /// Moved from refunds to shares first (dividends → operating): dust set aside that proved to be shares.
    pub moved: u64,
    /// What is left for the others.
    pub unclaimed: Unclaimed,
}

impl Terms {
    /// Checks every bound at the opening, and names the first that is broken.
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

    /// Adds money and use to a pledge of one who is a member. Returns the pool's totals and the pledge as they become.
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
        // whoever left and came back counts again, with all that it promised
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
        if joins && totals.pledgers as u128 * self.share_floor as u128 > self.max_raise as u128 {
            return Err(PledgeRule::NoRoomForShare);
        }
        Ok((totals, after))
    }

    /// Takes money out of a pledge; what is left answers for its promise. At 0 the pledger and its use no longer count.
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

    /// The totals once whoever made a pledge that counts has left: its money stays, it and its use no longer count.
    pub fn leave(&self, totals: &Totals, pledge: &Pledge) -> Result<Totals, PledgeRule> {
        Ok(Totals {
            people: totals.people.checked_sub(1).ok_or(PledgeRule::Overflow)?,
            people_raised: totals.people_raised.checked_sub(pledge.amount).ok_or(PledgeRule::Overflow)?,
            use_pledged: totals.use_pledged.checked_sub(pledge.use_amount).ok_or(PledgeRule::Overflow)?,
            ..*totals
        })
    }

    /// Splits what was raised, at a settlement where every gate is passed.
    ///
    /// Σ share ≤ accepted, and each share is rounded down by less than one unit, so shares fall short of
    /// `accepted` by less than the number of pledgers. That much is set aside with the refunds: whatever
    /// of it proves to be shares returns with the claims ([`Settled::claim`]), and nobody's refund ever
    /// waits for operating money that may have been spent.
    pub fn settle(&self, totals: &Totals) -> Settlement {
        let accepted = totals.raised.min(self.max_raise);
        let dust = if totals.raised > accepted { (totals.pledgers as u64).saturating_sub(1) } else { 0 };
        let shares = accepted.saturating_sub(dust);
        Settlement { accepted, shares, refunds: totals.raised - shares }
    }
}

impl Settled {
    /// What the shares of those who have not left come to, at most: of `people` who pledged `raised` in all. Each of their
    /// shares is rounded down by less than one unit, so it is too much by less than their number.
    pub fn of_people_ceil(&self, people: u32, raised: u64) -> u64 {
        if self.accepted == self.raised {
            return raised;
        }
        let (all, own) = (self.floor_of(self.pledgers), self.floor_of(people));
        own + mul_div_floor(raised - own, self.accepted - all, self.raised - all).unwrap_or(0)
    }

    /// The member shares of so many people: accepted in full.
    fn floor_of(&self, people: u32) -> u64 {
        (people as u64).saturating_mul(self.share_floor).min(self.accepted)
    }

    /// What a pledge of `amount` becomes: with base = pledgers × m,
    /// share = m + ⌊(amount − m) × (accepted − base) ÷ (raised − base)⌋, or m if raised = base;
    /// refund = amount − share. Every unit pledged is one or the other.
    ///
    /// Invariant: the amounts not yet claimed come to exactly `unclaimed.shares + unclaimed.refunds`, so
    /// `moved` is covered, and the last claim leaves nothing.
    pub fn claim(&self, unclaimed: &Unclaimed, amount: u64) -> Claim {
        if self.accepted == self.raised {
            // nothing is too much
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

/// What capital answers for a promise of turnover: ⌈use × `use_bond_bps`⌉.
pub fn bond_ceil(use_amount: u64, use_bond_bps: u16) -> u64 {
    bps_ceil(use_amount, use_bond_bps)
}

/// What a payment to a service counts as turnover: amount × min(1, its take rate ÷ the co-op's when the pool opened), rounded
/// down; all of it if the latter was 0. So a service that takes next to no fee keeps no promise.
pub fn turnover_floor(amount: u64, take_rate_bps: u16, pool_rate_bps: u16) -> u64 {
    if take_rate_bps >= pool_rate_bps {
        return amount;
    }
    mul_div_floor(amount, take_rate_bps as u64, pool_rate_bps as u64).unwrap_or(amount)
}

/// What of a bond is lost when there was less turnover than promised: ⌊bond × missing ÷ promised⌋.
pub fn forfeit_floor(bond: u64, turnover: u64, promised: u64) -> u64 {
    mul_div_floor(bond, promised.saturating_sub(turnover), promised).unwrap_or(0)
}

#[cfg(test)]
mod tests;
