//! What the model keeps of the accounts of a co-op.

use crate::stateful::{
    books::{Closed, Done, Money, Rates},
    deed::{Purse, Who},
    model::Standing,
};
use coop::state::PoolTerms;
use std::collections::BTreeMap;

/// What is compared with the account of a co-op.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Books {
    pub seq: u64,
    pub founded_at: i64,
    pub activated_at: i64,
    pub electorless_since: i64,
    pub charter_version: u32,
    pub amended_at: i64,
    pub heir: Option<usize>,
    /// Who inherits as far as is known, how many were passed over, and the federations to be asked then, the last first.
    pub successor: Option<usize>,
    pub heirs_gone: u8,
    pub federations: Vec<usize>,
    /// Shares of pools that earn, unclaimed; and by the period of the settlement the accumulator at its close, and pools.
    pub shares_unclaimed: u64,
    pub transits: [(u128, u32, u32); 4],
    pub money: Money,
    pub interest_per_share: u128,
    pub pioneer_per_unit: u128,
    pub pioneer_units: u64,
    pub founding_shares: u64,
    pub lifetime_surplus: u64,
    pub for_sale: u64,
    /// When the buckets of ordinary spends and of admissions are empty.
    pub budget_full: i64,
    pub growth_full: i64,
    /// And that of ordinary sales.
    pub sales_full: i64,
    /// The regular end of the last period closed.
    pub closed_until: i64,
    /// Capital of the open period that is asked back.
    pub fresh_asked: u64,
    /// All claims on a dissolving co-op, and what was paid of them.
    pub claims: u64,
    pub claims_paid: u64,
    pub take_rate: u16,
    pub period: u32,
    pub period_started_at: i64,
    pub period_length: u32,
    pub rates: Rates,
    pub revenue: u64,
    pub expenses: u64,
    pub done: Done,
    pub shares_earning: u64,
    pub operating_at_start: u64,
    /// The least of the open period, and of the one before.
    pub losses: [u64; 2],
    pub reserve_at_start: u64,
    /// By the reserve, in the open period.
    pub covered: u64,
    pub solvencies: [u16; 2],
    /// The highest take rate of the open period, and of the one before.
    pub rates_high: [u16; 2],
    pub rates_low: [u16; 2],
    pub unsettled: u32,
    pub service_accounts: u32,
    pub period_accounts: u32,
    pub members: u32,
    pub electors: u32,
    /// How many until the second of the last change, and when that was.
    pub electors_before: u32,
    pub electors_changed_at: i64,
    pub next_member: u32,
    pub member_accounts: u32,
    pub vouch_accounts: u32,
    pub pools: u32,
    pub pool_accounts: u32,
    pub founding_pool: u32,
    pub founding_pool_live: u8,
    pub dissolving_at: i64,
    pub swept_at: i64,
    pub needs_since: i64,
    pub loss_covered_at: i64,
    pub pool_succeeded_at: i64,
    pub federation: Option<usize>,
    pub federation_sought: Option<usize>,
    pub federation_since: i64,
    pub about: String,
    pub ballot_pages: u32,
    /// The hash of the statutes.
    pub statutes: [u8; 32],
    pub statutes_version: u32,
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
    pub name: String,
    pub named_at: i64,
    /// Whose it was before it was moved to its wallet, and when that was.
    pub former_wallet: Option<Who>,
    pub rehomed_at: i64,
    pub application: u64,
    /// The number of the statutes that it signed.
    pub signed: u32,
    pub applied_at: i64,
    pub lacks_since: i64,
    pub admitted_at: i64,
    pub share_paid_at: i64,
    pub elector_from: i64,
    /// From when to when its vote was suspended last.
    pub gap: [i64; 2],
    pub short_since: i64,
    pub left_at: i64,
    pub last_active_at: i64,
    pub shares: u64,
    pub shares_new: u64,
    pub matured_new: u64,
    pub fresh: u64,
    pub withdrawn: u64,
    pub matured: u64,
    pub asked: u64,
    /// Paid of its claim on a dissolving co-op.
    pub drawn: u64,
    /// Brought by pools and bound until then; and the last of them.
    pub rests: [(i64, u64, u32); 4],
    pub rests_until: i64,
    /// Of what is new, brought by a pool; of what is asked back, fresh.
    pub claimed_new: u64,
    pub asked_fresh: u64,
    pub bonded: u64,
    /// Turnover promised and done, until when, and the take rate that it is measured by.
    pub promised: u64,
    pub turnover: u64,
    pub promise_ends: i64,
    pub promise_stands: bool,
    pub promise_rate: u16,
    /// Released: may apply anew from then on.
    pub returns_from: i64,
    pub pledged: u64,
    pub dividends: u64,
    pub in_protest: bool,
    pub numbered: bool,
    pub number: u32,
    pub place_drawn: u32,
    pub units: u64,
    pub work: u64,
    pub unsettled_period: u32,
    pub pioneer_units: u64,
    pub founding_shares: u64,
    pub interest_checkpoint: u128,
    pub pioneer_checkpoint: u128,
    /// Period, retained.
    pub vintages: [(u32, u64); 8],
    pub vouched_in: u32,
    /// The pool of its pledge, plus one, and whether it counts among its people.
    pub pledged_in: u32,
    pub pledge_counts: bool,
    /// When it pledged last; whether that binds nothing any more.
    pub pledged_at: i64,
    pub unbound: bool,
    pub proposals: u32,
    pub open_proposal: bool,
    /// Another co-op's agent.
    pub keyless: bool,
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
    pub amount: u64,
    pub use_amount: u64,
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
    pub provider_bps: u16,
    /// From when on, rate and part; 0: nothing waits.
    pub next: (i64, u16, u16),
    /// The membership it belongs to, with its number.
    pub provider: Option<(Who, u32)>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Period {
    pub rent_payer: Who,
    pub started_at: i64,
    pub closed_at: i64,
    pub revenue: u64,
    pub expenses: u64,
    pub done: Done,
    pub result: Closed,
    pub interest_per_share: u128,
    pub pioneer_per_unit: u128,
    pub unpaid: u64,
    pub unretained: u64,
    pub retired: u64,
    pub units_left: u64,
    pub unsettled: u32,
    pub number: u32,
}

/// What is compared with the account of a pool.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    pub raised: u64,
    /// By those who have not left.
    pub people_raised: u64,
    pub use_pledged: u64,
    pub accepted: u64,
    pub shares_unclaimed: u64,
    pub earning_unclaimed: u64,
    pub refunds_unclaimed: u64,
    pub settled_at: i64,
    pub pledgers: u32,
    /// Those who have not left.
    pub people: u32,
    pub pledge_accounts: u32,
    pub succeeded: u8,
    pub settled_in: u32,
}

#[derive(Clone, Debug)]
pub struct Pool {
    pub exists: bool,
    pub founding: bool,
    pub rent_payer: Who,
    pub terms: PoolTerms,
    /// The member share at the opening.
    pub floor: u64,
    /// The take rate at the opening.
    pub take_rate: u16,
    pub gathered: Gathered,
    pub escrow: u64,
    /// Lamports above rent, of its account and of its escrow.
    pub showers: [u64; 2],
    pub pledges: BTreeMap<Who, Pledge>,
}
