//! What must hold after every step, each by its name in the design. Read from the accounts as stored, not
//! from the model.

mod people;

use crate::{
    bootstrap::{claim_shares::ClaimShares, refund_pledge::RefundPledge},
    patronage::{claim_dividends::ClaimDividends, redeem::Redeem},
    stateful::{
        chain::{BEGUN, Stored},
        deed::Deed,
        model::{self, Model},
    },
};
use coop::state::{Coop, CoopStatus, Member, Standing};

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
pub const INVARIANTS: [(&str, Rule); 34] = [
    ("vault_covers_buckets", vault_covers_buckets),
    ("escrow_covers_pledges", escrow_covers_pledges),
    ("shares_sum_to_total", shares_sum_to_total),
    ("retained_sums_to_total", retained_sums_to_total),
    ("earning_shares_counted", earning_shares_counted),
    ("electors_counted", people::electors_counted),
    ("members_counted", people::members_counted),
    ("refund_is_exact", refund_is_exact),
    ("reserve_never_to_members", reserve_never_to_members),
    ("accumulators_never_fall", accumulators_never_fall),
    ("paid_never_exceeds_owed", paid_never_exceeds_owed),
    ("leaving_changes_no_ones_solvency", leaving_changes_no_ones_solvency),
    ("left_members_are_inert", people::left_members_are_inert),
    ("seq_has_no_gap", seq_has_no_gap),
    ("forming_holds_no_operating_money", forming_holds_no_operating_money),
    ("rent_returns_to_its_payer", rent_returns_to_its_payer),
    ("every_pledger_is_an_elector", people::every_pledger_is_an_elector),
    ("units_and_settlements_counted", units_and_settlements_counted),
    ("dividends_sum_to_bucket", dividends_sum_to_bucket),
    ("returns_owed_are_exact", returns_owed_are_exact),
    ("pioneer_cap_holds", pioneer_cap_holds),
    ("periods_are_consecutive", periods_are_consecutive),
    ("closed_period_is_immutable", closed_period_is_immutable),
    ("service_promise_holds", service_promise_holds),
    ("one_ballot_per_member", people::one_ballot_per_member),
    ("tally_equals_ballots", people::tally_equals_ballots),
    ("no_execution_before_timelock", people::no_execution_before_timelock),
    ("executed_once", people::executed_once),
    ("ratchets_hold", people::ratchets_hold),
    ("mandates_and_budgets_hold", people::mandates_and_budgets_hold),
    ("agent_moves_only_its_own", people::agent_moves_only_its_own),
    ("panel_delays_once", people::panel_delays_once),
    ("one_membership_per_wallet", people::one_membership_per_wallet),
    ("accounts_keep_their_own_invariants", accounts_keep_their_own_invariants),
];

fn sum(stored: &Stored, of: impl Fn(&Member) -> u64) -> u64 {
    stored.members.values().map(of).sum()
}

fn vault_covers_buckets(c: &Change) -> bool {
    c.after.vault >= c.coop.buckets()
}

fn escrow_covers_pledges(c: &Change) -> bool {
    c.after.pools.values().filter(|p| p.account.succeeded == 0).all(|p| {
        let pledged: u64 = p.pledges.values().map(|pledge| pledge.amount.get()).sum();
        let counted = p.account.settled_at != 0 || p.account.raised == pledged;
        p.escrow >= pledged && counted
    })
}

fn shares_sum_to_total(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let unclaimed: u64 = c.after.pools.values().map(|p| p.account.shares_unclaimed.get()).sum();
    c.coop.shares_total == sum(c.after, |m| m.shares.get()) && c.coop.shares_in_transit == unclaimed
}

fn retained_sums_to_total(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    c.coop.retained_total == sum(c.after, |m| m.matured.get() + m.vintages_total())
}

