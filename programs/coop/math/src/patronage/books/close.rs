//! Closing a period: wear, leavers, and where the surplus goes.
//!
//! | step | takes |
//! |---|---|
//! | wear | of what is invested and at the agent, by money × seconds; paid by earnings to the fund as far as they reach |
//! | the reserve's own | what was sold or came home of `reserve_due` passes from fund to reserve |
//! | leavers (`leavers.rs`) | all capital asked back, at one price ([`Price`](super::Price)); then the reserve's own again, for what they gave up |
//! | reserve | ⌈S × `reserve_bps`⌉; the surplus S is what is left of earnings |
//! | solidarity | ⌊S × `solidarity_bps`⌋, of it ⌊`remit_bps`⌋ to the federation, if there is one |
//! | interest | min(⌊half of the rest⌋, earning shares × `interest_cap_bps` × time) |
//! | work | min(⌊pot × `work_bps`⌋, pay for work); the part of outside work to the reserve |
//! | outside use | ⌈rest × outside units ÷ all units⌉ to the reserve |
//! | pioneers | min(⌊rest × `pioneer_bps`⌋, room under their cap), from their date on |
//! | members | the rest, by units; without member units to the reserve |
//!
//! The parts of the surplus always come to exactly S.

use super::Books;
use crate::{
    YEAR,
    fixed::{
        ALL_BPS, Wide, bps_ceil, bps_floor, div_rem, mul_div_floor, product, q64_floor, q64_ratio, q64_times,
    },
    patronage::pioneers::{Pot, pioneer_units, pioneer_weight_ceil},
};

/// Basis points × seconds in a year: what a yearly rate is a fraction of.
const YEARLY: u64 = ALL_BPS * YEAR as u64;
/// Longer than this counts as this, in seconds: about 34 800 years. It keeps products within 128 bits.
const LONGEST: i64 = 1 << 40;

/// The terms a period began with, in basis points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    pub reserve_bps: u16,
    pub solidarity_bps: u16,
    /// Of solidarity, to the federation.
    pub remit_bps: u16,
    pub interest_cap_bps: u16,
    pub depreciation_bps: u16,
    /// Of the pot, to work before use.
    pub work_bps: u16,
    /// Of a dividend, paid in cash.
    pub cash_bps: u16,
    pub pioneer_bps: u16,
}

/// What was done in a period: the measure of patronage, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Units of members, and of those who resigned in the period.
    pub member_units: u64,
    /// Units of those who are not members.
    pub outside_units: u64,
    /// The part of `member_units` of those who resigned in the period: paid wholly in cash.
    pub leaving_units: u64,
    /// Pay for work of members, and of those who resigned in the period.
    pub member_work: u64,
    /// Pay for work of those who are not members.
    pub outside_work: u64,
    /// The part of `member_work` of those who resigned in the period.
    pub leaving_work: u64,
}

/// The pioneers at a close.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pioneers {
    /// Units made by dividends so far.
    pub units: u64,
    /// Shares of the founding pool still held: each makes `shares_bps` of a unit.
    pub founding_shares: u64,
    /// What one unit has returned so far, Q64.64.
    pub per_unit: u128,
    /// Lifetime surplus at which no more units are made; 0: none ever.
    pub threshold: u64,
    /// What one unit can ever return, of itself.
    pub cap_bps: u16,
    pub shares_bps: u16,
    /// Whether their date has come: they are paid, and no more units are made.
    pub due: bool,
}

/// The facts that a close needs besides the books.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    pub rates: Rates,
    /// What was done in the period.
    pub done: Use,
    pub pioneers: Pioneers,
    /// Shares that earn interest: paid in before the period and still there.
    pub shares_earning: u64,
    /// Surplus since the founding.
    pub lifetime_surplus: u64,
    /// Unix seconds.
    pub started_at: i64,
    pub now: i64,
    /// Whether a federation has a part in this period: the co-op was in it when the period began.
    pub federated: bool,
    /// Whether this is the last close, of a dissolution: whoever asked for capital has a claim instead.
    pub last: bool,
}

