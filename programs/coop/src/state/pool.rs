use super::ABOUT;
use super::terms::stored_terms;
use crate::error::CoopError;
use alloc::string::String;
use anchor_lang::prelude::*;
use coop_math::bootstrap::{Settled, Terms, Totals, Unclaimed};

/// The terms on which a pool opens; every bound is checked, and no term can be changed later.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct PoolTerms {
    /// Gate: the least money raised, in base units. At most `max_raise`.
    pub min_raise: u64,
    /// The most money accepted, in base units. At least 1; in a founding pool at least `min_members` × the member
    /// share.
    pub max_raise: u64,
    /// Gate: the least number of pledgers who have not left. At least 1.
    pub min_members: u32,
    /// Gate: the least turnover promised by them, in base units.
    pub min_use: u64,
    /// The most money that one member may pledge. At least 1; in a founding pool at least the member share.
    pub max_pledge: u64,
    /// The most turnover that one member may promise, in base units. At most 2⁵³.
    pub max_use: u64,
    /// The time from which pledges are taken, unix seconds. Not in the past.
    pub opens: i64,
    /// The last second in which pledges can be withdrawn.
    pub withdraw_until: i64,
    /// The last second in which pledges are taken. At most 180 days after the instruction that opens the pool.
    pub deadline: i64,
    /// How long the capital stays and the promises run after the settlement, in seconds. 30 to 366 days.
    pub stay: u32,
    /// The bond: the part of the promised turnover for which capital answers, in basis points. 500 to 5000 if
    /// `min_use` > 0, otherwise 0 to 5000.
    pub use_bond_bps: u16,
    /// The lowest solvency, in this period and the one before, at which the pool can succeed, in basis points; below it, the pool fails
    /// once its deadline has passed. At most 10000; 0 in a founding pool.
    pub min_solvency_bps: u16,
    /// What the money is for: at most 280 bytes of visible characters.
    pub purpose: String,
}

stored_terms! {
    /// A pool's terms as stored.
    StoredPoolTerms, for Terms {
        /// Gate: the least money raised, in base units. At most `max_raise`.
        min_raise: u64 as PodU64,
        /// The most money accepted, in base units.
        max_raise: u64 as PodU64,
        /// Gate: the least number of pledgers who have not left.
        min_members: u32 as PodU32,
        /// Gate: the least turnover promised by them, in base units.
        min_use: u64 as PodU64,
        /// The most money that one member may pledge.
        max_pledge: u64 as PodU64,
        /// The most turnover that one member may promise, in base units. At most 2⁵³.
        max_use: u64 as PodU64,
        /// The time from which pledges are taken, unix seconds.
        opens: i64 as PodI64,
        /// The last second in which pledges can be withdrawn.
        withdraw_until: i64 as PodI64,
        /// The last second in which pledges are taken.
        deadline: i64 as PodI64,
        /// How long the capital stays and the promises run after the settlement, in seconds.
        stay: u32 as PodU32,
        /// The bond: the part of the promised turnover for which capital answers, in basis points.
        use_bond_bps: u16 as PodU16,
        /// The lowest solvency, in this period and the one before, at which the pool can succeed, in basis points; below it, the pool fails
        /// once its deadline has passed.
        min_solvency_bps: u16 as PodU16,
        /// The member share in a founding pool, otherwise 0: this much of every pledge is accepted in full.
        share_floor: u64 as PodU64,
    }
}

impl StoredPoolTerms {
    /// The same numbers in the form that `coop-math` uses.
    #[inline(always)]
    pub fn numbers(&self) -> Terms {
        self.into()
    }

    /// Stores the terms.
    #[inline(never)]
    pub fn set_numbers(&mut self, terms: &Terms) {
        *self = (*terms).into();
    }
}

impl PoolTerms {
    /// The terms in the form that `coop-math` uses; `share_floor` is the member share in a founding pool, otherwise
    /// 0.
    pub fn numbers(&self, share_floor: u64) -> Terms {
        Terms {
            min_raise: self.min_raise,
            max_raise: self.max_raise,
            min_members: self.min_members,
            min_use: self.min_use,
            max_pledge: self.max_pledge,
            max_use: self.max_use,
            opens: self.opens,
            withdraw_until: self.withdraw_until,
            deadline: self.deadline,
            stay: self.stay,
            use_bond_bps: self.use_bond_bps,
            min_solvency_bps: self.min_solvency_bps,
            share_floor,
        }
    }
}

