//! An account as the Rust side reads it, and what its rules say of it.

use anchor_lang::{Discriminator, Owner};
use base64::{Engine, engine::general_purpose::STANDARD};
use coop::state::{
    Coop, CoopStatus, Mandate, Member, Period, Pledge, Pool, PoolStatus, Proposal, Service, Standing, Vouch,
};
use coop_math::{
    governance::{Rejection, Status},
    patronage::books::Books,
};
use solana_account::Account;

/// The named fields of an account, as text.
macro_rules! fields {
    ($of:expr; $($($name:ident).+)*) => {
        (vec![$((concat!($(stringify!($name), "."),+).trim_end_matches('.'), $of.$($name).+.to_string())),*], Vec::new())
    };
}

/// Prints an account: its bytes, its fields, and what the rules say of it.
pub fn print(now: i64, coop: &Coop, account: &Account) {
    let told = if let Some(it) = record::<Coop>(account) {
        ("Coop", fields_of_coop(&it, now))
    } else if let Some(it) = record::<Member>(account) {
        ("Member", fields_of_member(&it, coop, now))
    } else if let Some(it) = record::<Pool>(account) {
        ("Pool", fields_of_pool(&it, now))
    } else if let Some(it) = record::<Proposal>(account) {
        ("Proposal", fields_of_proposal(&it, coop, now))
    } else if let Some(it) = record::<Period>(account) {
        ("Period", fields_of_period(&it))
    } else if let Some(it) = record::<Pledge>(account) {
        ("Pledge", fields!(it; coop pool member rent_payer amount use_amount charter_version bump))
    } else if let Some(it) = record::<Service>(account) {
        ("Service", fields_of_service(&it, now))
    } else if let Some(it) = record::<Mandate>(account) {
        (
            "Mandate",
            fields!(it; coop holder worker rent_payer per_period drawn drawn_since until length index bump),
        )
    } else if let Some(it) = record::<Vouch>(account) {
        (
            "Vouch",
            fields!(it; coop candidate voucher rent_payer application voucher_application given_in bump),
        )
    } else {
        return;
    };
    let (kind, (stored, rules)) = told;
    let object = |pairs: Vec<(&str, String)>| {
        let pairs: Vec<String> =
            pairs.iter().map(|(name, value)| format!("\"{name}\":\"{value}\"")).collect();
        format!("{{{}}}", pairs.join(","))
    };
    println!(
        "{{\"kind\":\"{kind}\",\"now\":\"{now}\",\"data\":\"{}\",\"coop\":\"{}\",\"stored\":{},\"rules\":{}}}",
        STANDARD.encode(&account.data),
        STANDARD.encode([Coop::DISCRIMINATOR, bytemuck::bytes_of(coop)].concat()),
        object(stored),
        object(rules),
    );
}

/// Prints whether a member has a vote in what was proposed at each of the times that decide it, and one second later.
pub fn print_snapshots(coop: &Coop, member: &Member, account: &Account) {
    let mut proposal: Proposal = bytemuck::Zeroable::zeroed();
    let times = [member.elector_from, member.left_at, member.gap_from, coop.activated_at];
    for time in times
        .iter()
        .map(anchor_lang::pod::PodI64::get)
        .filter(|time| *time != 0)
        .flat_map(|time| [time, time + 1])
    {
        proposal.created_at = time.into();
        println!(
            "{{\"kind\":\"Snapshot\",\"data\":\"{}\",\"coop\":\"{}\",\"created\":\"{time}\",\"votes\":{}}}",
            STANDARD.encode(&account.data),
            STANDARD.encode([Coop::DISCRIMINATOR, bytemuck::bytes_of(coop)].concat()),
            coop.is_of_the_snapshot(member, &proposal),
        );
    }
}

/// The record that an account of the program keeps, if it is of this kind.
pub fn record<T: bytemuck::Pod + Owner + Discriminator>(account: &Account) -> Option<T> {
    let ours = account.owner == coop::ID && account.data.starts_with(T::DISCRIMINATOR);
    ours.then(|| bytemuck::pod_read_unaligned(&account.data[8..8 + size_of::<T>()]))
}

type Told = (Vec<(&'static str, String)>, Vec<(&'static str, String)>);

fn fields_of_coop(it: &Coop, now: i64) -> Told {
    let mut told: Told = fields!(it; founder mint vault heir federation federation_sought id founded_at activated_at
        electorless_since dissolving_at swept_at needs_since loss_covered_at amended_at seq books.fund books.earnings books.reserve
        books.solidarity books.federation_due books.dividends books.interest books.pioneers books.invested books.at_agent
        books.loss books.reserve_due books.shares_total books.shares_in_transit books.retained_total books.fresh
        books.moved_out books.moved_back books.bought books.asked books.forfeited books.interest_owed books.pioneers_owed charter_version pool_succeeded_at statutes_version
        interest_per_share pioneer_per_unit pioneer_units founding_shares lifetime_surplus for_sale budget_full
        growth_full closed_until claims claims_paid period.number period.started_at period.length period.revenue
        period.expenses period.shares_earning period.operating_at_start period.loss_low period.loss_low_before period.reserve_at_start
        period.solvency_low period.solvency_low_before period.take_rate_high period.take_rate_high_before period.take_rate_low period.take_rate_low_before period.unsettled members electors next_member
        member_accounts pools services proposals mandates);
    let status = match it.status() {
        CoopStatus::Forming => "forming",
        CoopStatus::Active => "active",
        CoopStatus::Dissolving => "dissolving",
    };
    told.1 = vec![
        ("status", status.into()),
        ("equity", it.equity().to_string()),
        ("budget_left", it.budget().room_floor(it.budget_full.get(), now).to_string()),
        ("worth_of_1000", worth(it, 1_000).to_string()),
        ("vouches_needed", it.vouches_needed().to_string()),
        ("pioneer_date", it.pioneer_date().to_string()),
        ("period_ends", it.period.ends().to_string()),
        ("newcomers_bps", it.lasting_solvency_bps().to_string()),
        ("overdue", (it.require_active().is_ok() && it.require_not_overdue(now).is_err()).to_string()),
    ];
    told
}

