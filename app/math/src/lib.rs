//! What of `coop-math` the page and the command line call: the tables below are all there is to edit.
//!
//! `cargo xtask client` compiles them to WebAssembly and writes `app/src/generated/math`. Numbers of up to 32 bits are
//! TypeScript's `number`, wider ones `bigint`; names become camelCase. A function that panics throws.
#![cfg_attr(target_family = "wasm", no_std)]

mod wire;

#[cfg(not(target_family = "wasm"))]
pub mod host;
#[cfg(not(target_family = "wasm"))]
mod samples;

use coop_math::{
    DAY, YEAR,
    bootstrap::{self, Gate, Settled, Terms, Totals, Unclaimed},
    bucket::Bucket,
    charter::{self, Charter, CharterRule, Ratchet},
    federation::claims::Claims,
    fixed::{self, Wide},
    governance::{self, Class, Rejection, Status, Tally, Timeline, Vote},
    membership,
    patronage::books::{Books, BooksRule, Business, Closed, Facts, Pioneers, Price, Rates, Settlement, Use},
    patronage::capital::{self, Capital},
    patronage::pioneers,
    words,
};
#[cfg(not(target_family = "wasm"))]
use samples::{A_MONTH, AT_WORK, DONE, PIONEERS, RATES, SOUND};

constants! {
    DAY: i64 = DAY;
    YEAR: i64 = YEAR;
    SPECIAL_TIMELOCK: u32 = charter::SPECIAL_TIMELOCK;
    ELECTORLESS: i64 = membership::ELECTORLESS;
    SOUGHT: i64 = membership::SOUGHT;
    LOST: i64 = membership::LOST;
    QUIET: i64 = membership::QUIET;
    NAME_KEPT: i64 = membership::NAME_KEPT;
    PROTEST_KEPT: i64 = membership::PROTEST_KEPT;
    APPLICATION_KEPT: i64 = membership::APPLICATION_KEPT;
    LEFT_KEPT: i64 = membership::LEFT_KEPT;
    AFTER_AMENDMENT: i64 = bootstrap::AFTER_AMENDMENT;
    UNPAYABLE: i64 = bootstrap::UNPAYABLE;
    POOL_LONGEST: i64 = bootstrap::LONGEST;
    SHORTEST_STAY: u32 = bootstrap::SHORTEST_STAY;
    LONGEST_STAY: u32 = bootstrap::LONGEST_STAY;
    MIN_USE_BOND_BPS: u16 = bootstrap::MIN_USE_BOND_BPS;
    MAX_USE_BOND_BPS: u16 = bootstrap::MAX_USE_BOND_BPS;
    REHOME_TIMELOCK: u32 = membership::REHOME_TIMELOCK;
}

