use super::{Charter, Member, Period, Proposal, Standing};
use crate::{
    account::{Record, same},
    error::CoopError,
};
use anchor_lang::prelude::*;
use coop_math::{
    YEAR,
    patronage::{Draw, Pot, pioneer_units},
    voting,
    waterfall::{self, Allocation, Facts, Rates},
};

/// A co-operative: its identity, its charter, its books.
///
/// Seeds: `["coop", founder, id (u64 le)]`. Money is in base units of `mint`; accumulators are Q64.64 and
/// never fall. Written by every instruction, since every event carries the running [`seq`](Self::seq).
#[account]
pub struct Coop {
    /// Who founded it and paid the rent of this account and the vault.
    pub founder: Address,
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
    pub statutes_uri: [u8; 128],
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
    /// When a loss was last covered from the reserve, unix seconds; 0: never.
    pub loss_covered_at: PodI64,
    /// The number of the last event.
    pub seq: PodU64,
    /// Rises with every amendment; 1 at founding.
    pub charter_version: PodU32,
    /// The terms in force.
    pub charter: Charter,

    /// Free for the co-op's business. Bucket.
    pub operating: PodU64,
    /// Indivisible: can only pass to another co-op. Bucket.
    pub reserve: PodU64,
    /// For grants to members and for the federation. Bucket.
    pub solidarity: PodU64,
    /// Owed to members in cash: patronage and what a raise gave back. Bucket.
    pub dividends: PodU64,
    /// Owed to members as return on capital, not yet settled to them. Bucket.
    pub interest: PodU64,
    /// Owed to pioneer units, not yet settled to their holders. Bucket.
    pub pioneers: PodU64,
    /// What of `interest` is owed exactly, Q64.64; the bucket covers it.
    pub interest_owed: PodU128,
    /// What of `pioneers` is owed exactly, Q64.64; the bucket covers it.
    pub pioneers_owed: PodU128,

    /// Shares of all members. Capital.
    pub shares_total: PodU64,
    /// Shares of a settled pool that nobody has claimed yet. Capital.
    pub shares_in_transit: PodU64,
    /// Vintages and matured capital of all members. Capital.
    pub retained_total: PodU64,
    /// The part of `shares_total` that earns interest: paid in before the open period.
    pub shares_earning: PodU64,
    /// Investments not yet written off.
    pub invested: PodU64,
    /// Losses that later surpluses make good first.
    pub loss_carried: PodU64,

    /// Interest of one share since the founding, in base units, Q64.64.
    pub interest_per_share: PodU128,
    /// Return of one pioneer unit since the founding, in base units, Q64.64.
    pub pioneer_per_unit: PodU128,
    /// Pioneer units made so far.
    pub pioneer_units: PodU64,
    /// Revenue since the founding; stops at 2⁶⁴ − 1.
    pub lifetime_revenue: PodU64,

    /// The period that is open now.
    pub period: OpenPeriod,

    /// Admitted and not gone.
    pub members: PodU32,
    /// May vote, or will once its pledge to the founding pool is claimed.
    pub electors: PodU32,
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
    /// Proposals ever made; the index of the next one.
    pub proposals: PodU32,
    /// Proposal accounts that exist.
    pub proposal_accounts: PodU32,
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
    /// Decimals of the mint.
    pub decimals: u8,
    /// Of this address.
    pub bump: u8,
    /// Of the vault's address.
    pub vault_bump: u8,
}

/// What is counted in the period that is open. Closing it writes the result to an account of its own and
/// starts the next one here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
#[repr(C)]
pub struct OpenPeriod {
    /// Counts from 0, without gaps.
    pub number: PodU32,
    /// Unix seconds.
    pub started_at: PodI64,
    /// Fees and other income, base units.
    pub revenue: PodU64,
    /// Spends that are no investment, and depreciation at the close, base units.
    pub expenses: PodU64,
    /// Fees paid by members, the measure of patronage.
    pub member_units: PodU64,
    /// Fees paid by others; their part of the pot goes to the reserve.
    pub outside_units: PodU64,
    /// Operating at the start: the base of the budget and of redemptions.
    pub operating_at_start: PodU64,
    /// Spent by ordinary resolutions and mandates.
    pub budget_spent: PodU64,
    /// Paid to staying members for matured capital.
    pub redeemed: PodU64,
    /// Members at the start: the base of the growth cap.
    pub members_at_start: PodU32,
    /// Admitted so far.
    pub admitted: PodU32,
    /// Members, and some who left, whose fees or new shares of this period wait for `settle_patronage`.
    pub unsettled: PodU32,
}