/// What a close decided. The parts of the surplus from `reserve` to `members` come to exactly `surplus`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Closed {
    /// Wear of `invested` and `at_agent`.
    pub wear: u64,
    /// The part of `wear` that neither earnings nor the reserve's own assets bore.
    pub loss: u64,

    /// All capital asked back, if anyone was paid; else 0.
    pub asked: u64,
    /// Paid for it in all.
    pub paid: u64,
    /// Capital that this retired: `asked`, or less where the fund did not reach.
    pub retired: u64,
    /// The part of `paid` that is owed to members; the rest went to the reserve for forfeited capital.
    pub paid_to_members: u64,
    /// The part of `retired` that members held.
    pub retired_of_members: u64,
    /// The price everyone was paid at.
    pub price_bps: u16,

    /// What was allocated.
    pub surplus: u64,
    /// To the reserve as the charter promises.
    pub reserve: u64,
    pub solidarity: u64,
    /// To the federation.
    pub federation: u64,
    pub interest: u64,
    /// To members for their work.
    pub work: u64,
    /// To the reserve: the parts of outside work and outside use, and parts that no member is there to receive.
    pub outside: u64,
    pub pioneers: u64,
    /// To members for their use.
    pub members: u64,
    /// The part of `work` and `members` that is kept as capital: rounded down.
    pub retained: u64,

    /// Of one member unit, Q64.64.
    pub member_rate: u128,
    /// Of one unit of members' work, Q64.64.
    pub work_rate: u128,
    /// Added to the interest of one share, Q64.64.
    pub interest_per_share: u128,
    /// Added to the return of one pioneer unit, Q64.64.
    pub pioneer_per_unit: u128,
    /// Pioneer units that the whole surplus would make.
    pub pioneer_units_made: u64,
    /// The part of them that falls to members' dividends: counted from the next close on.
    pub pioneer_units: u64,
    /// Of a dividend, paid in cash.
    pub cash_bps: u16,
}

impl Closed {
    /// What members are owed in cash by this close and have to be settled to them.
    pub const fn owed_in_cash(&self) -> u64 {
        self.members + self.work - self.retained + self.paid_to_members
    }
}

impl Books {
    /// Closes a period: see the table of this module. Afterwards nothing is fresh, moved or asked for, and earnings
    /// are 0.
    pub fn close(&mut self, facts: &Facts) -> Closed {
        // at the end everyone leaves, and nobody's dividends become what all claims share
        let cash_bps = if facts.last { ALL_BPS as u16 } else { facts.rates.cash_bps };
        let mut closed = Closed { cash_bps, ..Closed::default() };
        self.wear(facts, &mut closed);
        if !facts.last {
            self.pay_leavers(&mut closed);
            self.pass_reserves_own();
        }
        self.asked = 0;
        self.fresh = 0;
        (self.moved_out, self.moved_back, self.bought) = (0, 0, 0);
        self.allocate(facts, &mut closed);
        closed
    }

    /// Takes the wear d off the assets. The members' part of d wears first, until the assets are no more than
    /// `reserve_due`; the rest of d is the reserve's part. Earnings pay d as far as they reach,
    /// the members' part first. What they do not pay of the members' part is loss; what they do not pay of the
    /// reserve's part lapses. Then the part of `reserve_due` that no asset covers any more, because it was sold or came
    /// home, passes from fund to reserve.
    fn wear(&mut self, facts: &Facts, closed: &mut Closed) {
        self.accrue(facts.now);
        if self.invested == 0 && self.at_agent == 0 && self.reserve_due == 0 {
            (self.invested_seconds, self.agent_seconds) = (Wide::default(), Wide::default());
            (self.invested_remainder, self.agent_remainder) = (0, 0);
            return;
        }
        let bps = facts.rates.depreciation_bps;
        let (of_invested, rest) =
            worn(bps, self.invested, self.invested_seconds.get(), self.invested_remainder);
        self.invested_remainder = rest;
        let (of_agent, rest) = worn(bps, self.at_agent, self.agent_seconds.get(), self.agent_remainder);
        self.agent_remainder = rest;
        (self.invested_seconds, self.agent_seconds) = (Wide::default(), Wide::default());

        let members_part = (self.invested + self.at_agent).saturating_sub(self.reserve_due);
        let d = of_invested + of_agent;
        let (to_fund, to_reserve) = (d.min(members_part), d.saturating_sub(members_part));
        let paid = d.min(self.earnings);
        let paid_to_fund = paid.min(to_fund);
        self.invested -= of_invested;
        self.at_agent -= of_agent;
        self.earnings -= paid;
        self.fund += paid_to_fund;
        self.loss += to_fund - paid_to_fund;
        self.reserve += paid - paid_to_fund;
        self.reserve_due -= to_reserve;
        (closed.wear, closed.loss) = (d, to_fund - paid_to_fund);

        self.pass_reserves_own();
    }

