//! The accounts of the IDL, and what they are made of.

use super::{
    describe::{Key, Row, record},
    table::{numbers, stored},
};

numbers! {
    Kind is coop::state::PodKind {
        None, Spend, Mandate, RevokeMandate, Grant, OpenPool, SetTakeRate, Expel, Readmit, Rehome, Amend,
        CoverLoss, JoinFederation, AcceptFederation, LeaveFederation, Invoke, Dissolve, Represent, Collect, Sell,
        Describe,
    }
    Standing is coop::state::PodStanding {
        None, Candidate, Member, Left, Expelled,
    }
}

stored! {
    Books is coop::state::Books {
        fund: u64, earnings: u64, reserve: u64, solidarity: u64, federation_due: u64, dividends: u64,
        interest: u64, pioneers: u64, invested: u64, at_agent: u64, loss: u64, reserve_due: u64, covered: u64,
        shares_total: u64, shares_in_transit: u64, retained_total: u64, fresh: u64, moved_out: u64,
        moved_back: u64, bought: u64, asked: u64, forfeited: u64, interest_owed: u128, pioneers_owed: u128,
        invested_seconds: u128, agent_seconds: u128, accrued_at: i64, invested_remainder: u64,
        agent_remainder: u64, interest_remainder: u64,
    }
    Charter is coop::state::Charter {
        member_share: u64, max_shares: u64, vouches_required: u8, vouches_per_period: u8, growth_bps: u16,
        growth_floor: u32, seasoning: u32, quorum_bps: u16, voting_period: u32, timelock: u32,
        execution_window: u32, exodus_bps: u16, period_length: u32, budget_bps: u16, take_rate_bps: u16,
        take_rate_ceiling_bps: u16, provider_bps: u16, commitment: u32, reserve_bps: u16, solidarity_bps: u16,
        remit_bps: u16, interest_cap_bps: u16, depreciation_bps: u16, work_bps: u16, cash_bps: u16,
        revolve_periods: u8, redemption_bps: u16, pioneer_bps: u16, pioneer_threshold: u64,
        pioneer_shares_bps: u16, pioneer_start: u32, pioneer_cap_bps: u16, panel_size: u8, review_bps: u16,
    }
    OpenPeriod is coop::state::OpenPeriod {
        number: u32, started_at: i64, length: u32, rates: PeriodRates, revenue: u64, expenses: u64, done: Use,
        shares_earning: u64, operating_at_start: u64, loss_low: u64, loss_low_before: u64, reserve_at_start: u64, covered: u64, solvency_low: u16,
        solvency_low_before: u16, take_rate_high: u16, take_rate_high_before: u16, take_rate_low: u16, take_rate_low_before: u16, unsettled: u32,
    }
    PeriodRates is coop::state::PeriodRates {
        reserve_bps: u16, solidarity_bps: u16, remit_bps: u16, interest_cap_bps: u16, depreciation_bps: u16,
        work_bps: u16, cash_bps: u16, pioneer_bps: u16,
    }
    PeriodResult is coop::state::PeriodResult {
        wear: u64, loss: u64, asked: u64, paid: u64, retired: u64, paid_to_members: u64,
        retired_of_members: u64, price_bps: u16, surplus: u64, reserve: u64, solidarity: u64, federation: u64,
        interest: u64, work: u64, outside: u64, pioneers: u64, members: u64, retained: u64, member_rate: u128,
        work_rate: u128, interest_per_share: u128, pioneer_per_unit: u128, pioneer_units_made: u64,
        pioneer_units: u64, cash_bps: u16,
    }
    Rest is coop::state::Rest {
        until: i64, capital: u64, new_in: u32,
    }
    StoredPoolTerms is coop::state::StoredPoolTerms {
        min_raise: u64, max_raise: u64, min_members: u32, min_use: u64, max_pledge: u64, max_use: u64,
        opens: i64, withdraw_until: i64, deadline: i64, stay: u32, use_bond_bps: u16, min_solvency_bps: u16,
        share_floor: u64,
    }
    Transit is coop::state::Transit {
        interest_per_share: u128, period: u32, pools: u32,
    }
    Use is coop::state::Use {
        member_units: u64, outside_units: u64, leaving_units: u64, member_work: u64, outside_work: u64,
        leaving_work: u64,
    }
    Vintage is coop::state::Vintage {
        period: u32, retained: u64,
    }
    BallotPage is coop::state::BallotPage {
        coop: Key, proposal: Key, rent_payer: Key, ballots: [u8; 128], page: u32, bump: u8,
    }
    Coop is coop::state::Coop {
        founder: Key, rent_payer: Key, mint: Key, vault: Key, heir: Key, federation: Key,
        federation_sought: Key, name: [u8; 32], statutes_hash: [u8; 32], statutes_uri: [u8; 128],
        about: [u8; 280], successor: Key, federations: [Key; 8], id: u64, founded_at: i64, activated_at: i64,
        electorless_since: i64, dissolving_at: i64, swept_at: i64, federation_since: i64,
        needs_since: i64, loss_covered_at: i64, pool_succeeded_at: i64, seq: u64, books: Books, charter_version: u32, statutes_version: u32, amended_at: i64, charter: Charter,
        interest_per_share: u128, pioneer_per_unit: u128, pioneer_units: u64, founding_shares: u64,
        shares_unclaimed: u64, lifetime_surplus: u64, for_sale: u64, fresh_asked: u64, budget_full: i64,
        sales_full: i64, growth_full: i64, closed_until: i64, claims: u64, claims_paid: u64,
        transits: [Transit; 4], period: OpenPeriod, members: u32, electors: u32, electors_before: u32,
        electors_changed_at: i64, next_member: u32, member_accounts: u32, vouch_accounts: u32, pools: u32,
        pool_accounts: u32, services: u32, service_accounts: u32, period_accounts: u32, proposals: u32,
        proposal_accounts: u32, ballot_pages: u32, mandates: u32, mandate_accounts: u32, redirect_accounts: u32,
        founding_pool: u32, founding_pool_live: u8, heirs_gone: u8, federations_left: u8, decimals: u8,
        bump: u8, vault_bump: u8,
    }
    Mandate is coop::state::Mandate {
        coop: Key, holder: Key, worker: Key, rent_payer: Key, per_period: u64, drawn: u64, drawn_since: i64,
        until: i64, length: u32, index: u32, worker_number: u32, special: u8, work: u8, bump: u8,
    }
    Member is coop::state::Member {
        coop: Key, wallet: Key, rent_payer: Key, name: [u8; 32], former_wallet: Key, application: u64,
        applied_at: i64, lacks_since: i64, admitted_at: i64, share_paid_at: i64, elector_from: i64, gap_from: i64, gap_to: i64,
        short_since: i64, left_at: i64, last_active_at: i64, named_at: i64, rehomed_at: i64, rests_until: i64,
        promise_ends: i64, pledged_at: i64, returns_from: i64, shares: u64, shares_new: u64, matured_new: u64,
        fresh: u64, claimed_new: u64, asked_fresh: u64, withdrawn: u64, matured: u64, asked: u64, bonded: u64,
        promised: u64, turnover: u64, drawn: u64, pledged: u64, dividends: u64, units: u64, work: u64,
        pioneer_units: u64, founding_shares: u64, interest_checkpoint: u128, pioneer_checkpoint: u128,
        rests: [Rest; 4], vintages: [Vintage; 8], number: u32, place_drawn: u32, unsettled_period: u32,
        vouched_in: u32, pledged_in: u32, statutes_version: u32, proposals: u32, promise_rate_bps: u16, pledge_counts: u8,
        promise_stands: u8, unbound: u8, vouches_needed: u8, vouches_received: u8, vouches_given: u8,
        open_proposal: u8, in_protest: u8, numbered: u8, keyless: u8, standing: Standing, bump: u8,
    }
    Period is coop::state::Period {
        coop: Key, rent_payer: Key, started_at: i64, closed_at: i64, revenue: u64, expenses: u64, done: Use,
        result: PeriodResult, interest_per_share: u128, pioneer_per_unit: u128, unpaid: u64, unretained: u64,
        retired: u64, pioneer_units_left: u64, unsettled: u32, number: u32, bump: u8,
    }
    Pledge is coop::state::Pledge {
        coop: Key, pool: Key, member: Key, rent_payer: Key, amount: u64, use_amount: u64, charter_version: u32,
        bump: u8,
    }
    Pool is coop::state::Pool {
        coop: Key, escrow: Key, rent_payer: Key, purpose: [u8; 280], terms: StoredPoolTerms, raised: u64,
        people_raised: u64, use_pledged: u64, accepted: u64, shares_unclaimed: u64, earning_unclaimed: u64,
        refunds_unclaimed: u64, settled_at: i64, settled_in: u32, index: u32, pledgers: u32, people: u32,
        pledge_accounts: u32, take_rate_bps: u16, founding: u8, succeeded: u8, bump: u8, escrow_bump: u8,
    }
    Proposal is coop::state::Proposal {
        coop: Key, proposer: Key, rent_payer: Key, index: u32, proposer_number: u32, count: u32,
        document_hash: [u8; 32], document_uri: [u8; 96], why: [u8; 400], target: Key, other: Key,
        panel_seed: [u8; 32], amount: u64, until: i64, created_at: i64, ends: i64, executed_at: i64,
        panel_slot: u64, timelock: u32, execution_window: u32, electors: u32, charter_version: u32, yes: u32,
        no: u32, abstain: u32, protests: u32, other_number: u32, quorum_bps: u16, rate_bps: u16,
        charter: Charter, terms: StoredPoolTerms, kind: Kind, special: u8, weighty: u8, flag: u8, keyless: u8,
        vetoed: u8, panel_calls: u8, panel_seated: u8, objections: u8, bump: u8,
    }
    Redirect is coop::state::Redirect {
        coop: Key, member: Key, rent_payer: Key, wallet: Key, bump: u8,
    }
    Service is coop::state::Service {
        coop: Key, owner: Key, provider: Key, payout: Key, rent_payer: Key, name: [u8; 32], uri: [u8; 96],
        registered_at: i64, promised_until: i64, next_from: i64, index: u32, provider_number: u32,
        take_rate_bps: u16, provider_bps: u16, next_take_rate_bps: u16, next_provider_bps: u16, bump: u8,
    }
    Vouch is coop::state::Vouch {
        coop: Key, candidate: Key, voucher: Key, rent_payer: Key, application: u64, voucher_application: u64,
        given_in: u32, bump: u8,
    }
}

pub fn rows() -> Vec<Row> {
    vec![
        record::<BallotPage>("BallotPage"),
        record::<Coop>("Coop"),
        record::<Mandate>("Mandate"),
        record::<Member>("Member"),
        record::<Period>("Period"),
        record::<Pledge>("Pledge"),
        record::<Pool>("Pool"),
        record::<Proposal>("Proposal"),
        record::<Redirect>("Redirect"),
        record::<Service>("Service"),
        record::<Vouch>("Vouch"),
    ]
}