impl OpenPeriod {
    /// The period of this number, which starts now.
    pub fn starting(number: u32, coop: &Coop, now: i64) -> Self {
        Self {
            number: number.into(),
            started_at: now.into(),
            operating_at_start: coop.operating,
            members_at_start: coop.members,
            ..bytemuck::Zeroable::zeroed()
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

    /// Everything the vault must cover.
    pub fn buckets(&self) -> u64 {
        self.operating.get()
            + self.reserve.get()
            + self.solidarity.get()
            + self.dividends.get()
            + self.interest.get()
            + self.pioneers.get()
    }

    /// Every unit of capital anyone holds: E of the solvency ρ = min(1, operating ÷ E).
    pub fn equity(&self) -> u64 {
        self.shares_total.get() + self.shares_in_transit.get() + self.retained_total.get()
    }

    /// Refuses more capital for one member than `max_shares`; money in open pools counts.
    pub fn require_room_for_shares(&self, member: &Member, amount: u64) -> Result<()> {
        let wanted = member.shares.get() as u128 + member.pledged.get() as u128 + amount as u128;
        require!(wanted <= self.charter.max_shares.get() as u128, CoopError::SharesAboveMaximum);
        Ok(())
    }

    /// Lets a member have something to settle of the open period. What waits of an older one goes first.
    fn count_as_unsettled(&mut self, member: &mut Member) -> Result<()> {
        if member.is_unsettled() {
            require!(member.unsettled_period == self.period.number, CoopError::SettlePatronageFirst);
        } else {
            member.unsettled_period = self.period.number;
            self.period.unsettled += 1;
        }
        Ok(())
    }

    /// Books new shares to a member; they earn from the start of the next period. The totals are the
    /// caller's: a subscription adds to them, a claim moves within them.
    pub fn pay_in_shares(&mut self, member: &mut Member, amount: u64, now: i64) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        self.count_as_unsettled(member)?;
        if member.shares < self.charter.member_share {
            member.share_paid_at = now.into();
        }
        member.shares += amount;
        member.shares_new += amount;
        Ok(())
    }

    /// Books a fee to the member who paid it: units of the open period, and pioneer units while lifetime
    /// revenue is below the threshold. The revenue is the caller's.
    pub fn count_use(&mut self, member: &mut Member, fee: u64) -> Result<()> {
        if fee == 0 {
            return Ok(());
        }
        self.count_as_unsettled(member)?;
        member.units += fee;
        self.period.member_units += fee;
        let threshold = self.charter.pioneer_threshold.get();
        let made = pioneer_units(self.lifetime_revenue.get(), fee, threshold);
        member.pioneer_units += made;
        self.pioneer_units += made;
        Ok(())
    }

    /// Books revenue of the open period; it is operating money from now on. Lifetime revenue stops at 2⁶⁴ − 1.
    pub fn earn(&mut self, amount: u64) {
        self.operating += amount;
        self.period.revenue += amount;
        self.lifetime_revenue = self.lifetime_revenue.saturating_add(amount);
    }

    /// Takes in money that is no fee, and says what of it repaid investments, which is no revenue; the rest is, and
    /// counts as use of others.
    pub fn take_in(&mut self, amount: u64) -> u64 {
        let repaid = amount.min(self.invested.get());
        self.invested -= repaid;
        self.operating += repaid;
        self.period.outside_units += amount - repaid;
        self.earn(amount - repaid);
        repaid
    }

    /// Sets aside what a close allocated to shares and pioneer units.
    pub fn fill_pots(&mut self, a: &Allocation) {
        let interest = Pot { money: self.interest.get(), owed: self.interest_owed.get() };
        let interest = interest.fill(a.interest, a.interest_per_share, self.shares_earning.get());
        self.interest = interest.money.into();
        self.interest_owed = interest.owed.into();
        self.interest_per_share += a.interest_per_share;
        let pioneers = Pot { money: self.pioneers.get(), owed: self.pioneers_owed.get() };
        let pioneers = pioneers.fill(a.pioneers, a.pioneer_per_unit, self.pioneer_units.get());
        self.pioneers = pioneers.money.into();
        self.pioneers_owed = pioneers.owed.into();
        self.pioneer_per_unit += a.pioneer_per_unit;
    }

    /// Owes a member what its shares and pioneer units brought since it drew last. Shares that were paid in
    /// during a period that is not settled to the member wait for that. What rounding keeps from holders
    /// goes to the reserve.
    pub fn draw_returns(&mut self, member: &mut Member) {
        if !member.is(Standing::Member) {
            return;
        }
        let (interest, pioneer) = (self.interest_per_share, self.pioneer_per_unit);
        let per_share = interest.get() - member.interest_checkpoint.get();
        self.draw_interest(member, per_share, member.shares.get() - member.shares_new.get());
        member.interest_checkpoint = interest;
        let per_unit = pioneer.get() - member.pioneer_checkpoint.get();
        if per_unit != 0 && member.pioneer_units != 0 {
            let pot = Pot { money: self.pioneers.get(), owed: self.pioneers_owed.get() };
            let draw = pot.draw(per_unit, member.pioneer_units.get());
            self.pioneers = draw.pot.money.into();
            self.pioneers_owed = draw.pot.owed.into();
            self.owe(member, &draw);
        }
        member.pioneer_checkpoint = pioneer;
    }

    /// Owes a member interest on some of its shares.
    pub fn draw_interest(&mut self, member: &mut Member, per_share: u128, shares: u64) {
        if per_share != 0 && shares != 0 {
            let pot = Pot { money: self.interest.get(), owed: self.interest_owed.get() };
            let draw = pot.draw(per_share, shares);
            self.interest = draw.pot.money.into();
            self.interest_owed = draw.pot.owed.into();
            self.owe(member, &draw);
        }
    }

    fn owe(&mut self, member: &mut Member, draw: &Draw) {
        self.dividends += draw.paid;
        self.reserve += draw.dust;
        member.dividends += draw.paid;
    }

    /// The part of a member's shares that earns in the open period.
    fn earning(&self, member: &Member) -> u64 {
        let new = if member.unsettled_period == self.period.number { member.shares_new.get() } else { 0 };
        member.shares.get() - new
    }

    /// Takes shares off a member, those that earn first. New shares of an older period must be settled.
    pub fn forfeit_shares(&mut self, member: &mut Member, amount: u64, now: i64) -> Result<()> {
        self.draw_returns(member);
        let from_new = amount.saturating_sub(member.shares.get() - member.shares_new.get());
        if from_new > 0 {
            require!(member.unsettled_period == self.period.number, CoopError::SettlePatronageFirst);
        }
        self.shares_total -= amount;
        self.shares_earning -= amount - from_new;
        member.shares -= amount;
        member.shares_new -= from_new;
        if from_new > 0 && !member.is_unsettled() {
            self.period.unsettled -= 1;
        }
        if member.is_elector() && member.shares < self.charter.member_share {
            member.elector_since = PodI64::ZERO;
            self.lose_elector(now);
        }
        Ok(())
    }

    /// Whether the founding pool's settlement counted it as an elector, and its pledge is not claimed yet.
    pub fn counts_by_pledge(&self, member: &Member) -> bool {
        self.activated_at != 0 && member.founding_pledge != 0 && member.founding_pledge == self.founding_pool
    }

    /// One elector fewer; remembers since when there is none.
    pub fn lose_elector(&mut self, now: i64) {
        self.electors -= 1;
        if self.electors == 0 {
            self.electorless_since = now.into();
        }
    }

    /// Ends a membership: the vote goes, shares and vintages become matured capital, what was earned until
    /// the last close is owed, and pioneer units lapse. Equity and everyone else's solvency stay as they are.
    /// Fees of the open period, and shares that began to earn but are not settled, wait for their settlement.
    pub fn dismiss(&mut self, member: &mut Member, standing: Standing, now: i64) {
        if self.counts_by_pledge(member) {
            member.founding_pledge = PodU32::ZERO;
            self.lose_elector(now);
        } else if member.is_elector() {
            self.lose_elector(now);
        }
        self.members -= 1;
        self.draw_returns(member);
        self.pioneer_units -= member.pioneer_units;
        member.pioneer_units = PodU64::ZERO;
        let shares = member.shares.get();
        self.shares_total -= shares;
        self.retained_total += shares;
        self.shares_earning -= self.earning(member);
        if member.shares_new != 0 && member.unsettled_period == self.period.number {
            member.shares_new = PodU64::ZERO;
            if !member.is_unsettled() {
                self.period.unsettled -= 1;
            }
        }

        member.matured += shares + member.vintages_total();
        for vintage in &mut member.vintages {
            vintage.retained = PodU64::ZERO;
        }
        member.shares = PodU64::ZERO;
        member.elector_since = PodI64::ZERO;
        member.suspended_at = PodI64::ZERO;
        member.left_at = now.into();
        member.standing = standing.into();
    }

    /// The seeds that sign for the vault.
    pub fn signer_seeds<'a>(&'a self, id: &'a [u8; 8], bump: &'a [u8; 1]) -> [&'a [u8]; 4] {
        [crate::seeds::COOP, self.founder.as_ref(), id, bump]
    }

