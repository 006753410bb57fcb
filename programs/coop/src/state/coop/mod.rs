use super::{ABOUT, Books, Charter, Member, PeriodRates, STATUTES_LINK, Use};
use crate::{
    account::{Record, same},
    error::CoopError,
};
use anchor_lang::prelude::*;
use coop_math::{
    DAY, YEAR,
    federation::claims::Claims,
    fixed::ALL_BPS,
    patronage::books::{self, BooksRule},
};

mod bootstrap;
mod federation;
mod membership;
mod open_period;
mod patronage;
mod pioneers;
mod spending;
mod succession;

pub use bootstrap::Pledged;
pub use open_period::OpenPeriod;
pub use spending::Outlay;
pub use succession::{After, MOST_HEIRS, Passing};

/// A co-operative: its identity, its charter, its books.
///
/// Seeds: `["coop", founder, id (u64 le)]`. Money is in base units of `mint`; accumulators are Q64.64 and never fall.
/// Every instruction writes this account, because every event carries the running `seq`.
#[account]
pub struct Coop {
    /// The wallet that founded it.
    pub founder: Address,
    /// The payer of the rent of this account and of the vault, who gets it back.
    pub rent_payer: Address,
    /// The one mint that the co-op holds and counts in.
    pub mint: Address,
    /// The token account with all its money, authority = this account.
    pub vault: Address,
    /// The co-op that receives the reserve at the end; all zeros: none is named. It can be amended freely.
    pub heir: Address,
    /// The federation of which it is a member; all zeros: none.
    pub federation: Address,
    /// The federation that it has resolved to join, and that has not accepted yet; all zeros: none.
    pub federation_sought: Address,
    /// UTF-8, 1 to 32 bytes, padded with zeros.
    pub name: [u8; 32],
    /// SHA-256 of the statutes.
    pub statutes_hash: [u8; 32],
    /// A link to the statutes: ASCII, at most 128 bytes, padded with zeros.
    pub statutes_uri: [u8; STATUTES_LINK],
    /// The description of the co-op: UTF-8, at most 280 bytes, padded with zeros; may be empty.
    pub about: [u8; ABOUT],
    /// If dissolving: the next in the line of succession, as far as is known. All zeros: nobody is left.
    pub successor: Address,
    /// If dissolving: the federations that inherit when the line of `successor` ends, the next one last. They are its
    /// own and those of heirs that were passed over.
    pub federations: [Address; MOST_HEIRS as usize],
    /// Distinguishes the co-ops of one founder.
    pub id: PodU64,

    /// Unix seconds.
    pub founded_at: PodI64,
    /// Unix seconds; 0: forming.
    pub activated_at: PodI64,
    /// Unix seconds since when it has had no elector; 0: it has one, or it is forming.
    pub electorless_since: PodI64,
    /// Unix seconds; 0: not dissolving.
    pub dissolving_at: PodI64,
    /// Unix seconds; 0: claims have not lapsed. They lapse three years after the dissolution began.
    pub swept_at: PodI64,
    /// From when on `federation` has a part in the periods that begin; or when it resolved to join `federation_sought`, a request
    /// that lapses 90 days later. Unix seconds.
    pub federation_since: PodI64,
    /// When the number of vouches that an admission needs last rose, unix seconds; 0: it has not.
    pub needs_since: PodI64,
    /// When a loss was last covered from the reserve, unix seconds; 0: never.
    pub loss_covered_at: PodI64,
    /// When a pool last succeeded, unix seconds; 0: none has. A resolution to dissolve is stale if it was proposed by then.
    pub pool_succeeded_at: PodI64,
    /// The number of the last event.
    pub seq: PodU64,
    /// The money that the co-op has and owes.
    pub books: Books,
    /// The number of the charter in force: 1 at founding, one more with every amendment.
    pub charter_version: PodU32,
    /// The number of the statutes in force: 1 at founding, one more with every amendment that gives them another hash.
    pub statutes_version: PodU32,
    /// When the charter was amended last, unix seconds; 0: never.
    pub amended_at: PodI64,
    /// The terms in force.
    pub charter: Charter,

