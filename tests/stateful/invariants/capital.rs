//! Members' capital, what they did, and what leaves.

use super::{Change, lapsed, money::equity, sum};
use crate::{patronage::settle_patronage::SettlePatronage, stateful::deed::Who};
use coop::state::{Books, Coop, Member, Pledge, Standing};

pub fn shares_sum_to_total(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let unclaimed: u64 = c.after.pools.values().map(|p| p.account.shares_unclaimed.get()).sum();
    let b = &c.coop.books;
    b.shares_total == sum(c.after, |m| m.shares.get()) && b.shares_in_transit == unclaimed
}

/// Vintages, withdrawn, matured and forfeited capital, and what closes kept or retired and settlements have not booked.
pub fn retained_sums_to_total(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let held = sum(c.after, |m| m.withdrawn.get() + m.matured.get() + m.vintages_total());
    let unsettled = || c.after.periods.values().filter(|p| p.unsettled != 0);
    let kept: u64 = unsettled().map(|p| p.unretained.get()).sum();
    let retired: i128 =
        unsettled().map(|p| p.result.retired_of_members.get() as i128 - p.retired.get() as i128).sum();
    let all = (held + kept + c.coop.books.forfeited.get()) as i128 - retired;
    c.coop.books.retained_total.get() as i128 == all
}

/// Shares earn from the period after they were paid in, claimed or not: of a pool those of its people, and for rounding less
/// than a unit for each of them more.
pub fn earning_shares_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let open = c.coop.period.number;
    let earning = |m: &Member| {
        let new = if m.unsettled_period == open { m.shares_new.get() } else { 0 };
        // those who left have none, whatever waits for its settlement
        if m.is(Standing::Member) { m.shares.get() - new } else { 0 }
    };
    let (mut unclaimed, mut older) = (0, 0);
    for p in c.after.pools.values() {
        let account = &p.account;
        let of_people = |(who, pledge): (&Who, &Pledge)| match c.after.members.get(who) {
            Some(m) if account.succeeded == 1 && m.pledge_counts == 1 && pledge.amount != 0 => {
                account.settled().claim(&account.unclaimed(), pledge.amount.get()).share
            }
            _ => 0,
        };
        let claims: u64 = p.pledges.iter().map(of_people).sum();
        let counted = account.earning_unclaimed.get();
        if !(claims..=claims + account.people.get() as u64).contains(&counted) {
            return false;
        }
        unclaimed += counted;
        older += if account.settled_in < open { counted } else { 0 };
    }
    c.coop.shares_unclaimed == unclaimed && c.coop.period.shares_earning == sum(c.after, earning) + older
}

fn waiting<'a>(c: &'a Change, period: u32) -> impl Iterator<Item = &'a Member> {
    c.after.members.values().filter(move |m| m.is_unsettled() && m.unsettled_period == period)
}

/// What is asked back and what came in are the members', and the unclaimed shares' of a pool that was settled in the
/// open period; the founding pool's were there when the first one began.
pub fn asked_and_fresh_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let open = c.coop.period.number.get();
    let asked: u64 = waiting(c, open).map(|m| m.asked.get()).sum();
    let booked: u64 = waiting(c, open).map(|m| m.fresh.get()).sum();
    let here = c.after.pools.values().map(|p| &p.account);
    let brought = here.filter(|p| p.succeeded == 1 && p.founding == 0 && p.settled_in == open);
    let unclaimed: u64 = brought.map(|p| p.shares_unclaimed.get()).sum();
    let back: u64 = waiting(c, open).map(|m| m.asked_fresh.get()).sum();
    let coop = c.coop;
    coop.books.asked == asked && coop.fresh_asked == back && coop.books.fresh + back == booked + unclaimed
}

/// What is done in the open period is its members', those apart who left; and of each period as many wait for settlement
/// as it counts.
pub fn units_and_settlements_counted(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let open = c.coop.period.number.get();
    let of = |what: fn(&Member) -> u64, all: bool| -> u64 {
        waiting(c, open).filter(|m| all || !m.is(Standing::Member)).map(what).sum()
    };
    let done = &c.coop.period.done;
    let units: fn(&Member) -> u64 = |m| m.units.get();
    let work: fn(&Member) -> u64 = |m| m.work.get();
    done.member_units == of(units, true)
        && done.leaving_units == of(units, false)
        && done.member_work == of(work, true)
        && done.leaving_work == of(work, false)
        && c.coop.period.unsettled.get() as usize == waiting(c, open).count()
        && c.after.periods.values().all(|p| p.unsettled.get() as usize == waiting(c, p.number.get()).count())
}

/// A pioneer unit never brings more than its cap; all units are someone's, or wait for a settlement.
pub fn pioneer_cap_holds(c: &Change) -> bool {
    if lapsed(c) {
        return true;
    }
    let cap = ((c.coop.charter.pioneer_cap_bps.get() as u128) << 64) / 10_000;
    let left: u64 = c.after.periods.values().map(|p| p.pioneer_units_left.get()).sum();
    let founding = c.after.pools.values().filter(|p| p.account.founding == 1 && p.account.succeeded == 1);
    let unclaimed: u64 = founding.map(|p| p.account.earning_unclaimed.get()).sum();
    c.coop.pioneer_per_unit.get() <= cap
        && c.coop.pioneer_units == sum(c.after, |m| m.pioneer_units.get()) + left
        && c.coop.founding_shares == sum(c.after, |m| m.founding_shares.get()) + unclaimed
}

