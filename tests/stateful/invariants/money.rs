//! Where the money is and whose it is.

use super::{Change, lapsed, sum};
use crate::{
    federation::draw_capital::DrawCapital,
    patronage::claim_dividends::ClaimDividends,
    stateful::{chain::Stored, model::Model},
};
use coop::state::{Coop, CoopStatus, Standing};

/// Everything that the vault must cover.
pub fn cash(coop: &Coop) -> u64 {
    let b = &coop.books;
    let owed = [b.solidarity, b.federation_due, b.dividends, b.interest, b.pioneers];
    b.fund.get()
        + b.earnings.get()
        + b.reserve.get()
        + owed.iter().map(anchor_lang::pod::PodU64::get).sum::<u64>()
}

/// All capital.
pub fn equity(coop: &Coop) -> u64 {
    let b = &coop.books;
    b.shares_total.get() + b.shares_in_transit.get() + b.retained_total.get()
}

pub fn vault_covers_all_buckets(c: &Change) -> bool {
    c.after.vault >= cash(c.coop)
}

/// fund + invested + at the agent + loss = E + what is due to the reserve; of a dissolving co-op only its cash counts.
pub fn balance_identity(c: &Change) -> bool {
    let b = &c.coop.books;
    let assets = [b.fund, b.invested, b.at_agent, b.loss].map(|asset| asset.get() as u128);
    c.coop.status() == CoopStatus::Dissolving
        || assets.iter().sum::<u128>() == equity(c.coop) as u128 + b.reserve_due.get() as u128
}

/// But for dust that settlements left, fund and assets cover what is due to the reserve, which is to say that no more is lost
/// than members' capital; and when a period has closed, assets alone do, if there was money to pass on.
pub fn due_to_the_reserve_is_there(c: &Change) -> bool {
    let b = &c.coop.books;
    let assets = b.invested.get() as u128 + b.at_agent.get() as u128;
    let due = b.reserve_due.get() as u128;
    let closed = c.before.coop.as_ref().is_some_and(|old| old.period.number != c.coop.period.number);
    // a settled period leaves less than three units for each of its members; a co-op that lost all may leave it for many
    let dust = (3 * c.after.members.len() as u128 + 2) * (c.coop.period.number.get() as u128 + 1);
    c.coop.status() == CoopStatus::Dissolving
        || (due <= assets + b.fund.get() as u128 + dust && (!closed || due <= assets || b.fund == 0))
}

pub fn earnings_or_loss(c: &Change) -> bool {
    c.coop.status() == CoopStatus::Dissolving || c.coop.books.earnings == 0 || c.coop.books.loss == 0
}

/// It falls only for a loss, which leaves it in the co-op, and at the end, to another co-op.
pub fn reserve_never_to_members(c: &Change) -> bool {
    let Some(old) = &c.before.coop else { return true };
    let (a, b) = (&old.books, &c.coop.books);
    let fell = a.reserve.get().saturating_sub(b.reserve.get());
    match c.deed.name() {
        "execute_cover_loss" => {
            fell <= a.reserve.get() / 10
                && b.fund.get() == a.fund.get() + fell
                && b.loss.get() + fell == a.loss.get()
        }
        "finish_dissolution" => c.model.tokens.iter().flatten().eq(c.tokens.iter().flatten()),
        _ => fell == 0,
    }
}

pub fn accumulators_never_fall(c: &Change) -> bool {
    c.before.coop.as_ref().is_none_or(|old| {
        c.coop.interest_per_share.get() >= old.interest_per_share.get()
            && c.coop.pioneer_per_unit.get() >= old.pioneer_per_unit.get()
            && c.coop.lifetime_surplus.get() >= old.lifetime_surplus.get()
    })
}

/// Out of the vault goes at most what the payee gives up; and all together never got more than all paid in.
pub fn paid_never_exceeds_owed(c: &Change) -> bool {
    let drawn = c.deed.of().map(|d: &ClaimDividends| d.who).or(c.deed.of().map(|d: &DrawCapital| d.who));
    let spends = match c.deed.name() {
        "draw_mandate" | "remit_solidarity" | "finish_dissolution" => true,
        name => name.starts_with("execute_"),
    };
    let given_up = match drawn {
        Some(who) if c.done => {
            let pots =
                |s: &Stored| s.coop.as_ref().map_or(0, |c| c.books.interest.get() + c.books.pioneers.get());
            let owed = |s: &Stored| {
                let m = &s.members[&who];
                let capital = m.shares.get() + m.withdrawn.get() + m.matured.get() + m.vintages_total();
                capital - m.drawn.get() + m.dividends.get() + pots(s)
            };
            owed(c.before) - owed(c.after)
        }
        _ if c.done && spends => c.before.coop.as_ref().map_or(0, cash).saturating_sub(cash(c.coop)),
        _ => 0,
    };
    let paid = c.before.coop.as_ref().map_or(0, |_| c.before.vault.saturating_sub(c.after.vault));
    paid <= given_up && paid_in_and_out(c.model, c.slot)
}

