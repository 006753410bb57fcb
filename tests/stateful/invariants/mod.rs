//! What must hold after every step, each by its name in docs/INVARIANTS.md. Read from the accounts as stored, not
//! from the model.

mod capital;
mod money;
mod people;

use crate::{
    bootstrap::{claim_shares::ClaimShares, refund_pledge::RefundPledge, withdraw_pledge::WithdrawPledge},
    governance::execute_expel::ExecuteExpel,
    membership::resign::Resign,
    stateful::{
        chain::{BEGUN, Stored},
        deed::{Deed, Who},
        model::{self, Model},
    },
};
use coop::state::{Coop, CoopStatus, Member, Service};

/// A co-op before and after a step.
pub struct Change<'a> {
    pub before: &'a Stored,
    pub after: &'a Stored,
    pub coop: &'a Coop,
    pub deed: &'a Deed,
    /// Whether the step was accepted.
    pub done: bool,
    pub model: &'a Model,
    pub slot: usize,
    /// Tokens of everyone before the step.
    pub tokens: &'a [[u64; 2]],
}

/// Whether claims have lapsed: nothing is owed to anyone any more, whatever accounts still say.
pub fn lapsed(c: &Change) -> bool {
    c.coop.swept_at != 0
}

type Rule = fn(&Change) -> bool;

/// Every rule with its name.
pub const INVARIANTS: [(&str, Rule); 44] = [
    ("vault_covers_all_buckets", money::vault_covers_all_buckets),
    ("balance_identity", money::balance_identity),
    ("earnings_or_loss", money::earnings_or_loss),
    ("due_to_the_reserve_is_there", money::due_to_the_reserve_is_there),
    ("escrow_covers_pledges", escrow_covers_pledges),
    ("shares_sum_to_total", capital::shares_sum_to_total),
    ("retained_sums_to_total", capital::retained_sums_to_total),
    ("earning_shares_counted", capital::earning_shares_counted),
    ("asked_and_fresh_counted", capital::asked_and_fresh_counted),
    ("electors_counted", people::electors_counted),
    ("members_counted", people::members_counted),
    ("refund_is_exact", refund_is_exact),
    ("reserve_never_to_members", money::reserve_never_to_members),
    ("accumulators_never_fall", money::accumulators_never_fall),
    ("paid_never_exceeds_owed", money::paid_never_exceeds_owed),
    ("leaving_changes_no_ones_solvency", capital::leaving_changes_no_ones_solvency),
    ("assets_moved_change_no_price", capital::assets_moved_change_no_price),
    ("one_price_a_close", capital::one_price_a_close),
    ("rates_of_a_period_are_those_it_began_with", money::rates_of_a_period_are_those_it_began_with),
    ("left_members_are_inert", people::left_members_are_inert),
    ("seq_has_no_gap", seq_has_no_gap),
    ("forming_holds_no_operating_money", forming_holds_no_operating_money),
    ("rent_returns_to_its_payer", rent_returns_to_its_payer),
    ("every_pledger_is_an_elector", people::every_pledger_is_an_elector),
    ("units_and_settlements_counted", capital::units_and_settlements_counted),
    ("dividends_sum_to_bucket", money::dividends_sum_to_bucket),
    ("returns_owed_are_covered", money::returns_owed_are_covered),
    ("pioneer_cap_holds", capital::pioneer_cap_holds),
    ("periods_are_consecutive", periods_are_consecutive),
    ("closed_period_is_immutable", closed_period_is_immutable),
    ("service_promise_holds", service_promise_holds),
    ("one_ballot_per_member", people::one_ballot_per_member),
    ("tally_equals_ballots", people::tally_equals_ballots),
    ("protests_are_of_those_who_left", people::protests_are_of_those_who_left),
    ("no_execution_before_timelock", people::no_execution_before_timelock),
    ("left_in_time_is_paid_before", people::left_in_time_is_paid_before),
    ("executed_once", people::executed_once),
    ("ratchets_hold", people::ratchets_hold),
    ("mandates_and_budgets_hold", people::mandates_and_budgets_hold),
    ("agent_moves_only_its_own", people::agent_moves_only_its_own),
    ("panel_delays_once", people::panel_delays_once),
    ("one_membership_per_wallet", people::one_membership_per_wallet),
    ("numbers_are_kept", people::numbers_are_kept),
    ("accounts_keep_their_own_invariants", accounts_keep_their_own_invariants),
];

fn sum(stored: &Stored, of: impl Fn(&Member) -> u64) -> u64 {
    stored.members.values().map(of).sum()
}