/// A bootstrapping pool: its terms, the totals of its pledges and, once it is settled, the unclaimed part.
///
/// Seeds: `["pool", coop, index (u32 le)]`. Amounts are base units, times are unix seconds.
#[account]
pub struct Pool {
    pub coop: Address,
    /// The token account of the pledged money, authority = this account.
    pub escrow: Address,
    /// The payer of the rent of this account and of the escrow, who gets it back.
    pub rent_payer: Address,
    /// What the money is for: UTF-8, at most 280 bytes, padded with zeros; may be empty.
    pub purpose: [u8; ABOUT],
    pub terms: StoredPoolTerms,
    /// Money pledged.
    pub raised: PodU64,
    /// Money pledged by the pool's people.
    pub people_raised: PodU64,
    /// Turnover promised by the pool's people.
    pub use_pledged: PodU64,
    /// min(raised, `max_raise`), fixed at the settlement; 0: unsettled or failed.
    pub accepted: PodU64,
    /// Shares in transit that are not claimed yet.
    pub shares_unclaimed: PodU64,
    /// Unclaimed shares that earn: those of its people, and a little for rounding.
    pub earning_unclaimed: PodU64,
    /// Refunds that are not claimed yet.
    pub refunds_unclaimed: PodU64,
    /// The time of the settlement; 0: unsettled.
    pub settled_at: PodI64,
    /// The period that was open at the settlement: until it closes the money is left out of every price.
    pub settled_in: PodU32,
    pub index: PodU32,
    /// The number of members with money in the pool, including those who left; fixed at the settlement.
    pub pledgers: PodU32,
    /// The number of those who have not left; fixed at the settlement.
    pub people: PodU32,
    /// Pledge accounts that exist.
    pub pledge_accounts: PodU32,
    /// The co-op's highest take rate, until the pool was opened, in that period and in the one before: the turnover
    /// of a payment to a service is measured by it.
    pub take_rate_bps: PodU16,
    /// 1: its success makes the co-op active.
    pub founding: u8,
    /// 1: every gate was passed at the settlement.
    pub succeeded: u8,
    pub bump: u8,
    pub escrow_bump: u8,
}

/// The status of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolStatus {
    /// Not open yet.
    Announced,
    /// Takes pledges and gives them back.
    Open,
    /// Takes pledges, which now stay until the settlement.
    Committed,
    /// Can be settled, by anyone.
    Due,
    /// Every gate was passed: pledges are claimed as shares.
    Succeeded,
    /// A gate was not passed, the pool was cancelled, the co-op dissolves, or the money could not be moved: pledges are
    /// refunded.
    Failed,
}

impl Pool {
    /// The status of the pool at `now`.
    pub fn status(&self, now: i64) -> PoolStatus {
        if self.settled_at != 0 {
            if self.succeeded == 1 { PoolStatus::Succeeded } else { PoolStatus::Failed }
        } else if now < self.terms.opens.get() {
            PoolStatus::Announced
        } else if now > self.terms.deadline.get() {
            PoolStatus::Due
        } else if now <= self.terms.withdraw_until.get() {
            PoolStatus::Open
        } else {
            PoolStatus::Committed
        }
    }

    /// Refuses once the pool is settled.
    pub fn require_unsettled(&self) -> Result<()> {
        require!(self.settled_at == 0, CoopError::PoolSettled);
        Ok(())
    }

    pub fn numbers(&self) -> Terms {
        self.terms.numbers()
    }

    pub fn totals(&self) -> Totals {
        Totals {
            raised: self.raised.get(),
            pledgers: self.pledgers.get(),
            people: self.people.get(),
            people_raised: self.people_raised.get(),
            use_pledged: self.use_pledged.get(),
        }
    }

    pub fn set_totals(&mut self, totals: &Totals) {
        self.raised = totals.raised.into();
        self.pledgers = totals.pledgers.into();
        self.people = totals.people.into();
        self.people_raised = totals.people_raised.into();
        self.use_pledged = totals.use_pledged.into();
    }

    /// The time until which its capital stays and its promises run after a success; while the pool is unsettled, the
    /// latest possible time.
    pub fn stays_until(&self) -> i64 {
        let from = if self.settled_at == 0 { self.terms.deadline.get() } else { self.settled_at.get() };
        from.saturating_add(self.terms.stay.get() as i64)
    }

    /// The facts of the settlement that a claim needs.
    pub fn settled(&self) -> Settled {
        Settled {
            raised: self.raised.get(),
            accepted: self.accepted.get(),
            pledgers: self.pledgers.get(),
            share_floor: self.terms.share_floor.get(),
        }
    }

    pub fn unclaimed(&self) -> Unclaimed {
        Unclaimed { shares: self.shares_unclaimed.get(), refunds: self.refunds_unclaimed.get() }
    }

    /// The seeds that sign for the escrow.
    pub fn signer_seeds<'a>(&'a self, index: &'a [u8; 4], bump: &'a [u8; 1]) -> [&'a [u8]; 4] {
        [crate::seeds::POOL, self.coop.as_ref(), index, bump]
    }

    /// The conditions that must hold after every instruction, as far as this account alone can show them.
    #[inline(always)]
    pub fn invariant(&self) -> Result<()> {
        require!(self.holds_together(), CoopError::InvariantBroken);
        Ok(())
    }

    #[inline(never)]
    fn holds_together(&self) -> bool {
        (self.settled_at != 0 || self.succeeded == 0)
            && self.people <= self.pledgers
            && self.people_raised <= self.raised
            && (self.pledgers.get() > 0 || self.raised == 0)
            && (self.people.get() > 0 || self.use_pledged.get() | self.people_raised.get() == 0)
            && self.accepted.get() <= self.terms.max_raise.get()
    }
}
