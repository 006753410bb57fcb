use super::ABOUT;
use super::terms::stored_terms;
use crate::error::CoopError;
use alloc::string::String;
use anchor_lang::prelude::*;
use coop_math::bootstrap::{Settled, Terms, Totals, Unclaimed};

/// What opening a pool promises; every bound is checked, none can be changed.
#[derive(Clone, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub struct PoolTerms {
    /// Gate: money raised, at least, in base units. At most `max_raise`.
    pub min_raise: u64,
    /// Money accepted, at most, in base units. At least 1; in a founding pool at least `min_members` × the
    /// member share.
    pub max_raise: u64,
    /// Gate: pledgers who have not left, at least. At least 1.
    pub min_members: u32,
    /// Gate: turnover promised by them, at least, in base units.
    pub min_use: u64,
    /// Money one member may pledge, at most. At least 1; in a founding pool at least the member share.
    pub max_pledge: u64,
    /// Turnover one member may promise, at most, in base units. At most 2⁵³.
    pub max_use: u64,
    /// Pledges are taken from here on, unix seconds. Not in the past.
    pub opens: i64,
    /// Pledges can be withdrawn until here, this second included.
    pub withdraw_until: i64,
    /// Pledges are taken until here, this second included. At most 180 days from the opening.
    pub deadline: i64,
    /// How long, from the settlement, the capital stays and the promises run, in seconds. 30 to 366 days.
    pub stay: u32,
    /// Of the turnover promised, what capital answers for it. 500 to 5000 if `min_use` > 0, else 0 to 5000.
    pub use_bond_bps: u16,
    /// Below this solvency, in basis points, the settlement fails. At most 10000; 0 in a founding pool.
    pub min_solvency_bps: u16,
    /// What the money is for: at most 280 bytes of visible characters.
    pub purpose: String,
}

stored_terms! {
    /// A pool's terms as stored.
    StoredPoolTerms, for Terms {
        /// Gate: money raised, at least, in base units.
        min_raise: u64 as PodU64,
        /// Money accepted, at most, in base units.
        max_raise: u64 as PodU64,
        /// Gate: pledgers who have not left, at least.
        min_members: u32 as PodU32,
        /// Gate: turnover promised by them, at least, in base units.
        min_use: u64 as PodU64,
        /// Money one member may pledge, at most.
        max_pledge: u64 as PodU64,
        /// Turnover one member may promise, at most, in base units.
        max_use: u64 as PodU64,
        /// Pledges are taken from here on, unix seconds.
        opens: i64 as PodI64,
        /// Pledges can be withdrawn until here, this second included.
        withdraw_until: i64 as PodI64,
        /// Pledges are taken until here, this second included.
        deadline: i64 as PodI64,
        /// How long, from the settlement, the capital stays and the promises run, in seconds.
        stay: u32 as PodU32,
        /// Of the turnover promised, what capital answers for it, in basis points.
        use_bond_bps: u16 as PodU16,
        /// Below this solvency, in basis points, the settlement fails.
        min_solvency_bps: u16 as PodU16,
        /// The member share in a founding pool, else 0: accepted in full of every pledge.
        share_floor: u64 as PodU64,
    }
}

impl StoredPoolTerms {
    /// The same numbers as `coop-math` counts with.
    #[inline(always)]
    pub fn numbers(&self) -> Terms {
        self.into()
    }

    /// Writes terms down.
    #[inline(never)]
    pub fn set_numbers(&mut self, terms: &Terms) {
        *self = (*terms).into();
    }
}

impl PoolTerms {
    /// The terms as `coop-math` reads them; `share_floor` is the member share in a founding pool, else 0.
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

/// A bootstrapping pool: its terms, what is pledged, and, once settled, what is not claimed yet.
///
/// Seeds: `["pool", coop, index (u32 le)]`. Amounts are base units, times unix seconds.
#[account]
pub struct Pool {
    pub coop: Address,
    /// Token account of the pledged money, authority = this account.
    pub escrow: Address,
    /// Who paid the rent of this account and the escrow and gets it back.
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
    /// Shares in transit that nobody has claimed yet.
    pub shares_unclaimed: PodU64,
    /// Shares that earn already, and that nobody has claimed yet: those of its people, and a little for rounding.
    pub earning_unclaimed: PodU64,
    /// Refunds that nobody has claimed yet.
    pub refunds_unclaimed: PodU64,
    /// 0: unsettled.
    pub settled_at: PodI64,
    /// The period that was open at the settlement: until it closes the money is in no price.
    pub settled_in: PodU32,
    pub index: PodU32,
    /// Members with money in the pool, those who left too; fixed at the settlement.
    pub pledgers: PodU32,
    /// Those of them who have not left; fixed at the settlement.
    pub people: PodU32,
    /// Pledge accounts that exist.
    pub pledge_accounts: PodU32,
    /// The co-op's take rate when it was opened: what a payment to a service counts as turnover is measured by it.
    pub take_rate_bps: PodU16,
    /// 1: its success makes the co-op active.
    pub founding: u8,
    /// 1: every gate was passed at the settlement.
    pub succeeded: u8,
    pub bump: u8,
    pub escrow_bump: u8,
}

/// Where a pool is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PoolStatus {
    /// Not open yet.
    Announced,
    /// Takes pledges and gives them back.
    Open,
    /// Takes pledges; what is in stays until the settlement.
    Committed,
    /// Waits for anyone to settle it.
    Due,
    /// Every gate was passed: pledges are claimed as shares.
    Succeeded,
    /// Not every gate was passed: pledges are refunded.
    Failed,
}

impl Pool {
    /// Where the pool is in its life at `now`.
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

    /// Refuses what only happens before the settlement.
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

    /// Until when its capital stays and its promises run, once it has succeeded; while it is unsettled the latest that it
    /// can be.
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

    /// What must hold after every instruction, as far as this account alone can tell.
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