fn paid_in_and_out(model: &Model, slot: usize) -> bool {
    let all = model.coops[slot].paid.values();
    let (inward, outward) = all.fold((0, 0), |(i, o), (inward, outward)| (i + inward, o + outward));
    outward <= inward
}

/// No amendment changes a period that has begun; the next one begins with the charter's terms.
pub fn rates_of_a_period_are_those_it_began_with(c: &Change) -> bool {
    let Some(old) = c.before.coop.as_ref() else { return true };
    let (a, b, charter) = (&old.period, &c.coop.period, &c.coop.charter);
    if a.number == b.number && old.activated_at == c.coop.activated_at {
        return a.rates == b.rates && a.length == b.length && a.started_at == b.started_at;
    }
    let r = &b.rates;
    let in_a_federation = c.coop.federation != Default::default() && c.coop.federation_since <= b.started_at;
    let in_force = [
        (r.reserve_bps, charter.reserve_bps),
        (r.solidarity_bps, charter.solidarity_bps),
        (r.remit_bps, if in_a_federation { charter.remit_bps } else { 0.into() }),
        (r.interest_cap_bps, charter.interest_cap_bps),
        (r.depreciation_bps, charter.depreciation_bps),
        (r.work_bps, charter.work_bps),
        (r.cash_bps, charter.cash_bps),
        (r.pioneer_bps, charter.pioneer_bps),
    ];
    b.length == charter.period_length && in_force.iter().all(|(began, now)| began == now)
}

/// What is owed in cash is owed to members, to the unsettled of a period, or to the unclaimed of a pool.
pub fn dividends_sum_to_bucket(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let unpaid: u64 = c.after.periods.values().map(|p| p.unpaid.get()).sum();
    let unclaimed: u64 = c.after.pools.values().map(|p| p.account.refunds_unclaimed.get()).sum();
    c.coop.books.dividends == sum(c.after, |m| m.dividends.get()) + unpaid + unclaimed
}

/// What interest owes is, to the last fraction, what its holders can draw; what pioneers are owed covers all that
/// theirs can; and the money covers both.
pub fn returns_owed_are_covered(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let (acc, per_unit) = (c.coop.interest_per_share.get(), c.coop.pioneer_per_unit.get());
    let bps = c.coop.charter.pioneer_shares_bps.get() as u128;
    let of_shares = |per_unit: u128, shares: u64| per_unit * shares as u128 / 10_000 * bps;
    let (mut interest, mut pioneers) = (0u128, 0u128);
    for m in c.after.members.values().filter(|m| m.is(Standing::Member)) {
        interest += (acc - m.interest_checkpoint.get()) * (m.shares.get() - m.shares_new.get()) as u128;
        let since = per_unit - m.pioneer_checkpoint.get();
        pioneers += since * m.pioneer_units.get() as u128 + of_shares(since, m.founding_shares.get());
        if m.shares_new != 0
            && let Some(period) = c.after.periods.get(&(m.unsettled_period.get() as usize))
        {
            interest += (acc - period.interest_per_share.get()) * m.shares_new.get() as u128;
        }
    }
    for p in c.after.pools.values().filter(|p| p.account.settled_in < c.coop.period.number) {
        let places = c.coop.transits.iter();
        for place in places.filter(|place| place.pools != 0 && place.period == p.account.settled_in) {
            interest += (acc - place.interest_per_share.get()) * p.account.earning_unclaimed.get() as u128;
        }
    }
    for p in c.after.periods.values() {
        pioneers += (per_unit - p.pioneer_per_unit.get()) * p.pioneer_units_left.get() as u128;
    }
    for p in c.after.pools.values().filter(|p| p.account.founding == 1 && p.account.succeeded == 1) {
        pioneers += of_shares(per_unit, p.account.earning_unclaimed.get());
    }
    let b = &c.coop.books;
    let covered = |money: u64, owed: u128| (money as u128) << 64 >= owed;
    b.interest_owed == interest
        && b.pioneers_owed >= pioneers
        && covered(b.interest.get(), interest)
        && covered(b.pioneers.get(), b.pioneers_owed.get())
}
