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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};
    use std::vec::Vec;

    const NOW: i64 = 1_800_000_000;

    prop_compose! {
        /// Terms that can be opened at [`NOW`]; `founding` ones have a share floor.
        fn valid()(
            share_floor in prop_oneof![Just(0u64), 1u64..1 << 40],
            min_members in 1u32..50,
            room in 0u64..1 << 44,
            (min_raise, max_pledge) in (any::<u64>(), any::<u64>()),
            (min_use, max_use) in (prop_oneof![Just(0u64), any::<u64>()], 0..=MAX_USE),
            bond in 500u16..=MAX_USE_BOND_BPS,
            stay in SHORTEST_STAY..=LONGEST_STAY,
            (wait, withdraw, run) in (0..LONGEST, 0..LONGEST, 0..LONGEST),
        ) -> Terms {
            let max_raise = (min_members as u64 * share_floor + room).max(1);
            let run = run.max(withdraw).max(wait);
            Terms {
                min_raise: min_raise % (max_raise + 1),
                max_raise,
                min_members,
                min_use,
                max_pledge: max_pledge.max(share_floor.max(1)),
                max_use,
                opens: NOW + wait,
                withdraw_until: NOW + withdraw.max(wait),
                deadline: NOW + run,
                stay,
                use_bond_bps: bond,
                min_solvency_bps: if share_floor == 0 { bond } else { 0 },
                share_floor,
            }
        }
    }

    /// Pledges that the rules of `terms` accept, made one after another.
    fn gather(terms: &Terms, asks: &[(u64, u64)]) -> (Totals, Vec<Pledge>) {
        let (mut totals, mut pledges) = (Totals::default(), Vec::new());
        for &(amount, use_amount) in asks {
            if let Ok((t, p)) = terms.pledge(&totals, &Pledge::default(), amount, use_amount) {
                totals = t;
                pledges.push(p);
            }
        }
        (totals, pledges)
    }

    /// A pool with 1 to 40 pledges, and an order in which they are claimed.
    fn settled_pools() -> impl Strategy<Value = (Terms, Totals, Vec<Pledge>, Vec<usize>)> {
        (valid(), vec((0u64..1 << 46, 0..=MAX_USE), 1..40))
            .prop_map(|(terms, asks)| {
                let (totals, pledges) = gather(&terms, &asks);
                (terms, totals, pledges)
            })
            .prop_flat_map(|(terms, totals, pledges)| {
                let order = Just((0..pledges.len()).collect::<Vec<_>>()).prop_shuffle();
                (Just(terms), Just(totals), Just(pledges), order)
            })
    }

    type Break = (TermsRule, fn(&mut Terms));
    const BREAKS: &[Break] = &[
        (TermsRule::MaxRaise, |t| t.max_raise = 0),
        (TermsRule::RaiseBounds, |t| t.min_raise = t.max_raise + 1),
        (TermsRule::MinMembers, |t| t.min_members = 0),
        (TermsRule::RoomForMembers, |t| {
            (t.share_floor, t.min_raise, t.min_members) = (t.share_floor.clamp(1, 1 << 20), 0, u32::MAX);
            t.max_raise = t.min_members as u64 * t.share_floor - 1;
        }),
        (TermsRule::MaxPledge, |t| t.max_pledge = t.share_floor.max(1) - 1),
        (TermsRule::MaxUse, |t| t.max_use = MAX_USE + 1),
        (TermsRule::UseBond, |t| (t.min_use, t.use_bond_bps) = (1, 499)),
        (TermsRule::UseBond, |t| t.use_bond_bps = 5_001),
        (TermsRule::OpensInThePast, |t| t.opens = NOW - 1),
        (TermsRule::Times, |t| t.opens = t.withdraw_until + 1),
        (TermsRule::Times, |t| t.withdraw_until = t.deadline + 1),
        (TermsRule::Deadline, |t| t.deadline = NOW + LONGEST + 1),
        (TermsRule::Stay, |t| t.stay = SHORTEST_STAY - 1),
        (TermsRule::Stay, |t| t.stay = LONGEST_STAY + 1),
        (TermsRule::Solvency, |t| t.min_solvency_bps = if t.share_floor == 0 { 10_001 } else { 1 }),
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn one_broken_bound_is_named(terms in valid(), which in 0..BREAKS.len()) {
            prop_assert_eq!(terms.validate(NOW), Ok(()));
            let (rule, spoil) = BREAKS[which];
            let mut broken = terms;
            spoil(&mut broken);
            prop_assert_eq!(broken.validate(NOW), Err(rule));
        }

        #[test]
        fn terms_anywhere_in_the_range_do_not_overflow(
            a: u64, b: u64, c: u64, m: u64, n: u32, times: (i64, i64, i64), now: i64, totals: (u64, u32, u32, u64), counts: bool,
        ) {
            let terms = Terms { min_raise: a, max_raise: b, min_members: n, min_use: c, max_pledge: a ^ b, max_use: b ^ c,
                opens: times.0, withdraw_until: times.1, deadline: times.2, stay: n, use_bond_bps: n as u16, min_solvency_bps: n as u16, share_floor: m };
            let totals = Totals { raised: totals.0, pledgers: totals.1, people: totals.2, people_raised: totals.3, use_pledged: totals.3 };
            let _ = terms.validate(now);
            let _ = terms.may_settle(&totals, now);
            let _ = terms.pledge(&totals, &Pledge { amount: c, use_amount: a, counts }, b, m);
            let _ = terms.withdraw(&totals, &Pledge { amount: c, use_amount: a, counts }, b);
            let s = terms.settle(&totals);
            prop_assert_eq!(s.shares as u128 + s.refunds as u128, totals.raised as u128);
        }

        #[test]
        fn totals_are_the_sum_of_the_pledges((terms, totals, pledges, _) in settled_pools()) {
            prop_assert_eq!(totals.raised, pledges.iter().map(|p| p.amount).sum::<u64>());
            prop_assert_eq!(totals.use_pledged, pledges.iter().map(|p| p.use_amount).sum::<u64>());
            prop_assert_eq!(totals.pledgers as usize, pledges.len());
            prop_assert_eq!((totals.people, totals.people_raised), (totals.pledgers, totals.raised));
            prop_assert!(totals.pledgers as u128 * terms.share_floor as u128 <= terms.max_raise as u128);
            prop_assert!(pledges.iter().all(|p| p.amount >= terms.share_floor.max(1).max(bond_ceil(p.use_amount, terms.use_bond_bps)) && p.amount <= terms.max_pledge));
        }

        #[test]
        fn withdrawing_everything_undoes_a_pledge(terms in valid(), amount: u64, used: u64, cut: u64) {
            let before = Totals { raised: 7, pledgers: 0, people: 0, people_raised: 5, use_pledged: 3 };
            if let Ok((totals, pledge)) = terms.pledge(&before, &Pledge::default(), amount, used) {
                prop_assert_eq!(terms.withdraw(&totals, &pledge, amount), Ok((before, Pledge::default())));
                prop_assert_eq!(terms.withdraw(&totals, &pledge, 0), Err(PledgeRule::Nothing));
                if let Some(more) = amount.checked_add(1) {
                    prop_assert_eq!(terms.withdraw(&totals, &pledge, more), Err(PledgeRule::MoreThanPledged));
                }
                let part = 1 + cut % amount;
                match terms.withdraw(&totals, &pledge, part) {
                    Ok((t, p)) => {
                        prop_assert_eq!(t.raised + part, totals.raised);
                        prop_assert_eq!(p.amount + part, pledge.amount);
                        prop_assert!(p.amount == 0 || p.amount >= terms.share_floor);
                        prop_assert_eq!(t.pledgers, (p.amount > 0) as u32);
                        prop_assert_eq!(p.use_amount, if p.amount > 0 { used } else { 0 });
                        prop_assert!(p.amount == 0 || p.amount >= bond_ceil(used, terms.use_bond_bps));
                    }
                    Err(rule) => {
                        let short = amount - part < terms.share_floor;
                        prop_assert_eq!(rule, if short { PledgeRule::BelowShare } else { PledgeRule::BelowBond });
                        prop_assert!(amount - part > 0 && (short || amount - part < bond_ceil(used, terms.use_bond_bps)));
                    }
                }
            }
        }

        /// The central promise: in whatever order it is claimed, every pledger gets back in shares and
        /// cash exactly what it pledged, the cap holds, everyone has the member share, and nothing is left.
        #[test]
        fn every_unit_pledged_is_a_share_or_a_refund((terms, totals, pledges, order) in settled_pools()) {
            let s = terms.settle(&totals);
            prop_assert_eq!(s.shares + s.refunds, totals.raised);
            let settled = Settled {
                raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: terms.share_floor,
            };
            let mut unclaimed = Unclaimed { shares: s.shares, refunds: s.refunds };
            let mut all_shares = 0u64;
            for i in order {
                let amount = pledges[i].amount;
                let c = settled.claim(&unclaimed, amount);
                prop_assert_eq!(c.share + c.refund, amount);
                prop_assert!(c.share >= terms.share_floor);
                prop_assert!(c.moved <= unclaimed.refunds);
                prop_assert_eq!(c.unclaimed.shares + c.unclaimed.refunds + amount, unclaimed.shares + unclaimed.refunds);
                all_shares += c.share;
                unclaimed = c.unclaimed;
            }
            prop_assert_eq!(unclaimed, Unclaimed { shares: 0, refunds: 0 });
            prop_assert!(all_shares <= s.accepted && s.accepted <= terms.max_raise);
            prop_assert!(all_shares + (totals.pledgers as u64).max(1) > s.accepted, "less than a unit a pledger is lost to rounding");
        }

        #[test]
        fn a_larger_pledge_never_gets_a_smaller_share((terms, totals, pledges, _) in settled_pools()) {
            let s = terms.settle(&totals);
            let settled = Settled {
                raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: terms.share_floor,
            };
            let whole = Unclaimed { shares: s.shares, refunds: s.refunds };
            let mut amounts: Vec<u64> = pledges.iter().map(|p| p.amount).collect();
            amounts.sort_unstable();
            for pair in amounts.windows(2) {
                prop_assert!(settled.claim(&whole, pair[0]).share <= settled.claim(&whole, pair[1]).share);
            }
        }

        #[test]
        fn a_pool_that_is_not_oversubscribed_gives_everyone_its_pledge_as_shares((terms, totals, pledges, _) in settled_pools()) {
            if totals.raised <= terms.max_raise {
                let s = terms.settle(&totals);
                prop_assert_eq!((s.accepted, s.shares, s.refunds), (totals.raised, totals.raised, 0));
                let settled = Settled {
                    raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: terms.share_floor,
                };
                let whole = Unclaimed { shares: s.shares, refunds: 0 };
                for p in pledges {
                    prop_assert_eq!(settled.claim(&whole, p.amount).share, p.amount);
                }
            }
        }

        #[test]
        fn settling_waits_for_the_deadline_or_a_full_pool((terms, totals, _, _) in settled_pools(), after in -LONGEST..2 * LONGEST) {
            let now = terms.withdraw_until + after;
            let full = totals.raised >= terms.max_raise && terms.closed_gate(&totals).is_none();
            prop_assert_eq!(terms.may_settle(&totals, now), now > terms.deadline || (full && now > terms.withdraw_until));
        }
    }

    /// What can happen to a pledge before the settlement.
    #[derive(Clone, Copy, Debug)]
    enum Turn {
        Pledge(usize, u64, u64),
        Withdraw(usize, u64),
        Leave(usize),
    }

    fn turns() -> impl Strategy<Value = Vec<Turn>> {
        let turn =
            (0..6usize, 0..8u8, 0..3_000u64, 0..9_000u64).prop_map(|(who, kind, amount, used)| match kind {
                0..=4 => Turn::Pledge(who, amount, used),
                5 => Turn::Withdraw(who, amount / 2),
                _ => Turn::Leave(who),
            });
        vec(turn, 4..24)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200_000))]

        /// Six people pledge, withdraw, leave and come back; what comes of it is worked out from a plain list of them.
        #[test]
        fn a_raise_with_leavers_counts_whom_it_says_and_every_unit_is_a_share_or_a_refund(
            floor in prop_oneof![Just(0u64), 1u64..500],
            max_raise in 3_000u64..9_000,
            bond in 500u16..=5_000,
            turns in turns(),
            last in 0..6usize,
        ) {
            let terms = Terms {
                min_raise: 2_000, max_raise, min_members: 2, min_use: 1_000, max_pledge: 4_000, max_use: 20_000, opens: NOW,
                withdraw_until: NOW, deadline: NOW, stay: SHORTEST_STAY, use_bond_bps: bond, min_solvency_bps: 0, share_floor: floor,
            };
            let mut totals = Totals::default();
            let mut people = [Pledge::default(); 6];
            for turn in turns {
                match turn {
                    Turn::Pledge(who, amount, used) => {
                        if let Ok((t, p)) = terms.pledge(&totals, &people[who], amount, used) {
                            (totals, people[who]) = (t, p);
                        }
                    }
                    Turn::Withdraw(who, amount) => {
                        if let Ok((t, p)) = terms.withdraw(&totals, &people[who], amount) {
                            (totals, people[who]) = (t, p);
                        }
                    }
                    Turn::Leave(who) if people[who].counts => {
                        totals = terms.leave(&totals, &people[who]).unwrap();
                        people[who].counts = false;
                    }
                    Turn::Leave(_) => {}
                }
                let (raised, pledgers, people_raised, count, used) = people.iter().fold((0, 0, 0, 0, 0), |sum, p| {
                    let own = if p.counts { (p.amount, 1, p.use_amount) } else { (0, 0, 0) };
                    (sum.0 + p.amount, sum.1 + (p.amount > 0) as u32, sum.2 + own.0, sum.3 + own.1, sum.4 + own.2)
                });
                prop_assert_eq!(totals, Totals { raised, pledgers, people: count, people_raised, use_pledged: used });
            }
            let passes = totals.raised >= 2_000 && totals.people >= 2 && totals.use_pledged >= 1_000;
            prop_assert_eq!(terms.closed_gate(&totals).is_none(), passes);
            if !passes {
                return Ok(());
            }
            let s = terms.settle(&totals);
            let settled = Settled { raised: totals.raised, accepted: s.accepted, pledgers: totals.pledgers, share_floor: floor };
            let earning = settled.of_people_ceil(totals.people, totals.people_raised);
            let mut unclaimed = Unclaimed { shares: s.shares, refunds: s.refunds };
            let (mut of_people, mut of_all) = (0, 0);
            for i in 0..6 {
                let p = people[(i + last) % 6];
                if p.amount == 0 {
                    continue;
                }
                let claim = settled.claim(&unclaimed, p.amount);
                unclaimed = claim.unclaimed;
                // from DESIGN: the member share whole, the rest in proportion
                let (all, above) = (totals.pledgers as u64 * floor, p.amount - floor);
                let part = if totals.raised == all { 0 } else { above * (s.accepted - all) / (totals.raised - all) };
                prop_assert_eq!((claim.share, claim.refund), (floor + part, above - part));
                of_people += if p.counts { claim.share } else { 0 };
                of_all += claim.share;
            }
            prop_assert_eq!(unclaimed, Unclaimed { shares: 0, refunds: 0 });
            prop_assert!(of_all <= s.accepted && s.accepted <= max_raise);
            // what earns before it is claimed is what will be claimed by those who stayed, to a unit for each of them
            prop_assert!(of_people <= earning && earning <= of_people + totals.people as u64);
        }
    }

    fn founding() -> Terms {
        Terms {
            min_raise: 100,
            max_raise: 300,
            min_members: 3,
            min_use: 50,
            max_pledge: 200,
            max_use: 100,
            opens: NOW,
            withdraw_until: NOW + 10,
            deadline: NOW + 20,
            stay: SHORTEST_STAY,
            use_bond_bps: 500,
            min_solvency_bps: 0,
            share_floor: 100,
        }
    }

    #[test]
    fn gates_open_at_their_exact_bound() {
        let terms = founding();
        let at = |raised, people, use_pledged| {
            terms.closed_gate(&Totals { raised, pledgers: 9, people, people_raised: raised, use_pledged })
        };
        assert_eq!(at(100, 3, 50), None);
        assert_eq!(at(99, 3, 50), Some(Gate::Money));
        assert_eq!(at(100, 2, 50), Some(Gate::Members));
        assert_eq!(at(100, 3, 49), Some(Gate::Use));
    }

    #[test]
    fn each_pledge_rule_is_named() {
        let (terms, none) = (founding(), Pledge::default());
        let pledge = |totals: &Totals, amount, used| terms.pledge(totals, &none, amount, used).map(|_| ());
        let empty = Totals::default();
        assert_eq!(pledge(&empty, 0, 0), Err(PledgeRule::Nothing));
        assert_eq!(pledge(&empty, 0, 1), Err(PledgeRule::BelowShare));
        assert_eq!(pledge(&empty, 99, 0), Err(PledgeRule::BelowShare));
        assert_eq!(pledge(&empty, 100, 0), Ok(()));
        assert_eq!(pledge(&empty, 200, 100), Ok(()));
        assert_eq!(pledge(&empty, 201, 0), Err(PledgeRule::AboveMaxPledge));
        assert_eq!(pledge(&empty, u64::MAX, 0), Err(PledgeRule::AboveMaxPledge));
        assert_eq!(pledge(&empty, 100, 101), Err(PledgeRule::AboveMaxUse));
        let three = Totals { raised: 300, pledgers: 3, people: 3, people_raised: 300, use_pledged: 0 };
        assert_eq!(pledge(&three, 100, 0), Err(PledgeRule::NoRoomForShare));
        // one who is in already may still add
        let in_already = Pledge { amount: 100, use_amount: 0, counts: true };
        assert!(terms.pledge(&three, &in_already, 50, 0).is_ok());
        let full =
            Totals { raised: u64::MAX, pledgers: 1, people: 1, people_raised: u64::MAX, use_pledged: 0 };
        assert_eq!(pledge(&full, 100, 0), Err(PledgeRule::Overflow));
    }

    /// Who leaves takes itself and its use off the gates and leaves its money; it counts again if it comes back and pledges.
    #[test]
    fn whoever_left_counts_for_nothing_but_its_money() {
        let terms = Terms { use_bond_bps: 5_000, max_use: 1_000, ..founding() };
        let (totals, pledge) = terms.pledge(&Totals::default(), &Pledge::default(), 150, 300).unwrap();
        assert_eq!((totals.pledgers, totals.people, totals.use_pledged), (1, 1, 300));
        // 150 answers for 300, not for 301
        assert_eq!(terms.pledge(&totals, &pledge, 0, 1), Err(PledgeRule::BelowBond));
        assert_eq!(terms.withdraw(&totals, &pledge, 1), Err(PledgeRule::BelowBond));
        let left = terms.leave(&totals, &pledge).unwrap();
        assert_eq!(left, Totals { raised: 150, pledgers: 1, people: 0, people_raised: 0, use_pledged: 0 });
        let gone = Pledge { counts: false, ..pledge };
        assert_eq!(terms.withdraw(&left, &gone, 150), Ok((Totals::default(), Pledge::default())));
        let (back, counted) = terms.pledge(&left, &gone, 20, 40).unwrap();
        assert_eq!(
            back,
            Totals { raised: 170, pledgers: 1, people: 1, people_raised: 170, use_pledged: 340 }
        );
        assert_eq!(counted, Pledge { amount: 170, use_amount: 340, counts: true });
    }

    #[test]
    fn a_service_that_takes_less_counts_less() {
        assert_eq!(turnover_floor(1_000, 500, 500), 1_000);
        assert_eq!(turnover_floor(1_000, 600, 500), 1_000);
        assert_eq!(turnover_floor(1_000, 499, 500), 998);
        assert_eq!(turnover_floor(1_000, 0, 500), 0);
        assert_eq!(turnover_floor(1_000, 0, 0), 1_000);
        assert_eq!(turnover_floor(u64::MAX, 1, 5_000), u64::MAX / 5_000);
    }

    /// Worked by hand: m = 100, max 300, three pledge 150, 110 and 200: raised 460, base 300, so nothing
    /// is left over the member shares; then the same with max 350: 50 over 160, in proportion.
    #[test]
    fn a_worked_example_of_shares() {
        let share = |max_raise, amount| {
            let settled = Settled { raised: 460, accepted: max_raise, pledgers: 3, share_floor: 100 };
            settled.claim(&Unclaimed { shares: max_raise, refunds: 460 - max_raise }, amount).share
        };
        assert_eq!([150, 110, 200].map(|a| share(300, a)), [100, 100, 100]);
        assert_eq!([150, 110, 200].map(|a| share(350, a)), [100 + 15, 100 + 3, 100 + 31]);
    }
}
