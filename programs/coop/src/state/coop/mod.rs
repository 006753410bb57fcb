use super::{ABOUT, Books, Charter, Member, PeriodRates, STATUTES_LINK, Use};
use crate::{
    account::{Record, same},
    error::CoopError,
};
use anchor_lang::prelude::*;
use coop_math::{
    DAY, YEAR,
    federation::Claims,
    patronage::books::{self, BooksRule},
};

mod bootstrap;
mod federation;
mod membership;
mod open_period;
mod patronage;
mod pioneers;
mod spending;

pub use bootstrap::Pledged;
pub use federation::{After, MOST_HEIRS};
pub use open_period::OpenPeriod;
pub use spending::Outlay;

/// A co-operative: its identity, its charter, its books.
///
/// Seeds: `["coop", founder, id (u64 le)]`. Money is in base units of `mint`; accumulators are Q64.64 and
/// never fall. Written by every instruction, since every event carries the running [`seq`](Self::seq).
#[account]
pub struct Coop {
    /// Who founded it.
    pub founder: Address,
    /// Who paid the rent of this account and the vault and gets it back.
    pub rent_payer: Address,
    /// The one mint the co-op holds and counts.
    pub mint: Address,
    /// Token account of all its money, authority = this account.
    pub vault: Address,
    /// Receives the reserve at the end; all zeros: none named. Free to amend.
    pub heir: Address,
    /// The co-op it belongs to as a member of a federation; all zeros: none.
    pub federation: Address,
    /// The federation it has resolved to join and that has not accepted yet; all zeros: none.
    pub federation_sought: Address,
    /// UTF-8, 1 to 32 bytes, padded with zeros.
    pub name: [u8; 32],
    /// SHA-256 of the statutes.
    pub statutes_hash: [u8; 32],
    /// Where the statutes are, ASCII, at most 128 bytes, padded with zeros.
    pub statutes_uri: [u8; STATUTES_LINK],
    /// What the co-op is about: UTF-8, at most 280 bytes, padded with zeros; may be empty.
    pub about: [u8; ABOUT],
    /// Of a dissolving co-op: who inherits, as far as is known. All zeros: nobody is left.
    pub successor: Address,
    /// Of a dissolving co-op: the federations that inherit when the line of `successor` ends, the last first: the own, and those of heirs that
    /// were passed over.
    pub federations: [Address; MOST_HEIRS as usize],
    /// Tells the founder's co-ops apart.
    pub id: PodU64,

    /// Unix seconds.
    pub founded_at: PodI64,
    /// Unix seconds; 0: forming.
    pub activated_at: PodI64,
    /// Unix seconds since when there is no elector; 0: there is one, or it is forming.
    pub electorless_since: PodI64,
    /// Unix seconds; 0: not dissolving.
    pub dissolving_at: PodI64,
    /// Unix seconds; 0: claims still stand. Three years into the dissolution they lapse.
    pub swept_at: PodI64,
    /// When it resolved to join `federation_sought`, unix seconds: 90 days later the request lapses.
    pub federation_sought_at: PodI64,
    /// When a loss was last covered from the reserve, unix seconds; 0: never.
    pub loss_covered_at: PodI64,
    /// The number of the last event.
    pub seq: PodU64,
    /// What the co-op has, owes and owns.
    pub books: Books,
    /// Rises with every amendment; 1 at founding.
    pub charter_version: PodU32,
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
    /// Shares of settled pools that earn, or will from the next period on, and that nobody has claimed yet: those of people who
    /// had not left by the settlement, and a little for rounding.
    pub shares_unclaimed: PodU64,
    /// Surplus since the founding; stops at 2⁶⁴ − 1.
    pub lifetime_surplus: PodU64,
    /// What resolutions still let be sold of what is invested, base units.
    pub for_sale: PodU64,
    /// Capital of the open period that is asked back all the same, by who was released: not in `books.fresh`.
    pub fresh_asked: PodU64,
    /// When the bucket of ordinary spends will be empty, unix seconds.
    pub budget_full: PodI64,
    /// When the bucket of ordinary sales, as large as that of spends, will be empty, unix seconds.
    pub sales_full: PodI64,
    /// When the bucket of admissions will be empty, unix seconds.
    pub growth_full: PodI64,
    /// The regular end of the last period closed, unix seconds; 0: none. Weighty resolutions wait for it.
    pub closed_until: PodI64,
    /// Of a dissolving co-op: all capital when it began, and what was paid of it.
    pub claims: PodU64,
    pub claims_paid: PodU64,

    /// Periods in which pools were settled that are not all claimed yet; place = period mod 4.
    pub transits: [Transit; TRANSITS],

    /// The period that is open now.
    pub period: OpenPeriod,

    /// Admitted and not gone.
    pub members: PodU32,
    /// May vote, or will once its pledge to the founding pool is claimed.
    pub electors: PodU32,
    /// How many there were until the second of the last change, and when that was, unix seconds.
    pub electors_before: PodU32,
    pub electors_changed_at: PodI64,
    /// The number the next admitted member gets; the founder is 0.
    pub next_member: PodU32,
    /// Member accounts that exist, of candidates and of those who left too.
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
    /// 1 while a founding pool is unsettled: one at a time.
    pub founding_pool_live: u8,
    /// Of a dissolving co-op: heirs that were found to be at their end themselves.
    pub heirs_gone: u8,
    /// How many of `federations` are still to be asked.
    pub federations_left: u8,
    /// Decimals of the mint.
    pub decimals: u8,
    /// Of this address.
    pub bump: u8,
    /// Of the vault's address.
    pub vault_bump: u8,
}

const _: () = assert!(
    core::mem::offset_of!(Coop, books) % 8 == 0,
    "the books are counted with where they stand: aligned, behind the eight bytes of the discriminator"
);

