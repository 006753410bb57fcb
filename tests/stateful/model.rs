//! The same co-ops in plain Rust, written from the design and not from the program: what each instruction
//! does, and for which reason it is refused. Amounts are computed in 128 bits; nothing of `coop-math` is used.

use crate::{
    action::{Action, Purse, Who, agent},
    resolutions::{Ballot, Mandate, Proposal},
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError as E,
    state::{CharterTerms, PoolTerms},
};
use coop_tests::world::code;
use std::{collections::BTreeMap, rc::Rc};

pub const DAY: i64 = 86_400;
pub const YEAR: i64 = 365 * DAY;
/// The quota's period while there is none.
pub const FORMING: u32 = u32::MAX;
/// Who founds the co-op of each slot: two of one founder, so that co-ops can be confused.
pub const FOUNDERS: [Who; 6] = [0, 0, 1, 2, 2, 1];

/// What the model expects of a call that does not go through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// For this reason.
    Code(u32),
    /// For whatever reason: accounts that are not there, money that is not there, spoiled calls.
    Somehow,
}

pub type Verdict = Result<(), Refused>;

pub fn refuse<T>(error: E) -> Result<T, Refused> {
    Err(Refused::Code(code(error)))
}

pub fn demand(holds: bool, error: E) -> Verdict {
    if holds { Ok(()) } else { refuse(error) }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Life {
    #[default]
    Unfounded,
    Alive,
    Buried,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Standing {
    #[default]
    Candidate = 1,
    Member = 2,
    Left = 3,
    Expelled = 4,
}

/// What is compared with the account of a co-op.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    pub seq: u64,
    pub founded_at: i64,
    pub activated_at: i64,
    pub electorless_since: i64,
    pub charter_version: u32,
    pub heir: Option<usize>,
    pub operating: u64,
    pub reserve: u64,
    pub solidarity: u64,
    pub dividends: u64,
    pub interest: u64,
    pub pioneers: u64,
    pub interest_owed: u128,
    pub pioneers_owed: u128,
    pub invested: u64,
    pub interest_per_share: u128,
    pub pioneer_per_unit: u128,
    pub pioneer_units: u64,
    pub lifetime_revenue: u64,
    pub take_rate: u16,
    pub revenue: u64,
    pub expenses: u64,
    pub member_units: u64,
    pub outside_units: u64,
    pub unsettled: u32,
    pub service_accounts: u32,
    pub period_accounts: u32,
    pub shares_total: u64,
    pub shares_in_transit: u64,
    pub retained_total: u64,
    pub shares_earning: u64,
    pub loss_carried: u64,
    pub period: u32,
    pub period_started_at: i64,
    pub operating_at_start: u64,
    pub redeemed: u64,
    pub members_at_start: u32,
    pub admitted: u32,
    pub members: u32,
    pub electors: u32,
    pub next_member: u32,
    pub member_accounts: u32,
    pub vouch_accounts: u32,
    pub pools: u32,
    pub pool_accounts: u32,
    pub founding_pool: u32,
    pub founding_pool_live: u8,
    pub dissolving_at: i64,
    pub swept_at: i64,
    pub loss_covered_at: i64,
    pub federation: Option<usize>,
    pub federation_sought: Option<usize>,
    pub budget_spent: u64,
    pub proposals: u32,
    pub proposal_accounts: u32,
    pub mandates: u32,
    pub mandate_accounts: u32,
    pub redirect_accounts: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// Who acts for it, and is paid.
    pub wallet: Who,
    pub rent_payer: Who,
    pub application: u64,
    pub applied_at: i64,
    pub admitted_at: i64,
    pub share_paid_at: i64,
    pub elector_since: i64,
    pub suspended_at: i64,
    pub left_at: i64,
    pub last_active_at: i64,
    pub shares: u64,
    pub shares_new: u64,
    pub matured: u64,
    pub bonded: u64,
    pub pledged: u64,
    pub dividends: u64,
    pub number: u32,
    pub units: u64,
    pub unsettled_period: u32,
    pub pioneer_units: u64,
    pub interest_checkpoint: u128,
    pub pioneer_checkpoint: u128,
    /// Period, retained, fees.
    pub vintages: [(u32, u64, u64); 8],
    pub vouched_in: u32,
    pub open_pledges: u32,
    pub founding_pledge: u32,
    pub ballots: u32,
    pub open_proposal: u32,
    pub vouches_needed: u8,
    pub vouches_received: u8,
    pub vouches_given: u8,
    pub standing: Standing,
}

/// Stands where a membership of a wallet would be that has taken over another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    pub wallet: Who,
    pub member: Who,
    pub rent_payer: Who,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vouch {
    pub rent_payer: Who,
    pub application: u64,
    pub voucher_application: u64,
    pub given_in: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pledge {
    pub rent_payer: Who,
    pub application: u64,
    pub amount: u64,
    pub use_amount: u64,
    pub bond: u64,
    pub charter_version: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Service {
    pub rent_payer: Who,
    pub owner: Who,
    pub payout: Purse,
    pub registered_at: i64,
    pub promised_until: i64,
    pub take_rate: u16,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub rent_payer: Who,
    pub started_at: i64,
    pub closed_at: i64,
    pub revenue: u64,
    pub expenses: u64,
    pub depreciation: u64,
    pub loss: u64,
    pub loss_covered: u64,
    pub surplus: u64,
    pub to_reserve: u64,
    pub to_solidarity: u64,
    pub to_interest: u64,
    pub to_reserve_for_outside: u64,
    pub to_pioneers: u64,
    pub to_members: u64,
    pub member_units: u64,
    pub outside_units: u64,
    pub member_rate: u128,
    pub interest_per_share: u128,
    pub pioneer_per_unit: u128,
    pub unpaid: u64,
    pub unsettled: u32,
    pub number: u32,
    pub cash_bps: u16,
}

/// What is compared with the account of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    pub raised: u64,
    pub use_pledged: u64,
    pub accepted: u64,
    pub shares_unclaimed: u64,
    pub refunds_unclaimed: u64,
    pub settled_at: i64,
    pub pledgers: u32,
    pub pledge_accounts: u32,
    pub succeeded: u8,
    pub use_from: u32,
}

#[derive(Clone, Debug)]
pub struct Pool {
    pub exists: bool,
    pub founding: bool,
    pub rent_payer: Who,
    pub terms: PoolTerms,
    /// The member share at the opening.
    pub floor: u64,
    pub gathered: Gathered,
    pub escrow: u64,
    pub pledges: BTreeMap<Who, Pledge>,
}

#[derive(Clone, Debug, Default)]
pub struct Coop {
    pub life: Life,
    pub charter: Option<CharterTerms>,
    pub books: Books,
    pub vault: u64,
    pub members: BTreeMap<Who, Member>,
    /// By candidate and voucher.
    pub vouches: BTreeMap<(Who, Who), Vouch>,
    pub pools: Vec<Pool>,
    pub services: Vec<Option<Service>>,
    pub periods: Vec<Option<Period>>,
    pub proposals: Vec<Option<Proposal>>,
    /// Of each on a proposal.
    pub ballots: BTreeMap<(usize, Who), Ballot>,
    pub mandates: Vec<Option<Mandate>>,
    /// By wallet.
    pub redirects: BTreeMap<Who, Redirect>,
    /// What each has paid in and was paid out, ever.
    pub paid: BTreeMap<Who, (u128, u128)>,
}

/// Lamports that each kind of account costs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rents {
    pub coop: u64,
    pub tokens: u64,
    pub member: u64,
    pub vouch: u64,
    pub pool: u64,
    pub pledge: u64,
    pub tombstone: u64,
    pub service: u64,
    pub period: u64,
    pub proposal: u64,
    pub ballot: u64,
    pub mandate: u64,
    pub redirect: u64,
    /// One byte more of anything.
    pub byte: u64,
}

#[derive(Clone, Debug)]
pub struct Model {
    pub now: i64,
    pub slot: u64,
    /// Addresses of the co-ops and of everyone: a draw depends on them.
    pub places: Rc<[Address]>,
    pub wallets: Rc<[Address]>,
    pub rents: Rents,
    /// Shared until changed: trying an action on a copy costs little.
    pub coops: Vec<Rc<Coop>>,
    /// Base units in the two token accounts of each.
    pub tokens: Vec<[u64; 2]>,
    pub lamports: Vec<u64>,
    /// Rent of ballots that went along to another wallet, less what came along.
    pub passed: Vec<i64>,
}

/// ⌊a × b ÷ c⌋
pub fn part(a: u64, b: u64, c: u64) -> u64 {
    (a as u128 * b as u128 / c as u128) as u64
}

/// What holders of some units are paid of a pot, and what of it nobody is owed any more.
fn draw(money: &mut u64, owed: &mut u128, per_unit: u128, units: u64) -> (u64, u64) {
    if per_unit == 0 || units == 0 {
        return (0, 0);
    }
    let due = per_unit * units as u128;
    let paid = (due >> 64) as u64;
    *owed -= due;
    let needed = owed.div_ceil(1 << 64) as u64;
    let dust = *money - paid - needed;
    *money = needed;
    (paid, dust)
}

/// ⌊x(2T − x) ÷ 2T⌋
fn bonus(x: u64, t: u64) -> u64 {
    let (x, t) = (x.min(t) as u128, t as u128);
    (x * (2 * t - x)).checked_div(2 * t).unwrap_or(0) as u64
}

/// ⌊a × 2⁶⁴ ÷ b⌋, 0 if b is.
fn ratio(a: u64, b: u64) -> u128 {
    ((a as u128) << 64).checked_div(b as u128).unwrap_or(0)
}

impl Member {
    pub fn is_unsettled(&self) -> bool {
        self.units > 0 || self.shares_new > 0
    }
}

impl Coop {
    /// What a close would write down, the account's payer and times left out, and what remains invested.
    fn closing(&self, now: i64) -> Period {
        let (b, t) = (&self.books, self.terms());
        let elapsed = (now - b.period_started_at) as u128;
        let year = 10_000 * YEAR as u128;
        let worn = (b.invested as u128 * t.depreciation_bps as u128 * elapsed).div_ceil(year);
        let depreciation = worn.min(b.invested as u128) as u64;
        let expenses = b.expenses + depreciation;
        let result = b.revenue as i128 - expenses as i128;
        let mut p = Period {
            revenue: b.revenue,
            expenses,
            depreciation,
            member_units: b.member_units,
            outside_units: b.outside_units,
            unsettled: b.unsettled,
            number: b.period,
            cash_bps: t.cash_bps,
            started_at: b.period_started_at,
            closed_at: now,
            ..Period::default()
        };
        if result <= 0 {
            p.loss = (-result) as u64;
            return p;
        }
        p.loss_covered = (result as u64).min(b.loss_carried);
        p.surplus = (result as u64 - p.loss_covered).min(b.operating);
        let s = p.surplus;
        p.to_reserve = (s as u128 * t.reserve_bps as u128).div_ceil(10_000) as u64;
        p.to_solidarity = part(s, t.solidarity_bps as u64, 10_000);
        let left = s - p.to_reserve - p.to_solidarity;
        let cap = b.shares_earning as u128 * t.interest_cap_bps as u128 * elapsed / year;
        p.to_interest = cap.min(left as u128 / 2) as u64;
        let pot = left - p.to_interest;
        p.to_reserve_for_outside = match (b.member_units, b.outside_units) {
            (0, _) => pot,
            (mine, others) => (pot as u128 * others as u128 / (mine as u128 + others as u128)) as u64,
        };
        let rest = pot - p.to_reserve_for_outside;
        if b.lifetime_revenue >= t.pioneer_threshold {
            let limit = ((t.pioneer_cap_bps as u128) << 64) / 10_000;
            let room = ((limit - b.pioneer_per_unit) * b.pioneer_units as u128) >> 64;
            p.to_pioneers = (part(rest, t.pioneer_bps as u64, 10_000) as u128).min(room) as u64;
        }
        p.to_members = rest - p.to_pioneers;
        p.unpaid = p.to_members;
        p.member_rate = ratio(p.to_members, b.member_units);
        p
    }

    /// Closes the open period and begins the next.
    pub fn close(&mut self, payer: Who, now: i64) {
        let mut p = self.closing(now);
        p.rent_payer = payer;
        let b = &mut self.books;
        b.invested -= p.depreciation;
        b.loss_carried = b.loss_carried + p.loss - p.loss_covered;
        b.operating -= p.surplus;
        b.reserve += p.to_reserve + p.to_reserve_for_outside;
        b.solidarity += p.to_solidarity;
        b.interest += p.to_interest;
        b.pioneers += p.to_pioneers;
        b.dividends += p.to_members;
        let (per_share, per_unit) =
            (ratio(p.to_interest, b.shares_earning), ratio(p.to_pioneers, b.pioneer_units));
        b.interest_owed += per_share * b.shares_earning as u128;
        b.pioneers_owed += per_unit * b.pioneer_units as u128;
        b.interest_per_share += per_share;
        b.pioneer_per_unit += per_unit;
        p.interest_per_share = b.interest_per_share;
        p.pioneer_per_unit = b.pioneer_per_unit;
        b.shares_earning = b.shares_total;
        b.period += 1;
        b.period_started_at = now;
        b.operating_at_start = b.operating;
        b.members_at_start = b.members;
        (b.redeemed, b.admitted, b.unsettled, b.budget_spent) = (0, 0, 0, 0);
        (b.revenue, b.expenses, b.member_units, b.outside_units) = (0, 0, 0, 0);
        b.period_accounts += 1;
        self.periods.push(Some(p));
    }

    /// Ends a membership.
    pub fn dismiss(&mut self, who: Who, standing: Standing, now: i64) {
        let m = &self.members[&who];
        let unclaimed = self.counted_unclaimed(m);
        let votes = m.elector_since != 0 || unclaimed;
        let open = m.unsettled_period == self.books.period;
        let (shares, new) = (m.shares, m.shares_new);
        let earning = if open { shares - new } else { shares };
        self.draw_returns(who);
        self.books.pioneer_units -= self.members[&who].pioneer_units;
        self.edit_member(who).pioneer_units = 0;
        if new > 0 && open {
            self.edit_member(who).shares_new = 0;
            self.books.unsettled -= !self.members[&who].is_unsettled() as u32;
        }
        if unclaimed {
            self.edit_member(who).founding_pledge = 0;
        }
        if votes {
            self.lose_elector(now);
        }
        self.books.members -= 1;
        self.books.shares_total -= shares;
        self.books.retained_total += shares;
        self.books.shares_earning -= earning;
        let m = self.edit_member(who);
        m.matured += shares;
        for (_, retained, _) in &mut m.vintages {
            m.matured += std::mem::take(retained);
        }
        (m.shares, m.elector_since, m.suspended_at) = (0, 0, 0);
        m.left_at = now;
        m.standing = standing;
    }

    fn owe(&mut self, who: Who, (paid, dust): (u64, u64)) {
        self.books.dividends += paid;
        self.books.reserve += dust;
        self.edit_member(who).dividends += paid;
    }

    /// What shares and pioneer units brought a member since it drew last.
    fn draw_returns(&mut self, who: Who) {
        let m = self.members[&who].clone();
        if m.standing != Standing::Member {
            return;
        }
        let b = &mut self.books;
        let per_share = b.interest_per_share - m.interest_checkpoint;
        let interest = draw(&mut b.interest, &mut b.interest_owed, per_share, m.shares - m.shares_new);
        let per_unit = b.pioneer_per_unit - m.pioneer_checkpoint;
        let bonus = draw(&mut b.pioneers, &mut b.pioneers_owed, per_unit, m.pioneer_units);
        let checkpoints = (b.interest_per_share, b.pioneer_per_unit);
        self.owe(who, interest);
        self.owe(who, bonus);
        let m = self.edit_member(who);
        (m.interest_checkpoint, m.pioneer_checkpoint) = checkpoints;
    }

    /// Something of the open period waits for its settlement from now on.
    fn count(&mut self, who: Who) {
        let period = self.books.period;
        let m = self.edit_member(who);
        if !m.is_unsettled() {
            m.unsettled_period = period;
            self.books.unsettled += 1;
        }
    }

    /// Matured capital as it would be if due vintages were moved now.
    pub fn matured(&self, m: &Member) -> u64 {
        let revolve = self.terms().revolve_periods as u32;
        let due = m.vintages.iter().filter(|(period, ..)| self.books.period > period + revolve);
        m.matured + due.map(|(_, retained, _)| retained).sum::<u64>()
    }

    fn fees_in(&self, m: &Member, period: u32) -> Option<u64> {
        if m.units > 0 && m.unsettled_period == period {
            return Some(m.units);
        }
        let (kept, _, fees) = m.vintages[period as usize % 8];
        if kept > period { None } else { Some(if kept == period { fees } else { 0 }) }
    }

    pub fn terms(&self) -> &CharterTerms {
        self.charter.as_ref().expect("founded")
    }

    pub fn is_active(&self) -> bool {
        self.books.activated_at != 0 && !self.is_dissolving()
    }

    pub fn is_dissolving(&self) -> bool {
        self.books.dissolving_at != 0
    }

    fn has_started(&self) -> bool {
        self.books.activated_at != 0
    }

    /// Claims stand until three years into the dissolution.
    pub fn require_claims(&self) -> Verdict {
        demand(self.books.swept_at == 0, E::ClaimsLapsed)
    }

    fn quota_period(&self) -> u32 {
        if self.has_started() { self.books.period } else { FORMING }
    }

    pub fn equity(&self) -> u64 {
        self.books.shares_total + self.books.shares_in_transit + self.books.retained_total
    }

    pub fn buckets(&self) -> u64 {
        let b = &self.books;
        b.operating + b.reserve + b.solidarity + b.dividends + b.interest + b.pioneers
    }

    /// Who acts for the membership that began with this wallet.
    pub fn wallet(&self, who: Who) -> Who {
        self.members.get(&who).map_or(who, |m| m.wallet)
    }

    /// Whether something stands where a membership of this wallet would be.
    pub fn is_taken(&self, wallet: Who) -> bool {
        self.members.contains_key(&wallet) || self.redirects.contains_key(&wallet)
    }

    pub fn member(&self, who: Who) -> Result<&Member, Refused> {
        self.members.get(&who).ok_or(Refused::Somehow)
    }

    pub fn edit_member(&mut self, who: Who) -> &mut Member {
        self.members.get_mut(&who).expect("checked before")
    }

    fn pool(&self, pool: usize) -> Result<&Pool, Refused> {
        self.pools.get(pool).filter(|p| p.exists).ok_or(Refused::Somehow)
    }

    pub fn service(&self, service: usize) -> Result<&Service, Refused> {
        self.services.get(service).and_then(|s| s.as_ref()).ok_or(Refused::Somehow)
    }

    fn edit_service(&mut self, service: usize) -> &mut Service {
        self.services[service].as_mut().expect("checked before")
    }

    fn vouches_needed(&self) -> u8 {
        self.books.members.min(self.terms().vouches_required as u32) as u8
    }

    /// The settlement counted it as an elector, and its pledge is still to be claimed.
    pub fn counted_unclaimed(&self, member: &Member) -> bool {
        self.has_started() && member.founding_pledge == self.books.founding_pool
    }

    pub fn lose_elector(&mut self, now: i64) {
        self.books.electors -= 1;
        if self.books.electors == 0 {
            self.books.electorless_since = now;
        }
    }

    /// What waits of an earlier period must be settled before more is added.
    fn require_settled(&self, member: &Member) -> Verdict {
        let settled = !member.is_unsettled() || member.unsettled_period == self.books.period;
        demand(settled, E::SettlePatronageFirst)
    }

    fn pay_in(&mut self, who: Who, amount: u64, now: i64) {
        if amount == 0 {
            return;
        }
        self.count(who);
        let share = self.terms().member_share;
        let member = self.edit_member(who);
        if member.shares < share {
            member.share_paid_at = now;
        }
        member.shares += amount;
        member.shares_new += amount;
    }

    /// Income: it repays what was invested first.
    pub fn take_in(&mut self, amount: u64) {
        let b = &mut self.books;
        let repaid = amount.min(b.invested);
        b.invested -= repaid;
        b.operating += amount;
        b.revenue += amount - repaid;
        b.outside_units += amount - repaid;
        b.lifetime_revenue += amount - repaid;
    }

    fn become_candidate(&mut self, who: Who, now: i64) {
        let needed = self.vouches_needed();
        self.books.seq += 1;
        let application = self.books.seq;
        let member = self.members.entry(who).or_default();
        member.application = application;
        member.applied_at = now;
        member.last_active_at = now;
        (member.admitted_at, member.left_at, member.share_paid_at) = (0, 0, 0);
        (member.vouches_needed, member.vouches_received) = (needed, 0);
        member.standing = Standing::Candidate;
    }
}

impl Pool {
    /// What a claim of `amount` becomes: the shares. The rest is refunded.
    fn share_of(&self, amount: u64) -> u64 {
        let (raised, accepted) = (self.gathered.raised as u128, self.gathered.accepted as u128);
        let base = self.gathered.pledgers as u128 * self.floor as u128;
        let above = amount as u128 - self.floor as u128;
        let share = if raised == base { 0 } else { above * (accepted - base) / (raised - base) };
        (self.floor as u128 + share) as u64
    }

    fn closed(&self) -> bool {
        let (t, g) = (&self.terms, &self.gathered);
        g.raised < t.min_raise || g.pledgers < t.min_members || g.use_pledged < t.min_use
    }
}

/// The first term of a charter outside its bound.
pub fn broken_term(c: &CharterTerms) -> Option<E> {
    let within = |v: u64, low: u64, high: u64| v >= low && v <= high;
    let days = |v: u32, low: u64, high: u64| within(v as u64, low * DAY as u64, high * DAY as u64);
    let bps = |v: u16, low: u64, high: u64| within(v as u64, low, high);
    let bounds = [
        (c.member_share >= 1, E::MemberShareOutOfBounds),
        (c.max_shares >= c.member_share, E::MaxSharesOutOfBounds),
        (within(c.vouches_required as u64, 1, 16), E::VouchesRequiredOutOfBounds),
        (within(c.vouches_per_period as u64, 1, 32), E::VouchesPerPeriodOutOfBounds),
        (bps(c.growth_bps, 1, 10_000), E::GrowthBpsOutOfBounds),
        (c.growth_floor >= 1, E::GrowthFloorOutOfBounds),
        (days(c.seasoning, 0, 90), E::SeasoningOutOfBounds),
        (bps(c.quorum_bps, 100, 5_000), E::QuorumOutOfBounds),
        (days(c.voting_period, 1, 30), E::VotingPeriodOutOfBounds),
        (days(c.timelock, 1, 90), E::TimelockOutOfBounds),
        (days(c.execution_window, 1, 30), E::ExecutionWindowOutOfBounds),
        (bps(c.exodus_bps, 500, 5_000), E::ExodusOutOfBounds),
        (days(c.period_length, 1, 366), E::PeriodLengthOutOfBounds),
        (bps(c.budget_bps, 0, 2_500), E::BudgetOutOfBounds),
        (c.take_rate_ceiling_bps <= 5_000, E::TakeRateCeilingOutOfBounds),
        (c.take_rate_bps <= c.take_rate_ceiling_bps, E::TakeRateOutOfBounds),
        (days(c.commitment, 0, 3_650), E::CommitmentOutOfBounds),
        (bps(c.reserve_bps, 500, 5_000), E::ReserveOutOfBounds),
        (c.solidarity_bps <= 4_000, E::SolidarityOutOfBounds),
        (c.interest_cap_bps <= 1_500, E::InterestCapOutOfBounds),
        (bps(c.depreciation_bps, 500, 10_000), E::DepreciationOutOfBounds),
        (bps(c.cash_bps, 2_000, 10_000), E::CashOutOfBounds),
        (within(c.revolve_periods as u64, 1, 8), E::RevolvePeriodsOutOfBounds),
        (bps(c.redemption_bps, 500, 10_000), E::RedemptionOutOfBounds),
        (c.pioneer_bps <= 2_000, E::PioneerShareOutOfBounds),
        (c.pioneer_threshold <= 1 << 62, E::PioneerThresholdOutOfBounds),
        (c.pioneer_cap_bps <= c.reserve_bps, E::PioneerCapOutOfBounds),
        (within(c.panel_size as u64, 9, 32), E::PanelSizeOutOfBounds),
        (c.review_bps <= 10_000, E::ReviewOutOfBounds),
    ];
    bounds.into_iter().find(|(holds, _)| !holds).map(|(_, error)| error)
}

/// The first term of a pool outside its bound.
pub fn broken_pool_term(t: &PoolTerms, floor: u64, now: i64) -> Option<E> {
    let least_bond = if t.min_use > 0 { 500 } else { 0 };
    let bounds = [
        (t.max_raise >= 1, E::MaxRaiseOutOfBounds),
        (t.min_raise <= t.max_raise, E::MinRaiseOutOfBounds),
        (t.min_members >= 1, E::MinMembersOutOfBounds),
        (t.min_members as u128 * floor as u128 <= t.max_raise as u128, E::NoRoomForMinMembers),
        (t.max_pledge >= floor && t.max_pledge >= 1, E::MaxPledgeOutOfBounds),
        (t.max_use <= 1 << 32, E::MaxUseOutOfBounds),
        (t.use_bond_bps >= least_bond && t.use_bond_bps <= 10_000, E::UseBondOutOfBounds),
        (t.opens >= now, E::OpensInThePast),
        (t.opens <= t.withdraw_until && t.withdraw_until <= t.deadline, E::TimesOutOfOrder),
        (t.deadline as i128 <= now as i128 + 180 * DAY as i128, E::DeadlineTooFar),
    ];
    bounds.into_iter().find(|(holds, _)| !holds).map(|(_, error)| error)
}

impl Model {
    /// Whether this would go through now.
    pub fn allows(&self, action: &Action) -> bool {
        self.clone().step(action).is_ok()
    }

    pub fn alive(&self, slot: usize) -> Result<&Coop, Refused> {
        Some(&*self.coops[slot]).filter(|c| c.life == Life::Alive).ok_or(Refused::Somehow)
    }

    pub fn edit(&mut self, slot: usize) -> &mut Coop {
        Rc::make_mut(&mut self.coops[slot])
    }

    pub fn pay_to(&mut self, slot: usize, to: Purse, amount: u64) {
        self.tokens[to.0][to.1] += amount;
        self.edit(slot).paid.entry(to.0).or_default().1 += amount as u128;
    }

    pub fn pay_from(&mut self, slot: usize, from: Purse, amount: u64) {
        self.tokens[from.0][from.1] -= amount;
        self.edit(slot).paid.entry(from.0).or_default().0 += amount as u128;
    }

    /// Does what the action does, or says why not and does nothing: all demands come before any change.
    pub fn step(&mut self, action: &Action) -> Verdict {
        let now = self.now;
        match *action {
            Action::Found { slot, name, ref charter, heir } => self.found(slot, name, charter, heir),
            Action::ReclaimCoop { slot, to } => {
                let c = self.alive(slot)?;
                demand(to == FOUNDERS[slot], E::RentPayerMismatch)?;
                demand(!c.has_started() || c.books.swept_at != 0, E::CoopNotForming)?;
                demand(c.books.swept_at == 0 || c.buckets() == 0, E::CoopInUse)?;
                let accounts = c.members.len()
                    + c.vouches.len()
                    + c.pools.iter().filter(|p| p.exists).count()
                    + c.services.iter().flatten().count()
                    + c.periods.iter().flatten().count()
                    + c.proposals.iter().flatten().count()
                    + c.mandates.iter().flatten().count()
                    + c.redirects.len();
                demand(accounts == 0, E::CoopInUse)?;
                self.lamports[to] += self.rents.coop + self.rents.tokens - self.rents.tombstone;
                *self.edit(slot) = Coop { life: Life::Buried, ..Coop::default() };
                Ok(())
            }
            Action::Apply { slot, who, payer } => {
                let c = self.alive(slot)?;
                if c.is_taken(who) {
                    return Err(Refused::Somehow);
                }
                demand(!c.is_dissolving(), E::CoopDissolving)?;
                demand(c.books.members > 0, E::CoopWithoutMembers)?;
                self.lamports[payer] -= self.rents.member;
                let c = self.edit(slot);
                c.become_candidate(who, now);
                let m = c.edit_member(who);
                (m.rent_payer, m.wallet) = (payer, who);
                c.books.member_accounts += 1;
                Ok(())
            }
            Action::Reapply { slot, who } => {
                let c = self.alive(slot)?;
                c.member(who)?;
                demand(!c.is_dissolving(), E::CoopDissolving)?;
                demand(c.member(who)?.standing == Standing::Left, E::NotLeft)?;
                demand(c.member(who)?.shares_new == 0, E::SettlePatronageFirst)?;
                demand(c.books.members > 0, E::CoopWithoutMembers)?;
                self.edit(slot).become_candidate(who, now);
                Ok(())
            }
            Action::WithdrawApplication { slot, who } => {
                let c = self.alive(slot)?;
                demand(c.member(who)?.standing == Standing::Candidate, E::NotACandidate)?;
                let c = self.edit(slot);
                let m = c.edit_member(who);
                m.standing = Standing::Left;
                m.left_at = now;
                c.books.seq += 1;
                Ok(())
            }
            Action::VouchFor { slot, voucher, candidate, payer } => {
                self.vouch_for(slot, voucher, candidate, payer)
            }
            Action::WithdrawVouch { slot, voucher, candidate, to } => {
                let c = self.alive(slot)?;
                c.member(voucher)?;
                let standing = c.member(candidate)?;
                let vouch = c.vouches.get(&(candidate, voucher)).ok_or(Refused::Somehow)?.clone();
                demand(to == vouch.rent_payer, E::RentPayerMismatch)?;
                demand(standing.standing == Standing::Candidate, E::NotACandidate)?;
                demand(vouch.application == standing.application, E::VouchOutdated)?;
                self.lamports[to] += self.rents.vouch;
                let c = self.edit(slot);
                c.vouches.remove(&(candidate, voucher));
                c.edit_member(candidate).vouches_received -= 1;
                let m = c.edit_member(voucher);
                if (m.vouched_in, m.application) == (vouch.given_in, vouch.voucher_application) {
                    m.vouches_given -= 1;
                }
                m.last_active_at = now;
                c.books.vouch_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimVouch { slot, voucher, candidate, to } => {
                let c = self.alive(slot)?;
                let vouch = c.vouches.get(&(candidate, voucher)).ok_or(Refused::Somehow)?;
                demand(to == vouch.rent_payer, E::RentPayerMismatch)?;
                let counts = c
                    .members
                    .get(&candidate)
                    .is_some_and(|m| m.standing == Standing::Candidate && m.application == vouch.application);
                demand(!counts, E::VouchCounts)?;
                self.lamports[to] += self.rents.vouch;
                let c = self.edit(slot);
                c.vouches.remove(&(candidate, voucher));
                c.books.vouch_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::Admit { slot, who } => {
                let c = self.alive(slot)?;
                let m = c.member(who)?;
                demand(!c.is_dissolving(), E::CoopDissolving)?;
                demand(m.standing == Standing::Candidate, E::NotACandidate)?;
                demand(m.vouches_received >= m.vouches_needed, E::VouchesMissing)?;
                if c.is_active() {
                    let share = part(c.books.members_at_start as u64, c.terms().growth_bps as u64, 10_000);
                    let limit = share.max(c.terms().growth_floor as u64);
                    demand((c.books.admitted as u64) < limit, E::GrowthCapReached)?;
                }
                let c = self.edit(slot);
                let number = c.books.next_member;
                c.books.admitted += c.is_active() as u32;
                c.books.next_member += 1;
                c.books.members += 1;
                c.books.seq += 1;
                let m = c.edit_member(who);
                m.standing = Standing::Member;
                m.admitted_at = now;
                m.number = number;
                Ok(())
            }
            Action::Subscribe { slot, who, amount } => {
                let c = self.alive(slot)?;
                let m = c.member(who)?;
                demand(c.is_active(), E::CoopNotActive)?;
                demand(m.standing == Standing::Member, E::NotAMember)?;
                demand(amount > 0, E::AmountZero)?;
                let wanted = m.shares as u128 + m.pledged as u128 + amount as u128;
                demand(wanted <= c.terms().max_shares as u128, E::SharesAboveMaximum)?;
                c.require_settled(m)?;
                let wallet = m.wallet;
                if self.tokens[wallet][0] < amount {
                    return Err(Refused::Somehow);
                }
                self.pay_from(slot, (wallet, 0), amount);
                let c = self.edit(slot);
                c.pay_in(who, amount, now);
                c.edit_member(who).last_active_at = now;
                c.books.shares_total += amount;
                c.books.operating += amount;
                c.vault += amount;
                c.books.seq += 1;
                Ok(())
            }
            Action::Enrol { slot, who, caller } => {
                let c = self.alive(slot)?;
                let m = c.member(who)?;
                demand(c.is_active(), E::CoopNotActive)?;
                demand(m.standing == Standing::Member, E::NotAMember)?;
                demand(m.elector_since == 0, E::AlreadyElector)?;
                demand(!c.counted_unclaimed(m), E::ClaimSharesFirst)?;
                demand(m.shares >= c.terms().member_share, E::MemberShareNotPaid)?;
                if m.suspended_at != 0 {
                    demand(caller == m.wallet, E::SuspendedMemberMustSign)?;
                } else {
                    let seasoned = now - m.share_paid_at >= c.terms().seasoning as i64;
                    demand(seasoned, E::SeasoningNotOver)?;
                }
                let c = self.edit(slot);
                let m = c.edit_member(who);
                if caller == m.wallet {
                    m.last_active_at = now;
                }
                m.elector_since = now;
                m.suspended_at = 0;
                c.books.electors += 1;
                c.books.electorless_since = 0;
                c.books.seq += 1;
                Ok(())
            }
            Action::Suspend { slot, who } => {
                let c = self.alive(slot)?;
                let m = c.member(who)?;
                demand(m.elector_since != 0, E::NotAnElector)?;
                c.require_claims()?;
                demand(now - m.last_active_at > YEAR, E::ElectorNotSilent)?;
                let c = self.edit(slot);
                let m = c.edit_member(who);
                m.suspended_at = now;
                m.elector_since = 0;
                c.lose_elector(now);
                c.books.seq += 1;
                Ok(())
            }
            Action::Resign { slot, who, over } => {
                let c = self.alive(slot)?;
                let m = c.member(who)?;
                if let Some(over) = over {
                    c.proposal(over)?;
                }
                demand(m.standing == Standing::Member, E::NotAMember)?;
                c.require_claims()?;
                let counts = over.is_some_and(|over| c.leaves_over(over, m, now));
                let c = self.edit(slot);
                if let Some(over) = over.filter(|_| counts) {
                    c.edit_proposal(over).exits += 1;
                }
                c.dismiss(who, Standing::Left, now);
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimMember { slot, who, to } => {
                let c = self.alive(slot)?;
                let m = c.member(who)?;
                demand(to == m.rent_payer, E::RentPayerMismatch)?;
                let owed = [m.shares, m.matured, m.bonded, m.pledged, m.dividends];
                let owed_nothing = m.standing == Standing::Left && owed == [0; 5] && !m.is_unsettled();
                let alone = [m.open_pledges, m.ballots, m.open_proposal] == [0; 3];
                let over = alone && (c.books.swept_at != 0 || owed_nothing);
                demand(over, E::MemberStillNeeded)?;
                self.lamports[to] += self.rents.member;
                let c = self.edit(slot);
                c.members.remove(&who);
                c.books.member_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::OpenPool { slot, ref terms } => self.open_pool(slot, terms),
            Action::MakePledge { slot, pool, who, payer, amount, use_amount } => {
                self.make_pledge(slot, pool, who, payer, amount, use_amount)
            }
            Action::WithdrawPledge { slot, pool, who, to, amount } => {
                self.withdraw_pledge(slot, pool, who, to, amount)
            }
            Action::SettlePool { slot, pool } => self.settle_pool(slot, pool),
            Action::ClaimShares { slot, pool, who } => self.claim_shares(slot, pool, who),
            Action::RefundPledge { slot, pool, who, to } => {
                let c = self.alive(slot)?;
                let p = c.pool(pool)?;
                let wallet = c.member(who)?.wallet;
                let amount = p.pledges.get(&who).ok_or(Refused::Somehow)?.amount;
                demand(to.0 == wallet, E::DestinationNotTheMembers)?;
                demand(p.gathered.settled_at != 0 && p.gathered.succeeded == 0, E::PoolNotFailed)?;
                demand(amount > 0, E::PledgeEmpty)?;
                self.pay_to(slot, to, amount);
                let c = self.edit(slot);
                let p = &mut c.pools[pool];
                p.escrow -= amount;
                p.pledges.get_mut(&who).expect("checked before").amount = 0;
                let m = c.edit_member(who);
                m.pledged -= amount;
                m.open_pledges -= 1;
                if m.founding_pledge == pool as u32 + 1 {
                    m.founding_pledge = 0;
                }
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimPledge { slot, pool, who, to } => {
                let c = self.alive(slot)?;
                let p = c.pool(pool)?;
                let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?;
                demand(to == pledge.rent_payer, E::RentPayerMismatch)?;
                let answers = pledge.bond != 0 && c.books.swept_at == 0;
                demand(pledge.amount == 0 && !answers, E::PledgeStillNeeded)?;
                self.lamports[to] += self.rents.pledge;
                let c = self.edit(slot);
                c.pools[pool].pledges.remove(&who);
                c.pools[pool].gathered.pledge_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::ReclaimPool { slot, pool, to } => {
                let c = self.alive(slot)?;
                let p = c.pool(pool)?;
                demand(to == p.rent_payer, E::RentPayerMismatch)?;
                let over = p.gathered.settled_at != 0 && p.gathered.pledge_accounts == 0;
                demand(over, E::PoolStillNeeded)?;
                let donated = p.escrow;
                self.lamports[to] += self.rents.pool + self.rents.tokens;
                let c = self.edit(slot);
                c.pools[pool].exists = false;
                c.pools[pool].escrow = 0;
                c.vault += donated;
                c.books.reserve += donated;
                c.books.pool_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::ClaimDividends { slot, caller, who, to } => {
                let c = self.alive(slot)?;
                let wallet = c.member(who)?.wallet;
                demand(to.0 == wallet, E::DestinationNotTheMembers)?;
                demand(caller == wallet || c.is_dissolving(), E::WalletMismatch)?;
                c.require_claims()?;
                let mut drawn = c.clone();
                drawn.draw_returns(who);
                let owed = drawn.members[&who].dividends;
                demand(owed > 0, E::NothingOwed)?;
                self.pay_to(slot, to, owed);
                let c = self.edit(slot);
                c.draw_returns(who);
                let m = c.edit_member(who);
                m.dividends = 0;
                if caller == wallet {
                    m.last_active_at = now;
                }
                c.books.dividends -= owed;
                c.vault -= owed;
                c.books.seq += 1;
                Ok(())
            }
            Action::Redeem { slot, caller, who, to, amount, at_least } => {
                self.redeem(slot, caller, who, to, amount, at_least)
            }
            Action::SyncVault { slot } => {
                let c = self.alive(slot)?;
                let donated = c.vault - c.buckets();
                demand(donated > 0, E::NothingToSync)?;
                let c = self.edit(slot);
                c.books.reserve += donated;
                c.books.seq += 1;
                Ok(())
            }
            Action::Propose { .. }
            | Action::CastVote { .. }
            | Action::CancelProposal { .. }
            | Action::Execute { .. }
            | Action::DrawMandate { .. }
            | Action::ReclaimProposal { .. }
            | Action::ReclaimBallot { .. }
            | Action::ReclaimMandate { .. }
            | Action::RemitSolidarity { .. }
            | Action::Dissolve { .. }
            | Action::FinishDissolution { .. }
            | Action::Collect { .. }
            | Action::CallPanel { .. }
            | Action::SeatPanel { .. }
            | Action::Object { .. }
            | Action::VetoRehome { .. }
            | Action::ReclaimRedirect { .. } => self.govern(action),
            Action::Warp { to } => {
                self.now = self.now.max(to);
                Ok(())
            }
            Action::Slots { count } => {
                self.slot += count;
                Ok(())
            }
            Action::Donate { slot, pool, who, amount } => {
                let c = self.alive(slot)?;
                if self.tokens[who][0] < amount {
                    return Err(Refused::Somehow);
                }
                if let Some(pool) = pool {
                    c.pool(pool)?;
                }
                self.tokens[who][0] -= amount;
                let c = self.edit(slot);
                match pool {
                    Some(pool) => c.pools[pool].escrow += amount,
                    None => c.vault += amount,
                }
                // it may be spent one day: by way of the reserve and a loss that is covered
                c.paid.entry(who).or_default().0 += amount as u128;
                Ok(())
            }
            Action::Endow { slot, purse, who, amount } => {
                if self.tokens[who][0] < amount {
                    return Err(Refused::Somehow);
                }
                self.tokens[who][0] -= amount;
                self.tokens[agent(slot)][purse] += amount;
                Ok(())
            }
            Action::RegisterService { slot, owner, payer, payout, name, most } => {
                let c = self.alive(slot)?;
                demand(c.is_active(), E::CoopNotActive)?;
                demand((1..=32).contains(&name), E::NameInvalid)?;
                demand(c.books.take_rate <= most, E::TakeRateAboveAccepted)?;
                self.lamports[payer] -= self.rents.service;
                let c = self.edit(slot);
                let service = Service {
                    rent_payer: payer,
                    owner,
                    payout,
                    registered_at: now,
                    promised_until: now + c.terms().commitment as i64,
                    take_rate: c.books.take_rate,
                };
                c.services.push(Some(service));
                c.books.service_accounts += 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::RepriceService { slot, service } => {
                let c = self.alive(slot)?;
                let s = c.service(service)?;
                let rate = c.books.take_rate;
                demand(c.is_active(), E::CoopNotActive)?;
                demand(rate != s.take_rate, E::TakeRateUnchanged)?;
                demand(rate < s.take_rate || now >= s.promised_until, E::TakeRatePromised)?;
                let c = self.edit(slot);
                c.edit_service(service).take_rate = rate;
                c.books.seq += 1;
                Ok(())
            }
            Action::UpdatePayout { slot, service, owner, payout } => {
                let c = self.alive(slot)?;
                demand(c.service(service)?.owner == owner, E::NotTheServiceOwner)?;
                let c = self.edit(slot);
                c.edit_service(service).payout = payout;
                c.books.seq += 1;
                Ok(())
            }
            Action::RetireService { slot, service, caller, to } => {
                let c = self.alive(slot)?;
                let s = c.service(service)?;
                demand(to == s.rent_payer, E::RentPayerMismatch)?;
                demand(caller == s.owner || c.is_dissolving(), E::NotTheServiceOwner)?;
                self.lamports[to] += self.rents.service;
                let c = self.edit(slot);
                c.services[service] = None;
                c.books.service_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
            Action::PayService { slot, service, who, as_member, payout, amount, max_fee } => {
                self.pay_service(slot, service, who, as_member, payout, amount, max_fee)
            }
            Action::BookIncome { slot, who, amount } => {
                let c = self.alive(slot)?;
                demand(c.is_active(), E::CoopNotActive)?;
                demand(amount > 0, E::AmountZero)?;
                if self.tokens[who][0] < amount {
                    return Err(Refused::Somehow);
                }
                self.pay_from(slot, (who, 0), amount);
                let c = self.edit(slot);
                c.vault += amount;
                c.take_in(amount);
                c.books.seq += 1;
                Ok(())
            }
            Action::ClosePeriod { slot, payer } => {
                let c = self.alive(slot)?;
                demand(c.is_active(), E::CoopNotActive)?;
                let over = now - c.books.period_started_at >= c.terms().period_length as i64;
                demand(over, E::PeriodNotOver)?;
                self.lamports[payer] -= self.rents.period;
                let c = self.edit(slot);
                c.close(payer, now);
                c.books.seq += 1;
                Ok(())
            }
            Action::SettlePatronage { slot, who, period } => self.settle_patronage(slot, who, period),
            Action::SettleUse { slot, pool, who } => self.settle_use(slot, pool, who),
            Action::ReclaimPeriod { slot, period, to } => {
                let c = self.alive(slot)?;
                let p = c.periods.get(period).and_then(|p| p.as_ref()).ok_or(Refused::Somehow)?;
                demand(to == p.rent_payer, E::RentPayerMismatch)?;
                let settled = p.unsettled == 0 || c.books.swept_at != 0;
                demand(settled && now - p.closed_at >= YEAR, E::PeriodStillNeeded)?;
                self.lamports[to] += self.rents.period;
                let c = self.edit(slot);
                c.periods[period] = None;
                c.books.period_accounts -= 1;
                c.books.seq += 1;
                Ok(())
            }
        }
    }

    fn found(&mut self, slot: usize, name: usize, charter: &CharterTerms, heir: Option<usize>) -> Verdict {
        if self.coops[slot].life != Life::Unfounded {
            return Err(Refused::Somehow);
        }
        let heir_coop = heir.map(|heir| self.alive(heir)).transpose()?;
        demand((1..=32).contains(&name), E::NameInvalid)?;
        if let Some(error) = broken_term(charter) {
            return refuse(error);
        }
        if let Some(heir) = heir_coop {
            demand(heir.is_active(), E::HeirNotActive)?;
            demand(self.now - heir.books.founded_at >= YEAR, E::HeirTooYoung)?;
        }
        let founder = FOUNDERS[slot];
        let now = self.now;
        self.lamports[founder] -= self.rents.coop + self.rents.tokens + self.rents.member;
        let c = self.edit(slot);
        c.life = Life::Alive;
        c.charter = Some(*charter);
        c.books = Books {
            seq: 1,
            founded_at: now,
            charter_version: 1,
            take_rate: charter.take_rate_bps,
            heir,
            members: 1,
            next_member: 1,
            member_accounts: 1,
            ..Books::default()
        };
        let member = Member {
            wallet: founder,
            rent_payer: founder,
            admitted_at: now,
            last_active_at: now,
            standing: Standing::Member,
            ..Member::default()
        };
        c.members.insert(founder, member);
        Ok(())
    }

    fn vouch_for(&mut self, slot: usize, voucher: Who, candidate: Who, payer: Who) -> Verdict {
        let c = self.alive(slot)?;
        let (v, m) = (c.member(voucher)?, c.member(candidate)?);
        if voucher == candidate || c.vouches.contains_key(&(candidate, voucher)) {
            return Err(Refused::Somehow);
        }
        demand(!c.is_dissolving(), E::CoopDissolving)?;
        demand(v.standing == Standing::Member, E::NotAMember)?;
        demand(m.standing == Standing::Candidate, E::NotACandidate)?;
        demand(m.vouches_received < m.vouches_needed, E::VouchesComplete)?;
        let period = c.quota_period();
        let given = if v.vouched_in == period { v.vouches_given } else { 0 };
        demand(given < c.terms().vouches_per_period, E::VouchesUsedUp)?;
        let (application, voucher_application) = (m.application, v.application);
        let now = self.now;
        self.lamports[payer] -= self.rents.vouch;
        let c = self.edit(slot);
        let vouch = Vouch { rent_payer: payer, application, voucher_application, given_in: period };
        c.vouches.insert((candidate, voucher), vouch);
        c.books.vouch_accounts += 1;
        c.edit_member(candidate).vouches_received += 1;
        let v = c.edit_member(voucher);
        v.vouched_in = period;
        v.vouches_given = given + 1;
        v.last_active_at = now;
        c.books.seq += 1;
        Ok(())
    }

    fn open_pool(&mut self, slot: usize, terms: &PoolTerms) -> Verdict {
        let founder = FOUNDERS[slot];
        let c = self.alive(slot)?;
        let m = c.member(founder)?;
        demand(m.wallet == founder, E::WalletMismatch)?;
        demand(!c.has_started(), E::CoopNotForming)?;
        demand(m.standing == Standing::Member, E::NotAMember)?;
        demand(c.books.founding_pool_live == 0, E::FoundingPoolLive)?;
        let floor = c.terms().member_share;
        if let Some(error) = broken_pool_term(terms, floor, self.now) {
            return refuse(error);
        }
        self.lamports[founder] -= self.rents.pool + self.rents.tokens;
        let c = self.edit(slot);
        c.pools.push(Pool {
            exists: true,
            founding: true,
            rent_payer: founder,
            terms: *terms,
            floor,
            gathered: Gathered::default(),
            escrow: 0,
            pledges: BTreeMap::new(),
        });
        c.books.pools += 1;
        c.books.pool_accounts += 1;
        c.books.founding_pool_live = 1;
        c.books.founding_pool = c.books.pools;
        c.books.seq += 1;
        Ok(())
    }

    fn make_pledge(
        &mut self,
        slot: usize,
        pool: usize,
        who: Who,
        payer: Who,
        amount: u64,
        use_amount: u64,
    ) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let (p, m) = (c.pool(pool)?, c.member(who)?);
        let (t, g) = (&p.terms, &p.gathered);
        demand(!c.is_dissolving(), E::CoopDissolving)?;
        demand(g.settled_at == 0, E::PoolSettled)?;
        demand(now >= t.opens, E::PoolNotOpenYet)?;
        demand(now <= t.deadline, E::PoolClosed)?;
        demand(m.standing == Standing::Member, E::NotAMember)?;
        demand(amount > 0 || use_amount > 0, E::NothingPledged)?;
        let old = p.pledges.get(&who).cloned().unwrap_or_default();
        let money = old.amount as u128 + amount as u128;
        let used = old.use_amount as u128 + use_amount as u128;
        let range = u64::MAX as u128;
        demand(money <= range, E::PledgeAboveMaximum)?;
        demand(used <= range, E::UseAboveMaximum)?;
        demand(money >= p.floor.max(1) as u128, E::PledgeBelowShare)?;
        demand(money <= t.max_pledge as u128, E::PledgeAboveMaximum)?;
        demand(used <= t.max_use as u128, E::UseAboveMaximum)?;
        demand(g.raised as u128 + amount as u128 <= range, E::PoolOverflow)?;
        let joins = old.amount == 0;
        let pledgers = g.pledgers + joins as u32;
        let room = pledgers as u128 * p.floor as u128 <= t.max_raise as u128;
        demand(!joins || room, E::NoRoomForShare)?;
        let wanted = m.shares as u128 + m.pledged as u128 + amount as u128;
        demand(wanted <= c.terms().max_shares as u128, E::SharesAboveMaximum)?;
        let wallet = m.wallet;
        if self.tokens[wallet][0] < amount {
            return Err(Refused::Somehow);
        }

        let is_new = !p.pledges.contains_key(&who);
        let founding = p.founding;
        if is_new {
            self.lamports[payer] -= self.rents.pledge;
        }
        self.pay_from(slot, (wallet, 0), amount);
        let c = self.edit(slot);
        let version = c.books.charter_version;
        let m = c.edit_member(who);
        m.pledged += amount;
        if founding {
            m.founding_pledge = pool as u32 + 1;
        }
        m.open_pledges += joins as u32;
        m.last_active_at = now;
        let application = m.application;
        let p = &mut c.pools[pool];
        p.escrow += amount;
        p.gathered.raised += amount;
        p.gathered.use_pledged += use_amount;
        p.gathered.pledgers = pledgers;
        p.gathered.pledge_accounts += is_new as u32;
        let rent_payer = if is_new { payer } else { old.rent_payer };
        let pledge = Pledge {
            rent_payer,
            application,
            amount: money as u64,
            use_amount: used as u64,
            bond: 0,
            charter_version: version,
        };
        p.pledges.insert(who, pledge);
        c.books.seq += 1;
        Ok(())
    }

    fn withdraw_pledge(&mut self, slot: usize, pool: usize, who: Who, to: Purse, amount: u64) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let p = c.pool(pool)?;
        let wallet = c.member(who)?.wallet;
        let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?;
        demand(to.0 == wallet, E::DestinationNotTheMembers)?;
        demand(p.gathered.settled_at == 0, E::PoolSettled)?;
        let amended = pledge.charter_version != c.books.charter_version;
        demand(now <= p.terms.withdraw_until || amended, E::WithdrawalOver)?;
        demand(amount > 0, E::NothingPledged)?;
        demand(amount <= pledge.amount, E::MoreThanPledged)?;
        let left = pledge.amount - amount;
        demand(left == 0 || left >= p.floor, E::PledgeBelowShare)?;

        self.pay_to(slot, to, amount);
        let c = self.edit(slot);
        let p = &mut c.pools[pool];
        let pledge = p.pledges.get_mut(&who).expect("checked before");
        pledge.amount = left;
        if left == 0 {
            p.gathered.use_pledged -= pledge.use_amount;
            p.gathered.pledgers -= 1;
            pledge.use_amount = 0;
        }
        p.gathered.raised -= amount;
        p.escrow -= amount;
        let m = c.edit_member(who);
        m.pledged -= amount;
        m.open_pledges -= (left == 0) as u32;
        if left == 0 && m.founding_pledge == pool as u32 + 1 {
            m.founding_pledge = 0;
        }
        m.last_active_at = now;
        c.books.seq += 1;
        Ok(())
    }

    fn settle_pool(&mut self, slot: usize, pool: usize) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let p = c.pool(pool)?;
        let (t, g) = (&p.terms, p.gathered);
        demand(g.settled_at == 0, E::PoolSettled)?;
        let passes = !p.closed();
        let full = now > t.withdraw_until && passes && g.raised >= t.max_raise;
        demand(c.is_dissolving() || now > t.deadline || full, E::TooEarlyToSettle)?;
        let succeeds = passes && !c.is_dissolving();
        let (max_raise, founding) = (t.max_raise, p.founding);

        let c = self.edit(slot);
        if founding {
            c.books.founding_pool_live = 0;
        }
        c.books.seq += 1;
        c.pools[pool].gathered.settled_at = now;
        if succeeds {
            let accepted = g.raised.min(max_raise);
            // pro-rata shares round down: up to one unit less than there are pledgers may prove refunds
            let aside = if g.raised > accepted { g.pledgers as u64 - 1 } else { 0 };
            let shares = accepted.saturating_sub(aside);
            let p = &mut c.pools[pool];
            p.gathered.succeeded = 1;
            p.gathered.accepted = accepted;
            p.gathered.shares_unclaimed = shares;
            p.gathered.refunds_unclaimed = g.raised - shares;
            p.gathered.use_from = if founding { 0 } else { c.books.period + 1 };
            p.escrow -= g.raised;
            c.vault += g.raised;
            let members = c.books.members;
            let books = &mut c.books;
            books.operating += shares;
            books.shares_in_transit += shares;
            books.dividends += g.raised - shares;
            if founding {
                books.activated_at = now;
                books.electors = g.pledgers;
                books.period_started_at = now;
                books.operating_at_start = books.operating;
                books.members_at_start = members;
            }
        }
        Ok(())
    }

    fn claim_shares(&mut self, slot: usize, pool: usize, who: Who) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let (p, m) = (c.pool(pool)?, c.member(who)?);
        let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?.clone();
        demand(p.gathered.succeeded == 1, E::PoolNotSucceeded)?;
        demand(pledge.amount > 0, E::PledgeEmpty)?;
        c.require_claims()?;
        let stays = m.standing == Standing::Member && m.application == pledge.application;
        if stays {
            c.require_settled(m)?;
        }
        let share = p.share_of(pledge.amount);
        let refund = pledge.amount - share;
        let moved = share.saturating_sub(p.gathered.shares_unclaimed);
        let bonded = share as u128 * p.terms.use_bond_bps as u128;
        let bond = if pledge.use_amount == 0 { 0 } else { bonded.div_ceil(10_000) as u64 };
        let settled_at = p.gathered.settled_at;
        let founding = p.founding;
        let counted = founding && c.counted_unclaimed(m);

        let c = self.edit(slot);
        let p = &mut c.pools[pool];
        p.gathered.shares_unclaimed = p.gathered.shares_unclaimed + moved - share;
        p.gathered.refunds_unclaimed = p.gathered.refunds_unclaimed - moved - refund;
        let kept = p.pledges.get_mut(&who).expect("checked before");
        kept.amount = 0;
        kept.bond = bond;
        c.books.operating += moved;
        c.books.dividends -= moved;
        c.books.shares_in_transit = c.books.shares_in_transit + moved - share;
        let m = c.edit_member(who);
        m.pledged -= pledge.amount;
        m.open_pledges -= 1;
        m.dividends += refund;
        m.bonded += bond;
        if founding {
            m.founding_pledge = 0;
        }
        if stays {
            if founding {
                m.elector_since = settled_at;
            }
            c.pay_in(who, share, now);
            c.books.shares_total += share;
        } else {
            m.matured += share;
            c.books.retained_total += share;
            if counted {
                c.lose_elector(now);
            }
        }
        c.books.seq += 1;
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "what the instruction names")]
    fn pay_service(
        &mut self,
        slot: usize,
        service: usize,
        who: Who,
        as_member: bool,
        payout: Purse,
        amount: u64,
        max_fee: u64,
    ) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let s = c.service(service)?;
        let payer = if as_member { c.member(who)?.wallet } else { who };
        // one account in the place of two
        if payout == (payer, 0) {
            return Err(Refused::Somehow);
        }
        demand(payout == s.payout, E::PayoutMismatch)?;
        demand(c.is_active(), E::CoopNotActive)?;
        demand(amount > 0, E::AmountZero)?;
        let fee = (amount as u128 * s.take_rate as u128).div_ceil(10_000) as u64;
        demand(fee <= max_fee, E::FeeAboveMaximum)?;
        let counts = as_member && c.member(who)?.standing == Standing::Member;
        if counts && fee > 0 {
            c.require_settled(c.member(who)?)?;
        }
        if self.tokens[payer][0] < amount {
            return Err(Refused::Somehow);
        }
        self.tokens[payer][0] -= amount - fee;
        self.tokens[payout.0][payout.1] += amount - fee;
        self.pay_from(slot, (payer, 0), fee);
        let c = self.edit(slot);
        c.vault += fee;
        if counts {
            if fee > 0 {
                c.count(who);
            }
            let t = c.terms().pioneer_threshold;
            let before = c.books.lifetime_revenue;
            let made = bonus(before + fee, t) - bonus(before, t);
            c.books.member_units += fee;
            c.books.pioneer_units += made;
            let m = c.edit_member(who);
            m.units += fee;
            m.pioneer_units += made;
            m.last_active_at = now;
        } else {
            c.books.outside_units += fee;
        }
        c.books.revenue += fee;
        c.books.lifetime_revenue += fee;
        c.books.operating += fee;
        c.books.seq += 1;
        Ok(())
    }

    fn settle_patronage(&mut self, slot: usize, who: Who, period: usize) -> Verdict {
        let c = self.alive(slot)?;
        let m = c.member(who)?;
        let p = c.periods.get(period).and_then(|p| p.as_ref()).ok_or(Refused::Somehow)?.clone();
        c.require_claims()?;
        demand(m.is_unsettled() && m.unsettled_period as usize == period, E::NothingToSettle)?;
        let (units, new, stays) = (m.units, m.shares_new, m.standing == Standing::Member);
        let all = ((p.member_rate * units as u128) >> 64) as u64;
        let cash = part(all, p.cash_bps as u64, 10_000);

        let c = self.edit(slot);
        c.draw_returns(who);
        let end = c.members[&who].interest_checkpoint;
        let earned = if new > 0 { end - p.interest_per_share } else { 0 };
        let b = &mut c.books;
        let interest = draw(&mut b.interest, &mut b.interest_owed, earned, new);
        c.owe(who, interest);
        let m = c.edit_member(who);
        (m.units, m.shares_new) = (0, 0);
        if units > 0 {
            m.dividends += cash;
            let slot = &mut m.vintages[period % 8];
            m.matured += slot.1;
            *slot = (period as u32, if stays { all - cash } else { 0 }, units);
            m.matured += if stays { 0 } else { all - cash };
        }
        c.books.dividends -= all - cash;
        c.books.operating += all - cash;
        c.books.retained_total += all - cash;
        let p = c.periods[period].as_mut().expect("checked before");
        p.unpaid -= all;
        p.unsettled -= 1;
        if p.unsettled == 0 {
            c.books.dividends -= p.unpaid;
            c.books.reserve += p.unpaid;
            p.unpaid = 0;
        }
        c.books.seq += 1;
        Ok(())
    }

    fn settle_use(&mut self, slot: usize, pool: usize, who: Who) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let (p, m) = (c.pool(pool)?, c.member(who)?);
        let pledge = p.pledges.get(&who).ok_or(Refused::Somehow)?.clone();
        demand(pledge.bond > 0, E::NoBond)?;
        c.require_claims()?;
        let from = p.gathered.use_from;
        let due = c.books.period > from + 1;
        demand(due || c.is_dissolving(), E::UseNotDue)?;
        let fees = match (c.fees_in(m, from), c.fees_in(m, from + 1)) {
            (Some(a), Some(b)) if due => a + b,
            _ => pledge.use_amount,
        };
        let missing = pledge.use_amount.saturating_sub(fees);
        let lost = part(pledge.bond, missing, pledge.use_amount);
        let worth =
            if c.books.operating >= c.equity() { lost } else { part(lost, c.books.operating, c.equity()) };
        let same = m.standing == Standing::Member && m.application == pledge.application;
        let from_shares = if same { lost.min(m.shares) } else { lost.saturating_sub(m.matured) };
        let from_new = from_shares.saturating_sub(m.shares.saturating_sub(m.shares_new));
        if from_new > 0 {
            demand(m.unsettled_period == c.books.period, E::SettlePatronageFirst)?;
        }

        let c = self.edit(slot);
        if from_shares > 0 {
            c.draw_returns(who);
            let share = c.terms().member_share;
            let m = c.edit_member(who);
            m.shares -= from_shares;
            m.shares_new -= from_new;
            let emptied = from_new > 0 && !m.is_unsettled();
            let unvoted = m.elector_since != 0 && m.shares < share;
            if unvoted {
                m.elector_since = 0;
            }
            c.books.unsettled -= emptied as u32;
            c.books.shares_total -= from_shares;
            c.books.shares_earning -= from_shares - from_new;
            if unvoted {
                c.lose_elector(now);
            }
        }
        let m = c.edit_member(who);
        m.matured -= lost - from_shares;
        m.bonded -= pledge.bond;
        let kept = c.pools[pool].pledges.get_mut(&who).expect("checked before");
        (kept.bond, kept.use_amount) = (0, 0);
        c.books.retained_total -= lost - from_shares;
        c.books.operating -= worth;
        c.books.reserve += worth;
        c.books.loss_carried = c.books.loss_carried.saturating_sub(lost - worth);
        c.books.seq += 1;
        Ok(())
    }

    fn redeem(
        &mut self,
        slot: usize,
        caller: Who,
        who: Who,
        to: Purse,
        amount: u64,
        at_least: u64,
    ) -> Verdict {
        let now = self.now;
        let c = self.alive(slot)?;
        let wallet = c.member(who)?.wallet;
        demand(to.0 == wallet, E::DestinationNotTheMembers)?;
        demand(caller == wallet || c.is_dissolving(), E::WalletMismatch)?;
        c.require_claims()?;
        demand(amount > 0, E::AmountZero)?;
        let mut c = c.clone();
        if c.is_dissolving() && c.members[&who].standing == Standing::Member {
            c.dismiss(who, Standing::Left, now);
        }
        let m = c.members[&who].clone();
        let matured = c.matured(&m);
        let free = (matured as i128 - (m.bonded as i128 - m.shares as i128).max(0)).max(0);
        demand(amount as i128 <= free, E::MoreThanMatured)?;
        demand(caller == wallet || amount as i128 == free, E::RedeemsAllOrNothing)?;
        let (operating, equity) = (c.books.operating, c.equity());
        let paid = if operating >= equity { amount } else { part(amount, operating, equity) };
        demand(paid > 0 && paid >= at_least, E::PaidTooLittle)?;
        let capped = m.standing == Standing::Member;
        if capped {
            let cap = part(c.books.operating_at_start, c.terms().redemption_bps as u64, 10_000);
            demand(c.books.redeemed as u128 + paid as u128 <= cap as u128, E::RedemptionCapReached)?;
        }
        *self.edit(slot) = c;
        self.pay_to(slot, to, paid);
        let c = self.edit(slot);
        let (revolve, open) = (c.terms().revolve_periods as u32, c.books.period);
        let m = c.edit_member(who);
        for (period, retained, _) in &mut m.vintages {
            if open > *period + revolve {
                *retained = 0;
            }
        }
        m.matured = matured - amount;
        if caller == wallet {
            m.last_active_at = now;
        }
        c.books.redeemed += if capped { paid } else { 0 };
        c.books.retained_total -= amount;
        c.books.operating -= paid;
        c.books.loss_carried = c.books.loss_carried.saturating_sub(amount - paid);
        c.vault -= paid;
        c.books.seq += 1;
        Ok(())
    }
}