    /// Closes the open period at `now`, writes the result to its account, and starts the next one.
    #[inline(never)]
    pub fn close_period(
        &mut self,
        period: &mut Record<Period>,
        address: &Address,
        payer: &Address,
        bump: u8,
        now: i64,
    ) {
        let open = self.period;
        let elapsed = now - open.started_at.get();
        let a = waterfall::close(&facts(self, elapsed), &rates(self));

        self.invested -= a.depreciation;
        self.loss_carried = (self.loss_carried.get() - a.loss_covered + a.loss).into();
        self.operating -= a.surplus;
        self.reserve += a.reserve + a.outside;
        self.solidarity += a.solidarity;
        self.dividends += a.members;
        self.fill_pots(&a);

        period.coop = *address;
        period.rent_payer = *payer;
        period.started_at = open.started_at;
        period.closed_at = now.into();
        period.revenue = open.revenue;
        period.expenses = open.expenses + a.depreciation;
        period.member_units = open.member_units;
        period.outside_units = open.outside_units;
        period.interest_per_share = self.interest_per_share;
        period.pioneer_per_unit = self.pioneer_per_unit;
        period.unsettled = open.unsettled;
        period.number = open.number;
        period.cash_bps = self.charter.cash_bps;
        period.bump = bump;
        period.record(&a);

        self.period_accounts += 1;
        self.shares_earning = self.shares_total;
        self.period = OpenPeriod::starting(open.number.get() + 1, self, now);
    }