/// What capital is worth in money, rounded down: at the price of the next close, or as a claim on a dissolving co-op.
fn worth(it: &Coop, capital: u64) -> u64 {
    let books = it.books.numbers();
    if it.status() == CoopStatus::Dissolving {
        return it.claims().draw_floor(&books, capital, 0);
    }
    let mut price = books.price();
    if price.denominator == 0 {
        // all capital is fresh, as in the first period
        price = Books { fresh: 0, ..books }.price();
    }
    coop_math::fixed::mul_div_floor(capital, price.numerator, price.denominator).unwrap_or(0)
}

fn fields_of_member(it: &Member, coop: &Coop, now: i64) -> Told {
    let mut told: Told = fields!(it; coop wallet rent_payer application applied_at lacks_since admitted_at share_paid_at elector_from
        gap_from gap_to short_since left_at last_active_at shares shares_new matured_new fresh withdrawn matured asked
        claimed_new asked_fresh rests_until bonded promised turnover promise_ends promise_rate_bps returns_from drawn pledged dividends
        units work pioneer_units founding_shares interest_checkpoint pioneer_checkpoint number place_drawn
        unsettled_period vouched_in pledged_in statutes_version pledge_counts open_proposal keyless vouches_needed vouches_received
        vouches_given bump);
    let mut aged = *it;
    aged.mature(coop.period.number.get(), coop.charter.revolve_periods);
    let withdraws = coop.status() == CoopStatus::Active && it.is(Standing::Member);
    let withdrawable =
        if withdraws { aged.capital(now).withdrawable(coop.charter.member_share.get()) } else { 0 };
    told.1 = vec![
        ("resting", it.resting_at(now).to_string()),
        ("retained", aged.vintages_total().to_string()),
        ("withdrawable", withdrawable.to_string()),
        ("askable", aged.capital(now).askable(coop.charter.redemption_bps.get()).to_string()),
        ("elector", it.is_elector().to_string()),
        ("suspended", it.is_suspended().to_string()),
        ("protests", it.protests().to_string()),
        ("unsettled", it.is_unsettled().to_string()),
        ("vouches_needed", coop.vouches_needed_by(it).to_string()),
        ("counts_by_pledge", coop.counts_by_pledge(it).to_string()),
    ];
    told
}

fn fields_of_pool(it: &Pool, now: i64) -> Told {
    let mut told: Told = fields!(it; coop escrow rent_payer raised use_pledged accepted shares_unclaimed refunds_unclaimed
        settled_at settled_in index pledgers people pledge_accounts take_rate_bps founding succeeded bump escrow_bump);
    let status = match it.status(now) {
        PoolStatus::Announced => "announced",
        PoolStatus::Open => "open",
        PoolStatus::Committed => "committed",
        PoolStatus::Due => "due",
        PoolStatus::Succeeded => "succeeded",
        PoolStatus::Failed => "failed",
    };
    let settles = it.settled_at == 0 && it.numbers().may_settle(&it.totals(), now);
    let gates = it.numbers().closed_gate(&it.totals()).is_none();
    told.1 = vec![
        ("status", status.into()),
        ("may_settle", settles.to_string()),
        ("gates", gates.to_string()),
        ("stays_until", it.stays_until().to_string()),
    ];
    told
}

fn fields_of_proposal(it: &Proposal, coop: &Coop, now: i64) -> Told {
    let mut told: Told = fields!(it; coop proposer rent_payer target other amount until created_at ends executed_at timelock
        execution_window electors charter_version index yes no abstain protests quorum_bps rate_bps special weighty flag vetoed
        bump);
    let status = match it.status(coop, now) {
        Status::Voting => "voting",
        Status::Waiting => "waiting",
        Status::AwaitingTurn => "awaiting turn",
        Status::Executable => "executable",
        Status::Executed => "executed",
        Status::Expired => "expired",
        Status::Stale => "stale",
        Status::Vetoed => "vetoed",
        Status::Abandoned => "abandoned",
        Status::Rejected(Rejection::Quorum) => "rejected: quorum",
        Status::Rejected(Rejection::Majority) => "rejected: majority",
    };
    told.1 = vec![("status", status.into())];
    told
}

fn fields_of_service(it: &Service, now: i64) -> Told {
    let mut told: Told =
        fields!(it; coop owner payout rent_payer registered_at promised_until index take_rate_bps bump);
    let split = it.split(now);
    told.1 = vec![("split", format!("{} {}", split.take_rate_bps, split.provider_bps))];
    told
}

fn fields_of_period(it: &Period) -> Told {
    fields!(it; coop rent_payer started_at closed_at revenue expenses result.wear result.loss result.asked result.paid
        result.retired result.paid_to_members result.retired_of_members result.price_bps result.surplus result.reserve
        result.solidarity result.federation result.interest result.work result.outside result.pioneers result.members
        result.retained result.member_rate result.work_rate interest_per_share pioneer_per_unit unpaid unretained
        unsettled number bump)
}