fn earning_shares_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let open = c.coop.period.number;
    c.coop.shares_earning
        == sum(c.after, |m| {
            // those who left have none, whatever waits for its settlement
            let new = if m.unsettled_period == open { m.shares_new.get() } else { 0 };
            m.shares.get() - new
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
            owed(&c.after.members[&who]) - owed(&c.before.members[&who]) == pledged
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
    covered && exact && refunded
}

/// It falls only for a loss, which leaves it in the co-op, and at the end, to another co-op.
fn reserve_never_to_members(c: &Change) -> bool {
    let Some(old) = &c.before.coop else { return true };
    let fell = old.reserve.get().saturating_sub(c.coop.reserve.get());
    match c.deed.name() {
        "execute_cover_loss" => {
            fell <= old.reserve.get() / 10 && c.coop.operating.get() == old.operating.get() + fell
        }
        "finish_dissolution" => c.model.tokens.iter().flatten().eq(c.tokens.iter().flatten()),
        _ => fell == 0,
    }
}

fn accumulators_never_fall(c: &Change) -> bool {
    c.before.coop.as_ref().is_none_or(|old| {
        c.coop.interest_per_share.get() >= old.interest_per_share.get()
            && c.coop.pioneer_per_unit.get() >= old.pioneer_per_unit.get()
            && c.coop.lifetime_revenue.get() >= old.lifetime_revenue.get()
    })
}

/// Out of the vault goes at most what the payee gives up; and all together never got more than all paid in.
fn paid_never_exceeds_owed(c: &Change) -> bool {
    let drawn = c.deed.of().map(|d: &ClaimDividends| d.who).or(c.deed.of().map(|d: &Redeem| d.who));
    let spends = match c.deed.name() {
        "draw_mandate" | "remit_solidarity" | "finish_dissolution" => true,
        name => name.starts_with("execute_"),
    };
    let given_up = match drawn {
        Some(who) if c.done => {
            let pots = |s: &Stored| s.coop.as_ref().map_or(0, |c| c.interest.get() + c.pioneers.get());
            let owed = |s: &Stored| {
                let m = &s.members[&who];
                m.shares.get() + m.matured.get() + m.vintages_total() + m.dividends.get() + pots(s)
            };
            owed(c.before) - owed(c.after)
        }
        _ if c.done && spends => {
            let books = |s: &Stored| s.coop.as_ref().map_or(0, |c| c.buckets());
            books(c.before).saturating_sub(c.coop.buckets())
        }
        _ => 0,
    };
    let paid = c.before.coop.as_ref().map_or(0, |_| c.before.vault.saturating_sub(c.after.vault));
    let all = c.model.coops[c.slot].paid.values();
    let (inward, outward) = all.fold((0, 0), |(i, o), (inward, outward)| (i + inward, o + outward));
    paid <= given_up && outward <= inward
}

/// Solvency is the same after a resignation; a redemption never lowers it.
fn leaving_changes_no_ones_solvency(c: &Change) -> bool {
    let Some(old) = c.before.coop.as_ref().filter(|_| c.done) else { return true };
    let (o, e) = (old.operating.get() as u128, old.equity() as u128);
    let (left, stay) = (c.coop.operating.get() as u128, c.coop.equity() as u128);
    match c.deed.name() {
        "resign" => (o, e) == (left, stay),
        "redeem" | "settle_use" => left >= stay || left * e >= o * stay,
        _ => true,
    }
}

/// Every accepted instruction takes one number, nothing else takes any.
fn seq_has_no_gap(c: &Change) -> bool {
    let before = c.before.coop.as_ref().map_or(0, |old| old.seq.get());
    c.coop.seq.get() == before + (c.done && c.deed.as_act().is_some()) as u64
}

fn forming_holds_no_operating_money(c: &Change) -> bool {
    c.coop.status() != CoopStatus::Forming
        || (c.coop.operating == 0 && c.coop.dividends == 0 && c.coop.equity() == 0)
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
                // it returns to the wallet of now
                let ballots = coop.ballots.keys().filter(|(_, voter)| coop.wallet(*voter) == who).count();
                let redirects = coop.redirects.values().filter(|r| r.rent_payer == who).count();
                let mandates = coop.mandates.iter().flatten().filter(|m| m.rent_payer == who).count();
                let own = own
                    + count(opened, rents.pool + rents.tokens)
                    + proposals
                    + count(ballots, rents.ballot)
                    + count(redirects, rents.redirect)
                    + count(mandates, rents.mandate);
                own + count(coop.members.values().filter(|m| m.rent_payer == who).count(), rents.member)
                    + count(coop.vouches.values().filter(|v| v.rent_payer == who).count(), rents.vouch)
                    + count(pledges.filter(|p| p.rent_payer == who).count(), rents.pledge)
            })
            .sum();
        let passed = c.model.passed[who];
        (held + locked).wrapping_add_signed(passed) == BEGUN
    })
}