    /// Interest of one share since the founding, in base units, Q64.64.
    pub interest_per_share: PodU128,
    /// Return of one pioneer unit since the founding, in base units, Q64.64.
    pub pioneer_per_unit: PodU128,
    /// Pioneer units made by dividends so far and not lapsed.
    pub pioneer_units: PodU64,
    /// Shares of the founding pool that are still held, until `pioneer_start`; from then on those that make units.
    pub founding_shares: PodU64,
    /// Unclaimed shares of settled pools that earn now or will from the next period on: those of people who had not
    /// left by the settlement, and a little for rounding.
    pub shares_unclaimed: PodU64,
    /// Surplus since the founding; stops at 2⁶⁴ − 1.
    pub lifetime_surplus: PodU64,
    /// The value of invested assets that resolutions still permit to be sold, in base units.
    pub for_sale: PodU64,
    /// Capital paid in during the open period that released members have asked back; it is not in `books.fresh`.
    pub fresh_asked: PodU64,
    /// When the bucket of ordinary spends will be empty, unix seconds.
    pub budget_full: PodI64,
    /// When the bucket of ordinary sales, as large as that of spends, will be empty, unix seconds.
    pub sales_full: PodI64,
    /// When the bucket of admissions will be empty, unix seconds.
    pub growth_full: PodI64,
    /// The regular end of the last period closed, unix seconds; 0: none. Weighty resolutions wait for it.
    pub closed_until: PodI64,
    /// If dissolving: all capital at the beginning of the dissolution.
    pub claims: PodU64,
    /// The part of `claims` that is paid.
    pub claims_paid: PodU64,

    /// Periods in which pools were settled that still have unclaimed shares; place = period mod 4.
    pub transits: [Transit; TRANSITS],

    /// The period that is open now.
    pub period: OpenPeriod,

    /// The number of members: admitted and not gone.
    pub members: PodU32,
    /// The number of members that may vote, or will once their pledge to the founding pool is claimed.
    pub electors: PodU32,
    /// The number of electors before the second of the last change.
    pub electors_before: PodU32,
    /// The time of that change, unix seconds.
    pub electors_changed_at: PodI64,
    /// The number that the next admitted member gets; the founder has 0.
    pub next_member: PodU32,
    /// Member accounts that exist, including those of candidates and of former members.
    pub member_accounts: PodU32,
    /// Vouch accounts that exist.
    pub vouch_accounts: PodU32,
    /// Pools ever opened; the index of the next one.
    pub pools: PodU32,
    /// Pool accounts that exist.
    pub pool_accounts: PodU32,
    /// Services ever registered; the index of the next one.
    pub services: PodU32,
    /// Service accounts that exist.
    pub service_accounts: PodU32,
    /// Period accounts that exist.
    pub period_accounts: PodU32,
    /// Proposals ever made; the number of the next one.
    pub proposals: PodU32,
    /// Proposal accounts that exist.
    pub proposal_accounts: PodU32,
    /// Pages of ballots that exist.
    pub ballot_pages: PodU32,
    /// Mandates ever given; the index of the next one.
    pub mandates: PodU32,
    /// Mandate accounts that exist.
    pub mandate_accounts: PodU32,
    /// Redirect accounts that exist.
    pub redirect_accounts: PodU32,
    /// The latest founding pool's index plus one: once the co-op is active, the pool that made it so. 0: none.
    pub founding_pool: PodU32,
    /// 1 while there is an unsettled founding pool; there can be only one.
    pub founding_pool_live: u8,
    /// If dissolving: the number of heirs that were passed over.
    pub heirs_gone: u8,
    /// The number of `federations` that are still in line.
    pub federations_left: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// The bump of this address.
    pub bump: u8,
    /// The bump of the vault's address.
    pub vault_bump: u8,
}

const _: () = assert!(
    core::mem::offset_of!(Coop, books) % 8 == 0,
    "the books are counted with where they stand: aligned, behind the eight bytes of the discriminator"
);

