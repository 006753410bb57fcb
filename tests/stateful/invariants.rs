//! What must hold after every step, each by its name in the design. Read from the accounts as stored, not
//! from the model.

use crate::{
    action::{Action, agent},
    chain::{BEGUN, Stored},
    model::{self, Model},
    resolutions::Status,
};
use anchor_lang::prelude::Address;
use coop::state::{Choice, Coop, CoopStatus, Kind, Member, Standing};
use coop_tests::address;
use std::collections::BTreeSet;

/// A co-op before and after a step.
pub struct Change<'a> {
    pub before: &'a Stored,
    pub after: &'a Stored,
    pub coop: &'a Coop,
    pub action: &'a Action,
    /// Whether the step was accepted.
    pub done: bool,
    pub model: &'a Model,
    pub slot: usize,
    /// Tokens of everyone before the step.
    pub tokens: &'a [[u64; 2]],
}

/// Whether claims have lapsed: nothing is owed to anyone any more, whatever accounts still say.
fn lapsed(c: &Change) -> bool {
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
    ("electors_counted", electors_counted),
    ("members_counted", members_counted),
    ("refund_is_exact", refund_is_exact),
    ("reserve_never_to_members", reserve_never_to_members),
    ("accumulators_never_fall", accumulators_never_fall),
    ("paid_never_exceeds_owed", paid_never_exceeds_owed),
    ("leaving_changes_no_ones_solvency", leaving_changes_no_ones_solvency),
    ("left_members_are_inert", left_members_are_inert),
    ("seq_has_no_gap", seq_has_no_gap),
    ("forming_holds_no_operating_money", forming_holds_no_operating_money),
    ("rent_returns_to_its_payer", rent_returns_to_its_payer),
    ("every_pledger_is_an_elector", every_pledger_is_an_elector),
    ("units_and_settlements_counted", units_and_settlements_counted),
    ("dividends_sum_to_bucket", dividends_sum_to_bucket),
    ("returns_owed_are_exact", returns_owed_are_exact),
    ("pioneer_cap_holds", pioneer_cap_holds),
    ("periods_are_consecutive", periods_are_consecutive),
    ("closed_period_is_immutable", closed_period_is_immutable),
    ("service_promise_holds", service_promise_holds),
    ("one_ballot_per_member", one_ballot_per_member),
    ("tally_equals_ballots", tally_equals_ballots),
    ("no_execution_before_timelock", no_execution_before_timelock),
    ("executed_once", executed_once),
    ("ratchets_hold", ratchets_hold),
    ("mandates_and_budgets_hold", mandates_and_budgets_hold),
    ("agent_moves_only_its_own", agent_moves_only_its_own),
    ("panel_delays_once", panel_delays_once),
    ("one_membership_per_wallet", one_membership_per_wallet),
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

/// Those who may vote, and those whom the founding pool's settlement counted and nobody has claimed for.
fn electors_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let active = c.coop.activated_at != 0;
    let counted = |m: &&Member| active && m.founding_pledge != 0 && m.founding_pledge == c.coop.founding_pool;
    let enrolled = c.after.members.values().filter(|m| m.is_elector()).count();
    let unclaimed = c.after.members.values().filter(counted).count();
    c.coop.electors.get() as usize == enrolled + unclaimed
}

fn members_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let members = c.after.members.values().filter(|m| m.is(Standing::Member)).count();
    let accounts = c.after.members.len();
    c.coop.members.get() as usize == members && c.coop.member_accounts.get() as usize == accounts
}

/// What is withdrawn, refunded or claimed is what was pledged, to the unit; and what is claimable of a
/// settled pool is exactly what was pledged and not claimed.
fn refund_is_exact(c: &Change) -> bool {
    let covered = c.after.pools.values().filter(|p| p.account.succeeded == 1).all(|p| {
        let left: u64 = p.pledges.values().map(|pledge| pledge.amount.get()).sum();
        left == p.account.shares_unclaimed.get() + p.account.refunds_unclaimed.get()
    });
    let exact = match *c.action {
        Action::ClaimShares { pool, who, .. } if c.done => {
            let pledged = c.before.pools[&pool].pledges[&who].amount.get();
            let owed = |m: &Member| m.shares.get() + m.matured.get() + m.dividends.get();
            owed(&c.after.members[&who]) - owed(&c.before.members[&who]) == pledged
        }
        Action::RefundPledge { pool, who, .. } if c.done => {
            let pledged = c.before.pools[&pool].pledges[&who].amount.get();
            c.before.pools[&pool].escrow - c.after.pools[&pool].escrow == pledged
        }
        _ => true,
    };
    covered && exact
}