functions! {
    /// Whether a text may not have this character, by its code point: nobody would see it.
    is_hidden(code: u32) -> bool = char::from_u32(code).is_none_or(words::is_hidden);
    /// ⌊amount × bps ÷ 10 000⌋.
    bps_floor(amount: u64, bps: u16) -> u64 = fixed::bps_floor(amount, bps);
    /// ⌈amount × bps ÷ 10 000⌉.
    bps_ceil(amount: u64, bps: u16) -> u64 = fixed::bps_ceil(amount, bps);
    /// ⌊a × b ÷ c⌋, or nothing if c = 0 or it exceeds 64 bits.
    mul_div_floor(a: u64, b: u64, c: u64) -> Option<u64> = fixed::mul_div_floor(a, b, c);
    /// amount ÷ units as Q64.64, rounded down; 0 if there are no units.
    q64_ratio(amount: u64, units: u64) -> u128 = fixed::q64_ratio(amount, units);
    /// ⌊per_unit × units⌋ of a Q64.64 number. Stops at 2⁶⁴ − 1.
    q64_floor(per_unit: u128, units: u64) -> u64 = fixed::q64_floor(per_unit, units);
    /// The first bound that the charter breaks.
    broken_bound(charter: Charter) -> Option<CharterRule> = charter.validate().err();
    /// The first ratchet that going from one charter to the next would loosen.
    loosened_ratchet(charter: Charter, next: Charter) -> Option<Ratchet> = charter.amended_by(&next).err();

    /// All capital: E.
    equity(books: Books) -> u64 = books.equity();
    /// What the co-op can spend: fund and earnings.
    operating(books: Books) -> u64 = books.operating();
    /// Everything the vault must cover.
    cash(books: Books) -> u64 = books.cash();
    /// What a unit of capital is paid when it leaves, as the books stand.
    price_of(books: Books) -> Price = books.price();
    /// The price in basis points, rounded down; all if there is no capital to price.
    solvency_bps(books: Books) -> u16 = books.price().solvency_bps_floor();
    /// What a newcomer's money would stand beside, in basis points, rounded down; all if there is no other capital.
    newcomers_bps(books: Books) -> u16 = books.solvency().solvency_bps_floor();
    /// What of the fund can be moved to assets while those who have asked wait for their close.
    spare(books: Books) -> u64 = books.spare();
    /// The books after an income.
    income(books: Books, amount: u64) -> Books = after(books, |b| b.income(amount));
    /// The books after an expense, or why they refuse it.
    expense(books: Books, amount: u64) -> Result<Books, BooksRule> = tried(books, |b| b.expense(amount));
    /// The books after an investment, or why they refuse it.
    invest(books: Books, amount: u64, weighty: bool, now: i64) -> Result<Books, BooksRule> =
        tried(books, |b| b.invest(amount, weighty, now));
    /// The books after money went to the co-op's agent, or why they refuse it.
    send_to_agent(books: Books, amount: u64, weighty: bool, now: i64) -> Result<Books, BooksRule> =
        tried(books, |b| b.send_to_agent(amount, weighty, now));
    /// The books after money came home from the agent.
    come_home(books: Books, amount: u64, now: i64) -> Books = after(books, |b| b.come_home(amount, now));
    /// The books after a loss was covered from the reserve.
    cover_loss(books: Books, up_to: u64) -> Books = after(books, |b| b.cover_loss(up_to));
    /// What a close would decide.
    close(books: Books, facts: Facts) -> Closed = {
        let mut books = books;
        books.close(&facts)
    };
    /// A member's part of what a close decided.
    settle(closed: Closed, business: Business) -> Settlement = closed.settle(&business);
    /// What a claim on a dissolving co-op can draw now, rounded down.
    draw(claims: Claims, books: Books, claim: u64, drawn: u64) -> u64 = claims.draw_floor(&books, claim, drawn);

    /// How many can be admitted in 30 days, as a bucket.
    growth(members: u32, growth_bps: u16, growth_floor: u32) -> Bucket = membership::growth(members, growth_bps, growth_floor);
    /// The most that can be asked back at the next close.
    askable(capital: Capital, redemption_bps: u16) -> u64 = capital.askable(redemption_bps);
    /// The most shares that a staying member can withdraw.
    withdrawable(capital: Capital, member_share: u64) -> u64 = capital.withdrawable(member_share);
    /// The first gate of a pool that is not passed.
    closed_gate(terms: Terms, totals: Totals) -> Option<Gate> = terms.closed_gate(&totals);
    /// Whether a pool's own terms let it be settled now.
    may_settle(terms: Terms, totals: Totals, now: i64) -> bool = terms.may_settle(&totals, now);
    /// The shares that a pledge becomes, rounded down; the rest of it is given back.
    shares_of(settled: Settled, pledged: u64) -> u64 =
        settled.claim(&Unclaimed { shares: pledged, refunds: pledged }, pledged).share;
    /// What capital answers for a promise of turnover, rounded up.
    bond_ceil(use_amount: u64, use_bond_bps: u16) -> u64 = bootstrap::promise::bond_ceil(use_amount, use_bond_bps);
    /// Vouches that a candidate needs.
    vouches_needed(required: u8, members: u32) -> u8 = membership::vouches_needed(required, members);
    /// Whether the member share was paid long enough ago.
    is_seasoned(paid_at: i64, seasoning: u32, now: i64) -> bool = membership::is_seasoned(paid_at, seasoning, now);
    /// What of a payment to a service counts as turnover, rounded down: less if it pays less than `promised_at`.
    turnover_floor(amount: u64, take_rate_bps: u16, promised_at_bps: u16) -> u64 =
        bootstrap::promise::turnover_floor(amount, take_rate_bps, promised_at_bps);
    /// What of a bond is lost when there was less turnover than promised, rounded down.
    forfeit_floor(bond: u64, turnover: u64, promised: u64) -> u64 = bootstrap::promise::forfeit_floor(bond, turnover, promised);
    /// Whether a vintage has matured.
    is_mature(period: u32, open: u32, revolve_periods: u8) -> bool =
        capital::is_mature(period, open, revolve_periods);
    /// What pioneer units and founding shares are owed at a return of one unit, Q64.64: rounded down.
    pioneers_owed(per_unit: u128, units: u64, founding: u64, shares_bps: u16) -> u64 =
        (pioneers::weighted(per_unit, units, founding, shares_bps) >> 64) as u64;

    /// The bucket of ordinary spends.
    budget(at_start: u64, operating: u64, budget_bps: u16, period_length: u32) -> Bucket =
        governance::budget::budget(at_start, operating, budget_bps, period_length);
    /// What a bucket has room for, rounded down; `full`: when it will be empty.
    bucket_room(bucket: Bucket, full: i64, now: i64) -> u64 = bucket.room_floor(full, now);
    /// Where a proposal is in its life.
    vote_status(vote: Vote, now: i64) -> Stage = vote.status(now).into();
    /// Whether an elector may be suspended: silent, or short of the member share, for too long.
    is_suspendable(elector_since: i64, last_active_at: i64, short_since: i64, now: i64) -> bool =
        membership::is_suspendable(elector_since, last_active_at, short_since, now);
    /// Whether an elector is drawn for a panel by the high 64 bits of a hash.
    is_drawn(draw: u64, electors: u32, panel_size: u8) -> bool = governance::is_drawn(draw, electors, panel_size);
}