/// The number of places for periods in which pools were settled: period mod 4. Anyone can claim for anyone, so no
/// place is taken for long.
pub const TRANSITS: usize = 4;

/// A period in which pools were settled. Their shares earn from the start of the next period, like capital that
/// members pay in, whenever they are claimed; a claim counts from the number stored here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct Transit {
    /// The co-op's accumulator after the close of that period, Q64.64.
    pub interest_per_share: PodU128,
    pub period: PodU32,
    /// The number of pools with unclaimed shares; 0: this place is free.
    pub pools: PodU32,
}

impl Transit {
    /// Records that the period is closed: from here on its pools' shares earn. The place may belong to an older
    /// period with unclaimed shares.
    fn close(&mut self, period: PodU32, interest_per_share: PodU128) {
        if self.period == period {
            self.interest_per_share = interest_per_share;
        }
    }
}

/// The status of a co-op.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoopStatus {
    /// Gathering members and pledges; it holds no operating money.
    Forming,
    /// In business.
    Active,
    /// Pays out, and takes nothing in.
    Dissolving,
}

/// Used as the period number while there is no open period: quotas are then "in total".
const FORMING: u32 = u32::MAX;

impl Coop {
    /// The status of the co-op.
    pub fn status(&self) -> CoopStatus {
        if self.dissolving_at != 0 {
            CoopStatus::Dissolving
        } else if self.activated_at == 0 {
            CoopStatus::Forming
        } else {
            CoopStatus::Active
        }
    }

    /// Refuses unless the co-op is active.
    pub fn require_active(&self) -> Result<()> {
        require!(self.status() == CoopStatus::Active, CoopError::CoopNotActive);
        Ok(())
    }

    /// Refuses unless the co-op is forming.
    pub fn require_forming(&self) -> Result<()> {
        require!(self.status() == CoopStatus::Forming, CoopError::CoopNotForming);
        Ok(())
    }

    /// Refuses unless the co-op is dissolving.
    pub fn require_dissolving(&self) -> Result<()> {
        require!(self.status() == CoopStatus::Dissolving, CoopError::CoopNotDissolving);
        Ok(())
    }

    /// Refuses once claims have lapsed.
    pub fn require_claims(&self) -> Result<()> {
        require!(self.swept_at == 0, CoopError::ClaimsLapsed);
        Ok(())
    }

    /// Refuses if `caller` is not the member's wallet, unless the co-op is dissolving: then anyone can send it.
    pub fn require_its_own_or_dissolving(&self, caller: &Address, member: &Member) -> Result<()> {
        let may = same(caller, &member.wallet) || self.status() == CoopStatus::Dissolving;
        require!(may, CoopError::WalletMismatch);
        Ok(())
    }

    /// Refuses while the co-op is dissolving.
    pub fn require_not_dissolving(&self) -> Result<()> {
        require!(self.status() != CoopStatus::Dissolving, CoopError::CoopDissolving);
        Ok(())
    }

    /// The period in which quotas are counted; while the co-op is forming there is one quota in total.
    pub fn quota_period(&self) -> u32 {
        match self.status() {
            CoopStatus::Forming => FORMING,
            _ => self.period.number.get(),
        }
    }

    /// Takes the next event number. The first is 1.
    pub fn next_seq(&mut self) -> PodU64 {
        self.seq += 1;
        self.seq
    }

    /// Changes the books by one or more events.
    #[inline(always)]
    pub fn book<R>(&mut self, event: impl FnOnce(&mut books::Books) -> R) -> R {
        let result = self.books.change(event);
        // a loss that was covered has not lasted
        if self.books.loss < self.period.loss_low {
            self.period.loss_low = self.books.loss;
        }
        result
    }

    /// Changes the books by an event that may be refused.
    #[inline(always)]
    pub fn try_book<R>(
        &mut self,
        event: impl FnOnce(&mut books::Books) -> core::result::Result<R, BooksRule>,
    ) -> Result<R> {
        Ok(self.book(event).map_err(CoopError::from)?)
    }