fn escrow_covers_pledges(c: &Change) -> bool {
    c.after.pools.values().filter(|p| p.account.succeeded == 0).all(|p| {
        let pledged: u64 = p.pledges.values().map(|pledge| pledge.amount.get()).sum();
        let counted = p.account.settled_at != 0 || p.account.raised == pledged;
        p.escrow >= pledged && counted
    })
}

/// What is withdrawn, refunded or claimed is what was pledged, to the unit; and what is claimable of a
/// settled pool is exactly what was pledged and not claimed.
fn refund_is_exact(c: &Change) -> bool {
    let covered = c.after.pools.values().filter(|p| p.account.succeeded == 1).all(|p| {
        let left: u64 = p.pledges.values().map(|pledge| pledge.amount.get()).sum();
        left == p.account.shares_unclaimed.get() + p.account.refunds_unclaimed.get()
    });
    let exact = match c.deed.of() {
        Some(&ClaimShares { pool, who, .. }) if c.done => {
            let pledged = c.before.pools[&pool].pledges[&who].amount.get();
            let owed = |m: &Member| m.shares.get() + m.matured.get() + m.dividends.get();
            // founding shares claimed late are owed what they would have got: out of the pots, dust to the reserve
            let pots = |coop: &Coop| {
                coop.books.interest.get() + coop.books.pioneers.get() + coop.books.reserve.get()
            };
            let returned = c.before.coop.as_ref().map_or(0, pots) - pots(c.coop);
            // once claims have lapsed, only the accounts are cleared away
            let became = owed(&c.after.members[&who]) - owed(&c.before.members[&who]);
            became == if c.coop.swept_at != 0 { 0 } else { pledged + returned }
        }
        _ => true,
    };
    let refunded = match c.deed.of() {
        Some(&RefundPledge { pool, who, .. }) if c.done => {
            let pledged = c.before.pools[&pool].pledges[&who].amount.get();
            c.before.pools[&pool].escrow - c.after.pools[&pool].escrow == pledged
        }
        _ => true,
    };
    let withdrawn = match c.deed.of() {
        Some(&WithdrawPledge { pool, who, amount, .. }) if c.done => {
            let pledged =
                |stored: &Stored| stored.pools[&pool].pledges.get(&who).map_or(0, |it| it.amount.get());
            c.before.pools[&pool].escrow - c.after.pools[&pool].escrow == amount
                && pledged(c.before) - pledged(c.after) == amount
        }
        _ => true,
    };
    covered && exact && refunded && withdrawn
}

/// Every accepted instruction takes one number, nothing else takes any. What is done already is accepted, and changes
/// nothing.
fn seq_has_no_gap(c: &Change) -> bool {
    let before = c.before.coop.as_ref().map_or(0, |old| old.seq.get());
    let idle = match (c.deed.name(), &c.before.coop) {
        (
            "close_period" | "settle_patronage" | "count_protest" | "release" | "settle_pool"
            | "claim_dividends" | "claim_shares" | "refund_pledge" | "settle_use" | "draw_capital"
            | "finish_dissolution",
            Some(old),
        ) => bytemuck::bytes_of(old) == bytemuck::bytes_of(c.coop),
        _ => false,
    };
    // who leaves claims its shares in the same instruction
    let claims = match c.deed.of() {
        Some(&Resign { who, .. }) if c.done => who_claims(c, who),
        _ => match c.deed.of() {
            Some(ExecuteExpel(execution)) if c.done => who_claims(c, execution.who),
            _ => false,
        },
    };
    c.coop.seq.get() == before + (c.done && !idle && c.deed.as_act().is_some()) as u64 + claims as u64
}

/// Whether one who left claimed its shares as it did.
fn who_claims(c: &Change, who: Who) -> bool {
    c.before.members[&who].pledged_in != 0 && c.after.members[&who].pledged_in == 0
}

fn forming_holds_no_operating_money(c: &Change) -> bool {
    let books = &c.coop.books;
    c.coop.status() != CoopStatus::Forming
        || (books.fund == 0
            && books.earnings == 0
            && books.dividends == 0
            && money::equity(c.coop) == 0
            && c.coop.electors == 0)
}