/// The books after an event.
fn after<R>(mut books: Books, event: impl FnOnce(&mut Books) -> R) -> Books {
    event(&mut books);
    books
}

/// The books after an event that they may refuse.
fn tried(
    mut books: Books,
    event: impl FnOnce(&mut Books) -> Result<(), BooksRule>,
) -> Result<Books, BooksRule> {
    event(&mut books).map(|()| books)
}

/// [`Status`] as one word.
#[derive(Clone, Copy)]
pub enum Stage {
    Voting,
    Waiting,
    AwaitingTurn,
    Executable,
    Executed,
    RejectedByQuorum,
    RejectedByMajority,
    Expired,
    Stale,
    Vetoed,
    Abandoned,
}

impl From<Status> for Stage {
    fn from(status: Status) -> Self {
        match status {
            Status::Voting => Self::Voting,
            Status::Waiting => Self::Waiting,
            Status::AwaitingTurn => Self::AwaitingTurn,
            Status::Executable => Self::Executable,
            Status::Executed => Self::Executed,
            Status::Rejected(Rejection::Quorum) => Self::RejectedByQuorum,
            Status::Rejected(Rejection::Majority) => Self::RejectedByMajority,
            Status::Expired => Self::Expired,
            Status::Stale => Self::Stale,
            Status::Vetoed => Self::Vetoed,
            Status::Abandoned => Self::Abandoned,
        }
    }
}

choice! {
    Stage {
        Voting, Waiting, AwaitingTurn, Executable, Executed, RejectedByQuorum, RejectedByMajority, Expired, Stale, Vetoed,
        Abandoned,
    }
}
choice! { BooksRule { MoreThanOperating, MoreThanFund, MoreThanSolidarity, Overflow } }
choice! { Class { Ordinary, Special } }