    /// The money that the co-op can spend: fund and earnings, without the part of the fund that is the reserve's.
    pub fn operating(&self) -> u64 {
        self.books.ask(books::Books::operating)
    }

    /// All the money that the vault must hold.
    pub fn cash(&self) -> u64 {
        self.books.ask(books::Books::cash)
    }

    /// All capital that anyone holds.
    pub fn equity(&self) -> u64 {
        self.books.ask(books::Books::equity)
    }

    /// Starts the period with this number now, on the terms in force. `new`: capital that came in during the period before
    /// it, or was retained at its close. It can leave at the next close, at full price where an expense is paid by earnings, so until it has stayed for a
    /// period it is no measure of what may be spent.
    #[inline(never)]
    pub fn start_period(&mut self, number: u32, new: u64, now: i64) {
        let (charter, books) = (&self.charter, &self.books);
        let period = &mut self.period;
        let before = *period;
        *period = bytemuck::Zeroable::zeroed();
        period.number = number.into();
        period.started_at = now.into();
        period.length = charter.period_length;
        period.begin_take_rate(charter.take_rate_bps, &before);
        period.rates = PeriodRates {
            reserve_bps: charter.reserve_bps,
            solidarity_bps: charter.solidarity_bps,
            remit_bps: charter.remit_bps,
            interest_cap_bps: charter.interest_cap_bps,
            depreciation_bps: charter.depreciation_bps,
            work_bps: charter.work_bps,
            cash_bps: charter.cash_bps,
            pioneer_bps: charter.pioneer_bps,
        };
        // only a federation to which the co-op belonged when the period began has a part in its surplus
        if self.federation == Address::default() || self.federation_since > now {
            period.rates.remit_bps = PodU16::ZERO;
        }
        period.shares_earning = (books.shares_total.get() + self.shares_unclaimed.get()).into();
        // the close has just shared out all earnings
        period.operating_at_start = books.fund.get().saturating_sub(new).into();
        (period.loss_low, period.loss_low_before) = (books.loss, before.loss_low);
        period.reserve_at_start = books.reserve;
        // period 0 begins with what the founding pool has just brought
        let all = PodU16::from(ALL_BPS as u16);
        let lows = if number == 0 { (all, all) } else { (self.solvency_bps().into(), before.solvency_low) };
        (self.period.solvency_low, self.period.solvency_low_before) = lows;
    }

    /// Refuses a charter that breaks a bound or loosens a ratchet of the charter in force.
    #[inline(never)]
    pub fn require_amendable(&self, next: &coop_math::charter::Charter) -> Result<()> {
        next.validate().map_err(CoopError::from)?;
        Ok(self.charter.numbers().amended_by(next).map_err(CoopError::from)?)
    }

    /// The seeds that sign for the vault.
    pub fn signer_seeds<'a>(&'a self, id: &'a [u8; 8], bump: &'a [u8; 1]) -> [&'a [u8]; 4] {
        [crate::seeds::COOP, self.founder.as_ref(), id, bump]
    }

    /// The conditions that must hold after every instruction, as far as this account alone can show them.
    #[inline(always)]
    pub fn invariant(&self) -> Result<()> {
        require!(self.holds_together(), CoopError::InvariantBroken);
        Ok(())
    }

    #[inline(never)]
    fn holds_together(&self) -> bool {
        self.period.shares_earning.get()
            <= self.books.shares_total.get().wrapping_add(self.shares_unclaimed.get())
            && self.members <= self.member_accounts
            && self.books.ask(|books| {
                (books.interest_owed.get() >> 64) as u64 <= books.interest
                    && (books.pioneers_owed.get() >> 64) as u64 <= books.pioneers
                    && match self.status() {
                        CoopStatus::Forming => books.operating() == 0 && books.equity() == 0,
                        CoopStatus::Active => self.founding_pool_live == 0 && books.invariant(),
                        CoopStatus::Dissolving => self.founding_pool_live == 0,
                    }
            })
    }
}