    /// What ordinary resolutions and mandates may still spend in the open period.
    pub fn budget_left(&self) -> u64 {
        let (at_start, spent) = (self.period.operating_at_start.get(), self.period.budget_spent.get());
        voting::budget_left(at_start, self.charter.budget_bps.get(), spent)
    }

    /// Takes an expense or an investment out of operating; unless `special`, within the budget.
    pub fn spend(&mut self, amount: u64, investment: bool, special: bool) -> Result<()> {
        require!(amount <= self.operating.get(), CoopError::MoreThanOperating);
        require!(special || amount <= self.budget_left(), CoopError::BudgetExceeded);
        self.operating -= amount;
        if investment {
            self.invested += amount;
        } else {
            self.period.expenses += amount;
        }
        if !special {
            self.period.budget_spent += amount;
        }
        Ok(())
    }

    /// Refuses to cover more of a loss than there is, than a tenth of the reserve, or twice in 365 days.
    pub fn require_coverable(&self, amount: u64, now: i64) -> Result<()> {
        let most = self.loss_carried.get().min(self.reserve.get() / 10);
        require!((1..=most).contains(&amount), CoopError::LossCoverOutOfBounds);
        let last = self.loss_covered_at.get();
        require!(last == 0 || now - last >= YEAR, CoopError::LossCoveredRecently);
        Ok(())
    }