record! {
    Vote {
        class: Class, tally: Tally, electors: u32, quorum_bps: u16, timeline: Timeline, protests: u32, exodus_bps: u16, stale: bool,
        vetoed: bool, executed: bool, closed_until: Option<i64>,
    }
}
record! { Tally { yes: u32, no: u32, abstain: u32 } }
record! { Timeline { ends: i64, timelock: u32, execution_window: u32 } }
record! { Bucket { capacity: u64, window: u32 } }
record! { Capital { shares: u64, withdrawn: u64, matured: u64, bonded: u64, resting: u64, fresh: u64, staying: bool } }
choice! { Gate { Money, Members, Use } }
record! {
    Terms {
        min_raise: u64, max_raise: u64, min_members: u32, min_use: u64, max_pledge: u64, max_use: u64, opens: i64,
        withdraw_until: i64, deadline: i64, stay: u32, use_bond_bps: u16, min_solvency_bps: u16, share_floor: u64,
    }
}
record! { Totals { raised: u64, pledgers: u32, people: u32, people_raised: u64, use_pledged: u64 } }
record! { Settled { raised: u64, accepted: u64, pledgers: u32, share_floor: u64 } }
record! { Price { numerator: u64, denominator: u64 } }
record! { Claims { all: u64, paid: u64 } }
record! { Business { units: u64, work: u64, asked: u64, staying: bool } }
record! { Settlement { paid: u64, retired: u64, cash: u64, retained: u64, pioneer_units: u64 } }
record! {
    Books, like AT_WORK {
        fund: u64, earnings: u64, reserve: u64, solidarity: u64, federation_due: u64, dividends: u64, interest: u64, pioneers: u64,
        invested: u64, at_agent: u64, loss: u64, reserve_due: u64, covered: u64,
        shares_total: u64, shares_in_transit: u64, retained_total: u64,
        fresh: u64, moved_out: u64, moved_back: u64, bought: u64, asked: u64, forfeited: u64,
        interest_owed: Wide, pioneers_owed: Wide, invested_seconds: Wide, agent_seconds: Wide,
        accrued_at: i64, invested_remainder: u64, agent_remainder: u64, interest_remainder: u64,
    }
}
record! {
    Facts, like A_MONTH {
        rates: Rates, done: Use, pioneers: Pioneers, shares_earning: u64, lifetime_surplus: u64, started_at: i64, now: i64,
        federated: bool, last: bool,
    }
}
record! {
    Rates, like RATES {
        reserve_bps: u16, solidarity_bps: u16, remit_bps: u16, interest_cap_bps: u16, depreciation_bps: u16, work_bps: u16,
        cash_bps: u16, pioneer_bps: u16,
    }
}
record! {
    Use, like DONE {
        member_units: u64, outside_units: u64, leaving_units: u64, member_work: u64, outside_work: u64, leaving_work: u64,
    }
}
record! {
    Pioneers, like PIONEERS {
        units: u64, founding_shares: u64, per_unit: u128, threshold: u64, cap_bps: u16, shares_bps: u16, due: bool,
    }
}
record! {
    Closed {
        wear: u64, loss: u64, asked: u64, paid: u64, retired: u64, paid_to_members: u64, retired_of_members: u64, price_bps: u16,
        surplus: u64, reserve: u64, solidarity: u64, federation: u64, interest: u64, work: u64, outside: u64, pioneers: u64,
        members: u64, retained: u64, member_rate: u128, work_rate: u128, interest_per_share: u128, pioneer_per_unit: u128,
        pioneer_units_made: u64, pioneer_units: u64, cash_bps: u16,
    }
}

record! {
    Charter, like SOUND {
        member_share: u64,
        max_shares: u64,
        vouches_required: u8,
        vouches_per_period: u8,
        growth_bps: u16,
        growth_floor: u32,
        seasoning: u32,
        quorum_bps: u16,
        voting_period: u32,
        timelock: u32,
        execution_window: u32,
        exodus_bps: u16,
        period_length: u32,
        budget_bps: u16,
        take_rate_bps: u16,
        take_rate_ceiling_bps: u16,
        provider_bps: u16,
        commitment: u32,
        reserve_bps: u16,
        solidarity_bps: u16,
        remit_bps: u16,
        interest_cap_bps: u16,
        depreciation_bps: u16,
        work_bps: u16,
        cash_bps: u16,
        revolve_periods: u8,
        redemption_bps: u16,
        pioneer_bps: u16,
        pioneer_threshold: u64,
        pioneer_shares_bps: u16,
        pioneer_start: u32,
        pioneer_cap_bps: u16,
        panel_size: u8,
        review_bps: u16,
    }
}

choice! {
    CharterRule {
        MemberShare, MaxShares, VouchesRequired, VouchesPerPeriod, GrowthBps, GrowthFloor, Seasoning,
        Quorum, VotingPeriod, Timelock, ExecutionWindow, Exodus, PeriodLength, Budget, TakeRateCeiling,
        TakeRate, Provider, Commitment, Reserve, Solidarity, Remit, InterestCap, Depreciation, Work, Cash,
        RevolvePeriods, Redemption, PioneerShare, PioneerThreshold, PioneerShares, PioneerStart,
        PioneerCap, PanelSize, Review,
    }
}

choice! {
    Ratchet {
        MemberShareRaised, TimelockShortened, ExodusRaised, PeriodLengthened, TakeRateCeilingRaised,
        CommitmentShortened, ReserveLowered, InterestCapRaised, DepreciationLowered, RevolvingLengthened,
        RedemptionLowered, PioneerTermsChanged,
    }
}