/// Fees of the open period are its members'; and of each period as many wait for settlement as it counts.
fn units_and_settlements_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let open = c.coop.period.number.get();
    let waiting = |period: u32| {
        c.after.members.values().filter(move |m| m.is_unsettled() && m.unsettled_period == period)
    };
    let units: u64 = waiting(open).map(|m| m.units.get()).sum();
    c.coop.period.member_units == units
        && c.coop.period.unsettled.get() as usize == waiting(open).count()
        && c.after.periods.values().all(|p| p.unsettled.get() as usize == waiting(p.number.get()).count())
}

/// What is owed in cash is owed to members, to the unsettled of a period, or to the unclaimed of a pool.
fn dividends_sum_to_bucket(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let unpaid: u64 = c.after.periods.values().map(|p| p.unpaid.get()).sum();
    let unclaimed: u64 = c.after.pools.values().map(|p| p.account.refunds_unclaimed.get()).sum();
    c.coop.dividends == sum(c.after, |m| m.dividends.get()) + unpaid + unclaimed
}

/// What the two pots owe is, to the last fraction, what their holders can draw; and the money covers it.
fn returns_owed_are_exact(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let (acc, per_unit) = (c.coop.interest_per_share.get(), c.coop.pioneer_per_unit.get());
    let (mut interest, mut pioneers) = (0u128, 0u128);
    for m in c.after.members.values() {
        let mut end = m.interest_checkpoint.get();
        if m.is(Standing::Member) {
            interest += (acc - end) * (m.shares.get() - m.shares_new.get()) as u128;
            pioneers += (per_unit - m.pioneer_checkpoint.get()) * m.pioneer_units.get() as u128;
            end = acc;
        }
        if m.shares_new != 0
            && let Some(period) = c.after.periods.get(&(m.unsettled_period.get() as usize))
        {
            interest += (end - period.interest_per_share.get()) * m.shares_new.get() as u128;
        }
    }
    let covered = |money: u64, owed: u128| (money as u128) << 64 >= owed;
    c.coop.interest_owed == interest
        && c.coop.pioneers_owed == pioneers
        && covered(c.coop.interest.get(), interest)
        && covered(c.coop.pioneers.get(), pioneers)
}

/// A pioneer unit never brings more than its share of the fee that made it.
fn pioneer_cap_holds(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let cap = ((c.coop.charter.pioneer_cap_bps.get() as u128) << 64) / 10_000;
    let all: u64 = sum(c.after, |m| m.pioneer_units.get());
    c.coop.pioneer_per_unit.get() <= cap && c.coop.pioneer_units == all
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
        (expected.unpaid, expected.unsettled) = (now.unpaid, now.unsettled);
        let (old, now) = (bytemuck::bytes_of(&expected), bytemuck::bytes_of(now));
        old == now
    })
}

/// A service's rate rises no sooner than promised, and never above the ceiling.
fn service_promise_holds(c: &Change) -> bool {
    c.after.services.iter().all(|(index, now)| {
        let kept = match c.before.services.get(index) {
            Some(old) => now.take_rate_bps <= old.take_rate_bps || c.model.now >= old.promised_until.get(),
            None => true,
        };
        let changed = c.before.services.get(index).is_none_or(|old| old.take_rate_bps != now.take_rate_bps);
        kept && (!changed || now.take_rate_bps <= c.coop.charter.take_rate_ceiling_bps)
    })
}

fn accounts_keep_their_own_invariants(c: &Change) -> bool {
    c.coop.invariant().is_ok()
        && c.after.members.values().all(|m| m.invariant().is_ok())
        && c.after.pools.values().all(|p| p.account.invariant().is_ok())
}