/// It falls only for a loss, which leaves it in the co-op, and at the end, to another co-op.
fn reserve_never_to_members(c: &Change) -> bool {
    let Some(old) = &c.before.coop else { return true };
    let fell = old.reserve.get().saturating_sub(c.coop.reserve.get());
    match c.action {
        Action::Execute { kind: Kind::CoverLoss, .. } => {
            fell <= old.reserve.get() / 10 && c.coop.operating.get() == old.operating.get() + fell
        }
        Action::FinishDissolution { .. } => c.model.tokens.iter().flatten().eq(c.tokens.iter().flatten()),
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
    let given_up = match *c.action {
        Action::ClaimDividends { who, .. } | Action::Redeem { who, .. } if c.done => {
            let pots = |s: &Stored| s.coop.as_ref().map_or(0, |c| c.interest.get() + c.pioneers.get());
            let owed = |s: &Stored| {
                let m = &s.members[&who];
                m.shares.get() + m.matured.get() + m.vintages_total() + m.dividends.get() + pots(s)
            };
            owed(c.before) - owed(c.after)
        }
        Action::Execute { .. }
        | Action::DrawMandate { .. }
        | Action::RemitSolidarity { .. }
        | Action::FinishDissolution { .. }
            if c.done =>
        {
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
    match c.action {
        Action::Resign { .. } => (o, e) == (left, stay),
        Action::Redeem { .. } | Action::SettleUse { .. } => left >= stay || left * e >= o * stay,
        _ => true,
    }
}

fn left_members_are_inert(c: &Change) -> bool {
    c.after
        .members
        .values()
        .filter(|m| !m.is(Standing::Member))
        .all(|m| m.shares == 0 && m.pioneer_units == 0 && !m.is_elector() && m.vintages_total() == 0)
}

/// Every accepted instruction takes one number, nothing else takes any.
fn seq_has_no_gap(c: &Change) -> bool {
    let before = c.before.coop.as_ref().map_or(0, |old| old.seq.get());
    c.coop.seq.get() == before + (c.done && c.action.is_instruction()) as u64
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

/// Who pledged in the founding pool that succeeded votes as of its settlement: counted until claimed, and
/// an elector of that moment after.
fn every_pledger_is_an_elector(c: &Change) -> bool {
    match *c.action {
        Action::SettlePool { pool, .. } if c.done => {
            let pool = &c.after.pools[&pool].account;
            pool.succeeded == 0 || pool.founding == 0 || c.coop.electors == pool.pledgers
        }
        Action::ClaimShares { pool, who, .. } if c.done => {
            let (member, pool) = (&c.after.members[&who], &c.after.pools[&pool]);
            let stayed = member.is(Standing::Member) && member.application == pool.pledges[&who].application;
            !stayed || pool.account.founding == 0 || member.elector_since == pool.account.settled_at
        }
        _ => true,
    }
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

/// As many ballots as a member's account counts, and never two on one proposal: the address is of both.
fn one_ballot_per_member(c: &Change) -> bool {
    c.after.members.iter().all(|(who, member)| {
        let ballots = c.after.ballots.keys().filter(|(_, voter)| voter == who).count();
        member.ballots.get() as usize == ballots
    })
}

/// Until a ballot is reclaimed, which is only after the end.
fn tally_equals_ballots(c: &Change) -> bool {
    c.after.proposals.iter().all(|(index, p)| {
        let said = |choice: Choice| {
            let number = 1 + choice as u8;
            c.after.ballots.iter().filter(|((on, _), b)| on == index && b.choice == number).count()
        };
        let counted = [said(Choice::Yes), said(Choice::No), said(Choice::Abstain)];
        let tally = [p.yes.get(), p.no.get(), p.abstain.get()].map(|n| n as usize);
        let coop = &c.model.coops[c.slot];
        let open = coop.proposal(*index).is_ok_and(|p| p.status(coop, c.model.now) == Status::Voting);
        if open { tally == counted } else { tally.iter().zip(counted).all(|(all, left)| *all >= left) }
    })
}

fn no_execution_before_timelock(c: &Change) -> bool {
    c.after.proposals.values().all(|p| {
        let opens = p.ends.get() + p.timelock.get() as i64;
        let at = p.executed_at.get();
        at == 0 || (at >= opens && at < opens + p.execution_window.get() as i64)
    })
}

fn executed_once(c: &Change) -> bool {
    c.after.proposals.iter().all(|(index, p)| {
        let before = c.before.proposals.get(index).map_or(0, |old| old.executed_at.get());
        before == 0 || p.executed_at == before
    })
}

/// Terms move towards the members' good only, one change at a time.
fn ratchets_hold(c: &Change) -> bool {
    let Some(old) = &c.before.coop else { return true };
    let (a, b) = (&old.charter, &c.coop.charter);
    b.member_share <= a.member_share
        && b.timelock >= a.timelock
        && b.exodus_bps <= a.exodus_bps
        && b.period_length <= a.period_length
        && b.take_rate_ceiling_bps <= a.take_rate_ceiling_bps
        && b.commitment >= a.commitment
        && b.reserve_bps >= a.reserve_bps
        && b.interest_cap_bps <= a.interest_cap_bps
        && b.depreciation_bps >= a.depreciation_bps
        && b.revolve_periods <= a.revolve_periods
        && b.redemption_bps >= a.redemption_bps
        && b.pioneer_bps == a.pioneer_bps
        && b.pioneer_threshold == a.pioneer_threshold
        && b.pioneer_cap_bps == a.pioneer_cap_bps
}

/// A holder draws no more than its mandate in a period.
fn mandates_and_budgets_hold(c: &Change) -> bool {
    let at_start = c.coop.period.operating_at_start.get() as u128;
    // an amendment may lower the budget of a period in which more was spent
    let budget = at_start * 2_500 / 10_000;
    c.after.mandates.values().all(|m| m.drawn <= m.per_period)
        && c.coop.period.budget_spent.get() as u128 <= budget
}

/// What a co-op's agent signs for moves nothing of the co-op's own, and nobody's tokens but the agent's.
fn agent_moves_only_its_own(c: &Change) -> bool {
    let Action::Execute { kind: kind @ (Kind::Invoke | Kind::Represent), .. } = *c.action else {
        return true;
    };
    let Some(old) = &c.before.coop else { return true };
    let all = |tokens: &[[u64; 2]]| tokens.iter().flatten().map(|held| *held as u128).sum::<u128>();
    let (before, after) = (c.tokens, c.model.tokens.as_slice());
    let lost = |who: usize| (0..2).any(|purse| after[who][purse] < before[who][purse]);
    c.after.vault == c.before.vault
        && c.coop.buckets() == old.buckets()
        && (kind == Kind::Represent || all(before) == all(after))
        && (0..before.len()).all(|who| who == agent(c.slot) || !lost(who))
}

/// A panel that is seated stays as it was drawn; it has as many objections as ballots say, until those are reclaimed;
/// and the third doubles the timelock, once: nothing else changes it.
fn panel_delays_once(c: &Change) -> bool {
    c.after.proposals.iter().all(|(index, p)| {
        let Some(old) = c.before.proposals.get(index) else {
            return p.objections == 0 && p.panel_seated == 0;
        };
        let delayed = old.objections < 3 && p.objections >= 3;
        let timelock = old.timelock.get() * if delayed { 2 } else { 1 };
        let redrawn = old.panel_seated == 1 && (p.panel_seated, p.panel_seed) != (1, old.panel_seed);
        let objecting = c.after.ballots.iter().filter(|((on, _), b)| on == index && b.objects == 1).count();
        let coop = &c.model.coops[c.slot];
        let waits = coop.proposal(*index).is_ok_and(|p| p.status(coop, c.model.now) == Status::Waiting);
        let objections = p.objections as usize;
        let counted = if waits { objecting == objections } else { objecting <= objections };
        p.timelock == timelock && !redrawn && counted
    })
}

/// One account answers to a wallet, and a redirect stands for every membership that has moved; moving changes
/// nothing of it but the wallet.
fn one_membership_per_wallet(c: &Change) -> bool {
    let members = &c.after.members;
    let wallets: BTreeSet<&Address> = members.values().map(|m| &m.wallet).collect();
    let place = |who: usize| address::member(&c.model.places[c.slot], &c.model.wallets[who]);
    let moved = members.iter().filter(|(who, m)| m.wallet != c.model.wallets[**who]);
    let stand = moved
        .clone()
        .all(|(who, m)| c.after.redirects.values().any(|r| r.wallet == m.wallet && r.member == place(*who)));
    let same = members.iter().all(|(who, m)| {
        let Some(old) = c.before.members.get(who).filter(|old| old.wallet != m.wallet) else { return true };
        let mut expected = *old;
        expected.wallet = m.wallet;
        let rehomes = matches!(c.action, Action::Execute { kind: Kind::Rehome, .. });
        rehomes && bytemuck::bytes_of(&expected) == bytemuck::bytes_of(m)
    });
    let counted = c.coop.redirect_accounts.get() as usize == c.after.redirects.len();
    wallets.len() == members.len() && stand && same && counted
}