/// What everyone has and what the accounts it paid for hold is what everyone began with. Lamports in the
/// accounts themselves are compared with the model's.
fn rent_returns_to_its_payer(c: &Change) -> bool {
    let rents = &c.model.rents;
    c.model.lamports.iter().enumerate().all(|(who, held)| {
        let locked: u64 = c
            .model
            .coops
            .iter()
            .enumerate()
            .map(|(slot, coop)| {
                let founded = model::FOUNDERS[slot] == who;
                let own = match coop.life {
                    model::Life::Alive if founded => rents.coop + rents.tokens,
                    model::Life::Buried if founded => rents.tombstone,
                    _ => 0,
                };
                let count = |n: usize, rent: u64| n as u64 * rent;
                let pools = coop.pools.iter().filter(|p| p.exists);
                let services = coop.services.iter().flatten().filter(|s| s.rent_payer == who).count();
                let periods = coop.periods.iter().flatten().filter(|p| p.rent_payer == who).count();
                let own = own + count(services, rents.service) + count(periods, rents.period);
                let pledges = pools.clone().flat_map(|p| p.pledges.values());
                let opened = pools.filter(|p| p.rent_payer == who).count();
                let proposals = coop.proposals.iter().flatten().filter(|p| p.rent_payer == who);
                let proposals: u64 = proposals.map(|p| p.rent).sum();
                let pages = coop.pages.values().filter(|page| page.rent_payer == who).count();
                let redirects = coop.redirects.values().filter(|r| r.rent_payer == who).count();
                let mandates = coop.mandates.iter().flatten().filter(|m| m.rent_payer == who).count();
                let own = own
                    + count(opened, rents.pool + rents.tokens)
                    + proposals
                    + count(pages, rents.ballots)
                    + count(redirects, rents.redirect)
                    + count(mandates, rents.mandate);
                own + count(coop.members.values().filter(|m| m.rent_payer == who).count(), rents.member)
                    + count(coop.vouches.values().filter(|v| v.rent_payer == who).count(), rents.vouch)
                    + count(pledges.filter(|p| p.rent_payer == who).count(), rents.pledge)
            })
            .sum();
        let given = c.model.showered[who];
        *held as i64 + locked as i64 + given == BEGUN as i64
    })
}

/// Numbers follow each other, and each begins when the one before it closed.
fn periods_are_consecutive(c: &Change) -> bool {
    let open = c.coop.period.number.get() as usize;
    let end = |number: usize| match c.after.periods.get(&(number + 1)) {
        Some(next) => next.started_at,
        None => c.coop.period.started_at,
    };
    let next_is_known = |number: usize| number + 1 == open || c.after.periods.contains_key(&(number + 1));
    c.after.periods.iter().all(|(number, p)| {
        *number < open
            && p.number.get() as usize == *number
            && (!next_is_known(*number) || p.closed_at == end(*number))
    })
}

/// Once closed, only what is still to be settled changes.
fn closed_period_is_immutable(c: &Change) -> bool {
    c.after.periods.iter().all(|(number, now)| {
        let Some(old) = c.before.periods.get(number) else { return true };
        let mut expected = *old;
        (expected.unpaid, expected.unretained, expected.retired) = (now.unpaid, now.unretained, now.retired);
        (expected.pioneer_units_left, expected.unsettled) = (now.pioneer_units_left, now.unsettled);
        let (old, now) = (bytemuck::bytes_of(&expected), bytemuck::bytes_of(now));
        old == now
    })
}

/// Until what is promised ends neither rate nor part becomes worse for a service, and after that no sooner than a period
/// later; and no rate is new above the ceiling.
fn service_promise_holds(c: &Change) -> bool {
    let now = c.model.now;
    let split = |s: &Service| {
        let (next, from) = ((s.next_take_rate_bps, s.next_provider_bps), s.next_from.get());
        let (rate, part) = if from != 0 && now >= from { next } else { (s.take_rate_bps, s.provider_bps) };
        (rate.get(), part.get())
    };
    let ceiling = c.coop.charter.take_rate_ceiling_bps.get();
    c.after.services.iter().all(|(index, s)| {
        let (rate, part) = split(s);
        let Some(old) = c.before.services.get(index) else { return rate <= ceiling };
        let (old_rate, old_part) = split(old);
        let promised = now < old.promised_until.get() && s.next_from != 0;
        let waits = s.next_from == old.next_from
            || s.next_from == 0
            || s.next_from.get() - now == c.coop.period.length.get() as i64;
        let new = s.next_take_rate_bps != old.next_take_rate_bps;
        rate <= old_rate
            && part >= old_part
            && !promised
            && waits
            && (!new || s.next_take_rate_bps <= ceiling)
    })
}

fn accounts_keep_their_own_invariants(c: &Change) -> bool {
    c.coop.invariant().is_ok()
        && c.after.members.values().all(|m| m.invariant().is_ok())
        && c.after.pools.values().all(|p| p.account.invariant().is_ok())
}