    /// Allocates the surplus.
    fn allocate(&mut self, facts: &Facts, c: &mut Closed) {
        let (rates, done, pioneers) = (&facts.rates, &facts.done, &facts.pioneers);
        let surplus = self.earnings;
        c.surplus = surplus;
        if surplus == 0 {
            self.interest_remainder = 0;
            return;
        }
        self.earnings = 0;
        c.reserve = bps_ceil(surplus, rates.reserve_bps);
        let solidarity = bps_floor(surplus, rates.solidarity_bps).min(surplus - c.reserve);
        c.federation = if facts.federated { bps_floor(solidarity, rates.remit_bps) } else { 0 };
        c.solidarity = solidarity - c.federation;
        let left = surplus - c.reserve - solidarity;
        // ⌊left ÷ 2⌋: the odd unit is for use and work
        c.interest = self.interest_of(facts, left / 2);
        let pot = left - c.interest;

        let all_work = done.member_work.saturating_add(done.outside_work);
        let for_work = bps_floor(pot, rates.work_bps).min(all_work);
        c.work = part_floor(for_work, done.member_work, done.outside_work);
        let for_use = pot - for_work;
        let of_members = part_floor(for_use, done.member_units, done.outside_units);

        let mut weight = 0;
        if pioneers.due {
            weight = pioneer_weight_ceil(pioneers.units, pioneers.founding_shares, pioneers.shares_bps);
            if weight > 0 {
                let room = pioneer_cap(pioneers.cap_bps).saturating_sub(pioneers.per_unit);
                c.pioneers = bps_floor(of_members, rates.pioneer_bps).min(q64_floor(room, weight));
            }
        }
        c.members = of_members - c.pioneers;
        c.outside = pot - c.work - of_members;

        let staying = part_floor(c.members, done.member_units - done.leaving_units, done.leaving_units)
            + part_floor(c.work, done.member_work - done.leaving_work, done.leaving_work);
        c.retained = bps_floor(staying, ALL_BPS as u16 - c.cash_bps);
        c.member_rate = q64_ratio(c.members, done.member_units);
        c.work_rate = q64_ratio(c.work, done.member_work);
        if !pioneers.due {
            c.pioneer_units_made = pioneer_units(facts.lifetime_surplus, surplus, pioneers.threshold);
            // dividends are part of the surplus, so the quotient is there and at most what is made
            c.pioneer_units = mul_div_floor(c.pioneer_units_made, staying, surplus).unwrap_or(0);
        }

        self.reserve += c.reserve + c.outside;
        self.solidarity += c.solidarity;
        self.federation_due += c.federation;
        self.dividends += c.members + c.work - c.retained;
        self.fund += c.retained;
        self.retained_total += c.retained;
        if c.interest != 0 {
            c.interest_per_share = q64_ratio(c.interest, facts.shares_earning);
            let owed = q64_times(c.interest_per_share, facts.shares_earning);
            let pot = Pot { money: self.interest, owed: self.interest_owed.get() }.fill(c.interest, owed);
            (self.interest, self.interest_owed) = (pot.money, pot.owed.into());
        }
        if c.pioneers != 0 {
            c.pioneer_per_unit = q64_ratio(c.pioneers, weight);
            let owed = q64_times(c.pioneer_per_unit, weight);
            let pot = Pot { money: self.pioneers, owed: self.pioneers_owed.get() }.fill(c.pioneers, owed);
            (self.pioneers, self.pioneers_owed) = (pot.money, pot.owed.into());
        }
    }

    /// The interest of the period, including the fraction of a unit that was kept from the period before; the new
    /// fraction is kept for the next. At most `half`; what exceeds it lapses, and without a surplus all of it does,
    /// because interest is a part of surpluses and not a debt.
    fn interest_of(&mut self, facts: &Facts, half: u64) -> u64 {
        if facts.shares_earning == 0 || facts.rates.interest_cap_bps == 0 {
            self.interest_remainder = 0;
            return 0;
        }
        let elapsed = facts.now.saturating_sub(facts.started_at).clamp(0, LONGEST);
        // below 2^64 × 2^40 × 2^14
        let rate = elapsed as u64 * facts.rates.interest_cap_bps as u64;
        let wide = product(facts.shares_earning, rate) + self.interest_remainder as u128;
        let (most, rest) = div_rem(wide, YEARLY);
        self.interest_remainder = if most <= half { rest } else { 0 };
        most.min(half)
    }
}

/// What wears of an asset, and what is left below a base unit of it; `seconds`: asset × seconds.
#[inline(never)]
fn worn(bps: u16, asset: u64, seconds: u128, remainder: u64) -> (u64, u64) {
    if asset == 0 {
        return (0, 0);
    }
    if seconds == 0 {
        return (0, remainder);
    }
    // below 2^64 × 2^40; more than 2^112 would wear any asset
    let seconds = seconds.min(1 << 112);
    let (d, rest) = div_rem(q64_times(seconds, bps as u64) + remainder as u128, YEARLY);
    if d >= asset { (asset, 0) } else { (d, rest) }
}

/// The part of `amount` that falls to `ours` of `ours` + `others`: rounded down; 0 if ours is 0.
fn part_floor(amount: u64, ours: u64, others: u64) -> u64 {
    if ours == 0 {
        0
    } else if others == 0 {
        amount
    } else {
        mul_div_floor(amount, ours, ours.saturating_add(others)).unwrap_or(0)
    }
}

/// The most that a pioneer unit can ever bring, Q64.64: `cap_bps` of itself.
pub const fn pioneer_cap(cap_bps: u16) -> u128 {
    q64_ratio(cap_bps as u64, ALL_BPS)
}