/// (fund − fresh + moved) ÷ (E − fresh), at most 1.
fn price(coop: &Coop) -> (u128, u128) {
    let b = &coop.books;
    let capital = equity(coop) as u128 - b.fresh.get() as u128;
    let [fund, assets, due] =
        [b.fund.get(), b.invested.get() + b.at_agent.get(), b.reserve_due.get()].map(i128::from);
    let own = fund.min((due - assets).max(0));
    let [bought, back] = [b.bought.get(), b.moved_back.get()].map(i128::from);
    let moved = match b.moved_out.get() as i128 - back {
        out if out > 0 => out.min((assets - bought).max(0)),
        back => (own - (-back - bought).max(0)).min(0),
    };
    ((fund - own + moved - b.fresh.get() as i128).clamp(0, capital as i128) as u128, capital)
}

/// No one's leaving, coming, asking or settling lowers the price of those who stay; nor does an investment.
pub fn leaving_changes_no_ones_solvency(c: &Change) -> bool {
    let Some(old) = c.before.coop.as_ref().filter(|_| c.done && c.coop.dissolving_at == 0) else {
        return true;
    };
    let ((a, capital), (b, left)) = (price(old), price(c.coop));
    let spends = matches!(c.deed.name(), "execute_spend" | "draw_mandate");
    let keeps =
        match c.deed.name() {
            "resign" | "ask_back" | "withdraw_shares" | "settle_use" | "settle_patronage"
            | "execute_expel" => true,
            "claim_shares" | "subscribe" | "make_pledge" | "settle_pool" | "book_income"
            | "execute_collect" => true,
            // what is ordinary lowers it, and so does an expense
            _ => {
                let books = &c.coop.books;
                spends
                    && books.moved_out != old.books.moved_out
                    && books.bought == old.books.bought
                    && left_of(books) == left_of(&old.books)
            }
        };
    // dust of capital that the last settlement leaves becomes the reserve's, and may be in the fund already
    let dust = match c.deed.name() {
        "settle_patronage" | "resign" => {
            c.coop.books.reserve_due.get().saturating_sub(old.books.reserve_due.get())
        }
        _ => 0,
    };
    !keeps || capital == 0 || left == 0 || (b + dust as u128) * capital >= a * left
}

/// What is bought within the budget and has not come back, after all that weighty resolutions moved out.
fn left_of(books: &Books) -> u128 {
    books.bought.get().saturating_sub(books.moved_back.get().saturating_sub(books.moved_out.get())) as u128
}

/// What becomes an asset, or is one no more, moves no price, but for dust that settlements left to the reserve in the period,
/// for a gain, which makes a loss good, and for what is bought within the budget, until it is sold.
pub fn assets_moved_change_no_price(c: &Change) -> bool {
    let Some(old) = c.before.coop.as_ref().filter(|_| c.done && c.coop.dissolving_at == 0) else {
        return true;
    };
    let (a, b) = (&old.books, &c.coop.books);
    if old.period.number != c.coop.period.number || (a.moved_out, a.moved_back) == (b.moved_out, b.moved_back)
    {
        return true;
    }
    let ((before, _), (after, _)) = (price(old), price(c.coop));
    let gain = a.loss.get().saturating_sub(b.loss.get()) as u128;
    let dust = 4 * c.after.members.len() as u128 + 4;
    let (was, is) = (left_of(a), left_of(b));
    before <= after + is.saturating_sub(was) + dust && after <= before + was.saturating_sub(is) + gain + dust
}

/// All who are paid in a close are paid at one rate; wear alone lowers what the price was before it.
pub fn one_price_a_close(c: &Change) -> bool {
    let settled = match c.deed.of() {
        Some(&SettlePatronage { who, period, .. }) if c.done => {
            let (before, after) = (&c.before.periods[&period], &c.after.periods[&period]);
            let asked = c.before.members[&who].asked.get() as u128;
            let of = |part: u64| asked * part as u128;
            let all = before.result.asked.get().max(1) as u128;
            let retired = (of(before.result.retired.get())).div_ceil(all) as u64;
            let paid = (of(before.result.paid.get()) / all) as u64;
            let idle = before.unsettled == after.unsettled;
            let gave_up = after.retired.get() - before.retired.get();
            idle || (gave_up == retired && before.unpaid.get() - after.unpaid.get() >= paid)
        }
        _ => true,
    };
    let Some(old) = &c.before.coop else { return settled };
    let closed = c.after.periods.iter().filter(|(number, _)| {
        !c.before.periods.contains_key(number) && **number + 1 == c.coop.period.number.get() as usize
    });
    settled
        && closed.map(|(_, p)| &p.result).all(|r| {
            let (backed, capital) = price(old);
            let b = &old.books;
            let (asked, paid, retired) = (r.asked.get(), r.paid.get(), r.retired.get());
            let worn = r.wear.get() as u128 + b.reserve_due.get() as u128;
            let least = (backed.saturating_sub(worn) * 10_000).checked_div(capital).unwrap_or(0);
            let last = c.coop.dissolving_at != 0;
            paid <= retired && retired <= asked && (last || r.price_bps.get() as u128 >= least)
        })
}