    /// Refuses, as the heir of the co-op at `address`, what is not an active co-op of the mint, a year old.
    pub fn require_heir(&self, address: &Address, heir: &Record<Coop>, now: i64) -> Result<()> {
        require!(
            heir.status() == CoopStatus::Active && !same(heir.address(), address),
            CoopError::HeirNotActive
        );
        require!(same(&heir.mint, &self.mint), CoopError::HeirOfAnotherMint);
        require!(now - heir.founded_at.get() >= YEAR, CoopError::HeirTooYoung);
        Ok(())
    }

    /// Whether a member had a vote when the proposal was made.
    pub fn is_of_the_snapshot(&self, member: &Member, proposal: &Proposal) -> bool {
        let since = if self.counts_by_pledge(member) { self.activated_at } else { member.elector_since };
        since != 0 && since.get() < proposal.created_at.get()
    }

    /// Takes out of the books what no claim is to: reserve, solidarity, and operating above all capital.
    pub fn release_unclaimed(&mut self) -> u64 {
        let above = self.operating.get().saturating_sub(self.equity());
        let amount = self.reserve.get() + self.solidarity.get() + above;
        self.operating -= above;
        self.reserve = PodU64::ZERO;
        self.solidarity = PodU64::ZERO;
        amount
    }

    /// Takes everything out of the books: whoever had a claim and did not make it has none any more.
    pub fn lapse_claims(&mut self, now: i64) -> u64 {
        let amount = self.buckets();
        for bucket in [
            &mut self.operating,
            &mut self.reserve,
            &mut self.solidarity,
            &mut self.dividends,
            &mut self.interest,
            &mut self.pioneers,
            &mut self.shares_total,
            &mut self.retained_total,
            &mut self.shares_earning,
            &mut self.pioneer_units,
        ] {
            *bucket = PodU64::ZERO;
        }
        self.interest_owed = PodU128::ZERO;
        self.pioneers_owed = PodU128::ZERO;
        self.members = PodU32::ZERO;
        self.electors = PodU32::ZERO;
        if self.swept_at == 0 {
            self.swept_at = now.into();
        }
        amount
    }

    /// What must hold after every instruction, as far as this account alone can tell.
    #[inline(never)]
    pub fn invariant(&self) -> Result<()> {
        let forming = self.status() == CoopStatus::Forming;
        require!(self.shares_earning.get() <= self.shares_total.get(), CoopError::InvariantBroken);
        require!(
            (self.interest_owed.get() >> 64) as u64 <= self.interest.get()
                && (self.pioneers_owed.get() >> 64) as u64 <= self.pioneers.get(),
            CoopError::InvariantBroken
        );
        require!(self.members.get() <= self.member_accounts.get(), CoopError::InvariantBroken);
        require!(self.founding_pool_live == 0 || forming, CoopError::InvariantBroken);
        require!(
            !forming || (self.operating == 0 && self.equity() == 0 && self.electors == 0),
            CoopError::InvariantBroken
        );
        Ok(())
    }
}

fn facts(coop: &Coop, elapsed: i64) -> Facts {
    Facts {
        elapsed,
        revenue: coop.period.revenue.get(),
        expenses: coop.period.expenses.get(),
        operating: coop.operating.get(),
        invested: coop.invested.get(),
        loss_carried: coop.loss_carried.get(),
        member_units: coop.period.member_units.get(),
        outside_units: coop.period.outside_units.get(),
        shares_earning: coop.shares_earning.get(),
        pioneer_units: coop.pioneer_units.get(),
        pioneer_per_unit: coop.pioneer_per_unit.get(),
        pioneers_due: coop.lifetime_revenue >= coop.charter.pioneer_threshold,
    }
}

fn rates(coop: &Coop) -> Rates {
    Rates {
        reserve_bps: coop.charter.reserve_bps.get(),
        solidarity_bps: coop.charter.solidarity_bps.get(),
        interest_cap_bps: coop.charter.interest_cap_bps.get(),
        depreciation_bps: coop.charter.depreciation_bps.get(),
        pioneer_bps: coop.charter.pioneer_bps.get(),
        pioneer_cap_bps: coop.charter.pioneer_cap_bps.get(),
    }
}