/// Places for periods in which pools were settled: period mod 4. Anyone can claim, so that none is taken for long.
pub const TRANSITS: usize = 4;

/// A period in which pools were settled. What they brought earns from the start of the next, like what members pay in,
/// whenever it is claimed: here is what a claim counts from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct Transit {
    /// The co-op's accumulator once that period was closed, Q64.64.
    pub interest_per_share: PodU128,
    pub period: PodU32,
    /// Pools with something unclaimed; 0: this place is free.
    pub pools: PodU32,
}

impl Transit {
    /// The period is closed: from here on its pools' shares earn. The place may be an older one's, whose shares nobody has
    /// claimed yet.
    fn close(&mut self, period: PodU32, interest_per_share: PodU128) {
        if self.period == period {
            self.interest_per_share = interest_per_share;
        }
    }
}

/// Where a co-op is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CoopStatus {
    /// Gathering members and pledges; it holds no operating money.
    Forming,
    /// At work.
    Active,
    /// Paying out; takes nothing in.
    Dissolving,
}

/// Stands for the open period while there is none: what is "in all" while forming.
const FORMING: u32 = u32::MAX;

impl Coop {
    /// Where the co-op is in its life.
    pub fn status(&self) -> CoopStatus {
        if self.dissolving_at != 0 {
            CoopStatus::Dissolving
        } else if self.activated_at == 0 {
            CoopStatus::Forming
        } else {
            CoopStatus::Active
        }
    }

    /// Refuses what only an active co-op does.
    pub fn require_active(&self) -> Result<()> {
        require!(self.status() == CoopStatus::Active, CoopError::CoopNotActive);
        Ok(())
    }

    /// Refuses what only a forming co-op does.
    pub fn require_forming(&self) -> Result<()> {
        require!(self.status() == CoopStatus::Forming, CoopError::CoopNotForming);
        Ok(())
    }

    /// Refuses what only a dissolving co-op does.
    pub fn require_dissolving(&self) -> Result<()> {
        require!(self.status() == CoopStatus::Dissolving, CoopError::CoopNotDissolving);
        Ok(())
    }

    /// Refuses what is too late once claims have lapsed.
    pub fn require_claims(&self) -> Result<()> {
        require!(self.swept_at == 0, CoopError::ClaimsLapsed);
        Ok(())
    }

    /// Refuses what is not for `caller` to do for `member`, unless the co-op is dissolving: then anyone cranks.
    pub fn require_its_own_or_dissolving(&self, caller: &Address, member: &Member) -> Result<()> {
        let may = same(caller, &member.wallet) || self.status() == CoopStatus::Dissolving;
        require!(may, CoopError::WalletMismatch);
        Ok(())
    }

    /// Refuses what a dissolving co-op no longer does.
    pub fn require_not_dissolving(&self) -> Result<()> {
        require!(self.status() != CoopStatus::Dissolving, CoopError::CoopDissolving);
        Ok(())
    }

    /// The period that quotas count in; while forming there is one quota in all.
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

    /// Changes the books by one event, or several.
    #[inline(always)]
    pub fn book<R>(&mut self, event: impl FnOnce(&mut books::Books) -> R) -> R {
        self.books.change(event)
    }

    /// Changes the books by an event that they may refuse.
    #[inline(always)]
    pub fn try_book<R>(
        &mut self,
        event: impl FnOnce(&mut books::Books) -> core::result::Result<R, BooksRule>,
    ) -> Result<R> {
        Ok(self.book(event).map_err(CoopError::from)?)
    }

    /// What the co-op can spend: fund and earnings, without what of the fund is the reserve's.
    pub fn operating(&self) -> u64 {
        self.books.ask(books::Books::operating)
    }

    /// Everything the vault must cover.
    pub fn cash(&self) -> u64 {
        self.books.ask(books::Books::cash)
    }

    /// Every unit of capital anyone holds.
    pub fn equity(&self) -> u64 {
        self.books.ask(books::Books::equity)
    }

    /// Starts the period of this number now, on the terms in force.
    #[inline(never)]
    pub fn start_period(&mut self, number: u32, now: i64) {
        let (charter, books) = (&self.charter, &self.books);
        let period = &mut self.period;
        *period = bytemuck::Zeroable::zeroed();
        period.number = number.into();
        period.started_at = now.into();
        period.length = charter.period_length;
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
        // of what a period earned only a federation it began in takes a part
        if self.federation == Address::default() {
            period.rates.remit_bps = PodU16::ZERO;
        }
        period.shares_earning = (books.shares_total.get() + self.shares_unclaimed.get()).into();
        period.operating_at_start = (books.fund.get() + books.earnings.get()).into();
    }

    /// Refuses what waits until an overdue period is closed: while one is, nothing leaves operating money and nothing
    /// is asked back.
    pub fn require_not_overdue(&self, now: i64) -> Result<()> {
        require!(now < self.period.ends(), CoopError::ClosePeriodFirst);
        Ok(())
    }

    /// Refuses a charter that breaks a bound, or that loosens a ratchet of the one in force.
    #[inline(never)]
    pub fn require_amendable(&self, next: &coop_math::charter::Charter) -> Result<()> {
        next.validate().map_err(CoopError::from)?;
        Ok(self.charter.numbers().amended_by(next).map_err(CoopError::from)?)
    }

    /// The seeds that sign for the vault.
    pub fn signer_seeds<'a>(&'a self, id: &'a [u8; 8], bump: &'a [u8; 1]) -> [&'a [u8]; 4] {
        [crate::seeds::COOP, self.founder.as_ref(), id, bump]
    }

    /// What must hold after every instruction, as far as this account alone can tell.
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
